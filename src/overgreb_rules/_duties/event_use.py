"""What the events of a case did to its duties: whoever maps a case system sees which events did nothing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from overgreb_rules._case.event_log import EventLog, LoggedEvent, may_come_after
from overgreb_rules._duties.closings import find_closing
from overgreb_rules._duties.status import AssessedDuty, effective_waiver
from overgreb_rules._rules.rule_set import RuleSet


def find_unused_events(assessed_duties: Sequence[AssessedDuty], log: EventLog, rules: RuleSet) -> tuple[str, ...]:
    """Find the events that opened, met, waived, ended and moved nothing, and closed the case on no duty.

    Args:
        assessed_duties: Every duty of the answer.
        log: The events of the case as of the instant of the evaluation.
        rules: The rules of all acts.

    Returns:
        The ids, sorted.
    """
    used: set[int] = set()
    for one in assessed_duties:
        used |= find_used_events(one, log, rules)
    for one in assessed_duties if log.of_types(log.vocabulary.closing_types) else ():
        closing = find_closing(one, log)
        if closing is not None:
            used.add(closing.index)
    return tuple(sorted([event.event.id for event in log.events if event.index not in used]))


def find_used_events(assessed: AssessedDuty, log: EventLog, rules: RuleSet) -> frozenset[int]:
    """Find the events that opened, met, waived, ended or moved one duty, or may have.

    Args:
        assessed: The duty as it stands at the instant of the evaluation.
        log: The events of the case as of that instant.
        rules: The rules of all acts.

    Returns:
        The indices of the events.
    """
    events = (*_opening(assessed), *_deciding(assessed, log), *_moving(assessed, log, rules))
    return frozenset(event.index for event in events if event is not None)


def _opening(assessed: AssessedDuty) -> Iterable[LoggedEvent]:
    return assessed.timed.duty.trigger, *assessed.timed.duty.activation.facts_of


def _deciding(assessed: AssessedDuty, log: EventLog) -> Iterator[LoggedEvent | None]:
    fulfilment, order = assessed.timed.duty.fulfilment, assessed.timed.must_precede
    yield from map(log.find, assessed.met_by)
    yield order.by if order is not None else None
    if assessed.status == "waived":
        waiver = effective_waiver(assessed.timed, log.as_of)
        yield waiver.by if waiver is not None else None
    if assessed.status == "expired":
        yield fulfilment.ended_by
    if assessed.status == "undetermined":
        yield fulfilment.doubtful_since
        yield from (event for event, _ in fulfilment.perhaps_met_by)


def _moving(assessed: AssessedDuty, log: EventLog, rules: RuleSet) -> Iterator[LoggedEvent | None]:
    duty = assessed.timed.duty
    yield duty.fulfilment.lifted_by
    touching, always = rules.moving_types[duty.activation.rule.id]
    settling = rules.moving_types[duty.rule.id][0]
    answered = duty.fulfilment.answered_at
    for event in log.of_types(touching | settling | always):
        if not may_come_after(event, duty.trigger) or (answered is not None and event.index > answered):
            continue
        if event.type in always or duty.single_events.touches(
            log, event, duty.activation.walk, duty.activation.subject
        ):
            yield event
