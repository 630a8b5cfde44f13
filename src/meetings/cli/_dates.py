"""The command `dates`."""

from __future__ import annotations

import argparse
import sys
from itertools import groupby, islice

from meetings._domain.names import count_noun, format_cost, format_kommune, format_kreds, format_party
from meetings.cli._io import (
    REQUEST_HELP,
    add_at_option,
    find_district,
    format_terms,
    load_request,
    parse_at,
    print_notes,
    print_table,
)
from meetings.dates import PossibleStart, list_calendar_warnings, list_possible_starts
from meetings.errors import RequestError
from overgreb_rules.shared.command_parser import Commands
from overgreb_rules.shared.date_words import format_day
from overgreb_rules.shared.text import Text, join_texts, translate

_HEAD = (
    Text("Dag", "Day"),
    Text("Tid", "Time"),
    Text("Ulempe", "Cost"),
    Text("Hvorfor", "Why"),
    Text("Vært", "Host"),
    Text("Kan ikke deltage", "Absent"),
    Text("Kalenderen dækker ikke", "Not known"),
)


def add_command(commands: Commands) -> None:
    """Add the command to the program.

    Args:
        commands: The commands of the program.
    """
    parser = commands.add(
        "dates", Text("mulige tidspunkter, før der er en plan", "possible starts before there is a plan")
    )
    parser.add("request", says=REQUEST_HELP, metavar="REQUEST.yaml")
    kreds = Text("en politikreds, kode eller navn", "a politikreds, by code or name")
    parser.add("district", says=kreds, metavar="KREDS")
    top = Text("hvor mange tidspunkter for hvert møde (ellers 3)", "how many starts for each meeting (default: 3)")
    parser.add("--top", says=top, metavar="N", type=int, default=3)
    add_at_option(parser)
    parser.set_defaults(run=_run)


def _run(arguments: argparse.Namespace) -> int:
    at, language = parse_at(arguments), arguments.lang
    if arguments.top < 1:
        raise RequestError(
            "--top", Text("der skal vises mindst ét", "at least one is shown"), Text("skriv fx 3", "write 3")
        )
    request = load_request(arguments.request, language)
    code = find_district(arguments.district, request.year, "KREDS")
    starts = list_possible_starts(request, code, at=at)
    for number, own in groupby(starts, key=lambda start: start.round):
        kreds, every = format_kreds(code, request.year), list(own)
        title = Text(
            f"{kreds}, møde {number}: {count_noun(len(every), 'muligt tidspunkt', 'mulige tidspunkter')}",
            f"{kreds}, round {number}: {count_noun(len(every), 'possible start')}",
        )
        print(translate(title, language))
        rows = [_describe_row(start, request.year, language) for start in islice(every, arguments.top)]
        print_table([translate(head, language) for head in _HEAD], rows)
    print_notes(list_calendar_warnings(request, code), language, sys.stderr)
    return 0


def _describe_row(start: PossibleStart, year: int, language: str) -> tuple[str, ...]:
    hours = Text(f"{start.start:%H.%M}–{start.end:%H.%M}", f"{start.start:%H:%M}–{start.end:%H:%M}")
    return (
        translate(format_day(start.start.date()), language),
        translate(hours, language),
        translate(format_cost(sum(start.cost.values())), language),
        format_terms(start.cost, language),
        format_kommune(start.host, year),
        ", ".join(format_kommune(code, year) for code in start.absent),
        translate(_describe_not_known(start, year), language),
    )


def _describe_not_known(start: PossibleStart, year: int) -> Text:
    """Name those whose calendar does not cover the start, and count those without a calendar."""
    parts = [format_party(party, year) for party in start.not_known]
    number = len(start.no_calendar)
    if number:
        parts.append(Text(f"{number} uden kalender", f"{number} without a calendar"))
    return join_texts(parts)
