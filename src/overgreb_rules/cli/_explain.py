"""The commands `explain` (one duty with all that is known of it) and `why-not` (why a rule is not in the answer)."""

from __future__ import annotations

import argparse
import sys

from overgreb_rules._evaluate.duty_lookup import find_duty
from overgreb_rules._evaluate.pipeline import evaluate
from overgreb_rules._evaluate.unknown_word import find_rule
from overgreb_rules._evaluate.why_not import why_not
from overgreb_rules._text.detail import describe_duty
from overgreb_rules.cli._io import parse_case, read_bytes
from overgreb_rules.cli._options import add_case_arguments, add_output, instant_asked, load_policy, load_rulebook
from overgreb_rules.shared.command_parser import Commands
from overgreb_rules.shared.text import Text


def add_commands(commands: Commands) -> None:
    """Add both commands to the program.

    Args:
        commands: the commands of the program.
    """
    explain = commands.add("explain", Text("én pligt i en sag, forklaret helt", "one duty of a case, told whole"))
    add_case_arguments(explain)
    key = "bl-138-1-kvittering@u1"
    says = Text(
        f"pligtens nøgle, fx {key}; reglens id er nok, hvis sagen kun har én pligt efter den",
        f"the key of the duty, such as {key}; the id of its rule, where the case has one duty of that rule",
    )
    explain.add("key", metavar="KEY", says=says)
    explain.set_defaults(run=_explain)
    missing = commands.add("why-not", Text("hvorfor en pligt ikke findes i svaret", "why a rule is not in the answer"))
    add_case_arguments(missing)
    missing.add("rule", metavar="RULE", says=Text("reglens id", "the id of a rule"))
    add_output(missing)
    missing.set_defaults(run=_why_not)


def _explain(options: argparse.Namespace) -> int:
    case, book = parse_case(read_bytes(options.case)), load_rulebook(options)
    result = evaluate(case, at=instant_asked(options), rulebook=book, policy=load_policy(options))
    duty = find_duty(result, options.key, "KEY", book.rules)
    sys.stdout.write(describe_duty(duty, result, book.rules, options.lang))
    return 0


def _why_not(options: argparse.Namespace) -> int:
    book = load_rulebook(options)
    find_rule(options.rule, book.rules, "RULE")
    case = parse_case(read_bytes(options.case))
    found = why_not(case, options.rule, at=instant_asked(options), rulebook=book)
    if options.format == "json":
        print(found.to_json(indent=2))
        return 0
    for reason in found.reasons:
        print(reason.en if options.lang == "en" else reason.da)
    return 0
