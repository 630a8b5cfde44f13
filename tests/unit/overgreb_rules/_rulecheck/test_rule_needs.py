"""What of a case each rule reads, and the rules to which an event type matters."""

from __future__ import annotations

import pytest

from overgreb_rules import Rulebook
from overgreb_rules._rulecheck.rule_needs import find_event_use, find_needs
from overgreb_rules._rules.dependency import EventDependency, FactDependency
from overgreb_rules._rules.model import Rule

RULES = Rulebook.load(matcher="reference").rules


def test_the_orientation_of_the_professional_needs_the_sender_and_the_act() -> None:
    needs = find_needs(RULES.by_id["bl-138-2-orientering"], RULES)
    assert (needs.opens, needs.meets, needs.ends) == (
        ("underretning_modtaget",),
        ("fagperson_orienteret",),
        ("orientering_undladt",),
    )
    assert needs.facts["underretning_modtaget"] == ("afsender",)


def test_a_rule_that_stands_in_for_another_names_it() -> None:
    assert find_needs(RULES.by_id["bl-20-3-foreloebig-vurdering"], RULES).rules == ("bl-20-3-undersoegelse-4-maaneder",)


@pytest.mark.parametrize("rule", ["bl-18-screening", "bl-24-screening-kommende-foraeldre"])
def test_a_rule_that_an_unmet_duty_opens_on_the_first_day_of_its_act_names_the_rule_of_that_duty(rule: str) -> None:
    assert find_needs(RULES.by_id[rule], RULES).rules == ("sel-155-1-rettidig-vurdering",)


def test_the_day_of_birth_is_a_fact_of_the_case() -> None:
    needs = [find_needs(rule, RULES) for rule in RULES if rule.grows_up_at is not None]
    assert needs
    assert all("barn.foedselsdato" in one.case for one in needs)


@pytest.mark.parametrize("rule", list(RULES), ids=lambda rule: rule.id)
def test_nothing_that_a_rule_reads_is_left_out(rule: Rule) -> None:
    needs = find_needs(rule, RULES)
    named = {*needs.opens, *needs.meets, *needs.ends, *needs.bears_on}
    facts = {fact for found in needs.facts.values() for fact in found} | {*needs.case}
    assert {one.type for one in rule.dependencies if isinstance(one, EventDependency)} <= named
    carried = {fact for type_ in named for fact in RULES.vocabulary.events[type_].facts} | {*RULES.vocabulary.case}
    read = {one.name for one in rule.dependencies if isinstance(one, FactDependency)}
    assert read & carried <= facts


def test_an_event_names_the_rules_that_it_opens_meets_and_ends() -> None:
    use = find_event_use("fagperson_orienteret", RULES)
    assert set(use.meets) == {"bl-138-2-orientering", "sel-155b-2-orientering"}
    assert "bl-138-2-orientering" in find_event_use("underretning_modtaget", RULES).opens
    assert "bl-138-2-orientering" in find_event_use("orientering_undladt", RULES).ends
