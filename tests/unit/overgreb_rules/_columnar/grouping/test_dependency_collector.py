"""What of a case the programs and clocks of one rule read."""

from __future__ import annotations

from msgspec.structs import replace

from overgreb_rules._columnar.grouping.dependency_collector import DependencyCollector, EventSelector
from overgreb_rules._matching.compiled import CompiledRules
from overgreb_rules._rules.derived_conditions import AgeCondition
from tests.fixtures.event_columns import BOOK


def _collect(id_: str) -> DependencyCollector:
    rule = BOOK.rules.by_id[id_]
    collector = DependencyCollector(frozenset(rule.triggers))
    for version in rule.versions:
        collector.add_activation(rule, BOOK.programs.activation_program([(rule, version)]))
    collector.add_fulfilment(rule, BOOK.programs.fulfilment_program(rule))
    return collector


def test_a_fact_of_the_trigger_and_a_fact_of_another_event_are_collected_apart() -> None:
    collected = _collect("bl-136-2-vurdering-24-timer")
    assert collected.moment_facts == {"kendt_fra"}
    assert EventSelector(frozenset({"underretning_vurderet"})) in collected.answering_events
    assert not collected.earlier_events


def test_the_ages_that_a_rule_compares_are_collected() -> None:
    ages = {rule.id: _collect(rule.id).ages for rule in BOOK.rules if rule.later_of is None}
    assert {16, 18} <= set().union(*ages.values())
    assert ages["bl-136-2-vurdering-24-timer"] == set()


def test_a_condition_on_children_under_one_year_depends_on_the_first_birthday() -> None:
    rule = BOOK.rules.by_id["bl-98-3-anmod-ankestyrelsen"]
    version = replace(rule.versions[0], conditions=(AgeCondition(None, 0),))
    collector = DependencyCollector(frozenset(rule.triggers))
    collector.add_activation(rule, CompiledRules(BOOK.programs.matcher).activation_program([(rule, version)]))
    assert collector.ages == {1}
