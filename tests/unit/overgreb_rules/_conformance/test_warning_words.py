"""Each code of a warning has its meaning in both languages."""

from __future__ import annotations

import pytest

from overgreb_rules._conformance.warning_words import WARNING_WORDS


@pytest.mark.parametrize("code", WARNING_WORDS)
def test_the_meaning_is_a_sentence(code: str) -> None:
    text = WARNING_WORDS[code]
    assert text.da.endswith((".", "?"))
    assert text.en.endswith((".", "?", "`of`."))
