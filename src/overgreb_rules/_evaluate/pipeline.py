"""The pipeline: case → event log → assessed duties → answer. This module holds the order of the steps, nothing else."""

from __future__ import annotations

import datetime as dt

from overgreb_rules._case.case import Case
from overgreb_rules._case.event_log import EventLog
from overgreb_rules._deadlines.moment import NoMoment, parse_instant
from overgreb_rules._duties.transitions import assess_case
from overgreb_rules._evaluate.assembly import assemble
from overgreb_rules.errors import InstantError, redact_value
from overgreb_rules.evaluation import Evaluation
from overgreb_rules.policy import Policy
from overgreb_rules.rulebook import Rulebook, default_rulebook


def evaluate(
    case: Case, *, at: str | dt.datetime, rulebook: Rulebook | None = None, policy: Policy | None = None
) -> Evaluation:
    """Evaluate every duty of a case at an instant. Pure and thread-safe.

    Args:
        case: The case. Events after `at` have not happened yet: they bear on nothing and are listed as ignored.
        at: The instant of the evaluation, with an offset.
        rulebook: The rules and the matcher; None means the packaged rules with the default matcher.
        policy: The municipality's own ladder of escalation, in the place of the one that comes with the rules. It adds
            steps and changes no duty.

    Returns:
        The evaluation, the most urgent duty first.

    Raises:
        InstantError: `at` is no instant.
        RuleError: The policy names a rule, law or bearer that the rulebook does not know.
    """
    instant = instant_of(at)
    book = rulebook or default_rulebook()
    if policy is not None:
        policy.check(book.rules.names)
    log = EventLog.of(case, book.rules.vocabulary, instant)
    assessed_duties = assess_case(log, book.rules, book.programs)
    return assemble(log, assessed_duties, book, book.complete_policy(policy))


def instant_of(at: str | dt.datetime) -> int:
    """Return the instant of an evaluation.

    Args:
        at: A text or datetime with an offset.

    Returns:
        Epoch seconds.

    Raises:
        InstantError: `at` is no instant.
    """
    try:
        return parse_instant(at)
    except NoMoment as error:
        raise InstantError("at", error.what, value=redact_value(at), allowed=error.allowed, mend=error.mend) from None
