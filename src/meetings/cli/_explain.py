"""The command `explain`."""

from __future__ import annotations

import argparse
import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any

from meetings._domain.cost_catalog import UNITS
from meetings._domain.districts import UnknownNameError, politikreds_by_name
from meetings._domain.names import format_day, format_kommune, format_kreds, format_time
from meetings.cli._io import parse_day
from meetings.errors import RequestError
from meetings.explain import Alternative, Explanation, StartAssessment, explain
from meetings.export import read_plan


def add_command(commands: Any) -> None:
    """Add the command to the parser.

    Args:
        commands: The group of commands of the parser.
    """
    parser = commands.add_parser("explain", help="why a meeting lies where it lies, and what another day would cost")
    parser.add_argument("folder", metavar="DIR", help="the folder that `plan` wrote")
    parser.add_argument("district", metavar="DISTRICT", help="a politikreds, by code or name")
    parser.add_argument("--date", metavar="DATE", help="a day to ask about, such as 2027-03-09")
    parser.set_defaults(run=_run)


def _run(arguments: argparse.Namespace) -> int:
    date = parse_day("--date", arguments.date) if arguments.date else None
    plan = read_plan(arguments.folder)
    if plan is None:
        raise RequestError(arguments.folder, "there is no plan", "name a folder that `plan` wrote")
    if date is not None and date.year != plan.year:
        raise RequestError("--date", f"{date} does not lie in {plan.year}", "name a day of the planned year")
    try:
        code = politikreds_by_name(arguments.district, on=dt.date(plan.year, 1, 1)).code
    except UnknownNameError as error:
        raise RequestError("DISTRICT", str(error), "overgreb-meetings districts lists them") from None
    for explanation in explain(plan, code, date=date):
        print("\n".join(_lines(explanation, plan.year, date)))
    return 0


def _lines(explanation: Explanation, year: int, date: dt.date | None) -> Iterable[str]:
    meeting = explanation.meeting
    yield f"{format_kreds(meeting.district, year)}, round {meeting.round}: {format_time(meeting.start)}"
    yield f"  host {format_kommune(meeting.host, year)}"
    if meeting.absent:
        yield f"  absent: {', '.join(format_kommune(code, year) for code in meeting.absent)}"
    if explanation.cost:
        yield f"  this day costs {sum(explanation.cost.values()):g}:"
        yield from (f"    {name} {cost:g} ({UNITS[name]})" for name, cost in explanation.cost.items())
    else:
        yield "  this day costs nothing"
    yield f"  of {explanation.starts} starts in {year} there are left after"
    yield from (f"    {step.rule}: {step.left}" for step in explanation.remaining_starts)
    yield "  the next best, while all other meetings stay:" if explanation.next_best else "  no other start is possible"
    yield from (f"    {_describe_alternative(alternative)}" for alternative in explanation.next_best)
    if date is not None and not explanation.starts_on_date:
        yield f"  {format_day(date)} has no start time"
    for assessment in explanation.starts_on_date:
        if assessment.start == meeting.start:
            yield f"  {format_time(assessment.start)} is the start that it has"
        else:
            yield from (f"  {line}" for line in _describe_start(assessment, year))


def _describe_start(assessment: StartAssessment, year: int) -> Iterable[str]:
    if assessment.violations:
        yield f"{format_time(assessment.start)} is refused:"
        yield from (f"  {violation.rule}: {violation.text}" for violation in assessment.violations)
    elif assessment.alternative is None:
        yield f"{format_time(assessment.start)} is impossible, even if other meetings move"
    else:
        yield _describe_alternative(assessment.alternative)
        for other, start in assessment.alternative.moved_meetings:
            who = format_kreds(other.district, year)
            yield f"  {who} would move from {format_time(other.start)} to {format_time(start)}"


def _describe_alternative(alternative: Alternative) -> str:
    led = f", led by {', '.join(alternative.facilitators)}" if any(alternative.facilitators) else ""
    start = f"{format_time(alternative.start)}{led}"
    if not alternative.extra_cost:
        return f"{start}: costs the same"
    return f"{start}: costs {alternative.total_extra_cost:+g} ({_list_costs(alternative.extra_cost)})"


def _list_costs(costs: Mapping[str, float]) -> str:
    return ", ".join(f"{name} {cost:+g}" for name, cost in costs.items())
