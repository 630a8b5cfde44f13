"""What is wrong with a plan, whoever made it."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path

import pytest

from meetings import plan
from meetings._domain.plan_origin import PlanOrigin
from meetings.check import check, read_plan_to_check
from meetings.errors import RequestError
from meetings.request import PlanRequest
from meetings.schedule import Schedule
from tests.fixtures.planning_requests import THREE_DISTRICTS, build_busy_calendar, build_request


def test_a_plan_from_here_keeps_every_rule(request_of_three: PlanRequest, plan_of_three: Schedule):
    judgement = check(plan_of_three, request_of_three)
    assert judgement.violations == ()
    assert judgement.value == plan_of_three.objective.value


def by_hand(tmp_path: Path, request_of_three: PlanRequest, *starts: tuple[str, str, str]) -> list[str]:
    meetings = [{"district": d, "start": s, "host": h, "facilitators": ["f1"]} for d, s, h in starts]
    path = tmp_path / "plan.json"
    path.write_text(json.dumps({"year": 2027, "meetings": meetings}), encoding="utf-8")
    return [
        finding.constraint for finding in check(read_plan_to_check(path, request_of_three), request_of_three).violations
    ]


RIGHT = [
    ("1460", "2027-03-09T09:00:00+01:00", "0810"),
    ("1465", "2027-05-11T09:00:00+02:00", "0410"),
    ("1471", "2027-09-07T09:00:00+02:00", "0400"),
]


def test_a_plan_made_by_hand_is_judged_by_the_same_rules(tmp_path: Path, request_of_three: PlanRequest):
    assert by_hand(tmp_path, request_of_three, *RIGHT) == []


@pytest.mark.parametrize(
    ("wrong", "rules"),
    [
        (("1460", "2027-03-07T09:00:00+01:00", "0810"), ["working_day"]),
        (("1460", "2027-05-10T09:00:00+02:00", "0810"), ["blocked_dates"]),
        (("1460", "2027-05-12T09:00:00+02:00", "0810"), ["politikreds_free"]),
        (("1460", "2027-03-09T09:30:00+01:00", "0810"), ["start_times"]),
        (("1460", "2028-03-09T09:00:00+01:00", "0810"), ["in_year", "window"]),
        (("1460", "2027-03-09T09:00:00+01:00", "0860"), ["host_in_turn"]),
        (("1460", "2027-05-11T12:30:00+02:00", "0810"), ["facilitator_meetings_per_day"]),
        (("1465", "2027-03-09T09:00:00+01:00", "0410"), ["one_meeting_each", "one_meeting_each"]),
        (("1461", "2027-03-09T09:00:00+01:00", "0706"), ["one_meeting_each", "one_meeting_each"]),
    ],
)
def test_what_is_wrong_is_named_by_rule(
    tmp_path: Path, request_of_three: PlanRequest, wrong: tuple[str, str, str], rules: list[str]
):
    assert by_hand(tmp_path, request_of_three, *RIGHT[1:], wrong) == rules


def test_a_plan_of_another_year_is_refused(plan_of_three: Schedule):
    with pytest.raises(RequestError, match="check it against the request of its year"):
        check(plan_of_three, build_request(year=2028))


def test_the_check_of_a_revised_plan_counts_what_its_objective_counts(
    revised_plan: Schedule, revised_request: PlanRequest
):
    judgement = check(revised_plan, revised_request)
    assert judgement.violations == ()
    assert judgement.terms["moved"] > 0
    assert judgement.value == revised_plan.objective.value
    origin = PlanOrigin.of_plan(revised_plan)
    again = plan(revised_request, at=origin.instant, earlier=origin.build_earlier(2027))
    assert again.meetings == revised_plan.meetings
    assert again.objective == revised_plan.objective


def test_a_meeting_that_was_held_is_checked_as_it_was_held(plan_of_three: Schedule):
    first = min(plan_of_three.meetings, key=lambda meeting: meeting.start)
    busy = build_busy_calendar(("2027-01-01T00:00", "2027-06-01T00:00"))
    request = build_request({f"kommune {first.host}": busy}, **THREE_DISTRICTS, quorum=0.5)
    second = plan(request, at=first.end + dt.timedelta(days=1), earlier=plan_of_three)
    assert first.host not in next(m for m in second.meetings if m.uid == first.uid).absent
    assert check(second, request).violations == ()


@pytest.mark.parametrize(
    ("raw", "what"),
    [
        (b"\xff", "this is not UTF-8"),
        (b"{", r"this is no JSON \(line 1, column 2\)"),
        (b"[1]", "the value cannot stand here"),
        (b"[" * 100_000, "this is no JSON;"),
        (b'{"year": 2027, "meetings": [' + b"9" * 5000 + b"]}", "this is no JSON;"),
    ],
)
def test_a_file_that_is_no_plan_is_refused(tmp_path: Path, raw: bytes, what: str):
    path = tmp_path / "plan.json"
    path.write_bytes(raw)
    with pytest.raises(RequestError, match=what):
        read_plan_to_check(path, build_request())


@pytest.mark.parametrize(
    ("key", "value", "what"),
    [
        ("round", "x", "/meetings/0/round: "),
        ("round", "\ud800", "this is no JSON"),
        ("round", None, "/meetings/0/round: this is no whole number"),
        ("round", True, "/meetings/0/round: this is no whole number"),
        ("start", "9999-12-31T23:30:00+01:00", "/meetings/0/start: the value cannot stand here"),
        ("start", "0001-01-01T00:00:00+01:00", "/meetings/0/start: the value cannot stand here"),
        ("start", 1e300, "/meetings/0/start: "),
    ],
)
def test_a_value_that_is_none_is_refused_with_its_place(tmp_path: Path, key: str, value: object, what: str):
    path = tmp_path / "plan.json"
    meeting = {"district": "1460", "start": RIGHT[0][1], "host": "0810"} | {key: value}
    path.write_text(json.dumps({"year": 2027, "meetings": [meeting]}), encoding="utf-8")
    with pytest.raises(RequestError, match=what):
        read_plan_to_check(path, build_request())


def test_a_plan_that_leaves_out_its_end_its_kommuner_and_its_uid_is_filled_in(
    tmp_path: Path, request_of_three: PlanRequest
):
    path = tmp_path / "plan.json"
    meeting = {"district": "1460", "start": RIGHT[0][1], "host": "0810", "facilitators": ["f1"]}
    path.write_text(json.dumps({"year": 2027, "meetings": [meeting]}), encoding="utf-8")
    (found,) = read_plan_to_check(path, request_of_three).meetings
    assert found.end - found.start == dt.timedelta(minutes=request_of_three.duration)
    assert "0860" in found.kommuner
    assert found.uid


def check_absent(tmp_path: Path, **keys: object) -> list[str]:
    """Return what is said of a plan by hand whose day one kommune is away."""
    meeting = {"district": "1460", "start": RIGHT[0][1], "host": "0810"} | keys
    path = tmp_path / "plan.json"
    path.write_text(json.dumps({"year": 2027, "meetings": [meeting]}), encoding="utf-8")
    busy = build_busy_calendar(("2027-03-09T08:00", "2027-03-09T16:00"))
    request = build_request({"kommune 0851": busy}, districts=["1460"], quorum=0.5)
    return [found.text.en for found in check(read_plan_to_check(path, request), request).violations]


def test_a_plan_that_leaves_out_who_is_absent_is_not_judged_by_it(tmp_path: Path):
    assert check_absent(tmp_path) == []
    assert check_absent(tmp_path, absent=["0851"]) == []


def test_a_plan_that_says_that_nobody_is_absent_is_held_to_it(tmp_path: Path):
    (found,) = check_absent(tmp_path, absent=[])
    assert found.endswith("absent should be 0851")


def test_the_value_of_a_report_is_the_sum_of_its_costs(plan_of_three: Schedule, request_of_three: PlanRequest):
    report = check(plan_of_three, request_of_three)
    assert report.value == pytest.approx(sum(report.terms.values()), abs=0.001)
