"""The clock of each duty: where it starts, both readings of its end, and the days counted on the way.

Knows nothing of statuses and of words beyond those that name a counted day.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace

from overgreb_rules._case.correlation import correlates_to
from overgreb_rules._case.event_log import EventLog, LoggedEvent
from overgreb_rules._deadlines.counting import (
    CountedDay,
    CountTrace,
    Deadline,
    DeadlineReadings,
    TimeSpanSeconds,
    begun_years,
    compute_deadline,
)
from overgreb_rules._deadlines.moment import Moment
from overgreb_rules._duties.activation import ClockStart, find_clock_start
from overgreb_rules._duties.duty import Duty
from overgreb_rules._rules.clock_model import Clock, Count, DateFact, LeadTime, Origin, Span
from overgreb_rules.calendar import months_after
from overgreb_rules.shared.text import Text

_NOTHING: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class MustPrecede:
    """That an act must come before an event.

    Attributes:
        event: The type of the event, or `trigger`.
        named: When the event happened; None while it has not.
    """

    event: str
    named: Moment | None


@dataclass(frozen=True, slots=True)
class ClockBasis:
    """How the time of a duty is counted: the convention, and the span and the clock start of each reading."""

    count: Count
    strict: Span
    lenient: Span
    strict_start: ClockStart
    lenient_start: ClockStart


@dataclass(frozen=True, slots=True)
class FixedDate:
    """The day that a decision sets: the event and its fact that carry the day, and where the clock starts."""

    event: LoggedEvent
    fact: str
    start: ClockStart

    @property
    def day(self) -> dt.date | None:
        """The day; None where the event carries none."""
        value = self.event.event.facts.get(self.fact)
        return value if isinstance(value, dt.date) else None


@dataclass(slots=True, eq=False)
class TimedDuty:
    """A duty with its clock. A yearly duty gives one for each year begun.

    Attributes:
        duty: The duty.
        start: The strict clock start.
        due: Both readings of the deadline; None where the law gives no number, or while one of `needs` is unknown.
        counted_days: The days that were counted on the way to the deadline.
        needs: The unknown facts without which nobody knows the deadline.
        must_precede: The event that an act must come before; None for every other duty.
        year_number: The number of the year of a yearly duty, from 1.
        year: The first and the last moment of that year.
        required_acts: How many acts fulfil the duty, inside the `year` of a yearly one.
        follow_up: The duty that stands in for this one, with the same clock.
    """

    duty: Duty
    start: Moment
    due: DeadlineReadings | None = None
    counted_days: tuple[CountedDay, ...] = ()
    needs: frozenset[str] = _NOTHING
    must_precede: MustPrecede | None = None
    year_number: int | None = None
    year: tuple[Moment, Moment] | None = None
    required_acts: int = 1
    follow_up: TimedDuty | None = None

    @property
    def time_span(self) -> TimeSpanSeconds[int] | None:
        """The time of the duty in epoch seconds; None where it has no end."""
        due = self.due
        return (
            None
            if due is None
            else TimeSpanSeconds(self.start.earliest, due.strict.last, due.lenient.last, due.strict.end)
        )

    @property
    def key(self) -> str:
        """The key of the duty in answers and calendars: rule, trigger and year."""
        key = f"{self.duty.rule.id}@{self.duty.trigger.event.id}"
        return key if self.year_number is None else f"{key}#{self.year_number}"


def time_duty(duty: Duty, log: EventLog) -> list[TimedDuty]:
    """Compute the clock of a duty. A change of law gives no new clock: that of the activating rule runs on.

    Args:
        duty: The duty.
        log: The events of the case as of an instant.

    Returns:
        One timed duty; of a yearly duty one for each year begun by the instant of the log.
    """
    clock = duty.activation.rule.clock
    if duty.activation.by_commencement:
        commencement = duty.rule.commencement
        return [TimedDuty(duty, Moment.on(commencement.on) if commencement else duty.trigger.at)]
    if clock.count == "rolling" and clock.strict is not None:
        return _years(duty, log)
    one = _single(duty, log, clock)
    if duty.follow_up is not None:
        one.follow_up = replace(one, duty=duty.follow_up)
    return [one]


def _single(duty: Duty, log: EventLog, clock: Clock) -> TimedDuty:
    trigger = duty.trigger
    if clock.before is not None:
        later = find_named_event(duty, log, clock)
        return TimedDuty(duty, trigger.at, must_precede=MustPrecede(clock.before, later.moment if later else None))
    if clock.not_before is not None:
        return _lawful_from(duty, log, clock.not_before)
    found = clock_basis(duty, log)
    if found is None:
        return TimedDuty(duty, trigger.at)
    if isinstance(found, frozenset):
        return TimedDuty(duty, trigger.at, needs=found)
    if isinstance(found, FixedDate):
        return _on_the_day(duty, found)
    first, second = found.strict_start.moment, found.lenient_start.moment
    if duty.fulfilment.lifted_by is not None and clock.restarts_after:
        second = duty.fulfilment.lifted_by.at
        due, days = _restarted(found.count, found.strict, first, second)
    else:
        due, days = compute_deadline(found.count, found.strict, found.lenient, (first, second))
    due, days = _earliest(duty, log, clock.earliest_of, due, days)
    return TimedDuty(duty, first, due, days)


def _on_the_day(duty: Duty, found: FixedDate) -> TimedDuty:
    if found.day is None:
        return TimedDuty(duty, duty.trigger.at)
    limit, says = Deadline.on(found.day), Text("den dag, der er fastsat", "the day that was set")
    return TimedDuty(
        duty, found.start.moment, DeadlineReadings(limit, limit), (CountedDay(found.day, True, True, says),)
    )


def clock_basis(duty: Duty, log: EventLog) -> ClockBasis | FixedDate | frozenset[str] | None:
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
        start = _start(duty, log, clock.strict_from)
        return FixedDate(sets, clock.date_fact.fact, start if isinstance(start, ClockStart) else ClockStart(trigger))
    strict, lenient = clock.spans_for.get(trigger.type, (clock.strict, clock.lenient))
    if strict is None or lenient is None or clock.count is None:
        return None
    starts = [_start(duty, log, origin) for origin in (clock.strict_from, clock.lenient_from)]
    missing = frozenset(start for start in starts if isinstance(start, str))
    if missing:
        return missing
    first, second = (start for start in starts if isinstance(start, ClockStart))
    return ClockBasis(clock.count, strict, lenient, first, second)


def _start(duty: Duty, log: EventLog, origin: Origin) -> ClockStart | str:
    """Where a clock starts; the name of the fact without which nobody knows."""
    trigger = duty.trigger
    if origin.kind == "event":
        events = _answering(duty, log, (origin.name,))
        return ClockStart(events[-1] if events else trigger)
    if origin.kind == "fact":
        told = trigger.event.facts.get(origin.name)
        return ClockStart(trigger, origin.name) if isinstance(told, Moment) else origin.name
    if origin.kind == "at":
        return ClockStart(trigger)
    return find_clock_start(duty.activation.rule, trigger, log)


def _answering(duty: Duty, log: EventLog, types: Sequence[str]) -> list[LoggedEvent]:
    """The events of some types that answer the duty since it was opened, in order of time."""
    return [
        event
        for event in log.of_types(types)
        if event is not duty.trigger and correlates_to(log, event, duty.activation.anchor, duty.activations)
    ]


def find_named_event(duty: Duty, log: EventLog, clock: Clock) -> ClockStart | None:
    """Find the event that the act must precede, with the fact of the trigger that says when it was.

    Args:
        duty: The duty.
        log: The events known at the instant of the evaluation.
        clock: The clock of the rule; its `before` is set.

    Returns:
        The time of that event; None while there is none.
    """
    if clock.before == "trigger":
        return ClockStart(duty.trigger, clock.before_fact)
    return next((ClockStart(item) for item in _answering(duty, log, (clock.before or "",))), None)


def _lawful_from(duty: Duty, log: EventLog, lead: LeadTime) -> TimedDuty:
    name = lead.fact.removeprefix("barn.")
    day: dt.date | None = getattr(log.case.barn, name)
    if day is None:
        return TimedDuty(duty, duty.trigger.at, needs=frozenset({name}))
    first = months_after(day, -lead.span.months, keeps_month_end=False)
    definition, span = log.vocabulary.case[lead.fact], lead.span.text
    named = definition.named or definition.says
    says = Text(
        f"tidligst denne dag: {span.da} før {named.da}", f"no earlier than this day: {span.en} before {named.en}"
    )
    return TimedDuty(
        duty,
        duty.trigger.at,
        DeadlineReadings(Deadline.on(first), Deadline.on(first)),
        (CountedDay(first, True, True, says),),
    )


def _sets_the_day(duty: Duty, log: EventLog, given: DateFact) -> LoggedEvent | None:
    """The decision that sets the day: the latest that says one."""
    for event in (*reversed(_answering(duty, log, given.events)), duty.trigger):
        if isinstance(event.event.facts.get(given.fact), dt.date):
            return event
    return None


def _restarted(convention: Count, span: Span, start: Moment, again: Moment) -> CountTrace:
    """After a suspension: strict keeps the old day, lenient counts anew from the event that ended it."""
    old, days = compute_deadline(convention, span, span, (start, start))
    new, more = compute_deadline(convention, span, span, (again, again))
    return DeadlineReadings(old.strict, max(old.lenient, new.lenient, key=lambda limit: limit.last)), (*days, *more)


def _earliest(
    duty: Duty, log: EventLog, types: Sequence[str], due: DeadlineReadings, days: tuple[CountedDay, ...]
) -> CountTrace:
    """The day of the first of some events since the trigger, where it comes before the end of the span."""
    event = find_first_since(duty, log, types)
    if event is None or due.strict.day is None or event.at.day >= due.strict.day:
        return due, days
    name, day = log.vocabulary.events[event.type].says, event.at.day
    says = Text(f"{name.da}: kommer først", f"{name.en}: comes first")
    return DeadlineReadings(Deadline.on(day), Deadline.on(day)), (*days[:1], CountedDay(day, True, True, says))


def find_first_since(duty: Duty, log: EventLog, types: Sequence[str]) -> LoggedEvent | None:
    """Find the first event of some types since the trigger of a duty, whatever the event is about.

    Args:
        duty: The duty.
        log: The events of the case as of an instant.
        types: Event types.

    Returns:
        The event; None where there is none.
    """
    since = duty.trigger.at.earliest
    return next((event for event in log.events if event.type in types and event.at.latest >= since), None)


def _years(duty: Duty, log: EventLog) -> list[TimedDuty]:
    """One clock for each year begun since the start, until what waives the duty for good."""
    start = duty.trigger.at
    ended = duty.fulfilment.waiver.by if duty.fulfilment.waiver else None
    until = min(log.as_of, ended.at.earliest) if ended else log.as_of
    found = []
    acts = span.value if (span := duty.activation.rule.clock.strict) else 1
    begins = start
    for number in begun_years(start.day, Moment.instant(until).day):
        months = Span(12 * number, "months")
        due, days = compute_deadline("rolling", months, months, (start, start))
        strict_day = due.strict.day or start.day
        year = (begins, Moment.on(strict_day))
        found.append(TimedDuty(duty, start, due, days, year_number=number, year=year, required_acts=acts))
        begins = Moment.on(strict_day + dt.timedelta(days=1))
    return found
