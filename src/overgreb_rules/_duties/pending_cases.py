"""The cases before Ankestyrelsen or a court that hold up the time of a duty, or during which nothing is owed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from overgreb_rules._case.event_log import EventLog, LoggedEvent, may_come_after
from overgreb_rules._case.legal_states import StateReader
from overgreb_rules._rules.clock_model import Clock
from overgreb_rules.shared.value_object import ValueObject

if TYPE_CHECKING:
    from overgreb_rules._duties.duty import Duty


class SuspendingCase(ValueObject):
    """A case that held up the time of a duty.

    Attributes:
        begun_by: The event that began it.
        ended_by: The event that ended it before the duty was answered; None where none did.
        end_type: The type of the event that ends it.
    """

    begun_by: LoggedEvent
    ended_by: LoggedEvent | None
    end_type: str


def find_suspending_cases(
    duty: Duty, log: EventLog, clock: Clock, assumed: Mapping[int, LoggedEvent]
) -> Iterator[SuspendingCase]:
    """Find the cases that held up the time of a duty before it was answered.

    Args:
        duty: The duty.
        log: The events known at the instant of the evaluation.
        clock: Its clock, with the cases that hold it up.
        assumed: By index, the case that a decision is taken to be about of which nobody knows it.

    Yields:
        The cases, by what holds up the time and in order of time. A decision that names another case ends none of them.

    Source: retssikkerhedsloven § 72, stk. 2, 7.
    """
    answered = duty.fulfilment.answered_at
    for suspension in clock.suspensions:
        for begun_by in log.of_types((suspension.from_,)):
            came_in_time = answered is None or begun_by.index < answered
            is_of_the_duty = may_come_after(begun_by, duty.trigger) and came_in_time
            if not is_of_the_duty or not concerns(duty, log, begun_by, suspension.decisions):
                continue
            case = log.correlation.state(begun_by)
            end = log.find_end(case, frozenset({suspension.to}), assumed)
            if end is not None and _comes_after_the_answer(end, duty, log):
                end = None
            yield SuspendingCase(begun_by, end, suspension.to)


def _comes_after_the_answer(end: LoggedEvent, duty: Duty, log: EventLog) -> bool:
    """Whether a case ended after its duty was met, or after the moment in which it was waived."""
    answered, met_by = duty.fulfilment.answered_at, duty.fulfilment.met_by
    if answered is None:
        return False
    if met_by and met_by[0].index == answered:
        return end.index > answered
    waived = log.events[answered].at.earliest
    return (end.at.earliest, end.at.latest) > (waived, waived)


def assume_ends(log: EventLog, clock: Clock) -> list[Mapping[int, LoggedEvent]]:
    """Return each way to say which case the decisions ended of which nobody knows it.

    Args:
        log: The events known at the instant of the evaluation.
        clock: A clock, with the cases that hold it up.

    Returns:
        By index of such a decision, the event that began the case; no way where there are too many to try each.
    """
    endings = [(suspension.to, frozenset({suspension.to})) for suspension in clock.suspensions]
    return log.correlation.assumptions(endings, log.as_of)


def find_pausing_events(duty: Duty, log: EventLog) -> set[int]:
    """Find the events that began or ended a case during which the time of a duty did not run, or may not have run.

    Args:
        duty: The duty.
        log: The events known at the instant of the evaluation.

    Returns:
        Their indices. A case that ended before the duty began, or began only after it was answered, is none.
    """
    clock = duty.activation.rule.clock
    if not clock.suspensions and clock.rests_while is None:
        return set()
    answered = duty.fulfilment.answered_at
    cases = [
        (one.begun_by, one.ended_by)
        for assumed in assume_ends(log, clock) or [{}]
        for one in find_suspending_cases(duty, log, clock, assumed)
    ]
    if clock.rests_while is not None:
        stretches = StateReader(log, clock.rests_while).stretches()
        cases += [
            (one.begun_by, one.ended_by)
            for one in stretches
            if (answered is None or one.begun_by.index < answered)
            and (one.ended_by is None or may_come_after(one.ended_by, duty.trigger))
        ]
    return {event.index for case in cases for event in case if event is not None}


def concerns(duty: Duty, log: EventLog, event: LoggedEvent, decisions: frozenset[str]) -> bool:
    """Return whether an event is about the decision that opened a duty, as far as it says.

    Args:
        duty: The duty.
        log: The events known at the instant of the evaluation.
        event: A complaint, a case, or what decided it.
        decisions: The types of the decisions that it can be about.

    Returns:
        True where the nearest decision on one of its ways is the trigger, or its ways name no decision.
    """
    nearest = log.correlation.nearest_on_each_way(event, decisions)
    return not nearest or duty.trigger in nearest
