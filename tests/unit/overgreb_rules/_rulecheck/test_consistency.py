"""The proofs about a rulebook: each finds the fault that it is there for."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from msgspec.structs import replace

from overgreb_rules._matching.program import Fact, Program
from overgreb_rules._rulecheck.consistency import check
from overgreb_rules._rules.conditions import FactCondition
from overgreb_rules._rules.model import Rule
from overgreb_rules._rules.rule_set import RuleSet
from overgreb_rules.errors import OvergrebError
from overgreb_rules.shared.text import Text

RULES = RuleSet.load()
ASSESSMENT = RULES.by_id["bl-136-2-vurdering-24-timer"]
TALK = RULES.by_id["bl-137-3-samtale-overgreb"]


def _found(rules: RuleSet, about: str) -> list[tuple[str, str]]:
    return [(one.proof.en, one.says.en) for one in check(rules, []) if one.about == about]


def _changed(rule: Rule, **fields: object) -> RuleSet:
    return RULES.with_rule(replace(rule, **fields))  # type: ignore[arg-type]


def _with_version(rule: Rule, **fields: object) -> RuleSet:
    first, *rest = rule.versions
    return _changed(rule, versions=(replace(first, **fields), *rest))  # type: ignore[arg-type]


def test_the_packaged_rules_have_no_finding() -> None:
    assert check(RULES, []) == []


def test_a_rule_that_begins_a_day_after_its_act_leaves_a_gap_to_the_rule_that_it_continues() -> None:
    rules = _with_version(ASSESSMENT, first=dt.date(2024, 1, 2))
    assert _found(rules, "sel-155-2-vurdering-24-timer") == [
        ("one version at every instant", "gap before bl-136-2-vurdering-24-timer: 2024-01-01 to 2024-01-01")
    ]


def test_a_rule_that_begins_before_its_act_overlaps_and_lies_outside_the_act() -> None:
    rules = _with_version(ASSESSMENT, first=dt.date(2023, 12, 31))
    assert _found(rules, "sel-155-2-vurdering-24-timer") == [
        ("one version at every instant", "overlaps bl-136-2-vurdering-24-timer on 2023-12-31")
    ]
    assert _found(rules, ASSESSMENT.id) == [("every rule lies inside its law", "in force outside 2024-01-01 to …")]


def test_conditions_that_exclude_each_other_make_a_rule_dead() -> None:
    suspected, born = TALK.versions[0].conditions
    assert isinstance(suspected, FactCondition)
    not_suspected = replace(suspected, test=replace(suspected.test, values=(False,)))
    found = _found(_with_version(TALK, conditions=(suspected, not_suspected, born)), TALK.id)
    assert [says for _, says in found] == ["the conditions of the version from 2024-01-01 exclude each other"]


def test_a_rule_without_a_source_or_without_an_example_on_one_side_is_incomplete() -> None:
    inside = tuple(example for example in ASSESSMENT.examples if example.gives)
    outside = tuple(example for example in ASSESSMENT.examples if not example.gives)
    assert _found(_changed(ASSESSMENT, sources=()), ASSESSMENT.id) == [("every rule is complete", "names no source")]
    assert _found(_changed(ASSESSMENT, examples=inside), ASSESSMENT.id) == [
        ("every rule is complete", "has no example outside its scope")
    ]
    assert _found(_changed(ASSESSMENT, examples=outside), ASSESSMENT.id) == [
        ("every rule is complete", "has no example inside its scope")
    ]


def test_a_word_that_no_rule_uses_any_more_is_found() -> None:
    only = next(
        (rule, name)
        for rule in RULES
        for name in rule.triggers
        if name not in RULES.vocabulary.context
        and not any(one.type == name for other in RULES if other is not rule for one in _events(other))
        and not any(one.type == name for one in _events(replace(rule, triggers=())))
    )
    rule, name = only
    assert ("every word is used", "used by no rule") in _found(_changed(rule, triggers=()), name)


def _events(rule: Rule) -> list[object]:
    return [one for one in rule.dependencies if hasattr(one, "type")]


def test_two_duties_that_ask_for_one_act_by_two_dates_contradict_each_other() -> None:
    twice = replace(
        RULES.by_id["bl-138-1-kvittering"], id="bl-999-kvittering-24-timer", clock=ASSESSMENT.clock, covers=()
    )
    found = [one for one in check(RULES.with_rule(twice), []) if one.proof.en == "no two duties contradict"]
    assert [(one.about, one.says.en) for one in found] == [
        ("bl-138-1-kvittering", "asks for kvittering_sendt by another date than bl-999-kvittering-24-timer")
    ]


class _RefusingMatcher:
    """A matcher that accepts no program."""

    name = "refusing"

    def match(self, program: Program, facts: Sequence[Fact]) -> frozenset[str]:
        what = f"{program} over {len(facts)} facts"
        raise OvergrebError(Text(what, what))


def test_a_matcher_that_does_not_take_a_program_is_named() -> None:
    found = check(RULES, [_RefusingMatcher()])  # type: ignore[list-item]
    assert len(found) > len(RULES.by_id)
    assert {one.proof.en for one in found} == {"accepted by refusing"}
