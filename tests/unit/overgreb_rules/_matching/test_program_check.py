"""A rulebook that loads can be compiled whole: what cannot is refused when it is loaded, with file and line."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from overgreb_rules import Rulebook, RuleError
from overgreb_rules._matching.program_check import UncompilableRuleError, check_programs, list_programs
from overgreb_rules._rules.rule_set import RuleSet
from tests.fixtures.paths import RULES

RULE = "bl-136-2-vurdering-24-timer"
WHEN = "when: underretning_modtaget\n"


def damaged(tmp_path: Path, parts: int, alternatives: int) -> Path:
    """Copy the rules, with a condition of some parts that each hold in several ways."""
    folder = shutil.copytree(RULES, tmp_path / "rules")
    file = folder / "barnets_lov" / f"{RULE}.yaml"
    types = [name for name in RuleSet.load(RULES).vocabulary.events if name != "underretning_modtaget"]
    block = "".join(
        "  - any_of:\n"
        + "".join(f"      - happened: {types[number * alternatives + n]}\n" for n in range(alternatives))
        for number in range(parts)
    )
    text = file.read_text(encoding="utf-8")
    assert WHEN in text
    file.write_text(text.replace(WHEN, f"{WHEN}if:\n{block}"), encoding="utf-8")
    return folder


def test_each_program_is_listed_once_and_the_rules_that_wait_for_two_events_alone() -> None:
    rules = RuleSet.load(RULES)
    programs = [*list_programs(rules)]
    assert len({program.name for program in programs}) == len(programs)
    together = [frozenset(rule.id for rule in program.rules) for program in programs if len(program.rules) > 1]
    assert together
    assert not any(rule.id in some for rule in rules.waiting_for_two for some in together)


def test_every_program_of_the_packaged_rules_can_be_compiled() -> None:
    check_programs(RuleSet.load(RULES))


@pytest.mark.slow
@pytest.mark.parametrize("matcher", ["durable", "reference"])
def test_too_many_alternatives_are_refused_at_loading_with_file_and_line(tmp_path: Path, matcher: str) -> None:
    folder = damaged(tmp_path, 2, 17)
    with pytest.raises(RuleError) as caught:
        Rulebook.load(folder, "durable" if matcher == "durable" else "reference")
    assert str(caught.value.place).startswith(f"barnets_lov/{RULE}.yaml, line ")
    assert "clauses" in caught.value.parts()["what"]  # type: ignore[operator]  # a refusal says what is wrong


def test_alternatives_that_multiply_are_refused_before_they_fill_the_memory(tmp_path: Path) -> None:
    with pytest.raises(UncompilableRuleError, match="ways"):
        check_programs(RuleSet.load(damaged(tmp_path, 5, 15)))


def test_as_many_alternatives_as_the_matcher_is_trusted_with_are_loaded(tmp_path: Path) -> None:
    Rulebook.load(damaged(tmp_path, 2, 10), "reference")
