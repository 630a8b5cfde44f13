"""The events and fact tests of a rule file become patterns of the model, or are refused with the allowed words."""

from __future__ import annotations

import pytest

from overgreb_rules import RuleError
from overgreb_rules._rules.conditions import EventPattern, FactTest, Waiver
from overgreb_rules._rules.event_pattern_parser import EventPatternParser
from tests.fixtures.rule_texts import build_node, build_vocabulary

PARSER = EventPatternParser(build_vocabulary(), ("meldt", "besluttet"))
ABUSE = FactTest("overgreb", "is", (True,))


def test_a_waiver_can_be_an_event_a_fact_or_an_event_with_conditions() -> None:
    node = build_node("[lukket, {overgreb: true}, {vurderet: {}, provided: {overgreb: true}, until: meldt}]")
    assert tuple(PARSER.waiver(item) for item in node) == (
        Waiver(EventPattern("lukket")),
        Waiver(ABUSE),
        Waiver(EventPattern("vurderet"), (ABUSE,), (), ("meldt",)),
    )


def test_a_waiver_can_hold_only_before_a_birthday() -> None:
    waiver = PARSER.waiver(build_node("{lukket: {}, before_birthday: 18}"))
    assert waiver.before_birthday == 18


def test_an_event_can_count_only_where_the_trigger_is_of_a_kind() -> None:
    (pattern,) = PARSER.patterns(build_node("[{vurderet: {}, provided: {trigger_is: meldt, overgreb: true}}]"))
    assert pattern.provided == (FactTest("type", "is", ("meldt",), never_unknown=True), ABUSE)


def test_one_event_is_one_event() -> None:
    assert PARSER.one_pattern(build_node("{vurderet: {overgreb: true}}")) == EventPattern("vurderet", (ABUSE,))
    with pytest.raises(RuleError, match="one event is expected"):
        PARSER.one_pattern(build_node("[vurderet, lukket]"))


def test_a_fact_that_the_trigger_does_not_carry_is_refused_with_those_that_it_can_carry() -> None:
    with pytest.raises(RuleError) as refused:
        PARSER.provided(build_node("{kommune: 751}"))
    assert refused.value.allowed == "afsender, overgreb, procent, truffet, trigger_is"


def test_a_test_of_a_fact_has_one_operator() -> None:
    with pytest.raises(RuleError, match="one key is expected") as refused:
        PARSER.provided(build_node("{overgreb: {not: true, known_to_be: true}}"))
    assert refused.value.place == "test.yaml, line 1"
