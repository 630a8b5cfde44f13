"""The parts of a sentence."""

from __future__ import annotations

import pytest

from overgreb_rules.shared.text import (
    Text,
    begin_sentence,
    end_sentence,
    fill_slots,
    join_items,
    join_texts,
    list_texts,
    quote,
    translate,
)


def test_a_text_is_danish_unless_english_is_asked_for() -> None:
    text = Text("ja", "yes")
    assert (str(text), translate(text, "da"), translate(text, "en")) == ("ja", "ja", "yes")


def test_a_text_as_json_has_both_languages_danish_first() -> None:
    assert [*Text("ja", "yes").as_json().items()] == [("da", "ja"), ("en", "yes")]


def test_a_sentence_ends_in_one_full_stop_also_after_a_citation_that_ends_in_one() -> None:
    assert end_sentence("Det følger af § 136, stk. 1, 1. pkt.") == "Det følger af § 136, stk. 1, 1. pkt."
    assert end_sentence("Det følger af § 136, stk. 2") == "Det følger af § 136, stk. 2."


@pytest.mark.parametrize("words", ["Er id'et rigtigt?", "Frist:", "Se her!", "e1, e2 …"])
def test_a_sentence_that_ends_in_another_mark_gets_no_full_stop(words: str) -> None:
    assert end_sentence(words) == words


def test_a_sentence_begins_with_a_capital_letter() -> None:
    assert (begin_sentence("underretning modtaget"), begin_sentence("øre"), begin_sentence("")) == (
        "Underretning modtaget",
        "Øre",
        "",
    )


def test_a_sentence_that_begins_with_a_quotation_mark_has_its_capital_letter_inside() -> None:
    assert (
        begin_sentence("»underretning modtaget« i dag"),
        begin_sentence("“notified” today"),
        begin_sentence("»"),
    ) == (
        "»Underretning modtaget« i dag",
        "“Notified” today",
        "»",
    )


def test_a_list_has_its_conjunction_before_the_last_item() -> None:
    assert [join_items(items, "og") for items in (["a"], ["a", "b"], ["a", "b", "c"])] == ["a", "a og b", "a, b og c"]


def test_a_list_of_clauses_has_a_comma_before_its_conjunction() -> None:
    assert join_items(["om a er", "om b er"], ", og") == "om a er, og om b er"


def test_a_list_of_texts_has_the_word_of_each_language_before_the_last_one() -> None:
    texts = [Text("rod", "root"), Text("top", "crown"), Text("gren", "branch")]
    assert list_texts(texts) == Text("rod, top og gren", "root, crown and branch")
    assert list_texts(texts[:2], "eller", "or") == Text("rod eller top", "root or crown")
    assert list_texts(texts[:1]) == texts[0]


def test_texts_are_joined_by_what_stands_between_two_of_them_in_each_language() -> None:
    texts = [Text("a", "b"), Text("c", "d")]
    assert join_texts(texts) == Text("a, c", "b, d")
    assert join_texts(iter(texts), "; ") == Text("a; c", "b; d")
    assert join_texts(texts, " og ", " and ") == Text("a og c", "b and d")
    assert join_texts([]) == Text("", "")


def test_each_slot_of_a_text_is_filled_in_both_languages() -> None:
    form = Text("{who} før {day}", "{who} before {day}")
    filled = fill_slots(form, who=Text("barnet", "the child"), day=Text("fredag", "Friday"))
    assert filled == Text("barnet før fredag", "the child before Friday")


def test_words_are_quoted_in_the_marks_of_their_language() -> None:
    assert quote(Text("underretning", "notification")) == Text("»underretning«", "“notification”")
