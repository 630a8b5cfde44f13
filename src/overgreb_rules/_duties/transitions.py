"""The change from one act to the next, applied to a case: how the duties stood when the older act ended.

The state at a change is found by assessing the same events as of the last second of the older act.
"""

from __future__ import annotations

from overgreb_rules._case.event_log import EventLog
from overgreb_rules._duties.clock import time_duty
from overgreb_rules._duties.closings import find_closing
from overgreb_rules._duties.duty import NO_CHANGE_OF_LAW, ChangeOfLaw
from overgreb_rules._duties.duty_memory import recall_duties
from overgreb_rules._duties.remedies import find_opened_by_unmet, find_remedies
from overgreb_rules._duties.status import UNMET_STATUSES, AssessedDuty, Status, assess
from overgreb_rules._matching.compiled import CompiledRules
from overgreb_rules._rules.model import Rule
from overgreb_rules._rules.rule_set import RuleSet


def assess_case(log: EventLog, rules: RuleSet, programs: CompiledRules) -> list[AssessedDuty]:
    """Assess every duty of a case, across every change of law, and the permissions that a breach opens.

    Args:
        log: The events of the case as of the instant of the evaluation.
        rules: The rules of all acts.
        programs: The compiled conditions of the rules.

    Returns:
        The duties rule by rule, those that stand in for another after it, and the permissions last.
    """
    assessed_duties = assess_duties(log, rules, programs, find_change_of_law(log, rules, programs))
    assessed_duties += find_opened_by_unmet(assessed_duties, log, rules, programs)
    return assessed_duties + find_remedies(assessed_duties, rules, log.as_of)


def assess_duties(log: EventLog, rules: RuleSet, programs: CompiledRules, change: ChangeOfLaw) -> list[AssessedDuty]:
    """Resolve, time and assess the duties of a case.

    Args:
        log: The events of the case as of an instant; the duties are assessed at that instant.
        rules: The rules of all acts.
        programs: The compiled conditions of the rules.
        change: The state of the duties when each older act ended.

    Returns:
        The duties rule by rule; a duty of each year once a year, one that stands in for another after it.
    """
    return [
        assessed
        for duty in recall_duties(log, rules, programs, change)
        for timed in time_duty(duty, log)
        for assessed in assess(timed, log.as_of)
    ]


def find_change_of_law(log: EventLog, rules: RuleSet, programs: CompiledRules) -> ChangeOfLaw:
    """Find how the duties of a case stood in the last second of each act that has ended by now.

    Args:
        log: The events of the case as of the instant of the evaluation.
        rules: The rules of all acts.
        programs: The compiled conditions of the rules.

    Returns:
        The state at the changes; NO_CHANGE_OF_LAW where none has come yet or the whole case is newer.
    """
    change, ended = NO_CHANGE_OF_LAW, set[str]()
    for transition in rules.transitions:
        if log.as_of < transition.instant:
            break
        if log.events and log.events[0].at.earliest < transition.instant:
            before = log.rewind_to(transition.instant - 1)
            duties = assess_duties(before, rules, programs, change)
            duties = [one for one in duties if one.timed.duty.rule.law not in ended]
            unmet = frozenset(one.timed.duty.key for one in duties if one.status in UNMET_STATUSES)
            settled = frozenset(one.timed.duty.key for one in duties) - unmet
            logs = {**change.logs_before, transition.newer: before}
            change = ChangeOfLaw(logs, change.unmet | unmet, change.settled | settled)
        ended.add(transition.older)
    return change


def find_next_commencement(log: EventLog, rules: RuleSet, programs: CompiledRules, before: int | None) -> int | None:
    """Find when a newer act next opens a duty on its first day for an event that has already happened.

    Args:
        log: The events of the case as of the instant of the evaluation.
        rules: The rules of all acts.
        programs: The compiled conditions of the rules.
        before: Only an act that begins before this epoch second is looked at; None for any.

    Returns:
        Epoch seconds, later than the instant of the log; None where no act opens a duty, or the case was closed.
    """
    for transition in rules.transitions:
        if transition.instant <= log.as_of or (before is not None and transition.instant >= before):
            continue
        if not log.of_types(rules.commencing_types(transition.newer)):
            continue
        later = log.advance_to(transition.instant)
        for one in assess_case(later, rules, programs):
            if one.timed.duty.activation.by_commencement and find_closing(one, later) is None:
                return transition.instant
    return None


def stays_after_its_law(rule: Rule, status: Status, rules: RuleSet, at: int) -> bool:
    """Return whether a duty is unmet after its act has ended, and stays under that act.

    Args:
        rule: The rule that governs the duty.
        status: The status of the duty.
        rules: The rules, which know when an act ends.
        at: The instant of the evaluation, in epoch seconds.

    Returns:
        True where the duty stays.
    """
    return status in UNMET_STATUSES and rules.has_ended(rule.law, at)


def is_in_transition(assessed: AssessedDuty, rules: RuleSet, at: int) -> bool:
    """Return whether a change of law bears on a duty: it stays under an ended act, has moved, or began with its act.

    Args:
        assessed: The duty with its status.
        rules: The rules, which know when an act ends.
        at: The instant of the evaluation, in epoch seconds.

    Returns:
        True where it does.
    """
    duty = assessed.timed.duty
    return duty.moved or duty.activation.by_commencement or stays_after_its_law(duty.rule, assessed.status, rules, at)


def successors_of_what_stays(assessed: AssessedDuty, rules: RuleSet, at: int) -> tuple[str, ...] | None:
    """Return the rules that would govern a duty had it not stayed under an act that has ended.

    Args:
        assessed: The duty with its status.
        rules: The rules, which know when an act ends.
        at: The instant of the evaluation, in epoch seconds.

    Returns:
        The ids of the rules; None where the duty does not stay, or the newer act has no such rule.
    """
    rule = assessed.timed.duty.rule
    return rules.successor.get(rule.id) if stays_after_its_law(rule, assessed.status, rules, at) else None
