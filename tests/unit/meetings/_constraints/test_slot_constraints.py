"""Each constraint on the start alone: once broken, once kept."""

from __future__ import annotations

import pytest

from meetings._constraints.registry import start_violations
from meetings._constraints.slot import Slot
from meetings._constraints.slot_constraints import ClosedAfternoon, Duration, InYear
from tests.fixtures.planning_requests import build_problem, describe_broken_rules, find_broken_rules, find_slot

NINE = "T09:00"


@pytest.mark.parametrize(
    "day",
    ["2027-03-06", "2027-03-07", "2027-01-01", "2027-03-25", "2027-03-26", "2027-03-29", "2027-05-06", "2027-05-17"],
)
def test_working_day_refuses_weekends_and_public_holidays(day: str):
    assert find_broken_rules(build_problem(), day + NINE) == ["working_day"]


@pytest.mark.parametrize(
    ("day", "rules"),
    [
        ("2014-05-16", ["working_day"]), ("2015-05-01", ["working_day"]), ("2016-04-22", ["working_day"]),
        ("2023-05-05", ["working_day"]), ("2024-04-26", []), ("2026-05-01", []), ("2027-04-23", []),
    ],
)  # fmt: skip
def test_store_bededag_is_a_public_holiday_until_2023(day: str, rules: list[str]):
    assert find_broken_rules(build_problem(year=int(day[:4])), day + NINE) == rules


@pytest.mark.parametrize(("day", "rules"), [("24", ["closed_day"]), ("31", ["closed_day"]), ("23", []), ("30", [])])
def test_closed_day_refuses_24_and_31_december(day: str, rules: list[str]):
    assert find_broken_rules(build_problem(), f"2027-12-{day}T09:00") == rules


@pytest.mark.parametrize("day", ["2026-05-01", "2026-06-05"])
def test_closed_afternoon_refuses_what_ends_after_noon_on_1_may_and_5_june(day: str):
    of = build_problem(year=2026, start_times=["09:00", "09:30"])
    assert find_broken_rules(of, day + "T09:00") == []
    assert find_broken_rules(of, day + "T09:30") == ["closed_afternoon"]


def test_closed_afternoon_refuses_what_ends_in_the_morning_of_the_next_day():
    of = build_problem(year=2026, start_times=["09:00"], duration=180)
    right = find_slot(of, "2026-05-01T09:00")
    late = Slot.of(right.index, right.start + 14 * 3600, right.end + 14 * 3600)
    assert [one.constraint for one in ClosedAfternoon().slot_violations(of, late)] == ["closed_afternoon"]


def test_blocked_dates_refuses_the_day_and_no_other():
    of = build_problem(blocked={"dates": ["2027-05-10"]})
    assert find_broken_rules(of, "2027-05-10T12:30") == ["blocked_dates"]
    assert find_broken_rules(of, "2027-05-11T12:30") == []
    assert "Monday 10 May 2027 is blocked" in describe_broken_rules(of, "2027-05-10T12:30")


def test_blocked_weeks_refuses_the_iso_week_and_no_other():
    of = build_problem(blocked={"weeks": [42]})
    assert find_broken_rules(of, "2027-10-18T09:00") == ["blocked_weeks"]
    assert find_broken_rules(of, "2027-10-22T09:00") == ["blocked_weeks"]
    assert find_broken_rules(of, "2027-10-25T09:00") == []


def test_blocked_weeks_means_the_weeks_of_the_planned_year():
    of = build_problem(year=2026, blocked={"weeks": [1, 53]})
    assert find_broken_rules(of, "2026-12-28T09:00") == ["blocked_weeks"]
    assert find_broken_rules(of, "2026-01-05T09:00") == []
    # 1 January 2027 lies in week 53 of 2026, and 4 January 2027 in week 1 of 2027.
    assert find_broken_rules(build_problem(year=2027, blocked={"weeks": [1]}), "2027-01-04T09:00") == ["blocked_weeks"]


def test_window_includes_both_its_ends():
    of = build_problem(window={"from": "2027-02-01", "to": "2027-02-26"})
    assert find_broken_rules(of, "2027-02-01T09:00") == []
    assert find_broken_rules(of, "2027-02-26T09:00") == []
    assert find_broken_rules(of, "2027-01-29T09:00") == ["window"]
    assert find_broken_rules(of, "2027-03-01T09:00") == ["window"]


def test_duration_refuses_a_meeting_of_another_length():
    of = build_problem()
    right = find_slot(of, "2027-03-09T09:00")
    longer = Slot.of(right.index, right.start, right.end + 60)
    assert [one.constraint for one in Duration().slot_violations(of, longer)] == ["duration"]
    assert Duration().slot_violations(of, right) == ()


def test_in_year_refuses_a_meeting_of_another_year():
    of = build_problem(further=("2028-01-10T09:00",))
    assert "in_year" in find_broken_rules(of, "2028-01-10T09:00")
    assert InYear().slot_violations(of, find_slot(of, "2027-12-30T09:00")) == ()


@pytest.mark.parametrize("hours", [12, 13, 14])
def test_a_meeting_of_the_right_length_that_ends_on_the_next_day_is_told_so(hours: int):
    of = build_problem(duration=180)
    right = find_slot(of, "2027-03-09T09:00")
    late = Slot.of(right.index, right.start + hours * 3600, right.end + hours * 3600)
    (found,) = Duration().slot_violations(of, late)
    assert found.constraint == "duration"
    assert found.text.da == "mødet slutter ikke samme dag, som det begynder"
    assert found.text.en == "it does not end on the day on which it begins"


def test_a_meeting_of_another_length_that_ends_on_the_next_day_is_told_both():
    of = build_problem(duration=180)
    right = find_slot(of, "2027-03-09T09:00")
    late = Slot.of(right.index, right.start + 13 * 3600, right.end + 14 * 3600)
    lasts, ends = (found.text.en for found in Duration().slot_violations(of, late))
    assert (lasts, ends) == ("it lasts 240 minutes and not 180", "it does not end on the day on which it begins")


@pytest.mark.parametrize(
    ("day", "why"),
    [("2027-03-06", "er en lørdag"), ("2027-03-07", "er en søndag"), ("2027-03-25", "er skærtorsdag")],
)
def test_the_reason_of_a_day_off_has_an_article_at_a_weekend_alone(day: str, why: str):
    of = build_problem()
    (broken,) = start_violations(of, of.tasks[0], find_slot(of, day + NINE))
    assert broken.text.da.endswith(why)
