"""The table of meeting by start: what each possible start costs by name, and why others are refused."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from meetings._constraints.costs import DISTRICT_COSTS, MEETING_COSTS, SCALE, SLOT_COSTS, scaled
from meetings._constraints.meeting_rules import DISTRICT_RULES, MEETING_RULES, SLOT_RULES, Violation, gap_days
from meetings._constraints.problem import Problem, Slot, Task
from meetings._domain.districts import Politikreds
from overgreb_rules.shared.cached_attribute import cached_attribute

__all__ = ["Candidate", "CandidateTable"]


@dataclass(frozen=True, slots=True)
class Candidate:
    """A start that no rule about one meeting forbids."""

    task: Task
    slot: Slot
    cost: Mapping[str, int]
    """Weighted, in thousandths, by name; only what is not zero."""
    absent: tuple[str, ...]
    facilitators: tuple[str, ...]
    """Those who could lead the meeting; for a meeting that is over, those who did."""


class CandidateTable:
    """Every meeting with every start. What does not depend on the meeting is asked once."""

    def __init__(self, problem: Problem) -> None:
        """Of this problem."""
        self.problem = problem

    @cached_attribute
    def _slot_refusals(self) -> dict[int, tuple[Violation, ...]]:
        problem = self.problem
        return {
            slot.index: tuple(found for rule in SLOT_RULES.values() for found in rule(problem, slot))
            for slot in problem.slots
        }

    def _kreds_refusals(self, kreds: Politikreds, slot: Slot) -> tuple[Violation, ...]:
        key = (kreds.code, slot.index)
        if key not in self._of_kreds:
            rules = DISTRICT_RULES.values()
            self._of_kreds[key] = tuple(found for rule in rules for found in rule(self.problem, kreds, slot))
        return self._of_kreds[key]

    def violations(self, task: Task, slot: Slot) -> tuple[Violation, ...]:
        """Every rule that forbids the start for the meeting; a meeting that is over is never refused."""
        if task.held:
            return ()
        own = tuple(found for rule in MEETING_RULES.values() for found in rule(self.problem, task, slot))
        return self._slot_refusals[slot.index] + self._kreds_refusals(task.kreds, slot) + own

    def candidates(self, task: Task) -> tuple[Candidate, ...]:
        """The starts that are left, in order of time."""
        if task.held:
            slot = self.problem.slot_at(int(task.held.start.timestamp()))
            leads = task.held.facilitators or ("",)
            return (Candidate(task, slot, self.cost_of(task, slot), task.held.absent, leads),)
        return tuple(self.candidate(task, slot) for slot in self.open_slots(task))

    def all_candidates(self) -> list[tuple[Candidate, ...]]:
        """For every meeting the starts that are left, without those that the spacing of the rounds rules out."""
        near = _within_spacing(self.problem, {task.index: self.open_slots(task) for task in self.problem.tasks})
        return [
            self.candidates(task) if task.held else tuple(self.candidate(task, slot) for slot in near[task.index])
            for task in self.problem.tasks
        ]

    def open_slots(self, task: Task) -> tuple[Slot, ...]:
        """The slots that no rule about one meeting forbids; of a meeting that is over its own."""
        if task.held:
            return (self.problem.slot_at(int(task.held.start.timestamp())),)
        rules, (first, final) = MEETING_RULES.values(), gap_days(self.problem, task)
        # The days that the gap refuses are most of the year, and the other rules need not be asked about them.
        near = (slot for slot in self._open_to(task.kreds) if first <= slot.day <= final)
        return tuple(slot for slot in near if not any(rule(self.problem, task, slot) for rule in rules))

    def _open_to(self, kreds: Politikreds) -> tuple[Slot, ...]:
        if kreds.code not in self._open:
            self._open[kreds.code] = tuple(
                slot
                for slot in self.problem.slots
                if not self._slot_refusals[slot.index] and not self._kreds_refusals(kreds, slot)
            )
        return self._open[kreds.code]

    def candidate(self, task: Task, slot: Slot) -> Candidate:
        """The start with its costs, whether or not a rule forbids it."""
        problem = self.problem
        return Candidate(
            task,
            slot,
            self.cost_of(task, slot),
            problem.absent(task.kreds, slot),
            problem.free_facilitators(slot),
        )

    def cost_of(self, task: Task, slot: Slot) -> dict[str, int]:
        """What the start costs by name, weighted, in thousandths; only what is not zero.

        What a meeting cost that is over stays what it was: it is part of the year, and no longer a choice.
        """
        if task.held:
            return {name: round(cost * SCALE) for name, cost in task.held.cost.items() if cost}
        cost = dict(self._shared_cost(task, slot))
        for name, meeting_cost in MEETING_COSTS.items():
            cost[name] = scaled(self.problem, name, meeting_cost(self.problem, task, slot))
        return {name: value for name, value in cost.items() if value}

    def _shared_cost(self, task: Task, slot: Slot) -> dict[str, int]:
        key = (task.kreds.code, slot.index)
        if key not in self._shared:
            problem, kreds = self.problem, task.kreds
            if slot.index not in self._of_slot:
                costs = {name: scaled(problem, name, cost(problem, slot)) for name, cost in SLOT_COSTS.items()}
                self._of_slot[slot.index] = costs
            found = dict(self._of_slot[slot.index])
            for name, kreds_cost in DISTRICT_COSTS.items():
                found[name] = scaled(problem, name, kreds_cost(problem, kreds, slot))
            self._shared[key] = found
        return self._shared[key]

    @cached_attribute
    def _open(self) -> dict[str, tuple[Slot, ...]]:
        return {}

    @cached_attribute
    def _of_kreds(self) -> dict[tuple[str, int], tuple[Violation, ...]]:
        return {}

    @cached_attribute
    def _of_slot(self) -> dict[int, dict[str, int]]:
        return {}

    @cached_attribute
    def _shared(self) -> dict[tuple[str, int], dict[str, int]]:
        return {}


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
