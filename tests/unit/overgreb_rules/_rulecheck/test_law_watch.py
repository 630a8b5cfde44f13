"""The watch names what became of each listed sentence."""

import re
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from overgreb_rules._rulecheck.coverage import Sentence, read_sentences
from overgreb_rules._rulecheck.law_text.document import parse_published_file
from overgreb_rules._rulecheck.law_text.wording import hash_sentence
from overgreb_rules._rulecheck.law_watch import (
    compare_sentences,
    is_in_ranges,
    known_tails,
    parse_paragraph_ranges,
    propose_rows,
)
from tests.fixtures.paths import LAW_TEXTS, RULES

ACT = "§ 1. Kommunen skal handle. Barnet skal høres.\n§ 2. Social- og boligministeren kan fastsætte regler."


def listed_in(text, **changes):
    """The list of a text as it was read; `changes` gives rules by citation."""
    return [
        Sentence(
            "barnets_lov", "LBK 1/2027", one.cite, one.sha256, "deadline", changes.get(one.cite, ("r",)), "", "gist"
        )
        for one in parse_published_file(text.encode(), "act").sentences
    ]


def verdicts(listed, text, names=()):
    act = parse_published_file(text.encode(), "act")
    return [(one.verdict, one.cite) for one in compare_sentences(listed, act.sentences, act.paragraphs, names)]


def changed(old, new, names=()):
    """What is not the same once `old` stands as `new`."""
    return [one for one in verdicts(listed_in(ACT), ACT.replace(old, new), names) if one[0] != "same"]


def test_a_text_compared_with_its_own_list_is_all_the_same():
    assert {verdict for verdict, _ in verdicts(listed_in(ACT), ACT)} == {"same"}


def test_another_wording_at_the_same_place_is_changed():
    assert changed("skal handle", "kan handle") == [("changed", "§ 1, 1. pkt.")]


def test_the_same_wording_at_another_place_is_moved_and_what_came_before_it_is_new():
    assert changed("§ 1. ", "§ 1. Loven gælder. ") == [
        ("moved", "§ 1, 1. pkt."),
        ("moved", "§ 1, 2. pkt."),
        ("new", "§ 1, 1. pkt."),
    ]


def test_a_sentence_that_went_out_is_gone():
    assert ("gone", "§ 1, 2. pkt.") in changed(" Barnet skal høres.", "")


def test_a_sentence_that_came_in_is_new():
    assert ("new", "§ 1, 3. pkt.") in changed("høres.", "høres. Det gælder altid.")


def test_a_paragraph_that_the_text_lacks_is_missing():
    text = ACT.partition("\n")[0]
    assert ("paragraph missing", "§ 2") in verdicts(listed_in(ACT), text)


@pytest.mark.parametrize(
    ("names", "verdict"),
    [(("social- og boligministeren", "social- og ældreministeren"), "name only"), ((), "changed")],
)
def test_one_listed_name_in_the_place_of_another_is_a_change_of_name_only(names, verdict):
    assert changed("Social- og boligministeren", "Social- og ældreministeren", names) == [(verdict, "§ 2")]


def test_a_change_beside_the_name_is_no_change_of_name_only():
    names = ("social- og boligministeren", "social- og ældreministeren")
    new = "Social- og ældreministeren skal"
    assert changed("Social- og boligministeren kan", new, names) == [("changed", "§ 2")]


def test_of_two_equal_sentences_the_one_in_the_same_paragraph_is_the_one_that_moved():
    act = "§ 1. Først. Det gælder ikke.\n§ 2. Andet. Det gælder ikke."
    new = "§ 1. Først. Mere. Det gælder ikke.\n§ 2. Andet. Mere. Det gælder ikke."
    published = parse_published_file(new.encode(), "act")
    moved = {
        one.cite: one.found.cite
        for one in compare_sentences(listed_in(act), published.sentences, published.paragraphs, ())
        if one.verdict == "moved"
    }
    assert moved == {"§ 1, 2. pkt.": "§ 1, 3. pkt.", "§ 2, 2. pkt.": "§ 2, 3. pkt."}


