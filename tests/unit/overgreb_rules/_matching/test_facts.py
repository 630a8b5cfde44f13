"""A case becomes flat facts as seen from one trigger: words and small numbers, and no order among them."""

from __future__ import annotations

import pytest

from overgreb_rules._matching.facts import (
    NOT_APPLICABLE,
    UNKNOWN,
    UNKNOWN_NUMBER,
    encode_activation,
    encode_fact,
    encode_fulfilment,
    encode_value,
)
from overgreb_rules._matching.program import Clause, Comparison, Pattern, Program
from overgreb_rules._rules.fact_definition import FactDefinition
from overgreb_rules.shared.text import Text
from tests.fixtures.event_logs import build_event, build_log

SAYS = Text("oplysningen", "the fact")
TRUE = FactDefinition("x", "bool", SAYS)
NUMBER = FactDefinition("x", "int", SAYS)
WORD = FactDefinition("x", "word", SAYS, words=("a", "ved_ikke"), default="a", means_unknown="ved_ikke")
DAY = FactDefinition("x", "date", SAYS)


def program(*patterns: Pattern) -> Program:
    return Program([Clause("r", "opens", 0, frozenset(), patterns)])


def pattern(kind: str, *names: str) -> Pattern:
    return Pattern(kind, tuple(Comparison(name, "is", "true") for name in names))


@pytest.mark.parametrize(
    ("definition", "value", "encoded"),
    [
        (TRUE, True, "true"),
        (TRUE, False, "false"),
        (TRUE, None, UNKNOWN),
        (NUMBER, 15, 15),
        (NUMBER, None, UNKNOWN_NUMBER),
        (WORD, None, "a"),
        (WORD, "ved_ikke", UNKNOWN),
        (None, None, NOT_APPLICABLE),
    ],
)
def test_a_fact_is_its_value_its_default_unknown_or_not_applicable(definition, value, encoded):
    assert encode_fact(definition, value) == encoded


def test_a_truth_is_a_word_because_the_engine_takes_true_for_one():
    assert [encode_value(value) for value in (True, False, None, 1, "a")] == ["true", "false", UNKNOWN, 1, "a"]


def test_only_the_properties_that_the_program_compares_are_encoded():
    log = build_log(build_event("u1", "underretning_modtaget", 3, anonym=False, overgreb=True))
    asked = program(pattern("trigger", "overgreb"))
    assert encode_activation(log, log.events[0], asked).facts == (
        (("t", "trigger"), ("type", "underretning_modtaget"), ("overgreb", "true")),
    )


def test_the_child_is_a_fact_of_its_own_and_about_no_event():
    log = build_log(build_event("u1", "underretning_modtaget", 3), barn={"soeskende_under_15": True})
    found = encode_activation(log, log.events[0], program(pattern("case")))
    assert found.facts == ((("t", "case"),),)
    assert list(found.about) == [None]


def test_at_an_activation_only_what_came_before_the_trigger_is_seen():
    log = build_log(
        build_event("u1", "underretning_modtaget", 3),
        build_event("u2", "underretning_modtaget", 5),
        build_event("u3", "underretning_modtaget", 7),
    )
    found = encode_activation(log, log.events[1], program(pattern("earlier>underretning_modtaget")))
    assert [item.event.id for item in found.about if item is not None] == ["u1"]


def test_at_a_fulfilment_the_answers_are_seen_that_the_program_asks_about():
    log = build_log(
        build_event("u1", "underretning_modtaget", 3),
        build_event("k1", "kvittering_sendt", 4),
        build_event("v1", "underretning_vurderet", 4),
    )
    trigger, *answers = log.events
    found = encode_fulfilment(log, trigger, (), answers, program(pattern("answer>kvittering_sendt")))
    assert [item.event.id for item in found.about if item is not None] == ["k1"]


def test_a_fact_that_the_trigger_cannot_have_is_taken_from_the_event_that_stands_in():
    log = build_log(
        build_event("u1", "underretning_modtaget", 3, anonym=True),
        build_event("b1", "undersoegelse_besluttet", 4),
    )
    notification, decision = log.events
    asked = program(pattern("trigger", "anonym"))
    alone = encode_fulfilment(log, decision, (), (), asked)
    beside = encode_fulfilment(log, decision, (notification,), (), asked)
    assert dict(alone.facts[0])["anonym"] == NOT_APPLICABLE
    assert dict(beside.facts[0])["anonym"] == "true"


def test_an_event_asked_for_at_any_time_is_seen_wherever_it_lies():
    log = build_log(build_event("u1", "underretning_modtaget", 3), build_event("b1", "undersoegelse_besluttet", 9))
    found = encode_activation(log, log.events[0], program(pattern("ever>undersoegelse_besluttet")))
    assert found.facts == ((("t", "ever>undersoegelse_besluttet"),),)
