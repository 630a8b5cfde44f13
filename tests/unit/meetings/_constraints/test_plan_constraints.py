"""Each hard rule about several meetings: once broken, once kept."""

from __future__ import annotations

from meetings._constraints.problem import Problem
from meetings._constraints.registry import plan_violations
from tests.fixtures.planning_requests import build_assignments, build_busy_calendar, build_problem

FACILITATORS = [{"id": "f1", "name": "One"}, {"id": "f2", "name": "Two"}]
DAY, LATER = "2027-03-09T09:00", "2027-03-09T12:30"


def broken(of: Problem, *meetings: tuple[str, str] | tuple[str, str, str]) -> list[str]:
    return [clash.constraint for clash in plan_violations(of, build_assignments(of, *meetings))]


def test_meetings_far_apart_break_nothing():
    assert broken(build_problem(), ("1460-1", DAY), ("1465-1", "2027-04-09T09:00")) == []


def test_facilitator_meetings_per_day():
    assert broken(build_problem(), ("1460-1", DAY), ("1465-1", LATER)) == ["facilitator_meetings_per_day"]
    near = {"between": 0}
    several = build_problem(facilitator_meetings_per_day=2, travel_minutes=near)
    assert broken(several, ("1460-1", DAY), ("1465-1", LATER)) == []
    two = build_problem(facilitators=FACILITATORS)
    assert broken(two, ("1460-1", DAY, "f1"), ("1465-1", LATER, "f2")) == []


def test_facilitator_one_at_a_time():
    of = build_problem(facilitator_meetings_per_day=2, travel_minutes={"between": 30})
    assert broken(of, ("1460-1", DAY), ("1465-1", DAY)) == ["facilitator_one_at_a_time"]
    assert broken(of, ("1460-1", DAY), ("1465-1", LATER)) == []


def test_facilitator_rest_days():
    of = build_problem(facilitator_rest_days=1)
    assert broken(of, ("1460-1", DAY), ("1465-1", "2027-03-10T09:00")) == ["facilitator_rest_days"]
    assert broken(of, ("1460-1", DAY), ("1465-1", "2027-03-11T09:00")) == []


def test_shared_boernehus():
    of = build_problem(facilitators=FACILITATORS)
    # Aarhus serves 1461 and 1462; Aalborg serves 1460 and a part of 1462.
    assert broken(of, ("1461-1", DAY, "f1"), ("1462-1", DAY, "f2")) == ["shared_boernehus"]
    assert broken(of, ("1460-1", DAY, "f1"), ("1461-1", DAY, "f2")) == []
    assert broken(of, ("1461-1", DAY, "f1"), ("1462-1", LATER, "f2")) == []


def test_spacing():
    of = build_problem(meetings_per_district=2, spacing_days={"min": 60, "max": 120})
    assert broken(of, ("1460-1", "2027-03-01T09:00"), ("1460-2", "2027-04-29T09:00")) == ["spacing"]
    assert broken(of, ("1460-1", "2027-03-01T09:00"), ("1460-2", "2027-04-30T09:00")) == []
    assert broken(of, ("1460-1", "2027-03-01T09:00"), ("1460-2", "2027-06-29T09:00")) == []
    assert broken(of, ("1460-1", "2027-03-01T09:00"), ("1460-2", "2027-06-30T09:00")) == ["spacing"]


def test_one_day_between_two_rounds_is_said_as_one():
    of = build_problem(meetings_per_district=2, spacing_days={"min": 60, "max": 120})
    (clash,) = plan_violations(of, build_assignments(of, ("1460-1", DAY), ("1460-2", "2027-03-10T09:00")))
    assert clash.text.da.startswith("1 dag mellem møde 1 og 2 i stedet for 60-120: ")


def test_facilitators_come():
    of = build_problem({"facilitator f1": build_busy_calendar((DAY, "2027-03-09T10:00"))}, facilitators=FACILITATORS)
    assert broken(of, ("1460-1", DAY, "f1")) == ["facilitators_come"]
    assert broken(of, ("1460-1", DAY, "f2")) == []
    assert broken(of, ("1460-1", DAY, "f3")) == ["facilitators_come"]
    assert broken(of, ("1460-1", DAY, "f2 f2")) == ["facilitators_come"]
