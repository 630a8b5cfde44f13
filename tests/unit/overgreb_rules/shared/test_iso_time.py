"""The forms of days and instants that inputs may have."""

from __future__ import annotations

import datetime as dt

import pytest

from overgreb_rules.shared.iso_time import offset_seconds, parse_iso_day, parse_iso_instant


def test_a_day_is_read_as_year_month_and_day() -> None:
    assert parse_iso_day("2027-03-09") == dt.date(2027, 3, 9)
    assert parse_iso_day("2028-02-29") == dt.date(2028, 2, 29)


@pytest.mark.parametrize(
    "text",
    [
        "20270101",
        "2027-W01-5",
        "2027-W01",
        "2027-1-1",
        "2027-01-01 ",
        "2027-01-01\n",
        "2027-01-01T00:00",
        "٢٠٢٧-٠١-٠١",
        "",
    ],
)
def test_a_text_of_another_form_is_no_day(text: str) -> None:
    assert parse_iso_day(text) is None


@pytest.mark.parametrize("text", ["2027-02-29", "2027-13-01", "0000-01-01"])
def test_a_day_that_is_not_in_the_calendar_is_none(text: str) -> None:
    assert parse_iso_day(text) is None


@pytest.mark.parametrize("text", ["2027-03-09T08:00Z", "2027-03-09T09:00:00+01:00", "2027-03-09T09:00:00,0+01:00"])
def test_an_instant_has_a_day_a_time_and_an_offset(text: str) -> None:
    assert parse_iso_instant(text) == dt.datetime(2027, 3, 9, 8, tzinfo=dt.UTC)


def test_a_time_without_an_offset_is_a_time_of_no_zone() -> None:
    assert parse_iso_instant("2027-03-09T09:00") == dt.datetime(2027, 3, 9, 9)  # noqa: DTZ001  # a local time


@pytest.mark.parametrize(
    "text",
    [
        "20270309T090000+0100", "2027-W10-2T09:00+01:00", "2027-03-09 09:00+01:00", "2027-03-09T09+01", "2027-03-09",
        "2027-02-30T09:00Z", "2027-03-09T24:30Z", "2027-03-09T09:00+24:00",
        "2027-03-09T09:00+14:01", "2027-03-09T09:00+01:60",
    ],
)  # fmt: skip
def test_a_text_of_another_form_and_a_time_that_does_not_exist_are_no_instant(text: str) -> None:
    assert parse_iso_instant(text) is None


@pytest.mark.parametrize(
    ("offset", "seconds"),
    [("Z", 0), ("+02:00", 7200), ("-03:30", -12600), ("+14:00", 50400), ("+14:01", None), ("+01:60", None)],
)
def test_an_offset_is_that_of_a_place_or_none(offset: str, seconds: int | None) -> None:
    assert offset_seconds(offset) == seconds
