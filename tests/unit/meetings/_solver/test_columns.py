"""The index of the variables by slot."""

from __future__ import annotations

import pytest

from meetings._constraints.problem import Problem
from meetings._solver.columns import (
    SlotVariable,
    add_pair_cost,
    count_possible_meetings,
    find_overlaps,
    group_by_day,
    sum_of,
)
from meetings._solver.model import IntegerModel
from tests.fixtures.planning_requests import build_problem, find_slot, find_task

MORNING, LATE_MORNING, AFTERNOON = "2027-04-05T09:00", "2027-04-05T11:00", "2027-04-05T12:00"
NEXT_DAY = "2027-04-06T09:00"


def problem() -> Problem:
    return build_problem(further=(MORNING, LATE_MORNING, AFTERNOON, NEXT_DAY), duration=180)


def variables(of: Problem, *starts: tuple[str, str]) -> list[SlotVariable]:
    return [
        SlotVariable(number, find_slot(of, start), find_task(of, key)) for number, (key, start) in enumerate(starts)
    ]


def minimum_of(model: IntegerModel) -> dict[int, int]:
    return model.objective_levels[-1]


def test_days_come_in_order_whatever_the_order_of_the_variables():
    first, second = variables(problem(), ("1460-1", NEXT_DAY), ("1460-1", MORNING))
    assert list(group_by_day([first, second]).values()) == [[second], [first]]


def test_the_sum_counts_each_variable_once():
    assert sum_of(variables(problem(), ("1460-1", MORNING), ("1465-1", MORNING))) == {0: 1, 1: 1}


def test_starts_of_one_meeting_are_one_possible_meeting():
    of = problem()
    assert count_possible_meetings(variables(of, ("1460-1", MORNING), ("1460-1", NEXT_DAY))) == 1


def test_a_counting_variable_allows_as_many_meetings_as_its_bound():
    counting = SlotVariable(0, find_slot(problem(), MORNING), None, 3)
    assert count_possible_meetings([counting]) == 3


def test_meetings_that_overlap_are_one_set_and_meetings_that_touch_are_not():
    of = problem()
    early, middle, late = variables(of, ("1460-1", MORNING), ("1465-1", LATE_MORNING), ("1467-1", AFTERNOON))
    assert find_overlaps([late, middle, early]) == [[early, middle], [middle, late]]
    assert find_overlaps([early, late]) == []


def test_starts_of_one_meeting_do_not_overlap_each_other():
    assert find_overlaps(variables(problem(), ("1460-1", MORNING), ("1460-1", LATE_MORNING))) == []


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
