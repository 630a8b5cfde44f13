"""What a rule file says of another rule is true, or the file is refused."""

from __future__ import annotations

from typing import Any

import pytest
from msgspec.structs import replace

from overgreb_rules import RuleError
from overgreb_rules._rules.cross_references import check_cross_references
from overgreb_rules._rules.model import Breach, UnmetRule
from overgreb_rules._rules.rule_set import RuleSet
from overgreb_rules._rules.source import packaged_source

_RULES = RuleSet.load()
_NODES = {name: node for law in _RULES.laws for name, node in packaged_source().of_law(law)}
_ENDING = {transition.older for transition in _RULES.transitions}
_MOVING = next(rule for rule in _RULES if rule.moves)
_SUCCEEDING = next(rule for rule in _RULES if rule.succeeds == _MOVING.id)


def _check(rule_id: str, **changes: Any) -> None:
    rules = {**_RULES.by_id, rule_id: replace(_RULES.by_id[rule_id], **changes)}
    check_cross_references(rules, _NODES, _ENDING)


def test_the_packaged_rules_name_only_rules_that_exist() -> None:
    check_cross_references(_RULES.by_id, _NODES, _ENDING)


def test_a_rule_that_succeeds_a_missing_one_is_refused_at_its_line() -> None:
    with pytest.raises(RuleError, match="there is no rule “no-such-rule”") as refused:
        _check(_SUCCEEDING.id, succeeds="no-such-rule")
    assert _SUCCEEDING.id in str(refused.value.place)


def test_a_breach_that_activates_a_missing_rule_is_refused() -> None:
    breaching = next(rule for rule in _RULES if rule.breach is not None and rule.breach.rule is not None)
    with pytest.raises(RuleError, match="there is no rule"):
        _check(breaching.id, breach=Breach(rule="no-such-rule"))


def test_a_duty_that_moves_needs_a_rule_to_move_to() -> None:
    with pytest.raises(RuleError, match="a duty that moves needs a rule that succeeds it"):
        _check(_SUCCEEDING.id, succeeds=None)


def test_a_duty_moves_only_when_another_act_takes_over() -> None:
    with pytest.raises(RuleError, match="no act takes over from"):
        check_cross_references(_RULES.by_id, _NODES, ())


def test_a_rule_does_not_succeed_itself() -> None:
    with pytest.raises(RuleError, match="succeeds itself in the end") as refused:
        _check(_SUCCEEDING.id, succeeds=_SUCCEEDING.id)
    assert refused.value.place.startswith(f"barnets_lov/{_SUCCEEDING.id}.yaml, line ")


def test_two_rules_do_not_succeed_each_other() -> None:
    first, second, *_ = [rule for rule in _RULES if rule.succeeds is not None]
    circle = {first.id: replace(first, succeeds=second.id), second.id: replace(second, succeeds=first.id)}
    with pytest.raises(RuleError, match="succeeds itself in the end") as refused:
        check_cross_references({**_RULES.by_id, **circle}, _NODES, _ENDING)
    assert refused.value.place.startswith(f"{first.law}/{first.id}.yaml, line ")


@pytest.mark.parametrize("relation", ["follows", "unmet"])
def test_one_rule_opens_one_other_at_most(relation: Any) -> None:
    first = next(rule for rule in _RULES if relation in rule.named_rules)
    second = replace(first, id=f"{first.id}-igen")
    with pytest.raises(RuleError, match=f"opens “{first.id}” already") as refused:
        check_cross_references({**_RULES.by_id, second.id: second}, {**_NODES, second.id: _NODES[first.id]}, _ENDING)
    assert refused.value.place.startswith(f"{first.law}/{first.id}.yaml, line ")


def test_a_rule_does_not_open_itself() -> None:
    following = next(rule for rule in _RULES if rule.follows is not None)
    with pytest.raises(RuleError, match="opens itself in the end"):
        _check(following.id, follows=following.id)
    opened = next(rule for rule in _RULES if rule.opened_by_unmet is not None)
    with pytest.raises(RuleError, match="opens itself in the end"):
        _check(opened.id, opened_by_unmet=UnmetRule(opened.id))


def test_two_rules_do_not_open_each_other_in_two_ways() -> None:
    following = next(rule for rule in _RULES if rule.follows is not None)
    opened = next(rule for rule in _RULES if rule.opened_by_unmet is not None)
    circle = {
        following.id: replace(following, follows=opened.id),
        opened.id: replace(opened, opened_by_unmet=UnmetRule(following.id)),
    }
    with pytest.raises(RuleError, match="opens itself in the end"):
        check_cross_references({**_RULES.by_id, **circle}, _NODES, _ENDING)
