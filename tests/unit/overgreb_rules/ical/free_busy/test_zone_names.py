"""The names that programs give to time zones."""

from __future__ import annotations

import pytest

from overgreb_rules.ical import read_busy_time
from overgreb_rules.ical.free_busy.zone_names import find_fixed_offset, find_zone_name
from tests.fixtures.foreign_calendars import (
    YEAR,
    build_calendar,
    build_event,
    format_spans,
    list_codes,
)

NINE_IN_JULY = ["07-12 09:00 - 07-12 12:00"]


def july(zone: str, start: str = "090000", end: str = "120000") -> tuple[str, ...]:
    return build_event(f"DTSTART;TZID={zone}:20270712T{start}", f"DTEND;TZID={zone}:20270712T{end}")


@pytest.mark.parametrize(
    "name",
    [
        "Europe/Copenhagen",
        "europe/copenhagen",
        "EUROPE/COPENHAGEN",
        '"Europe/Copenhagen"',
        "/freeassociation.sourceforge.net/Europe/Copenhagen",
        "/softwarestudio.org/Tzfile/Europe/Copenhagen",
        "/mozilla.org/20050126_1/Europe/Copenhagen",
        "Romance Standard Time",
        "romance standard time",
        "W. Europe Standard Time",
        "Central Europe Standard Time",
        "(UTC+01:00) Brussels, Copenhagen, Madrid, Paris",
        '"(UTC+01:00) Brussels, Copenhagen, Madrid, Paris"',
        "(GMT+01:00) Amsterdam, Berlin, Bern, Rom, Stockholm, Wien",
        "tzone://Microsoft/Romance Standard Time",
        "CET",
        "(UTC+01:00) Bruxelles, København, Madrid, Paris",
        "(GMT+01.00) Brussels, Copenhagen, Madrid, Paris",
    ],
)
def test_danish_time_is_known_under_each_of_its_names(name: str):
    found = read_busy_time(build_calendar(*july(name)), YEAR)
    assert (format_spans(found.busy), list_codes(found)) == (NINE_IN_JULY, [])


@pytest.mark.parametrize("name", ["tzone://Microsoft/Utc", '"tzone://Microsoft/Utc"', "UTC", "GMT", "Etc/UTC", "Z"])
def test_utc_is_known_under_each_of_its_names(name: str):
    found = read_busy_time(build_calendar(*july(name, "070000", "100000")), YEAR)
    assert (format_spans(found.busy), list_codes(found)) == (NINE_IN_JULY, [])


@pytest.mark.parametrize(
    "name", ["Utopia", "", "Copenhagen/Europe", "(UTC+01:00) Utopia", "tzone://Other/Utc", "Factory/x"]
)
def test_a_name_that_says_nothing_is_not_guessed(name: str):
    assert find_zone_name(name) is None


@pytest.mark.parametrize(
    ("name", "start"),
    [
        ("+01:00", "08"),
        ('"+02:00"', "09"),
        ("UTC+1", "08"),
        ("GMT+0200", "09"),
        ("UTC-03:00", "04"),
        ("utc+02:00", "09"),
    ],
)
def test_an_offset_in_the_place_of_a_zone_is_read_as_it_stands(name: str, start: str):
    found = read_busy_time(build_calendar(*july(name, f"{start}0000", f"{int(start) + 3:02}0000")), YEAR)
    assert (format_spans(found.busy), list_codes(found)) == (NINE_IN_JULY, [])


@pytest.mark.parametrize("name", ["+25:00", "UTC+1:99", "1", "GMT 1", "+1:0", "/" * 100_000, "x" * 100_000])
def test_what_is_no_offset_is_not_guessed(name: str):
    assert find_fixed_offset(name) is None
    assert find_zone_name(name) is None
