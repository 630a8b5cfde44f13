"""A rule becomes a record with clauses in the place of its conditions, and comes back without them."""

from __future__ import annotations

from overgreb_rules._conformance.rule_record import ClauseRecord, RuleRecord
from overgreb_rules._matching.compiler import compile_activation, compile_fulfilment
from overgreb_rules._rules.model import Rule
from overgreb_rules._rules.rule_set import RuleSet

RULES = RuleSet.load()


def _again(rule: Rule) -> Rule:
    opens = [compile_activation([(rule, version)]).clauses for version in rule.versions]
    return RuleRecord.of(rule, opens, compile_fulfilment(rule).clauses).to_rule(rule.id)


def test_what_a_rule_is_asked_beside_its_clauses_comes_back() -> None:
    again = RULES.only(map(_again, RULES))
    assert again.answer_types == RULES.answer_types
    assert again.order_pairs == RULES.order_pairs
    assert again.moving_types == RULES.moving_types
    assert again.successor == RULES.successor


def test_what_begins_an_examination_by_itself_comes_back() -> None:
    rule = RULES.by_id["bl-20-3-undersoegelse-4-maaneder"]
    assert rule.once is not None
    again = _again(rule).once
    assert again is not None
    assert again.begun_by == rule.once.begun_by == ("undersoegelse_besluttet",)
    assert again.unknown_without == rule.once.unknown_without


def test_a_waiver_keeps_what_takes_it_back() -> None:
    (waiver,) = _again(RULES.by_id["bl-20-3-undersoegelse-4-maaneder"]).waivers
    assert waiver.undone_by == ("undersoegelse_besluttet",)


def test_a_clause_comes_back_with_the_rule_in_whose_record_it_stood() -> None:
    for clause in compile_fulfilment(RULES.by_id["bl-20-3-undersoegelse-4-maaneder"]).clauses:
        assert ClauseRecord.of(clause).to_clause(clause.rule) == clause
