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
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from itertools import combinations, cycle
from math import inf
from typing import NamedTuple

from meetings._constraints.candidates import Candidate
from meetings._constraints.costs import scaled
from meetings._constraints.problem import MeetingAssignment, Problem, Slot
from meetings._solver.columns import (
    SlotVariable,
    add_pair_cost,
    count_possible_meetings,
    find_overlaps,
    group_by,
    group_by_day,
    sum_of,
)
from meetings._solver.model import IntegerModel, LinearExpression

InterchangeableGroup = tuple[str, ...]
"""Ids of facilitators between whom the model makes no difference, sorted."""


class StartVariable(NamedTuple):
    """A binary variable: the meeting has this start, led by the named facilitators and by so many others."""

    variable: int
    candidate: Candidate
    named: tuple[str, ...]
    others: int

    @property
    def slot_variable(self) -> SlotVariable:
        """The variable as one that counts its only meeting."""
        return SlotVariable(self.variable, self.candidate.slot, self.candidate.task)


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
            yield group, SlotVariable(variable, slot, None, len(group))

    def assign(
        self, problem: Problem, start_variables: Iterable[StartVariable], values: Sequence[float]
    ) -> tuple[MeetingAssignment, ...]:
        """Read a solution, and give names in rotation to the facilitators who were only counted.

        Args:
            problem: gives the order of the facilitators.
            start_variables: the start variables, in order of the meetings.
            values: the value of each variable of the model.

        Returns:
            The chosen start of each meeting with its facilitators, in order of the meetings.

        """
        rank = {name: number for number, name in enumerate(problem.facilitators)}
        rotations = {group: cycle(group) for group in self.groups}
        free: dict[int, list[str]] = {}
        for slot, group, variable in self.counts:
            free.setdefault(slot.index, []).extend(next(rotations[group]) for _ in range(round(values[variable])))
        assignments = []
        for start, candidate, named, others in start_variables:
            if values[start] > 0.5:
                team = [*named, *(free[candidate.slot.index].pop(0) for _ in range(others))]
                if others:
                    team.sort(key=lambda name: rank[name])
                assignments.append(MeetingAssignment(candidate.task, candidate.slot, tuple(team)))
        return tuple(assignments)


def travel_depends_on_kreds(problem: Problem) -> bool:
    """Decide whether a kreds can have meetings on two days in a row, between which nobody travels.

    Args:
        problem: the problem.

    Returns:
        Whether the variables must tell in which kreds a facilitator is.

    """
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
        task.published.facilitators if task.published and scaled(problem, "facilitator_changed", Fraction(1)) else ()
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


def add_facilitator_constraints(
    problem: Problem, model: IntegerModel, facilitators: FacilitatorModel, start_variables: Iterable[StartVariable]
) -> None:
    """Add the facilitators' limits of meetings a day and days of rest, and the costs of travel and uneven shares.

    Args:
        problem: gives the limits and the weights.
        model: the model to extend.
        facilitators: the counting variables.
        start_variables: the start variables.

    """
    most, rest = problem.request.facilitator_meetings_per_day, problem.request.facilitator_rest_days
    travels = not rest and scaled(problem, "travel", Fraction(1))
    for group, variables in _variables_by_group(problem, facilitators, start_variables).items():
        days = group_by_day(variables)
        for here in days.values():
            _limit_day(model, group, here, most)
        at_work = {day: _count_at_work(model, here, most) for day, here in days.items()}
        if rest:
            _require_rest(model, group, at_work, rest)
        if group[0] not in problem.facilitators:
            continue
        if travels:
            _add_travel_cost(problem, model, group, days, at_work)
        if not problem.every_facilitator_comes:
            add_pair_cost(problem, model, "spread_facilitators", variables, len(group))


def _variables_by_group(
    problem: Problem, facilitators: FacilitatorModel, start_variables: Iterable[StartVariable]
) -> dict[InterchangeableGroup, list[SlotVariable]]:
    """List by group the variables that need a member; who only led a meeting that is over is a group too."""
    variables: dict[InterchangeableGroup, list[SlotVariable]] = {group: [] for group in facilitators.groups}
    if not variables:
        variables = {(name,): [] for name in problem.facilitators}
    for group, variable in facilitators.slot_variables():
        variables[group].append(variable)
    for start in start_variables:
        for name in start.named:
            variables.setdefault((name,), []).append(start.slot_variable)
    return variables


def _limit_day(model: IntegerModel, group: InterchangeableGroup, here: Sequence[SlotVariable], most: int) -> None:
    if count_possible_meetings(here) > most * len(group):
        model.add_constraint(sum_of(here), -inf, most * len(group), "facilitator_meetings_per_day", group[0])
    if most > 1:
        for clique in find_overlaps(here):
            model.add_constraint(sum_of(clique), -inf, 1, "facilitator_one_at_a_time", group[0])


def _count_at_work(model: IntegerModel, here: Sequence[SlotVariable], most: int) -> LinearExpression:
    """Return an expression at least as large as the number of members who have a meeting that day."""
    if most == 1:
        return sum_of(here)
    at_work = model.add_variable(is_integer=False)
    for variable in here:
        model.add_constraint({at_work: -1, variable.variable: 1}, -inf, 0)
    return {at_work: 1}


def _require_rest(
    model: IntegerModel, group: InterchangeableGroup, at_work: Mapping[int, LinearExpression], rest: int
) -> None:
    for first in at_work:
        near = [at_work[day] for day in range(first, first + rest + 1) if day in at_work]
        if len(near) > 1:
            terms = {variable: 1 for expression in near for variable in expression}
            model.add_constraint(terms, -inf, len(group), "facilitator_rest_days", group[0])


def _add_travel_cost(
    problem: Problem,
    model: IntegerModel,
    group: InterchangeableGroup,
    days: Mapping[int, list[SlotVariable]],
    at_work: Mapping[int, LinearExpression],
) -> None:
    by_kreds = travel_depends_on_kreds(problem)
    for day, today in days.items():
        if day + 1 not in days:
            continue
        journeys = model.add_variable(upper=len(group), is_integer=False)
        model.add_cost("travel", journeys, scaled(problem, "travel", Fraction(1)))
        if not by_kreds:
            model.add_constraint({journeys: -1, **at_work[day], **at_work[day + 1]}, -inf, len(group))
            continue
        tomorrow = group_by(days[day + 1], _kreds_code)
        for code, here in group_by(today, _kreds_code).items():
            for other, there in tomorrow.items():
                if other != code:
                    model.add_constraint({journeys: -1, **sum_of(here), **sum_of(there)}, -inf, 1)


def _kreds_code(variable: SlotVariable) -> str:
    return variable.task.kreds.code if variable.task else ""


def tie_break_weight(text: str) -> int:
    """Return the weight of a choice in the tie-break objective.

    Args:
        text: the choice, written the same on every machine.

    Returns:
        1 to 2**24, from the SHA-256 of the text.

    """
    return int.from_bytes(hashlib.sha256(text.encode()).digest()[:3], "big") + 1
