"""The instances of a series: its rule, what is added and what is taken out, however it is named."""

from __future__ import annotations

import pytest

from tests.fixtures.foreign_calendars import (
    DAILY,
    DANISH,
    build_event,
    list_days,
    read_busy,
)


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
    assert list_days(*build_event(*DAILY, f"RRULE:{rule}")) == says


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
        "EXRULE:FREQ=DAILY;BYMONTHDAY=6",
        "EXRULE:FREQ=MONTHLY;BYMONTHDAY=6;COUNT=1",
        "EXDATE;TZID=Romance Standard Time:20270406T090000",
    ],
)
def test_an_instance_is_taken_out_however_it_is_named(line: str):
    assert list_days(*build_event(*DAILY, "RRULE:FREQ=DAILY;COUNT=3", line)) == ["04-05", "04-07"]


def test_an_exclusion_at_another_time_of_day_takes_nothing_out():
    assert len(list_days(*build_event(*DAILY, "RRULE:FREQ=DAILY;COUNT=3", "EXDATE:20270406T090000Z"))) == 3


@pytest.mark.parametrize("value", ["20270406", "20270406T000000Z", "20270405T220000Z", "20270406T000000"])
def test_a_day_of_a_series_of_days_is_taken_out_however_it_is_named(value: str):
    event = build_event("DTSTART;VALUE=DATE:20270405", "RRULE:FREQ=DAILY;COUNT=3", f"EXDATE:{value}")
    assert list_days(*event) == ["04-05", "04-07"]


def test_a_rule_that_excludes_is_counted_from_the_start():
    event = build_event(*DAILY, "RRULE:FREQ=DAILY;COUNT=4", "EXRULE:FREQ=DAILY;INTERVAL=2;COUNT=2")
    assert list_days(*event) == ["04-06", "04-08"]


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


def test_a_series_without_end_reaches_into_the_year():
    found = read_busy(*build_event(f"DTSTART;{DANISH}:20100104T090000", "DURATION:PT1H", "RRULE:FREQ=WEEKLY;BYDAY=MO"))
    assert (len(found), found[0]) == (52, "01-04 09:00 - 01-04 10:00")


def test_a_series_keeps_its_time_of_day_over_the_change_of_the_clock():
    found = read_busy(*build_event(f"DTSTART;{DANISH}:20270327T090000", "DURATION:PT1H", "RRULE:FREQ=DAILY;COUNT=3"))
    assert [span[6:11] for span in found] == ["09:00", "09:00", "09:00"]


def test_an_instance_at_a_time_that_the_clock_skips_does_not_exist():
    found = list_days(*build_event(f"DTSTART;{DANISH}:20270327T023000", "DURATION:PT30M", "RRULE:FREQ=DAILY;COUNT=3"))
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


def test_a_time_of_day_in_the_rule_of_a_series_of_days_is_ignored():
    event = build_event("DTSTART;VALUE=DATE:20270405", "RRULE:FREQ=WEEKLY;COUNT=2;BYHOUR=9;BYMINUTE=30")
    assert read_busy(*event) == ["04-05 00:00 - 04-06 00:00", "04-12 00:00 - 04-13 00:00"]
