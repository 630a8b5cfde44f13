"""The costs of several meetings together, as variables and rows of the model."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from math import inf

from meetings._constraints.costs import scale_cost
from meetings._constraints.problem import Problem
from meetings._constraints.variables import (
    InterchangeableGroup,
    PlanVariables,
    SlotVariable,
    count_at_work,
    count_held,
    count_possible_meetings,
    group_by,
    group_by_day,
    sum_of,
)
from meetings._solver.facilitators import can_meet_two_days_in_a_row
from meetings._solver.model import IntegerModel


def add_plan_costs(problem: Problem, model: IntegerModel, variables: PlanVariables) -> None:
    """Add the costs of travel, of uneven shares and of months with many meetings.

    Args:
        problem: Gives the weights.
        model: The model to extend.
        variables: The variables of the plan.
    """
    travels, rests = scale_cost(problem, "travel", Fraction(1)), problem.request.facilitator_rest_days
    for group, theirs in variables.facilitators.items():
        if group[0] not in problem.facilitators:
            continue
        if travels:
            # Where days of rest are kept, only meetings that are over can lie on two days in a row.
            near = [one for one in theirs if count_held([one])] if rests else theirs
            _add_travel_cost(problem, model, group, near)
        if not problem.every_facilitator_comes:
            add_pair_cost(problem, model, "spread_facilitators", theirs, len(group))
    for in_month in group_by(variables.meetings, lambda variable: variable.slot.day.month).values():
        add_pair_cost(problem, model, "spread_year", in_month)


def _add_travel_cost(
    problem: Problem,
    model: IntegerModel,
    group: InterchangeableGroup,
    variables: Sequence[SlotVariable],
) -> None:
    days, most = group_by_day(variables), problem.request.facilitator_meetings_per_day
    at_work = {day: count_at_work(model, here, most) for day, here in days.items()}
    by_kreds = can_meet_two_days_in_a_row(problem)
    for day, today in days.items():
        if day + 1 not in days:
            continue
        journeys = model.add_variable(upper=len(group), is_integer=False)
        model.add_cost("travel", journeys, scale_cost(problem, "travel", Fraction(1)))
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


def add_pair_cost(
    problem: Problem, model: IntegerModel, name: str, variables: Sequence[SlotVariable], group_size: int = 1
) -> None:
    """Add the cost of every pair among the meetings that the variables count.

    The n-th meeting adds n - 1 pairs. A convex cost needs no whole numbers: each step costs more than the one before,
    so the optimum fills the cheap steps first.

    Args:
        problem: gives the weight of the cost.
        model: the model to extend.
        name: the name of the cost in the catalogue.
        variables: the variables that count the meetings.
        group_size: how many people share the meetings evenly; each step then holds one meeting of each of them.
    """
    cost = scale_cost(problem, name, Fraction(1))
    if not cost:
        return
    most = min(count_possible_meetings(variables), len(problem.tasks) * group_size)
    steps = [model.add_variable(upper=group_size, is_integer=False) for _ in range(-(-most // group_size))]
    for number, step in enumerate(steps):
        model.add_cost(name, step, number * cost)
    model.add_constraint({**sum_of(variables), **dict.fromkeys(steps, -1)}, -inf, 0)
