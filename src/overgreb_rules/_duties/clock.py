"""The clock of each duty: the dates of both readings, and what moves them.

Knows nothing of statuses and of words beyond those that name a counted day.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from msgspec.structs import replace

from overgreb_rules._case.event_log import EventLog, LoggedEvent
from overgreb_rules._deadlines.counted_days import join_later_count, move_ends, name_start_days
from overgreb_rules._deadlines.counting import begun_years, compute_deadline
from overgreb_rules._deadlines.deadline import CountedDay, CountTrace, Deadline, DeadlineReadings
from overgreb_rules._deadlines.moment import Moment
from overgreb_rules._duties.activation import ClockStart
from overgreb_rules._duties.clock_basis import ClockBasis, FixedDate, find_clock_basis, find_moving_events
from overgreb_rules._duties.clock_changes import HELD_UP, decided_again, hold_up, rest_while
from overgreb_rules._duties.date_doubts import DateDoubt
from overgreb_rules._duties.duty import Duty
from overgreb_rules._duties.interruption import interrupt
from overgreb_rules._duties.parallel_ends import find_parallel_ends
from overgreb_rules._duties.timed_duty import ENDS_ALREADY, IS_SET, MustPrecede, TimedDuty
from overgreb_rules._duties.waivers import WaiverEffect, birthday_of_waiver
from overgreb_rules._rules.clock_model import AgeLimit, Clock, LeadTime, Span
from overgreb_rules.calendar import end_of_day, months_after
from overgreb_rules.shared.text import Text


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
        one = TimedDuty(duty, Moment.on(commencement.on) if commencement else duty.trigger.at)
        one.waived_from = birthday_of_waiver(duty.rule, log)
        return [one]
    if clock.count == "rolling" and clock.strict is not None:
        return _years(duty, log, clock.strict)
    one = _changed(_single(duty, log, clock), log, clock)
    one.counted_days = name_start_days(one.counted_days, duty.trigger.at.day)
    one.waived_from = birthday_of_waiver(duty.rule, log)
    if duty.rule.ends_with_its_law and one.must_precede is not None:
        one.waived_from = _end_of_its_law(duty, one.must_precede)
    if duty.follow_up is not None:
        waived_from = birthday_of_waiver(duty.follow_up.rule, log)
        one.follow_up = replace(one, duty=duty.follow_up, waived_from=waived_from)
    return [one]


def _end_of_its_law(duty: Duty, order: MustPrecede) -> int | None:
    """The first second after the rule, where the named event has not come by then; the newer law has no such duty."""
    last = duty.rule.versions[-1].last
    if last is None or (order.named is not None and order.named.earliest < end_of_day(last)):
        return None
    return end_of_day(last)


def _changed(one: TimedDuty, log: EventLog, clock: Clock) -> TimedDuty:
    """The duty after what has changed the end of its time: a pending case, an interruption, a suspension."""
    duty = one.duty
    if clock.rests_while is not None and clock.strict is not None and clock.count is not None:
        changed = rest_while(duty, log, clock.rests_while, clock.strict, clock.count)
        fulfilment = duty.fulfilment
        if changed.rests_since is not None:
            fulfilment = replace(fulfilment, waiver=WaiverEffect(changed.rests_since, for_a_time=True))
        elif changed.may_rest:
            fulfilment = replace(fulfilment, perhaps_waived=fulfilment.perhaps_waived | changed.may_rest)
        rested = replace(duty, fulfilment=fulfilment)
        one = TimedDuty(rested, changed.start, changed.due, changed.days, met_at_rest=changed.met_at_rest)
        one.date_doubts = changed.date_doubts
        return one
    if clock.asks_after_due:
        told, known = duty.trigger.event.facts, log.vocabulary.events[duty.trigger.type].facts
        one.needs_after_due = frozenset(
            [name for name in clock.asks_after_due if told.get(name) is None and name in known]
        )
    if clock.interruptions and one.due is not None:
        changed = interrupt(duty, log, (one.due, one.counted_days), clock)
        one.due, one.counted_days = changed.due, changed.days
        one.needs_after_due, one.stands_still_since = changed.needs_after_due, changed.stands_still_since
        one.date_doubts += changed.date_doubts
        one.interrupted_by = changed.interrupted_by
    if clock.suspensions and one.due is not None:
        before = one.due
        one.due, needs = hold_up(duty, log, before, clock)
        one.needs |= needs
        if one.due != before:
            one.counted_days = move_ends(one.counted_days, before, one.due, None, HELD_UP)
            one.date_doubts += (DateDoubt("held_up"),)
    return one


def _single(duty: Duty, log: EventLog, clock: Clock) -> TimedDuty:
    trigger = duty.trigger
    if clock.before is not None:
        later = find_named_event(duty, log, clock)
        if later is None:
            return TimedDuty(duty, trigger.at, must_precede=MustPrecede(clock.before, None))
        moment = later.moment
        is_ahead = moment.earliest > log.as_of
        untold = () if is_ahead else _untold(duty, moment)
        order = MustPrecede(clock.before, moment, untold, later.event, later.told_by, is_ahead)
        return TimedDuty(duty, trigger.at, must_precede=order)
    if clock.not_before is not None:
        return _lawful_from(duty, log, clock.not_before)
    if clock.not_after is not None:
        return _owed_by_birthday(duty, log, clock.not_after)
    found = find_clock_basis(duty, log)
    if found is None:
        return TimedDuty(duty, trigger.at)
    if isinstance(found, frozenset):
        return TimedDuty(duty, trigger.at, needs=found)
    if isinstance(found, FixedDate):
        return _on_the_day(duty, found)
    first, second = found.strict_start.moment, found.lenient_start.moment
    due, days = compute_deadline(found.count, found.strict, found.lenient, (first, second))
    doubts: tuple[DateDoubt, ...] = ()
    again = decided_again(duty, log, clock.renewed_after, clock.decisions) if clock.renewed_after else None
    if again is not None and not find_moving_events(duty, log, clock.date_fact.events if clock.date_fact else ()):
        before = due
        due, days = _later_reading(before, days, found, again)
        doubts += (DateDoubt("later_start"),) if due != before else ()
    if clock.earliest_of:
        event = find_first_since(duty, log, clock.earliest_of)
        due, days = _ended_sooner(log, event, event, due, days)
    if clock.parallel_steps:
        ends = find_parallel_ends(duty, log, clock)
        due, days = _ended_sooner(log, ends.first, ends.first_sure, due, days)
        if ends.first is not None and due.strict.day == ends.first.at.day and due.lenient != due.strict:
            doubts += (DateDoubt("parallel", ends.needs),)
    return TimedDuty(duty, first, due, days, lenient_start=None if second == first else second, date_doubts=doubts)


def _on_the_day(duty: Duty, fixed_date: FixedDate) -> TimedDuty:
    possible = (fixed_date.day, *fixed_date.others)
    strict, lenient = min(possible), max(possible)
    days = [CountedDay(day, day == strict, True, IS_SET) for day in sorted({strict, lenient})]
    due = DeadlineReadings(Deadline.on(strict), Deadline.on(lenient))
    doubts = (DateDoubt(fixed_date.doubt),) if fixed_date.doubt is not None and strict != lenient else ()
    return TimedDuty(duty, fixed_date.start.moment, due, tuple(days), date_doubts=doubts)


def _answering(duty: Duty, log: EventLog, types: Sequence[str]) -> list[LoggedEvent]:
    """The events of some types that answer the duty since it was opened, in order of time."""
    return [
        event
        for event in log.of_types(types)
        if event is not duty.trigger
        and duty.single_events.touches(log, event, duty.activation.walk, duty.activation.subject)
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


def _untold(duty: Duty, named: Moment) -> tuple[str, ...]:
    """The types that would meet a duty of a side step, where the case tells none of them before the named event.

    As soon as one such event is told, only what came before it is unknown; an act of the same matter that came later
    was told, and came late.
    """
    if not duty.rule.silence:
        return ()
    told, fulfilment = duty.fulfilment.acts, duty.fulfilment
    came_late = any(event.index in fulfilment.linked for event in fulfilment.met_by)
    if came_late or any(act.at.latest < named.earliest for act in told):
        return ()
    return tuple(sorted(pattern.type for pattern in duty.rule.met_by if not pattern.provided))


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


def _later_reading(
    due: DeadlineReadings, days: tuple[CountedDay, ...], basis: ClockBasis, event: LoggedEvent
) -> CountTrace:
    """The lenient reading by the term from a later decision, where that ends later; strict stays."""
    later, more = compute_deadline(basis.count, basis.strict, basis.lenient, (event.at, event.at))
    if later.lenient.last <= due.lenient.last:
        return due, days
    after = DeadlineReadings(due.strict, later.lenient)
    return after, join_later_count(days, due, after, more)


def _owed_by_birthday(duty: Duty, log: EventLog, limit: AgeLimit) -> TimedDuty:
    """An act that is owed so many months before a birthday; no number where the trigger comes after that day."""
    born = log.case.barn.foedselsdato
    if born is None:
        return TimedDuty(duty, duty.trigger.at, needs=frozenset({"foedselsdato"}))
    last = months_after(born, 12 * limit.birthday - limit.months_before, keeps_month_end=False)
    if duty.trigger.at.day > last:
        return TimedDuty(duty, duty.trigger.at)
    says = Text(
        f"{limit.months_before} måneder før det fyldte {limit.birthday}. år",
        f"{limit.months_before} months before the {limit.birthday}th birthday",
    )
    due = DeadlineReadings(Deadline.on(last), Deadline.on(last))
    return TimedDuty(duty, duty.trigger.at, due, (CountedDay(last, True, True, says),))


def _ended_sooner(
    log: EventLog,
    first: LoggedEvent | None,
    first_sure: LoggedEvent | None,
    due: DeadlineReadings,
    days: tuple[CountedDay, ...],
) -> CountTrace:
    """Each reading ends on the day of its event, where that comes before the counted day."""
    strict, lenient = due.strict.day, due.lenient.day
    if strict is None or lenient is None:
        return due, days
    if first is not None and first_sure is not None and first.at.day == first_sure.at.day:
        first = first_sure
    sooner = first if first is not None and first.at.day < strict else None
    surely = first_sure if first_sure is not None and first_sure.at.day < lenient else None
    if sooner is None and surely is None:
        return due, days
    rest = days[1:]
    if surely is not None:
        rest = tuple(day for day in rest if day.strict and sooner is None)
        if surely is not sooner:
            rest = (*rest, _ends_already(log, surely, strict=False, lenient=True))
    ends = () if sooner is None else (_ends_already(log, sooner, strict=True, lenient=sooner is surely),)
    readings = DeadlineReadings(
        due.strict if sooner is None else Deadline.on(sooner.at.day),
        due.lenient if surely is None else Deadline.on(surely.at.day),
    )
    return readings, (*days[:1], *ends, *rest)


def _ends_already(log: EventLog, event: LoggedEvent, *, strict: bool, lenient: bool) -> CountedDay:
    name = log.vocabulary.events[event.type].says
    says = Text(f"{name.da}: {ENDS_ALREADY.da}", f"{name.en}: {ENDS_ALREADY.en}")
    return CountedDay(event.at.day, strict, lenient, says)


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


def _years(duty: Duty, log: EventLog, acts: Span) -> list[TimedDuty]:
    """One clock for each year begun since the start, with so many acts, until what waives the duty for good."""
    start = duty.trigger.at
    ended = duty.fulfilment.waiver.by if duty.fulfilment.waiver else None
    until = min(log.as_of, ended.at.earliest) if ended else log.as_of
    found = []
    begins = start
    for number in begun_years(start.day, Moment.instant(until).day):
        months = Span(12 * number, "months")
        due, days = compute_deadline("rolling", months, months, (start, start))
        strict_day = due.strict.day or start.day
        year = (begins, Moment.on(strict_day))
        found.append(TimedDuty(duty, start, due, days, year_number=number, year=year, required_acts=acts.value))
        begins = Moment.on(strict_day + dt.timedelta(days=1))
    return found
