"""Where rules are read from."""

from __future__ import annotations

import shutil
from pathlib import Path

from overgreb_rules._rules.rule_set import RuleSet
from overgreb_rules._rules.source import (
    packaged_lapses,
    packaged_numberless,
    packaged_own_words,
    packaged_source,
    read_rules,
)
from tests.fixtures.paths import RULES


def test_an_edited_copy_of_the_packaged_rules_is_read_as_it_was_edited(tmp_path: Path) -> None:
    folder = shutil.copytree(RULES, tmp_path / "rules")
    (folder / "packed.json").write_text('{"sha256": "of an older state", "files": {}}', encoding="utf-8")
    book = folder / "rulebook.yaml"
    book.write_text(book.read_text(encoding="utf-8") + "# edited\n", encoding="utf-8")
    source = read_rules(folder)
    assert source.documents.keys() == packaged_source().documents.keys()
    assert source.sha256 not in {packaged_source().sha256, "of an older state"}


def test_the_packaged_rules_are_those_of_the_checkout() -> None:
    assert packaged_source().sha256 == read_rules(RULES).sha256


def test_the_packaged_rules_that_lapse_are_those_whose_breach_says_what_lapses() -> None:
    lapsing = {rule.id for rule in RuleSet.load() if rule.breach is not None and rule.breach.lapse is not None}
    assert packaged_lapses() == lapsing != set()


def test_the_packaged_rules_without_a_number_are_those_whose_clock_sets_none() -> None:
    assert packaged_numberless() == {rule.id for rule in RuleSet.load() if not rule.clock.sets_number} != set()


def test_the_packaged_rules_with_words_of_their_own_are_those_of_an_unborn_child() -> None:
    assert packaged_own_words() == {rule.id: rule.words for rule in RuleSet.load() if rule.words}
    assert {name.partition("-")[0] for name in packaged_own_words()} == {"bl", "sel"}
