"""VFREEBUSY, VAVAILABILITY, and the time of which a file says anything."""

from __future__ import annotations

import pytest

from overgreb_rules.ical import read_busy_time
from tests.fixtures.foreign_calendars import (
    DANISH,
    NINE,
    NINE_TO_ELEVEN,
    YEAR,
    build_calendar,
    build_event,
    format_spans,
)


def free_busy(*lines: str) -> tuple[str, ...]:
    return ("BEGIN:VFREEBUSY", "UID:f", *lines, "END:VFREEBUSY")


def test_freebusy_periods_count_by_their_type():
    found = read_busy_time(
        build_calendar(
            *free_busy(
                "FREEBUSY:20270309T080000Z/PT2H",
                "FREEBUSY;FBTYPE=FREE:20270310T080000Z/PT2H",
                "FREEBUSY;FBTYPE=BUSY-TENTATIVE:20270311T080000Z/20270311T090000Z",
                "FREEBUSY:",
                "FREEBUSY;FBTYPE=BUSY-UNAVAILABLE:20270312T080000Z/PT1H,20270313T080000Z/PT1H",
            )
        ),
        YEAR,
    )
    assert format_spans(found.busy) == [*NINE_TO_ELEVEN, "03-12 09:00 - 03-12 10:00", "03-13 09:00 - 03-13 10:00"]
    assert format_spans(found.tentative) == ["03-11 09:00 - 03-11 10:00"]


@pytest.mark.parametrize(
    "value", ["20270309T080000Z", "20270309T080000Z/soon", "20270309T080000Z/20270309T070000Z", "x/PT1H"]
)
def test_a_period_that_cannot_be_read_makes_the_file_unknown(value: str):
    found = read_busy_time(build_calendar(*free_busy(f"FREEBUSY:{value}")), YEAR)
    assert found.unknown is not None


def test_tentative_time_that_is_busy_too_is_busy():
    tentative = build_event(*NINE, "STATUS:TENTATIVE", "RRULE:FREQ=DAILY;COUNT=2", uid="b")
    found = read_busy_time(build_calendar(*build_event(*NINE), *tentative), YEAR)
    assert (format_spans(found.busy), format_spans(found.tentative)) == (NINE_TO_ELEVEN, ["03-10 09:00 - 03-10 11:00"])


def availability(*lines: str, parts: tuple[str, ...] = ()) -> tuple[str, ...]:
    return ("BEGIN:VAVAILABILITY", "UID:v", *lines, *parts, "END:VAVAILABILITY")


OFFICE = (
    "BEGIN:AVAILABLE",
    "UID:p",
    f"DTSTART;{DANISH}:20270104T080000",
    f"DTEND;{DANISH}:20270104T160000",
    "RRULE:FREQ=DAILY",
    "END:AVAILABLE",
)


WEEK = (f"DTSTART;{DANISH}:20270104T000000", f"DTEND;{DANISH}:20270106T000000")


def test_the_time_outside_the_hours_of_an_availability_is_taken():
    found = read_busy_time(build_calendar(*availability(*WEEK, parts=OFFICE)), YEAR)
    assert format_spans(found.busy) == [
        "01-04 00:00 - 01-04 08:00",
        "01-04 16:00 - 01-05 08:00",
        "01-05 16:00 - 01-06 00:00",
    ]
    assert format_spans(found.coverage.spans) == ["01-04 00:00 - 01-06 00:00"]
    found = read_busy_time(build_calendar(*availability(*WEEK, "BUSYTYPE:BUSY-TENTATIVE", parts=OFFICE)), YEAR)
    assert (found.busy, len(found.tentative)) == ((), 3)


def test_an_availability_of_higher_priority_decides_within_its_range():
    holiday = availability(f"DTSTART;{DANISH}:20270105T000000", f"DTEND;{DANISH}:20270106T000000", "PRIORITY:1")
    for parts in ((*availability(*WEEK, parts=OFFICE), *holiday), (*holiday, *availability(*WEEK, parts=OFFICE))):
        found = read_busy_time(build_calendar(*parts), YEAR)
        assert format_spans(found.busy) == ["01-04 00:00 - 01-04 08:00", "01-04 16:00 - 01-06 00:00"]


def test_an_availability_with_a_part_without_a_start_makes_the_file_unknown():
    found = read_busy_time(build_calendar(*availability(*WEEK, parts=("BEGIN:AVAILABLE", "END:AVAILABLE"))), YEAR)
    assert found.unknown is not None