EXCERPT = (LAW_TEXTS / "barnets-lov-excerpt.txt").read_text(encoding="utf-8")
RANGES = parse_paragraph_ranges("5,126,132-138,213")
LISTED = [
    one
    for one in read_sentences((RULES / "sentences.csv").read_text(encoding="utf-8"))
    if one.law == "barnets_lov" and is_in_ranges(one.cite.partition(",")[0], RANGES)
]


def test_the_published_paragraphs_of_barnets_lov_are_all_the_same():
    found = verdicts(LISTED, EXCERPT)
    assert len(found) == 44
    assert {verdict for verdict, _ in found} == {"same"}


@given(st.integers(0, 10_000))
def test_one_word_changed_anywhere_is_exactly_one_change(position):
    words = [match.end() for match in re.finditer(r"(?<!\w)[a-zæøå]{4,}(?!\w)", EXCERPT)]
    place = words[position * 7919 % len(words)]
    changed_text = f"{EXCERPT[:place]}x{EXCERPT[place:]}"
    act = parse_published_file(changed_text.encode(), "act")
    found = [one.verdict for one in compare_sentences(LISTED, act.sentences, act.paragraphs, ())]
    assert found.count("changed") == 1
    assert found.count("same") == len(found) - 1


@given(st.integers(0, 2**32))
def test_other_blanks_and_soft_hyphens_change_nothing(seed):
    random = Random(seed)  # noqa: S311  # a repeatable text, no secret
    words = [
        word if len(word) < 4 or random.random() > 0.1 else f"{word[:2]}\u00ad{word[2:]}" for word in EXCERPT.split(" ")
    ]
    text = "".join(word + random.choice([" ", "\u00a0", "  ", "\u202f"]) for word in words)
    assert {verdict for verdict, _ in verdicts(LISTED, text)} == {"same"}


def test_the_rows_proposed_for_a_new_version_keep_rules_only_where_nothing_changed():
    act = parse_published_file(ACT.replace("skal handle", "kan handle").encode(), "act")
    compared = compare_sentences(listed_in(ACT), act.sentences, act.paragraphs, ())
    rows = list(propose_rows(compared, "barnets_lov", "LBK 2/2028"))
    assert [(row[2], row[4], row[5], row[6]) for row in rows] == [
        ("§ 1, 1. pkt.", "deadline", "", ""),
        ("§ 1, 2. pkt.", "deadline", "r", ""),
        ("§ 2", "deadline", "r", ""),
    ]
    assert rows[0][3] == hash_sentence("Kommunen kan handle.")


@pytest.mark.parametrize(
    ("text", "ranges"),
    [
        ("5,126,132-138", ((5, None, 5), (126, None, 126), (132, None, 138))),
        ("68 a", ((68, "a", 68),)),
        ("§ 5, § 6", ((5, None, 5), (6, None, 6))),
        ("5;6", None),
        ("68a-70", None),
        ("", None),
        ("9" * 5000, None),
    ],
)
def test_a_list_of_paragraphs_is_read_or_refused(text, ranges):
    assert parse_paragraph_ranges(text) == ranges


@pytest.mark.parametrize(
    ("paragraph", "is_in"),
    [
        ("§ 132", True),
        ("§ 138", True),
        ("§ 133 a", True),
        ("§ 131", False),
        ("§ 139", False),
        ("bilag", False),
        (f"§ {'9' * 5000}", False),
        ("§ ²", False),
    ],
)
def test_a_range_holds_its_ends_and_the_paragraphs_with_letters(paragraph, is_in):
    assert is_in_ranges(paragraph, ((132, None, 138),)) is is_in


def test_the_list_says_where_a_text_follows_a_list_of_numbers():
    sentence = Sentence("l", "v", "§ 73, stk. 1 (tail)", "0" * 64, "duty", (), "why", "")
    assert known_tails([sentence]) == {("§ 73", 1)}
