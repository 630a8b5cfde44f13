"""Why there is no plan: a smallest set of requirements that exclude each other.

Every requirement can be dropped for a price of one. What must be dropped at least is a correction; a set of
requirements that no correction misses cannot be met. So the smallest set that meets every correction found so
far is taken, and tried: either it allows a plan, which gives one more correction, or it is the answer.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from math import inf

from meetings._constraints.candidates import Candidate, CandidateTable
from meetings._constraints.meeting_rules import NOT_TO_BE_DROPPED
from meetings._constraints.plan_rules import BETWEEN_KREDSE
from meetings._constraints.problem import Problem, Task
from meetings._domain.cost_catalog import DEFAULT_WEIGHTS
from meetings._domain.names import kreds_words, party_words
from meetings._domain.parties import Party
from meetings._solver.formulation import build_formulation
from meetings._solver.highs import SolverError
from meetings._solver.infeasibility_text import words_of
from meetings._solver.lexicographic import first_feasible, minimise
from meetings._solver.model import IntegerModel, LinearConstraint, LinearExpression
from meetings.errors import NoPlanError, Requirement

__all__ = ["why_none"]

Group = tuple[str, str]
"""The name of a rule, and whom or what it is about."""


def why_none(problem: Problem, table: CandidateTable) -> NoPlanError:
    """The error that says why this problem has no plan."""
    relaxed, clash = _smallest(problem, table)
    tasks = relaxed.needed(clash)
    words = words_of(problem, tasks, clash, relaxed.refusing)
    found = tuple(Requirement(rule, subject, words[rule, subject]) for rule, subject in clash)
    year = problem.request.year
    kredse = list(dict.fromkeys(kreds_words(task.kreds.code, year) for task in tasks))
    concerns = f"the meetings of {len(kredse)} kredse" if len(kredse) > 4 else ", ".join(kredse)
    theirs = {Party("kommune", kommune.code) for task in tasks for kommune in task.kreds.kommuner}
    unread = [
        f"The calendar of {party_words(party, year)} cannot be read, so it is never free: {calendar.unknown}."
        for party, calendar in sorted(problem.request.calendars.items())
        if calendar.unknown is not None and party in theirs
    ]
    return NoPlanError(found, (*unread, f"It concerns {concerns}. Nothing was written."))


def _smallest(problem: Problem, table: CandidateTable) -> tuple[_Relaxed, tuple[Group, ...]]:
    # Most often a single kreds has no way out; it is far less to search than all of them together.
    parts = [
        replace(problem, tasks=tuple(task for task in problem.tasks if task.kreds.code == code))
        for code in dict.fromkeys(task.kreds.code for task in problem.tasks)
    ]
    best: tuple[_Relaxed, tuple[Group, ...]] | None = None
    for part in [*(parts if len(parts) > 1 else ()), problem]:
        relaxed = _Relaxed(part, table)
        if not relaxed.allows(relaxed.groups):
            clash = relaxed.smallest_clash(len(best[1]) if best else None)
            best = best if clash is None else (relaxed, clash)
        if best is not None and len(best[1]) == 1:
            break
    if best is None:
        raise SolverError("there is no plan, and no requirement is to blame")
    return best


@dataclass(slots=True)
class _Guarded:
    """A row that holds only where its requirement is not dropped."""

    row: LinearConstraint
    group: Group


class _Relaxed:
    """The problem with every start that is a working day, and with each requirement as a switch."""

    def __init__(self, problem: Problem, table: CandidateTable) -> None:
        # Costs are no requirements.
        request = problem.request.model_copy(update={"weights": dict.fromkeys(DEFAULT_WEIGHTS, 0.0)})
        self.problem = problem = replace(problem, request=request)
        self.refusing: dict[tuple[int, int], frozenset[Group]] = {}
        """By meeting and slot, the requirements that forbid the start."""
        options = [self._options(table, task) for task in problem.tasks]
        self.plan = build_formulation(problem, options, separate_facilitators=True)
        self.model = self.plan.model
        self.fixed = [row for row in self.model.constraints if not row.rule]
        self.guarded = [_Guarded(row, (row.rule, row.subject)) for row in self.model.constraints if row.rule]
        self.guarded += self._starts()
        self.groups = sorted({guarded.group for guarded in self.guarded})

    def _options(self, table: CandidateTable, task: Task) -> list[Candidate]:
        if task.held:
            (only,) = table.candidates(task)
            self.refusing[task.index, only.slot.index] = frozenset()
            return [only]
        options = []
        for slot in self.problem.slots:
            refused = table.violations(task, slot)
            if any(one.rule in NOT_TO_BE_DROPPED for one in refused):
                continue
            # Which facilitators are busy is asked for each team: every one of them is a requirement.
            groups = frozenset((one.rule, one.subject) for one in refused if one.rule != "facilitators_free")
            self.refusing[task.index, slot.index] = groups
            options.append(Candidate(task, slot, {}, (), self.problem.facilitators))
        return options

    def _starts(self) -> list[_Guarded]:
        """For each meeting and requirement: no start that it forbids. And no facilitator at a time when busy."""
        found: dict[tuple[int, Group], LinearExpression] = {}
        for column, candidate, named, _ in self.plan.start_variables:
            if candidate.task.held:
                continue
            free = self.problem.free_facilitators(candidate.slot)
            busy = {("facilitators_free", name) for name in named if name not in free}
            for group in self.refusing[candidate.task.index, candidate.slot.index] | busy:
                found.setdefault((candidate.task.index, group), {})[column] = 1
        guarded = [_Guarded(LinearConstraint(terms, -inf, 0), group) for (_, group), terms in sorted(found.items())]
        for slot, (name,), column in self.plan.facilitators.counts:
            if name not in self.problem.free_facilitators(slot):
                guarded.append(_Guarded(LinearConstraint({column: 1}, -inf, 0), ("facilitators_free", name)))
        return guarded

    def allows(self, groups: Iterable[Group]) -> bool:
        """Whether these requirements alone leave a plan."""
        kept = set(groups)
        rows = [guarded.row for guarded in self.guarded if guarded.group in kept]
        return minimise(self.model, [*self.fixed, *rows], {}) is not None

    def smallest_clash(self, below: int | None = None) -> tuple[Group, ...] | None:
        """A smallest set of requirements that leave no plan; None where none has fewer than `below`."""
        if below == 2:
            alone = self.groups if self._one_kreds else sorted(self._between_kredse())
            return next(((group,) for group in alone if not self.allows([group])), None)
        corrections: list[list[Group]] = []
        while True:
            chosen = _smallest_hitting(corrections, self.groups)
            if below is not None and len(chosen) >= below:
                return None
            correction = self._correction(chosen)
            if correction is None:
                return tuple(sorted(chosen))
            corrections.append(correction)

    @property
    def _one_kreds(self) -> bool:
        return len({task.kreds.code for task in self.problem.tasks}) == 1

    def _between_kredse(self) -> set[Group]:
        # Every other requirement alone leaves the kredse apart, and each was tried by itself.
        return {group for group in self.groups if group[0] in BETWEEN_KREDSE}

    def _correction(self, kept: Iterable[Group]) -> list[Group] | None:
        """The fewest requirements to drop, none of them among `kept`; None where that does not help."""
        model = IntegerModel(list(self.model.upper_bounds), list(self.model.is_integer))
        kept = set(kept)
        switches = {group: model.add_variable() for group in self.groups if group not in kept}
        rows = list(self.fixed)
        for guarded in self.guarded:
            terms, high = guarded.row.terms, guarded.row.high
            switch = switches.get(guarded.group)
            if switch is None:
                rows.append(guarded.row)
            else:
                # Dropped, the row allows whatever its columns can sum up to.
                most = sum(weight for weight in terms.values() if weight > 0)
                rows.append(LinearConstraint({**terms, switch: int(high) - most}, -inf, high))
        values = first_feasible(model, rows, dict.fromkeys(switches.values(), 1))
        if values is None:
            return None
        return [group for group, switch in switches.items() if values[switch] > 0.5]

    def needed(self, clash: Sequence[Group]) -> tuple[Task, ...]:
        """Meetings that cannot all take place under the clash, none of which could be left out."""
        own = self.plan.take_place
        rows = [row for row in self.fixed if all(row is not one for one in own.values())]
        rows += [guarded.row for guarded in self.guarded if guarded.group in set(clash)]
        kept = set(own)
        for index in sorted(own, reverse=True):
            trial = kept - {index}
            wanted = [row if other in trial else LinearConstraint(row.terms, -inf, 1) for other, row in own.items()]
            if minimise(self.model, [*rows, *wanted], {}) is None:
                kept = trial
        return tuple(task for task in self.problem.tasks if task.index in kept)


def _smallest_hitting(corrections: Sequence[Sequence[Group]], groups: Sequence[Group]) -> list[Group]:
    """The fewest requirements that meet every correction; the first in order where several are as few."""
    if not corrections:
        return []
    model = IntegerModel()
    columns = {group: model.add_variable() for group in groups}
    for correction in corrections:
        model.add_constraint({columns[group]: 1 for group in correction}, 1, inf)
    price = {columns[group]: len(groups) ** 2 + rank for rank, group in enumerate(groups)}
    values = minimise(model, model.constraints, price)
    if values is None:
        raise SolverError("requirements that can all be dropped cannot be met")
    return [group for group, column in columns.items() if values[column] > 0.5]
