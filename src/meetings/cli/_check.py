"""The command `check`."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from meetings.check import check, read_plan_to_check
from meetings.cli._io import add_at_option, load_request, parse_at, print_table
from meetings.errors import NoPlanError
from meetings.planner import plan


def add_command(commands: Any) -> None:
    """Add the command to the parser.

    Args:
        commands: The group of commands of the parser.
    """
    parser = commands.add_parser("check", help="judge a plan by the rules of a request")
    parser.add_argument("plan", metavar="PLAN.json")
    parser.add_argument("request", metavar="REQUEST.yaml")
    add_at_option(parser)
    parser.set_defaults(run=_run)


def _run(arguments: argparse.Namespace) -> int:
    at = parse_at(arguments)
    request = load_request(arguments.request)
    checked = read_plan_to_check(Path(arguments.plan), request)
    report = check(checked, request)
    try:
        best = f"; the best plan of the request costs {plan(request, at=at).objective.value:g}"
    except NoPlanError:
        best = "; no plan of the request keeps every rule"
    if report.violations:
        print_table(("Rule", "What"), [(violation.rule, violation.text) for violation in report.violations])
        print()
    terms = ", ".join(f"{name} {cost:g}" for name, cost in report.terms.items() if cost)
    wrong = len(report.violations)
    print("Every rule is kept." if not wrong else f"{wrong} {'rule is' if wrong == 1 else 'rules are'} broken.")
    print(f"Cost {report.value:g}{best}" + (f": {terms}" if terms else ""))
    return 1 if wrong else 0
