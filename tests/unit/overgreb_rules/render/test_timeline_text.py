"""The words of a timeline: the same slots in both languages."""

from __future__ import annotations

import string

import pytest

from overgreb_rules.render._timeline_text import TIMELINE_LEGEND, TIMELINE_WORDS
from overgreb_rules.shared.text import Text


@pytest.mark.parametrize("words", [*TIMELINE_WORDS.values(), *(words for _, words in TIMELINE_LEGEND)])
def test_both_languages_have_the_same_slots(words: Text) -> None:
    danish, english = (
        {slot for _, slot, _, _ in string.Formatter().parse(text) if slot} for text in (words.da, words.en)
    )
    assert danish == english
