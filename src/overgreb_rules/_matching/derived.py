"""The truth of the conditions that look back over the case, as seen from one trigger: true, false or unknown."""

from __future__ import annotations

from collections.abc import Iterable

from overgreb_rules._case.event_log import EventLog, LoggedEvent, age_on, may_come_after
from overgreb_rules._case.legal_states import StateReader, StateReading, may_be, passes
from overgreb_rules._case.subject import LINK_NEEDED
from overgreb_rules._rules.conditions import EventPattern
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
from overgreb_rules.calendar import months_after

_TRUE, _FALSE = StateReading(True), StateReading(False)
_UNKNOWN_LINK = StateReading(None, LINK_NEEDED)


def read_condition(condition: DerivedCondition, log: EventLog, trigger: LoggedEvent) -> StateReading:
    """Return whether a condition holds at a trigger.

    Args:
        condition: The condition.
        log: The events known at the instant of the evaluation.
        trigger: The event that may open a duty.

    Returns:
        True, false, or None with the names of what would tell: facts, `of`, or event types.
    """
    match condition:
        case StateCondition(state, tests, wanted):
            reading = StateReader(log, state, tests).at(trigger.at)
            return reading if wanted or reading.holds is None else StateReading(not reading.holds)
        case AboutCondition(pattern):
            return is_about(pattern, log, trigger)
        case NotAboutCondition(types):
            return _is_about_none(types, log, trigger)
        case LatestCondition(pattern, none_is_false):
            return _latest_passes(pattern, none_is_false, log, trigger)
        case AgeCondition(least, most, unknown_is):
            born = log.case.barn.foedselsdato
            if born is None:
                return StateReading(unknown_is, frozenset({"foedselsdato"} if unknown_is is None else ()))
            age = age_on(born, trigger.at.day)
            return StateReading((least is None or age >= least) and (most is None or age <= most))
        case RecentCondition(patterns, wanted):
            found = any(_lies_in_the_year_before(event, trigger) for event in _earlier(log, trigger, patterns))
            return StateReading(found == wanted)
        case TriggerNotNamedBy(position, decision):
            return StateReading(trigger.type != position or not _has_decision(log, trigger, decision))


def _earlier(log: EventLog, trigger: LoggedEvent, patterns: Iterable[EventPattern]) -> list[LoggedEvent]:
    return [
        event
        for pattern in patterns
        for event in log.of_types((pattern.type,))
        if may_come_after(trigger, event) and may_be(pattern, log.vocabulary, event)
    ]


def is_about(pattern: EventPattern, log: EventLog, trigger: LoggedEvent) -> StateReading:
    """Return whether what a trigger is about passes the tests of a pattern.

    Args:
        pattern: The type of what the trigger may be about, and the tests.
        log: The events known at the instant of the evaluation.
        trigger: The trigger.

    Returns:
        True where all events fit that the trigger may be about, false where none does, else None.
    """
    correlation = log.correlation
    candidates = [
        log.events[index] for index in sorted(correlation.above(trigger)) if log.events[index].type == pattern.type
    ]
    if not candidates:
        ends = correlation.roots(trigger)
        candidates = [
            event
            for event in log.of_types((pattern.type,))
            if event is not trigger and any(event.at.earliest <= end.at.latest for end in ends)
        ]
    if not candidates:
        return StateReading(None, frozenset(test.name for test in pattern.tests) or frozenset({pattern.type}))
    readings = [passes(pattern.tests, log.vocabulary, event) for event in candidates]
    needs = frozenset().union(*(reading.needs for reading in readings))
    fits = {reading.holds for reading in readings}
    if fits == {True, False} or (None in fits and len(fits) == 3):
        needs |= LINK_NEEDED
    if fits == {True}:
        return _TRUE
    return _FALSE if fits == {False} else StateReading(None, needs)


def _is_about_none(types: tuple[str, ...], log: EventLog, trigger: LoggedEvent) -> StateReading:
    if any(log.events[index].type in types for index in log.correlation.above(trigger)):
        return _FALSE
    earlier = [event for event in log.of_types(types) if may_come_after(trigger, event)]
    return _UNKNOWN_LINK if earlier and not trigger.event.of else _TRUE


def _latest_passes(pattern: EventPattern, none_is_false: bool, log: EventLog, trigger: LoggedEvent) -> StateReading:
    above = log.correlation.above(trigger)
    earlier = [event for event in log.of_types((pattern.type,)) if may_come_after(trigger, event)]
    candidates = [event for event in earlier if event.index in above] or earlier
    if not candidates:
        return _FALSE if none_is_false else StateReading(None, frozenset(test.name for test in pattern.tests))
    return passes(pattern.tests, log.vocabulary, candidates[-1])


def _lies_in_the_year_before(event: LoggedEvent, trigger: LoggedEvent) -> bool:
    return trigger.at.day <= months_after(event.at.day, 12, keeps_month_end=False)


def _has_decision(log: EventLog, position: LoggedEvent, decision: str) -> bool:
    correlation = log.correlation
    requests = log.vocabulary.events[position.type].single
    above = {index for index in correlation.above(position) if log.events[index].type in requests}
    return any(
        position.index in correlation.above(other) or above & correlation.above(other)
        for other in log.of_types((decision,))
    )
