"""The shapes of a timeline: no meaning rests on colour alone."""

from __future__ import annotations

from typing import get_args
from xml.etree import ElementTree as ET

import pytest

from overgreb_rules.evaluation import StatusWord
from overgreb_rules.render._symbols import LOOKS, Tone, add_mark, add_patterns, add_status_mark, tone_of

TONES: tuple[Tone, ...] = get_args(Tone)


def _relative_luminance(colour: str) -> float:
    """Return the relative luminance of WCAG 2.1 of a colour written as #rrggbb."""
    shares = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = (share / 12.92 if share <= 0.03928 else ((share + 0.055) / 1.055) ** 2.4 for share in shares)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _shape(tone: Tone) -> str:
    parent = ET.Element("svg")
    add_status_mark(parent, tone, 0, 0, ink="#000000")
    return ET.tostring(parent, encoding="unicode")


def test_every_status_has_a_tone() -> None:
    assert {tone_of(status) for status in get_args(StatusWord)} == set(TONES)


def test_every_tone_has_a_shape_of_its_own_when_all_have_one_colour() -> None:
    assert len({_shape(tone) for tone in TONES}) == len(TONES)


@pytest.mark.parametrize("tone", TONES)
def test_the_words_of_a_tone_can_be_read_on_its_bar(tone: Tone) -> None:
    dark, light = _relative_luminance(LOOKS[tone].ink), _relative_luminance(LOOKS[tone].bar)
    assert (light + 0.05) / (dark + 0.05) >= 4.5, "WCAG 2.1, 1.4.3: at least 4.5 to 1"


def test_a_mark_stands_where_it_is_put_and_a_met_duty_has_a_tick() -> None:
    parent = ET.Element("svg")
    add_mark(parent, "met", 12.34, 5)
    (group,) = parent
    assert group.get("transform") == "translate(12.3 5.0)"
    assert len(group) == 2


def test_the_hatchings_that_the_plot_refers_to_are_defined() -> None:
    root = ET.Element("svg")
    add_patterns(root)
    assert [pattern.get("id") for pattern in root.iter("pattern")] == ["tl-out", "tl-half"]
