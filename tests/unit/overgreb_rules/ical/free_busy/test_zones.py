"""Zones as functions between wall clocks and instants."""

from __future__ import annotations

import itertools

import pytest

from overgreb_rules.ical import read_busy_time
from overgreb_rules.ical.free_busy.content_lines import parse_file
from overgreb_rules.ical.free_busy.recurrence_set import WorkBudget
from overgreb_rules.ical.free_busy.zones import COPENHAGEN_ZONE, FileZone
from tests.fixtures.foreign_calendars import (
    OUTLOOK_ZONE,
    YEAR,
    build_calendar,
    build_event,
    build_fixed_zone,
    format_spans,
)


@pytest.mark.parametrize(
    ("clock", "says"),
    [("20270328T023000", "03-28 03:30 - 03-28 04:30"), ("20271031T023000", "10-31 02:30 - 10-31 02:30")],
)
@pytest.mark.parametrize("zone", [(), OUTLOOK_ZONE])
def test_a_clock_that_is_skipped_or_repeated_is_read_by_the_offset_before_the_change(
    zone: tuple[str, ...], clock: str, says: str
):
    name = "Romance Standard Time"
    found = read_busy_time(build_calendar(*zone, *build_event(f"DTSTART;TZID={name}:{clock}", "DURATION:PT1H")), YEAR)
    assert format_spans(found.busy) == [says]


def test_the_zone_of_a_file_with_own_days_of_change_is_followed():
    zone = (
        "BEGIN:VTIMEZONE",
        "TZID:Own",
        "BEGIN:STANDARD",
        "DTSTART:20260101T000000",
        "RDATE:20271001T030000",
        "TZOFFSETFROM:+0200",
        "TZOFFSETTO:+0100",
        "END:STANDARD",
        "BEGIN:DAYLIGHT",
        "DTSTART:20270601T020000",
        "TZOFFSETFROM:+0100",
        "TZOFFSETTO:+0200",
        "END:DAYLIGHT",
        "END:VTIMEZONE",
    )
    events = [
        build_event(f"DTSTART;TZID=Own:2027{day}T090000", "DURATION:PT1H", uid=day) for day in ("0501", "0701", "1015")
    ]
    found = read_busy_time(build_calendar(*zone, *itertools.chain(*events)), YEAR)
    assert format_spans(found.busy) == [
        "05-01 10:00 - 05-01 11:00",
        "07-01 09:00 - 07-01 10:00",
        "10-15 10:00 - 10-15 11:00",
    ]


def build_file_zone(*lines: str) -> FileZone:
    (calendar,) = parse_file(build_calendar(*lines)).calendars
    return FileZone(calendar.parts("VTIMEZONE")[0], WorkBudget(10_000_000))


def test_the_zone_of_outlook_is_danish_time_at_every_half_hour_of_five_years():
    own = build_file_zone(*OUTLOOK_ZONE)
    for instant in range(1_735_000_000, 1_735_000_000 + 5 * 366 * 86_400, 1800):
        assert own.wall(instant) == COPENHAGEN_ZONE.wall(instant)
        wall = own.wall(instant)
        assert own.instant(wall) == COPENHAGEN_ZONE.instant(wall)


def test_an_instant_comes_back_from_its_wall_clock_but_in_the_hour_that_is_repeated():
    own = build_file_zone(*OUTLOOK_ZONE)
    for instant in range(1_798_758_000, 1_798_758_000 + 366 * 86_400, 1800):
        back = own.instant(own.wall(instant))
        assert back in {instant, instant - 3600}


def test_before_its_first_change_a_zone_has_the_offset_from_which_it_changes():
    own = build_file_zone(*build_fixed_zone("Own", "+0200"))
    assert own.wall(-12_000_000_000) == -12_000_000_000 + 7200
