"""A rule becomes a record with clauses in the place of its conditions, and comes back without them."""

from __future__ import annotations

import pytest

from overgreb_rules._conformance.bundle import build_bundle
from overgreb_rules._conformance.rule_record import ClauseRecord, RuleRecord
from overgreb_rules._matching.compiler import compile_activation, compile_fulfilment
from overgreb_rules._rules.model import Rule
from overgreb_rules._rules.rule_set import RuleSet

RULES = RuleSet.load()
BUNDLE = build_bundle(RULES)


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


def _types(record: RuleRecord, role: str, detail: int = 0) -> set[str]:
    """The types of the events that have a role in the clauses; `trigger` where a fact of the trigger has it."""
    clauses = (clause for clause in record.answers if (clause.role, clause.detail) == (role, detail))
    return {clause.wanted[0].kind.removeprefix("answer>") for clause in clauses}


@pytest.mark.parametrize("rule_id", RULES.by_id)
def test_what_a_record_says_beside_its_clauses_repeats_them(rule_id: str) -> None:
    """The mutation run over the bundle leaves these fields as they are, because they follow from the clauses."""
    record = BUNDLE.rules[rule_id]
    assert {act.type for act in record.met_by} == _types(record, "meets")
    for act in record.met_by:
        asked = {
            test.value
            for clause in record.answers
            if clause.role == "meets" and clause.wanted[0].kind == f"answer>{act.type}"
            for pattern in clause.wanted[1:]
            for test in pattern.tests
            if test.name == "type"
        }
        assert asked == {value for test in act.provided if test.name == "type" for value in test.values}
    for number, waiver in enumerate(record.waivers):
        assert {waiver.event or "trigger"} == _types(record, "waives", number)
        assert set(waiver.undone_by) == _types(record, "undoes", number)
        assert set(waiver.until) == _types(record, "resumes", number)
    assert set(record.ends_by) == _types(record, "ends")
    if record.later_of is not None:
        firsts = {clause.wanted[0].kind for version in record.versions for clause in version.opens}
        assert firsts == {f"ever>{type_}" for type_ in record.later_of.first_of}
    once = record.once
    if once is not None:
        settling = [clause for clause in record.answers if clause.role == "settles"]
        kinds = {pattern.kind for clause in settling for pattern in (*clause.wanted, *clause.unwanted)}
        looked_for = {kind.partition(">")[2] for kind in kinds if ">" in kind}
        assert once.looks_for == looked_for | set(once.unknown_without)
        alone = {clause.wanted[0] for clause in settling if len(clause.wanted) == 1 and not clause.unwanted}
        begun = {one.kind.removeprefix("answer>") for one in alone if one.kind.startswith("answer>") and not one.tests}
        assert set(once.begun_by) == begun


@pytest.mark.parametrize("rule_id", RULES.by_id)
def test_the_lenient_span_of_a_count_that_reads_one_span_repeats_the_strict_one(rule_id: str) -> None:
    clock = BUNDLE.rules[rule_id].clock
    if clock.count not in {"elapsed", "calendar"}:
        assert clock.lenient == clock.strict


def test_a_clause_comes_back_with_the_rule_in_whose_record_it_stood() -> None:
    for clause in compile_fulfilment(RULES.by_id["bl-20-3-undersoegelse-4-maaneder"]).clauses:
        assert ClauseRecord.of(clause).to_clause(clause.rule) == clause
