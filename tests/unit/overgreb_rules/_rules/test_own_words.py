"""Words that an act or a group of rules has in the place of those of the vocabulary."""

from __future__ import annotations

import pytest

from overgreb_rules import RuleError
from overgreb_rules._rules.own_words import NO_OWN_WORDS, OwnWords, parse_word_lists, parse_words
from overgreb_rules.shared.text import Text
from tests.fixtures.rule_texts import build_node

WORDS = OwnWords({"en prøve": "et forsøg", "prøve": "forsøg"}, {"a trial": "an attempt"})


def test_the_longest_word_is_replaced_first_and_whole_words_alone() -> None:
    assert WORDS.use_in(Text("en prøve og prøve; prøver", "a trial of trials")) == Text(
        "et forsøg og forsøg; prøver", "an attempt of trials"
    )


def test_a_word_that_begins_a_sentence_is_replaced_too() -> None:
    assert WORDS.use_in(Text("»Prøve«", "A trial.")) == Text("»Forsøg«", "An attempt.")


def test_without_other_words_a_text_is_itself() -> None:
    says = Text("prøve", "a trial")
    assert NO_OWN_WORDS.use_in(says) is says
    assert not NO_OWN_WORDS
    assert OwnWords(en={"a": "b"})


def test_a_list_of_words_may_be_missing() -> None:
    assert parse_words(None) == {}
    assert parse_words(build_node("prøve: forsøg")) == {"prøve": "forsøg"}
    assert parse_word_lists(None) == {}


def test_a_named_list_of_words_has_both_languages() -> None:
    node = build_node("forsøg: {da: {prøve: forsøg}, en: {a trial: an attempt}}")
    assert parse_word_lists(node) == {"forsøg": OwnWords({"prøve": "forsøg"}, {"a trial": "an attempt"})}
    with pytest.raises(RuleError, match="en"):
        parse_word_lists(build_node("forsøg: {da: {prøve: forsøg}}"))
