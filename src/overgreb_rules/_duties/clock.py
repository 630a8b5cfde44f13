"""The clock of each duty: where it starts, both readings of its end, and the days counted on the way.

Knows nothing of statuses and of words beyond those that name a counted day.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace

from overgreb_rules._case.event_log import Happening, History
from overgreb_rules._deadlines.counting import CountedDay, Due, Limit, Run, Walk, count, starts_of_years
from overgreb_rules._deadlines.moment import Moment
from overgreb_rules._duties.activation import Start, starts_at
from overgreb_rules._duties.duty import Duty
from overgreb_rules._rules.model import Clock, Count, DateFact, Origin, Span
from overgreb_rules.calendar import months_after
from overgreb_rules.shared.text import Text

__all__ = ["TAKEN", "Clocked", "Counted", "Order", "SetDay", "clocked", "first_since", "named", "reckoned"]

TAKEN = "truffet"
"""The fact of an acute decision that says when it was taken: what must come before it has come before that."""


_NOTHING: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Order:
    """That something must come before an event; `named` is when that happened, None while it has not."""

    event: str
    named: Moment | None


@dataclass(frozen=True, slots=True)
class Counted:
    """A span that is counted: the two readings of it, and where each of them starts."""

    count: Count
    strict: Span
    lenient: Span
    first: Start
    second: Start


@dataclass(frozen=True, slots=True)
class SetDay:
    """The day that a decision set: the fact of the event that says it, and where the clock starts."""

    event: Happening
    fact: str
    first: Start

    @property
    def day(self) -> dt.date | None:
        """The day itself; None where the event does not say one."""
        told = self.event.event.facts.get(self.fact)
        return told if isinstance(told, dt.date) else None


@dataclass(slots=True, eq=False)
class Clocked:
    """A duty with its clock. A rolling duty gives one for each year begun, numbered from 1.

    `due` is None where the law gives no number, or where one of `needs` must be known first. `acts` so many must
    fulfil the duty, inside the `year` where it is a rolling one.
    """

    duty: Duty
    start: Moment
    due: Due | None = None
    counted: tuple[CountedDay, ...] = ()
    needs: frozenset[str] = _NOTHING
    order: Order | None = None
    number: int | None = None
    year: tuple[Moment, Moment] | None = None
    acts: int = 1
    follow_up: Clocked | None = None

    @property
    def run(self) -> Run[int] | None:
        """Its time in seconds, where it has an end."""
        due = self.due
        return None if due is None else Run(self.start.earliest, due.strict.last, due.lenient.last, due.strict.end)

    @property
    def key(self) -> str:
        """What names the duty in answers and calendars."""
        key = f"{self.duty.rule.id}@{self.duty.trigger.event.id}"
        return key if self.number is None else f"{key}#{self.number}"


def clocked(duty: Duty, history: History) -> list[Clocked]:
    """The duty with its clock. The clock is that of the rule that opened it: a change of law gives no new one."""
    clock = duty.opening.rule.clock
    if duty.opening.commenced:
        commencement = duty.rule.commencement
        return [Clocked(duty, Moment.on(commencement.on) if commencement else duty.trigger.at)]
    if clock.count == "rolling" and clock.strict is not None:
        return _years(duty, history)
    one = _single(duty, history, clock)
    if duty.follow_up is not None:
        one.follow_up = replace(one, duty=duty.follow_up)
    return [one]


def _single(duty: Duty, history: History, clock: Clock) -> Clocked:
    trigger = duty.trigger
    if clock.before is not None:
        later = named(duty, history, clock.before)
        return Clocked(duty, trigger.at, order=Order(clock.before, later.moment if later else None))
    if clock.not_before is not None:
        return _lawful_from(duty, history)
    found = reckoned(duty, history)
    if found is None:
        return Clocked(duty, trigger.at)
    if isinstance(found, frozenset):
        return Clocked(duty, trigger.at, needs=found)
    if isinstance(found, SetDay):
        return _on_the_day(duty, found)
    first, second = found.first.moment, found.second.moment
    if duty.answers.lifted_by is not None and clock.restarts_after:
        second = duty.answers.lifted_by.at
        due, days = _restarted(found.count, found.strict, first, second)
    else:
        due, days = count(found.count, found.strict, found.lenient, (first, second))
    due, days = _earliest(duty, history, clock.earliest_of, due, days)
    return Clocked(duty, first, due, days)


def _on_the_day(duty: Duty, found: SetDay) -> Clocked:
    if found.day is None:
        return Clocked(duty, duty.trigger.at)
    limit, says = Limit.on(found.day), Text("den dag, der er fastsat", "the day that was set")
    return Clocked(duty, found.first.moment, Due(limit, limit), (CountedDay(found.day, True, True, says),))


def reckoned(duty: Duty, history: History) -> Counted | SetDay | frozenset[str] | None:
    """How the time of the duty is counted, and from where: everything but the dates.

    None where the law gives no number; the facts without which nobody knows where the clock starts.
    """
    clock, trigger = duty.opening.rule.clock, duty.trigger
    sets = _sets_the_day(duty, history, clock.date_fact) if clock.date_fact else None
    if clock.date_fact is not None and sets is not None:
        start = _start(duty, history, clock.strict_from)
        return SetDay(sets, clock.date_fact.fact, start if isinstance(start, Start) else Start(trigger))
    strict, lenient = clock.spans_for.get(trigger.type, (clock.strict, clock.lenient))
    if strict is None or lenient is None or clock.count is None:
        return None
    starts = [_start(duty, history, origin) for origin in (clock.strict_from, clock.lenient_from)]
    missing = frozenset(start for start in starts if isinstance(start, str))
    if missing:
        return missing
    first, second = (start for start in starts if isinstance(start, Start))
    return Counted(clock.count, strict, lenient, first, second)


def _start(duty: Duty, history: History, origin: Origin) -> Start | str:
    """Where a clock starts; the name of the fact without which nobody knows."""
    trigger = duty.trigger
    if origin.kind == "event":
        events = _answering(duty, history, (origin.name,))
        return Start(events[-1] if events else trigger)
    if origin.kind == "fact":
        told = trigger.event.facts.get(origin.name)
        return Start(trigger, origin.name) if isinstance(told, Moment) else origin.name
    if origin.kind == "at":
        return Start(trigger)
    return starts_at(duty.opening.rule, trigger, history)


def _answering(duty: Duty, history: History, types: Sequence[str]) -> list[Happening]:
    """The events of some types that answer the duty since it was opened, in order of time."""
    return [
        event
        for event in history.of_types(types)
        if event is not duty.trigger and history.answers(event, duty.opening.opened, duty.line)
    ]


def named(duty: Duty, history: History, event: str) -> Start | None:
    """The event that must come later, once it has happened; of an acute decision, when it was taken."""
    if event == "trigger":
        return Start(duty.trigger, TAKEN)
    return next((Start(item) for item in _answering(duty, history, (event,))), None)


def _lawful_from(duty: Duty, history: History) -> Clocked:
    termin = history.case.barn.termin
    if termin is None:
        return Clocked(duty, duty.trigger.at, needs=frozenset({"termin"}))
    first = months_after(termin, -3, keeps_month_end=False)
    says = Text("tidligst denne dag: 3 måneder før termin", "no earlier than this day: 3 months before the due date")
    return Clocked(duty, duty.trigger.at, Due(Limit.on(first), Limit.on(first)), (CountedDay(first, True, True, says),))


def _sets_the_day(duty: Duty, history: History, given: DateFact) -> Happening | None:
    """The decision that sets the day: the latest that says one."""
    for event in (*reversed(_answering(duty, history, given.events)), duty.trigger):
        if isinstance(event.event.facts.get(given.fact), dt.date):
            return event
    return None


def _restarted(convention: Count, span: Span, start: Moment, again: Moment) -> Walk:
    """After a suspension: strict keeps the old day, lenient counts anew from the event that ended it."""
    old, days = count(convention, span, span, (start, start))
    new, more = count(convention, span, span, (again, again))
    return Due(old.strict, max(old.lenient, new.lenient, key=lambda limit: limit.last)), (*days, *more)


def _earliest(duty: Duty, history: History, types: Sequence[str], due: Due, days: tuple[CountedDay, ...]) -> Walk:
    """The day of the first of some events since the trigger, where it comes before the end of the span."""
    event = first_since(duty, history, types)
    if event is None or due.strict.day is None or event.at.day >= due.strict.day:
        return due, days
    name, day = history.vocabulary.events[event.type].says, event.at.day
    says = Text(f"{name.da}: kommer først", f"{name.en}: comes first")
    return Due(Limit.on(day), Limit.on(day)), (*days[:1], CountedDay(day, True, True, says))


def first_since(duty: Duty, history: History, types: Sequence[str]) -> Happening | None:
    """The first of some events since the trigger, whatever it answers."""
    since = duty.trigger.at.earliest
    return next((event for event in history.events if event.type in types and event.at.latest >= since), None)


def _years(duty: Duty, history: History) -> list[Clocked]:
    """One clock for each year begun since the start, until what waives the duty for good."""
    start = duty.trigger.at
    ended = duty.answers.waived.by if duty.answers.waived else None
    until = min(history.until, ended.at.earliest) if ended else history.until
    found = []
    acts = span.value if (span := duty.opening.rule.clock.strict) else 1
    begins = start
    for number in starts_of_years(start.day, Moment.instant(until).day):
        months = Span(12 * number, "months")
        due, days = count("rolling", months, months, (start, start))
        strict_day = due.strict.day or start.day
        year = (begins, Moment.on(strict_day))
        found.append(Clocked(duty, start, due, days, number=number, year=year, acts=acts))
        begins = Moment.on(strict_day + dt.timedelta(days=1))
    return found
