"""Records become JSON and come back; a field with its default is left out."""

from __future__ import annotations

import datetime as dt
from fractions import Fraction

import jsonschema
import pytest

from overgreb_rules._conformance.record_codec import read_record, schema_of_record, write_record
from overgreb_rules._matching.program import Comparison, Pattern
from overgreb_rules._rules.clauses import Statement
from overgreb_rules._rules.clock_model import Clock, DateFact, Origin, Span
from overgreb_rules._rules.conditions import EventPattern, FactTest
from overgreb_rules._rules.derived_conditions import AgeCondition, DerivedCondition, StateCondition
from overgreb_rules._rules.event_definition import TypeWithFacts
from overgreb_rules._rules.legal_state import LegalState
from overgreb_rules.policy import LadderStep
from overgreb_rules.shared.text import Text

STATE = LegalState("anbragt", Statement(Text("barnet er anbragt", "the child is placed")), "§ 46", ())
WAITS = FactTest("art", "is", ("anbringelse",))
CLOCK = Clock(
    strict=Span(24, "hours"),
    lenient=Span(24, "hours"),
    count="elapsed",
    spans_for={"underretning_modtaget": (Span(1, "hours"), Span(2, "hours"))},
    strict_from=Origin("earlier", "kendt_fra"),
    date_fact=DateFact("dato", ("indsats_ivaerksat",)),
    matter_stops_at=frozenset({"b", "a"}),
    rests_while=STATE,
)
RECORDS = {
    "a clock": (CLOCK, Clock),
    "a clock without a number": (Clock(), Clock),
    "a pattern": (Pattern("trigger", (Comparison("art", "is", "?"),)), Pattern),
    "a test": (WAITS, FactTest),
    "a type with facts": (TypeWithFacts("indsats_ivaerksat", (("art", "anbringelse"),)), TypeWithFacts),
    "a condition on a state": (StateCondition(STATE, (WAITS,), wanted=False), DerivedCondition),
    "a condition on the age": (AgeCondition(15, None, unknown_is=False), DerivedCondition),
    "a step of a ladder": (LadderStep("a", "part", Fraction(3, 4), 0, "leder", Text("Ring.", "Call.")), LadderStep),
    "a day": (dt.date(2024, 1, 1), dt.date),
}


@pytest.mark.parametrize(("record", "kind"), RECORDS.values(), ids=RECORDS)
def test_a_record_comes_back_as_it_was(record: object, kind: object) -> None:
    assert read_record(kind, write_record(record), {"anbragt": STATE}) == record


@pytest.mark.parametrize(("record", "kind"), RECORDS.values(), ids=RECORDS)
def test_a_record_follows_the_schema_of_its_type(record: object, kind: object) -> None:
    defined: dict[str, object] = {}
    schema = schema_of_record(kind, defined)
    jsonschema.Draft202012Validator({**schema, "$defs": defined}).validate(write_record(record))


def test_a_field_with_its_default_is_left_out() -> None:
    assert write_record(Clock()) == {}
    assert write_record(EventPattern("a")) == {"type": "a"}


def test_a_test_is_a_short_list() -> None:
    assert write_record(WAITS) == ["art", "is", ["anbringelse"]]
    assert write_record(Comparison("art", "is_not", "?")) == ["art", "is_not", "?"]


def test_a_set_is_a_sorted_list() -> None:
    assert write_record(CLOCK)["matter_stops_at"] == ["a", "b"]


def test_a_state_is_named() -> None:
    assert write_record(CLOCK)["rests_while"] == "anbragt"


def test_a_type_that_no_record_has_is_refused() -> None:
    with pytest.raises(TypeError, match="no type of a record"):
        read_record(float, 1.0, {})
    with pytest.raises(TypeError, match="no type of a record"):
        schema_of_record(float, {})
