"""An act as the rulebook names it."""

from __future__ import annotations

from overgreb_rules._rules.law import parse_law
from overgreb_rules._rules.rule_set import RuleSet
from overgreb_rules.shared.text import Text
from tests.fixtures.rule_texts import build_node

ACT = """
    name: {da: lov, en: act}
    cited_as: {da: loven, en: the act}
    in_force: {from: 2013-10-01}
    words: {indsats: foranstaltning, indsatsen: foranstaltningen}
"""


def test_an_act_has_its_own_word_for_whole_words_alone() -> None:
    says = parse_law(build_node(ACT)).use_own_words(Text("indsatsen er en indsats; indsatsbehov", "the measure"))
    assert says == Text("foranstaltningen er en foranstaltning; indsatsbehov", "the measure")


def test_an_act_without_words_of_its_own_speaks_as_the_vocabulary() -> None:
    says = Text("indsatsen", "the measure")
    assert RuleSet.load().laws["barnets_lov"].use_own_words(says) is says


def test_an_act_has_its_own_word_for_the_first_word_of_a_sentence_too() -> None:
    assert parse_law(build_node(ACT)).use_own_words(Text("»Indsatsen«", "")).da == "»Foranstaltningen«"
