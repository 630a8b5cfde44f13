"""The bundle of the packaged rules is current, follows its schema, and has a hash that stands for its bytes."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import jsonschema
import pytest

from overgreb_rules._conformance.bundle import (
    BUNDLE_FILE,
    build_bundle,
    bundle_schema,
    bundle_sha256,
    write_bundle,
)
from overgreb_rules._rules.rule_set import RuleSet
from overgreb_rules._rules.source import packaged_rules
from overgreb_rules.calendar import midnight
from tests.fixtures.paths import ROOT

KIT = ROOT / "conformance"
RULES = RuleSet.load()


def test_the_bundle_follows_its_schema() -> None:
    data = json.loads((KIT / BUNDLE_FILE).read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator(bundle_schema()).validate(data)


def test_a_field_that_the_schema_does_not_know_is_refused() -> None:
    data = build_bundle(RULES).to_data()
    data["rules"]["bl-20-3-undersoegelse-4-maaneder"]["deadline"] = 1
    assert not jsonschema.Draft202012Validator(bundle_schema()).is_valid(data)


def test_no_clause_of_the_bundle_asks_whether_a_fact_with_a_default_is_unknown() -> None:
    vocabulary = RULES.vocabulary
    for rule in build_bundle(RULES).rules.values():
        for clause in (*rule.answers, *(one for version in rule.versions for one in version.opens)):
            for pattern in clause.wanted:
                event = vocabulary.events.get(pattern.kind.partition(">")[2])
                asked = {test.name for test in pattern.tests if test.operator == "is" and test.value == "?"}
                facts = event.facts if event is not None else {}
                assert not any(facts[name].is_never_unknown for name in asked if name in facts)


def test_the_hash_of_the_packaged_rules_is_that_of_the_packaged_file() -> None:
    assert bundle_sha256(RULES) == hashlib.sha256((KIT / BUNDLE_FILE).read_bytes()).hexdigest()


def _copy_rules(folder: Path, old: str, new: str) -> RuleSet:
    """Load a copy of the rules in which a text stands for another one."""
    for path in packaged_rules().rglob("*.yaml"):
        copy = folder / path.relative_to(packaged_rules())
        copy.parent.mkdir(exist_ok=True, parents=True)
        copy.write_text(path.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")
    return RuleSet.load(folder)


@pytest.mark.slow
def test_the_hash_of_a_folder_is_that_of_the_bundle_of_its_rules(tmp_path: Path) -> None:
    same = _copy_rules(tmp_path / "same", "", "")
    assert same is not RULES
    assert bundle_sha256(same) == bundle_sha256(RULES)
    assert bundle_sha256(_copy_rules(tmp_path / "other", "24 hours", "23 hours")) != bundle_sha256(RULES)


def test_the_days_of_a_change_of_law_repeat_its_instant() -> None:
    """The mutation run over the bundle leaves these days as they are."""
    bundle = build_bundle(RULES)
    days = {transition.newer: transition.on for transition in bundle.transitions}
    assert all(midnight(one.on) == one.instant for one in bundle.transitions)
    for rule in bundle.rules.values():
        assert rule.commencement is None or rule.commencement.on == days[rule.law]


def test_each_rule_and_each_event_type_has_a_line_of_its_own() -> None:
    lines = write_bundle(build_bundle(RULES).to_data()).splitlines()
    starts = {line.partition(":")[0] for line in lines}
    assert {f'"{name}"' for name in (*RULES.by_id, *RULES.vocabulary.events)} <= starts
