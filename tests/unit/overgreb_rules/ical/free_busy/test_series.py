"""Lengths, series and their exceptions, as programs write them."""

from __future__ import annotations

import pytest

from overgreb_rules.ical import read_busy_time
from tests.fixtures.foreign_calendars import (
    DAILY,
    DANISH,
    NINE,
    NINE_TO_ELEVEN,
    YEAR,
    build_calendar,
    build_event,
    list_days,
    read_busy,
)


@pytest.mark.parametrize(
    "lines",
    [
        (f"DTSTART;{DANISH}:20270406T120000", f"DTEND;{DANISH}:20270406T090000"),
        (f"DTSTART;{DANISH}:20270406T120000", "DURATION:-PT1H"),
        ("DTSTART;VALUE=DATE:20270406", "DTEND;VALUE=DATE:20270404"),
        (f"DTSTART;{DANISH}:20280406T120000", f"DTEND;{DANISH}:20260406T120000"),
        (f"DTSTART;{DANISH}:20200406T120000", "DURATION:-PT1H", "RRULE:FREQ=WEEKLY"),
    ],
)
def test_what_ends_before_it_starts_is_unknown_and_never_free(lines: tuple[str, ...]):
    found = read_busy_time(build_calendar(*build_event(*lines)), YEAR)
    assert found.unknown is not None
    assert (found.unknown.code, found.unknown.line) == ("ends_before_start", 7)


def test_what_ends_before_it_starts_in_another_year_says_nothing_of_this_one():
    wrong = build_event("DTSTART:20200406T120000Z", "DTEND:20190406T120000Z", uid="b")
    assert read_busy(*build_event(*NINE), *wrong) == NINE_TO_ELEVEN


@pytest.mark.parametrize(
    "name",
    [f"RECURRENCE-ID;{DANISH}:20270406T090000", "RECURRENCE-ID:20270406T070000Z", "RECURRENCE-ID;VALUE=DATE:20270406"],
)
@pytest.mark.parametrize(
    ("change", "says"),
    [
        ((f"DTSTART;{DANISH}:20270410T130000", "DURATION:PT1H"), ["04-05", "04-07", "04-10"]),
        (("DTSTART:20270406T070000Z", "STATUS:CANCELLED"), ["04-05", "04-07"]),
        (("DTSTART:20270406T070000Z", "TRANSP:TRANSPARENT"), ["04-05", "04-07"]),
    ],
)
def test_a_changed_instance_takes_the_place_of_its_own(name: str, change: tuple[str, ...], says: list[str]):
    series = build_event(*DAILY, "RRULE:FREQ=DAILY;COUNT=3")
    assert list_days(*series, *build_event(name, *change)) == says
    assert list_days(*build_event(name, *change), *series) == says


def test_a_changed_instance_without_its_series_is_busy_at_its_time():
    assert read_busy(*build_event(f"RECURRENCE-ID;{DANISH}:20270302T090000", *NINE)) == NINE_TO_ELEVEN


def test_a_change_that_holds_onward_moves_all_later_instances():
    series = build_event(f"DTSTART;{DANISH}:20270405T090000", "DURATION:PT1H", "RRULE:FREQ=DAILY;COUNT=4")
    change = build_event(
        f"RECURRENCE-ID;RANGE=THISANDFUTURE;{DANISH}:20270407T090000",
        f"DTSTART;{DANISH}:20270407T130000",
        "DURATION:PT2H",
    )
    assert read_busy(*series, *change) == [
        "04-05 09:00 - 04-05 10:00",
        "04-06 09:00 - 04-06 10:00",
        "04-07 13:00 - 04-07 15:00",
        "04-08 13:00 - 04-08 15:00",
    ]
    off = build_event(f"RECURRENCE-ID;RANGE=THISANDFUTURE;{DANISH}:20270407T090000", "STATUS:CANCELLED")
    assert list_days(*series, *off) == ["04-05", "04-06"]
