"""The table of meetings by starts: what each possible start costs by name, and why the others are forbidden."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from meetings._constraints.constraint import DistrictConstraint, MeetingConstraint, SlotConstraint, Violation
from meetings._constraints.costs import DISTRICT_COSTS, MEETING_COSTS, SCALE, SLOT_COSTS, scale_cost
from meetings._constraints.meeting_constraints import gap_days
from meetings._constraints.problem import Problem, Slot, Task
from meetings._constraints.registry import START_CONSTRAINTS
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
            slot
            for slot in allowed
            if not any(constraint.district_violations(self.problem, kreds, slot) for constraint in _OF_DISTRICT)
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
            slot = self.problem.slot_at(int(task.held.start.timestamp()))
            team = task.held.facilitators or ("",)
            return (Candidate(task, slot, self.cost_of(task, slot), task.held.absent, team),)
        return tuple(self.candidate(task, slot) for slot in self.open_slots(task))

    def all_candidates(self) -> list[tuple[Candidate, ...]]:
        """List the starts of all meetings, without those that the spacing of the rounds rules out.

        Returns:
            For each meeting, in order, its starts with their costs, in order of time.
        """
        near = _within_spacing(self.problem, {task.index: self.open_slots(task) for task in self.problem.tasks})
        return [
            self.candidates(task) if task.held else tuple(self.candidate(task, slot) for slot in near[task.index])
            for task in self.problem.tasks
        ]

    def open_slots(self, task: Task) -> tuple[Slot, ...]:
        """List the slots that no constraint on one meeting forbids.

        Args:
            task: The meeting.

        Returns:
            The slots in order of time; for a meeting that is over its own slot.
        """
        if task.held:
            return (self.problem.slot_at(int(task.held.start.timestamp())),)
        first, last = gap_days(self.problem, task)
        # The gap refuses most days of the year, so that the other constraints need not judge those.
        near = (slot for slot in self._open_to(task.kreds.code) if first <= slot.day <= last)
        return tuple(
            slot
            for slot in near
            if not any(constraint.violations(self.problem, task, slot) for constraint in _OF_MEETING)
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
        own = {
            name: scale_cost(self.problem, name, cost(self.problem, task, slot)) for name, cost in MEETING_COSTS.items()
        }
        return {name: cost for name, cost in (shared | own).items() if cost}

    def _find_shared_by_rounds(self, code: str, slot: Slot) -> tuple[dict[str, int], tuple[str, ...]]:
        """Compute what is the same for all rounds of a kreds: costs by name, and the kommuner that cannot come."""
        problem, kreds = self.problem, self._kredse[code]
        units = {name: cost(problem, slot) for name, cost in SLOT_COSTS.items()}
        units |= {name: cost(problem, kreds, slot) for name, cost in DISTRICT_COSTS.items()}
        costs = {name: scale_cost(problem, name, number) for name, number in units.items() if number}
        return costs, problem.absent(kreds, slot)


def _within_spacing(problem: Problem, slots: Mapping[int, tuple[Slot, ...]]) -> dict[int, tuple[Slot, ...]]:
    """The slots that can be part of some row of rounds: the solver would find the same, but only after reading all."""
    least, most = problem.request.spacing
    left = dict(slots)
    tasks = {(task.kreds.code, task.round): task for task in problem.tasks}
    pairs = [(task, tasks[code, number + 1]) for (code, number), task in tasks.items() if (code, number + 1) in tasks]
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
