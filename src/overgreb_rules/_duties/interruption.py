"""Complaint time limits that a request interrupts, or may have interrupted (forvaltningsloven §§ 17 and 20)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import TYPE_CHECKING

from overgreb_rules._case.event_log import EventLog, LoggedEvent, may_come_after
from overgreb_rules._case.subject import Subject
from overgreb_rules._deadlines.deadline import CountedDay, Deadline, DeadlineReadings
from overgreb_rules._duties.clock_changes import ChangedTime
from overgreb_rules._duties.single_events import NO_SINGLE_EVENTS, SingleEvents, walk_beside
from overgreb_rules._rules.clock_model import Clock, Span
from overgreb_rules.calendar import rolls_to_next_hverdag
from overgreb_rules.shared.text import Text
from overgreb_rules.shared.value_object import value_object

if TYPE_CHECKING:
    from overgreb_rules._duties.duty import Duty

RUNS_ON = Text("klagefristen har været afbrudt og løber videre", "the time limit was interrupted and runs on")
"""Why a day is counted on which a time limit ends that was interrupted."""
_ONE_DAY = dt.timedelta(days=1)
_LINK = frozenset({"of"})


@value_object
class ComplaintLimit:
    """A complaint time limit of the case that a request can interrupt.

    Attributes:
        trigger: The event that told the decision.
        subject: How events find the time limit.
        walk: The name of the walk of single events that answer it.
        clock: Its clock, with the requests that interrupt it.
        strict: Its last day in the strict reading, without any request.
    """

    trigger: LoggedEvent
    subject: Subject
    walk: str
    clock: Clock
    strict: dt.date

    def lies_ahead(
        self,
        log: EventLog,
        request: LoggedEvent,
        limits: Sequence[ComplaintLimit],
        single_events: SingleEvents = NO_SINGLE_EVENTS,
    ) -> bool:
        """Return whether the strict day was not past when a request came, after the requests before it.

        Whether a complaint had been lodged is not asked: a request that names nothing may be about that decision too.

        Args:
            log: The events known at the instant of the evaluation.
            request: The request.
            limits: Every such time limit of the case.
            single_events: What events are about that are about one thing and do not say which.

        Returns:
            True also while the time limit stood still.
        """
        if not may_come_after(request, self.trigger):
            return False
        strict = self.strict
        for earlier in _requests(log, self, single_events, request.index):
            asked = earlier.event.at.day
            if not earlier.interrupts or asked > strict or _may_mean_another(earlier.event, log, limits, single_events):
                continue
            if earlier.answer is None:
                return True
            strict = _after(earlier.answer.at.day, asked, strict, _days(self.clock.least_after))
        return request.at.day <= strict


@value_object
class _Request:
    event: LoggedEvent
    answer: LoggedEvent | None
    answer_waits: bool
    may_have_been_meant: bool
    interrupts: bool | None
    needs: frozenset[str]


def interrupt(duty: Duty, log: EventLog, due: DeadlineReadings, clock: Clock, before: int | None = None) -> ChangedTime:
    """Return a complaint time limit after the requests that interrupted it, or may have.

    Args:
        duty: The permission to complain.
        log: The events known at the instant of the evaluation.
        due: The time limit without any request.
        clock: Its clock, with the requests that interrupt and the least time left after an answer.
        before: Only events with a smaller index count; None means all of the log.

    Returns:
        The time limit; it stands still while a request that surely interrupts is unanswered.

    Source: forvaltningsloven §§ 17 and 20, stk. 3.
    """
    start = duty.trigger.at
    strict, lenient = due.strict.day, due.lenient.day
    least, answered_at = _days(clock.least_after), duty.fulfilment.answered_at
    if strict is None or lenient is None:
        return ChangedTime(start, due)
    days: list[CountedDay] = []
    unanswered: set[str] = set()
    unsure = frozenset[str]()
    limit = ComplaintLimit(duty.trigger, duty.activation.subject, duty.activation.walk, clock, strict)
    for request in _requests(log, limit, duty.single_events, before):
        asked = request.event.at.day
        if answered_at is not None and request.event.index > answered_at:
            continue
        if asked > lenient or request.interrupts is False:
            continue
        means_another = _may_mean_another(request.event, log, duty.interruptible, duty.single_events)
        sure = bool(request.interrupts) and asked <= strict and not means_another
        # A request past the strict day counts by what nobody knows of those before it.
        asks = request.needs | (_LINK if means_another else frozenset()) or unsure
        unsure |= frozenset() if sure else asks
        if request.answer is None:
            if sure:
                return ChangedTime(start, None, tuple(days), stands_still_since=request.event)
            # Where an answer says nothing, and counts for another request, `of` could tell that it answers this one.
            unanswered |= asks | (_LINK if request.may_have_been_meant else frozenset())
            continue
        if request.answer_waits:
            # Nobody knows which request was answered.
            unanswered |= request.needs | _LINK
        answered = request.answer.at.day
        if sure:
            strict = _after(answered, asked, strict, least)
        lenient = max(strict, _after(answered, asked, lenient, least))
        days.append(CountedDay(lenient, sure, True, RUNS_ON))
    changed = DeadlineReadings(Deadline.on(strict), Deadline.on(lenient))
    return ChangedTime(start, changed, tuple(days), needs_after_due=frozenset(unanswered))


def _after(answered: dt.date, request_day: dt.date, before: dt.date, least: int) -> dt.date:
    day = answered + max(dt.timedelta(days=least), before - request_day)
    while rolls_to_next_hverdag(day) is not None:
        day += _ONE_DAY
    return max(day, before)


def _days(span: Span | None) -> int:
    return span.value if span else 0


def _requests(log: EventLog, limit: ComplaintLimit, single_events: SingleEvents, before: int | None) -> list[_Request]:
    def known(type_: str) -> list[LoggedEvent]:
        return [event for event in log.of_types((type_,)) if before is None or event.index < before]

    found = []
    correlation = log.correlation
    for interruption in limit.clock.interruptions:
        walk = walk_beside(limit.walk, interruption.answered)
        for event in known(interruption.asked):
            if not may_come_after(event, limit.trigger) or not correlation.touches(event, limit.subject):
                continue
            asked = correlation.subject(event, event.at.earliest, frozenset({interruption.asked}))
            readings = ((one, single_events.touches(log, one, walk, asked)) for one in known(interruption.answered))
            answer, touches = next(((one, found) for one, found in readings if found is not False), (None, False))
            unnamed = (one for one in known(interruption.answered) if not correlation.names_a_thing(one))
            may_have_been_meant = any(correlation.touches(one, asked) for one in unnamed)
            told = event.event.facts.get(interruption.fact)
            needs = frozenset({interruption.fact}) if told is None else frozenset()
            interrupts = None if told is None else bool(told)
            found.append(_Request(event, answer, touches is None, may_have_been_meant, interrupts, needs))
    return sorted(found, key=lambda request: request.event.index)


def _may_mean_another(
    request: LoggedEvent, log: EventLog, limits: Sequence[ComplaintLimit], single_events: SingleEvents
) -> bool:
    """Whether a request names nothing while the strict day of more than one such time limit lay ahead."""
    if request.event.of:
        return False
    return len({limit.trigger.index for limit in limits if limit.lies_ahead(log, request, limits, single_events)}) > 1
