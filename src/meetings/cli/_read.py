"""The command `read`."""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator
from pathlib import Path

from meetings._request.calendar_receipt import CalendarReceipt, list_calendar_files, read_receipt
from meetings.cli._io import check_year
from overgreb_rules.shared.command_parser import Commands
from overgreb_rules.shared.redaction import hide_cpr_numbers
from overgreb_rules.shared.text import Text, translate


def add_command(commands: Commands) -> None:
    """Add the command to the program.

    Args:
        commands: The commands of the program.
    """
    parser = commands.add(
        "read",
        Text(
            "læs andres kalendere, og vis, hvad der er forstået",
            "read other people's calendars and show what was understood",
        ),
    )
    files = Text("kalenderfiler eller mapper med dem", "calendar files, or folders of them")
    parser.add("files", says=files, metavar="FILE|DIR", nargs="+")
    year = Text("året, der skal planlægges", "the year to be planned")
    parser.add("--year", says=year, metavar="YEAR", type=int, required=True)
    formats = Text(
        "formatet (ellers table); json er én linje pr. fil", "the format (default: table); json is one line a file"
    )
    parser.add("--format", says=formats, choices=("table", "json"), default="table")
    parser.set_defaults(run=_run)


def _run(arguments: argparse.Namespace) -> int:
    year, language = check_year(arguments.year, "--year"), arguments.lang
    # All files are found before the first is read: a wrong path leaves nothing on stdout.
    paths = [path for name in arguments.files for path in list_calendar_files(Path(name))]
    receipts = [read_receipt(path, year) for path in paths]
    for receipt in receipts:
        if arguments.format == "json":
            print(json.dumps(receipt.to_data(), ensure_ascii=False))
        else:
            print("\n".join(_lines(receipt, language)))
    unknown = sum(receipt.is_unknown for receipt in receipts)
    if arguments.format == "table":
        read = len(receipts) - unknown
        print(
            translate(Text(f"Læst: {read} · Kan ikke læses: {unknown}", f"Read: {read} · Unknown: {unknown}"), language)
        )
    return 1 if unknown else 0


def _lines(receipt: CalendarReceipt, language: str) -> Iterator[str]:
    state = Text("kan ikke læses", "unknown") if receipt.is_unknown else Text("læst", "read")
    yield f"{hide_cpr_numbers(receipt.file, language)}: {translate(state, language)}"
    for line in receipt.describe():
        yield f"  {translate(line, language)}"
