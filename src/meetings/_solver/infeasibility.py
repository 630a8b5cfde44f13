"""Why there is no plan: a minimum-cardinality infeasible subset of the requirements, by implicit hitting sets.

A correction set is a set of requirements without which a plan exists. A set of requirements excludes itself, so that
it is a conflict, exactly if it meets every correction set. The search takes a minimum hitting set of the correction
sets found so far: either it is a conflict, and then none is smaller, or a plan exists under it, which gives one more
correction set.

Source:
    The duality of minimal correction sets (MCS) and minimal unsatisfiable subsets (MUS): Reiter, A theory of diagnosis
    from first principles, 1987. The search: Ignatiev, Previti, Liffiton and Marques-Silva, Smallest MUS extraction
    with minimal hitting set dualization, CP 2015.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from math import inf

from meetings._constraints.candidates import Candidate, CandidateTable
from meetings._constraints.conflict import Conflict, RequirementKey, list_absences, name_few_days
from meetings._constraints.meeting_constraints import FacilitatorsFree
from meetings._constraints.problem import Problem, Task
from meetings._constraints.registry import DROPPABLE_CONSTRAINTS, PLAN_CONSTRAINTS, START_CONSTRAINTS
from meetings._constraints.variables import LinearExpression
from meetings._domain.constraint_names import CONSTRAINT_NAMES
from meetings._domain.cost_catalog import DEFAULT_WEIGHTS
from meetings._domain.names import format_kreds, format_party
from meetings._domain.parties import Party
from meetings._solver.formulation import build_formulation
from meetings._solver.highs import SolverError
from meetings._solver.lexicographic import first_feasible, minimise
from meetings._solver.model import IntegerModel, LinearConstraint
from meetings.errors import Clash, NoPlanError, Requirement
from overgreb_rules.shared.text import Text

_FEW_KREDSE = 4


def explain_infeasibility(problem: Problem, table: CandidateTable) -> NoPlanError:
    """Find out why a problem has no plan.

    Args:
        problem: A problem without a plan.
        table: The table of its candidates.

    Returns:
        The error to raise: for every kreds that has no plan by itself a smallest set of requirements that exclude each
        other; for several kredse together such a set where it is smaller, or where each has a plan by itself.

    Raises:
        SolverError: A plan exists even under all requirements.
    """
    clashes = _find_clashes(problem, table)
    year = problem.request.year
    kommuner = {
        Party("kommune", kommune.code)
        for clash in clashes
        for task in clash.conflict.tasks
        for kommune in task.kreds.kommuner
    }
    unreadable = tuple(
        _describe_unreadable(party, calendar.unknown, year)
        for party, calendar in sorted(problem.request.calendars.items())
        if calendar.unknown is not None and party in kommuner
    )
    return NoPlanError(tuple(_describe_clash(clash, table) for clash in clashes), unreadable)


@dataclass(frozen=True, slots=True)
class _Clash:
    """Requirements that exclude each other, in order, with the meetings that need them."""

    requirements: tuple[RequirementKey, ...]
    conflict: Conflict


def _find_clashes(problem: Problem, table: CandidateTable) -> list[_Clash]:
    tasks: dict[tuple[RequirementKey, ...], list[Task]] = {}
    forbidden: dict[tuple[int, int], frozenset[RequirementKey]] = {}
    codes = list(dict.fromkeys(task.kreds.code for task in problem.tasks))
    for code in codes if len(codes) > 1 else ():
        part = replace(problem, tasks=tuple(task for task in problem.tasks if task.kreds.code == code))
        if len(part.tasks) == 1 and table.open_slots(part.tasks[0]):
            continue  # a single meeting with a possible start has a plan
        model = RequirementModel(part, table)
        if not model.is_feasible(model.requirements):
            requirements = model.find_smallest_conflict()
            if requirements is not None:
                tasks.setdefault(requirements, []).extend(model.find_needed_meetings(requirements))
                forbidden |= model.forbidden
    found = [_Clash(key, Conflict(problem, own, frozenset(key), forbidden)) for key, own in tasks.items()]
    least = min((len(clash.requirements) for clash in found), default=None)
    if least != 1:
        model = RequirementModel(problem, table)
        requirements = model.find_smallest_conflict(least)
        if requirements is not None:
            needed = model.find_needed_meetings(requirements)
            found.insert(0, _Clash(requirements, Conflict(problem, needed, frozenset(requirements), model.forbidden)))
    if not found or not all(clash.requirements for clash in found):
        raise SolverError(
            Text(
                "der er ingen plan, og intet krav er årsag til det", "there is no plan, and no requirement is to blame"
            )
        )
    return found


def _describe_clash(clash: _Clash, table: CandidateTable) -> Clash:
    conflict, year = clash.conflict, clash.conflict.problem.request.year
    listed = [DROPPABLE_CONSTRAINTS[name].build_requirement(conflict, subject) for name, subject in clash.requirements]
    names = {name for name, _ in clash.requirements}
    if names <= START_CONSTRAINTS.keys() and any(DROPPABLE_CONSTRAINTS[name].limits_days for name in names):
        listed += _list_fixed_constraints(conflict, table)
    kredse = list(dict.fromkeys(format_kreds(task.kreds.code, year) for task in conflict.tasks))
    if len(kredse) > _FEW_KREDSE:
        return Clash(
            tuple(listed), Text(f"møderne i {len(kredse)} politikredse", f"the meetings of {len(kredse)} kredse")
        )
    return Clash(tuple(listed), Text(", ".join(kredse), ", ".join(kredse)))


def _list_fixed_constraints(conflict: Conflict, table: CandidateTable) -> list[Requirement]:
    """List a smallest choice of the constraints that no request can drop: without any of them a start is possible.

    A deletion filter: a constraint is left out where the others still forbid, to some meeting, every start that the
    requirements of the conflict leave. The constraints that stand first in the order of the constraints stay.

    Source:
        The deletion filter for irreducible infeasible subsets: Chinneck and Dravnieks, Locating minimal infeasible
        constraint sets in linear programs, 1991.
    """
    left = [_list_fixed_by_day(conflict, table, task) for task in conflict.tasks]
    kept = [name for name in START_CONSTRAINTS if name not in DROPPABLE_CONSTRAINTS]
    for name in reversed(kept):
        others = {other for other in kept if other != name}
        if any(all(names & others for _, names in starts) for starts in left):
            kept.remove(name)
    found = []
    for name in kept:
        days = sorted({day for starts in left for day, names in starts if name in names})
        named = name_few_days(days)
        text = Text(f"intet møde kan ligge {named.da}", f"not possible are {named.en}")
        found.append(Requirement(name, "", CONSTRAINT_NAMES[name], text))
    return found


def _list_fixed_by_day(conflict: Conflict, table: CandidateTable, task: Task) -> list[tuple[dt.date, set[str]]]:
    """The starts that the requirements of a conflict leave to a meeting, each with the fixed constraints against it."""
    found = []
    for slot in conflict.problem.slots:
        violations = table.violations(task, slot)
        keys = {(one.constraint, one.subject) for one in violations}
        if conflict.requirements.isdisjoint(keys) and conflict.has_team_at(slot):
            found.append((slot.day, {one.constraint for one in violations} - DROPPABLE_CONSTRAINTS.keys()))
    return found


def _describe_unreadable(party: Party, why: Text, year: int) -> Text:
    who = format_party(party, year)
    return Text(
        f"Kalenderen for {who.da} kan ikke læses, så {who.da} er aldrig ledig: {why.da}.",
        f"The calendar of {who.en} cannot be read, so it is never free: {why.en}.",
    )


@dataclass(frozen=True, slots=True)
class _GuardedRow:
    """A row that holds only where its requirement is not dropped."""

    row: LinearConstraint
    requirement: RequirementKey


class RequirementModel:
    """A problem with every start that cannot be dropped, in which each requirement can be switched off."""

    def __init__(self, problem: Problem, table: CandidateTable) -> None:
        """State the problem, or a part of it, without costs."""
        request = problem.request.model_copy(update={"weights": dict.fromkeys(DEFAULT_WEIGHTS, 0.0)})
        self.problem = problem = replace(problem, request=request)
        self.forbidden: dict[tuple[int, int], frozenset[RequirementKey]] = {}
        """By index of meeting and of slot, the requirements that forbid the start, apart from those on facilitators."""
        options = [self._list_options(table, task) for task in problem.tasks]
        self._plan = build_formulation(problem, options, separate=True)
        self._model = self._plan.model
        self._fixed = [row for row in self._model.constraints if not row.name]
        self._guarded = [_GuardedRow(row, (row.name, row.subject)) for row in self._model.constraints if row.name]
        self._guarded += self._guard_starts()
        self.requirements = sorted({guarded.requirement for guarded in self._guarded})
        """The requirements that forbid anything, in order."""

    def _list_options(self, table: CandidateTable, task: Task) -> list[Candidate]:
        if task.held:
            (only,) = table.candidates(task)
            self.forbidden[task.index, only.slot.index] = frozenset()
            return [only]
        options = []
        for slot in self.problem.slots:
            violations = table.violations(task, slot)
            if not all(violation.constraint in DROPPABLE_CONSTRAINTS for violation in violations):
                continue
            # The start variables name teams: each busy facilitator is a requirement of its own.
            self.forbidden[task.index, slot.index] = frozenset(
                (violation.constraint, violation.subject)
                for violation in violations
                if violation.constraint != FacilitatorsFree.name
            )
            options.append(Candidate(task, slot, {}, (), self.problem.facilitators))
        return options

    def _guard_starts(self) -> list[_GuardedRow]:
        """State for each meeting and requirement that no forbidden start is taken, and no busy facilitator comes."""
        sums: dict[tuple[int, RequirementKey], LinearExpression] = {}
        for variable, candidate, named, _, _ in self._plan.start_variables:
            if candidate.task.held:
                continue
            away = [key for name in named for key in list_absences(self.problem, name, candidate.slot)]
            for requirement in self.forbidden[candidate.task.index, candidate.slot.index].union(away):
                sums.setdefault((candidate.task.index, requirement), {})[variable] = 1
        guarded = [
            _GuardedRow(LinearConstraint(terms, -inf, 0), requirement)
            for (_, requirement), terms in sorted(sums.items())
        ]
        for slot, (name,), variable in self._plan.facilitators.counts:
            row = LinearConstraint({variable: 1}, -inf, 0)
            guarded += (_GuardedRow(row, key) for key in list_absences(self.problem, name, slot))
        return guarded

    def is_feasible(self, requirements: Iterable[RequirementKey]) -> bool:
        """Decide whether a plan exists under these requirements alone.

        Args:
            requirements: The requirements to keep.

        Returns:
            Whether a plan exists.
        """
        kept = set(requirements)
        rows = [guarded.row for guarded in self._guarded if guarded.requirement in kept]
        return minimise(self._model, [*self._fixed, *rows], {}) is not None

    def find_smallest_conflict(self, below: int | None = None) -> tuple[RequirementKey, ...] | None:
        """Find a smallest set of requirements under which no plan exists.

        Args:
            below: A number of requirements: only a smaller conflict is of interest; None for every conflict.

        Returns:
            The conflict, in order; None where no conflict has fewer than `below` requirements.
        """
        if below == 2:
            return next(((key,) for key in self._list_possible_culprits() if not self.is_feasible([key])), None)
        correction_sets: list[list[RequirementKey]] = []
        while True:
            hitting_set = minimum_hitting_set(correction_sets, self.requirements)
            if below is not None and len(hitting_set) >= below:
                return None
            correction_set = self._find_correction_set(hitting_set)
            if correction_set is None:
                return tuple(sorted(hitting_set))
            correction_sets.append(correction_set)

    def _list_possible_culprits(self) -> list[RequirementKey]:
        if len({task.kreds.code for task in self.problem.tasks}) == 1:
            return self.requirements
        # Every other requirement alone leaves the kredse independent, and each kreds was tried by itself.
        spanning = {name for name, constraint in PLAN_CONSTRAINTS.items() if constraint.spans_districts}
        return [requirement for requirement in self.requirements if requirement[0] in spanning]

    def _find_correction_set(self, kept: Iterable[RequirementKey]) -> list[RequirementKey] | None:
        """Find few requirements to drop, none of them among `kept`; None where no plan exists even without them."""
        model = IntegerModel(list(self._model.upper_bounds), list(self._model.is_integer))
        kept = set(kept)
        switches = {requirement: model.add_variable() for requirement in self.requirements if requirement not in kept}
        rows = list(self._fixed)
        for guarded in self._guarded:
            terms, high = guarded.row.terms, guarded.row.high
            switch = switches.get(guarded.requirement)
            if switch is None:
                rows.append(guarded.row)
            else:
                # A dropped row allows the largest sum that its variables can have.
                most = sum(weight for weight in terms.values() if weight > 0)
                rows.append(LinearConstraint({**terms, switch: int(high) - most}, -inf, high))
        values = first_feasible(model, rows, dict.fromkeys(switches.values(), 1))
        if values is None:
            return None
        return [requirement for requirement, switch in switches.items() if values[switch] > 0.5]

    def find_needed_meetings(self, conflict: Sequence[RequirementKey]) -> tuple[Task, ...]:
        """Find meetings that cannot all take place under a conflict.

        Args:
            conflict: Requirements that exclude each other.

        Returns:
            The meetings, in order: all rounds of each kreds, since their spacing binds them together; without any one
            of the kredse the others have a plan.
        """
        take_place = self._plan.take_place
        rows = [row for row in self._fixed if all(row is not one for one in take_place.values())]
        rows += [guarded.row for guarded in self._guarded if guarded.requirement in set(conflict)]
        needed = set(take_place)
        rounds: dict[str, set[int]] = {}
        for task in self.problem.tasks:
            rounds.setdefault(task.kreds.code, set()).add(task.index)
        for own in reversed(rounds.values()):
            trial = needed - own
            wanted = [
                row if other in trial else LinearConstraint(row.terms, -inf, 1) for other, row in take_place.items()
            ]
            if minimise(self._model, [*rows, *wanted], {}) is None:
                needed = trial
        return tuple(task for task in self.problem.tasks if task.index in needed)


def minimum_hitting_set(
    correction_sets: Sequence[Sequence[RequirementKey]], requirements: Sequence[RequirementKey]
) -> list[RequirementKey]:
    """Find the fewest requirements that meet every correction set.

    Args:
        correction_sets: Sets of requirements, none of them empty.
        requirements: All requirements.

    Returns:
        The requirements, in order; those that stand first where several sets are as small.

    Raises:
        SolverError: A correction set is empty.
    """
    if not correction_sets:
        return []
    model = IntegerModel()
    variables = {requirement: model.add_variable() for requirement in requirements}
    for correction_set in correction_sets:
        model.add_constraint({variables[requirement]: 1 for requirement in correction_set}, 1, inf)
    weights = {variables[key]: len(requirements) ** 2 + rank for rank, key in enumerate(requirements)}
    values = minimise(model, model.constraints, weights)
    if values is None:
        raise SolverError(
            Text(
                "de krav, der udelukker hinanden, kan ikke findes", "requirements that can all be dropped cannot be met"
            )
        )
    return [requirement for requirement, variable in variables.items() if values[variable] > 0.5]
