"""The command `replay`: an answer made again from its receipt, or the pins that have moved."""

from __future__ import annotations

import argparse
import sys
from typing import TextIO

from overgreb_rules._case.case import Case
from overgreb_rules.cli._io import parse_case, read_bytes
from overgreb_rules.cli._options import add_rules, load_policy, rules_folder
from overgreb_rules.errors import CaseError
from overgreb_rules.receipt import Replay, replay
from overgreb_rules.shared.command_parser import Commands
from overgreb_rules.shared.redaction import show_value
from overgreb_rules.shared.system_error import NOT_UTF_8, SAVE_AS_UTF_8
from overgreb_rules.shared.text import Text, translate

_MOVED = Text("Ændret, siden svaret blev gemt: {name}: {old} → {new}", "moved: {name}: {old} → {new}")
_SAVED = Text("et gemt svar i JSON", "the saved JSON of an evaluation")
_SAME = Text("Svaret er præcis det samme som det gemte.", "the same answer")
_EDITED = Text(
    "Sagen, reglerne og programmet er uændrede, men den gemte fil er rettet bagefter.",
    "no pin has moved, and the saved file is not what was written: it has been edited",
)


def add_commands(commands: Commands) -> None:
    """Add the command to the program.

    Args:
        commands: the commands of the program.
    """
    parser = commands.add(
        "replay",
        Text(
            "beregn et gemt svar igen, eller sig, hvad der er ændret siden",
            "make an answer again from its receipt, or say which pin has moved",
        ),
        Text(
            "RECEIPT er et gemt svar i JSON. Koden er 0, når svaret er præcis det samme. Ellers er den 1, og i stedet "
            "for svaret vises det, der er ændret.",
            "RECEIPT is the saved JSON of an evaluation. The exit code is 0 where the answer is the same. Else it is "
            "1, with the pins that moved in the place of the answer.",
        ),
    )
    parser.add("receipt", metavar="RECEIPT", says=Text("det gemte svar", "the saved JSON of an evaluation"))
    parser.add("case", metavar="CASE", says=Text("den sag, svaret gælder", "the case that was evaluated"))
    verify = Text("sammenlign i stedet for at vise svaret igen", "compare, instead of printing the answer again")
    parser.add("--verify", says=verify, action="store_true")
    policy = Text(
        "den varslingsplan, der blev brugt, hvis det ikke var standardplanen",
        "the policy that was used, if it was not the standard one",
    )
    parser.add("--policy", metavar="FILE", says=policy)
    add_rules(parser)
    parser.set_defaults(run=run_replay)


def run_replay(options: argparse.Namespace) -> int:
    """Run the command.

    Args:
        options: the parsed arguments.

    Returns:
        The exit code: 0 where the answer is the same, and 1 where it differs.

    Raises:
        CaseError: the receipt or the case cannot be read; the place names the argument.
    """
    try:
        saved = read_bytes(options.receipt, "RECEIPT").decode("utf-8")
    except UnicodeDecodeError:
        raise CaseError("RECEIPT", NOT_UTF_8, allowed=_SAVED, mend=SAVE_AS_UTF_8) from None
    case = _read_case(options.case)
    replayed = replay(saved, case, load_policy(options), rules=rules_folder(options), matcher=options.matcher)
    if replayed.same_bytes and not options.verify:
        sys.stdout.write(replayed.again.model_dump_json(indent=2) + "\n")
        return 0
    # Without --verify standard output is the place of the answer, and of nothing else.
    _report(replayed, sys.stdout if options.verify else sys.stderr, options.lang)
    return int(not replayed.same_bytes)


def _read_case(source: str) -> Case:
    """Return the case; where it is refused the argument is named too, for the receipt is another file."""
    data = read_bytes(source, "CASE")
    try:
        return parse_case(data)
    except CaseError as error:
        place = error.place if isinstance(error.place, Text) else Text(error.place, error.place)
        raise error.at_place(Text(f"CASE {place.da}", f"CASE {place.en}")) from None


def _report(replayed: Replay, stream: TextIO, language: str) -> None:
    """Write whether the answer is the same, and else which pins have moved."""
    for moved in replayed.moved:
        old = _show(moved.old, language)
        words = translate(_MOVED, language).format(name=translate(moved.name, language), old=old, new=moved.new)
        print(words, file=stream)
    if replayed.same_bytes:
        print(translate(_SAME, language), file=stream)
    elif not replayed.moved:
        print(translate(_EDITED, language), file=stream)


def _show(pin: str | None, language: str) -> str:
    return "–" if pin is None else show_value(pin, language)
