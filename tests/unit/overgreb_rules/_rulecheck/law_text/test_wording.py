"""The wording of a provision is normalised, cut into sentences, cited and hashed as the list was made."""

import hashlib

import pytest

from overgreb_rules._rulecheck.law_text.wording import (
    Paragraph,
    Stykke,
    cut_paragraph,
    cut_sentences,
    ends_with_a_sentence,
    hash_sentence,
    normalize_text,
)


@pytest.mark.parametrize(
    ("published", "normal"),
    [
        ("stk.\u00a02", "stk. 2"),
        ("under\u00adretning", "underretning"),
        ("børne\u200bhus", "børnehus"),
        ("o\u0308re", "öre"),
        ("  to \n linjer\t", "to linjer"),
    ],
)
def test_typography_is_no_part_of_the_wording(published, normal):
    assert normalize_text(published) == normal


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("Det gælder. Det gælder også.", ["Det gælder.", "Det gælder også."]),
        ("Efter stk. 2 gælder det.", ["Efter stk. 2 gælder det."]),
        ("Jf. § 10, stk. 1. Tilsynet skal.", ["Jf. § 10, stk. 1.", "Tilsynet skal."]),
        ("Jf. dog 4. pkt. For børn gælder det.", ["Jf. dog 4. pkt.", "For børn gælder det."]),
        ("Ophold m.v. Barnet skal.", ["Ophold m.v.", "Barnet skal."]),
        ("Loven, jf. Bilag 1, gælder.", ["Loven, jf. Bilag 1, gælder."]),
        ("Ydelser på 100 kr. Danmark.", ["Ydelser på 100 kr. Danmark."]),
        ("Ordene »Nu er det.« Derefter.", ["Ordene »Nu er det.«", "Derefter."]),
        ("Uden punktum", ["Uden punktum"]),
        ("", []),
    ],
)
def test_a_sentence_ends_at_a_stop_before_a_capital_letter_but_not_after_an_abbreviation(text, sentences):
    assert cut_sentences(text) == sentences


@pytest.mark.parametrize(("text", "ends"), [("Slut.", True), ("Slut.«", True), ("Slut", False), ("", False)])
def test_a_text_ends_with_a_sentence_where_it_ends_with_a_stop(text, ends):
    assert ends_with_a_sentence(text) is ends


def test_the_hash_is_that_of_the_bytes_in_utf_8():
    assert hash_sentence("Børn.") == hashlib.sha256("Børn.".encode()).hexdigest()


def test_a_stykke_is_cited_only_where_there_are_several():
    one = Paragraph("§ 135", (Stykke(1, "Den skal."),))
    two = Paragraph("§ 136", (Stykke(1, "Den skal. Den kan."), Stykke(2, "Inden 24 timer.")))
    assert [sentence.cite for sentence in cut_paragraph(one)] == ["§ 135"]
    assert [sentence.cite for sentence in cut_paragraph(two)] == [
        "§ 136, stk. 1, 1. pkt.",
        "§ 136, stk. 1, 2. pkt.",
        "§ 136, stk. 2",
    ]


def test_introduction_numbers_and_tail_of_a_list_are_sentences_of_their_own():
    stykke = Stykke(1, "Nævnet skal, når", (("1", "det sker,"), ("2", "det er sket,")), "træffe afgørelse.")
    cites = [sentence.cite for sentence in cut_paragraph(Paragraph("§ 73", (stykke, Stykke(2, "Slut."))))]
    assert cites == [
        "§ 73, stk. 1",
        "§ 73, stk. 1, nr. 1",
        "§ 73, stk. 1, nr. 2",
        "§ 73, stk. 1 (tail)",
        "§ 73, stk. 2",
    ]


def test_an_introduction_of_two_sentences_is_cut_and_its_numbers_are_cited_without_sentence():
    stykke = Stykke(4, "Først dette. Dernæst, når", (("1", "det sker."),))
    cites = [one.cite for one in cut_paragraph(Paragraph("§ 68", (Stykke(1, "A."), stykke)))]
    assert cites == ["§ 68, stk. 1", "§ 68, stk. 4, 1. pkt.", "§ 68, stk. 4, 2. pkt.", "§ 68, stk. 4, nr. 1"]
