"""Two rulebooks are compared by what their examples answer under both."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from overgreb_rules import Rulebook
from overgreb_rules._rulecheck.diff import rules_diff
from overgreb_rules._rules.source import packaged_rules


def _changed(folder: Path, name: str, old: str, new: str) -> Rulebook:
    shutil.copytree(packaged_rules(), folder)
    path = folder / name
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    return Rulebook.load(folder, matcher="reference")


@pytest.mark.slow
def test_a_rulebook_is_no_different_from_itself() -> None:
    book = Rulebook.load(matcher="reference")
    assert list(rules_diff(book, book)) == []


@pytest.mark.slow
def test_a_moved_date_is_shown_with_a_witness(tmp_path: Path) -> None:
    name = "barnets_lov/bl-146-klage-4-uger.yaml"
    changed = _changed(tmp_path / "rules", name, "within: 4 weeks", "within: 5 weeks")
    found = {(one.rule, one.kind) for one in rules_diff(Rulebook.load(matcher="reference"), changed)}
    assert ("bl-146-klage-4-uger", "moves") in found
    assert {rule for rule, _ in found} == {"bl-146-klage-4-uger"}


@pytest.mark.slow
def test_a_duty_that_appears_in_one_direction_disappears_in_the_other(tmp_path: Path) -> None:
    name = "barnets_lov/bl-133-2-skolefravaer.yaml"
    book = Rulebook.load(matcher="reference")
    changed = _changed(tmp_path / "rules", name, "at_least: 15", "at_least: 10")
    assert {one.kind for one in rules_diff(book, changed) if one.rule == "bl-133-2-skolefravaer"} == {"appears"}
    assert {one.kind for one in rules_diff(changed, book) if one.rule == "bl-133-2-skolefravaer"} == {"disappears"}


@pytest.mark.slow
def test_a_duty_that_stands_otherwise_on_the_same_day_is_told_as_that(tmp_path: Path) -> None:
    name = "barnets_lov/bl-133-2-skolefravaer.yaml"
    book = Rulebook.load(matcher="reference")
    changed = _changed(tmp_path / "rules", name, "must: underretning_sendt", "must: underretning_vurderet")
    assert {one.kind for one in rules_diff(book, changed)} == {"stands otherwise"}
