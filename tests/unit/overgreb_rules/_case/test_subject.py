"""What an event can touch: which event is meant by one that a running clock took in; a subject of other types."""

from __future__ import annotations

from dataclasses import fields

import pytest

from overgreb_rules._case.event_log import LoggedEvent
from overgreb_rules._case.subject import Subject, Substitution
from tests.fixtures.event_logs import build_event, build_log

_LOG = build_log(
    build_event("u1", "underretning_modtaget", 3),
    build_event("u2", "underretning_modtaget", 4),
    build_event("v1", "underretning_vurderet", 5, of="u2"),
    build_event("v2", "underretning_vurderet", 6, of="u2"),
)
_U1, _U2, _V1, _V2 = _LOG.events


def _subject(**stands_for: Substitution) -> Subject:
    places = {"u1": _U1.index, "u2": _U2.index}
    taken_in = {places[name]: substitution for name, substitution in stands_for.items()}
    types = frozenset({_U1.type})
    return Subject(_U1, _U1.at.earliest, frozenset({_U1.index}), types, types, taken_in)


def test_an_event_that_no_clock_took_in_is_meant_itself() -> None:
    assert _subject().taken_as(_U2, _V1) is _U2


def test_by_an_event_that_a_running_clock_took_in_the_trigger_of_the_clock_is_meant() -> None:
    assert _subject(u2=Substitution(_U1)).taken_as(_U2, _V2) is _U1


@pytest.mark.parametrize(("answer", "meant"), [(_V1, _U1), (_V2, _U2)])
def test_an_event_stands_for_another_before_the_index_alone(answer: LoggedEvent, meant: LoggedEvent) -> None:
    assert _subject(u2=Substitution(_U1, until=_V2.index)).taken_as(_U2, answer) is meant


def test_a_subject_with_other_trigger_types_has_all_else_of_the_first() -> None:
    first, types = _subject(u2=Substitution(_U1)), frozenset({_V1.type})
    other = first.with_trigger_types(types)
    assert {one.name for one in fields(Subject) if getattr(other, one.name) != getattr(first, one.name)} == {
        "trigger_types"
    }
    assert other.trigger_types == types
