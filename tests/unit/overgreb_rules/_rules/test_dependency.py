"""Every field of the rule model either reads nothing of a case, and says so, or shows in the dependencies."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from types import ModuleType
from typing import Any

import pytest

from overgreb_rules._rules import clock_model, conditions, derived_conditions, model
from overgreb_rules._rules.clock_model import (
    AgeLimit,
    Clock,
    DateFact,
    Interruption,
    LeadTime,
    LowerEnd,
    Origin,
    ParallelCase,
    ParallelStep,
    Span,
    Suspension,
)
from overgreb_rules._rules.conditions import (
    EventCondition,
    EventPattern,
    FactCondition,
    FactTest,
    SettlingCondition,
    Waiver,
)
from overgreb_rules._rules.dependency import (
    NO_DEPENDENCIES,
    EventDependency,
    FactDependency,
    read_events,
    union_of,
)
from overgreb_rules._rules.derived_conditions import LatestCondition
from overgreb_rules._rules.event_definition import TypeWithFacts
from overgreb_rules._rules.legal_state import LegalState, Spell
from overgreb_rules._rules.model import Commencement, LaterOf, UnmetRule, Version
from overgreb_rules._rules.rule_set import RuleSet
from overgreb_rules.shared.text import Text
from overgreb_rules.shared.value_object import ValueObject

WITHOUT_DEPENDENCIES = {"AgeNote", "Breach", "Doubt", "Example", "UnmetRule"}
"""Texts and tests of a rule, and what follows a breach: no case is read for them."""
DAY = dt.date(2024, 1, 1)


def _test(name: str) -> FactTest:
    return FactTest(name, "is", (True,))


def _state(name: str) -> LegalState:
    return LegalState("s", Text("s", "s"), "§ 1", (Spell((TypeWithFacts(name),), frozenset()),))


VALUES: dict[str, Callable[[str], Any]] = {
    "str": str,
    "str | None": str,
    "tuple[str, ...]": lambda name: (name,),
    "EventPattern": EventPattern,
    "tuple[EventPattern, ...]": lambda name: (EventPattern(name),),
    "EventPattern | FactTest": EventPattern,
    "FactTest": _test,
    "tuple[FactTest, ...]": lambda name: (_test(name),),
    "Condition": lambda name: FactCondition("trigger", _test(name)),
    "tuple[Condition, ...]": lambda name: (FactCondition("trigger", _test(name)),),
    "Origin": lambda name: Origin("fact", name),
    "DateFact | None": DateFact,
    "LeadTime | None": lambda name: LeadTime(Span(3, "months"), name),
    "Mapping[str, tuple[Span, Span]]": lambda name: {name: (Span(1, "days"), Span(1, "days"))},
    "Clock": lambda name: Clock(earliest_of=(name,)),
    "LaterOf | None": lambda name: LaterOf(EventPattern(name), ()),
    "SettlingCondition | None": lambda name: SettlingCondition(FactCondition("trigger", _test(name))),
    "tuple[Version, ...]": lambda name: (Version(DAY, None, (FactCondition("trigger", _test(name)),)),),
    "tuple[Waiver, ...]": lambda name: (Waiver(EventPattern(name)),),
    "Commencement | None": lambda name: Commencement(DAY, (name,)),
    "UnmetRule | None": lambda name: UnmetRule("r-0", name),
    "LegalState": _state,
    "LegalState | None": _state,
    "LowerEnd | None": lambda name: LowerEnd("latest", (name,)),
    "AgeLimit | None": lambda _: AgeLimit(18, 6),
    "tuple[Interruption, ...]": lambda name: (Interruption(name, "same", "same"),),
    "tuple[Suspension, ...]": lambda name: (Suspension(name, "same"),),
    "tuple[ParallelStep, ...]": lambda name: (ParallelStep(name, EventPattern("same")),),
    "tuple[ParallelCase, ...]": lambda name: (ParallelCase((_test(name),), None, "never", "never"),),
    "EventPattern | None": EventPattern,
    "frozenset[str]": lambda name: frozenset({name}),
    "int | None": lambda _: 18,
    "int": lambda _: 1,
    "dt.date": lambda _: DAY,
}
"""Of each type of a field: a value in which a name shows. A new type of field needs a line here."""
KINDS: dict[str, dict[str, Any]] = {"Origin": {"kind": "fact"}, "EventCondition": {"when": "ever"}}
"""Values of fields that choose which of the others are read."""


def _classes(*modules: ModuleType) -> Iterator[type[ValueObject]]:
    for module in modules:
        for value in vars(module).values():
            if isinstance(value, type) and issubclass(value, ValueObject) and value.__module__ == module.__name__:
                yield value


CLASSES = [
    one
    for one in _classes(conditions, derived_conditions, clock_model, model)
    if one.__name__ not in WITHOUT_DEPENDENCIES
]
READING = [
    pytest.param(one, name, id=f"{one.__name__}.{name}")
    for one in CLASSES
    for name in one.__struct_fields__
    if name not in one.READS_NOTHING  # type: ignore[attr-defined]
]


def _arguments(class_: type[ValueObject], changed: str) -> dict[str, Any]:
    """The required arguments of a class, and the one that is to be changed."""
    given = {}
    names, types = class_.__struct_fields__, class_.__annotations__
    required = names[: len(names) - len(class_.__struct_defaults__)]
    for name in names:
        if name == changed:
            given[name] = VALUES[types[name]]("other")
        elif name in required:
            reads_nothing = name in class_.READS_NOTHING  # type: ignore[attr-defined]
            given[name] = None if reads_nothing else VALUES[types[name]]("same")
    return {**given, **KINDS.get(class_.__name__, {})}


def _dependencies(class_: type[ValueObject], changed: str = "") -> object:
    part = class_(**_arguments(class_, changed))
    if isinstance(part, EventPattern):
        return part.depends_on("earlier")
    return part.depends_on("trigger") if isinstance(part, FactTest) else part.dependencies


@pytest.mark.parametrize(("class_", "name"), READING)
def test_a_field_that_is_read_shows_in_the_dependencies(class_: type[ValueObject], name: str) -> None:
    assert _dependencies(class_, name) != _dependencies(class_)


@pytest.mark.parametrize("class_", CLASSES, ids=lambda class_: class_.__name__)
def test_only_fields_that_exist_are_said_to_read_nothing(class_: type[ValueObject]) -> None:
    assert set(class_.__struct_fields__) >= class_.READS_NOTHING  # type: ignore[attr-defined]


def test_a_condition_on_events_since_the_trigger_reads_those_that_answer_it() -> None:
    condition = EventCondition((EventPattern("a"),), "since")
    assert condition.dependencies == {EventDependency("answer", "a")}


def test_a_condition_on_the_latest_event_reads_every_event_of_the_type() -> None:
    condition = LatestCondition(EventPattern("a", (_test("f"),)))
    assert condition.dependencies == {EventDependency("earlier", "a"), EventDependency("earlier", "a", (_test("f"),))}


def test_an_event_that_counts_for_some_triggers_alone_reads_the_type_of_the_trigger() -> None:
    pattern = EventPattern("a", provided=(FactTest("type", "is", ("b",)),))
    assert pattern.depends_on("answer") == {EventDependency("answer", "a"), EventDependency("trigger", "b")}


def test_a_clock_that_starts_at_its_trigger_reads_nothing() -> None:
    assert Clock(Span(4, "months"), Span(4, "months"), "calendar").dependencies == frozenset()


def test_the_24_hours_read_the_notification_its_time_of_knowledge_and_the_assessment() -> None:
    rule = RuleSet.load().by_id["bl-136-2-vurdering-24-timer"]
    assert {
        EventDependency("trigger", "underretning_modtaget"),
        FactDependency("trigger", "kendt_fra", "moment"),
        EventDependency("answer", "underretning_vurderet"),
    } <= rule.dependencies


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
