"""One property: its parameters by name, and where its value begins."""

from __future__ import annotations

import pytest

from overgreb_rules.ical.free_busy.property_line import PropertyLine, split_property


@pytest.mark.parametrize(
    ("rest", "parts"),
    [
        (":a:b", ("", ":", "a:b")),
        (';CN="a:b":c', (';CN="a:b"', ":", "c")),
        (';CN=a":b:c', (';CN=a"', ":", "b:c")),
        (";CN=a", (";CN=a", "", "")),
    ],
)
def test_the_value_begins_after_the_first_colon_outside_quotation_marks(rest: str, parts: tuple[str, str, str]):
    assert split_property(rest) == parts


def test_a_parameter_is_found_by_its_name_without_its_quotation_marks():
    line = PropertyLine("ATTENDEE", ';X="CN=no";cn="Emma Ek"', "x", 1)
    assert line.parameter("CN") == "Emma Ek"
    assert line.parameter("ROLE") is None


@pytest.mark.parametrize(
    ("parameters", "sound"),
    [("", True), (";A=b", True), (';A="b"', True), (';A="b=",c', True), (';A=b"c"', False), (';A="b"c', False)],
)
def test_quotation_marks_are_sound_around_whole_values_alone(parameters: str, sound: bool):
    assert PropertyLine("A", parameters, "", 1).has_sound_parameters is sound
