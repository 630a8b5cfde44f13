"""The command `lint`."""

from __future__ import annotations

import argparse

from meetings._domain.names import count_noun
from meetings.errors import unreadable_file
from meetings.export import lint_file
from overgreb_rules.shared.command_parser import Commands
from overgreb_rules.shared.redaction import hide_cpr_numbers
from overgreb_rules.shared.text import Text, translate


def add_command(commands: Commands) -> None:
    """Add the command to the program.

    Args:
        commands: The commands of the program.
    """
    parser = commands.add(
        "lint", Text("kontrollér kalenderfiler og mailkladder", "check calendar files and draft mails")
    )
    files = Text("kalenderfiler (.ics) og mailkladder (.eml)", "calendar files (.ics) and draft mails (.eml)")
    parser.add("files", says=files, metavar="FILE", nargs="+")
    parser.set_defaults(run=_run)


def _run(arguments: argparse.Namespace) -> int:
    findings = {}
    for file in arguments.files:
        try:
            findings[file] = lint_file(file)
        except OSError as error:
            raise unreadable_file(file, error) from None
    for file, found in findings.items():
        for finding in found:
            print(f"{hide_cpr_numbers(file, arguments.lang)}: {translate(finding.text, arguments.lang)}")
    wrong = sum(any(not finding.is_harmless for finding in found) for found in findings.values())
    every = len(findings)
    tally = Text(
        f"{count_noun(every, 'fil', 'filer')} kontrolleret, {wrong} med fejl",
        f"{count_noun(every, 'file')} checked, {wrong} with faults",
    )
    print(translate(tally, arguments.lang))
    return 1 if wrong else 0
