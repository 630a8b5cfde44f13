"""The named legal states of `terms.yaml`: what is read, what is refused, and what of a case each state reads."""

from __future__ import annotations

import pytest

from overgreb_rules import RuleError
from overgreb_rules._rules.dependency import EventDependency, FactDependency
from overgreb_rules._rules.event_definition import TypeWithFacts
from overgreb_rules._rules.legal_state import LegalState, Spell, Terms, ValidityLimit
from tests.fixtures.rule_texts import build_node, build_terms, build_vocabulary

_STATE = """
    says: {da: noget er i gang, en: something is running}
    cite: § 2
"""


def _parse(spells: str, more: str = "") -> LegalState:
    text = f"states:\n  i_gang:{_STATE}    spells: {spells}\n{more}matter_stops_at: [besluttet]\n"
    return Terms.parse(build_node(text), build_vocabulary().events).states["i_gang"]


def test_a_state_has_words_a_paragraph_and_spells() -> None:
    state = build_terms().states["i_gang"]
    assert (state.name, state.says.en, state.cite) == ("i_gang", "something is running", "§ 2")
    assert state.spells == (Spell((TypeWithFacts("meldt"),), frozenset({"lukket"})),)


def test_what_begins_a_spell_can_be_asked_for_a_fact() -> None:
    (spell,) = _parse("[{started_by: {meldt: {afsender: borger}}, ended_by: lukket}]").spells
    assert spell.started_by == (TypeWithFacts("meldt", (("afsender", "borger"),)),)


@pytest.mark.parametrize(
    ("limit", "read"),
    [
        ("{months: 2, from_fact: truffet, needs: lukket}", ValidityLimit("lukket", 2, "truffet")),
        ("{months: 1, from_event: vurderet, needs: lukket}", ValidityLimit("lukket", 1, from_event="vurderet")),
        (
            "{event: vurderet, unless: besluttet, needs: lukket}",
            ValidityLimit("lukket", event="vurderet", unless="besluttet"),
        ),
    ],
)
def test_a_limit_says_from_when_on_nobody_knows(limit: str, read: ValidityLimit) -> None:
    (spell,) = _parse(f"[{{started_by: besluttet, ended_by: lukket, unknown_after: [{limit}]}}]").spells
    assert spell.unknown_after == (read,)


def test_the_matter_of_a_decision_stops_at_the_types_of_the_file() -> None:
    assert build_terms().matter_stops_at == {"besluttet"}


def test_the_decisions_of_a_case_are_what_the_named_type_can_be_about() -> None:
    state = _parse(
        "[{started_by: meldt, ended_by: lukket}]", "    about_one_of: [besluttet]\n    among_what: vurderet\n"
    )
    assert (state.about_one_of, state.decisions) == ((TypeWithFacts("besluttet"),), {"meldt"})


@pytest.mark.parametrize(
    ("spells", "what"),
    [
        ("[{started_by: meldt, ended_by: hændt}]", "is unknown"),
        ("[{started_by: meldt}]", "ended_by"),
        ("[{started_by: meldt, ended_by: lukket, til: lukket}]", "is unknown"),
        ("[{started_by: meldt, ended_by: lukket, unknown_after: [{needs: hændt}]}]", "is unknown"),
        ("[{started_by: hændt, ended_by: lukket}]", "is unknown"),
        ("[{started_by: {meldt: {sender: borger}}, ended_by: lukket}]", "Allowed: afsender"),
        ("[{started_by: {meldt: {afsender: kommune}}, ended_by: lukket}]", "Allowed: fagperson, borger, ukendt"),
        ("[{started_by: {meldt: {overgreb: true}}, ended_by: lukket}]", "Allowed: afsender"),
        ("[{started_by: meldt, ended_by: lukket, unknown_after: [{needs: []}]}]", "one value is expected"),
        ("[{started_by: meldt, ended_by: lukket, unknown_after: [{needs: [lukket, meldt]}]}]", "one value is expected"),
        (
            "[{started_by: besluttet, ended_by: lukket, unknown_after: [{from_fact: trufet, needs: lukket}]}]",
            "Allowed: truffet",
        ),
    ],
)
def test_a_state_that_is_not_in_the_form_is_refused(spells: str, what: str) -> None:
    with pytest.raises(RuleError) as refused:
        _parse(spells)
    assert what in str(refused.value)


@pytest.mark.parametrize(
    ("more", "what"),
    [
        ("about_one_of: [besluttett]", "is unknown"),
        ("about_one_of: [{meldt: {afsender: kommune}}]", "Allowed: fagperson, borger, ukendt"),
        ("among_what: [vurderet, lukket]", "one value is expected"),
        ("among_what: vurderett", "is unknown"),
    ],
)
def test_what_a_state_is_about_is_of_the_vocabulary(more: str, what: str) -> None:
    with pytest.raises(RuleError) as refused:
        _parse("[{started_by: meldt, ended_by: lukket}]", f"    {more}\n")
    assert what in str(refused.value)


def test_a_state_reads_every_type_that_begins_ends_or_bounds_it() -> None:
    state = _parse("[{started_by: besluttet, ended_by: lukket, unknown_after: [{event: vurderet, needs: lukket}]}]")
    assert state.event_types == ("besluttet", "lukket", "vurderet")


def test_a_state_reads_the_facts_that_are_asked_of_its_events() -> None:
    state = _parse(
        "[{started_by: [{meldt: {afsender: borger}}, besluttet], ended_by: lukket, unknown_after: "
        "[{months: 2, from_fact: truffet, needs: lukket}]}]"
    )
    assert state.depends_on("earlier") == {
        EventDependency("earlier", "meldt"),
        EventDependency("earlier", "besluttet"),
        EventDependency("earlier", "lukket"),
        FactDependency("trigger", "afsender"),
        FactDependency("trigger", "truffet", "moment"),
    }
