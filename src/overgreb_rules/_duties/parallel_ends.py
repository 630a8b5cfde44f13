"""The ends of steps beside a measure, which may end the time of its first follow-up."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from overgreb_rules._case.event_log import EventLog, LoggedEvent, may_come_after
from overgreb_rules._case.legal_states import StateReading, passes
from overgreb_rules._matching.derived import is_about
from overgreb_rules._rules.clock_model import Clock, ParallelCase
from overgreb_rules._rules.conditions import EventPattern
from overgreb_rules._rules.words_of_law import Need
from overgreb_rules.shared.value_object import ValueObject

if TYPE_CHECKING:
    from overgreb_rules._duties.duty import Duty


class ParallelEnds(ValueObject):
    """The first ends of steps beside a measure.

    Attributes:
        first: The first end that may count, which is that of the strict reading; None where there is none.
        first_sure: The first that surely counts, which is that of the lenient one; None where there is none.
        needs: What is not told, so that nobody knows whether the first end counts; empty where the law says it, or does
            not say it of any case.
    """

    first: LoggedEvent | None
    first_sure: LoggedEvent | None
    needs: tuple[Need, ...] = ()


def find_parallel_ends(duty: Duty, log: EventLog, clock: Clock) -> ParallelEnds:
    """Find the first ends of steps beside a measure.

    Args:
        duty: The duty; its trigger begins the measure.
        log: The events known at the instant of the evaluation.
        clock: Its clock, with the steps and how their ends count.

    Returns:
        The first end that may count, and the first that surely counts. An end after the duty was answered counts by
        neither reading.

    Source: barnets lov § 95, stk. 2.
    """
    trigger = duty.trigger
    cases, surely, needs_of_case = _parallel_cases(log, trigger, clock)
    if not cases:
        return ParallelEnds(None, None)
    possible: list[tuple[LoggedEvent, tuple[Need, ...]]] = []
    sure: list[LoggedEvent] = []
    answered = duty.fulfilment.answered_at
    for step in clock.parallel_steps:
        for began in log.of_types((step.began.type,)):
            is_such_a_step = passes(step.began.tests, log.vocabulary, began)
            if is_such_a_step.holds is False:
                continue
            subject = log.correlation.subject(began, began.at.earliest, frozenset({began.type}))
            end = log.find_end(subject, frozenset({step.ends}))
            if end is None or (answered is not None and end.index > answered) or trigger.at.earliest >= end.at.latest:
                continue
            is_begun_before = began.at.earliest <= trigger.at.latest
            counts = {case.begun_before if is_begun_before else case.begun_after for case in cases}
            if counts <= {"never"}:
                continue
            needs = (*needs_of_case, *_needs_of(is_such_a_step, step.began.type))
            possible.append((end, needs))
            if surely and counts == {"surely"} and is_such_a_step.holds:
                sure.append(end)
    first, needs = min(possible, key=lambda one: one[0].index, default=(None, ()))
    return ParallelEnds(first, min(sure, key=lambda one: one.index, default=None), needs)


def _needs_of(reading: StateReading, type_: str) -> tuple[Need, ...]:
    """What is not told of an event of a type, or of what another one is about."""
    return tuple((name, (type_,)) for name in sorted(reading.needs)) if reading.holds is None else ()


def _parallel_cases(
    log: EventLog, trigger: LoggedEvent, clock: Clock
) -> tuple[Sequence[ParallelCase], bool, tuple[Need, ...]]:
    """The case that fits the trigger for sure, else all that may fit; whether it is sure, and what would tell."""
    perhaps: list[ParallelCase] = []
    needs: tuple[Need, ...] = ()
    decisions = {case.about.type for case in clock.parallel_cases if case.about is not None}
    for case in clock.parallel_cases:
        fits = passes(case.tests, log.vocabulary, trigger)
        if fits.holds is False:
            continue
        pattern, about = case.about, StateReading(True)
        if pattern is not None:
            about = _is_about_decision(case, pattern, decisions, log, trigger)
        if about.holds is False:
            continue
        if fits.holds and about.holds:
            return (case,), True, ()
        if not perhaps:
            needs = _needs_of(fits, trigger.type)
            if pattern is not None and about.holds is None:
                needs += _needs_of_decision(about, pattern, log, trigger)
        perhaps.append(case)
    return perhaps, False, needs


def _needs_of_decision(
    reading: StateReading, pattern: EventPattern, log: EventLog, trigger: LoggedEvent
) -> tuple[Need, ...]:
    """What would tell whether the trigger is about such a decision; `of` where every decision tells its facts."""
    earlier = [event for event in log.of_types((pattern.type,)) if may_come_after(trigger, event)]
    if earlier and all(passes(pattern.tests, log.vocabulary, event).holds is not None for event in earlier):
        return (("of", ()),)
    return _needs_of(reading, pattern.type)


def _is_about_decision(
    case: ParallelCase, pattern: EventPattern, decisions: set[str], log: EventLog, trigger: LoggedEvent
) -> StateReading:
    """Whether the trigger is about such a decision; one that names a decision of another type is not."""
    named = {event.type for event in log.correlation.nearest_on_each_way(trigger, decisions)}
    if named and pattern.type not in named:
        return StateReading(False)
    if case.fails_without and not any(may_come_after(trigger, event) for event in log.of_types((pattern.type,))):
        return StateReading(False)
    return is_about(pattern, log, trigger)
