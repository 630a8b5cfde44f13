"""The command `plan`."""

from __future__ import annotations

import argparse
import datetime as dt
import sys
from pathlib import Path
from typing import TextIO

from meetings._domain.cost_catalog import LEVELS
from meetings._domain.names import count_noun, format_cost, format_kommune, format_kreds
from meetings.changes import describe_change
from meetings.cli._io import REQUEST_HELP, add_at_option, format_terms, load_request, parse_at, print_notes, print_table
from meetings.export import WriteResult, read_plan, write_calendars
from meetings.export.layout import mail_file
from meetings.planner import plan
from meetings.schedule import Meeting, Schedule
from overgreb_rules.shared.command_parser import Commands
from overgreb_rules.shared.date_words import format_day
from overgreb_rules.shared.text import Text, translate

_HEAD = (
    Text("Dag", "Day"),
    Text("Tid", "Time"),
    Text("Politikreds", "Politikreds"),
    Text("Møde", "Round"),
    Text("Vært", "Host"),
    Text("Facilitator", "Facilitator"),
    Text("Bemærkning", "Remarks"),
    Text("Ulempe", "Cost"),
)
_REBUILT = Text(
    "ledger.json manglede eller var ældre end filerne. Den er dannet igen ud fra dem, med de samme UID'er.",
    "The ledger was lost or behind the published files: it was rebuilt from them, with the same UIDs.",
)


def add_command(commands: Commands) -> None:
    """Add the command to the program.

    Args:
        commands: The commands of the program.
    """
    parser = commands.add("plan", Text("planlæg et år, og skriv kalenderne", "plan a year and write its calendars"))
    parser.add("request", says=REQUEST_HELP, metavar="REQUEST.yaml")
    folder = Text("årets mappe; en tidligere plan rettes til", "the folder of the year; an earlier plan is revised")
    parser.add("--out", says=folder, metavar="DIR", required=True)
    fresh = Text(
        "planlæg de møder forfra, der ligger senere end `freeze_days`, uanset hvad der er sendt ud",
        "plan anew the meetings that lie after `freeze_days`, whatever was published",
    )
    parser.add("--fresh", says=fresh, action="store_true")
    add_at_option(parser)
    parser.set_defaults(run=_run)


def _run(arguments: argparse.Namespace) -> int:
    at, language = parse_at(arguments), arguments.lang
    request = load_request(arguments.request, language)
    earlier = read_plan(arguments.out)
    schedule = plan(request, at=at, earlier=earlier, fresh=arguments.fresh)
    written = write_calendars(schedule, arguments.out, at=at)
    print_warnings(schedule, language, sys.stderr)
    if written.rebuilt:
        print_notes((_REBUILT,), language, sys.stderr)
    print_plan(written.schedule, Path(arguments.out), len(written.changed), language)
    if earlier is not None:
        _show_changes(written.schedule, language)
        _show_drafts(written, Path(arguments.out), dt.datetime.fromisoformat(at), language)
    return 0


def _show_changes(schedule: Schedule, language: str) -> None:
    moved, every = sum(change.kind == "moved" for change in schedule.changes), len(schedule.meetings)
    head = Text(
        f"I forhold til den tidligere plan er {moved} af {count_noun(every, 'møde', 'møder')} flyttet.",
        f"Against the earlier plan {moved} of {count_noun(every, 'meeting')} moved.",
    )
    print(f"\n{translate(head, language)}")
    for change in schedule.changes:
        kreds, what = format_kreds(change.district, schedule.year), describe_change(change)
        line = Text(f"{kreds}, møde {change.round}: {what.da}", f"{kreds}, round {change.round}: {what.en}")
        print(f"  {translate(line, language)}")
        for why in change.why:
            print(f"    {translate(why, language)}")


def _show_drafts(written: WriteResult, folder: Path, at: dt.datetime, language: str) -> None:
    # The draft of a meeting that has ended can be written again, and is not sent again.
    names = (mail_file(meeting) for meeting in written.schedule.meetings if meeting.end > at)
    drafts = ", ".join(name for name in names if name in written.changed and (folder / name).is_file())
    if drafts:
        line = Text(f"Nye mailkladder, der skal sendes: {drafts}", f"New drafts to be sent: {drafts}")
        print(translate(line, language))


def print_warnings(schedule: Schedule, language: str, stream: TextIO) -> None:
    """Print what a plan rests on, and what could not be kept.

    Args:
        schedule: The plan.
        language: `da` or `en`.
        stream: Where to print.
    """
    print_notes((*(Text(one.da, one.en) for one in schedule.warnings), *schedule.notes), language, stream)


def print_plan(schedule: Schedule, folder: Path, changed: int, language: str) -> None:
    """Print a plan as a table, its cost, and its folder.

    Args:
        schedule: The plan.
        folder: The folder to which the plan was written.
        changed: The number of files that were written.
        language: `da` or `en`.
    """
    rows, names = [], schedule.people.facilitators
    for meeting in schedule.meetings:
        away = ", ".join(format_kommune(code, schedule.year) for code in meeting.absent)
        remark = Text(f"uden {away}", f"without {away}") if away else Text("", "")
        if meeting.status == "cancelled":
            remark = Text("aflyst", "cancelled")
        cost = sum(meeting.cost.values())
        rows.append(
            (
                translate(format_day(meeting.start.date()), language),
                translate(_format_hours(meeting), language),
                format_kreds(meeting.district, schedule.year),
                str(meeting.round),
                format_kommune(meeting.host, schedule.year),
                ", ".join(names.get(id_, id_) for id_ in meeting.facilitators),
                translate(remark, language),
                translate(format_cost(cost), language) if cost else "",
            )
        )
    print_table([translate(title, language) for title in _HEAD], rows)
    objective = schedule.objective
    proof = Text("bevist mindst mulig", "proven least")
    if any(objective.terms.get(name) for level in LEVELS[:-1] for name in level):
        # A plan that moves more meetings, say, may have a smaller sum: it is worse by rank.
        proof = Text("bevist bedst, når de vigtigste ulemper tæller først", "proven least by rank")
    if not objective.optimal:
        bound = format_cost(objective.bound)
        proof = Text(f"mindst mulig er {bound.da}", f"the least possible is {bound.en}")
    value = format_cost(objective.value)
    total = Text(f"Ulempe {value.da} ({proof.da})", f"Cost {value.en} ({proof.en})")
    terms, page = format_terms(objective.terms, language), folder / "year.html"
    print(f"\n{translate(total, language)}" + (f": {terms}" if terms else ""))
    files = Text(
        f"{count_noun(changed, 'fil', 'filer')} skrevet eller opdateret i {folder}; året på én side er {page}",
        f"{count_noun(changed, 'file')} written or updated in {folder}; the year on one page is {page}",
    )
    print_notes([files], language, sys.stdout)


def _format_hours(meeting: Meeting) -> Text:
    start, end = meeting.start, meeting.end
    return Text(f"{start:%H.%M}–{end:%H.%M}", f"{start:%H:%M}–{end:%H:%M}")
