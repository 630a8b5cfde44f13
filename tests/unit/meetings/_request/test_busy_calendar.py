"""Calendars as people send them: read right, or unknown; never guessed free, and never without end."""

from __future__ import annotations

import time

import pytest

from meetings._domain.parties import BusyCalendar
from meetings._request.busy_calendar import MAX_BYTES, read_calendar
from tests.fixtures.planning_requests import local_seconds


def calendar(*lines: str, head: tuple[str, ...] = ()) -> bytes:
    every = ("BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:test", *head, *lines, "END:VCALENDAR")
    return "".join(f"{line}\r\n" for line in every).encode()


def event(*lines: str, uid: str = "a") -> tuple[str, ...]:
    return ("BEGIN:VEVENT", f"UID:{uid}", *lines, "END:VEVENT")


def spans(found: BusyCalendar) -> list[tuple[int, int]]:
    assert found.unknown is None
    return list(found.busy)


ZONE = "TZID=Europe/Copenhagen"
NINE = (f"DTSTART;{ZONE}:20270309T090000", f"DTEND;{ZONE}:20270309T110000")
NINE_TO_ELEVEN = [(local_seconds("2027-03-09T09:00"), local_seconds("2027-03-09T11:00"))]


def test_an_event_is_busy_from_its_start_to_its_end():
    assert spans(read_calendar(calendar(*event(*NINE)), 2027)) == NINE_TO_ELEVEN


@pytest.mark.parametrize(
    "line",
    [
        "TRANSP:TRANSPARENT",
        "STATUS:CANCELLED",
        "X-MICROSOFT-CDO-BUSYSTATUS:FREE",
        "X-MICROSOFT-CDO-BUSYSTATUS:WORKINGELSEWHERE",
    ],
)
def test_what_is_shown_as_free_or_cancelled_is_not_busy(line: str):
    found = read_calendar(calendar(*event(*NINE, line)), 2027)
    assert (found.busy, found.tentative, found.unknown) == ((), (), None)


@pytest.mark.parametrize("line", ["STATUS:TENTATIVE", "X-MICROSOFT-CDO-BUSYSTATUS:TENTATIVE"])
def test_tentative_is_kept_apart(line: str):
    found = read_calendar(calendar(*event(*NINE, line)), 2027)
    assert found.busy == ()
    assert list(found.tentative) == NINE_TO_ELEVEN


def test_a_whole_day_is_a_day_of_copenhagen_and_its_end_is_excluded():
    found = read_calendar(calendar(*event("DTSTART;VALUE=DATE:20270309", "DTEND;VALUE=DATE:20270311")), 2027)
    assert spans(found) == [(local_seconds("2027-03-09T00:00"), local_seconds("2027-03-11T00:00"))]
    found = read_calendar(calendar(*event("DTSTART;VALUE=DATE:20270328")), 2027)
    assert spans(found) == [(local_seconds("2027-03-28T00:00"), local_seconds("2027-03-29T00:00"))]


def test_duration_in_days_is_by_the_calendar_and_in_hours_by_the_clock():
    over_the_change = f"DTSTART;{ZONE}:20270327T120000"
    days = read_calendar(calendar(*event(over_the_change, "DURATION:P1D")), 2027)
    hours = read_calendar(calendar(*event(over_the_change, "DURATION:PT23H")), 2027)
    assert spans(days) == [(local_seconds("2027-03-27T12:00"), local_seconds("2027-03-28T12:00"))]
    assert spans(hours) == [(local_seconds("2027-03-27T12:00"), local_seconds("2027-03-28T12:00"))]


