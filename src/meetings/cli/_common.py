"""What several commands need: the clock, the progress line, tables."""

from __future__ import annotations

import argparse
import datetime as dt
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path

from meetings.errors import RequestError
from meetings.request import PlanRequest

__all__ = ["add_at_option", "load_request", "parse_at", "parse_day", "print_notes", "print_table"]


def add_at_option(parser: argparse.ArgumentParser) -> None:
    """The option --at."""
    parser.add_argument(
        "--at",
        metavar="INSTANT",
        help="the instant of the run, such as 2026-11-21T12:00:00+01:00; default: now",
    )


def parse_at(arguments: argparse.Namespace) -> str:
    """The instant of the run: what --at says, or now. This is the only clock of the program."""
    if arguments.at is None:
        return dt.datetime.now(dt.UTC).replace(microsecond=0).isoformat()
    try:
        given = dt.datetime.fromisoformat(arguments.at)
    except ValueError:
        given = None
    if given is None or given.tzinfo is None:
        what = f"{arguments.at!r} is no instant with an offset"
        raise RequestError("--at", what, "write it as 2026-11-21T12:00:00+01:00")
    return str(arguments.at)


def parse_day(option: str, text: str) -> dt.date:
    """The day that an option names."""
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        raise RequestError(option, f"{text!r} is no day", "write it as 2027-01-01") from None


def load_request(path: str) -> PlanRequest:
    """The request file, with a line of progress on a terminal."""
    if not sys.stderr.isatty():
        return PlanRequest.load(Path(path))
    try:
        return PlanRequest.load(Path(path), progress=_progress)
    finally:
        print("\r\x1b[K", end="", file=sys.stderr, flush=True)


def _progress(name: str, number: int, every: int) -> None:
    print(f"\r\x1b[Kreading calendar {number} of {every}: {name[-60:]}", end="", file=sys.stderr, flush=True)


def print_notes(notes: Iterable[str]) -> None:
    """What the person should know, on stderr."""
    for note in notes:
        print(note, file=sys.stderr)


def print_table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """A table on stdout: as wide as a terminal, and in a pipe as wide as its text."""
    from rich.console import Console  # noqa: PLC0415  # only tables need it, and it is slow to load
    from rich.table import Table  # noqa: PLC0415
    from rich.text import Text  # noqa: PLC0415

    table = Table(box=None, pad_edge=False, header_style="bold")
    for title in head:
        table.add_column(title)
    for row in rows:
        table.add_row(*(Text(cell) for cell in row))
    console = Console(file=sys.stdout, highlight=False)
    if not console.is_terminal:
        console.width = 400
    console.print(table)
