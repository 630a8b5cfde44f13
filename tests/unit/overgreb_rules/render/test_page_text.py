"""The words of the page: the same slots in both languages."""

from __future__ import annotations

import string

import pytest

from overgreb_rules.render._page_text import PAGE_WORDS


@pytest.mark.parametrize("name", PAGE_WORDS)
def test_both_languages_have_the_same_slots_and_neither_is_empty(name: str) -> None:
    danish, english = (
        {slot for _, slot, _, _ in string.Formatter().parse(words) if slot}
        for words in (PAGE_WORDS[name].da, PAGE_WORDS[name].en)
    )
    assert danish == english
    assert PAGE_WORDS[name].da.strip()
    assert PAGE_WORDS[name].en.strip()
