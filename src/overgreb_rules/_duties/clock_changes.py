"""What changes the end of a time limit after it began: a case that is pending, a state, a renewed decision."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from overgreb_rules._case.event_log import EventLog, LoggedEvent, may_come_after
from overgreb_rules._case.legal_states import StateReader, Stretch
from overgreb_rules._case.subject import LINK_NEEDED
from overgreb_rules._deadlines.counted_days import join_later_count
from overgreb_rules._deadlines.counting import compute_deadline
from overgreb_rules._deadlines.deadline import CountedDay, Deadline, DeadlineReadings
from overgreb_rules._deadlines.moment import Moment
from overgreb_rules._duties.date_doubts import DateDoubt
from overgreb_rules._duties.pending_cases import assume_ends, concerns, find_suspending_cases
from overgreb_rules._rules.clock_model import Clock, CountingConvention, Span
from overgreb_rules._rules.legal_state import LegalState
from overgreb_rules._rules.words_of_law import Need
from overgreb_rules.shared.text import Text
from overgreb_rules.shared.value_object import ValueObject

if TYPE_CHECKING:
    from overgreb_rules._duties.duty import Duty

HELD_UP = Text(
    "fristen er forlænget med de dage, hvor en sag verserede",
    "the time limit is longer by the days on which a case was pending",
)
"""Why a day is counted on which a time limit ends that a case held up."""
_ONE_DAY = dt.timedelta(days=1)


class ChangedTime(ValueObject):
    """A time limit after what has changed it.

    Attributes:
        start: Where the clock starts.
        due: The time limit; None while it stands still, or while nothing is owed.
        days: The days that were counted on the way.
        needs_after_due: What must be known once the lenient reading has passed.
        rests_since: The event since which nothing is owed; None where time runs.
        may_rest: What would tell whether nothing is owed; empty where it is known.
        met_at_rest: Whether the duty was met while nothing was owed, since a day on which it was not late.
        stands_still_since: The request since which the time limit stands still; None where it runs.
        date_doubts: Why both readings end apart.
        interrupted_by: Each request that surely interrupted the time limit, with what surely answered it.
    """

    start: Moment
    due: DeadlineReadings | None
    days: tuple[CountedDay, ...] = ()
    needs_after_due: frozenset[str] = frozenset()
    rests_since: LoggedEvent | None = None
    may_rest: frozenset[str] = frozenset()
    met_at_rest: bool = False
    stands_still_since: LoggedEvent | None = None
    date_doubts: tuple[DateDoubt, ...] = ()
    interrupted_by: tuple[tuple[LoggedEvent, LoggedEvent], ...] = ()


def rest_while(duty: Duty, log: EventLog, state: LegalState, span: Span, count: CountingConvention) -> ChangedTime:
    """Return the time limit of a duty that rests while a state lasts.

    Args:
        duty: The duty; its trigger starts the clock.
        log: The events known at the instant of the evaluation.
        state: The state during which nothing is owed.
        span: The time that runs from the trigger, or from the end of the state.
        count: How that time is counted.

    Returns:
        The time limit. Strict takes a state that only may last as absent, lenient as there, once it has ended.

    Source: barnets lov § 102, stk. 2; serviceloven § 68, stk. 6.
    """
    reader = StateReader(log, state)
    found = [_rest(duty, one, span, count) for one in reader.assumptions(log.as_of) or [reader]]
    if len(found) == 1:
        return found[0]
    # Nobody knows which case an event ended: strict is the earliest of the dates, lenient the latest.
    dated = [(one.due, one) for one in found if one.due is not None]
    starts = [one.start for _, one in dated] or [one.start for one in found]
    rests = [one.rests_since for one in found if one.rests_since is not None]
    sure = len(rests) == len(found)
    strict = min((due.strict for due, _ in dated), key=lambda one: one.last, default=None)
    latest = max(dated, key=lambda one: one[0].lenient.last, default=None)
    return ChangedTime(
        min(starts, key=lambda start: start.earliest),
        DeadlineReadings(strict, latest[0].lenient) if strict is not None and latest is not None else None,
        latest[1].days if latest is not None else (),
        rests_since=min(rests, key=lambda event: event.index) if sure else None,
        may_rest=frozenset() if sure else _doubts(found),
        met_at_rest=all(one.met_at_rest for one in found),
        date_doubts=_date_doubts(found),
    )


def _doubts(changes: Sequence[ChangedTime]) -> frozenset[str]:
    """What would tell whether the duty rests, by the time limits of all ways to say what waiting events ended."""
    if len({(one.rests_since is None, one.may_rest) for one in changes}) == 1:
        return changes[0].may_rest
    return LINK_NEEDED.union(*(one.may_rest for one in changes))


def _date_doubts(changes: Sequence[ChangedTime]) -> tuple[DateDoubt, ...]:
    """Why both readings end apart, by the time limits of all ways to say what waiting events ended."""
    found = [doubt for one in changes for doubt in one.date_doubts]
    needs = {need for doubt in found for need in doubt.needs}
    if len({one.due for one in changes if one.due is not None}) > 1:
        needs.add(("of", ()))
    return _doubts_of_rest(tuple(sorted(needs)), is_unsettled=any(not doubt.needs for doubt in found))


def _rest(duty: Duty, reader: StateReader, span: Span, count: CountingConvention) -> ChangedTime:
    """The time limit where each stretch of the state is ended by what surely ended it."""
    met = next(iter(duty.fulfilment.met_by), None)
    stretches = [one for one in reader.stretches() if _counts_for(one, met)]
    sure = [one for one in stretches if one.counts]
    possible = [one for one in stretches if one.counts is None]
    start, strict, lenient, days, later = _rested(duty.trigger, sure, span, count)
    running = [one for one in sure if one.ended_by is None]
    is_unsettled, needs = strict != lenient, tuple[Need, ...]()
    if possible:
        ended = [one for one in possible if one.ended_by is not None]
        _, earlier, latest, first, second = _rested(duty.trigger, [*sure, *ended], span, count)
        if lenient is not None and latest is not None and latest > lenient:
            lenient, later = latest, second or first
            is_unsettled, needs = is_unsettled or earlier != latest, _needs_of_state(reader.state, ended)
    due = None if strict is None or lenient is None else DeadlineReadings.on(strict, lenient)
    if strict is not None and due is not None and later:
        days = join_later_count(days, DeadlineReadings.on(strict, strict), due, later)
    return ChangedTime(
        start,
        due,
        days,
        rests_since=min((one.begun_by for one in running), key=lambda event: event.index, default=None),
        may_rest=frozenset().union(*(one.needs for one in possible if one.ended_by is None and not running)),
        met_at_rest=met is not None
        and due is not None
        and any(_lasts_at(one, met) and one.begun_by.at.earliest <= due.lenient.last for one in sure),
        date_doubts=_doubts_of_rest(needs, is_unsettled=is_unsettled) if due is not None else (),
    )


def _doubts_of_rest(needs: tuple[Need, ...], *, is_unsettled: bool) -> tuple[DateDoubt, ...]:
    not_told = (DateDoubt("rest", needs),) if needs else ()
    return (*not_told, DateDoubt("rest")) if is_unsettled else not_told


def _needs_of_state(state: LegalState, stretches: Sequence[Stretch]) -> tuple[Need, ...]:
    """What is not told of some stretches, each with the types of the decisions that may lack it."""
    names = sorted(frozenset().union(*(one.needs for one in stretches)))
    carriers = [(name, pattern.type) for pattern in state.about_one_of for name, _ in pattern.facts]
    return tuple((name, tuple(type_ for fact, type_ in carriers if fact == name)) for name in names)


def _counts_for(stretch: Stretch, met_by: LoggedEvent | None) -> bool:
    """Whether a stretch took any time, and began before the act that met the duty."""
    begun, ended = stretch.begun_by.at.earliest, stretch.ended_by
    took_time = ended is None or ended.at.latest > begun
    return took_time and (met_by is None or begun < met_by.at.earliest)


def _lasts_at(stretch: Stretch, event: LoggedEvent) -> bool:
    ended = stretch.ended_by
    return stretch.begun_by.at.earliest <= event.at.earliest and (
        ended is None or event.at.earliest < ended.at.earliest
    )


def _rested(
    trigger: LoggedEvent, stretches: Sequence[Stretch], span: Span, count: CountingConvention
) -> tuple[Moment, dt.date | None, dt.date | None, tuple[CountedDay, ...], tuple[CountedDay, ...]]:
    """The clock start, both days (None while the state lasts since before the start), and the days counted to each.

    The days of the lenient reading are empty where it ends with the strict one.
    """
    start = trigger.at
    joined = _join_overlapping(stretches)
    for began, end in joined:
        # A case that ended on the day of its beginning, told by the day alone, ran when it began.
        if began.earliest <= start.earliest and (end is None or max(end.earliest, began.earliest + 1) > start.earliest):
            if end is None:
                return start, None, None, (), ()
            start = end
    due, days = compute_deadline(count, span, span, (start, start))
    strict = lenient = due.strict.day or start.day
    later: tuple[CountedDay, ...] = ()
    for began, end in joined:
        if began.earliest <= start.earliest or end is None or began.earliest > Deadline.on(lenient).last:
            continue
        again, more = compute_deadline(count, span, span, (end, end))
        if again.strict.day is not None and again.strict.day > lenient:
            lenient, later = again.strict.day, more
    return start, strict, lenient, days, later


def _join_overlapping(stretches: Sequence[Stretch]) -> list[tuple[Moment, Moment | None]]:
    """The stretches in order of time, those that overlap as one: when it began and when the last has ended."""
    joined: list[tuple[Moment, Moment | None]] = []
    for stretch in sorted(stretches, key=lambda one: one.begun_by.index):
        began, end = stretch.begun_by.at, stretch.ended_by.at if stretch.ended_by is not None else None
        before = joined[-1][1] if joined else began
        if not joined or (before is not None and before.earliest < began.earliest):
            joined.append((began, end))
        elif before is not None and (end is None or end.earliest > before.earliest):
            joined[-1] = (joined[-1][0], end)
    return joined


def hold_up(duty: Duty, log: EventLog, due: DeadlineReadings, clock: Clock) -> tuple[DeadlineReadings, frozenset[str]]:
    """Return the time limit after the cases that held it up.

    Strict keeps its day; lenient is later by the days on which a case ran. A duty that was met or waived waits for no
    case, and its end moves nothing; where that came too late and a case ran then, the days up to that event count.
    Where nobody knows which case a decision ended, lenient is the latest of the days that it may give.

    Args:
        duty: The duty.
        log: The events known at the instant of the evaluation.
        due: The time limit without any case.
        clock: Its clock, with the cases that hold it up.

    Returns:
        The time limit, and what would tell when it runs out: the event types that would end a case that still holds it
        up, and `of` where it hangs on which case a decision ended.

    Source: retssikkerhedsloven § 72, stk. 2, 7.
    """
    ways = assume_ends(log, clock)
    found = [_held_up(duty, log, due, clock, assumed) for assumed in ways or [{}]]
    needs = frozenset().union(*(one for _, one in found))
    if not ways or len({one for _, one in found}) > 1:
        needs |= LINK_NEEDED
    days = max(days for days, _ in found)
    if not days or due.lenient.day is None:
        return due, needs
    return DeadlineReadings(due.strict, Deadline.on(due.lenient.day + days * _ONE_DAY)), needs


def _held_up(
    duty: Duty, log: EventLog, due: DeadlineReadings, clock: Clock, assumed: Mapping[int, LoggedEvent]
) -> tuple[int, frozenset[str]]:
    """On how many days a case ran, and the event types that would end one that runs."""
    first = duty.fulfilment.answered_at
    answered = None if first is None else log.events[first]
    runs: list[tuple[int, int]] = []
    needs: set[str] = set()
    for case in find_suspending_cases(duty, log, clock, assumed):
        begun_by, end = case.begun_by, case.ended_by
        if end is None and answered is None:
            needs.add(case.end_type)
        elif end is not None or (answered is not None and answered.at.earliest > due.lenient.last):
            last = end or answered or begun_by
            runs.append((begun_by.at.day.toordinal(), last.at.day.toordinal()))
    return _count_days(runs), frozenset(needs)


def _count_days(runs: Iterable[tuple[int, int]]) -> int:
    """The number of days within some runs, each from its first day up to and without its last."""
    days = reach = 0
    for first, last in sorted(runs):
        days += max(0, last - max(first, reach))
        reach = max(reach, last)
    return days


def decided_again(duty: Duty, log: EventLog, types: Sequence[str], decisions: frozenset[str]) -> LoggedEvent | None:
    """Return the last decision of Ankestyrelsen over the trigger, or the judgment over that; None where there is none.

    Args:
        duty: The duty to decide anew; its trigger is the decision complained of.
        log: The events known at the instant of the evaluation.
        types: The type of the decision on the complaint, then those of what may come over that: a judgment.
        decisions: The types of the decisions that a complaint or a case can be about.

    Returns:
        The event. One that comes after the duty was answered counts no more, and a judgment counts only over a decision
        on the complaint that is told.

    Source: barnets lov § 50, stk. 3; serviceloven § 62, stk. 3.
    """
    answered = duty.fulfilment.answered_at
    found: list[LoggedEvent] = []
    for event in log.of_types(types):
        if not may_come_after(event, duty.trigger) or (answered is not None and event.index > answered):
            continue
        if concerns(duty, log, event, decisions) and (event.type == types[0] or found):
            found.append(event)
    return found[-1] if found else None
