"""What of a case the programs and clocks of one rule read."""

from __future__ import annotations

from overgreb_rules._columnar.grouping.dependency_collector import DependencyCollector, EventSelector
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
