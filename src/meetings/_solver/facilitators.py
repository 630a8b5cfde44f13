"""Who leads the meetings, in columns and rows.

Facilitators who are free at the same starts are one crew: the columns only count how many of them are at work, and
the names are given out in turn afterwards. Where each leads at most one meeting a day, nothing is lost by that.
Whoever's turn it is has rested longest: if any order lets all rest, turns do, and no order has fewer of them at work
on two days in a row. And turns leave no two with numbers of meetings that differ by more than one.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from itertools import combinations, cycle
from typing import NamedTuple

from meetings._constraints.candidates import Candidate
from meetings._constraints.costs import scaled
from meetings._constraints.problem import MeetingAssignment, Problem, Slot
from meetings._solver.columns import SlotVariable
from meetings._solver.model import IntegerModel

__all__ = [
    "FacilitatorModel",
    "InterchangeableGroup",
    "StartVariable",
    "build_facilitator_model",
    "list_teams",
    "tie_break_weight",
    "travel_depends_on_kreds",
]

InterchangeableGroup = tuple[str, ...]
"""Ids of facilitators, sorted."""


class StartVariable(NamedTuple):
    """A column: the meeting begins then, led by these people and by so many others."""

    column: int
    candidate: Candidate
    named: tuple[str, ...]
    others: int


@dataclass(slots=True)
class FacilitatorModel:
    """The facilitators in crews, and the columns that say how many of a crew lead meetings at a slot."""

    crews: list[InterchangeableGroup] = field(default_factory=list)
    counts: list[tuple[Slot, InterchangeableGroup, int]] = field(default_factory=list)
    """In order of time, then of the crews."""

    def uses(self) -> Iterator[tuple[InterchangeableGroup, SlotVariable]]:
        """The columns as uses of a crew."""
        for slot, crew, column in self.counts:
            yield crew, SlotVariable(column, slot, None, len(crew))

    def assign(
        self, problem: Problem, starts: Iterable[StartVariable], values: Sequence[float]
    ) -> tuple[MeetingAssignment, ...]:
        """What the values of the columns say, with names for those who were only counted."""
        rank = {name: number for number, name in enumerate(problem.facilitators)}
        turns = {crew: cycle(crew) for crew in self.crews}
        free: dict[int, list[str]] = {}
        for slot, crew, column in self.counts:
            free.setdefault(slot.index, []).extend(next(turns[crew]) for _ in range(round(values[column])))
        found = []
        for column, candidate, named, others in starts:
            if values[column] > 0.5:
                team = [*named, *(free[candidate.slot.index].pop(0) for _ in range(others))]
                if others:
                    team.sort(key=lambda name: rank[name])
                found.append(MeetingAssignment(candidate.task, candidate.slot, tuple(team)))
        return tuple(found)


def travel_depends_on_kreds(problem: Problem) -> bool:
    """Whether a kreds can have meetings on two days in a row, between which nobody travels."""
    request = problem.request
    if (
        request.meetings_per_district == 1
        or request.facilitator_rest_days
        or not scaled(problem, "travel", Fraction(1))
    ):
        return False
    if request.spacing[0] <= 1:
        return True
    held = {(task.kreds.code, task.held.start.date().toordinal()) for task in problem.tasks if task.held}
    return any((code, day + 1) in held for code, day in held)


def list_teams(problem: Problem, candidate: Candidate, *, by_name: bool) -> Iterator[tuple[tuple[str, ...], int]]:
    """The ways to lead the meeting: those who are named, and how many others come.

    A name stands only where it matters who comes: for a meeting that was published with names, or `by_name`.
    """
    task, needed = candidate.task, problem.request.facilitators_per_meeting
    if task.held:
        yield candidate.facilitators, 0
        return
    if by_name or problem.every_facilitator_comes:
        for team in combinations(candidate.facilitators, needed):
            yield team, 0
        return
    before = (
        task.published.facilitators if task.published and scaled(problem, "facilitator_changed", Fraction(1)) else ()
    )
    again = [name for name in candidate.facilitators if name in before]
    for number in range(min(needed, len(again)), -1, -1):
        for named in combinations(again, number):
            yield named, needed - number


def build_facilitator_model(
    problem: Problem, model: IntegerModel, starts: Sequence[StartVariable], *, separate: bool
) -> FacilitatorModel:
    """The crews, and their columns in the model. `apart`: each facilitator is a crew alone."""
    wanted: dict[int, list[StartVariable]] = {}
    for start in starts:
        if start.others:
            wanted.setdefault(start.candidate.slot.index, []).append(start)
    slots = [wanted[index][0].candidate.slot for index in sorted(wanted)]
    free = {slot.index: set(wanted[slot.index][0].candidate.facilitators) for slot in slots}
    named = {name for start in starts for name in start.named}
    alone = separate or problem.request.facilitator_meetings_per_day > 1
    crews: dict[object, list[str]] = {}
    for name in sorted(problem.facilitators) if slots else ():
        alike = name if alone or name in named else tuple(slot.index for slot in slots if name in free[slot.index])
        crews.setdefault(alike, []).append(name)
    staff = FacilitatorModel([tuple(crew) for crew in crews.values()])
    for slot in slots:
        here = {}
        for crew in staff.crews:
            if crew[0] in free[slot.index]:
                column = model.add_variable(upper=len(crew))
                staff.counts.append((slot, crew, column))
                here[column] = -1
                if len(staff.crews) > 1:
                    model.tie_break[column] = tie_break_weight(f"{problem.request.year}/{slot.start}/{' '.join(crew)}")
        model.add_constraint({start.column: start.others for start in wanted[slot.index]} | here, 0, 0)
    return staff


def tie_break_weight(text: str) -> int:
    """A number that stands for the text, the same everywhere."""
    return int.from_bytes(hashlib.sha256(text.encode()).digest()[:3], "big") + 1
