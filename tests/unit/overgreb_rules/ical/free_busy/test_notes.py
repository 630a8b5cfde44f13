"""What a note may repeat of a file: names of RFC 5545 and of known time zones, and nothing else."""

from __future__ import annotations

import pytest

from overgreb_rules.ical import read_busy_time
from overgreb_rules.ical.free_busy.notes import build_note, name_component, name_property, name_zone
from overgreb_rules.shared.text import Text
from tests.fixtures.foreign_calendars import (
    YEAR,
    build_calendar,
    build_event,
    build_fixed_zone,
    list_codes,
)


def july(zone: str, start: str = "090000", end: str = "120000") -> tuple[str, ...]:
    return build_event(f"DTSTART;TZID={zone}:20270712T{start}", f"DTEND;TZID={zone}:20270712T{end}")


@pytest.mark.parametrize("name", ["Mette Hansen", "mette@example.org", "UTC 0101901234"])
def test_a_zone_named_after_a_person_is_not_repeated(name: str):
    found = read_busy_time(build_calendar(*build_fixed_zone(name, "-0100"), *july(name)), YEAR)
    assert found.zones == ()
    assert list_codes(found) == ["zone_of_file"]
    assert name not in str(found)


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("Romance Standard Time", True),
        ("Europe/Copenhagen", True),
        ("(UTC+01:00) Brussels, Copenhagen, Madrid, Paris", True),
        ("Customized Time Zone", True),
        ("Copenhagen 0101901234", False),
        ("Copenhagen@Paris", False),
        ("Copenhagen\nParis", False),
        ("Copenhagen Jensen", False),
        ("1234", False),
        ("Paris " * 20, False),
    ],
)
def test_a_name_of_a_zone_is_shown_where_its_words_are_those_of_known_zones(name: str, shown: bool):
    assert (name_zone(name) is not None) is shown


def test_names_that_nobody_has_defined_are_not_repeated():
    assert name_property("dtstart") == Text("DTSTART", "DTSTART")
    assert name_property("X-METTE") == Text("en egenskab", "a property")
    assert name_component("X-METTE") == Text("en komponent", "a component")


def test_a_note_ends_with_its_line():
    assert build_note("a", 7, "noget", "something").text == Text("noget (linje 7)", "something (line 7)")
    assert build_note("a", None, "noget", "something").text == Text("noget", "something")
