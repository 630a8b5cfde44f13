"""Names of events, facts, states and rules inside the sentences of a rule."""

from __future__ import annotations

from overgreb_rules._rules.clauses import Statement
from overgreb_rules._rules.conditions import EventPattern, FactTest
from overgreb_rules._rules.legal_state import LegalState
from overgreb_rules._rules.rule_set import RuleSet
from overgreb_rules._text.rule_names import RuleNames, fill_in, refer_to_subject
from overgreb_rules.shared.text import Text

RULES = RuleSet.load()
PLAIN = RuleNames(RULES)
PLACEMENT = FactTest("art", "is", ("anbringelse",))


def test_an_event_stands_in_quotation_marks_of_each_language() -> None:
    assert PLAIN.event("underretning_modtaget") == Text("»underretning modtaget«", "“notification received”")


def test_a_fact_stands_in_quotation_marks_in_the_words_of_the_act() -> None:
    assert PLAIN.fact("kendt_fra").da == "»hvornår kommunen først kendte indholdet«"
    assert PLAIN.fact("plan_noedvendig").da == "»en plan er nødvendig«"
    assert RuleNames(RULES, RULES.laws["serviceloven"]).fact("plan_noedvendig").da == "»en handleplan er nødvendig«"


def test_a_duty_is_named_by_its_title_since_rules_of_one_paragraph_are_cited_alike() -> None:
    first, second = "bl-20-3-undersoegelse-4-maaneder", "bl-20-3-foreloebig-vurdering"
    assert PLAIN.duty(first).da == "»Børnefaglig undersøgelse inden 4 måneder« (barnets lov § 20, stk. 3)"
    assert PLAIN.duty(second).da == (
        "»Foreløbig vurdering, når undersøgelsen ikke er færdig« (barnets lov § 20, stk. 3)"
    )


def test_no_two_rules_have_the_same_title_and_citation() -> None:
    names = [PLAIN.duty(rule.id) for rule in RULES]
    assert len({name.da for name in names}) == len({name.en for name in names}) == len(names)


def test_an_act_that_ends_in_a_clause_has_a_comma_before_another_one() -> None:
    acts = [EventPattern("foraeldreplan_behov_vurderet"), EventPattern("foraeldreplan_revision_tilbudt")]
    assert PLAIN.one_of_acts(acts).da == (
        "vurdere, om forældrehandleplanen skal revideres, eller tilbyde at revidere forældrehandleplanen"
    )


def test_an_act_that_two_events_share_is_named_once() -> None:
    acts = [EventPattern("foreloebig_afgoerelse_godkendt"), EventPattern("foreloebig_afgoerelse_afvist")]
    assert PLAIN.one_of_acts(acts).da == "forelægge udvalget den foreløbige afgørelse til godkendelse"


def test_types_are_joined_and_each_is_named_once() -> None:
    types = ("plan_udarbejdet", "plan_revideret", "plan_udarbejdet")
    assert PLAIN.one_of_types(types).da == "»plan udarbejdet« eller »plan revideret«"


def test_a_pattern_says_what_its_facts_and_the_trigger_must_be() -> None:
    approved = FactTest("type", "is", ("foreloebig_afgoerelse_godkendt",))
    pattern = EventPattern("indsats_ivaerksat", (PLACEMENT,), (approved,))
    assert PLAIN.pattern(pattern).da == (
        "»indsats iværksat« (hvor indsatsen er en anbringelse, og hvor pligten er udløst af "
        "»foreløbig afgørelse godkendt af udvalget«)"
    )
    measure = RuleNames(RULES, triggers=("indsats_ivaerksat",))
    assert measure.provided(PLACEMENT).en == "the measure is a placement"


def test_what_a_bearer_does_is_an_infinitive_with_what_its_facts_must_be() -> None:
    patterns = [EventPattern("plan_udarbejdet"), EventPattern("indsats_ivaerksat", (PLACEMENT,))]
    assert PLAIN.one_of_acts(patterns).da == (
        "udarbejde planen eller iværksætte indsatsen (hvor indsatsen er en anbringelse)"
    )


def test_a_state_carries_its_paragraph() -> None:
    state = LegalState("anbragt", Statement(Text("barnet er anbragt", "the child is placed")), "§ 46", ())
    assert PLAIN.state(state) == Text("barnet er anbragt (§ 46)", "the child is placed (§ 46)")


def test_a_gap_before_the_full_stop_takes_a_citation_that_ends_in_one() -> None:
    form = Text("Det følger af {}.", "It follows from {}.")
    assert fill_in(form, Text("§ 1, 1. pkt.", "§ 1")) == Text("Det følger af § 1, 1. pkt.", "It follows from § 1.")


def test_a_condition_of_the_duty_itself_has_a_pronoun_for_the_subject_of_its_sentence() -> None:
    opened = Text("pligten er udløst af »plan revideret«", "the duty was opened by “plan revised”")
    assert refer_to_subject(opened) == Text("den er udløst af »plan revideret«", opened.en)


def test_a_condition_of_something_else_keeps_its_words() -> None:
    served = Text("barnet er anbragt, og hvis pligten er udløst af »plan revideret«", "the child is placed")
    assert refer_to_subject(served) == served


def test_the_names_of_a_rule_have_its_own_words_before_those_of_its_act() -> None:
    names = RuleNames.of_rule(RULES.by_id["sel-50-9-kommende-foraeldre-4-maaneder"], RULES)
    assert names.event("undersoegelse_besluttet").da == "»undersøgelse af vordende forældre besluttet«"
    assert names.triggers == ("underretning_modtaget", "opmaerksom_paa_behov")
