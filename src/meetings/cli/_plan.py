"""The command `plan`."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from meetings._domain.names import format_day, format_kommune, format_kreds
from meetings.changes import describe_change
from meetings.cli._io import add_at_option, load_request, parse_at, print_notes, print_table
from meetings.export import read_plan, write_calendars
from meetings.planner import plan
from meetings.schedule import Schedule


def add_command(commands: Any) -> None:
    """Add the command to the parser.

    Args:
        commands: The group of commands of the parser.
    """
    parser = commands.add_parser("plan", help="plan a year and write its calendars")
    parser.add_argument("request", metavar="REQUEST.yaml")
    parser.add_argument(
        "--out", metavar="DIR", required=True, help="the folder of the year; an earlier plan is revised"
    )
    parser.add_argument("--fresh", action="store_true", help="plan anew, whatever was published")
    add_at_option(parser)
    parser.set_defaults(run=_run)


def _run(arguments: argparse.Namespace) -> int:
    at = parse_at(arguments)
    request = load_request(arguments.request)
    earlier = read_plan(arguments.out)
    schedule = plan(request, at=at, earlier=None if arguments.fresh else earlier)
    written = write_calendars(schedule, arguments.out, at=at)
    print_notes(schedule.notes)
    if written.rebuilt:
        print_notes(
            ("The ledger was lost or behind the published files: it was rebuilt from them, with the same UIDs.",)
        )
    print_plan(written.schedule, Path(arguments.out), len(written.changed))
    if earlier is not None and not arguments.fresh:
        _show_changes(schedule)
    return 0


def _show_changes(schedule: Schedule) -> None:
    moved = sum(change.kind == "moved" for change in schedule.changes)
    print(f"\nAgainst the earlier plan {moved} of {len(schedule.meetings)} meetings moved.")
    for change in schedule.changes:
        print(f"  {format_kreds(change.district, schedule.year)}, round {change.round}: {describe_change(change)}")
        for why in change.why:
            print(f"    {why}")


def print_plan(schedule: Schedule, folder: Path, changed: int) -> None:
    """Print a plan as a table, its cost, and its folder.

    Args:
        schedule: The plan.
        folder: The folder to which the plan was written.
        changed: The number of files that were written.
    """
    rows = []
    for meeting in schedule.meetings:
        away = ", ".join(format_kommune(code, schedule.year) for code in meeting.absent)
        remark = "cancelled" if meeting.status == "cancelled" else (f"without {away}" if away else "")
        cost = sum(meeting.cost.values())
        rows.append(
            (
                format_day(meeting.start.date()),
                f"{meeting.start:%H:%M}–{meeting.end:%H:%M}",
                format_kreds(meeting.district, schedule.year),
                str(meeting.round),
                format_kommune(meeting.host, schedule.year),
                ", ".join(meeting.facilitators),
                remark,
                f"{cost:g}" if cost else "",
            )
        )
    print_table(("Day", "Time", "Politikreds", "Round", "Host", "Facilitator", "Remarks", "Cost"), rows)
    objective = schedule.objective
    proof = "proven least" if objective.optimal else f"the least possible is {objective.bound:g}"
    terms = ", ".join(f"{name} {cost:g}" for name, cost in objective.terms.items() if cost)
    print(f"\nCost {objective.value:g} ({proof})" + (f": {terms}" if terms else ""))
    print(f"{changed} files written or updated in {folder}; the year on one page is {folder / 'year.html'}")
