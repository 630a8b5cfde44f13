"""The compiler: each way in which a condition holds, or may hold, becomes a clause."""

from __future__ import annotations

import datetime as dt

import pytest
from msgspec.structs import replace

from overgreb_rules._matching.compiler import compile_activation, compile_fulfilment
from overgreb_rules._matching.program import Clause, Comparison, Fact, Pattern, ProgramError
from overgreb_rules._matching.reference import ReferenceMatcher
from overgreb_rules._rules.conditions import (
    AnyOf,
    Condition,
    EventCondition,
    EventPattern,
    FactCondition,
    FactTest,
    Waiver,
)
from overgreb_rules._rules.derived_conditions import AgeCondition, LatestCondition
from overgreb_rules._rules.model import Rule, Version
from overgreb_rules._rules.rule_parser import parse_rule
from tests.fixtures.rule_texts import build_node, build_rule_text, build_terms, build_vocabulary

RULE: Rule = parse_rule(build_node(build_rule_text()), build_vocabulary(), ("loven",), build_terms())
ABUSE = FactTest("overgreb", "is", (True,))


def _clauses(*conditions: Condition) -> tuple[Clause, ...]:
    return compile_activation([(RULE, Version(dt.date(2024, 1, 1), None, conditions))]).clauses


def _trigger(*tests: Comparison) -> Pattern:
    return Pattern("trigger", tests)


def test_a_rule_without_conditions_is_activated_by_every_trigger() -> None:
    (clause,) = _clauses()
    assert (clause.role, clause.wanted, clause.needs) == ("opens", (_trigger(),), frozenset())


def test_a_fact_holds_for_its_value_and_may_hold_where_it_is_unknown() -> None:
    certain, perhaps = _clauses(FactCondition("trigger", ABUSE))
    assert (certain.wanted, certain.needs) == ((_trigger(Comparison("overgreb", "is", "true")),), frozenset())
    assert (perhaps.wanted, perhaps.needs) == ((_trigger(Comparison("overgreb", "is", "?")),), {ABUSE})


def test_nothing_is_compiled_for_a_fact_that_is_never_unknown() -> None:
    (certain,) = _clauses(FactCondition("trigger", FactTest("hjemgivet", "is", (True,), never_unknown=True)))
    assert certain.wanted == (_trigger(Comparison("hjemgivet", "is", "true")),)
    (other,) = _clauses(FactCondition("trigger", FactTest("hjemgivet", "is_not", (True,), never_unknown=True)))
    assert other.wanted == (_trigger(Comparison("hjemgivet", "is_not", "true")),)


def test_nothing_is_compiled_for_a_condition_that_looks_back_and_is_never_unknown() -> None:
    assert [clause.needs for clause in _clauses(AgeCondition(15, None, unknown_is=False))] == [frozenset()]
    assert len(_clauses(AgeCondition(15, None))) == 2
    known = EventPattern("vurderet", (FactTest("art", "known_to_be", ("anden",)),))
    assert [clause.needs for clause in _clauses(LatestCondition(known, none_is_false=True))] == [frozenset()]
    assert len(_clauses(LatestCondition(known))) == 2


def test_a_fact_that_must_not_be_a_word_must_not_be_unknown_either() -> None:
    certain, _ = _clauses(FactCondition("trigger", FactTest("afsender", "is_not", ("borger",))))
    tests = (Comparison("afsender", "is_not", "borger"), Comparison("afsender", "is_not", "?"))
    assert certain.wanted == (_trigger(*tests),)


def test_a_number_is_unknown_by_a_number() -> None:
    _, perhaps = _clauses(FactCondition("trigger", FactTest("procent", "at_least", (15,))))
    assert perhaps.wanted == (_trigger(Comparison("procent", "is", -1)),)


@pytest.mark.parametrize("condition", [AgeCondition(15, None), LatestCondition(EventPattern("vurderet"))])
def test_a_condition_that_looks_back_is_one_property_of_the_trigger(condition: AgeCondition | LatestCondition) -> None:
    certain, perhaps = _clauses(condition)
    assert certain.wanted == (_trigger(Comparison(condition.key, "is", "true")),)
    assert perhaps.wanted == (_trigger(Comparison(condition.key, "is", "?")),)
    assert {test.name for test in perhaps.needs} == {condition.key}


def test_a_fact_that_is_not_known_to_have_a_value_is_never_asked_for() -> None:
    (clause,) = _clauses(FactCondition("trigger", FactTest("afsender", "not_known_to_be", ("borger",))))
    assert (clause.wanted, clause.needs) == ((_trigger(Comparison("afsender", "is_not", "borger")),), frozenset())


def test_an_event_that_must_be_absent_is_unwanted() -> None:
    (clause,) = _clauses(EventCondition((EventPattern("lukket"),), "earlier", wanted=False))
    assert (clause.wanted, clause.unwanted) == ((_trigger(),), (Pattern("earlier>lukket"),))


def test_each_part_of_an_alternative_is_a_clause_of_its_own() -> None:
    parts = (EventCondition((EventPattern("lukket"),), "ever"), EventCondition((EventPattern("vurderet"),), "ever"))
    assert [clause.wanted for clause in _clauses(AnyOf(parts))] == [
        (Pattern("ever>lukket"),),
        (Pattern("ever>vurderet"),),
    ]


def test_fulfilment_tells_what_meets_waives_revives_and_ends_a_duty() -> None:
    waiver = Waiver(EventPattern("lukket"), undone_by=("meldt",), until=("besluttet",))
    rule = replace(RULE, waivers=(waiver,), ends_by=("lukket",))
    roles = [(clause.role, clause.wanted[0].kind) for clause in compile_fulfilment(rule).clauses]
    assert roles == [
        ("meets", "answer>vurderet"),
        ("waives", "answer>lukket"),
        ("undoes", "answer>meldt"),
        ("resumes", "answer>besluttet"),
        ("ends", "answer>lukket"),
    ]


def test_facts_of_an_event_that_multiply_are_refused_before_they_fill_the_memory() -> None:
    tests = tuple(FactTest(name, "is", tuple(f"{name}{n}" for n in range(15))) for name in "abc")
    with pytest.raises(ProgramError, match="over 200 clauses"):
        _clauses(EventCondition((EventPattern("vurderet", tests),), "ever"))
    with pytest.raises(ProgramError, match="8192 ways; 4096 can be compiled"):
        _clauses(EventCondition((EventPattern("vurderet", (*tests, FactTest("d", "is", ("d",)))),), "ever"))
    each = EventCondition((EventPattern("vurderet", tests),), "ever")
    with pytest.raises(ProgramError, match="8192 ways; 4096 can be compiled"):
        _clauses(AnyOf((each, each, each)))


@pytest.mark.parametrize(("value", "needs"), [("true", [frozenset()]), ("false", []), ("?", [frozenset({ABUSE})])])
def test_a_program_answers_in_three_values(value: str, needs: list[frozenset[FactTest]]) -> None:
    program = compile_activation([(RULE, Version(dt.date(2024, 1, 1), None, (FactCondition("trigger", ABUSE),)))])
    facts: list[Fact] = [{"t": "trigger", "overgreb": value}]
    assert [program.clauses[match.clause].needs for match in ReferenceMatcher().match(program, facts)] == needs
