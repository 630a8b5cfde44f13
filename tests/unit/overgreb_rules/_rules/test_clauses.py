"""Clauses of facts and events: the statement, its denial in both orders, and what is not told."""

from __future__ import annotations

import pytest

from overgreb_rules import RuleError
from overgreb_rules._rules.clauses import Statement, parse_clause, parse_dated_clause, parse_fact_clauses
from overgreb_rules._rules.vocabulary import Vocabulary
from overgreb_rules.shared.text import Text
from tests.fixtures.rule_texts import VOCABULARY, build_node, build_vocabulary


def test_the_mark_of_the_verb_makes_the_denial_in_both_orders() -> None:
    clause = parse_clause(build_node("holds: {da: underretteren ▸er anonym, en: the notifier ▸is anonymous}"))
    assert clause == Statement(
        Text("underretteren er anonym", "the notifier is anonymous"),
        Text("underretteren er ikke anonym", "the notifier is not anonymous"),
        Text("underretteren ikke er anonym", "the notifier is not anonymous"),
    )


def test_a_verb_at_the_end_is_denied_too() -> None:
    clause = parse_clause(build_node("holds: {da: barnet ▸hjemgives, en: the child ▸is returned}"))
    assert clause.fails is not None
    assert clause.fails_subordinate is not None
    assert (clause.fails.da, clause.fails_subordinate.da) == ("barnet hjemgives ikke", "barnet ikke hjemgives")


def test_a_denial_of_its_own_stands_beside_the_statement() -> None:
    text = """
        holds: {da: sagen er alvorlig, en: the case ▸is serious}
        fails: {da: sagen er let, subordinate: sagen jo er let}
    """
    clause = parse_clause(build_node(text))
    assert clause.fails == Text("sagen er let", "the case is not serious")
    assert clause.fails_subordinate == Text("sagen jo er let", "the case is not serious")


def test_a_statement_without_a_mark_and_without_a_denial_is_never_denied() -> None:
    clause = parse_clause(build_node("holds: {da: 'terminen er {when}', en: 'the due date is {when}'}"))
    assert (clause.fails, clause.fails_subordinate) == (None, None)


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("holds: {da: det ▸er ▸sket, en: it ▸has happened}", "two verbs are marked"),
        (
            "holds: {da: det ▸er sket, en: it has happened}",
            "the clause can be denied in one language, but not in the other",
        ),
        ("holds: {da: det ▸er sket, en: it ▸has happened}\nfails: {da: nej}", "the verb is marked, and fails:"),
        ("fails: {da: nej, en: none}", "“holds:” is missing"),
        ("holds: {da: det er sket, en: it has happened}\nfails: {da: nej, english: none}", "is unknown"),
    ],
)
def test_a_clause_that_cannot_be_denied_as_it_stands_is_refused(text: str, what: str) -> None:
    with pytest.raises(RuleError) as refused:
        parse_clause(build_node(text))
    assert what in str(refused.value)


def test_a_fact_that_depends_on_its_event_has_the_clause_of_that_event_first() -> None:
    text = """
        not_told: {da: hvad det er, en: what it is}
        holds: {da: det ▸er noget, en: it ▸is something}
        of_event:
          besluttet:
            not_told: {da: hvad beslutningen er, en: what the decision is}
            holds: {da: beslutningen ▸er noget, en: the decision ▸is something}
    """
    clauses = parse_fact_clauses(build_node(text))
    own, other = clauses.of("besluttet"), clauses.of("meldt")
    assert own is not None
    assert other is not None
    assert (own.not_told.da, own.clause.holds.da) == ("hvad beslutningen er", "beslutningen er noget")
    assert (other.not_told.da, other.clause.holds.da) == ("hvad det er", "det er noget")


def test_the_vocabulary_finds_clauses_by_event_and_fact() -> None:
    clauses = build_vocabulary().clauses_of("afsender", "meldt")
    assert clauses is not None
    assert sorted(clauses.by_value) == ["borger", "fagperson"]


@pytest.mark.parametrize(
    ("old", "new", "what"),
    [
        (
            "          borger: {holds: {da: den ▸er fra en borger, en: it ▸is from a citizen}}\n",
            "",
            "the value “borger” has no clause",
        ),
        ("          borger: {holds", "          borg: {holds", "the value “borger” has no clause"),
        (
            "          borger: {holds: {da: den ▸er fra en",
            "          anden: {holds: {da: a, en: a}}\n{0}",
            "the value “anden”",
        ),
        ("        holds: {da: der ▸er overgreb, en: there ▸is abuse}\n", "", "the event “meldt” has no clause"),
        ("not_told: {da: om der er overgreb", "not_heard: {da: om der er overgreb", "is unknown"),
        ("        fails: {da: 'det er under", "        holds_not: {da: 'det er under", "is unknown"),
        ("        happened: {da: den ▸er meldt, en: it ▸has been reported}\n", "", "“happened:” is missing"),
    ],
)
def test_a_missing_or_unknown_clause_is_refused_with_its_line(old: str, new: str, what: str) -> None:
    assert old in VOCABULARY
    with pytest.raises(RuleError) as refused:
        Vocabulary.parse(build_node(VOCABULARY.replace(old, new.replace("{0}", old))))
    assert what in str(refused.value)
    assert "test.yaml, line " in str(refused.value)


def test_clauses_for_an_event_that_does_not_carry_the_fact_are_refused() -> None:
    old = "        holds: {da: der ▸er overgreb, en: there ▸is abuse}\n"
    own = "{not_told: {da: a, en: a}, holds: {da: b ▸er c, en: b ▸is c}}"
    with pytest.raises(RuleError, match="the event “lukket” does not carry the fact"):
        Vocabulary.parse(build_node(VOCABULARY.replace(old, f"{old}        of_event: {{lukket: {own}}}\n")))


def test_a_clause_in_the_past_tense_has_one_place_for_the_moment() -> None:
    node = build_node("{da: 'kommunen {when} fik besked', en: 'the municipality was told {when}'}")
    assert parse_dated_clause(node) == Text("kommunen {when} fik besked", "the municipality was told {when}")


@pytest.mark.parametrize("danish", ["kommunen fik besked", "{when} og {when}", "kommunen fik {besked} {when}"])
def test_a_clause_in_the_past_tense_without_its_place_is_refused(danish: str) -> None:
    with pytest.raises(RuleError, match="no place for the moment"):
        parse_dated_clause(build_node(f"{{da: '{danish}', en: 'told {{when}}'}}"))
