"""The command `bundle`: the rules as one file of plain data."""

from __future__ import annotations

import argparse

from overgreb_rules._conformance.bundle import bundle_text
from overgreb_rules._rules.rule_set import RuleSet
from overgreb_rules.cli._io import write_output
from overgreb_rules.cli._options import add_rules_folder, rules_folder
from overgreb_rules.shared.command_parser import Commands
from overgreb_rules.shared.text import Text


def add_commands(commands: Commands) -> None:
    """Add the command to the program.

    Args:
        commands: the commands of the program.
    """
    parser = commands.add(
        "bundle",
        Text(
            "reglerne som én fil, til programmer i andre programmeringssprog",
            "the rules as one file, for other languages",
        ),
        Text(
            "Skriver reglerne som én JSON-fil, som et program i et hvilket som helst programmeringssprog kan beregne "
            "frister ud fra. docs/reference/bundle.md beskriver felterne.",
            "Writes the rules as one JSON file from which a program in any language can compute the deadlines. "
            "docs/reference/bundle.md describes the fields.",
        ),
    )
    add_rules_folder(parser)
    parser.set_defaults(run=_run)


def _run(options: argparse.Namespace) -> int:
    # As bytes: its hash is over the bytes, whatever the system ends its lines with.
    write_output(bundle_text(RuleSet.load(rules_folder(options))).encode())
    return 0
