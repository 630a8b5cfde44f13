"""The vocabulary: event types, the facts that each can carry, and the values that each fact allows."""

from __future__ import annotations

import pytest

from overgreb_rules import RuleError
from overgreb_rules._rules.vocabulary import TypeWithFacts, Vocabulary, parse_type_with_facts
from tests.fixtures.rule_texts import VOCABULARY, build_node, build_vocabulary


def test_an_event_type_has_its_facts_and_no_others() -> None:
    events = build_vocabulary().events
    assert {name: sorted(event.facts) for name, event in events.items()} == {
        "meldt": ["afsender", "overgreb", "procent"],
        "besluttet": ["truffet"],
        "vurderet": ["overgreb"],
        "lukket": [],
    }


def test_a_fact_of_words_names_its_words_and_the_one_that_means_unknown() -> None:
    sender = build_vocabulary().events["meldt"].facts["afsender"]
    assert (sender.kind, sender.words, sender.means_unknown) == ("word", ("fagperson", "borger", "ukendt"), "ukendt")
    assert sender.allowed.en == "fagperson, borger, ukendt"


def test_a_bearer_is_the_municipality_or_not() -> None:
    assert build_vocabulary().bearers["kommunen"].municipality


@pytest.mark.parametrize(
    ("old", "new", "what"),
    [
        ("version: 2", "version: 3", "an unknown version"),
        ("facts: {truffet: datetime}", "facts: {taget: datetime}", "the fact «taget» has no words"),
        ("facts: {truffet: datetime}", "facts: {truffet: time}", "«time» is unknown"),
        ("unknown: ukendt}", "unknown: uvis}", "«uvis» is unknown"),
        ("municipality: true", "municipality: maybe", "a truth is expected"),
    ],
)
def test_a_vocabulary_that_does_not_fit_together_is_refused(old: str, new: str, what: str) -> None:
    assert old in VOCABULARY
    with pytest.raises(RuleError) as refused:
        Vocabulary.parse(build_node(VOCABULARY.replace(old, new)))
    assert what in refused.value.what


def test_a_type_with_facts_is_one_type() -> None:
    told = parse_type_with_facts(build_node("foreloebig_afgoerelse_ivaerksat: {art: anbringelse}"))
    assert told == TypeWithFacts("foreloebig_afgoerelse_ivaerksat", (("art", "anbringelse"),))
    with pytest.raises(RuleError, match="one event type is expected"):
        parse_type_with_facts(build_node("a: {art: b}\nc: {art: d}"))
