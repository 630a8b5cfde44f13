"""An act as plain text is read by its markers, however its lines are wrapped."""

import textwrap

import pytest

from overgreb_rules._rulecheck.law_text.plain_text import parse_plain_text
from overgreb_rules._rulecheck.law_text.wording import LawTextError, Paragraph, Stykke

ACT = (
    "§ 1. Kommunen skal, når 1) barnet er født, 2) barnet er anbragt: a) frivilligt eller b) uden samtykke, eller "
    "3) barnet flytter. Stk. 2. Det gælder ikke efter § 2, stk. 2. Dog gælder § 3.\n"
    "§ 1 a. Ankestyrelsen kan.\n"
    "§ 20. Retten kan, jf. stk. 2. Stk. 2. Sagen genoptages."
)
READ = [
    Paragraph(
        "§ 1",
        (
            Stykke(
                1,
                "Kommunen skal, når",
                (
                    ("1", "barnet er født,"),
                    ("2", "barnet er anbragt: frivilligt eller uden samtykke, eller"),
                    ("3", "barnet flytter."),
                ),
            ),
            Stykke(2, "Det gælder ikke efter § 2, stk. 2. Dog gælder § 3."),
        ),
    ),
    Paragraph("§ 1 a", (Stykke(1, "Ankestyrelsen kan."),)),
    Paragraph("§ 20", (Stykke(1, "Retten kan, jf. stk. 2."), Stykke(2, "Sagen genoptages."))),
]


def test_paragraphs_stykker_numbers_and_letters_are_read_without_their_markers():
    assert parse_plain_text(ACT, "act.txt") == READ


@pytest.mark.parametrize("width", [20, 33, 60, 79])
def test_wrapped_lines_are_read_alike(width):
    lines = (textwrap.fill(line, width, break_long_words=False, break_on_hyphens=False) for line in ACT.splitlines())
    assert parse_plain_text("\n".join(lines), "act.txt") == READ


def test_a_heading_between_paragraphs_is_left_out():
    assert parse_plain_text(ACT.replace("\n§ 20", "\n\nKapitel 2\nKlage og domstole\n\n§ 20"), "act.txt") == READ


def test_a_reference_at_the_start_of_a_line_is_no_marker():
    text = "§ 1. Det følger af\n§ 2. Stk. 2. Det gælder også.\n§ 3. Slut."
    assert [one.name for one in parse_plain_text(text, "act.txt")] == ["§ 1", "§ 3"]


@pytest.mark.parametrize(
    "text",
    [
        "§ 1. Kommunen1) skal. 1) Den angivne ordlyd af § 1 gælder først fra 2028.",
        "§ 1. Kommunen¹ skal. 1) Den angivne ordlyd af § 1 gælder først fra 2028.",
        "§ 1. Kommunen¹⁾ skal. ¹⁾ Den angivne ordlyd af § 1 gælder først fra 2028.",
        "§ 1. Kommunen1) skal.12) 1) Den angivne ordlyd af § 1 gælder. 12) Den angivne ordlyd af § 1 gælder først.",
    ],
)
def test_footnotes_and_their_marks_are_left_out(text: str):
    assert parse_plain_text(f"{text}\n§ 2. Slut.", "act.txt")[0].stykker == (Stykke(1, "Kommunen skal."),)


def test_a_known_text_after_a_list_is_cut_off_its_last_number():
    text = "§ 73. Nævnet skal, når 1) det sker, 2) det er sket. Afgørelsen træffes snart."
    read = parse_plain_text(text, "act.txt", {("§ 73", 1)})
    assert read[0].stykker[0].tail == "Afgørelsen træffes snart."
    assert parse_plain_text(text, "act.txt")[0].stykker[0].tail == ""


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("Kommunen skal handle.", "there is no paragraph"),
        (f"§ {'9' * 5000}. Kommunen skal.", "there is no paragraph"),
        ("§ 1. Kommunen skal.\n§ 2. Barnet har", "it ends inside a sentence"),
        ("§ 1. En under-\nretning skal vurderes.", "words are broken at line ends"),
    ],
)
def test_a_text_that_cannot_be_compared_is_refused_with_its_file(text, what):
    with pytest.raises(LawTextError, match=what) as caught:
        parse_plain_text(text, "act.txt")
    assert caught.value.place == "act.txt"


def test_a_hyphen_that_belongs_to_two_words_is_no_broken_word():
    text = "§ 1. Udvalget for børne-\nog ungesager skal handle."
    assert len(parse_plain_text(text, "act.txt")) == 1
