"""The index of the variables by slot."""

from __future__ import annotations

from meetings._constraints.problem import Problem
from meetings._constraints.variables import (
    SlotVariable,
    count_possible_meetings,
    find_overlaps,
    group_by_day,
    sum_of,
)
from tests.fixtures.planning_requests import build_problem, find_slot, find_task

MORNING, LATE_MORNING, AFTERNOON = "2027-04-05T09:00", "2027-04-05T11:00", "2027-04-05T12:00"
NEXT_DAY, LAST_DAY = "2027-04-06T09:00", "2027-04-07T09:00"


def problem() -> Problem:
    return build_problem(further=(MORNING, LATE_MORNING, AFTERNOON, NEXT_DAY), duration=180)


def variables(of: Problem, *starts: tuple[str, str]) -> list[SlotVariable]:
    return [
        SlotVariable(number, find_slot(of, start), (find_task(of, key),)) for number, (key, start) in enumerate(starts)
    ]


def test_days_come_in_order_whatever_the_order_of_the_variables():
    first, second = variables(problem(), ("1460-1", NEXT_DAY), ("1460-1", MORNING))
    assert list(group_by_day([first, second]).values()) == [[second], [first]]


def test_the_sum_counts_each_variable_once():
    assert sum_of(variables(problem(), ("1460-1", MORNING), ("1465-1", MORNING))) == {0: 1, 1: 1}


def test_starts_of_one_meeting_are_one_possible_meeting():
    of = problem()
    assert count_possible_meetings(variables(of, ("1460-1", MORNING), ("1460-1", NEXT_DAY))) == 1


def test_a_counting_variable_allows_as_many_meetings_as_its_bound():
    counting = SlotVariable(0, find_slot(problem(), MORNING), (), 3)
    assert count_possible_meetings([counting]) == 3


def test_alike_rounds_are_one_possible_meeting_a_day_and_no_more_than_there_are_rounds():
    of = build_problem(districts=["1460"], meetings_per_district=2, further=(MORNING, LATE_MORNING, NEXT_DAY, LAST_DAY))
    morning, late, next_day, last = (
        SlotVariable(number, find_slot(of, start), of.tasks)
        for number, start in enumerate((MORNING, LATE_MORNING, NEXT_DAY, LAST_DAY))
    )
    assert count_possible_meetings([morning, late]) == 1
    assert count_possible_meetings([morning, next_day]) == 2
    assert count_possible_meetings([morning, next_day, last]) == 2


def test_meetings_that_overlap_are_one_set_and_meetings_that_touch_are_not():
    of = problem()
    early, middle, late = variables(of, ("1460-1", MORNING), ("1465-1", LATE_MORNING), ("1467-1", AFTERNOON))
    assert find_overlaps([late, middle, early]) == [[early, middle], [middle, late]]
    assert find_overlaps([early, late]) == []


def test_starts_of_one_meeting_do_not_overlap_each_other():
    assert find_overlaps(variables(problem(), ("1460-1", MORNING), ("1460-1", LATE_MORNING))) == []
