"""Names of events, facts, states and rules inside the sentences of a rule."""

from __future__ import annotations

from overgreb_rules._rules.conditions import EventPattern, FactTest
from overgreb_rules._rules.legal_state import LegalState
from overgreb_rules._rules.rule_set import RuleSet
from overgreb_rules._text.rule_names import RuleNames, fill_in, join_texts
from overgreb_rules.shared.text import Text

RULES = RuleSet.load()
PLAIN, WITH_IDS = RuleNames(RULES), RuleNames(RULES, with_ids=True)
PLACEMENT = FactTest("art", "is", ("anbringelse",))


def test_an_event_stands_in_quotation_marks_of_each_language() -> None:
    assert PLAIN.event("underretning_modtaget") == Text("«underretning modtaget»", "“notification received”")


def test_the_name_in_the_files_stands_behind_where_it_is_asked_for() -> None:
    assert WITH_IDS.event("plan_udarbejdet").da == "«plan udarbejdet» (plan_udarbejdet)"
    assert WITH_IDS.fact("kendt_fra").da == "«indholdet var kendt fra» (kendt_fra)"
    assert WITH_IDS.rule("bl-18-screening").en.endswith(" (bl-18-screening)")


def test_types_are_joined_and_each_is_named_once() -> None:
    types = ("plan_udarbejdet", "plan_revideret", "plan_udarbejdet")
    assert PLAIN.one_of_types(types).da == "«plan udarbejdet» eller «plan revideret»"


def test_a_pattern_says_what_its_facts_and_the_trigger_must_be() -> None:
    approved = FactTest("type", "is", ("foreloebig_afgoerelse_godkendt",))
    pattern = EventPattern("indsats_ivaerksat", (PLACEMENT,), (approved,))
    assert PLAIN.pattern(pattern).da == (
        "«indsats iværksat» (arten: anbringelse) (når anledningen er «foreløbig afgørelse godkendt af udvalget»)"
    )
    assert PLAIN.provided(PLACEMENT).en == "the trigger says “the kind: placement”"


def test_a_state_carries_its_paragraph_beside_its_name() -> None:
    state = LegalState("anbragt", Text("barnet er anbragt", "the child is placed"), "§ 46", ())
    assert PLAIN.state(state).da == "barnet er anbragt"
    assert WITH_IDS.state(state).da == "barnet er anbragt (anbragt, § 46)"


def test_texts_are_joined_in_both_languages() -> None:
    assert join_texts([Text("a", "b"), Text("c", "d")], Text(" og ", " and ")) == Text("a og c", "b and d")


def test_a_gap_before_the_full_stop_takes_a_citation_that_ends_in_one() -> None:
    form = Text("Det følger af {}.", "It follows from {}.")
    assert fill_in(form, Text("§ 1, 1. pkt.", "§ 1")) == Text("Det følger af § 1, 1. pkt.", "It follows from § 1.")
