"""The conditions of a rule file become conditions of the model, or are refused with place and allowed words."""

from __future__ import annotations

import pytest

from overgreb_rules import RuleError
from overgreb_rules._rules.condition_parser import ConditionParser
from overgreb_rules._rules.conditions import (
    AllOf,
    AnyOf,
    Condition,
    EventCondition,
    EventPattern,
    FactCondition,
    FactTest,
    SettlingCondition,
    TriggerTypeCondition,
)
from overgreb_rules._rules.derived_conditions import (
    AboutCondition,
    AgeCondition,
    LatestCondition,
    NotAboutCondition,
    RecentCondition,
    StateCondition,
    TriggerNotNamedBy,
)
from tests.fixtures.rule_texts import build_node, build_terms, build_vocabulary

STATES = build_terms().states
PARSER = ConditionParser(build_vocabulary(), ("meldt", "besluttet"), STATES)
ABUSE = FactTest("overgreb", "is", (True,))


@pytest.mark.parametrize(
    ("text", "condition"),
    [
        ("overgreb: true", FactCondition("trigger", ABUSE)),
        (
            "afsender: [fagperson, borger]",
            FactCondition("trigger", FactTest("afsender", "is", ("fagperson", "borger"))),
        ),
        ("afsender: {not: borger}", FactCondition("trigger", FactTest("afsender", "is_not", ("borger",)))),
        ("procent: {at_least: 15}", FactCondition("trigger", FactTest("procent", "at_least", (15,)))),
        ("barn.soeskende: true", FactCondition("case", FactTest("barn.soeskende", "is", (True,)))),
        ("child_is_at_least: 15", AgeCondition(15, None)),
        ("trigger_is: meldt", TriggerTypeCondition(("meldt",))),
        ("happened: vurderet", EventCondition((EventPattern("vurderet"),), "earlier")),
        ("not_happened: lukket", EventCondition((EventPattern("lukket"),), "earlier", wanted=False)),
        ("since: {vurderet: {overgreb: true}}", EventCondition((EventPattern("vurderet", (ABUSE,)),), "since")),
        ("ever: [vurderet, lukket]", EventCondition((EventPattern("vurderet"), EventPattern("lukket")), "ever")),
        ("child_is_under: 10", AgeCondition(None, 9)),
        ("child_is_between: [18, 22]", AgeCondition(18, 22)),
        ("known_to_be_at_least: 16", AgeCondition(16, None, unknown_is=False)),
        ("not_known_to_be_at_least: 16", AgeCondition(None, 15, unknown_is=True)),
        ("state: i_gang", StateCondition(STATES["i_gang"])),
        ("not_state: i_gang", StateCondition(STATES["i_gang"], (), wanted=False)),
        ("state: {i_gang: {overgreb: true}}", StateCondition(STATES["i_gang"], (ABUSE,))),
        ("about: {vurderet: {overgreb: true}}", AboutCondition(EventPattern("vurderet", (ABUSE,)))),
        ("not_about: [vurderet, lukket]", NotAboutCondition(("vurderet", "lukket"))),
        ("latest: {vurderet: {overgreb: true}}", LatestCondition(EventPattern("vurderet", (ABUSE,)))),
        ("latest: {vurderet: {}, none: false}", LatestCondition(EventPattern("vurderet"), none_is_false=True)),
        ("happened_in_the_year_before: vurderet", RecentCondition((EventPattern("vurderet"),))),
        ("not_happened_in_the_year_before: vurderet", RecentCondition((EventPattern("vurderet"),), wanted=False)),
        ("not_named_by: {meldt: besluttet}", TriggerNotNamedBy("meldt", "besluttet")),
        ("any_of: [overgreb: true]", AnyOf((FactCondition("trigger", ABUSE),))),
        ("all_of: [overgreb: true]", AllOf((FactCondition("trigger", ABUSE),))),
    ],
)
def test_a_line_becomes_its_condition(text: str, condition: Condition) -> None:
    assert PARSER.condition(build_node(text)) == condition


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("afsendr: borger", "no fact of the trigger"),
        ("overgreb: 1", "a truth is expected"),
        ("afsender: kommune", "is unknown"),
        ("procent: 15", "write at_least: NUMBER"),
        ("procent: {not: 15}", "write at_least: NUMBER"),
        ("overgreb: {at_least: 3}", "“overgreb” is no number"),
        ("afsender: {at_least: 3}", "“afsender” is no number"),
        ("kommune: {at_least: 100}", "no fact of the trigger"),
        ("about: {vurderet: {overgreb: {at_least: 1}}}", "“overgreb” is no number"),
        ("trigger_is: lukket", "is unknown"),
        ("happened: hændt", "is unknown"),
        ("state: hændt", "is unknown"),
        ("state: {i_gang: {truffet: true}}", "is unknown"),
        ("child_is_at_least: young", "a whole number is expected"),
        ("{overgreb: true, afsender: borger}", "a condition has one key"),
        ("child_is_between: [18]", "two ages are expected"),
        ("latest: {}", "one event is expected"),
        ("about: [vurderet, lukket]", "one event is expected"),
        ("not_named_by: {meldt: besluttet, vurderet: lukket}", "one key is expected"),
        ("state: {i_gang: {overgreb: true}, andet: {}}", "is unknown"),
    ],
)
def test_a_line_that_is_not_in_the_language_is_refused(text: str, what: str) -> None:
    with pytest.raises(RuleError) as refused:
        PARSER.condition(build_node(text))
    assert what in str(refused.value)
    assert refused.value.place == "test.yaml, line 1"


def test_no_list_gives_no_conditions() -> None:
    assert PARSER.all(None) == ()


def test_once_keeps_the_events_without_which_nobody_knows() -> None:
    node = build_node("{since: vurderet, unknown_without: lukket}")
    assert PARSER.once(node) == SettlingCondition(EventCondition((EventPattern("vurderet"),), "since"), ("lukket",))
