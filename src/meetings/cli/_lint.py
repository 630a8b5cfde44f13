"""The command `lint`."""

from __future__ import annotations

import argparse
from typing import Any

from meetings.errors import RequestError
from meetings.export import lint_file


def add_command(commands: Any) -> None:
    """Add the command to the parser.

    Args:
        commands: The group of commands of the parser.
    """
    parser = commands.add_parser("lint", help="check calendar files and draft mails")
    parser.add_argument("files", metavar="FILE", nargs="+")
    parser.set_defaults(run=_run)


def _run(arguments: argparse.Namespace) -> int:
    findings = {}
    for file in arguments.files:
        try:
            findings[file] = lint_file(file)
        except OSError as error:
            raise RequestError(file, f"it cannot be read ({error.strerror})", "mend the path") from None
    for file, found in findings.items():
        for finding in found:
            print(f"{file}: {finding}")
    wrong = sum(map(bool, findings.values()))
    print(f"{len(findings)} files checked, {wrong} with findings")
    return 1 if wrong else 0
