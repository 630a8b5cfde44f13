"""The permissions that the first breach by the municipality in a case opens to anybody."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence

from overgreb_rules._case.event_log import EventLog
from overgreb_rules._case.subject import Subject
from overgreb_rules._duties.activation import Activation
from overgreb_rules._duties.duty import Duty
from overgreb_rules._duties.fulfilment import NO_FULFILMENT, resolve_fulfilment
from overgreb_rules._duties.single_events import NO_SINGLE_EVENTS
from overgreb_rules._duties.status import (
    BREACH_STATUSES,
    AssessedDuty,
    Status,
    assess,
    may_have_been_owed_when_the_strict_day_ended,
)
from overgreb_rules._duties.timed_duty import TimedDuty
from overgreb_rules._matching.compiled import CompiledRules
from overgreb_rules._rules.model import Rule
from overgreb_rules._rules.rule_set import RuleSet
from overgreb_rules.calendar import day_of


def find_remedies(assessed_duties: Sequence[AssessedDuty], rules: RuleSet, at: int) -> list[AssessedDuty]:
    """Find the permissions that the first breach of a case opens.

    Args:
        assessed_duties: The duties of the case.
        rules: The rules of all acts.
        at: The instant of the evaluation, epoch seconds.

    Returns:
        The permissions, each as an available duty; empty where no duty is broken.
    """
    broken = [one for one in assessed_duties if is_breach(one.timed.duty.rule, one.status, rules)]
    if not broken:
        return []
    # Of breaches with one date the earlier trigger decides, not the alphabet.
    first = min(broken, key=lambda one: (broken_from(one.timed), one.timed.duty.trigger.index))
    trigger = first.timed.duty.trigger
    found = []
    for rule, governing in find_remedy_rules(rules, trigger.at.day, at):
        subject = Subject(
            trigger, trigger.at.earliest, frozenset({trigger.index}), frozenset({trigger.type}), frozenset()
        )
        activation = Activation(rule, rule.id, rule.id, subject)
        duty = Duty(governing, activation, trigger, NO_FULFILMENT, NO_SINGLE_EVENTS)
        found.append(AssessedDuty(TimedDuty(duty, trigger.at), "available"))
    return found


def find_opened_by_unmet(
    assessed_duties: Sequence[AssessedDuty], log: EventLog, rules: RuleSet, programs: CompiledRules
) -> list[AssessedDuty]:
    """Find the duties that open because another one was unmet when its strict day ended.

    They have the trigger and the clock start of that duty, and are undetermined where it is.

    Args:
        assessed_duties: The duties of the case.
        log: The events of the case as of the instant of the evaluation.
        rules: The rules of all acts.
        programs: The compiled rules.

    Returns:
        The duties, each as it stands then.

    Source: barnets lov § 143, stk. 7; serviceloven § 75, stk. 6.
    """
    found = []
    for one in assessed_duties:
        timed = one.timed
        rule = rules.opened_by_unmet.get(timed.duty.rule.id)
        if rule is None or rule.opened_by_unmet is None or timed.due is None or log.as_of <= timed.due.strict.last:
            continue
        if not may_have_been_owed_when_the_strict_day_ended(timed, timed.due.strict.last):
            continue
        if is_kept_from_opening(rule, timed.duty, log, rules):
            continue
        subject = _subject_of_opened(rule, timed.duty, rules)
        # What may have met that duty in time would leave nothing to tell.
        answers, last = timed.duty.fulfilment, timed.due.strict.last
        in_time = [needs for event, needs in answers.perhaps_met_by if event.at.earliest <= last]
        activation = Activation(rule, rule.id, rule.id, subject, needs=answers.unsettled.union(*in_time))
        fulfilment = resolve_fulfilment(rule, activation, (subject,), log, programs)
        duty = Duty(rule, activation, activation.trigger, fulfilment, NO_SINGLE_EVENTS)
        found += assess(TimedDuty(duty, timed.start), log.as_of)
    return found


def is_kept_from_opening(rule: Rule, unmet: Duty, log: EventLog, rules: RuleSet) -> bool:
    """Return whether an event keeps an unmet duty from opening another one (`unless_touched_by`).

    Args:
        rule: The rule of the other duty.
        unmet: The unmet duty.
        log: The events of the case as of the instant of the evaluation.
        rules: The rules of all acts.

    Returns:
        True where such an event touches what the other duty would be about.
    """
    unless = rule.opened_by_unmet.unless if rule.opened_by_unmet is not None else None
    if not unless:
        return False
    subject = _subject_of_opened(rule, unmet, rules)
    return any(log.correlation.touches(event, subject) for event in log.of_types((unless,)))


def _subject_of_opened(rule: Rule, unmet: Duty, rules: RuleSet) -> Subject:
    return unmet.activation.subject.with_trigger_types(rules.trigger_types[rule.id])


def find_remedy_rules(rules: RuleSet, day: dt.date, at: int) -> Iterator[tuple[Rule, Rule]]:
    """Find the permissions for a breach of a duty that arose on a day.

    Args:
        rules: The rules of all acts.
        day: The local day of the trigger of the duty.
        at: The instant of the evaluation, epoch seconds.

    Yields:
        The rule that was in force on that day, and the rule that governs the permission at `at`: its successor, where
        the rule moves and its act has ended.
    """
    for rule in rules.remedies:
        version = rule.version_on(day)
        if version is not None:
            ended = rule.moves and version.last is not None and day_of(at) > version.last
            yield rule, rules.by_id[rules.successor[rule.id][0]] if ended else rule


def is_breach(rule: Rule, status: Status, rules: RuleSet) -> bool:
    """Return whether a duty is broken by the municipality.

    Args:
        rule: The rule that governs the duty.
        status: The status of the duty.
        rules: The rules of all acts, which know who bears a duty.

    Returns:
        True where the status is a breach and the municipality bears the duty.
    """
    return rule.modality == "must" and status in BREACH_STATUSES and rules.vocabulary.bearers[rule.bearer].municipality


def broken_from(timed: TimedDuty) -> int:
    """Return from when a duty is broken, if it is.

    Args:
        timed: The duty with its clock.

    Returns:
        Epoch seconds: after the lenient deadline, or when the event comes that an act must come before.
    """
    if timed.due is not None:
        return timed.due.lenient.last + 1
    named = timed.must_precede.named if timed.must_precede else None
    return (named or timed.start).earliest
