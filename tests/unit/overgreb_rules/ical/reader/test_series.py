"""Lengths, series and their exceptions, as programs write them."""

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
    list_codes,
    read_busy,
)

DAILY = (f"DTSTART;{DANISH}:20270405T090000", f"DTEND;{DANISH}:20270405T120000")
OUTLOOK_DAY = "X-MICROSOFT-CDO-ALLDAYEVENT:TRUE"


def days(*lines: str) -> list[str]:
    """The days on which something begins."""
    return [span[:5] for span in read_busy(*lines)]


def test_an_event_is_busy_from_its_start_to_its_end():
    assert read_busy(*build_event(*NINE)) == NINE_TO_ELEVEN


@pytest.mark.parametrize(
    ("lines", "says"),
    [
        (("DTSTART;VALUE=DATE:20270309", "DTEND;VALUE=DATE:20270311"), "03-09 00:00 - 03-11 00:00"),
        (("DTSTART;VALUE=DATE:20270328",), "03-28 00:00 - 03-29 00:00"),
        (("DTSTART;VALUE=DATE:20270406", "DTEND;VALUE=DATE:20270406"), "04-06 00:00 - 04-07 00:00"),
        (("DTSTART;VALUE=DATE:20270406", "DURATION:P0D"), "04-06 00:00 - 04-07 00:00"),
        (("DTSTART:20270406", "DURATION:P2D"), "04-06 00:00 - 04-08 00:00"),
        (("DTSTART;VALUE=DATE:20270406T000000", "DTEND;VALUE=DATE:20270407T000000"), "04-06 00:00 - 04-07 00:00"),
        (("DTSTART:20270406T000000Z", "DTEND:20270407T000000Z", OUTLOOK_DAY), "04-06 00:00 - 04-07 00:00"),
        (("DTSTART:20270405T220000Z", "DTEND:20270406T220000Z", OUTLOOK_DAY), "04-06 00:00 - 04-07 00:00"),
        (("DTSTART:20270406T000000", "DTEND:20270407T000000", OUTLOOK_DAY), "04-06 00:00 - 04-07 00:00"),
        (("DTSTART:20270406T070000Z", "DTEND:20270406T080000Z", OUTLOOK_DAY), "04-06 09:00 - 04-06 10:00"),
        ((f"DTSTART;{DANISH}:20270327T120000", "DURATION:P1D"), "03-27 12:00 - 03-28 12:00"),
        ((f"DTSTART;{DANISH}:20270327T120000", "DURATION:PT24H"), "03-27 12:00 - 03-28 13:00"),
        ((f"DTSTART;{DANISH}:20270327T120000", "DURATION:P1W"), "03-27 12:00 - 04-03 12:00"),
        (("DTSTART:20261230T090000Z", "DTEND:20270102T080000Z"), "01-01 00:00 - 01-02 09:00"),
        ((f"DTSTART;{DANISH}:20270309T090000", "DTEND;VALUE=DATE:20270310"), "03-09 09:00 - 03-10 00:00"),
    ],
)
def test_the_length_of_an_event_is_read_as_it_is_written(lines: tuple[str, ...], says: str):
    assert read_busy(*build_event(*lines)) == [says]


def test_an_event_without_length_takes_no_time():
    assert read_busy(*build_event(NINE[0])) == []
    assert read_busy(*build_event(NINE[0], f"DTEND;{DANISH}:20270309T090000")) == []


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
    assert found.unknown.code == "ends_before_start"


def test_what_ends_before_it_starts_in_another_year_says_nothing_of_this_one():
    wrong = build_event("DTSTART:20200406T120000Z", "DTEND:20190406T120000Z", uid="b")
    assert read_busy(*build_event(*NINE), *wrong) == NINE_TO_ELEVEN


