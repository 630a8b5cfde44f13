"""The faults of the library that are worked round: each test fails on the day when the fault is mended."""

from __future__ import annotations

import datetime as dt
import zoneinfo

import icalendar
import pendulum

from overgreb_rules.calendar import COPENHAGEN
from overgreb_rules.ical import _library, lint, read_name
from tests.fixtures import calendar_files

STAMP = calendar_files.STAMP


def test_the_library_still_gives_every_new_calendar_a_uid() -> None:
    assert b"\r\nUID:" in icalendar.Calendar.new(prodid="-//x//x//DA", name="x").to_ical()
    assert b"UID" not in _library.serialise(_library.new_calendar("-//x//x//DA"))


def test_the_library_still_leaves_the_value_type_out_of_refresh_interval() -> None:
    calendar = icalendar.Calendar.new(prodid="-//x//x//DA", refresh_interval=dt.timedelta(days=1))
    assert b"REFRESH-INTERVAL:P1D" in calendar.to_ical()
    calendar.add("refresh-interval", _library.duration(dt.timedelta(days=1)))
    assert b"REFRESH-INTERVAL;VALUE=DURATION:P1D" in calendar.to_ical()


def test_the_library_still_generates_a_zone_with_the_wrong_onset_of_summer_time() -> None:
    zone = icalendar.Timezone.from_tzinfo(
        zoneinfo.ZoneInfo("Europe/Copenhagen"), first_date=dt.date(2026, 1, 1), last_date=dt.date(2028, 1, 1)
    ).to_ical()
    assert b"T030000\r\nRDATE" in zone.split(b"BEGIN:DAYLIGHT")[1]
    written = calendar_files.build_meeting_file()
    generated = written.replace(_library.copenhagen_zone().to_ical(sorted=False), zone)
    assert generated != written
    assert {"zone-form"} <= {finding.check for finding in lint(generated)}
    assert lint(written) == []


def test_the_library_still_asks_the_clock_for_the_stamp() -> None:
    assert b"\r\nDTSTAMP:2" in icalendar.Event.new(uid="x").to_ical()
    assert _library.new_entry("x", STAMP).to_ical().count(b"DTSTAMP:20261121T110000Z") == 1


def test_the_library_still_writes_a_fixed_offset_as_a_zone_that_nobody_defines() -> None:
    parsed = dt.datetime.fromisoformat("2027-03-09T09:30+01:00")
    event = icalendar.Event()
    event.add("dtstart", pendulum.parse("2027-03-09T09:30+01:00"))
    assert b'DTSTART;TZID="+01:00":20270309T093000' in event.to_ical()
    local = _library.local(parsed)
    assert isinstance(local, dt.datetime)
    assert local.tzinfo is COPENHAGEN


def test_the_library_still_writes_a_time_in_no_zone_without_a_word() -> None:
    event = icalendar.Event()
    event.add("dtstart", dt.datetime(2027, 3, 9, 9, 30))  # noqa: DTZ001
    assert b"DTSTART:20270309T093000\r\n" in event.to_ical()


def test_the_library_still_writes_x_texts_without_escapes() -> None:
    calendar = icalendar.Calendar()
    calendar.add("x-wr-caldesc", "a, b")
    assert b"X-WR-CALDESC:a, b" in calendar.to_ical()
    assert rb"X-WR-CALDESC:Alle\; m" in calendar_files.build_feed()


def test_the_library_still_reads_the_name_of_a_feed_with_its_escapes() -> None:
    assert str(icalendar.Calendar.from_ical(calendar_files.build_feed())["NAME"]) == r"Møder\, 2027"
    assert read_name(calendar_files.build_feed()) == "Møder, 2027"


def test_pendulum_values_are_written_as_the_local_times_they_are() -> None:
    event = icalendar.Event()
    event.add("dtstart", pendulum.datetime(2027, 7, 9, 9, 30, tz="Europe/Copenhagen"))
    event.add("dtend", pendulum.datetime(2027, 7, 9, 9, 30, tz="UTC"))
    event.add("x-day", pendulum.date(2027, 7, 9))
    event.add("duration", pendulum.duration(hours=3))
    lines = event.to_ical().split(b"\r\n")
    assert b"DTSTART;TZID=Europe/Copenhagen:20270709T093000" in lines
    assert b"DTEND:20270709T093000Z" in lines
    assert b"DURATION:PT3H" in lines


def test_pendulum_values_give_the_same_file_as_those_of_the_standard_library() -> None:
    by_pendulum = calendar_files.build_event(
        7,
        start=pendulum.datetime(2027, 7, 9, 9, 30, tz="Europe/Copenhagen"),
        end=pendulum.parse("2027-07-09T12:30+02:00"),
        created=pendulum.instance(STAMP),
    )
    assert calendar_files.build_meeting_file(by_pendulum) == calendar_files.build_meeting_file(
        calendar_files.build_event(7)
    )
