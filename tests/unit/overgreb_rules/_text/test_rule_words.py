"""What opens a duty, and who has it, in sentences."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from overgreb_rules._rules.conditions import AllOf, AnyOf, FactCondition, FactTest
from overgreb_rules._rules.model import Version
from overgreb_rules._rules.rule_set import RuleSet
from overgreb_rules._text.rule_names import RuleNames
from overgreb_rules._text.rule_words import (
    describe_conditions,
    describe_duty,
    describe_other_openings,
    describe_period,
    describe_trigger,
)

RULES = RuleSet.load()
NAMES = RuleNames(RULES)
ASSESSMENT = RULES.by_id["bl-136-2-vurdering-24-timer"]


def _fact(name: str, *, value: bool) -> FactCondition:
    return FactCondition("trigger", FactTest(name, "is", (value,)))


@pytest.mark.parametrize(
    ("modality", "begins"),
    [
        ("must", "Kommunalbestyrelsen skal"),
        ("may", "Kommunalbestyrelsen kan"),
        ("window", "Kommunalbestyrelsen må"),
    ],
)
def test_the_duty_says_who_must_or_may(modality: str, begins: str) -> None:
    rule = replace(ASSESSMENT, modality=modality)  # type: ignore[arg-type]  # one of the three
    assert describe_duty(rule, NAMES).da.startswith(begins)


def test_a_possibility_that_no_event_shows_says_so() -> None:
    says = describe_duty(RULES.by_id["bl-138-3-orientering-art"], NAMES)
    assert says.da == (
        "Kommunalbestyrelsen har denne mulighed: »Orientering om indsatsens art«. "
        "Ingen hændelse viser, om den er brugt."
    )


def test_what_the_single_act_must_be_like_is_a_sentence_of_its_own() -> None:
    says = describe_duty(RULES.by_id["bl-137-3-samtale-uden-foraeldre"], NAMES)
    assert says.da == (
        "Kommunalbestyrelsen skal tale med barnet. Pligten er kun opfyldt, hvis samtalen blev holdt uden forældrenes "
        "samtykke, og hvis samtalen blev holdt, uden at forældrene var til stede."
    )
    assert says.en.startswith(
        "The municipal council must talk with the child. The duty is met only if the conversation"
    )


def test_what_one_of_several_acts_must_be_like_stands_in_brackets_behind_it() -> None:
    says = describe_duty(RULES.by_id["bl-143-5-gyldighed-1-maaned"], NAMES)
    assert "træffe afgørelse om anbringelsen (hvor den foreløbige afgørelse gælder en anbringelse) eller" in says.da


def test_a_bearer_with_a_relative_clause_is_followed_by_a_comma() -> None:
    rule = replace(ASSESSMENT, bearer="den kommune, der har pligt til at yde hjælp")
    assert describe_duty(rule, NAMES).da.startswith("Den kommune, der har pligt til at yde hjælp, skal")


def test_the_trigger_is_named_and_a_rule_without_one_has_no_sentence() -> None:
    assert [one.da for one in describe_trigger(ASSESSMENT, NAMES)] == ["Udløses af »underretning modtaget«."]
    assert describe_trigger(replace(ASSESSMENT, triggers=()), NAMES) == []


def test_a_rule_that_another_opens_says_which() -> None:
    (sentence,) = describe_other_openings(RULES.by_id["bl-20-3-foreloebig-vurdering"], NAMES)
    assert "barnets lov § 20, stk. 3" in sentence.da


def test_groups_of_conditions_inside_a_group_are_a_numbered_list() -> None:
    inner = AllOf((_fact("overgreb", value=True), _fact("anonym", value=False)))
    version = Version(ASSESSMENT.versions[0].first, None, (AnyOf((inner, _fact("anonym", value=True))),))
    (clause,) = describe_conditions(version, NAMES)
    assert clause.en == (
        "one of these holds: 1) that there is knowledge or suspicion of abuse, and that the notifier is not anonymous; "
        "2) that the notifier is anonymous"
    )


def test_a_period_names_its_days_and_its_own_paragraph() -> None:
    version = RULES.by_id["sel-155b-1-kvittering"].versions[0]
    assert describe_period(version).da == "1. oktober 2013 – 31. december 2014"
    assert describe_period(replace(version, last=None, cite="§ 9")).en == "from 1 October 2013 (§ 9)"
