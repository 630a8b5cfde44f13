"""Days, times, durations and periods as text."""

from __future__ import annotations

import datetime as dt

import pytest

from overgreb_rules.ical.free_busy.time_values import LengthOfTime, date_of, parse_length, parse_wall, wall_of


@pytest.mark.parametrize(
    ("text", "kind", "clock"),
    [
        ("20270309", "day", dt.datetime(2027, 3, 9)),  # noqa: DTZ001
        ("20270309T093015", "wall", dt.datetime(2027, 3, 9, 9, 30, 15)),  # noqa: DTZ001
        ("20270309T093015Z", "utc", dt.datetime(2027, 3, 9, 9, 30, 15)),  # noqa: DTZ001
        ("20270309t093015z", "utc", dt.datetime(2027, 3, 9, 9, 30, 15)),  # noqa: DTZ001
        ("16010101T000000", "wall", dt.datetime(1601, 1, 1)),  # noqa: DTZ001
        ("20270309T235960", "wall", dt.datetime(2027, 3, 9, 23, 59, 59)),  # noqa: DTZ001
    ],
)
def test_a_day_or_a_time_is_parsed(text: str, kind: str, clock: dt.datetime):
    expected = int((clock - dt.datetime(1970, 1, 1)).total_seconds())  # noqa: DTZ001
    assert parse_wall(text) == (kind, expected)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "2027",
        "20270230",
        "00000101",
        "20270309T0900",
        "20270309T240000",
        "20270309T096000",
        "2027-03-09",
        "٢٠٢٧٠٣٠٩",
        "20270309X",
    ],
)
def test_what_is_no_day_and_no_time_is_none(text: str):
    assert parse_wall(text) is None


@pytest.mark.parametrize(
    ("text", "length"),
    [
        ("PT1H30M", LengthOfTime(0, 5400)),
        ("P1D", LengthOfTime(1, 0)),
        ("P2W", LengthOfTime(14, 0)),
        ("P1DT2H", LengthOfTime(1, 7200)),
        ("+PT1S", LengthOfTime(0, 1)),
        ("-PT15M", LengthOfTime(0, -900)),
        ("pt1h", LengthOfTime(0, 3600)),
    ],
)
def test_a_duration_is_parsed(text: str, length: LengthOfTime):
    assert parse_length(text) == length


@pytest.mark.parametrize("text", ["", "P", "PT", "1H", "PT1X", "P1H", "PT9999999999S"])
def test_what_is_no_duration_is_none(text: str):
    assert parse_length(text) is None


def test_a_day_and_its_wall_clock_are_inverse():
    for day in (dt.date(1, 1, 1), dt.date(1969, 12, 31), dt.date(2027, 3, 9), dt.date(9999, 12, 31)):
        assert date_of(wall_of(day)) == date_of(wall_of(day) + 86_399) == day
