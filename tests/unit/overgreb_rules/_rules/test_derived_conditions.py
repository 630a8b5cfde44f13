"""The conditions that look back: each has a name of its own among the properties of a trigger, and what it reads."""

from __future__ import annotations

import itertools

import pytest

from overgreb_rules._rules.conditions import EventPattern, FactTest
from overgreb_rules._rules.dependency import Dependency, EventDependency, FactDependency
from overgreb_rules._rules.derived_conditions import (
    AboutCondition,
    AgeCondition,
    DerivedCondition,
    LatestCondition,
    NotAboutCondition,
    RecentCondition,
    StateCondition,
    TriggerNotNamedBy,
)
from tests.fixtures.rule_texts import build_terms

_STATE = build_terms().states["i_gang"]
_ABUSE = FactTest("overgreb", "is", (True,))
_ASSESSED = EventPattern("vurderet")
_ALL: list[DerivedCondition] = [
    StateCondition(_STATE),
    StateCondition(_STATE, wanted=False),
    StateCondition(_STATE, (_ABUSE,)),
    AboutCondition(_ASSESSED),
    AboutCondition(EventPattern("vurderet", (_ABUSE,))),
    NotAboutCondition(("vurderet",)),
    LatestCondition(_ASSESSED),
    LatestCondition(_ASSESSED, none_is_false=True),
    AgeCondition(16, None),
    AgeCondition(16, None, unknown_is=False),
    AgeCondition(None, 15),
    RecentCondition((_ASSESSED,)),
    RecentCondition((_ASSESSED,), wanted=False),
    TriggerNotNamedBy("vurderet", "besluttet"),
]


@pytest.mark.parametrize(("one", "other"), [*itertools.combinations(_ALL, 2)])
def test_two_conditions_that_differ_have_two_names(one: DerivedCondition, other: DerivedCondition) -> None:
    assert one.key != other.key


@pytest.mark.parametrize(
    ("condition", "reads"),
    [
        (StateCondition(_STATE), {EventDependency("earlier", "meldt"), EventDependency("earlier", "lukket")}),
        (AboutCondition(_ASSESSED), {EventDependency("earlier", "vurderet")}),
        (NotAboutCondition(("vurderet",)), {EventDependency("earlier", "vurderet")}),
        (LatestCondition(_ASSESSED), {EventDependency("earlier", "vurderet")}),
        (AgeCondition(16, None), {FactDependency("case", "barn.foedselsdato", "age")}),
        (RecentCondition((_ASSESSED,)), {EventDependency("earlier", "vurderet")}),
        (TriggerNotNamedBy("a", "b"), {EventDependency("ever", "a"), EventDependency("ever", "b")}),
    ],
)
def test_a_condition_says_what_of_a_case_it_reads(condition: DerivedCondition, reads: set[Dependency]) -> None:
    assert condition.dependencies == reads


def test_a_fact_asked_of_what_began_a_state_is_read_too() -> None:
    assert FactDependency("trigger", "overgreb") in StateCondition(_STATE, (_ABUSE,)).dependencies


@pytest.mark.parametrize(
    ("condition", "boundaries"),
    [
        (AgeCondition(16, None), (16,)),
        (AgeCondition(None, 9), (10,)),
        (AgeCondition(18, 22), (18, 23)),
        (AgeCondition(None, 0), (1,)),
        (AgeCondition(0, None), (0,)),
    ],
)
def test_an_age_changes_on_the_first_birthday_and_on_the_one_after_the_last(
    condition: AgeCondition, boundaries: tuple[int, ...]
) -> None:
    assert condition.boundaries == boundaries
