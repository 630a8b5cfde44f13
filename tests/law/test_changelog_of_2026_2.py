"""The changelog of rulebook 2026.2 agrees with what `rules diff` shows between rulebook 2026.1 and this one.

The rules of 2026.1 stand in the history of the repository. `rules_diff_2026_1_2026_2.txt` holds what the diff printed,
without its witnesses; it is made again by

    git archive $(git log --format=%H -S'version: "2026.2"' -- rules/rulebook.yaml | tail -1)~1 rules | tar x -C build
    overgreb-rules rules diff build/rules rules --lang en | grep '^[a-z]*-' > tests/law/rules_diff_2026_1_2026_2.txt
"""

from __future__ import annotations

import re

import pytest

from overgreb_rules import Rulebook
from tests.fixtures.paths import ROOT

RELEASE = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8").partition("\n## Unreleased; rulebook 2026.2\n")[2]
SECTIONS = dict(section.split("\n", 1) for section in RELEASE.partition("\n## ")[0].split("\n### ")[1:])
ANSWERS = {name: text for name, text in SECTIONS.items() if name.startswith("Changed: ") and name != "Changed: words"}
ENTRIES = [(name, entry) for name, text in ANSWERS.items() for entry in re.split(r"(?m)^- ", text)[1:]]
DIFF = (ROOT / "tests/law/rules_diff_2026_1_2026_2.txt").read_text(encoding="utf-8").splitlines()
NEW = {line.split()[0] for line in DIFF if line.split()[1] == "appears"}
CHANGED = {line.split()[0] for line in DIFF} - NEW
NAME = r"\b(?:bl|sel|rsl|fvl|praksis)-[0-9a-z-]*[0-9a-z]"
GROUPS = r"four-month rules|duties with `silence`|18th birthday"
PERIOD = r"from\s+(?:October\s+)?20\d\d|\(2023\)|all periods"


def find_names(text: str) -> set[str]:
    """Return the ids of rules, or their beginnings, that a text names; “bl-130-1, -2” names two."""
    found: set[str] = set()
    for name, further in re.findall(rf"({NAME})((?:, -[0-9a-z]+)*)", text):
        stem = name.rpartition("-")[0]
        found |= {name, *(f"{stem}-{last}" for last in re.findall(r"-([0-9a-z]+)", further))}
    return found


def is_named(rule: str, names: set[str]) -> bool:
    return any(rule == name or rule.startswith(f"{name}-") for name in names)


def test_the_changelog_names_every_rule_that_differs_from_2026_1() -> None:
    names = find_names("\n".join(text for name, text in SECTIONS.items() if name.startswith("Changed: ")))
    assert [rule for rule in sorted(CHANGED) if not is_named(rule, names)] == []


def test_the_changelog_names_every_new_rule_in_its_table() -> None:
    names = find_names(SECTIONS["New: 34 rules"])
    assert [rule for rule in sorted(NEW) if not is_named(rule, names)] == []


def test_the_changelog_counts_the_rules_that_differ_and_those_that_are_new() -> None:
    assert f"{len(CHANGED)} rules differ and {len(NEW)} are new" in RELEASE


def test_the_rules_that_differ_and_those_that_are_new_are_rules_of_this_rulebook() -> None:
    rules = {rule.id for rule in Rulebook.load(matcher="reference").rules}
    assert rules >= CHANGED | NEW
    assert f"{len(rules)} rules (2026.1: {len(rules - NEW)})" in RELEASE


@pytest.mark.parametrize(("section", "entry"), ENTRIES, ids=[entry.split("\n")[0][:40] for _, entry in ENTRIES])
def test_an_entry_on_changed_answers_tells_rule_period_and_witness(section: str, entry: str) -> None:
    assert re.search(rf"{NAME}|{GROUPS}", entry) or "all rules" in section
    assert re.search(PERIOD, entry) or "all periods" in section
    assert "Witness" in entry
