"""The command `template`."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from meetings.errors import RequestError, unwritable_place
from meetings.request import build_template
from overgreb_rules.shared.command_parser import Commands
from overgreb_rules.shared.text import Text


def add_command(commands: Commands) -> None:
    """Add the command to the program.

    Args:
        commands: The commands of the program.
    """
    parser = commands.add(
        "template", Text("en tom fraværstabel til at sende ud", "an empty table of absences to send out")
    )
    out = Text(
        "filen, der skrives: .csv eller .xlsx; ellers CSV på skærmen", "the file to write: .csv or .xlsx; else CSV here"
    )
    parser.add("--out", says=out, metavar="FILE")
    parser.set_defaults(run=_run)


def _run(arguments: argparse.Namespace) -> int:
    path = None if arguments.out is None else Path(arguments.out)
    data = build_template(path, arguments.lang)
    if path is None:
        sys.stdout.write(data.decode("utf-8-sig"))
        return 0
    try:
        with path.open("xb") as file:
            file.write(data)
    except FileExistsError:
        raise RequestError(
            str(path),
            Text("der ligger allerede en fil", "there is a file already"),
            Text("nævn en anden fil", "name another file"),
        ) from None
    except OSError as error:
        raise unwritable_place(str(path), error, Text("nævn en anden fil", "name another file")) from None
    return 0
