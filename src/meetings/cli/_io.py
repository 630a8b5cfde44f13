"""What several commands need: the clock, the progress line, tables."""

from __future__ import annotations

import argparse
import datetime as dt
import sys
from collections.abc import Iterable, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import TextIO

from meetings._domain.constraint_names import CONSTRAINT_NAMES, COST_NAMES
from meetings._domain.districts import UnknownNameError, kommune_by_name, politikreds_by_name
from meetings._domain.instants import parse_instant
from meetings._domain.names import format_cost, format_kreds
from meetings.errors import RequestError
from meetings.request import FIRST_YEAR, LAST_YEAR, PlanRequest
from overgreb_rules.shared.command_parser import CommandParser
from overgreb_rules.shared.iso_time import parse_iso_day
from overgreb_rules.shared.redaction import hide_cpr_numbers, name_value
from overgreb_rules.shared.text import Text, translate

LIST_HELP = Text("overgreb-meetings districts viser dem", "overgreb-meetings districts lists them")
"""What mends a name that nobody has."""

REQUEST_HELP = Text("bestillingen", "the request")
"""The help of the argument that names a request file."""


def add_at_option(parser: CommandParser) -> None:
    """Add the option --at.

    Args:
        parser: The parser of a command.
    """
    at = Text(
        "kørslens tidspunkt, fx 2026-11-21T12:00:00+01:00; ellers nu",
        "the instant of the run, such as 2026-11-21T12:00:00+01:00; default: now",
    )
    parser.add("--at", says=at, metavar="INSTANT")


def read_clock() -> dt.datetime:
    """Return the instant now. This is the only clock of the program.

    Returns:
        The instant in UTC, to the second.
    """
    return dt.datetime.now(dt.UTC).replace(microsecond=0)


def parse_at(arguments: argparse.Namespace) -> str:
    """Return the instant of the run.

    Args:
        arguments: The arguments of the command.

    Returns:
        What --at says, or now; in ISO 8601 with an offset.

    Raises:
        RequestError: --at is no instant with an offset, or lies outside the years for which dates are computed.
    """
    if arguments.at is None:
        return read_clock().isoformat()
    return parse_instant(arguments.at, "--at").isoformat()


def check_year(year: int, place: str) -> int:
    """Check the year that is to be planned.

    Args:
        year: The year.
        place: The argument, for the message of an error.

    Returns:
        The year.

    Raises:
        RequestError: No year for which dates are computed.
    """
    if not FIRST_YEAR <= year <= LAST_YEAR:
        named = name_value(year)
        what = Text(f"{named.da} kan ikke planlægges", f"{named.en} cannot be planned")
        mend = Text(f"skriv et år fra {FIRST_YEAR} til {LAST_YEAR}", f"name a year from {FIRST_YEAR} to {LAST_YEAR}")
        raise RequestError(place, what, mend)
    return year


def parse_day(option: str, text: str) -> dt.date:
    """Parse the day that an option names.

    Args:
        option: The option, for the message of an error.
        text: The value of the option.

    Returns:
        The day.

    Raises:
        RequestError: The value is no day.
    """
    day = parse_iso_day(text)
    if day is None:
        named = name_value(text)
        what = Text(f"{named.da} er ikke en dato", f"{named.en} is no day")
        raise RequestError(option, what, Text("skriv den som 2027-01-01", "write it as 2027-01-01"))
    return day


def find_district(text: str, year: int, place: str) -> str:
    """Find the politikreds that an argument names.

    Args:
        text: A code, name or alias.
        year: The year whose politikredse are meant.
        place: The argument, for the message of an error.

    Returns:
        The code of the politikreds.

    Raises:
        RequestError: No politikreds has this name; where it is that of a kommune, the message names its politikreds.
    """
    on = dt.date(year, 1, 1)
    try:
        return politikreds_by_name(text, on=on).code
    except UnknownNameError as error:
        what, mend = error.args[0], LIST_HELP
    try:
        kommune = kommune_by_name(text, on=on)
    except UnknownNameError:
        raise RequestError(place, what, mend) from None
    kreds = format_kreds(kommune.politikreds, year)
    what = Text(f"{kommune.name} er en kommune i {kreds}", f"{kommune.name} is a kommune of {kreds}")
    mend = Text(f"skriv {kommune.politikreds}", f"write {kommune.politikreds}")
    raise RequestError(place, what, mend)


def load_request(path: str, language: str) -> PlanRequest:
    """Load a request file, with a line of progress on a terminal.

    Args:
        path: The request file.
        language: `da` or `en`.

    Returns:
        The request.

    Raises:
        RequestError: The file, or one that it names, is refused.
    """
    if not sys.stderr.isatty():
        return PlanRequest.load(Path(path))
    try:
        return PlanRequest.load(Path(path), progress=partial(_show_progress, language))
    finally:
        print("\r\x1b[K", end="", file=sys.stderr, flush=True)


def _show_progress(language: str, name: str, number: int, every: int) -> None:
    what = Text(f"læser kalender {number} af {every}", f"reading calendar {number} of {every}")
    print(f"\r\x1b[K{translate(what, language)}: {name[-60:]}", end="", file=sys.stderr, flush=True)


def print_notes(notes: Iterable[Text], language: str, stream: TextIO) -> None:
    """Print what the person should know.

    Args:
        notes: Sentences; the name of a file in them is hidden where it looks like a CPR number.
        language: `da` or `en`.
        stream: Where to print.
    """
    for note in notes:
        print(hide_cpr_numbers(translate(note, language), language), file=stream)


def format_constraint(name: str, language: str) -> str:
    """Format the name of a requirement.

    Args:
        name: The name.
        language: `da` or `en`.

    Returns:
        What a person calls it, with the name in brackets.
    """
    return f"{translate(CONSTRAINT_NAMES[name], language)} ({name})"


def format_terms(terms: Mapping[str, float], language: str, *, signed: bool = False) -> str:
    """Format costs.

    Args:
        terms: The costs by name.
        language: `da` or `en`.
        signed: Whether a positive cost is written with its plus.

    Returns:
        Each cost that is not zero, such as «sommerferie 10; vinterferie 2,5».
    """
    return "; ".join(
        translate(format_term(name, cost, signed=signed), language) for name, cost in terms.items() if cost
    )


def format_term(name: str, cost: float, *, signed: bool = False) -> Text:
    """Format a cost with its name.

    Args:
        name: The name of the cost.
        cost: What it amounts to.
        signed: Whether a positive cost is written with its plus.

    Returns:
        Such as “summer holiday 10”; in Danish a comma closes a name that ends in a clause.
    """
    title, amount = COST_NAMES[name], format_cost(cost, signed=signed)
    return Text(f"{title.da}{',' * (', der ' in title.da)} {amount.da}", f"{title.en} {amount.en}")


def print_table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """Print a table on stdout: as wide as a terminal, and in a pipe as wide as its text.

    Args:
        head: The titles of the columns.
        rows: The cells of each row.
    """
    from rich.console import Console  # noqa: PLC0415  # only tables need it, and it is slow to load
    from rich.table import Table  # noqa: PLC0415
    from rich.text import Text as Cell  # noqa: PLC0415

    table = Table(box=None, pad_edge=False, header_style="bold")
    for title in head:
        table.add_column(title)
    for row in rows:
        table.add_row(*(Cell(cell) for cell in row))
    console = Console(file=sys.stdout, highlight=False)
    if not console.is_terminal:
        console.width = sys.maxsize
    console.print(table)
