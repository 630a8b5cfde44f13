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

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from math import inf

from meetings._constraints.candidates import Candidate, CandidateTable
from meetings._constraints.conflict import Conflict, RequirementKey
from meetings._constraints.meeting_constraints import FacilitatorsFree
from meetings._constraints.problem import Problem, Task
from meetings._constraints.registry import CONSTRAINTS, PLAN_CONSTRAINTS
from meetings._constraints.variables import LinearExpression
from meetings._domain.cost_catalog import DEFAULT_WEIGHTS
from meetings._domain.names import format_kreds, format_party
from meetings._domain.parties import Party
from meetings._solver.formulation import build_formulation
from meetings._solver.highs import SolverError
from meetings._solver.lexicographic import first_feasible, minimise
from meetings._solver.model import IntegerModel, LinearConstraint
from meetings.errors import NoPlanError, Requirement


def explain_infeasibility(problem: Problem, table: CandidateTable) -> NoPlanError:
    """Find out why a problem has no plan.

    Args:
        problem: A problem without a plan.
        table: The table of its candidates.

    Returns:
        The error to raise, with a smallest set of requirements that exclude each other.

    Raises:
        SolverError: A plan exists even under all requirements.
    """
    model, requirements = _find_smallest_conflict(problem, table)
    tasks = model.find_needed_meetings(requirements)
    conflict = Conflict(problem, tasks, frozenset(requirements), model.forbidden)
    listed = tuple(
        Requirement(rule, subject, CONSTRAINTS[rule].sentence(conflict, subject)) for rule, subject in requirements
    )
    year = problem.request.year
    kredse = list(dict.fromkeys(format_kreds(task.kreds.code, year) for task in tasks))
    concerns = f"the meetings of {len(kredse)} kredse" if len(kredse) > 4 else ", ".join(kredse)
    kommuner = {Party("kommune", kommune.code) for task in tasks for kommune in task.kreds.kommuner}
    unreadable = [
        f"The calendar of {format_party(party, year)} cannot be read, so it is never free: {calendar.unknown}."
        for party, calendar in sorted(problem.request.calendars.items())
        if calendar.unknown is not None and party in kommuner
    ]
    return NoPlanError(listed, (*unreadable, f"It concerns {concerns}. Nothing was written."))


def _find_smallest_conflict(
    problem: Problem, table: CandidateTable
) -> tuple[RequirementModel, tuple[RequirementKey, ...]]:
    # Most often a single kreds has no plan; it is a far smaller search than that over all of them together.
    parts = [
        replace(problem, tasks=tuple(task for task in problem.tasks if task.kreds.code == code))
        for code in dict.fromkeys(task.kreds.code for task in problem.tasks)
    ]
    best: tuple[RequirementModel, tuple[RequirementKey, ...]] | None = None
    for part in [*(parts if len(parts) > 1 else ()), problem]:
        model = RequirementModel(part, table)
        if not model.is_feasible(model.requirements):
            conflict = model.find_smallest_conflict(len(best[1]) if best else None)
            best = best if conflict is None else (model, conflict)
        if best is not None and len(best[1]) == 1:
            break
    if best is None:
        raise SolverError("there is no plan, and no requirement is to blame")
    return best


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
        """By index of meeting and of slot, the requirements that forbid the start, apart from busy facilitators."""
        options = [self._list_options(table, task) for task in problem.tasks]
        self._plan = build_formulation(problem, options, separate_facilitators=True)
        self._model = self._plan.model
        self._fixed = [row for row in self._model.constraints if not row.rule]
        self._guarded = [_GuardedRow(row, (row.rule, row.subject)) for row in self._model.constraints if row.rule]
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
            if not all(CONSTRAINTS[violation.rule].can_be_dropped for violation in violations):
                continue
            # The start variables name teams: each busy facilitator is a requirement of its own.
            self.forbidden[task.index, slot.index] = frozenset(
                (violation.rule, violation.subject)
                for violation in violations
                if violation.rule != FacilitatorsFree.name
            )
            options.append(Candidate(task, slot, {}, (), self.problem.facilitators))
        return options

    def _guard_starts(self) -> list[_GuardedRow]:
        """State for each meeting and requirement that no forbidden start is taken, and no busy facilitator comes."""
        sums: dict[tuple[int, RequirementKey], LinearExpression] = {}
        for variable, candidate, named, _ in self._plan.start_variables:
            if candidate.task.held:
                continue
            free = self.problem.free_facilitators(candidate.slot)
            busy = {(FacilitatorsFree.name, name) for name in named if name not in free}
            for requirement in self.forbidden[candidate.task.index, candidate.slot.index] | busy:
                sums.setdefault((candidate.task.index, requirement), {})[variable] = 1
        guarded = [
            _GuardedRow(LinearConstraint(terms, -inf, 0), requirement)
            for (_, requirement), terms in sorted(sums.items())
        ]
        for slot, (name,), variable in self._plan.facilitators.counts:
            if name not in self.problem.free_facilitators(slot):
                row = LinearConstraint({variable: 1}, -inf, 0)
                guarded.append(_GuardedRow(row, (FacilitatorsFree.name, name)))
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
            The meetings, in order; without any one of them the others have a plan.
        """
        take_place = self._plan.take_place
        rows = [row for row in self._fixed if all(row is not one for one in take_place.values())]
        rows += [guarded.row for guarded in self._guarded if guarded.requirement in set(conflict)]
        needed = set(take_place)
        for index in sorted(take_place, reverse=True):
            trial = needed - {index}
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
        raise SolverError("requirements that can all be dropped cannot be met")
    return [requirement for requirement, variable in variables.items() if values[variable] > 0.5]
