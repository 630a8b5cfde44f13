"""Assignments: every combination of values that the conditions of a rule can tell apart, each once."""

from __future__ import annotations

import pytest

from overgreb_rules._rulecheck.assignments import assignments, is_satisfied
from overgreb_rules._rules.conditions import (
    AllOf,
    AnyOf,
    Condition,
    EventCondition,
    EventPattern,
    FactCondition,
    FactTest,
    TriggerTypeCondition,
)
from overgreb_rules._rules.rule_parser import parse_rule
from tests.fixtures.rule_texts import build_node, build_rule_text, build_terms, build_vocabulary

VOCABULARY = build_vocabulary()
RULE = parse_rule(build_node(build_rule_text(when="[meldt, besluttet]")), VOCABULARY, ("loven",), build_terms())
ABUSE = FactCondition("trigger", FactTest("overgreb", "is", (True,)))
CLOSED = EventCondition((EventPattern("lukket"),), "earlier")


def _outcomes(condition: Condition) -> list[bool]:
    return [is_satisfied(condition, one) for one in assignments(RULE, [condition], VOCABULARY)]


def test_a_truth_is_tried_both_ways_and_does_not_apply_to_a_trigger_without_it() -> None:
    assert _outcomes(ABUSE) == [True, False, False]


def test_the_word_that_means_unknown_is_no_value() -> None:
    condition = FactCondition("trigger", FactTest("afsender", "is", ("fagperson",)))
    values = [one["trigger", "afsender"] for one in assignments(RULE, [condition], VOCABULARY)]
    assert values == ["fagperson", "borger", "-"]


def test_a_number_is_tried_at_its_bound_and_just_below() -> None:
    condition = FactCondition("trigger", FactTest("procent", "at_least", (15,)))
    values = [one["trigger", "procent"] for one in assignments(RULE, [condition], VOCABULARY)]
    assert values == [14, 15, "-"]
    assert _outcomes(condition) == [False, True, False]


@pytest.mark.parametrize(
    ("name", "values", "passes"),
    [
        ("overgreb", (True,), [True, False, False]),
        ("afsender", ("fagperson",), [True, False, False]),
        ("afsender", ("fagperson", "borger"), [True, True, False]),
    ],
)
def test_a_test_of_what_is_known_is_that_of_the_value_because_every_value_is_known(
    name: str, values: tuple[str | bool, ...], passes: list[bool]
) -> None:
    for holds, fails in (("is", "is_not"), ("known_to_be", "not_known_to_be")):
        assert _outcomes(FactCondition("trigger", FactTest(name, holds, values))) == passes
        assert _outcomes(FactCondition("trigger", FactTest(name, fails, values))) == [not one for one in passes]


def test_a_condition_on_events_is_a_variable_of_its_own() -> None:
    assert _outcomes(CLOSED) == [True, False, True, False]


def test_each_trigger_type_is_tried() -> None:
    assert _outcomes(TriggerTypeCondition(("besluttet",))) == [False, True]


def test_a_conjunction_holds_less_often_than_a_disjunction() -> None:
    assert sum(_outcomes(AllOf((ABUSE, CLOSED)))) == 1
    assert sum(_outcomes(AnyOf((ABUSE, CLOSED)))) == 4
