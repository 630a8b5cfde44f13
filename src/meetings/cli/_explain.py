"""The command `explain`."""

from __future__ import annotations

import argparse
import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any

from meetings._domain.cost_catalog import UNITS
from meetings._domain.districts import UnknownNameError, politikreds_by_name
from meetings._domain.names import format_day, format_kommune, format_kreds, format_time
from meetings.cli._common import parse_day
from meetings.errors import RequestError
from meetings.explain import Alternative, Explanation, StartAssessment, explain
from meetings.export import read_plan

__all__ = ["add_command"]


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


def _lines(found: Explanation, year: int, date: dt.date | None) -> Iterable[str]:
    meeting = found.meeting
    yield f"{format_kreds(meeting.district, year)}, round {meeting.round}: {format_time(meeting.start)}"
    yield f"  host {format_kommune(meeting.host, year)}"
    if meeting.absent:
        yield f"  absent: {', '.join(format_kommune(code, year) for code in meeting.absent)}"
    if found.cost:
        yield f"  this day costs {sum(found.cost.values()):g}:"
        yield from (f"    {name} {cost:g} ({UNITS[name]})" for name, cost in found.cost.items())
    else:
        yield "  this day costs nothing"
    yield f"  of {found.starts} starts in {year} there are left after"
    yield from (f"    {step.rule}: {step.left}" for step in found.remaining_starts)
    yield "  the next best, while all other meetings stay:" if found.next_best else "  no other start is possible"
    yield from (f"    {_way(way, year)}" for way in found.next_best)
    if date is not None and not found.starts_on_date:
        yield f"  {format_day(date)} has no start time"
    for asked in found.starts_on_date:
        if asked.start == meeting.start:
            yield f"  {format_time(asked.start)} is the start that it has"
        else:
            yield from (f"  {line}" for line in _asked(asked, year))


def _asked(asked: StartAssessment, year: int) -> Iterable[str]:
    if asked.violations:
        yield f"{format_time(asked.start)} is refused:"
        yield from (f"  {refusal.rule}: {refusal.text}" for refusal in asked.violations)
    elif asked.alternative is None:
        yield f"{format_time(asked.start)} is impossible, even if other meetings move"
    else:
        yield f"{_way(asked.alternative, year)}"
        for other, start in asked.alternative.moved_meetings:
            who = format_kreds(other.district, year)
            yield f"  {who} would move from {format_time(other.start)} to {format_time(start)}"


def _way(way: Alternative, year: int) -> str:
    del year
    led = f", led by {', '.join(way.facilitators)}" if any(way.facilitators) else ""
    if not way.extra_cost:
        return f"{format_time(way.start)}{led}: costs the same"
    return f"{format_time(way.start)}{led}: costs {way.total_extra_cost:+g} ({_terms(way.extra_cost)})"


def _terms(more: Mapping[str, float]) -> str:
    return ", ".join(f"{name} {cost:+g}" for name, cost in more.items())
