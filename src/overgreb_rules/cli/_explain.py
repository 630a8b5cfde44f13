"""The commands `explain` (one duty with all that is known of it) and `why-not` (why a rule is not in the answer)."""

from __future__ import annotations

import argparse
import sys
from typing import Any

from overgreb_rules._case.case import Case
from overgreb_rules._case.event_log import EventLog
from overgreb_rules._evaluate.pipeline import evaluate, instant_of
from overgreb_rules._evaluate.why_not import why_not
from overgreb_rules._text.detail import describe_duty
from overgreb_rules.cli._io import add_case_arguments, instant_asked, load_policy, read_bytes
from overgreb_rules.errors import CaseError, RuleError, redact_value
from overgreb_rules.rulebook import default_rulebook


def add_explain_commands(commands: argparse._SubParsersAction[Any]) -> None:
    """Add both commands to the parser.

    Args:
        commands: the sub-parsers of the program.
    """
    explain = commands.add_parser("explain", help="one duty of a case, told whole", allow_abbrev=False)
    add_case_arguments(explain)
    explain.add_argument("key", metavar="KEY", help="the key of the duty, such as bl-138-1-kvittering@u1")
    explain.set_defaults(run=_explain)
    missing = commands.add_parser("why-not", help="why a rule is not in the answer", allow_abbrev=False)
    add_case_arguments(missing)
    missing.add_argument("rule", metavar="RULE", help="the id of a rule")
    missing.set_defaults(run=_why_not)


def _explain(options: argparse.Namespace) -> int:
    result = evaluate(
        Case.model_validate_json(read_bytes(options.case)), at=instant_asked(options), policy=load_policy(options)
    )
    duty = next((one for one in result.obligations if one.key == options.key), None)
    if duty is None:
        keys = ", ".join(duty.key for duty in result.obligations) or "none at this instant"
        what, mend = "the case has no duty of this key", "choose one of them, or ask why-not"
        raise CaseError("KEY", what, value=redact_value(options.key), allowed=keys, mend=mend)
    sys.stdout.write(describe_duty(duty, result, default_rulebook().rules, options.lang))
    return 0


def _why_not(options: argparse.Namespace) -> int:
    book = default_rulebook()
    case = Case.model_validate_json(read_bytes(options.case))
    rule = book.rules.by_id.get(options.rule)
    if rule is None:
        allowed = "an id of `overgreb-rules rules list`"
        raise RuleError(
            redact_value(options.rule), "there is no rule of this id", allowed=allowed, mend="correct the id"
        )
    at = instant_asked(options)
    keys = {duty.key for duty in evaluate(case, at=at).obligations}
    history = EventLog.of(case, book.rules.vocabulary, instant_of(at))
    for reason in why_not(history, rule, book.rules, book.programs, keys):
        print(getattr(reason, options.lang))
    return 0
