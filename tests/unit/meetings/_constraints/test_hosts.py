"""Whose turn it is to be host, and who is passed over."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from meetings import plan
from meetings._domain.meeting_history import MeetingHistory
from meetings.check import check
from meetings.errors import NoPlanError
from meetings.explain import explain
from meetings.schedule import Schedule
from tests.fixtures.planning_requests import AT, build_busy_calendar, build_problem, build_request, find_slot, find_task

ALWAYS = build_busy_calendar(("2027-01-01T00:00", "2028-01-01T00:00"))
KEYS: dict[str, Any] = {"districts": ["1460"], "quorum": 0.5}


def made(calendars: dict[str, Any], **keys: Any) -> Schedule:
    return plan(build_request(calendars, **{**KEYS, **keys}), at=AT)


def test_the_host_is_the_first_in_turn_that_can_come():
    morning = build_busy_calendar(("2027-03-09T08:00", "2027-03-09T12:00"))
    of = build_problem({"kommune 0810": morning}, **KEYS)
    task = find_task(of, "1460-1")
    assert task.hosts[:2] == ("0810", "0813")
    assert of.find_host(task, find_slot(of, "2027-03-09T09:00")) == "0813"
    assert of.find_host(task, find_slot(of, "2027-03-09T12:30")) == "0810"


def test_a_host_that_can_never_come_is_passed_over_and_said_so():
    schedule = made({"kommune 0810": ALWAYS})
    assert schedule.meetings[0].host == "0813"
    assert schedule.meetings[0].cost["host_passed_over"] == 1
    assert schedule.objective.terms["host_passed_over"] == 1
    (warning,) = [one for one in schedule.warnings if one.code == "host_passed_over"]
    assert warning.district == "1460"
    assert "Brønderslev (0810) kan ikke komme og er sprunget over som vært. Værten er" in warning.da


def test_whoever_was_passed_over_is_next_in_the_following_year():
    history = MeetingHistory.of(made({"kommune 0810": ALWAYS}))
    following = plan(build_request(year=2028, districts=["1460"], history=history), at=AT)
    assert following.meetings[0].host == "0810"


def test_no_host_is_passed_over_that_can_come_to_some_possible_start():
    # The only start to which the host can come is the dearest of the year, and one kommune is absent then.
    friday = "2027-07-16"
    host = build_busy_calendar(("2027-01-01T00:00", f"{friday}T12:30"), (f"{friday}T15:30", "2028-01-01T00:00"))
    other = build_busy_calendar((f"{friday}T00:00", "2027-07-17T00:00"))
    schedule = made({"kommune 0810": host, "kommune 0860": other})
    meeting = schedule.meetings[0]
    assert f"{meeting.start:%Y-%m-%dT%H:%M}" == f"{friday}T12:30"
    assert (meeting.host, meeting.absent) == ("0810", ("0860",))
    assert schedule.objective.terms["host_passed_over"] == 0


def test_two_hosts_in_a_row_can_be_passed_over():
    schedule = made({"kommune 0810": ALWAYS, "kommune 0813": ALWAYS})
    assert schedule.meetings[0].host == "0820"
    assert schedule.meetings[0].cost["host_passed_over"] == 2


def test_a_fixed_host_is_never_passed_over():
    with pytest.raises(NoPlanError) as caught:
        made({"kommune 0810": ALWAYS}, hosts={"fixed": {"1460": "0810"}})
    assert [one.constraint for one in caught.value.conflict] == ["host_present"]
    assert "the host Brønderslev (0810) is busy at all of" in str(caught.value)


def test_a_host_that_is_passed_over_in_one_round_hosts_the_next():
    spring = build_busy_calendar(("2027-01-01T00:00", "2027-07-01T00:00"))
    rounds = {"meetings_per_district": 2, "spacing_days": {"min": 150, "max": 300}}
    schedule = made({"kommune 0810": spring}, **rounds, window={"from": "2027-01-15", "to": "2027-12-10"})
    hosts = {meeting.round: meeting.host for meeting in schedule.meetings}
    assert hosts[2] == "0810" or hosts[1] == "0810"
    assert len(set(hosts.values())) == 2


def test_of_several_rounds_each_has_another_host():
    schedule = made({"kommune 0810": ALWAYS}, meetings_per_district=4, spacing_days={"min": 60, "max": 120})
    hosts = [meeting.host for meeting in sorted(schedule.meetings, key=lambda one: one.round)]
    assert hosts == ["0813", "0820", "0825", "0840"]
    assert schedule.objective.terms["host_passed_over"] == 4


def test_a_host_in_turn_by_history_comes_first():
    hosted = {"0810": dt.date(2026, 3, 1)}
    of = build_problem(history=MeetingHistory(2026, {}, hosted), districts=["1460"])
    assert find_task(of, "1460-1").hosts[0] == "0813"
    assert find_task(of, "1460-1").hosts[-1] == "0810"


def test_without_rotation_the_lowest_code_is_first_whoever_was_host():
    of = build_problem(history=MeetingHistory(2026, {}, {"0810": dt.date(2026, 3, 1)}), hosts={"rotate": False})
    assert find_task(of, "1460-1").hosts[0] == "0810"


def test_check_and_explain_know_who_was_passed_over():
    asked = build_request({"kommune 0810": ALWAYS}, **KEYS)
    schedule = Schedule.model_validate_json(plan(asked, at=AT).to_json())
    report = check(schedule, asked)
    assert report.violations == ()
    assert report.terms["host_passed_over"] == 1
    (found,) = explain(schedule, "1460")
    assert found.cost["host_passed_over"] == 1
    assert all("host_passed_over" not in way.extra_cost for way in found.next_best)
