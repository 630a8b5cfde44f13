"""The list of what has no rule, and what a reason may say beside a sentence that is encoded."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from msgspec.structs import replace

from overgreb_rules import RuleError
from overgreb_rules._rulecheck.coverage import Sentence, coverage_findings, place_of, read_sentences
from overgreb_rules._rulecheck.left_out import read_left_out
from overgreb_rules._rules.rule_set import RuleSet
from overgreb_rules._rules.source import packaged_rules, sentences_text
from overgreb_rules.cli import main
from tests.fixtures.paths import RULES

BOOK = RuleSet.load()
SENTENCES = read_sentences(sentences_text(packaged_rules()))
RECEIPT = "bl-138-1-kvittering"


def _findings(rules: RuleSet, sentences: list[Sentence]) -> list[tuple[str, str]]:
    return [(finding.about, finding.says.en) for finding in coverage_findings(rules, sentences)]


def test_the_list_has_a_reason_in_both_languages_for_each_provision() -> None:
    left_out = read_left_out(RULES)
    assert len(left_out) > 30
    assert all(one.why.da and one.why.en and one.why.da != one.why.en for one in left_out)


def test_nothing_on_the_list_is_the_citation_of_a_rule() -> None:
    cites = {f"{BOOK.laws[rule.law].cited_as.da} {rule.cite}" for rule in BOOK}
    assert {one.what.da for one in read_left_out(RULES)} & cites == set()


@pytest.mark.slow
def test_a_folder_without_the_list_leaves_nothing_out_and_a_bad_entry_is_refused(tmp_path: Path) -> None:
    folder = shutil.copytree(RULES, tmp_path / "rules")
    path = folder / "not_encoded.yaml"
    path.write_text("- {what: {da: a, en: b}, how_often: daily, why: {da: c, en: d}}\n", encoding="utf-8")
    with pytest.raises(RuleError, match="is unknown"):
        read_left_out(folder)
    path.unlink()
    assert read_left_out(folder) == []


def test_a_rule_that_covers_another_sentence_than_those_that_name_it_is_found() -> None:
    rule = BOOK.by_id[RECEIPT]
    kept = tuple(place for place in rule.covers if "§ 138, stk. 1" not in place)
    says = [says for _, says in _findings(BOOK.with_rule(replace(rule, covers=(*kept, "§ 9 (LBK 1/2000)"))), SENTENCES)]
    assert any(one.startswith("does not cover “§ 138, stk. 1") for one in says)
    assert "covers “§ 9 (LBK 1/2000)”, which does not name it" in says


def _without_rule(index: int, why_not: str, *, gist: str | None = None) -> list[Sentence]:
    one = SENTENCES[index]
    changed = replace(one, rules=(), why_not=why_not, gist=gist or one.gist)
    return [*SENTENCES[:index], changed, *SENTENCES[index + 1 :]]


def test_a_deadline_beside_an_encoded_rule_is_not_outside_the_scope() -> None:
    index = next(i for i, one in enumerate(SENTENCES) if RECEIPT in one.rules and one.kind == "deadline")
    place = place_of(SENTENCES[index], BOOK, "")
    says = [says for _, says in _findings(BOOK, _without_rule(index, "outside the scope: receipts"))]
    assert "the reason “outside the scope: receipts” does not fit together with bl-138-1-kvittering" in says, place
    fits = [says for _, says in _findings(BOOK, _without_rule(index, "the decision itself: no event"))]
    assert not any("does not fit" in one for one in fits)


def test_a_deadline_that_says_the_same_as_an_encoded_one_is_found() -> None:
    index, other = [i for i, one in enumerate(SENTENCES) if one.rules and one.kind == "deadline"][:2]
    findings = _findings(BOOK, _without_rule(index, "no event", gist=SENTENCES[other].gist))
    assert any("says the same as" in says for _, says in findings)


def test_the_coverage_command_lists_what_is_left_out_in_the_language_asked_for(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main(["rules", "coverage", "--lang", "en"]) == 0
    shown = capsys.readouterr().out
    assert all(one.why.en in shown for one in read_left_out(RULES))
    assert all(left_out.en in shown for rule in BOOK for left_out in rule.not_modelled)
