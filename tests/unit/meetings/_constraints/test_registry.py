"""The registry of the constraints: each has a name, a description and, where it can be dropped, a sentence."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest
from pydantic import ValidationError

from meetings._constraints.constraint import DistrictConstraint, DroppableConstraint, SlotConstraint
from meetings._constraints.registry import (
    CONSTRAINTS,
    DROPPABLE_CONSTRAINTS,
    PLAN_CONSTRAINTS,
    START_CONSTRAINTS,
    can_conflict,
    start_violations,
)
from tests.fixtures.planning_requests import build_assignments, build_problem, build_request, find_slot, find_task


def test_every_constraint_has_a_docstring():
    assert all(type(constraint).__doc__ for constraint in CONSTRAINTS.values())


def test_what_no_request_asks_for_cannot_be_dropped():
    assert CONSTRAINTS.keys() - DROPPABLE_CONSTRAINTS.keys() == {
        "in_year", "working_day", "closed_day", "closed_afternoon", "duration", "start_times", "facilitators_come",
    }  # fmt: skip


def test_a_droppable_constraint_without_a_sentence_cannot_be_made():
    class Silent(DroppableConstraint):
        """Has no sentence."""

    with pytest.raises(TypeError, match="_sentence"):
        Silent()  # type: ignore[abstract]  # that is the point


def test_a_pin_is_refused_with_its_key_exactly_where_a_constraint_that_cannot_be_dropped_forbids_it():
    fixed = CONSTRAINTS.keys() - DROPPABLE_CONSTRAINTS.keys()
    days = [dt.date(2029, 1, 1) + dt.timedelta(days=day) for day in range(365)]
    pins = [f"{day}T{time}" for day in days for time in ("09:00", "12:30", "22:00")]
    of = build_problem(year=2029, districts=["1460"], start_times=["09:00", "12:30"], further=tuple(pins))
    for pin in pins:
        (task,), slot = of.tasks, find_slot(of, pin)
        forbidden = {one.constraint for one in start_violations(of, replace(task, pinned=slot.start), slot)} & fixed
        try:
            build_request(year=2029, districts=["1460"], pinned={"1460": pin})
            is_refused = False
        except ValidationError:
            is_refused = True
        assert is_refused == bool(forbidden), pin


def test_no_name_stands_for_two_constraints():
    assert len(CONSTRAINTS) == len(START_CONSTRAINTS) + len(PLAN_CONSTRAINTS)


def test_constraints_on_a_start_are_reported_from_the_general_to_the_special():
    kinds = [
        0 if isinstance(one, SlotConstraint) else 1 if isinstance(one, DistrictConstraint) else 2
        for one in START_CONSTRAINTS.values()
    ]
    assert kinds == sorted(kinds)


def test_days_of_rest_are_the_only_constraint_that_binds_meetings_of_different_days():
    of = build_problem(facilitator_rest_days=3)
    reach = {name: constraint.reach_days(of) for name, constraint in PLAN_CONSTRAINTS.items()}
    assert {name: days for name, days in reach.items() if days} == {"facilitator_rest_days": 3}


@pytest.mark.parametrize(
    ("key", "start", "expected"),
    [
        ("1465-1", "2027-03-01T09:00", True),
        ("1465-1", "2027-03-04T09:00", True),
        ("1465-1", "2027-03-05T09:00", False),
        ("1460-2", "2027-09-01T09:00", True),
    ],
)
def test_meetings_of_one_kreds_can_conflict_on_any_day_and_others_as_far_as_the_days_of_rest_reach(
    key, start, expected
):
    of = build_problem(facilitator_rest_days=3, meetings_per_district=2)
    (assignment,) = build_assignments(of, ("1460-1", "2027-03-01T09:00"))
    assert can_conflict(of, assignment, find_task(of, key), find_slot(of, start)) is expected
