"""The vocabulary: event types, the facts that each can carry, and the values that each fact allows."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from overgreb_rules import RuleError
from overgreb_rules._rules.event_definition import TypeWithFacts
from overgreb_rules._rules.vocabulary import _TYPE_LISTS, Vocabulary, parse_type_with_facts
from overgreb_rules.shared.text import Text
from tests.fixtures.rule_texts import VOCABULARY, build_node, build_vocabulary

_INFINITIVE = "infinitive: {da: melde den, en: report it}"
_NOT_ABOUT = "not_about: [{own: %s, types: [%s]}]"


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
        ("facts: {truffet: datetime}", "facts: {taget: datetime}", "the fact “taget” has no words"),
        ("facts: {truffet: datetime}", "facts: {truffet: time}", "is unknown"),
        ("unknown: ukendt}", "unknown: uvis}", "is unknown"),
        ("municipality: true", "municipality: maybe", "a truth is expected"),
        ("about: [meldt]", "about: [meldtt]", "is unknown"),
        ("about: [meldt]", "about: [{meldt: {afsender: kommune}}]", "Allowed: fagperson, borger, ukendt"),
        *(("about: [meldt]", f"{key}: [meldtt]", "is unknown") for key in _TYPE_LISTS),
        (_INFINITIVE, _NOT_ABOUT % ("{overgreb: [a]}", "meldt"), "Allowed: afsender"),
        (_INFINITIVE, _NOT_ABOUT % ("{afsender: [a]}", "meldt"), "Allowed: fagperson, borger, ukendt"),
        (_INFINITIVE, _NOT_ABOUT % ("{afsender: [borger]}", "meldtt"), "is unknown"),
        (_INFINITIVE, _NOT_ABOUT % ("{}", "meldt"), "nothing is said here"),
        ("context: []", "context: [meldtt]", "is unknown"),
        ("barn.foedselsdato: {", "barn.foedselsdato: {born_unless: ufoedt, ", "is unknown"),
        ("kommune: {", "kommune: {required: true, ", "Allowed: da, en, type, named, born_unless"),
    ],
)
def test_a_vocabulary_that_does_not_fit_together_is_refused(old: str, new: str, what: str) -> None:
    assert old in VOCABULARY
    with pytest.raises(RuleError) as refused:
        Vocabulary.parse(build_node(VOCABULARY.replace(old, new)))
    assert what in str(refused.value)


def test_a_type_with_facts_is_one_type() -> None:
    events = build_vocabulary().events
    pattern = parse_type_with_facts(build_node("meldt: {afsender: borger}"), events)
    assert pattern == TypeWithFacts("meldt", (("afsender", "borger"),))
    with pytest.raises(RuleError, match="one key is expected"):
        parse_type_with_facts(build_node("meldt: {afsender: borger}\nlukket: {}"), events)


def test_a_clause_with_a_moment_is_in_the_past_tense_or_has_the_moment_behind_it() -> None:
    event = build_vocabulary().events["meldt"]
    day = Text("den 3. maj", "on 3 May")
    assert event.describe_at(day).da == f"{event.happened.holds.da} den 3. maj"
    dated = replace(event, happened_on=Text("den blev {when} modtaget", "it was received {when}"))
    assert dated.describe_at(day) == Text("den blev den 3. maj modtaget", "it was received on 3 May")


@pytest.mark.parametrize(
    ("about", "single", "types"),
    [
        (("meldt", "lukket"), frozenset({"meldt"}), {"meldt"}),
        (("meldt",), frozenset(), {"meldt"}),
        (("meldt", "lukket"), frozenset(), set()),
        ((), frozenset(), set()),
    ],
)
def test_an_event_is_about_one_thing_where_its_type_says_so_or_can_be_about_one_type_only(
    about: tuple[str, ...], single: frozenset[str], types: set[str]
) -> None:
    word = replace(
        build_vocabulary().events["vurderet"], about=tuple(TypeWithFacts(type_) for type_ in about), single=single
    )
    assert word.types_of_its_one_thing == types
