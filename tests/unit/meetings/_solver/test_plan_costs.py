"""The costs of several meetings together, as variables and rows."""

from __future__ import annotations

import pytest

from meetings._constraints.problem import Problem
from meetings._constraints.variables import SlotVariable
from meetings._solver.model import IntegerModel
from meetings._solver.plan_costs import add_pair_cost
from tests.fixtures.planning_requests import build_problem, find_slot, find_task

MORNING = "2027-04-05T09:00"


def problem() -> Problem:
    return build_problem(further=(MORNING,))


def variables(of: Problem, *starts: tuple[str, str]) -> list[SlotVariable]:
    return [
        SlotVariable(number, find_slot(of, start), (find_task(of, key),)) for number, (key, start) in enumerate(starts)
    ]


def minimum_of(model: IntegerModel) -> dict[int, int]:
    return model.objective_levels[-1]


def test_the_nth_meeting_costs_as_many_pairs_as_meetings_before_it():
    of = problem()
    model = IntegerModel()
    counted = variables(of, *((key, MORNING) for key in ("1460-1", "1465-1", "1467-1")))
    for _ in counted:
        model.add_variable()
    add_pair_cost(of, model, "spread_year", counted)
    assert model.upper_bounds[3:] == [1, 1, 1]
    assert minimum_of(model) == {4: 2000, 5: 4000}
    (constraint,) = model.constraints
    assert constraint.terms == {0: 1, 1: 1, 2: 1, 3: -1, 4: -1, 5: -1}
    assert constraint.high == 0


@pytest.mark.parametrize(("size", "steps"), [(1, 3), (2, 2), (3, 1)])
def test_people_who_share_the_meetings_take_a_step_together(size: int, steps: int):
    of = problem()
    model = IntegerModel([1] * 3, [True] * 3)
    counted = variables(of, *((key, MORNING) for key in ("1460-1", "1465-1", "1467-1")))
    add_pair_cost(of, model, "spread_year", counted, size)
    assert model.upper_bounds[3:] == [size] * steps


def test_a_cost_of_weight_zero_adds_nothing():
    of = build_problem(further=(MORNING,), weights={"spread_year": 0})
    model = IntegerModel([1], [True])
    add_pair_cost(of, model, "spread_year", variables(of, ("1460-1", MORNING)))
    assert model.upper_bounds == [1]
    assert model.constraints == []
