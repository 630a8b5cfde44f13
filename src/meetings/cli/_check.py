"""The command `check`."""

from __future__ import annotations

import argparse
from pathlib import Path

from meetings._domain.names import format_cost
from meetings._domain.plan_origin import PlanOrigin
from meetings.check import check, read_plan_to_check
from meetings.cli._io import REQUEST_HELP, format_constraint, format_terms, load_request, parse_at, print_table
from meetings.errors import NoPlanError
from meetings.planner import plan
from overgreb_rules.shared.command_parser import Commands
from overgreb_rules.shared.text import Text, translate

_HEAD = (Text("Krav", "Requirement"), Text("Hvad", "What"))


def add_command(commands: Commands) -> None:
    """Add the command to the program.

    Args:
        commands: The commands of the program.
    """
    parser = commands.add(
        "check", Text("hold en plan op mod kravene i en bestilling", "judge a plan by the requirements of a request")
    )
    parser.add("plan", says=Text("planen, fx fra `plan`", "the plan, such as `plan` wrote it"), metavar="PLAN.json")
    parser.add("request", says=REQUEST_HELP, metavar="REQUEST.yaml")
    at = Text(
        "tidspunktet for beregningen af den bedste plan, som planen sammenlignes med; ellers planens eget",
        "the instant of the best plan to compare with; default: that of the plan",
    )
    parser.add("--at", says=at, metavar="INSTANT")
    parser.set_defaults(run=_run)


def _run(arguments: argparse.Namespace) -> int:
    language = arguments.lang
    at = None if arguments.at is None else parse_at(arguments)
    request = load_request(arguments.request, language)
    checked = read_plan_to_check(Path(arguments.plan), request)
    origin, report = PlanOrigin.of_plan(checked), check(checked, request)
    try:
        # As of the instant that made the plan, and from the same published meetings: only then can both be compared.
        best_plan = plan(request, at=at or origin.instant, earlier=origin.build_earlier(request.year))
        value = best_plan.objective.value
        least = format_cost(value)
        best = Text(f"; den bedste plan har ulempe {least.da}", f"; the best plan of the request costs {least.en}")
        if report.value < value and not report.violations:
            best = Text(f"{best.da}, men mindre af de vigtigste ulemper", f"{best.en}, but is better by rank")
    except NoPlanError:
        best = Text(
            "; ingen plan opfylder alle krav i bestillingen", "; no plan of the request meets every requirement"
        )
    if report.violations:
        rows = [
            (format_constraint(violation.constraint, language), translate(violation.text, language))
            for violation in report.violations
        ]
        print_table([translate(title, language) for title in _HEAD], rows)
        print()
    wrong = len(report.violations)
    print(translate(_count_broken(wrong), language))
    terms = format_terms(report.terms, language)
    cost = format_cost(report.value)
    listed = f": {terms}" if terms else ""
    print(translate(Text(f"Ulempe {cost.da}{listed}{best.da}", f"Cost {cost.en}{listed}{best.en}"), language))
    return 1 if wrong else 0


def _count_broken(number: int) -> Text:
    if not number:
        return Text("Alle krav er opfyldt.", "Every requirement is met.")
    if number == 1:
        return Text("1 krav er ikke opfyldt.", "1 requirement is not met.")
    return Text(f"{number} krav er ikke opfyldt.", f"{number} requirements are not met.")
