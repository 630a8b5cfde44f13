"""What settles, ends or follows a duty, and what a change of law does to it, in sentences."""

from __future__ import annotations

from msgspec.structs import replace

from overgreb_rules._rules.conditions import EventPattern, Waiver
from overgreb_rules._rules.rule_set import RuleSet
from overgreb_rules._text.rule_ending_words import (
    describe_breach,
    describe_change_of_law,
    describe_endings,
    describe_silence,
)
from overgreb_rules._text.rule_names import RuleNames

RULES = RuleSet.load()
NAMES = RuleNames(RULES)
ASSESSMENT = RULES.by_id["bl-136-2-vurdering-24-timer"]
FOUR_MONTHS = RULES.by_id["sel-50-undersoegelse-4-maaneder"]


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
