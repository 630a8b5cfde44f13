"""Each soft cost: once there, once not."""

from __future__ import annotations

import datetime as dt
from fractions import Fraction

import pytest

from meetings._constraints.costs import DISTRICT_COSTS, MEETING_COSTS, PLAN_COSTS, SLOT_COSTS, scale_cost
from meetings._domain.cost_catalog import DEFAULT_WEIGHTS, LEVELS, UNITS
from meetings._domain.meeting_history import MeetingHistory
from tests.fixtures.planning_requests import build_assignments, build_busy_calendar, build_problem, find_slot, find_task


@pytest.mark.parametrize(
    ("cost", "start", "units"),
    [
        ("autumn_holiday", "2027-10-18T09:00", 1), ("autumn_holiday", "2027-10-25T09:00", 0),
        ("summer_holiday", "2027-06-25T09:00", 0), ("summer_holiday", "2027-06-28T09:00", 1),
            ("summer_holiday", "2018-06-29T09:00", 0), ("summer_holiday", "2018-07-02T09:00", 1),
            ("summer_holiday", "2024-06-28T09:00", 0), ("summer_holiday", "2024-07-01T09:00", 1),
            ("summer_holiday", "2025-12-29T09:00", 0),
        ("summer_holiday", "2027-07-12T09:00", 2), ("summer_holiday", "2027-07-30T09:00", 2),
        ("summer_holiday", "2027-08-02T09:00", 1), ("summer_holiday", "2027-08-16T09:00", 0),
        ("between_holidays", "2027-03-22T09:00", 1), ("between_holidays", "2027-03-24T09:00", 1),
        ("between_holidays", "2027-03-19T09:00", 0), ("between_holidays", "2027-03-30T09:00", 0),
        ("between_holidays", "2027-05-07T09:00", 1), ("between_holidays", "2027-12-20T09:00", 1),
        ("between_holidays", "2027-12-17T09:00", 0), ("between_holidays", "2027-01-04T09:00", 0),
        ("half_day", "2026-05-01T09:00", 1), ("half_day", "2026-06-05T09:00", 1), ("half_day", "2026-06-04T09:00", 0),
        ("friday_afternoon", "2027-03-12T12:30", 1), ("friday_afternoon", "2027-03-12T09:00", 0),
        ("friday_afternoon", "2027-03-11T12:30", 0),
    ],
)  # fmt: skip
def test_cost_of_a_start(cost: str, start: str, units: int):
    of = build_problem(year=int(start[:4]))
    assert SLOT_COSTS[cost](of, find_slot(of, start)) == units


def test_school_holiday_is_the_share_of_kommuner_on_winter_holiday_that_year():
    of = build_problem(
        school_holidays={
            "default_winter_week": 7,
            "kommuner": {"0810": 8, "0813": 8, "0860": 8},
            "years": {2027: {"0860": 7}},
        }
    )
    kreds = find_task(of, "1460-1").kreds
    cost = DISTRICT_COSTS["school_holiday"]
    assert cost(of, kreds, find_slot(of, "2027-02-15T09:00")) == Fraction(7, 9)
    assert cost(of, kreds, find_slot(of, "2027-02-22T09:00")) == Fraction(2, 9)
    assert cost(of, kreds, find_slot(of, "2027-03-01T09:00")) == 0


def test_tentative_is_the_share_of_those_who_may_be_taken():
    perhaps = build_busy_calendar(tentative=(("2027-03-09T08:00", "2027-03-09T10:00"),))
    of = build_problem({"kommune 0860": perhaps, "politikreds 1460": perhaps})
    kreds = find_task(of, "1460-1").kreds
    # Nine kommuner, the police, one børnehus, one facilitator.
    assert DISTRICT_COSTS["tentative"](of, kreds, find_slot(of, "2027-03-09T09:00")) == Fraction(2, 12)
    assert DISTRICT_COSTS["tentative"](of, kreds, find_slot(of, "2027-03-09T12:30")) == 0