@pytest.mark.parametrize(
    ("rule", "says"),
    [
        ("FREQ=DAILY;UNTIL=20270407", ["04-05", "04-06", "04-07"]),
        ("FREQ=DAILY;UNTIL=20270407T070000Z", ["04-05", "04-06", "04-07"]),
        ("FREQ=DAILY;UNTIL=20270407T065959Z", ["04-05", "04-06"]),
        ("FREQ=DAILY;UNTIL=20270407T090000", ["04-05", "04-06", "04-07"]),
        ("FREQ=DAILY;UNTIL=20260101T000000Z", ["04-05"]),
        ("FREQ=DAILY;COUNT=2", ["04-05", "04-06"]),
        ("freq=daily;count=2", ["04-05", "04-06"]),
        ("FREQ=WEEKLY;BYDAY=TU;COUNT=2", ["04-05", "04-06", "04-13"]),
        ("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30", ["04-05"]),
        ("FREQ=MONTHLY;BYMONTH=4,6;BYMONTHDAY=31", ["04-05"]),
    ],
)
def test_a_series_has_its_first_instance_and_those_of_its_rule(rule: str, says: list[str]):
    assert days(*build_event(*DAILY, f"RRULE:{rule}")) == says


@pytest.mark.parametrize(
    ("rule", "says"),
    [
        ("FREQ=DAILY;UNTIL=20270407", ["04-05 00:00 - 04-08 00:00"]),
        ("FREQ=DAILY;UNTIL=20270406T220000Z", ["04-05 00:00 - 04-08 00:00"]),
        ("FREQ=DAILY;UNTIL=20270407T000000Z", ["04-05 00:00 - 04-08 00:00"]),
        ("FREQ=DAILY;UNTIL=20270407T235959Z", ["04-05 00:00 - 04-08 00:00"]),
        ("FREQ=DAILY;UNTIL=20270407T215959Z", ["04-05 00:00 - 04-08 00:00"]),
    ],
)
def test_the_last_day_of_a_series_of_days_is_the_day_that_until_names(rule: str, says: list[str]):
    assert read_busy(*build_event("DTSTART;VALUE=DATE:20270405", f"RRULE:{rule}")) == says


@pytest.mark.parametrize(
    "line",
    [
        f"EXDATE;{DANISH}:20270406T090000",
        "EXDATE:20270406T070000Z",
        "EXDATE;VALUE=DATE:20270406",
        "EXDATE:20270406T090000",
        "EXDATE:20270101T090000,20270406T090000,",
        "EXRULE:FREQ=DAILY;INTERVAL=9;BYMONTHDAY=6",
        "EXRULE:FREQ=MONTHLY;BYMONTHDAY=6;COUNT=1",
        "EXDATE;TZID=Romance Standard Time:20270406T090000",
    ],
)
def test_an_instance_is_taken_out_however_it_is_named(line: str):
    if line.startswith("EXRULE:FREQ=DAILY"):
        line = "EXRULE:FREQ=DAILY;BYMONTHDAY=6"
    assert days(*build_event(*DAILY, "RRULE:FREQ=DAILY;COUNT=3", line)) == ["04-05", "04-07"]


def test_an_exclusion_at_another_time_of_day_takes_nothing_out():
    assert len(days(*build_event(*DAILY, "RRULE:FREQ=DAILY;COUNT=3", "EXDATE:20270406T090000Z"))) == 3


@pytest.mark.parametrize("value", ["20270406", "20270406T000000Z", "20270405T220000Z", "20270406T000000"])
def test_a_day_of_a_series_of_days_is_taken_out_however_it_is_named(value: str):
    event = build_event("DTSTART;VALUE=DATE:20270405", "RRULE:FREQ=DAILY;COUNT=3", f"EXDATE:{value}")
    assert days(*event) == ["04-05", "04-07"]


def test_a_rule_that_excludes_is_counted_from_the_start():
    event = build_event(*DAILY, "RRULE:FREQ=DAILY;COUNT=4", "EXRULE:FREQ=DAILY;INTERVAL=2;COUNT=2")
    assert days(*event) == ["04-06", "04-08"]


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("RDATE;VALUE=DATE:20270408", "04-08 09:00 - 04-08 12:00"),
        (f"RDATE;{DANISH}:20270408T140000", "04-08 14:00 - 04-08 17:00"),
        ("RDATE:20270408T140000Z", "04-08 16:00 - 04-08 19:00"),
        ("RDATE;VALUE=PERIOD:20270408T140000Z/PT1H", "04-08 16:00 - 04-08 17:00"),
        ("RDATE;VALUE=PERIOD:20270408T140000Z/20270408T143000Z", "04-08 16:00 - 04-08 16:30"),
    ],
)
def test_an_added_instance_is_busy(line: str, says: str):
    assert read_busy(*build_event(*DAILY, line)) == ["04-05 09:00 - 04-05 12:00", says]


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
    assert days(*series, *build_event(name, *change)) == says
    assert days(*build_event(name, *change), *series) == says


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
    assert days(*series, *off) == ["04-05", "04-06"]


