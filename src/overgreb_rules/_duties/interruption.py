"""Complaint time limits that a request interrupts, or may have interrupted (forvaltningsloven §§ 17 and 20)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from overgreb_rules._case.event_log import EventLog, LoggedEvent, may_come_after
from overgreb_rules._case.free_enders import list_assumptions
from overgreb_rules._case.subject import LINK_NEEDED, Subject
from overgreb_rules._deadlines.counted_days import move_ends
from overgreb_rules._deadlines.deadline import CountTrace, DeadlineReadings
from overgreb_rules._duties.clock_changes import ChangedTime
from overgreb_rules._duties.date_doubts import DateDoubt
from overgreb_rules._duties.single_events import SingleEvents, walk_beside
from overgreb_rules._rules.clock_model import Clock, Interruption, Span
from overgreb_rules.calendar import rolls_to_next_hverdag
from overgreb_rules.shared.text import Text
from overgreb_rules.shared.value_object import ValueObject

if TYPE_CHECKING:
    from overgreb_rules._duties.duty import Duty

WAS_INTERRUPTED = Text("klagefristen har været afbrudt", "the time limit was interrupted")
"""Why a day is counted on which a time limit ends that was interrupted."""
_ONE_DAY = dt.timedelta(days=1)


class ComplaintLimit(ValueObject):
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


class _Request(ValueObject):
    """A request that touches a complaint time limit.

    Attributes:
        event: The request.
        answers: The events that answer it, or (None) may, in order of time.
        perhaps_meant: The answers that name no thing and could be about it.
        interrupts: Whether it interrupts the time limit; None where the case does not tell.
        needs: The fact that would tell.
    """

    event: LoggedEvent
    answers: tuple[tuple[LoggedEvent, bool | None], ...]
    perhaps_meant: tuple[LoggedEvent, ...]
    interrupts: bool | None
    needs: frozenset[str]

    def find_answer(self, before: int | None) -> tuple[LoggedEvent | None, bool | None]:
        """Find the first answer with a smaller index, with whether it surely is one."""
        return next((found for found in self.answers if before is None or found[0].index < before), (None, False))


class _RequestReader:
    """Reads the requests that interrupt complaint time limits, and what answers each.

    What answers a request is the same for every limit of one walk, and is read once: read anew for each, 30 decisions,
    30 requests, 30 complaints and 30 answers that name nothing take minutes.

    Args:
        log: The events known at the instant of the evaluation.
        single_events: What events are about that are about one thing and do not say which.
        assumed: By index, what answers that wait are taken to be about.
    """

    def __init__(self, log: EventLog, single_events: SingleEvents, assumed: Mapping[int, LoggedEvent]) -> None:
        self._log, self._single_events, self._assumed = log, single_events, assumed
        self._requests: dict[tuple[str, tuple[Interruption, ...]], list[_Request]] = {}

    def list_requests(self, limit: ComplaintLimit) -> list[_Request]:
        """List the requests that touch a time limit.

        Args:
            limit: The time limit.

        Returns:
            The requests in order of time.
        """
        key = (limit.walk, limit.clock.interruptions)
        if key not in self._requests:
            self._requests[key] = self._read(*key)
        touches, subject, trigger = self._log.correlation.touches, limit.subject, limit.trigger
        return [
            one for one in self._requests[key] if may_come_after(one.event, trigger) and touches(one.event, subject)
        ]

    def _read(self, limit_walk: str, interruptions: Sequence[Interruption]) -> list[_Request]:
        found = []
        correlation = self._log.correlation
        for interruption in interruptions:
            walk = walk_beside(limit_walk, interruption.answered)
            answers = self._log.of_types((interruption.answered,))
            unnamed = [one for one in answers if not correlation.names_a_thing(one)]
            for event in self._log.of_types((interruption.asked,)):
                asked = correlation.subject(event, event.at.earliest, frozenset({interruption.asked}))
                readings = [
                    (one, correlation.touches(one, asked, about=self._assumed[one.index]))
                    if one.index in self._assumed
                    else (one, self._single_events.touches(self._log, one, walk, asked))
                    for one in answers
                ]
                told = event.event.facts.get(interruption.fact)
                found.append(
                    _Request(
                        event,
                        tuple([(one, touches) for one, touches in readings if touches is not False]),
                        tuple([one for one in unnamed if correlation.touches(one, asked)]),
                        None if told is None else bool(told),
                        frozenset({interruption.fact}) if told is None else frozenset(),
                    )
                )
        return sorted(found, key=lambda request: request.event.index)


class _LimitsAhead:
    """Which complaint time limits of a case lay ahead when each request came.

    Whether a limit did hangs on the requests before, and these on all limits: the requests are gone through in order of
    time, and each is asked once. Asked anew each time, 3 decisions and 12 requests take minutes.

    Args:
        limits: Every such time limit of the case.
        reader: Reads the requests that touch a limit.
    """

    def __init__(self, limits: Sequence[ComplaintLimit], reader: _RequestReader) -> None:
        self._limits, self._reader = limits, reader
        self._requests: list[list[_Request]] | None = None
        self._asked: dict[int, LoggedEvent] = {}
        self._ahead: dict[int, frozenset[int]] = {}

    def may_mean_another(self, request: LoggedEvent) -> bool:
        """Return whether a request names nothing while the strict day of more than one time limit lay ahead.

        Args:
            request: The request.

        Returns:
            False for a request that names something.
        """
        if request.event.of:
            return False
        if self._requests is None:
            self._requests = [self._reader.list_requests(limit) for limit in self._limits]
            self._asked = {one.event.index: one.event for requests in self._requests for one in requests}
        if request.index not in self._ahead:
            for index in sorted({*self._asked, request.index}):
                if index <= request.index and index not in self._ahead:
                    self._ahead[index] = self._find_ahead(self._asked.get(index, request), self._requests)
        return len(self._ahead[request.index]) > 1

    def _find_ahead(self, request: LoggedEvent, requests: Sequence[Sequence[_Request]]) -> frozenset[int]:
        """The indices of the triggers of the time limits that lay ahead when a request came."""
        limits = zip(self._limits, requests, strict=True)
        return frozenset([limit.trigger.index for limit, its in limits if self._lies_ahead(limit, its, request)])

    def _lies_ahead(self, limit: ComplaintLimit, requests: Sequence[_Request], request: LoggedEvent) -> bool:
        """Whether the strict day was not past, after the requests before; True also while the time limit stood still.

        Whether a complaint had been lodged is not asked: a request that names nothing may be about that decision too.
        """
        if not may_come_after(request, limit.trigger):
            return False
        strict = limit.strict
        for earlier in requests:
            if earlier.event.index >= request.index:
                break
            asked, means_another = earlier.event.at.day, len(self._ahead[earlier.event.index]) > 1
            if not earlier.interrupts or asked > strict or (means_another and not earlier.event.event.of):
                continue
            answer, _ = earlier.find_answer(request.index)
            if answer is None:
                return True
            strict = _after(answer.at.day, asked, strict, _days(limit.clock.least_after))
        return request.at.day <= strict


def interrupt(duty: Duty, log: EventLog, trace: CountTrace, clock: Clock, before: int | None = None) -> ChangedTime:
    """Return a complaint time limit after the requests that interrupted it, or may have.

    Args:
        duty: The permission to complain.
        log: The events known at the instant of the evaluation.
        trace: The time limit without any request, and the days counted on the way to it.
        clock: Its clock, with the requests that interrupt and the least time left after an answer.
        before: Only events with a smaller index count; None means all of the log.

    Returns:
        The time limit; it stands still while a request that surely interrupts is unanswered.

    Source: forvaltningsloven §§ 17 and 20, stk. 3.
    """
    due, days = trace
    strict = due.strict.day
    if strict is None:
        return ChangedTime(duty.trigger.at, due, days)
    limit = ComplaintLimit(duty.trigger, duty.activation.subject, duty.activation.walk, clock, strict)
    reader = _RequestReader(log, duty.single_events, {})
    ahead = _LimitsAhead(duty.interruptible, reader)
    found = []
    for assumed in _assume_answers(log, limit, duty.single_events, before):
        of_way = _RequestReader(log, duty.single_events, assumed) if assumed else reader
        found.append(_interrupt_as_assumed(duty, trace, limit, ahead, of_way.list_requests(limit), before))
    return found[0] if len(found) == 1 else _join_ways(found, trace, limit)


def _assume_answers(
    log: EventLog, limit: ComplaintLimit, single_events: SingleEvents, before: int | None
) -> list[Mapping[int, LoggedEvent]]:
    """Each way to say which request the answers are about that wait; one empty way where none waits, or too many."""
    things: dict[int, list[LoggedEvent]] = {}
    for interruption in limit.clock.interruptions:
        walk = walk_beside(limit.walk, interruption.answered)
        single = log.vocabulary.events[interruption.answered].single
        for answer in single_events.waiting.get(walk, ()):
            options = [one for one in single_events.things.get(walk, ()) if one.type in single]
            possible = [one for one in options if one.at.earliest <= answer.at.latest]
            if possible and (before is None or answer.index < before):
                things[answer.index] = possible
    return list_assumptions(things) or [{}]


def _join_ways(ways: Sequence[ChangedTime], trace: CountTrace, limit: ComplaintLimit) -> ChangedTime:
    """The time limit where nobody knows which request was answered: strict is the earliest date, lenient the latest.

    It stands still where no way gives a date.
    """
    dated = [(one.due, one) for one in ways if one.due is not None]
    if not dated:
        return min(ways, key=lambda one: -1 if one.stands_still_since is None else one.stands_still_since.index)
    strict = min((due.strict for due, _ in dated), key=lambda one: one.last)
    lenient = max((due.lenient for due, _ in dated), key=lambda one: one.last)
    due, before = DeadlineReadings(strict, lenient), trace[0]
    needs = frozenset[str]().union(*(one.needs_after_due for _, one in dated))
    if len({(one.due, one.needs_after_due) for one in ways}) > 1:
        needs |= LINK_NEEDED
    doubts = {need for _, one in dated for doubt in one.date_doubts for need in doubt.needs}
    if len({one for one, _ in dated}) > 1:
        doubts.add(("of", tuple(one.asked for one in limit.clock.interruptions)))
    days = trace[1]
    if due != before:
        days = move_ends(days, before, due, WAS_INTERRUPTED if strict != before.strict else None, WAS_INTERRUPTED)
    return ChangedTime(
        limit.trigger.at,
        due,
        days,
        needs_after_due=needs,
        date_doubts=(DateDoubt("interrupted", tuple(sorted(doubts))),) if doubts and strict != lenient else (),
    )


def _interrupt_as_assumed(
    duty: Duty,
    trace: CountTrace,
    limit: ComplaintLimit,
    ahead: _LimitsAhead,
    requests: Sequence[_Request],
    before: int | None,
) -> ChangedTime:
    """The time limit where each answer that waits is about the request that it is assumed to be about."""
    start, clock = duty.trigger.at, limit.clock
    due, days = trace
    strict, lenient = due.strict.day, due.lenient.day
    least, answered_at = _days(clock.least_after), duty.fulfilment.answered_at
    if strict is None or lenient is None:
        return ChangedTime(start, due, days)
    changed, strict_says = due, None
    interrupted_by: list[tuple[LoggedEvent, LoggedEvent]] = []
    unanswered: set[str] = set()
    unsure = frozenset[str]()
    for request in requests:
        asked = request.event.at.day
        if before is not None and request.event.index >= before:
            continue
        if answered_at is not None and request.event.index > answered_at:
            continue
        if asked > lenient or request.interrupts is False:
            continue
        means_another = ahead.may_mean_another(request.event)
        sure = bool(request.interrupts) and asked <= strict and not means_another
        # A request past the strict day counts by what nobody knows of those before it.
        asks = request.needs | (LINK_NEEDED if means_another else frozenset()) or unsure
        unsure |= frozenset() if sure else asks
        answer, is_answer = request.find_answer(before)
        if answer is None:
            if sure:
                return ChangedTime(start, None, days, stands_still_since=request.event)
            # Where an answer says nothing, and counts for another request, `of` could tell that it answers this one.
            may_be_meant = any(before is None or one.index < before for one in request.perhaps_meant)
            unanswered |= asks | (LINK_NEEDED if may_be_meant else frozenset())
            continue
        if is_answer is None:
            # Nobody knows which request was answered.
            unanswered |= request.needs | LINK_NEEDED
        answered = answer.at.day
        if sure:
            strict, strict_says = _after(answered, asked, strict, least), WAS_INTERRUPTED
            if is_answer:
                interrupted_by.append((request.event, answer))
        lenient = max(strict, _after(answered, asked, lenient, least))
        moved = DeadlineReadings.on(strict, lenient)
        changed, days = moved, move_ends(days, changed, moved, strict_says, WAS_INTERRUPTED)
    asked_types = tuple(interruption.asked for interruption in clock.interruptions)
    not_told = tuple((name, asked_types) for name in sorted(unsure))
    doubts = (DateDoubt("interrupted", not_told),) if strict != lenient and not_told else ()
    return ChangedTime(
        start,
        changed,
        days,
        needs_after_due=frozenset(unanswered),
        date_doubts=doubts,
        interrupted_by=tuple(interrupted_by),
    )


def _after(answered: dt.date, request_day: dt.date, before: dt.date, least: int) -> dt.date:
    day = answered + max(dt.timedelta(days=least), before - request_day)
    while rolls_to_next_hverdag(day) is not None:
        day += _ONE_DAY
    return max(day, before)


def _days(span: Span | None) -> int:
    return span.value if span else 0
