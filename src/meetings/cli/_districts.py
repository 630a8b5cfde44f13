"""The command `districts`."""

from __future__ import annotations

import argparse
import csv
import datetime as dt
import io
import json
import sys
from dataclasses import asdict

from meetings._domain.districts import FIRST_DAY, Kommune, kommuner_on, politikredse_on
from meetings.cli._io import parse_day, print_table, read_clock
from meetings.errors import RequestError
from overgreb_rules.calendar import COPENHAGEN
from overgreb_rules.shared.command_parser import Commands
from overgreb_rules.shared.date_words import format_date
from overgreb_rules.shared.text import Text, translate

_HEAD = (
    Text("Kode", "Code"),
    Text("Politikreds", "Politikreds"),
    Text("Kommuner", "Kommuner"),
    Text("Børnehus", "Børnehuse"),
    Text("Koder og navne", "Codes and names"),
)


def add_command(commands: Commands) -> None:
    """Add the command to the program.

    Args:
        commands: The commands of the program.
    """
    parser = commands.add(
        "districts",
        Text(
            "politikredsene med deres kommuner og børnehuse", "show the politikredse with their kommuner and børnehuse"
        ),
    )
    formats = ("table", "csv", "json")
    parser.add(
        "--format",
        says=Text("formatet (ellers table)", "the format (default: table)"),
        choices=formats,
        default="table",
    )
    day = Text(
        "den dag, det gælder for, fx 2027-01-01; ellers i dag",
        "the day on which it is so, such as 2027-01-01; default: today",
    )
    parser.add("--on", says=day, metavar="DAY")
    parser.set_defaults(run=_run)


def _run(arguments: argparse.Namespace) -> int:
    on = _day(arguments.on)
    if arguments.format == "json":
        data = [
            {
                "code": kreds.code,
                "name": kreds.name,
                "boernehuse": list(kreds.boernehuse),
                "kommuner": [_row(kommune) for kommune in kreds.kommuner],
            }
            for kreds in politikredse_on(on)
        ]
        print(json.dumps({"schema": 1, "on": on.isoformat(), "districts": data}, ensure_ascii=False, indent=1))
    elif arguments.format == "csv":
        text = io.StringIO()
        rows = [_row(kommune) for kommune in kommuner_on(on)]
        writer = csv.DictWriter(text, list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
        sys.stdout.write(text.getvalue())
    else:
        rows_of_kredse = [
            (
                kreds.code,
                kreds.name,
                str(len(kreds.kommuner)),
                ", ".join(kreds.boernehuse),
                _names(kreds.kommuner),
            )
            for kreds in politikredse_on(on)
        ]
        print_table([translate(title, arguments.lang) for title in _HEAD], rows_of_kredse)
    return 0


def _names(kommuner: tuple[Kommune, ...]) -> str:
    return ", ".join(f"{kommune.code} {kommune.name}" for kommune in kommuner)


def _row(kommune: Kommune) -> dict[str, str]:
    row = asdict(kommune)
    row["valid_from"] = kommune.valid_from.isoformat()
    row["valid_to"] = kommune.valid_to.isoformat() if kommune.valid_to else ""
    return row


def _day(text: str | None) -> dt.date:
    if text is None:
        return read_clock().astimezone(COPENHAGEN).date()
    day = parse_day("--on", text)
    if day < FIRST_DAY:
        first = format_date(FIRST_DAY)
        raise RequestError(
            "--on",
            Text(f"tabellen begynder den {first.da}", f"the table begins on {first.en}"),
            Text("nævn en senere dag", "name a later day"),
        )
    return day