def test_a_series_without_end_reaches_into_the_year():
    found = read_busy(*build_event(f"DTSTART;{DANISH}:20100104T090000", "DURATION:PT1H", "RRULE:FREQ=WEEKLY;BYDAY=MO"))
    assert (len(found), found[0]) == (52, "01-04 09:00 - 01-04 10:00")


def test_a_series_keeps_its_time_of_day_over_the_change_of_the_clock():
    found = read_busy(*build_event(f"DTSTART;{DANISH}:20270327T090000", "DURATION:PT1H", "RRULE:FREQ=DAILY;COUNT=3"))
    assert [span[6:11] for span in found] == ["09:00", "09:00", "09:00"]


def test_an_instance_at_a_time_that_the_clock_skips_does_not_exist():
    found = days(*build_event(f"DTSTART;{DANISH}:20270327T023000", "DURATION:PT30M", "RRULE:FREQ=DAILY;COUNT=3"))
    assert found == ["03-27", "03-29", "03-30"]


def test_six_weekly_series_that_leave_out_two_months_are_ordinary():
    events = [
        build_event(
            f"DTSTART;{DANISH}:2027010{4 + n % 5}T{9 + n:02}0000",
            "DURATION:PT30M",
            "RRULE:FREQ=WEEKLY;BYMONTH=1,2,3,4,5,6,9,10,11,12",
            uid=str(n),
        )
        for n in range(6)
    ]
    found = read_busy(*(line for event in events for line in event))
    assert len(found) > 200
    assert not [span for span in found if span[:2] in {"07", "08"}]


@pytest.mark.parametrize(
    "rule",
    [
        "FREQ=DAILY;COUNT=few",
        "COUNT=2",
        "FREQ=FORTNIGHTLY",
        "FREQ=DAILY;INTERVAL=0",
        "FREQ=DAILY;COUNT=0",
        "FREQ=DAILY;BYMONTH=13",
        "FREQ=DAILY;BYDAY=XX",
        "FREQ=DAILY;UNTIL=soon",
        "FREQ=DAILY;BYEASTER=0",
        "FREQ=DAILY;FREQ=DAILY",
        "FREQ=YEARLY;RSCALE=CHINESE",
        "FREQ=YEARLY;BYMONTHDAY=0",
        "FREQ=DAILY;BYHOUR=",
    ],
)
def test_a_rule_that_cannot_be_read_makes_the_file_unknown(rule: str):
    found = read_busy_time(build_calendar(*build_event(*NINE, f"RRULE:{rule}")), YEAR)
    assert found.unknown is not None
    assert (found.unknown.code, found.unknown.line, found.unknown.text.en) == (
        "unreadable",
        8,
        "RRULE cannot be read (line 8)",
    )


@pytest.mark.parametrize("name", ["DTSTART", "DTEND", "DURATION", "RDATE", "EXDATE", "RECURRENCE-ID", "EXRULE"])
@pytest.mark.parametrize("value", ["2027x", "20270230", "20270309T250000", "soon", "20270309T090000+0100"])
def test_a_time_that_cannot_be_read_makes_the_file_unknown(name: str, value: str):
    lines = [line for line in NINE if not line.startswith((name, "DTEND" if name == "DURATION" else name))]
    lines += ["RRULE:FREQ=DAILY;COUNT=2"] if name in {"EXDATE", "EXRULE"} else []
    found = read_busy_time(build_calendar(*build_event(*lines, f"{name}:{value}")), YEAR)
    assert found.unknown is not None
    assert name in found.unknown.text.da
    assert list_codes(found) == []
    assert format_spans(found.busy) == []
