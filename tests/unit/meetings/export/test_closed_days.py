"""The days that are closed to a politikreds, with their reasons."""

from __future__ import annotations

import datetime as dt

import pytest

from meetings._constraints.constraint import DistrictConstraint
from meetings._constraints.registry import START_CONSTRAINTS
from meetings.export import closed_days
from meetings.export.closed_days import (
    ClosedDays,
    Closure,
    Kind,
    Part,
    find_closed_days,
    format_short_day,
    format_span,
    group_runs,
)
from meetings.planner import plan
from overgreb_rules.shared.text import Text
from tests.fixtures.planning_requests import AT, build_busy_calendar, build_request
from tests.fixtures.schedules import build_schedule

KREDS = "1460"
BUSY_DAY, BUSY_MORNING = dt.date(2027, 3, 2), dt.date(2027, 3, 3)


@pytest.fixture(scope="module")
def closed() -> ClosedDays:
    """The closed days of a plan in which the police is busy on one day and on the morning of the next."""
    calendar = build_busy_calendar(("2027-03-02T00:00", "2027-03-03T00:00"), ("2027-03-03T00:00", "2027-03-03T12:00"))
    request = build_request({f"politikreds {KREDS}": calendar}, districts=(KREDS,), blocked={"dates": ["2027-03-04"]})
    return find_closed_days(plan(request, at=AT))


def test_weekends_and_public_holidays_are_closed_to_everybody_and_say_which_day_it_is(closed: ClosedDays) -> None:
    assert closed[KREDS][dt.date(2027, 3, 6)].kind is Kind.WEEKEND
    assert closed[KREDS][dt.date(2027, 3, 26)] == Closure(Kind.HOLIDAY, Text("langfredag", "Good Friday"))
    assert closed[KREDS][dt.date(2027, 12, 24)].kind is Kind.HOLIDAY


def test_a_blocked_day_and_a_day_on_which_the_police_is_busy_say_why(closed: ClosedDays) -> None:
    assert closed[KREDS][dt.date(2027, 3, 4)].kind is Kind.BLOCKED
    assert closed[KREDS][BUSY_DAY] == Closure(Kind.PARTY, Text("politikredsen er optaget", "the politikreds is busy"))


def test_a_half_day_says_which_half(closed: ClosedDays) -> None:
    found = closed[KREDS][BUSY_MORNING]
    assert (found.kind, found.part) == (Kind.PARTY, Part.MORNING)
    assert found.words == Text("politikredsen er optaget (formiddag)", "the politikreds is busy (morning)")


def test_a_day_on_which_the_meeting_could_be_is_not_closed(closed: ClosedDays) -> None:
    assert dt.date(2027, 3, 9) not in closed[KREDS]


def test_a_plan_made_by_hand_gives_the_days_that_are_closed_to_all_alone() -> None:
    found = find_closed_days(build_schedule())
    assert len(found) == 12
    assert {closure.kind for days in found.values() for closure in days.values()} == {Kind.WEEKEND, Kind.HOLIDAY}


def test_consecutive_days_with_one_reason_are_one_run() -> None:
    shut, off = Closure(Kind.BLOCKED, Text("spærret", "blocked")), Closure(Kind.PARTY, Text("optaget", "busy"))
    days = {dt.date(2027, 3, number): shut for number in (1, 2, 3)} | {dt.date(2027, 3, 4): off}
    days |= {dt.date(2027, 3, 8): off}
    assert list(group_runs(days)) == [
        (dt.date(2027, 3, 1), dt.date(2027, 3, 3), shut),
        (dt.date(2027, 3, 4), dt.date(2027, 3, 4), off),
        (dt.date(2027, 3, 8), dt.date(2027, 3, 8), off),
    ]
    assert list(group_runs({})) == []


@pytest.mark.parametrize(
    ("first", "last", "danish", "english"),
    [
        ("2027-03-09", "2027-03-09", "9. mar.", "9 Mar"),
        ("2027-03-09", "2027-03-12", "9.–12. mar.", "9–12 Mar"),
        ("2027-03-30", "2027-04-02", "30. mar.–2. apr.", "30 Mar–2 Apr"),
    ],
)
def test_a_span_of_days_names_its_month_once(first: str, last: str, danish: str, english: str) -> None:
    assert format_span(dt.date.fromisoformat(first), dt.date.fromisoformat(last)) == Text(danish, english)
    assert format_short_day(dt.date(2027, 5, 1)).da == "1. maj"


def test_each_constraint_of_a_kreds_has_its_words_beside_the_boernehus():
    names = {name for name, constraint in START_CONSTRAINTS.items() if isinstance(constraint, DistrictConstraint)}
    assert names - closed_days._RULES.keys() == {"boernehuse_free"}
