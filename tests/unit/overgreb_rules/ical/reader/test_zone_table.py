"""Zones by the file in which they stand, under every name that programs give them."""

from __future__ import annotations

import itertools

import pytest

from overgreb_rules.ical import read_busy_time
from overgreb_rules.ical.reader.zone_names import find_zone_name
from tests.fixtures.foreign_calendars import (
    OUTLOOK_ZONE,
    YEAR,
    build_calendar,
    build_event,
    build_fixed_zone,
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


def test_z_decides_whatever_the_zone_says():
    found = read_busy_time(build_calendar(*july("Europe/Copenhagen", "070000Z", "100000Z")), YEAR)
    assert format_spans(found.busy) == NINE_IN_JULY


def test_the_zone_of_the_file_decides_where_it_differs_from_what_its_name_means():
    data = build_calendar(
        *build_fixed_zone("Romance Standard Time", "+0100"), *july("Romance Standard Time", "080000", "110000")
    )
    found = read_busy_time(data, YEAR)
    assert (format_spans(found.busy), list_codes(found)) == (NINE_IN_JULY, ["zone_of_file"])
    assert "“Romance Standard Time”" in found.warnings[0].text.en


def test_a_zone_without_a_known_name_is_read_from_the_file():
    own = tuple(line.replace("Romance Standard Time", "Customized Time Zone") for line in OUTLOOK_ZONE)
    found = read_busy_time(build_calendar(*own, *july("Customized Time Zone")), YEAR)
    assert (format_spans(found.busy), list_codes(found)) == (NINE_IN_JULY, [])
    data = build_calendar(
        *build_fixed_zone("Customized Time Zone", "-0500"), *july("Customized Time Zone", "020000", "050000")
    )
    found = read_busy_time(data, YEAR)
    assert (format_spans(found.busy), list_codes(found)) == (NINE_IN_JULY, ["zone_of_file"])


def test_reading_in_any_order_gives_what_reading_alone_gives():
    names = ("Romance Standard Time", "Customized Time Zone", "Europe/Copenhagen", "Own")
    files = [
        build_calendar(*build_fixed_zone(name, offset), *july(name))
        for name in names
        for offset in ("+0100", "+0200", "-0330")
    ]
    files.append(build_calendar(*OUTLOOK_ZONE, *july("Romance Standard Time")))
    alone = {data: format_spans(read_busy_time(data, YEAR).busy) for data in files}
    for order in (files[::-1], files[5:] + files[:5], files):
        assert {data: format_spans(read_busy_time(data, YEAR).busy) for data in order} == alone
    assert alone[files[0]] == ["07-12 10:00 - 07-12 13:00"]
    assert alone[files[-1]] == NINE_IN_JULY


def test_two_calendars_of_one_file_have_their_own_zones():
    calendars = [
        build_calendar(*build_fixed_zone("Own", offset), *build_event(*july("Own")[2:-1], uid=offset))
        for offset in ("+0200", "+0300")
    ]
    for pair in itertools.permutations(calendars):
        assert format_spans(read_busy_time(b"".join(pair), YEAR).busy) == ["07-12 08:00 - 07-12 12:00"]


def test_a_zone_that_nobody_knows_is_read_as_danish_with_a_warning():
    found = read_busy_time(build_calendar(*july("Middle Earth")), YEAR)
    assert (format_spans(found.busy), list_codes(found)) == (NINE_IN_JULY, ["unknown_zone", "no_zone"])
    assert found.zones == ()


def test_a_zone_without_content_says_nothing_against_its_name():
    empty = ("BEGIN:VTIMEZONE", "TZID:Europe/Copenhagen", "END:VTIMEZONE")
    found = read_busy_time(build_calendar(*empty, *july("Europe/Copenhagen")), YEAR)
    assert format_spans(found.busy) == NINE_IN_JULY


@pytest.mark.parametrize(
    "zone",
    [
        ("BEGIN:VTIMEZONE", "TZID:Own", "END:VTIMEZONE"),
        (
            "BEGIN:VTIMEZONE",
            "TZID:Own",
            "BEGIN:STANDARD",
            "TZOFFSETFROM:+0100",
            "TZOFFSETTO:+0100",
            "END:STANDARD",
            "END:VTIMEZONE",
        ),
        (
            "BEGIN:VTIMEZONE",
            "TZID:Own",
            "BEGIN:STANDARD",
            "DTSTART:19700101T000000",
            "TZOFFSETFROM:+0100",
            "TZOFFSETTO:one",
            "END:STANDARD",
            "END:VTIMEZONE",
        ),
    ],
)
def test_a_broken_zone_makes_a_file_unknown_only_where_it_is_used(zone: tuple[str, ...]):
    used = read_busy_time(build_calendar(*zone, *july("Own")), YEAR)
    assert used.unknown is not None
    assert used.unknown.code == "unreadable_zone"
    unused = read_busy_time(build_calendar(*zone, *july("Europe/Copenhagen")), YEAR)
    assert format_spans(unused.busy) == NINE_IN_JULY


@pytest.mark.parametrize(
    ("head", "read_as"),
    [
        ((), "Europe/Copenhagen"),
        (("X-WR-TIMEZONE:Europe/London",), "Europe/London"),
        (("X-WR-TIMEZONE:GMT Standard Time",), "Europe/London"),
        (("X-WR-TIMEZONE:Nowhere",), "Europe/Copenhagen"),
    ],
)
def test_times_without_a_zone_are_read_in_that_of_the_file_with_a_warning(head: tuple[str, ...], read_as: str):
    start = "08" if read_as == "Europe/London" else "09"
    event = build_event(f"DTSTART:20270712T{start}0000", "DURATION:PT3H")
    found = read_busy_time(build_calendar(*event, head=head), YEAR)
    assert (format_spans(found.busy), list_codes(found)) == (NINE_IN_JULY, ["no_zone"])
    assert read_as in found.warnings[0].text.da


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


def test_the_names_of_the_zones_in_use_are_listed():
    data = build_calendar(*OUTLOOK_ZONE, *july("Romance Standard Time"), *july("Europe/London"))
    assert read_busy_time(data, YEAR).zones == ("Europe/London", "Romance Standard Time")


@pytest.mark.parametrize("name", ["Mette Hansen", "mette@example.org", "UTC 0101901234"])
def test_a_zone_named_after_a_person_is_not_repeated(name: str):
    found = read_busy_time(build_calendar(*build_fixed_zone(name, "-0100"), *july(name)), YEAR)
    assert found.zones == ()
    assert list_codes(found) == ["zone_of_file"]
    assert name not in str(found)