def test_a_series_has_its_exceptions_and_its_moved_instance():
    series = event(*NINE, "RRULE:FREQ=WEEKLY;COUNT=4", f"EXDATE;{ZONE}:20270316T090000")
    moved = event(
        f"RECURRENCE-ID;{ZONE}:20270323T090000", f"DTSTART;{ZONE}:20270324T130000", f"DTEND;{ZONE}:20270324T140000"
    )
    assert spans(read_calendar(calendar(*series, *moved), 2027)) == [
        *NINE_TO_ELEVEN,
        (local_seconds("2027-03-24T13:00"), local_seconds("2027-03-24T14:00")),
        (local_seconds("2027-03-30T09:00"), local_seconds("2027-03-30T11:00")),
    ]


def test_a_series_without_end_reaches_into_the_year():
    long_ago = event(f"DTSTART;{ZONE}:20100104T090000", f"DTEND;{ZONE}:20100104T100000", "RRULE:FREQ=WEEKLY;BYDAY=MO")
    found = spans(read_calendar(calendar(*long_ago), 2027))
    assert len(found) == 52
    assert found[0] == (local_seconds("2027-01-04T09:00"), local_seconds("2027-01-04T10:00"))


def test_two_events_with_one_uid_are_both_busy():
    later = event(f"DTSTART;{ZONE}:20270310T090000", f"DTEND;{ZONE}:20270310T110000")
    assert len(spans(read_calendar(calendar(*event(*NINE), *later), 2027))) == 2


def test_what_crosses_the_ends_of_the_year_is_cut_there():
    found = read_calendar(calendar(*event(f"DTSTART;{ZONE}:20261230T090000", f"DTEND;{ZONE}:20270102T090000")), 2027)
    assert spans(found) == [(local_seconds("2027-01-01T00:00"), local_seconds("2027-01-02T09:00"))]


def test_freebusy_periods_count_by_their_type():
    lines = (
        "BEGIN:VFREEBUSY", "UID:f", "FREEBUSY:20270309T080000Z/PT2H", "FREEBUSY;FBTYPE=FREE:20270310T080000Z/PT2H",
        "FREEBUSY;FBTYPE=BUSY-TENTATIVE:20270311T080000Z/20270311T090000Z", "END:VFREEBUSY",
    )  # fmt: skip
    found = read_calendar(calendar(*lines), 2027)
    assert list(found.busy) == NINE_TO_ELEVEN
    assert list(found.tentative) == [(local_seconds("2027-03-11T09:00"), local_seconds("2027-03-11T10:00"))]


def test_the_zone_name_of_outlook_is_understood():
    line = "TZID=Romance Standard Time"
    found = read_calendar(calendar(*event(f"DTSTART;{line}:20270609T090000", f"DTEND;{line}:20270609T110000")), 2027)
    assert spans(found) == [(local_seconds("2027-06-09T09:00"), local_seconds("2027-06-09T11:00"))]
    assert found.warnings == ()


def test_floating_times_are_read_in_copenhagen_with_a_warning():
    found = read_calendar(calendar(*event("DTSTART:20270309T090000", "DTEND:20270309T110000")), 2027)
    assert spans(found) == NINE_TO_ELEVEN
    assert "no time zone" in found.warnings[0]


def test_floating_times_are_read_in_the_zone_of_the_file():
    data = calendar(*event("DTSTART:20270309T080000", "DTEND:20270309T100000"), head=("X-WR-TIMEZONE:Europe/London",))
    found = read_calendar(data, 2027)
    assert spans(found) == NINE_TO_ELEVEN
    assert "Europe/London" in found.warnings[0]


def test_a_zone_that_nobody_knows_is_warned_about():
    line = "TZID=Middle Earth"
    found = read_calendar(calendar(*event(f"DTSTART;{line}:20270309T090000", f"DTEND;{line}:20270309T110000")), 2027)
    assert spans(found) == NINE_TO_ELEVEN
    assert found.warnings


