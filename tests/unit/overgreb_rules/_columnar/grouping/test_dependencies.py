"""Which rules belong together, and what of a case can matter to them."""

from __future__ import annotations

import datetime as dt

from overgreb_rules._columnar.grouping.dependencies import collect_dependencies
from tests.fixtures.event_columns import BOOK, DEPENDENCIES, dependencies_of


def test_the_24_hours_of_a_notification_depend_on_no_other_notification() -> None:
    dependencies = dependencies_of("bl-136-2-vurdering-24-timer")
    assert dependencies.is_independent
    assert not dependencies.one_at_a_time
    assert dependencies.trigger_types == {"underretning_modtaget"}


def test_of_the_four_months_one_clock_runs_at_a_time() -> None:
    dependencies = dependencies_of("bl-20-3-undersoegelse-4-maaneder")
    assert dependencies.is_independent
    assert dependencies.one_at_a_time


def test_a_duty_and_what_takes_its_place_are_one_lineage() -> None:
    assert dependencies_of("bl-20-3-undersoegelse-4-maaneder") is dependencies_of("bl-20-3-foreloebig-vurdering")


def test_the_duty_of_the_children_s_house_waits_for_two_events_and_is_not_independent() -> None:
    dependencies = dependencies_of("bl-125-boernehus")
    assert not dependencies.is_independent
    assert {"underretning_modtaget", "undersoegelse_besluttet"} <= dependencies.trigger_types


def test_a_fact_that_a_rule_tests_matters_of_the_events_it_is_tested_of() -> None:
    dependencies = dependencies_of("bl-125-boernehus")
    assert "overgreb" in dependencies.facts_of("underretning_modtaget")
    assert "overgreb" not in dependencies.facts_of("kvittering_sendt")


def test_a_clock_that_starts_at_a_fact_depends_on_it() -> None:
    clocks = {rule.id: rule.clock for dependencies in DEPENDENCIES.values() for rule in dependencies.rules}
    facts = {id_: clock.strict_from.name for id_, clock in clocks.items() if clock.strict_from.kind == "fact"}
    assert facts
    for id_, name in facts.items():
        assert name in dependencies_of(id_).moment_facts


def test_the_rules_that_a_breach_activates_are_in_no_lineage() -> None:
    assert not any(rule.on_breach for dependencies in DEPENDENCIES.values() for rule in dependencies.rules)


def test_a_lineage_whose_rules_have_all_ended_is_left_out() -> None:
    days = dt.date(2013, 10, 1), dt.date(2013, 10, 2)
    older = collect_dependencies(BOOK.rules, BOOK.programs, *days)
    acts = {rule.law for dependencies in older for rule in dependencies.rules if rule.version_on(days[0])}
    assert "serviceloven" in acts
    assert "barnets_lov" not in acts


def test_the_acts_of_an_order_duty_are_told_apart_from_what_shows_its_matter() -> None:
    order = dependencies_of("bl-18-3-risikovurdering-foerst")
    assert order.act_types == {"risikovurdering_foretaget"}
    matter = {type_ for selector in order.matter_events for type_ in selector.types}
    assert matter >= {"underretning_modtaget", "screening_foretaget"}
    assert dependencies_of("bl-95-2-foerste-opfoelgning").act_types == frozenset()


def test_a_lineage_whose_acts_count_for_an_approval_comes_a_second_time_with_its_companions() -> None:
    days = dt.date(2024, 1, 1), dt.date(2026, 1, 1)
    found = collect_dependencies(BOOK.rules, BOOK.programs, *days)
    offers = [one for one in found if "bl-140-1-advokat" in one.rules.by_id]
    assert [one.approving_types for one in offers] == [{"foreloebig_afgoerelse_godkendt"}] * 2
    assert not offers[0].companions
    assert {"bl-143-4-godkendelse-7-dage", "bl-143-3-meddelelse-24-timer"} <= offers[1].companions
    assert "bl-140-1-advokat" not in offers[1].companions


def test_a_screening_that_begins_no_mapping_bears_on_no_first_follow_up() -> None:
    dependencies = dependencies_of("bl-95-2-foerste-opfoelgning")
    of_screenings = [one for one in dependencies.answering_events if "screening_foretaget" in one.types]
    values = {test.value for one in of_screenings for test in one.tests}
    assert values == {"afdaekning", "?"}
    assert "screening_foretaget" not in dependencies.raw_facts.get("resultat", ())
