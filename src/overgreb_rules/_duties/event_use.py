"""What the events of a case did to its duties: whoever maps a case system sees which events did nothing."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from overgreb_rules._case.event_log import EventLog, LoggedEvent, may_come_after
from overgreb_rules._case.legal_states import may_be
from overgreb_rules._duties.closings import find_closing
from overgreb_rules._duties.pending_cases import find_pausing_events
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
        used |= find_opening_events(one)
        _add_answering_events(one, log, rules, used)
    for one in assessed_duties if log.of_types(log.vocabulary.closing_types) else ():
        closing = find_closing(one, log)
        if closing is not None:
            used.add(closing.index)
    return tuple(sorted([event.event.id for event in log.events if event.index not in used]))


def find_opening_events(assessed: AssessedDuty) -> frozenset[int]:
    """Find the events that opened one duty: its trigger, and those whose facts were asked beside it.

    Args:
        assessed: The duty.

    Returns:
        The indices of the events.
    """
    duty = assessed.timed.duty
    return frozenset([duty.trigger.index, *(event.index for event in duty.activation.facts_of)])


def find_answering_events(assessed: AssessedDuty, log: EventLog, rules: RuleSet) -> frozenset[int]:
    """Find the events that met, waived, ended or moved one duty, or may have.

    Args:
        assessed: The duty as it stands at the instant of the evaluation.
        log: The events of the case as of that instant.
        rules: The rules of all acts.

    Returns:
        The indices of the events; that of the trigger only where it met the duty itself.
    """
    answering: set[int] = set()
    _add_answering_events(assessed, log, rules, answering)
    trigger = assessed.timed.duty.trigger
    if trigger.event.id not in assessed.met_by:
        answering.discard(trigger.index)
    return frozenset(answering)


def _add_answering_events(assessed: AssessedDuty, log: EventLog, rules: RuleSet, used: set[int]) -> None:
    """Add the indices of the events that answered one duty; of those that are used already nothing is asked."""
    duty = assessed.timed.duty
    for decided_by in _deciding(assessed, log):
        if decided_by is not None:
            used.add(decided_by.index)
    used.update([event.index for event in _moving(assessed, log, rules, used)])
    used.update(find_pausing_events(duty, log))


def _deciding(assessed: AssessedDuty, log: EventLog) -> list[LoggedEvent | None]:
    fulfilment, order = assessed.timed.duty.fulfilment, assessed.timed.must_precede
    events = [log.find(event_id) for event_id in assessed.met_by]
    events.append(fulfilment.lifted_by)
    if order is not None:
        events.append(order.by)
    if assessed.status == "waived":
        waiver = effective_waiver(assessed.timed, log.as_of)
        events.append(waiver.by if waiver is not None else None)
    elif assessed.status == "expired":
        events.append(fulfilment.ended_by)
    elif assessed.status == "undetermined":
        events.append(fulfilment.doubtful_since)
        events += [event for event, _ in fulfilment.perhaps_met_by]
    return events


def _moving(assessed: AssessedDuty, log: EventLog, rules: RuleSet, used: set[int]) -> Iterator[LoggedEvent]:
    duty = assessed.timed.duty
    moving, always = rules.moving_events[duty.activation.rule.id]
    touching = moving.union(rules.moving_events[duty.rule.id][0])
    if not (touching or always):
        return
    answered = duty.fulfilment.answered_at
    for event in log.of_types(touching.union([pattern.type for pattern in always])):
        if event.index in used or not may_come_after(event, duty.trigger):
            continue
        if answered is not None and event.index > answered:
            continue
        if any(may_be(pattern, log.vocabulary, event) for pattern in always) or (
            event.type in touching
            and duty.single_events.touches(log, event, duty.activation.walk, duty.activation.subject)
        ):
            yield event
