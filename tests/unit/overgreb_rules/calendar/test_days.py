"""The days themselves: Easter, public holidays and hverdage, against three other tellers of them."""

from __future__ import annotations

import datetime as dt
import hashlib
import json

import holidays
import pytest
from dateutil.easter import easter

from overgreb_rules import calendar
from overgreb_rules._conformance.day_tables import YearlyDay, build_day_tables
from overgreb_rules.calendar import _days
from overgreb_rules.shared.packaged_folder import find_packaged_folder
from overgreb_rules.shared.text import Text
from tests.differential import plain_day_count as count
from tests.fixtures.days import days_of


def test_easter_sunday_is_that_of_another_library_from_1583_to_4099() -> None:
    for year in range(1583, 4100):
        assert calendar.easter_sunday(year) == easter(year)


def test_public_holidays_are_those_of_another_library() -> None:
    for year in range(1900, 2101):
        other = set(holidays.country_holidays("DK", years=year, categories=("public",)))
        assert {d for d in days_of(year) if calendar.holiday_name(d) is not None} == other, year
        assert count.public_holidays(year) == other, year


def test_hverdage_and_days_on_which_no_complaint_ends_day_by_day() -> None:
    for year in range(2000, 2041):
        for day in days_of(year):
            for saturday in (True, False):
                said = calendar.is_hverdag(day, saturday=saturday)
                assert said == count.is_hverdag(day, saturday_counts=saturday), day
            assert (calendar.rolls_to_next_hverdag(day) is not None) == count.moves_the_end_for_a_party(day), day


@pytest.mark.parametrize(("day", "holiday"), [("2023-05-05", True), ("2024-04-26", False), ("2025-05-16", False)])
def test_store_bededag_ends_with_2023(day: str, holiday: bool) -> None:
    assert (calendar.holiday_name(dt.date.fromisoformat(day)) is not None) == holiday


def test_the_day_that_ended_names_its_act() -> None:
    data = json.loads((find_packaged_folder("rules") / "holidays.json").read_text(encoding="utf-8"))
    assert [row["da"] for row in data["public_holidays"] if "last_year" in row and "source" in row] == ["store bededag"]


@pytest.mark.parametrize(
    ("start", "months", "keeps_month_end", "day"),
    [
        ("2026-05-31", 9, False, "2027-02-28"),
        ("2026-05-19", 9, False, "2027-02-19"),
        ("2028-02-29", 12, False, "2029-02-28"),
        ("2027-02-28", 1, False, "2027-03-28"),
        ("2027-02-28", 1, True, "2027-03-31"),
        ("2027-01-31", -2, False, "2026-11-30"),
        ("2027-04-30", -2, True, "2027-02-28"),
    ],
)
def test_months_after_ends_on_the_last_day_of_a_shorter_month(
    start: str, months: int, keeps_month_end: bool, day: str
) -> None:
    first = dt.date.fromisoformat(start)
    assert calendar.months_after(first, months, keeps_month_end=keeps_month_end) == dt.date.fromisoformat(day)


def test_the_hash_is_that_of_every_holiday_and_closed_day_of_the_years_from_1900_to_2200() -> None:
    years = range(1900, 2201)
    lines = [f"holiday {day} {name.da}\n" for year in years for day, name in calendar.holidays_in(year).items()]
    closed = {"06-05": "grundlovsdag", "12-24": "juleaftensdag", "12-31": "nytårsaftensdag"}
    lines += [f"closed {year}-{day} {name}\n" for year in years for day, name in closed.items()]
    assert calendar.holidays_sha256() == hashlib.sha256("".join(lines).encode()).hexdigest()


def test_the_days_of_the_rules_are_read_with_their_date_or_their_distance_from_easter() -> None:
    holidays = {rule.name.da: rule for rule in calendar.PUBLIC_HOLIDAYS}
    assert holidays["juledag"] == calendar.HolidayRule(Text("juledag", "Christmas Day"), on=(12, 25))
    assert holidays["store bededag"] == calendar.HolidayRule(
        Text("store bededag", "Great Prayer Day"), from_easter=26, last_year=2023
    )
    assert list(calendar.OFFICES_CLOSED) == [
        calendar.HolidayRule(Text("grundlovsdag", "Constitution Day"), on=(6, 5)),
        calendar.HolidayRule(Text("juleaftensdag", "Christmas Eve"), on=(12, 24)),
        calendar.HolidayRule(Text("nytårsaftensdag", "New Year's Eve"), on=(12, 31)),
    ]


def test_a_day_on_which_offices_are_closed_can_move_with_easter_and_have_a_last_year(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    name = Text("dagen efter Kristi himmelfartsdag", "the day after Ascension Day")
    rule = calendar.HolidayRule(name, from_easter=40, last_year=2025)
    for module in (calendar, _days):
        monkeypatch.setattr(module, "OFFICES_CLOSED", (rule,))
    assert calendar.rolls_to_next_hverdag(dt.date(2025, 5, 30)) == name
    assert calendar.rolls_to_next_hverdag(dt.date(2026, 5, 15)) is None
    assert build_day_tables.__wrapped__().closed == (YearlyDay(name, None, 40, 2025),)
