"""How the time of a duty is counted and from where, before any date is computed; and the days that decisions set."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from overgreb_rules._case.event_log import EventLog, LoggedEvent
from overgreb_rules._deadlines.counting import compute_deadline
from overgreb_rules._deadlines.moment import Moment
from overgreb_rules._duties.activation import ClockStart, find_clock_start
from overgreb_rules._duties.clock_changes import decided_again
from overgreb_rules._duties.date_doubts import DateDoubtKind
from overgreb_rules._duties.duty import Duty
from overgreb_rules._duties.single_events import walk_beside
from overgreb_rules._rules.clock_model import Clock, CountingConvention, DateFact, Origin, Span
from overgreb_rules.shared.value_object import ValueObject


class ClockBasis(ValueObject):
    """How the time of a duty is counted: the convention, and the span and the clock start of each reading."""

    count: CountingConvention
    strict: Span
    lenient: Span
    strict_start: ClockStart
    lenient_start: ClockStart


class FixedDate(ValueObject):
    """The day that a decision sets.

    Attributes:
        event: The event that carries the day.
        fact: Its fact that tells the day.
        day: The day.
        start: Where the clock starts.
        others: The days that may hold instead.
        doubt: Why another day may hold; None where none may.
    """

    event: LoggedEvent
    fact: str
    day: dt.date
    start: ClockStart
    others: tuple[dt.date, ...] = ()
    doubt: DateDoubtKind | None = None


def find_clock_basis(duty: Duty, log: EventLog) -> ClockBasis | FixedDate | frozenset[str] | None:
    """Find how the time of a duty is counted and from where: everything but the dates.

    Args:
        duty: The duty.
        log: The events of the case as of an instant.

    Returns:
        The basis of the count, or the day that a decision sets; the facts without which nobody knows where the clock
        starts; None where the law gives no number.
    """
    clock, trigger = duty.activation.rule.clock, duty.trigger
    sets = _sets_the_day(duty, log, clock.date_fact) if clock.date_fact else None
    if clock.date_fact is not None and sets is not None:
        event, day = sets
        found = _start(duty, log, clock.strict_from)
        start = found if isinstance(found, ClockStart) else ClockStart(trigger)
        doubt, others = _other_days(duty, log, clock, clock.date_fact, event, day)
        return FixedDate(event, clock.date_fact.fact, day, start, others, doubt)
    strict, lenient = clock.spans_for.get(trigger.type, (clock.strict, clock.lenient))
    if strict is None or lenient is None or clock.count is None:
        return None
    first, second = _start(duty, log, clock.strict_from), _start(duty, log, clock.lenient_from, at_latest=True)
    if isinstance(first, str) or isinstance(second, str):
        return frozenset([start for start in (first, second) if isinstance(start, str)])
    return ClockBasis(clock.count, strict, lenient, first, second)


def _start(duty: Duty, log: EventLog, origin: Origin, *, at_latest: bool = False) -> ClockStart | str:
    """Where a clock starts, or (`at_latest`) may start; the name of the fact without which nobody knows."""
    trigger = duty.trigger
    if origin.kind == "event":
        events = find_moving_events(duty, log, (origin.name,), perhaps=at_latest)
        return ClockStart(events[-1] if events else trigger)
    if origin.kind == "fact":
        told = trigger.event.facts.get(origin.name)
        return ClockStart(trigger, origin.name) if isinstance(told, Moment) else origin.name
    return find_clock_start(origin, trigger, log, at_latest=at_latest)


def find_moving_events(duty: Duty, log: EventLog, types: Sequence[str], *, perhaps: bool = False) -> list[LoggedEvent]:
    """Find the events that move the clock of a duty: they touch the duty and find it unanswered.

    Args:
        duty: The duty.
        log: The events of the case as of an instant.
        types: The event types that can move the clock.
        perhaps: Whether events that may touch the duty count too.

    Returns:
        The events in the order of the log, the trigger left out.
    """
    answered, subject = duty.fulfilment.answered_at, duty.activation.subject
    found = []
    for event in log.of_types(types):
        if event is duty.trigger or (answered is not None and event.index > answered):
            continue
        touches = duty.single_events.touches(log, event, walk_beside(duty.activation.walk, event.type), subject)
        if touches or (perhaps and touches is None):
            found.append(event)
    return found


def _sets_the_day(duty: Duty, log: EventLog, date_fact: DateFact) -> tuple[LoggedEvent, dt.date] | None:
    """The decision that sets the day, with the day: the latest later one if that says one, else the trigger."""
    later = find_moving_events(duty, log, date_fact.events)
    for event in (*reversed(later[-1:] if date_fact.without_term_two_readings else later), duty.trigger):
        day = event.event.facts.get(date_fact.fact)
        if isinstance(day, dt.date):
            return event, day
    return None


def _other_days(
    duty: Duty, log: EventLog, clock: Clock, date_fact: DateFact, sets: LoggedEvent, day: dt.date
) -> tuple[DateDoubtKind | None, tuple[dt.date, ...]]:
    """The days of the ordinary term beside a day that was set, where nobody knows which of the two holds, and why."""
    trigger = duty.trigger
    if date_fact.latest is not None:
        latest, _ = compute_deadline("calendar", date_fact.latest, date_fact.latest, (trigger.at, trigger.at))
        return "later_than_allowed", (min(latest.strict.day or day, day),)
    strict, lenient = clock.spans_for.get(trigger.type, (clock.strict, clock.lenient))
    if strict is None or lenient is None or clock.count is None:
        return None, ()
    later = find_moving_events(duty, log, date_fact.events)
    if date_fact.without_term_two_readings and later and sets is trigger:
        term, _ = compute_deadline(clock.count, strict, lenient, (later[-1].at, later[-1].at))
        days = tuple(one for one in (term.strict.day, term.lenient.day) if one is not None)
        return "term_of_final_decision", days
    again = decided_again(duty, log, clock.renewed_after, clock.decisions) if clock.renewed_after else None
    if again is not None and not later:
        term, _ = compute_deadline(clock.count, strict, lenient, (again.at, again.at))
        return "final_decision", (max(term.lenient.day or day, day),)
    return None, ()
