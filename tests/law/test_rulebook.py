"""The rulebook as a whole: sound, complete over its scope, and refused with a place where it is not."""

from __future__ import annotations

import json
import shutil
from collections import Counter
from pathlib import Path

import pytest
from msgspec.structs import replace

from overgreb_rules import Rulebook, RuleError
from overgreb_rules._evaluate.json_schemas import SCHEMA_NAMES, build_json_schema
from overgreb_rules._matching.compiled import CompiledRules
from overgreb_rules._rulecheck.consistency import check
from overgreb_rules._rulecheck.coverage import coverage_findings, read_sentences
from overgreb_rules._rules.rule_set import RuleSet
from overgreb_rules._rules.source import packaged_rules, read_rules, sentences_text
from tests.fixtures.matchers import MATCHERS

RULES = RuleSet.load()
ROOT = packaged_rules()
ASSESSMENT = "barnets_lov/bl-136-2-vurdering-24-timer.yaml"
RECEIPT = "serviceloven/sel-155b-1-kvittering.yaml"


def _matchers() -> list[CompiledRules]:
    return [Rulebook.load(matcher=name).programs for name in MATCHERS]


def test_every_proof_holds_for_the_packaged_rules_and_both_matchers_take_them() -> None:
    assert check(RULES, [programs.matcher for programs in _matchers()]) == []


def test_the_rulebook_covers_161_provisions_and_665_sentences() -> None:
    sentences = read_sentences(sentences_text(ROOT))
    assert (len(RULES.by_id), len(sentences)) == (161, 665)
    assert list(coverage_findings(RULES, sentences)) == []
    assert [rule.id for rule in RULES if rule.outside_the_list] == ["praksis-videoafhoering-1-uge"]


def test_rules_have_the_subject_number_that_is_known_for_their_act_or_chapter_and_no_other() -> None:
    numbers = Counter(rule.kle for rule in RULES)
    assert numbers == {"27.24": 69, "34.10.10": 17, "34.10.30": 15, "34.30.40": 2, None: 58}
    assert {rule.law for rule in RULES if rule.kle == "27.24"} == {"serviceloven"}
    assert {rule.law for rule in RULES if rule.kle and rule.kle != "27.24"} == {"barnets_lov"}


def test_a_fact_at_whose_time_a_clock_starts_or_a_decision_was_made_is_one_that_a_trigger_can_tell() -> None:
    events = RULES.vocabulary.events
    for rule in RULES:
        starts = (rule.clock.strict_from, rule.clock.lenient_from)
        facts = {one.name for one in starts if one.kind in {"earlier", "fact"}} | {rule.clock.before_fact} - {None}
        for fact in facts:
            assert any(fact in events[type_].facts for type_ in rule.triggers), (rule.id, fact)


def test_every_source_of_a_rule_on_an_act_has_an_address() -> None:
    missing = {rule.id for rule in RULES if [*RULES.addresses_of(rule)] != [*rule.sources]}
    assert missing == {rule.id for rule in RULES if rule.law == "praksis"}


def test_a_sentence_without_rule_or_reason_is_found() -> None:
    sentences = read_sentences(sentences_text(ROOT))
    header, first, *rest = sentences_text(ROOT).splitlines(keepends=True)
    bare = read_sentences(header + first.replace("definition or scope only", "") + "".join(rest))
    assert [finding.says.en for finding in coverage_findings(RULES, bare)] == ["has no rule and no reason"]
    assert len(bare) == len(sentences)


def test_a_citation_without_a_listed_sentence_is_found() -> None:
    rule = replace(RULES.by_id["bl-100-3-hjemgivelsesperiode-6-maaneder"], cite="§ 999, stk. 1")
    found = coverage_findings(RULES.with_rule(rule), read_sentences(sentences_text(ROOT)))
    assert [finding.says.en for finding in found] == ["cites a place without a sentence: § 999, stk. 1"]


def test_a_source_that_was_not_read_is_found() -> None:
    rule = replace(RULES.by_id["bl-100-3-hjemgivelsesperiode-6-maaneder"], sources=("LBK 1/1999",))
    found = check(RULES.with_rule(rule), [])
    assert [finding.says.en for finding in found] == ["names a version that sources.yaml lacks: LBK 1/1999"]


@pytest.mark.parametrize("what", SCHEMA_NAMES)
def test_the_published_schema_is_the_one_that_the_code_has(what: str) -> None:
    published = json.loads((ROOT / "schema" / f"{what}.json").read_text(encoding="utf-8"))
    assert published == build_json_schema(what, RULES), f"run: overgreb-rules rules schema {what}"


