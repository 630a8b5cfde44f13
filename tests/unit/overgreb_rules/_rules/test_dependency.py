"""What a part of a rule reads of a case, as a set."""

from __future__ import annotations

from overgreb_rules._rules.dependency import (
    NO_DEPENDENCIES,
    EventDependency,
    FactDependency,
    read_events,
    union_of,
)


def test_each_event_type_is_one_dependency():
    assert read_events("answer", ("a", "b", "a")) == {EventDependency("answer", "a"), EventDependency("answer", "b")}


def test_no_event_type_is_no_dependency():
    assert read_events("ever", ()) == NO_DEPENDENCIES


def test_the_relation_to_the_trigger_tells_two_dependencies_apart():
    assert EventDependency("earlier", "a") != EventDependency("ever", "a")


def test_a_union_holds_every_part_and_nothing_of_no_parts():
    day = FactDependency("case", "barn.foedselsdato", "day")
    assert union_of([read_events("answer", ("a",)), frozenset({day})]) == {EventDependency("answer", "a"), day}
    assert union_of([]) == NO_DEPENDENCIES


def test_a_fact_is_read_by_its_value_unless_another_reading_is_named():
    assert FactDependency("trigger", "overgreb").reading == "value"
