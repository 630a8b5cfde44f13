"""Zones by the file in which they stand, under every name that programs give them."""

from __future__ import annotations

import itertools

import pytest

from overgreb_rules.ical import read_busy_time
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
    assert used.unknown.text.en.startswith("a time zone is in use, and its definition in the file (VTIMEZONE)")
    named = tuple(line.replace("Own", "Customized Time Zone") for line in zone)
    used = read_busy_time(build_calendar(*named, *july("Customized Time Zone")), YEAR)
    assert used.unknown is not None
    assert used.unknown.text.en.startswith("the time zone “Customized Time Zone” is in use,")
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


def test_the_names_of_the_zones_in_use_are_listed():
    data = build_calendar(*OUTLOOK_ZONE, *july("Romance Standard Time"), *july("Europe/London"))
    assert read_busy_time(data, YEAR).zones == ("Europe/London", "Romance Standard Time")


@pytest.mark.parametrize(
    ("zone", "shown"),
    [
        ("/mozilla.org/20050126_1/Europe/Copenhagen", "Europe/Copenhagen"),
        ("/freeassociation.sourceforge.net/Europe/London", "Europe/London"),
        ('"(UTC+01:00) Brussels, Copenhagen, Madrid, Paris"', "(UTC+01:00) Brussels, Copenhagen, Madrid, Paris"),
        ('"(UTC+01:00) Bruxelles, København, Madrid, Paris"', "Europe/Paris"),
        ('"+02:00"', "UTC+02:00"),
        ("GMT-3", "GMT-3"),
        ("Romance (normaltid)", "Romance (normaltid)"),
    ],
)
def test_a_zone_is_named_by_its_name_or_by_the_zone_that_it_means(zone: str, shown: str):
    assert read_busy_time(build_calendar(*july(zone)), YEAR).zones == (shown,)
    own = build_calendar(*build_fixed_zone(zone.strip('"'), "+0545"), *july(zone))
    found = read_busy_time(own, YEAR)
    assert found.zones == (shown,)
    assert list_codes(found) == ["zone_of_file"]
    assert f"“{shown}” is read as the file defines it, UTC+05:45," in found.warnings[0].text.en


def test_a_zone_with_summer_time_is_named_with_both_offsets():
    own = tuple(
        line.replace("Romance Standard Time", "Emma").replace("+0200", "+0300").replace("+0100", "+0200")
        for line in OUTLOOK_ZONE
    )
    (note,) = [one for one in read_busy_time(build_calendar(*own, *july("Emma")), YEAR).warnings if one.line == 4]
    assert note.text.en.startswith("a time zone is read as the file defines it, UTC+02:00/UTC+03:00, which")


def test_a_broken_zone_that_is_used_under_a_known_name_is_read_by_it_with_a_warning():
    broken = ("BEGIN:VTIMEZONE", "TZID:Romance Standard Time", "BEGIN:STANDARD", "END:STANDARD", "END:VTIMEZONE")
    found = read_busy_time(build_calendar(*broken, *july("Romance Standard Time")), YEAR)
    assert (format_spans(found.busy), list_codes(found)) == (NINE_IN_JULY, ["broken_zone"])
    assert found.warnings[0].text.en.startswith("the time zone “Romance Standard Time” is read by its name;")


def test_the_zone_with_the_same_capitals_is_meant_where_another_has_others():
    data = build_calendar(*build_fixed_zone("own", "-0500"), *build_fixed_zone("Own", "+0200"), *july("Own"))
    assert format_spans(read_busy_time(data, YEAR).busy) == NINE_IN_JULY
    other = build_calendar(*build_fixed_zone("OWN", "+0200"), *july("own"))
    assert format_spans(read_busy_time(other, YEAR).busy) == NINE_IN_JULY


def test_a_zone_that_is_defined_twice_in_two_ways_is_unknown_and_named():
    twice = (*build_fixed_zone("Custom", "-0500"), *build_fixed_zone("Custom", "+0200"))
    found = read_busy_time(build_calendar(*twice, *july("Custom")), YEAR)
    assert found.unknown is not None
    assert (
        found.unknown.text.en
        == "the time zone “Custom” is in use, and is defined twice in two ways (VTIMEZONE) (line 12)"
    )


def test_a_known_name_with_the_definition_of_danish_time_is_danish_time_with_a_warning():
    london = tuple(line.replace("Romance Standard Time", "Europe/London") for line in OUTLOOK_ZONE)
    found = read_busy_time(build_calendar(*london, *july("Europe/London")), YEAR)
    assert (format_spans(found.busy), list_codes(found)) == (NINE_IN_JULY, ["zone_of_file"])
    assert "which is Danish time and not what the name stands for" in found.warnings[0].text.en
