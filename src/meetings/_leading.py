"""The rules and costs of the facilitators, in rows."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from math import inf

from meetings._constraints.costs import scaled
from meetings._constraints.problem import Problem
from meetings._solver.columns import (
    SlotVariable,
    count_possible_meetings,
    find_overlaps,
    group_by,
    group_by_day,
    sum_of,
)
from meetings._solver.facilitators import FacilitatorModel, InterchangeableGroup, StartVariable, travel_depends_on_kreds
from meetings._solver.model import IntegerModel, LinearExpression

__all__ = ["add_facilitator_constraints", "add_pair_cost"]


def add_facilitator_constraints(
    problem: Problem, model: IntegerModel, staff: FacilitatorModel, starts: Iterable[StartVariable]
) -> None:
    """Nobody leads too much on a day or without rest; journeys and uneven shares cost."""
    most, rest = problem.request.facilitator_meetings_per_day, problem.request.facilitator_rest_days
    journeys = 0 if rest else scaled(problem, "travel", Fraction(1))
    for crew, theirs in _uses(problem, staff, starts).items():
        days = group_by_day(theirs)
        for here in days.values():
            _one_day(model, crew, here, most)
        present = {day: _present(model, here, most) for day, here in days.items()}
        if rest:
            _rest(model, crew, present, rest)
        if crew[0] not in problem.facilitators:
            continue
        if journeys:
            _travel(problem, model, crew, days, present)
        if not problem.every_facilitator_comes:
            add_pair_cost(problem, model, "spread_facilitators", theirs, len(crew))


def _uses(
    problem: Problem, staff: FacilitatorModel, starts: Iterable[StartVariable]
) -> dict[InterchangeableGroup, list[SlotVariable]]:
    """By crew the columns that need somebody of it; who is only named, as leader of old, is a crew too."""
    uses: dict[InterchangeableGroup, list[SlotVariable]] = {crew: [] for crew in staff.crews}
    if not uses:
        uses = {(name,): [] for name in problem.facilitators}
    for crew, use in staff.uses():
        uses[crew].append(use)
    for column, candidate, named, _ in starts:
        for name in named:
            uses.setdefault((name,), []).append(SlotVariable(column, candidate.slot, candidate.task))
    return uses


def _one_day(model: IntegerModel, crew: InterchangeableGroup, here: Sequence[SlotVariable], most: int) -> None:
    if count_possible_meetings(here) > most * len(crew):
        model.add_constraint(sum_of(here), -inf, most * len(crew), "facilitator_meetings_per_day", crew[0])
    if most > 1:
        for at_once in find_overlaps(here):
            model.add_constraint(sum_of(at_once), -inf, 1, "facilitator_one_at_a_time", crew[0])


def _present(model: IntegerModel, here: Sequence[SlotVariable], most: int) -> LinearExpression:
    """What sums up to how many of the crew have a meeting that day."""
    if most == 1:
        return sum_of(here)
    present = model.add_variable(is_integer=False)
    for use in here:
        model.add_constraint({present: -1, use.column: 1}, -inf, 0)
    return {present: 1}


def _rest(model: IntegerModel, crew: InterchangeableGroup, present: Mapping[int, LinearExpression], rest: int) -> None:
    for first in present:
        near = [present[day] for day in range(first, first + rest + 1) if day in present]
        if len(near) > 1:
            terms = {column: 1 for columns in near for column in columns}
            model.add_constraint(terms, -inf, len(crew), "facilitator_rest_days", crew[0])


def _travel(
    problem: Problem,
    model: IntegerModel,
    crew: InterchangeableGroup,
    days: Mapping[int, list[SlotVariable]],
    present: Mapping[int, LinearExpression],
) -> None:
    by_kreds = travel_depends_on_kreds(problem)
    for day, today in days.items():
        if day + 1 not in days:
            continue
        journeys = model.add_variable(upper=len(crew), is_integer=False)
        model.add_cost("travel", journeys, scaled(problem, "travel", Fraction(1)))
        if not by_kreds:
            model.add_constraint({journeys: -1, **present[day], **present[day + 1]}, -inf, len(crew))
            continue
        there = group_by(days[day + 1], _kreds)
        for code, here in group_by(today, _kreds).items():
            for other, theirs in there.items():
                if other != code:
                    model.add_constraint({journeys: -1, **sum_of(here), **sum_of(theirs)}, -inf, 1)


def _kreds(use: SlotVariable) -> str:
    return use.task.kreds.code if use.task else ""


def add_pair_cost(
    problem: Problem, model: IntegerModel, name: str, uses: Sequence[SlotVariable], shared_by: int = 1
) -> None:
    """The pairs among the meetings where so many share them evenly: each meeting costs what one has before it."""
    cost = scaled(problem, name, Fraction(1))
    if not cost:
        return
    most = min(count_possible_meetings(uses), len(problem.tasks) * shared_by)
    steps = [model.add_variable(upper=shared_by, is_integer=False) for _ in range(-(-most // shared_by))]
    for number, step in enumerate(steps):
        model.add_cost(name, step, number * cost)
    model.add_constraint({**sum_of(uses), **dict.fromkeys(steps, -1)}, -inf, 0)
