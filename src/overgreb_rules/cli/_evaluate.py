"""`evaluate`: the duties of one case, or of many, one a line."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable
from typing import Any

from overgreb_rules._case import Case
from overgreb_rules.cli._input import now, read_bytes
from overgreb_rules.errors import CaseError
from overgreb_rules.evaluate import evaluate
from overgreb_rules.evaluation import Evaluation

__all__ = ["add"]

_FORMATS = ("table", "json", "jsonl")
_LATE = frozenset({"overdue", "breached"})


def add(commands: argparse._SubParsersAction[Any]) -> None:
    """Add the command to the parser."""
    parser = commands.add_parser(
        "evaluate",
        help="the duties of a case: legal basis, due date, status, explanation",
        description="Evaluate a case at an instant. With JSON Lines in, JSON Lines come out: one case a line.",
        allow_abbrev=False,
    )
    parser.add_argument("case", metavar="CASE", help="a JSON file, a .jsonl file, or - for standard input")
    parser.add_argument("--at", metavar="INSTANT", help="evaluate at this instant, with offset (default: now)")
    parser.add_argument("--lang", choices=("da", "en"), default="da", help="language of the table (default: da)")
    parser.add_argument("--format", choices=_FORMATS, default="table", help="what comes out (default: table)")
    parser.set_defaults(run=_run)


def _run(options: argparse.Namespace) -> int:
    at = options.at or now()
    data = read_bytes(options.case)
    if options.case.endswith((".jsonl", ".ndjson")) or (options.format == "jsonl" and not _is_one_case(data)):
        return _lines(data, at)
    result = evaluate(Case.model_validate_json(data), at=at)
    sys.stdout.write(_render(options.format, options.lang)(result))
    return int(_is_late(result))


def _is_one_case(data: bytes) -> bool:
    """Whether the whole input is one JSON value, however it is spread over lines."""
    try:
        json.loads(data)
    except (ValueError, RecursionError):
        return False
    return True


def _lines(data: bytes, at: str) -> int:
    failed = late = False
    for number, line in enumerate(data.splitlines(), start=1):
        if not line.strip():
            continue
        try:
            result = evaluate(Case.model_validate_json(line), at=at)
        except CaseError as error:
            failed = True
            sys.stdout.write(_json_line({"schema": 1, "line": number, "error": _error(error)}))
        else:
            late = late or _is_late(result)
            sys.stdout.write(result.model_dump_json() + "\n")
    return 2 if failed else int(late)


def _error(error: CaseError) -> dict[str, str | None]:
    return {
        "place": error.place,
        "what": error.what,
        "value": error.value,
        "allowed": error.allowed,
        "mend": error.mend,
    }


def _json_line(value: object) -> str:
    return json.dumps(value, ensure_ascii=False) + "\n"


def _render(name: str, language: str) -> Callable[[Evaluation], str]:
    if name == "json":
        return lambda result: result.model_dump_json(indent=2) + "\n"
    if name == "jsonl":
        return lambda result: result.model_dump_json() + "\n"
    from overgreb_rules.render.table import table  # noqa: PLC0415  # rich is slow to import, and only for people

    return lambda result: table(result, language, colour=sys.stdout.isatty())


def _is_late(result: Evaluation) -> bool:
    return any(duty.status in _LATE for duty in result.obligations)
