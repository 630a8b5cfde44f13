"""What a rule says beside its clock, in sentences."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from overgreb_rules._rules.conditions import AllOf, AnyOf, EventPattern, FactCondition, FactTest, Waiver
from overgreb_rules._rules.model import Version
from overgreb_rules._rules.rule_set import RuleSet
from overgreb_rules._text.rule_names import RuleNames
from overgreb_rules._text.rule_words import (
    describe_breach,
    describe_change_of_law,
    describe_conditions,
    describe_duty,
    describe_endings,
    describe_other_openings,
    describe_period,
    describe_silence,
    describe_trigger,
)

RULES = RuleSet.load()
NAMES = RuleNames(RULES)
ASSESSMENT = RULES.by_id["bl-136-2-vurdering-24-timer"]
FOUR_MONTHS = RULES.by_id["sel-50-undersoegelse-4-maaneder"]


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


def test_what_ends_a_duty_says_its_bounds() -> None:
    waiver = Waiver(EventPattern("indsats_ophoert"), before_birthday=18, undone_by=("indsats_ivaerksat",))
    rule = replace(ASSESSMENT, waivers=(waiver,), grows_up_at=18)
    assert [one.da for one in describe_endings(rule, NAMES)] == [
        (
            "Pligten bortfalder ved »indsats ophørt«, hvis det sker, før barnet fylder 18 år, "
            "men ikke, når »indsats iværksat« kommer senere."
        ),
        "Pligten bortfalder, når barnet fylder 18 år.",
    ]


def test_silence_is_named_only_where_it_is_no_knowledge() -> None:
    assert describe_silence(ASSESSMENT, NAMES) == []
    (sentence,) = describe_silence(replace(ASSESSMENT, silence=True), NAMES)
    assert "»underretning vurderet«" in sentence.da


def test_what_follows_a_breach_is_named() -> None:
    (sentence,) = describe_breach(FOUR_MONTHS, NAMES)
    assert sentence.da == (
        "Hvis fristen overskrides, kommer denne pligt til: »Foreløbig vurdering, når undersøgelsen ikke er færdig« "
        "(serviceloven § 50, stk. 7)."
    )


def test_the_change_of_law_says_whether_the_duty_moves_stays_or_ends() -> None:
    stays = replace(FOUR_MONTHS, moves=False)
    ends = replace(stays, ends_with_its_law=True)
    texts = [describe_change_of_law(rule, NAMES)[0].da for rule in (FOUR_MONTHS, stays, ends)]
    assert "føres den videre som »Børnefaglig undersøgelse inden 4 måneder« (barnets lov § 20, stk. 3)." in texts[0]
    assert "gælder den fortsat efter den tidligere lov" in texts[1]
    assert texts[2].endswith("ikke sket før den 1. januar 2024, bortfalder pligten den dag.")
    assert describe_change_of_law(ASSESSMENT, NAMES) == []


def test_a_permission_is_used_and_not_met_when_the_law_changes() -> None:
    permission = replace(FOUR_MONTHS, modality="may", moves=False)
    assert [one.da for one in describe_change_of_law(permission, NAMES)] == [
        "Er muligheden ikke brugt før den 1. januar 2024, gælder den fortsat efter den tidligere lov."
    ]
