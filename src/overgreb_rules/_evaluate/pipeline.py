"""The pipeline: case → log → duties → clocks → status → answer. The order of the steps, and nothing else."""

from __future__ import annotations

import datetime as dt

from overgreb_rules._case.case import Case
from overgreb_rules._case.event_log import EventLog
from overgreb_rules._deadlines.moment import NoMoment, parse_instant
from overgreb_rules._duties.clock import time_duty
from overgreb_rules._duties.duty import NO_CHANGE_OF_LAW, ChangeOfLaw, resolve_duties
from overgreb_rules._duties.remedies import find_remedies
from overgreb_rules._duties.status import UNMET_STATUSES, AssessedDuty, assess
from overgreb_rules._evaluate.assembly import answer
from overgreb_rules.errors import InstantError, redact_value
from overgreb_rules.evaluation import Evaluation
from overgreb_rules.policy import Policy
from overgreb_rules.rulebook import Rulebook, default_rulebook

__all__ = ["evaluate", "instant_of"]


def evaluate(
    case: Case, *, at: str | dt.datetime, rulebook: Rulebook | None = None, policy: Policy | None = None
) -> Evaluation:
    """Every duty of `case` at the instant `at`, by `rulebook` (the packaged rules where None).

    `at` is an instant with an offset. `policy` is the municipality's own ladder of escalation in the place of the
    one that comes with the rules; it adds steps and changes no duty. Events after `at` have not happened yet and are
    listed as ignored. Pure and thread-safe.

    Raises InstantError where `at` is no instant, RuleError where the policy names a rule, law or bearer that the
    rulebook does not know.
    """
    instant = instant_of(at)
    book = rulebook or default_rulebook()
    if policy is not None:
        policy.check(book.rules.names)
    log = EventLog.of(case, book.rules.vocabulary, instant)
    change = _change_of_law(log, book)
    assessed_duties = _standings(log, book, change)
    assessed_duties += find_remedies(assessed_duties, book.rules, instant)
    return answer(log, assessed_duties, book, policy or book.standard_policy)


def instant_of(at: str | dt.datetime) -> int:
    """The instant of evaluation in seconds; raises InstantError."""
    try:
        return parse_instant(at)
    except NoMoment as error:
        raise InstantError("at", error.what, value=redact_value(at), allowed=error.allowed, mend=error.mend) from None


def _standings(log: EventLog, book: Rulebook, change: ChangeOfLaw) -> list[AssessedDuty]:
    return [
        one
        for duty in resolve_duties(log, book.rules, book.programs, change)
        for timed in time_duty(duty, log)
        for one in assess(timed, log.as_of)
    ]


def _change_of_law(log: EventLog, book: Rulebook) -> ChangeOfLaw:
    """Evaluate the case as it stood in the last second of each act that has ended by now."""
    change, ended = NO_CHANGE_OF_LAW, set[str]()
    for transition in book.rules.transitions:
        if log.as_of < transition.instant:
            break
        if log.events and log.events[0].at.earliest < transition.instant:
            before = log.rewind_to(transition.instant - 1)
            duties = [one for one in _standings(before, book, change) if one.timed.duty.rule.law not in ended]
            unmet = frozenset(one.timed.duty.key for one in duties if one.status in UNMET_STATUSES)
            settled = frozenset(one.timed.duty.key for one in duties) - unmet
            logs = {**change.logs_before, transition.newer: before}
            change = ChangeOfLaw(logs, change.unmet | unmet, change.settled | settled)
        ended.add(transition.older)
    return change