def test_a_calendar_with_twenty_zones_is_read():
    zones = [
        line
        for n in range(20)
        for line in (
            "BEGIN:VTIMEZONE", f"TZID:Own {n}", "BEGIN:STANDARD", "DTSTART:19700101T000000",
            "TZOFFSETFROM:+0100", f"TZOFFSETTO:+{n % 10:02}00", "END:STANDARD", "END:VTIMEZONE",
        )
    ]  # fmt: skip
    events = [
        line for n in range(20) for line in event(f"DTSTART;TZID=Own {n}:20270309T120000", "DURATION:PT1H", uid=f"u{n}")
    ]
    found = read_calendar(calendar(*zones, *events), 2027)
    assert found.unknown is None
    assert found.busy[-1][1] == local_seconds("2027-03-09T14:00")


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"", "no calendar file"),
        (b"<!DOCTYPE html><html><body>Log in</body></html>", "web page, perhaps of a login"),
        (calendar(*event(*NINE))[:-20], "cut off"),
        (calendar(*event("DTSTART:2027x")), "DTSTART cannot be read"),
        (calendar(*event(*NINE, "RRULE:FREQ=DAILY;COUNT=few")), "RRULE cannot be read"),
        (calendar(*event("SUMMARY:When?")), "has no start"),
        (calendar("BEGIN:VEVENT", *NINE), "damaged"),
        (b"\xff\xfe\x00\x01" * 1000, "no calendar file"),
        (b"BEGIN:VCARD\r\nEND:VCARD\r\n", "no calendar file"),
    ],
)
def test_a_file_that_cannot_be_understood_is_unknown(data: bytes, says: str):
    found = read_calendar(data, 2027)
    assert found.busy == ()
    assert found.unknown is not None
    assert says in found.unknown


def test_no_title_is_repeated_in_a_message():
    found = read_calendar(calendar(*event("SUMMARY:Samtale om Emma", uid="x1")), 2027)
    assert found.unknown is not None
    assert "Emma" not in found.unknown


@pytest.mark.parametrize(
    "rule",
    [
        "FREQ=SECONDLY", "FREQ=MINUTELY", "FREQ=SECONDLY;BYMONTH=2;BYMONTHDAY=30", "FREQ=HOURLY;BYMINUTE=0,1,2",
        "FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30", "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30",
        "FREQ=MONTHLY;BYMONTHDAY=31;BYMONTH=2",
        "FREQ=DAILY;BYHOUR=0,1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17,18,19,20,21,22,23;BYMINUTE=0,15,30,45",
        "FREQ=YEARLY;BYHOUR=0,1,2,3,4,5,6,7,8,9,10,11;BYMINUTE=0,10,20,30,40,50;BYSECOND=0,10,20,30,40,50",
        "FREQ=WEEKLY;BYDAY=MO;BYMONTH=2;BYMONTHDAY=30",
    ],
)  # fmt: skip
def test_a_recurrence_without_measure_is_bounded(rule: str):
    data = calendar(*event("DTSTART:19700101T000000Z", "DURATION:PT1S", f"RRULE:{rule}"))
    before = time.process_time()
    read_calendar(data, 2027)
    assert time.process_time() - before < 10


def test_many_days_that_never_come_are_unknown():
    events = [
        line
        for n in range(50)
        for line in event("DTSTART:19700101T000000Z", "RRULE:FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30", uid=f"u{n}")
    ]
    found = read_calendar(calendar(*events), 2027)
    assert found.unknown is not None
    assert "repeat too often" in found.unknown


def test_every_second_since_1970_is_unknown_with_a_clear_word():
    found = read_calendar(calendar(*event("DTSTART:19700101T000000Z", "DURATION:PT1S", "RRULE:FREQ=SECONDLY")), 2027)
    assert found.unknown is not None
    assert "repeats more than" in found.unknown


def test_a_file_that_is_too_large_is_not_parsed():
    before = time.process_time()
    found = read_calendar(b"x" * (MAX_BYTES + 1), 2027)
    assert time.process_time() - before < 2
    assert found.unknown is not None
    assert "20 MB" in found.unknown
