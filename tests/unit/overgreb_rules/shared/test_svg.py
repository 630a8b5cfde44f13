"""The elements of a drawing: their numbers, their attributes, and text that XML can hold."""

from __future__ import annotations

from xml.etree import ElementTree as ET

import pytest

from overgreb_rules.shared.svg import add_line, add_pattern, add_rect, add_text, clean_xml


def _drawing() -> ET.Element:
    return ET.Element("svg")


def test_a_rectangle_of_negative_width_has_no_width() -> None:
    assert add_rect(_drawing(), 1, 2, -3, 4).attrib == {"x": "1.0", "y": "2.0", "width": "0.0", "height": "4.0"}


def test_an_underscore_of_a_keyword_is_the_hyphen_of_an_attribute() -> None:
    assert add_rect(_drawing(), 0, 0, 1, 1, stroke_width="2").get("stroke-width") == "2"


def test_a_line_goes_from_its_start_to_its_end() -> None:
    assert add_line(_drawing(), (0, 1), (2, 3), "#000000").get("d") == "M0.0 1.0L2.0 3.0"


def test_a_colour_that_is_given_replaces_the_ink_of_words() -> None:
    assert add_text(_drawing(), 0, 0, "ja", 12, fill="red").get("fill") == "red"


def test_a_pattern_is_turned_by_its_angle() -> None:
    assert add_pattern(_drawing(), "out", "6", "45").get("patternTransform") == "rotate(45)"


@pytest.mark.parametrize("character", ["\x00", "\x0b", "\ud800", "\ufffe"])
def test_a_character_that_xml_cannot_hold_is_replaced(character: str) -> None:
    assert clean_xml(f"a{character}b") == "a\ufffdb"


def test_tabs_line_breaks_and_letters_stay() -> None:
    assert clean_xml("æ\tø\nå 😀") == "æ\tø\nå 😀"