def test_every_rule_says_everything_in_both_languages() -> None:
    for rule in RULES:
        said = [rule.title, rule.summary, *(doubt.says for doubt in rule.doubts)]
        assert all(text.da.strip() and text.en.strip() for text in said), rule.id
        assert rule.summary.da != rule.summary.en, rule.id


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the packaged rules that a test may damage."""
    return shutil.copytree(ROOT, tmp_path / "rules")


def _damaged(folder: Path, name: str, old: str, new: str) -> RuleError:
    path = folder / name
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(RuleError) as refused:
        RuleSet.load(folder)
    return refused.value


@pytest.mark.slow
@pytest.mark.parametrize(
    ("name", "old", "new", "line", "what"),
    [
        (ASSESSMENT, "who: kommunalbestyrelsen", "whom: kommunalbestyrelsen", 16, "the key «hidden» is unknown"),
        (ASSESSMENT, "must: underretning_vurderet", "must: underretning_vurdert", 17, "“underretning_vurdert” is unknown"),  # noqa: E501
        (ASSESSMENT, "from: 2024-01-01", "from: 2024-02-30", 4, "2024-02-30 is no day"),
        (ASSESSMENT, "from: 2024-01-01", "from: 08", 4, "the bare word “08”"),
        (ASSESSMENT, "certainty: text", "certainty: no", 10, "the bare word “no”"),
        (ASSESSMENT, "certainty: text", "certainty: text\ncertainty: text", 11, "stands twice"),
        (ASSESSMENT, "within: 24 hours", "within: 24 days", 19, "no span that elapsed counts"),
        (ASSESSMENT, "count: elapsed", "count: roughly", 19, "«hidden» is unknown"),
        (ASSESSMENT, "kendt_fra}", "kendt_til}", 19, "«hidden» is unknown"),
        (ASSESSMENT, "who: kommunalbestyrelsen", "who: kommunen", 16, "«hidden» is unknown"),
        (ASSESSMENT, "id: bl-136-2-vurdering-24-timer", "id: bl-136-3", 1, "a file of another name"),
        (ASSESSMENT, "law: barnets_lov", "law: serviceloven", 2, "not that of the folder"),
        (ASSESSMENT, "succeeds: sel-155-2-vurdering-24-timer", "succeeds: sel-155-9", 5, "there is no rule “sel-155-9”"),  # noqa: E501
        (RECEIPT, "from: 2015-01-01", "from: 2014-12-31", None, "day by day"),
        (RECEIPT, "from: 2015-01-01", "from: 2015-01-02", None, "day by day"),
        (RECEIPT, "anonym: true", "anonymt: true", None, "no fact of the trigger"),
        (RECEIPT, "anonym: true", "anonym: ja", None, "a truth is expected"),
        ("vocabulary.yaml", "afsender: [fagperson", "afsender: [fagmand", None, "«hidden» is unknown"),
        ("rulebook.yaml", 'version: "2026.2"', "version: 2026.2", 3, "text is expected"),
    ],
)  # fmt: skip
def test_a_bad_rule_file_is_refused_with_file_and_line(
    folder: Path, name: str, old: str, new: str, line: int | None, what: str
) -> None:
    refused = _damaged(folder, name, old, new)
    parts = refused.parts("en")
    assert str(parts["place"]).startswith(f"{name}, line {line}" if line else f"{name}, line ")
    assert what in str(parts["what"])
    assert parts["allowed"]
    assert parts["mend"]


@pytest.mark.slow
def test_a_rule_without_examples_is_refused(folder: Path) -> None:
    path = folder / ASSESSMENT
    head, _, _ = path.read_text(encoding="utf-8").partition("\nexamples:")
    path.write_text(f"{head}\n", encoding="utf-8")
    with pytest.raises(RuleError, match="“examples:” is missing"):
        RuleSet.load(folder)
    path.write_text(f"{head}\nexamples: []\n", encoding="utf-8")
    with pytest.raises(RuleError, match="a rule without examples"):
        RuleSet.load(folder)


def test_a_gap_between_the_laws_is_found_with_its_date(folder: Path) -> None:
    path = folder / "serviceloven" / "sel-155-2-vurdering-24-timer.yaml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("to: 2023-12-31", "to: 2023-12-30"), encoding="utf-8")
    says = [finding.says.en for finding in check(RuleSet.load(folder), [])]
    assert says == ["gap before bl-136-2-vurdering-24-timer: 2023-12-31 to 2023-12-31"]


def test_equal_folders_have_equal_hashes_wherever_they_lie(folder: Path) -> None:
    assert read_rules(folder).sha256 == RULES.sha256


def test_a_rule_that_outlives_its_law_is_found(folder: Path) -> None:
    path = folder / "serviceloven" / "sel-51-undersoegelse-2-maaneder.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("to: 2023-12-31", "to: 2024-01-01"), encoding="utf-8")
    proofs = {finding.proof.en for finding in check(RuleSet.load(folder), [])}
    assert "every rule lies inside its law" in proofs