def test_not_known_is_the_share_of_those_whose_calendar_does_not_cover_the_start():
    spring = build_busy_calendar(not_known=(("2027-05-01T00:00", "2028-01-01T00:00"),))
    of = build_problem({"kommune 0810": spring, "politikreds 1460": spring}, districts=["1460"])
    kreds, cost = of.tasks[0].kreds, DISTRICT_COSTS["not_known"]
    every = len(kreds.kommuner) + 1 + len(kreds.boernehuse) + 1
    assert cost(of, kreds, find_slot(of, "2027-06-01T09:00")) == Fraction(2, every)
    assert cost(of, kreds, find_slot(of, "2027-04-30T12:30")) == 0


def test_absent_counts_the_kommuner_that_cannot_come():
    of = build_problem({"kommune 0860": build_busy_calendar(("2027-03-09T08:00", "2027-03-09T10:00"))}, quorum=0.5)
    kreds = find_task(of, "1460-1").kreds
    assert DISTRICT_COSTS["absent"](of, kreds, find_slot(of, "2027-03-09T09:00")) == 1
    assert DISTRICT_COSTS["absent"](of, kreds, find_slot(of, "2027-03-09T12:30")) == 0


def test_gap_target_grows_with_the_distance_from_one_year():
    of = build_problem(history=MeetingHistory(2026, {("1460", 1): dt.date(2026, 3, 9)}, {}))
    cost = MEETING_COSTS["gap_target"]
    assert cost(of, find_task(of, "1460-1"), find_slot(of, "2027-03-09T09:00")) == 0
    assert cost(of, find_task(of, "1460-1"), find_slot(of, "2027-06-08T09:00")) == 1
    assert cost(of, find_task(of, "1461-1"), find_slot(of, "2027-06-08T09:00")) == 0


def test_spread_year_counts_the_pairs_of_a_month():
    of = build_problem()
    cost = PLAN_COSTS["spread_year"]
    in_march = [("1460-1", "2027-03-01T09:00"), ("1461-1", "2027-03-15T09:00"), ("1462-1", "2027-03-31T09:00")]
    assert cost(of, build_assignments(of, *in_march)) == 3
    assert cost(of, build_assignments(of, in_march[0], ("1461-1", "2027-04-01T09:00"))) == 0


FACILITATORS = [{"id": "f1", "name": "One"}, {"id": "f2", "name": "Two"}]


def test_spread_facilitators_counts_the_pairs_of_one_facilitator():
    of = build_problem(facilitators=FACILITATORS)
    cost = PLAN_COSTS["spread_facilitators"]
    assert (
        cost(of, build_assignments(of, ("1460-1", "2027-03-01T09:00", "f1"), ("1461-1", "2027-03-15T09:00", "f1"))) == 1
    )
    assert (
        cost(of, build_assignments(of, ("1460-1", "2027-03-01T09:00", "f1"), ("1461-1", "2027-03-15T09:00", "f2"))) == 0
    )


def test_travel_counts_consecutive_days_in_two_kredse_for_each_facilitator():
    of = build_problem(facilitators=FACILITATORS)
    cost = PLAN_COSTS["travel"]
    monday, tuesday, friday = "2027-03-01T09:00", "2027-03-02T09:00", "2027-03-05T09:00"
    assert cost(of, build_assignments(of, ("1460-1", monday, "f1"), ("1461-1", tuesday, "f1"))) == 1
    assert cost(of, build_assignments(of, ("1460-1", monday, "f1"), ("1461-1", tuesday, "f2"))) == 0
    assert cost(of, build_assignments(of, ("1460-1", friday, "f1"), ("1461-1", "2027-03-08T09:00", "f1"))) == 0


def test_every_cost_has_a_weight_a_unit_a_level_and_a_docstring():
    costs = {**SLOT_COSTS, **DISTRICT_COSTS, **MEETING_COSTS, **PLAN_COSTS}
    assert set(costs) == set(DEFAULT_WEIGHTS) == set(UNITS) == set().union(*LEVELS)
    assert sum(len(level) for level in LEVELS) == len(costs)
    assert all(cost.__doc__ for cost in costs.values())


def test_weights_of_the_request_count_and_zero_switches_a_cost_off():
    of = build_problem(weights={"school_holiday": 2.5, "travel": 0})
    assert scale_cost(of, "school_holiday", Fraction(1, 3)) == 833
    assert scale_cost(of, "travel", Fraction(4)) == 0
