"""The word that was probably meant."""

from __future__ import annotations

import pytest

from overgreb_rules.shared.nearest_word import nearest_word

WORDS = ["afsender", "anonym", "at", "of", "underretning_modtaget", "underretning_vurderet"]


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("afsender", "afsender"),
        ("Afsender", "afsender"),
        ("afsendr", "afsender"),
        ("avsender", "afsender"),
        ("afsendere", "afsender"),
        ("anonmy", "anonym"),
        ("underretning_modtagt", "underretning_modtaget"),
        ("underetning_modtget", "underretning_modtaget"),
        ("at", "at"),
        ("a", None),
        ("it", None),
        ("mette", None),
        ("MetteHansen", None),
        ("underretning_sendt", None),
        ("", None),
    ],
)
def test_it_is_the_word_that_differs_by_a_quarter_of_its_letters_at_most(text: str, word: str | None) -> None:
    assert nearest_word(text, WORDS) == word


def test_of_two_words_as_near_it_is_the_first_in_the_alphabet() -> None:
    assert nearest_word("roed", ["roet", "road"]) == "road"


def test_without_words_there_is_none() -> None:
    assert nearest_word("at", []) is None
