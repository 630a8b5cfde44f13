"""The command `replay`: an answer made again from its receipt, or the pins that have moved."""

from __future__ import annotations

import argparse
import sys
from typing import Any

from overgreb_rules._case.case import Case
from overgreb_rules.cli._io import load_policy, read_bytes
from overgreb_rules.errors import CaseError
from overgreb_rules.receipt import replay
from overgreb_rules.shared.text import Text, translate

_MOVED = Text("flyttet: {name}: {old} → {new}", "moved: {name}: {old} → {new}")
_SAME = Text("det samme svar, byte for byte", "the same answer, byte for byte")
_EDITED = Text(
    "ingen nål er flyttet, og filen er ikke den, der blev skrevet: den er rettet i",
    "no pin has moved, and the saved file is not what was written: it has been edited",
)


def add_replay_command(commands: argparse._SubParsersAction[Any]) -> None:
    """Add the command to the parser.

    Args:
        commands: the sub-parsers of the program.
    """
    parser = commands.add_parser(
        "replay",
        help="make an answer again from its receipt, or say which pin has moved",
        description="RECEIPT is the saved JSON of an evaluation. With --verify: exit code 0 where every byte is the "
        "same, else 1, with the pins that moved.",
        allow_abbrev=False,
    )
    parser.add_argument("receipt", metavar="RECEIPT", help="the saved JSON of an evaluation")
    parser.add_argument("case", metavar="CASE", help="the case that was evaluated")
    parser.add_argument("--verify", action="store_true", help="compare, instead of printing the answer again")
    parser.add_argument("--lang", choices=("da", "en"), default="da", help="the language (default: da)")
    parser.add_argument("--policy", metavar="FILE", help="the policy that was used, if it was not the standard one")
    parser.set_defaults(run=run_replay)


def run_replay(options: argparse.Namespace) -> int:
    """Run the command.

    Args:
        options: the parsed arguments.

    Returns:
        The exit code: 0, and with --verify 1 where a byte differs.

    Raises:
        CaseError: the receipt is not UTF-8.
    """
    try:
        saved = read_bytes(options.receipt).decode("utf-8")
    except UnicodeDecodeError:
        mend = "save the file as UTF-8"
        raise CaseError("RECEIPT", "this is not UTF-8", allowed="the JSON of an evaluation", mend=mend) from None
    case = Case.model_validate_json(read_bytes(options.case))
    found = replay(saved, case, load_policy(options))
    if not options.verify:
        sys.stdout.write(found.again.model_dump_json(indent=2) + "\n")
        return 0
    for moved in found.moved:
        print(
            translate(_MOVED, options.lang).format(
                name=translate(moved.name, options.lang), old=moved.old, new=moved.new
            )
        )
    if found.same_bytes:
        print(translate(_SAME, options.lang))
    elif not found.moved:
        print(translate(_EDITED, options.lang))
    return int(not found.same_bytes)
