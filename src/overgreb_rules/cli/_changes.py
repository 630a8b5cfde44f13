"""The command `changes`: what stands otherwise in the later of two saved answers to one case."""

from __future__ import annotations

import argparse
import json
import re
import sys

from pydantic import ValidationError

from overgreb_rules._evaluate.what_if import changes
from overgreb_rules._rules.rule_set import RuleSet
from overgreb_rules.cli._io import read_bytes
from overgreb_rules.cli._options import add_output
from overgreb_rules.errors import CaseError
from overgreb_rules.evaluation import Evaluation
from overgreb_rules.render.differences import format_changes
from overgreb_rules.shared.command_parser import Commands
from overgreb_rules.shared.text import Text

_NO_ANSWER = Text("dette er ikke et helt svar i JSON", "this is not a whole answer in JSON")
_ALLOWED = Text("det, som evaluate --format json skriver", "what evaluate --format json writes")
_MEND = Text("gem svaret uden --detail, og brug den fil", "save the answer without --detail, and use that file")

_ANSWER_AGAIN = Text(
    "beregn begge svar med den samme version af overgreb-rules",
    "give both answers by the same version of overgreb-rules",
)
_VERSION = re.compile(r"[0-9]{4}\.[0-9]{1,3}")


def add_commands(commands: Commands) -> None:
    """Add the command to the program.

    Args:
        commands: the commands of the program.
    """
    parser = commands.add(
        "changes",
        Text(
            "hvad der er anderledes i et senere svar på samme sag", "what stands otherwise in a later answer to a case"
        ),
        Text(
            "EARLIER og LATER er to svar på samme sag, gemt med evaluate --format json: på to tidspunkter, efter to "
            "versioner af reglerne eller med flere hændelser i sagen. Kode 0, også når noget er ændret.",
            "EARLIER and LATER are two answers to one case, saved with evaluate --format json: at two instants, under "
            "two rulebooks, or with more events in the case. Exit code 0, also where something has changed.",
        ),
    )
    parser.add("earlier", metavar="EARLIER", says=Text("det første svar", "the first answer"))
    parser.add("later", metavar="LATER", says=Text("det andet svar", "the second answer"))
    add_output(parser)
    parser.set_defaults(run=_run_changes)


def _run_changes(options: argparse.Namespace) -> int:
    earlier, later = _read_answer(options.earlier, "EARLIER"), _read_answer(options.later, "LATER")
    if options.format == "json":
        found = [change.model_dump(mode="json") for change in changes(earlier, later)]
        print(json.dumps(found, ensure_ascii=False, indent=2))
    else:
        sys.stdout.write(format_changes(earlier, later, options.lang))
    return 0


def _read_answer(source: str, place: str) -> Evaluation:
    """Return a saved answer; what pydantic says of a text that is none would repeat it, and is left out."""
    data = read_bytes(source, place)
    try:
        return Evaluation.model_validate_json(data)
    except ValidationError:
        other = _find_other_rulebook(data)
        what, mend = (_NO_ANSWER, _MEND) if other is None else (_of_other_rulebook(other), _ANSWER_AGAIN)
        raise CaseError(place, what, allowed=_ALLOWED, mend=mend) from None


def _find_other_rulebook(data: bytes) -> str | None:
    """Return the version of the rules by which an answer of another release was given; None where it is none."""
    try:
        told = json.loads(data)
        version = told["receipt"]["rulebook"]
        is_other = _VERSION.fullmatch(version) is not None and version != RuleSet.load().version
    except (ValueError, RecursionError, KeyError, TypeError):
        return None
    return version if is_other else None


def _of_other_rulebook(version: str) -> Text:
    return Text(
        f"svaret er givet efter reglernes version {version}, og det har en form, som denne version ikke læser",
        f"the answer was given by rulebook {version}, in a form that this version does not read",
    )
