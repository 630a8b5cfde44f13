"""The facilitators as variables and constraints: who leads which meeting, counted where names do not matter.

Symmetry breaking by aggregation: facilitators who are free at the same starts are interchangeable, so variables only
count how many of such a group lead meetings at a slot, and the names are given out in rotation afterwards. Where a
facilitator leads at most one meeting a day the aggregation is exact: a rotation gives a day to the member who has
rested longest, so it keeps the days of rest whenever any order does; it has no more members at work on two days in a
row than any other order; and the members' numbers of meetings differ by at most one. Otherwise each facilitator is a
group alone. tests/unit/meetings/_solver/test_facilitators.py compares the optimum with that over all named plans.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from itertools import combinations, cycle
from typing import NamedTuple

from meetings._constraints.candidates import Candidate
from meetings._constraints.costs import scale_cost
from meetings._constraints.problem import MeetingAssignment, Problem, Task
from meetings._constraints.slot import Slot
from meetings._constraints.variables import InterchangeableGroup, SlotVariable
from meetings._solver.model import IntegerModel


class StartVariable(NamedTuple):
    """A binary variable: one of the rounds has this start, led by the named facilitators and by so many others."""

    variable: int
    candidate: Candidate
    """The start for the first of the rounds."""
    named: tuple[str, ...]
    others: int
    rounds: tuple[Task, ...]
    """A single meeting, or alike rounds of a kreds."""

    @property
    def slot_variable(self) -> SlotVariable:
        """The variable as one that counts its meeting."""
        return SlotVariable(self.variable, self.candidate.slot, self.rounds)


@dataclass(slots=True)
class FacilitatorModel:
    """The interchangeable groups, and the variables that count how many of a group lead meetings at a slot."""

    groups: list[InterchangeableGroup] = field(default_factory=list)
    counts: list[tuple[Slot, InterchangeableGroup, int]] = field(default_factory=list)
    """Slot, group and variable, in order of time, then of the groups."""

    def slot_variables(self) -> Iterator[tuple[InterchangeableGroup, SlotVariable]]:
        """List the counting variables.

        Yields:
            The group and its variable at a slot.
        """
        for slot, group, variable in self.counts:
            yield group, SlotVariable(variable, slot, (), len(group))

    def assign(
        self, problem: Problem, start_variables: Iterable[StartVariable], values: Sequence[float]
    ) -> tuple[MeetingAssignment, ...]:
        """Read a solution: alike rounds take their starts in order, counted facilitators get names in rotation.

        Args:
            problem: gives the order of the facilitators.
            start_variables: the start variables, in order of the meetings, then of time.
            values: the value of each variable of the model.

        Returns:
            The chosen start of each meeting with its facilitators, in order of the meetings.
        """
        rank = {name: number for number, name in enumerate(problem.facilitators)}
        rotations = {group: cycle(group) for group in self.groups}
        free: dict[int, list[str]] = {}
        for slot, group, variable in self.counts:
            free.setdefault(slot.index, []).extend(next(rotations[group]) for _ in range(round(values[variable])))
        waiting: dict[int, Iterator[Task]] = {}
        assignments = []
        for start, candidate, named, others, rounds in start_variables:
            if values[start] > 0.5:
                team = [*named, *(free[candidate.slot.index].pop(0) for _ in range(others))]
                if others:
                    team.sort(key=lambda name: rank[name])
                task = next(waiting.setdefault(rounds[0].index, iter(rounds)))
                assignments.append(MeetingAssignment(task, candidate.slot, tuple(team)))
        return tuple(assignments)


def can_meet_two_days_in_a_row(problem: Problem) -> bool:
    """Decide whether a kreds can have meetings on two days in a row, between which nobody travels.

    Args:
        problem: the problem.

    Returns:
        Whether it can, and travel costs anything: the model must then know in which kreds a facilitator is each day.
    """
    request = problem.request
    if request.meetings_per_district == 1 or not scale_cost(problem, "travel", Fraction(1)):
        return False
    if request.spacing[0] <= 1 and not request.facilitator_rest_days:
        return True
    held = {(task.kreds.code, task.held.start.date().toordinal()) for task in problem.tasks if task.held}
    return any((code, day + 1) in held for code, day in held)


def list_teams(problem: Problem, candidate: Candidate, *, by_name: bool) -> Iterator[tuple[tuple[str, ...], int]]:
    """List the ways to lead a meeting.

    A facilitator is named only where it matters who comes: in a meeting that was published with names, or `by_name`.

    Args:
        problem: gives how many facilitators a meeting needs.
        candidate: the meeting with its start.
        by_name: whether every facilitator is named.

    Yields:
        The facilitators who are named, and how many others come.
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
        task.published.facilitators
        if task.published and scale_cost(problem, "facilitator_changed", Fraction(1))
        else ()
    )
    again = [name for name in candidate.facilitators if name in before]
    for number in range(min(needed, len(again)), -1, -1):
        for named in combinations(again, number):
            yield named, needed - number


