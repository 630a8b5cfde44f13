"""The table of meetings by starts: what each possible start costs by name, and why the others are forbidden."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from meetings._constraints.constraint import DistrictConstraint, MeetingConstraint, SlotConstraint, Violation
from meetings._constraints.costs import (
    DISTRICT_COSTS,
    MEETING_COSTS,
    SCALE,
    SLOT_COSTS,
    compute_plan_costs,
    list_own_costs,
    scale_cost,
)
from meetings._constraints.meeting_constraints import gap_days
from meetings._constraints.problem import MeetingAssignment, Problem, Task
from meetings._constraints.registry import START_CONSTRAINTS
from meetings._constraints.slot import Slot
from overgreb_rules.shared.cached_attribute import cached_attribute

_OF_SLOT = [one for one in START_CONSTRAINTS.values() if isinstance(one, SlotConstraint)]
_OF_DISTRICT = [one for one in START_CONSTRAINTS.values() if isinstance(one, DistrictConstraint)]
_OF_MEETING = [one for one in START_CONSTRAINTS.values() if isinstance(one, MeetingConstraint)]


@dataclass(frozen=True, slots=True)
class Candidate:
    """A start of a meeting with its costs."""

    task: Task
    slot: Slot
    cost: Mapping[str, int]
    """Thousandths of a weighted unit by name, without those that are zero."""
    absent: tuple[str, ...]
    facilitators: tuple[str, ...]
    """Those who could lead the meeting; for a meeting that is over, those who did."""


class CandidateTable:
    """Every meeting with every start: what the start costs, or which constraints forbid it."""

    def __init__(self, problem: Problem) -> None:
        """Prepare the table of a problem."""
        self.problem = problem
        self._kredse = {task.kreds.code: task.kreds for task in problem.tasks}
        # The rounds of a kreds share both, and no more than slots times kredse are kept. All candidates of 504 meetings
        # of 12 kredse take 1.2 s of processor time; they take 5.0 s where each round computes its own.
        self._open_to = cache(self._find_open)
        self._shared_by_rounds = cache(self._find_shared_by_rounds)

    @cached_attribute
    def _slot_violations(self) -> tuple[tuple[Violation, ...], ...]:
        """The violations that do not depend on the meeting, by index of slot."""
        return tuple(
            tuple(found for constraint in _OF_SLOT for found in constraint.slot_violations(self.problem, slot))
            for slot in self.problem.slots
        )

    def _find_open(self, code: str) -> tuple[Slot, ...]:
        kreds = self._kredse[code]
        allowed = (slot for slot in self.problem.slots if not self._slot_violations[slot.index])
        return tuple(
            slot for slot in allowed if all(constraint.allows(self.problem, kreds, slot) for constraint in _OF_DISTRICT)
        )

    def violations(self, task: Task, slot: Slot) -> tuple[Violation, ...]:
        """Find every constraint that forbids a start.

        Args:
            task: The meeting.
            slot: The start, one of the slots of the problem.

        Returns:
            The violations in the order of the constraints; none for a meeting that is over.
        """
        if task.held:
            return ()
        further = (*_OF_DISTRICT, *_OF_MEETING)
        return self._slot_violations[slot.index] + tuple(
            found for constraint in further for found in constraint.violations(self.problem, task, slot)
        )

    def candidates(self, task: Task) -> tuple[Candidate, ...]:
        """List the starts of a meeting that no constraint on one meeting forbids.

        Args:
            task: The meeting.

        Returns:
            The starts with their costs, in order of time; for a meeting that is over its own start.
        """
        if task.held:
            slot = self.problem.slot_of(task.held)
            team = task.held.facilitators or ("",)
            return (Candidate(task, slot, self.cost_of(task, slot), task.held.absent, team),)
        return tuple(self.candidate(task, slot) for slot in self.open_slots(task))

    def all_candidates(self) -> list[tuple[Candidate, ...]]:
        """List the starts of all meetings, without those that the spacing of the rounds rules out.

        Returns:
            For each meeting, in order, its starts with their costs, in order of time.
        """
        tasks, spacing = self.problem.tasks, self.problem.request.spacing
        near = _within_spacing(tasks, {task.index: self.open_slots(task) for task in tasks}, spacing)
        return [
            self.candidates(task) if task.held else tuple(self.candidate(task, slot) for slot in near[task.index])
            for task in tasks
        ]

    def open_slots(self, task: Task) -> tuple[Slot, ...]:
        """List the slots that no constraint on one meeting forbids.

        Args:
            task: The meeting.

        Returns:
            The slots in order of time; for a meeting that is over its own slot.
        """
        if task.held:
            return (self.problem.slot_of(task.held),)
        first, last = gap_days(self.problem, task)
        # The gap refuses most days of the year, so that the other constraints need not judge those.
        near = (slot for slot in self._open_to(task.kreds.code) if first <= slot.day <= last)
        concerned = [constraint for constraint in _OF_MEETING if constraint.concerns(self.problem, task)]
        return tuple(
            slot for slot in near if all(constraint.allows(self.problem, task, slot) for constraint in concerned)
        )

    def candidate(self, task: Task, slot: Slot) -> Candidate:
        """Return a start with its costs, whether or not a constraint forbids it.

        Args:
            task: The meeting.
            slot: The start.

        Returns:
            The start with its costs, the kommuner that cannot come, and the facilitators who can.
        """
        _, absent = self._shared_by_rounds(task.kreds.code, slot)
        return Candidate(task, slot, self.cost_of(task, slot), absent, self.problem.free_facilitators(slot))

    def cost_of(self, task: Task, slot: Slot) -> dict[str, int]:
        """Compute what a start costs.

        Args:
            task: The meeting.
            slot: The start.

        Returns:
            Thousandths of a weighted unit by name of the cost, without those that are zero. A meeting that is over
            keeps the cost that it had: it is part of the year, and no longer a choice.
        """
        if task.held:
            return {name: round(cost * SCALE) for name, cost in task.held.cost.items() if cost}
        shared, _ = self._shared_by_rounds(task.kreds.code, slot)
        units = {name: MEETING_COSTS[name](self.problem, task, slot) for name in list_own_costs(task)}
        own = {name: scale_cost(self.problem, name, number) for name, number in units.items() if number}
        return {name: cost for name, cost in (shared | own).items() if cost}

    def add_costs(self, assignments: Sequence[MeetingAssignment]) -> Counter[str]:
        """Add up what meetings cost, each alone and all together.

        Args:
            assignments: The meetings with their starts and facilitators.

        Returns:
            Thousandths of a weighted unit by name of the cost.
        """
        terms = Counter(compute_plan_costs(self.problem, assignments))
        for one in assignments:
            terms.update(self.cost_of(one.task, one.slot))
        return terms

    def _find_shared_by_rounds(self, code: str, slot: Slot) -> tuple[dict[str, int], tuple[str, ...]]:
        """Compute what is the same for all rounds of a kreds: costs by name, and the kommuner that cannot come."""
        problem, kreds = self.problem, self._kredse[code]
        units = {name: cost(problem, kreds, slot) for name, cost in DISTRICT_COSTS.items()}
        costs = {name: scale_cost(problem, name, number) for name, number in units.items() if number}
        return self._slot_costs[slot.index] | costs, problem.absent(kreds, slot)

    @cached_attribute
    def _slot_costs(self) -> tuple[dict[str, int], ...]:
        """What each slot costs whoever meets, by index of slot."""
        problem = self.problem
        return tuple(
            {
                name: scale_cost(problem, name, number)
                for name, cost in SLOT_COSTS.items()
                if (number := cost(problem, slot))
            }
            for slot in problem.slots
        )


def find_alike_rounds(
    problem: Problem, candidates: Sequence[Sequence[Candidate]]
) -> Iterator[tuple[tuple[Task, ...], tuple[Candidate, ...]]]:
    """Group the rounds of each kreds between which nothing but their order makes a difference.

    Rounds are alike where none has been published, a start costs the same whichever of them takes it, and each can have
    every start that the spacing leaves it.

    Args:
        problem: The problem.
        candidates: For each meeting, in order, the starts to choose from.

    Yields:
        The rounds, in order, and the starts of all of them, in order of time. Either all rounds of a kreds are alike,
        or each is yielded alone.
    """
    of_kreds: dict[str, list[tuple[Task, Sequence[Candidate]]]] = {}
    for task, options in zip(problem.tasks, candidates, strict=True):
        of_kreds.setdefault(task.kreds.code, []).append((task, options))
    for rounds in of_kreds.values():
        merged = _merge_rounds(rounds, problem.request.spacing)
        if merged is None:
            yield from (((task,), tuple(options)) for task, options in rounds)
        else:
            yield tuple(task for task, _ in rounds), merged


def _merge_rounds(
    rounds: Sequence[tuple[Task, Sequence[Candidate]]], spacing: tuple[int, int]
) -> tuple[Candidate, ...] | None:
    """The starts of all rounds; None where the rounds are not alike."""
    if len(rounds) == 1 or spacing[0] < 1 or any(task.published for task, _ in rounds):
        return None
    merged: dict[int, Candidate] = {}
    for _, options in rounds:
        for one in options:
            other = merged.setdefault(one.slot.index, one)
            if (one.cost, one.facilitators) != (other.cost, other.facilitators):
                return None
    every = tuple(merged[index].slot for index in sorted(merged))
    tasks = [task for task, _ in rounds]
    near = _within_spacing(tasks, dict.fromkeys((task.index for task in tasks), every), spacing)
    if any(near[task.index] != tuple(one.slot for one in options) for task, options in rounds):
        return None
    return tuple(merged[slot.index] for slot in every)


def _within_spacing(
    tasks: Sequence[Task], slots: Mapping[int, tuple[Slot, ...]], spacing: tuple[int, int]
) -> dict[int, tuple[Slot, ...]]:
    """The slots that can be part of some row of rounds: the solver would find the same, but only after reading all."""
    least, most = spacing
    left = dict(slots)
    named = {(task.kreds.code, task.round): task for task in tasks}
    pairs = [(task, named[code, number + 1]) for (code, number), task in named.items() if (code, number + 1) in named]
    pairs = [(first, second) for first, second in pairs if not (first.held and second.held)]
    for first, second in pairs:
        left[second.index] = _near(left[second.index], left[first.index], least, most)
    for first, second in reversed(pairs):
        left[first.index] = _near(left[first.index], left[second.index], -most, -least)
    return left


def _near(slots: tuple[Slot, ...], others: tuple[Slot, ...], least: int, most: int) -> tuple[Slot, ...]:
    if not others:
        return ()
    first = others[0].day + dt.timedelta(days=least)
    last = others[-1].day + dt.timedelta(days=most)
    return tuple(slot for slot in slots if first <= slot.day <= last)
