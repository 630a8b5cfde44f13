"""The list of sentences: each has a rule or a reason, and the rule files and the list agree."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from overgreb_rules._rulecheck.coverage import (
    SENTENCE_COLUMNS,
    Sentence,
    coverage_findings,
    paragraph_of,
    read_sentences,
)
from overgreb_rules._rules.rule_set import RuleSet
from overgreb_rules._rules.source import packaged_rules, sentences_text
from overgreb_rules.errors import RuleError

RULES = RuleSet.load()
SENTENCES = read_sentences(sentences_text(packaged_rules()))
ASSESSED = next(one for one in SENTENCES if "bl-136-2-vurdering-24-timer" in one.rules)
HEADER = ",".join(SENTENCE_COLUMNS)


def _found(changed: Sentence, original: Sentence = ASSESSED) -> list[str]:
    """Return what is found where one sentence of the list is replaced by another."""
    sentences = [changed if one is original else one for one in SENTENCES]
    return [finding.says.en for finding in coverage_findings(RULES, sentences)]


@pytest.mark.parametrize(
    ("cite", "paragraph"),
    [("§ 20, stk. 1, nr. 2", "§ 20"), ("§ 155 b, stk. 1", "§ 155 b"), ("bilag 1", "bilag 1")],
)
def test_the_paragraph_of_a_citation(cite: str, paragraph: str) -> None:
    assert paragraph_of(cite) == paragraph


def test_a_list_with_other_columns_or_a_row_without_a_hash_is_refused_with_its_line() -> None:
    with pytest.raises(RuleError) as refused:
        read_sentences("law,cite\n")
    assert refused.value.place == "sentences.csv, line 1"
    with pytest.raises(RuleError) as refused:
        read_sentences(f"{HEADER}\nbarnets_lov,LBK 282/2025,§ 1,no hash,duty,,reason,gist\n")
    assert refused.value.place == "sentences.csv, line 2"


def test_a_sentence_has_a_rule_or_a_reason_and_never_both() -> None:
    assert "has both a rule and a reason" in _found(replace(ASSESSED, why_not="advice"))
    assert "has no rule and no reason" in _found(replace(ASSESSED, rules=()))


def test_a_sentence_is_listed_once() -> None:
    twice = [*SENTENCES, ASSESSED]
    assert [finding.says.en for finding in coverage_findings(RULES, twice)] == ["is listed twice"]


def test_a_rule_covers_the_sentences_that_name_it_and_no_other() -> None:
    other = next(one for one in SENTENCES if not one.rules and one.law == "barnets_lov")
    more = _found(replace(other, rules=(*ASSESSED.rules,), why_not=""), other)
    assert any(says.startswith("does not cover") for says in more)
    fewer = _found(replace(ASSESSED, rules=("bl-138-1-kvittering",)))
    assert any(says.endswith("which does not name it") for says in fewer)


def test_a_duty_in_time_is_not_outside_the_scope_beside_one_that_is_encoded() -> None:
    left_out = replace(ASSESSED, kind="deadline", rules=(), why_not="outside the scope of the rules")
    beside = replace(ASSESSED, cite=f"{ASSESSED.cite}, 9. pkt.", gist="something else")
    sentences = [left_out if one is ASSESSED else one for one in SENTENCES] + [beside]
    says = [finding.says.en for finding in coverage_findings(RULES, sentences)]
    assert any(one.startswith("the reason “outside the scope of the rules” does not fit together with") for one in says)