def build_facilitator_model(
    problem: Problem, model: IntegerModel, start_variables: Sequence[StartVariable], *, separate: bool
) -> FacilitatorModel:
    """Add the counting variables, and the constraints that bind them to the starts.

    Args:
        problem: gives the facilitators.
        model: the model to extend.
        start_variables: the start variables of the model.
        separate: whether each facilitator is a group alone.

    Returns:
        The groups with their variables; none where every start names its facilitators.
    """
    counted: dict[int, list[StartVariable]] = {}
    for start in start_variables:
        if start.others:
            counted.setdefault(start.candidate.slot.index, []).append(start)
    slots = [counted[index][0].candidate.slot for index in sorted(counted)]
    free = {slot.index: set(counted[slot.index][0].candidate.facilitators) for slot in slots}
    named = {name for start in start_variables for name in start.named}
    alone = separate or problem.request.facilitator_meetings_per_day > 1
    groups: dict[object, list[str]] = {}
    for name in sorted(problem.facilitators) if slots else ():
        key = name if alone or name in named else tuple(slot.index for slot in slots if name in free[slot.index])
        groups.setdefault(key, []).append(name)
    facilitators = FacilitatorModel([tuple(group) for group in groups.values()])
    for slot in slots:
        here = {}
        for group in facilitators.groups:
            if group[0] in free[slot.index]:
                variable = model.add_variable(upper=len(group))
                facilitators.counts.append((slot, group, variable))
                here[variable] = -1
                if len(facilitators.groups) > 1:
                    text = f"{problem.request.year}/{slot.start}/{' '.join(group)}"
                    model.tie_break[variable] = tie_break_weight(text)
        model.add_constraint({start.variable: start.others for start in counted[slot.index]} | here, 0, 0)
    return facilitators


def variables_by_group(
    problem: Problem, facilitators: FacilitatorModel, start_variables: Iterable[StartVariable]
) -> dict[InterchangeableGroup, list[SlotVariable]]:
    """List the variables that need a member of a group.

    Args:
        problem: Gives the facilitators.
        facilitators: The counting variables.
        start_variables: The start variables, of which some name facilitators.

    Returns:
        The variables by group. Whoever is only named, as leader of a meeting that is over, is a group alone.
    """
    variables: dict[InterchangeableGroup, list[SlotVariable]] = {group: [] for group in facilitators.groups}
    if not variables:
        variables = {(name,): [] for name in problem.facilitators}
    for group, variable in facilitators.slot_variables():
        variables[group].append(variable)
    for start in start_variables:
        for name in start.named:
            variables.setdefault((name,), []).append(start.slot_variable)
    return variables


def tie_break_weight(text: str) -> int:
    """Return the weight of a choice in the tie-break objective.

    Args:
        text: the choice, written the same on every machine.

    Returns:
        1 to 2**24, from the SHA-256 of the text.
    """
    return int.from_bytes(hashlib.sha256(text.encode()).digest()[:3], "big") + 1
