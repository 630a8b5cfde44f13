"""The gists and reasons of the listed sentences in both languages."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from overgreb_rules._rulecheck.coverage import read_sentences
from overgreb_rules._rulecheck.sentence_words import SENTENCE_WORDS_FILE, read_sentence_words
from overgreb_rules._rules.rule_set import RuleSet
from overgreb_rules._rules.source import packaged_rules, sentences_text
from overgreb_rules.cli import main
from overgreb_rules.errors import RuleError

LAWS = RuleSet.load().laws
SENTENCES = read_sentences(sentences_text(packaged_rules()))
WORDS = read_sentence_words(packaged_rules())


def test_every_gist_and_every_reason_has_its_danish_and_no_other_text_has() -> None:
    said = {("gist", one.gist) for one in SENTENCES} | {("why_not", one.why_not) for one in SENTENCES if one.why_not}
    assert {*WORDS.texts} == said
    assert all(text.da and text.da != text.en for text in WORDS.texts.values())


def test_what_is_different_in_english_is_different_in_danish() -> None:
    assert len({(column, text.da) for (column, _), text in WORDS.texts.items()}) == len(WORDS.texts)


def test_a_gist_has_the_words_of_its_act() -> None:
    told = {
        one.law: WORDS.gist(one, LAWS[one.law]).da for one in SENTENCES if one.gist.startswith("Notification while")
    }
    assert told == {
        "barnets_lov": "Underretning under en igangværende indsats: sagen genvurderes",
        "serviceloven": "Underretning under en igangværende foranstaltning: sagen genvurderes",
    }


def test_the_danish_list_has_no_english_word(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["rules", "coverage", "--lang", "da"]) == 0
    assert re.findall(r"\b(?:the|of|and|with|without|is|not|no)\b", capsys.readouterr().out) == []
    assert main(["rules", "coverage", "--lang", "en"]) == 0
    assert "no rule: content requirement" in capsys.readouterr().out


def test_a_folder_without_danish_shows_what_its_list_says(tmp_path: Path) -> None:
    words, one = read_sentence_words(tmp_path), SENTENCES[0]
    assert (words.gist(one, LAWS[one.law]).da, words.reason(one).da) == (one.gist, one.why_not)


@pytest.mark.parametrize(("text", "line"), [("en,da\n", 1), ("column,en,da\ngist,a\n", 2)])
def test_a_file_with_other_columns_is_refused_with_its_line(tmp_path: Path, text: str, line: int) -> None:
    (tmp_path / SENTENCE_WORDS_FILE).write_text(text, encoding="utf-8")
    with pytest.raises(RuleError) as refused:
        read_sentence_words(tmp_path)
    assert refused.value.place == f"{SENTENCE_WORDS_FILE}, line {line}"
