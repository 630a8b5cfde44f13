"""`evaluate`: the duties of one case, or of many, one a line; and what would change if something happened."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable
from typing import Any

from overgreb_rules._case import Case
from overgreb_rules._what_if import changes, later_of, supposed
from overgreb_rules.cli._input import add_case_options, is_late, policy_of, read_bytes, write
from overgreb_rules.errors import CaseError
from overgreb_rules.evaluate import evaluate, instant_of
from overgreb_rules.evaluation import Evaluation
from overgreb_rules.policy import Policy

__all__ = ["add"]

_FORMATS = ("table", "json", "jsonl", "csv", "svg", "html", "ics")


def add(commands: argparse._SubParsersAction[Any]) -> None:
    """Add the command to the parser."""
    parser = commands.add_parser(
        "evaluate",
        help="the duties of a case: legal basis, due date, status, explanation",
        description="Evaluate a case at an instant. With JSON Lines in, JSON Lines come out: one case a line.",
        allow_abbrev=False,
    )
    add_case_options(parser)
    parser.add_argument("--format", choices=_FORMATS, default="table", help="what comes out (default: table)")
    parser.add_argument(
        "--suppose",
        action="append",
        default=[],
        metavar="TYPE@INSTANT",
        help="what would change if this happened (may be repeated): underretning_vurderet@2026-11-22T08:00",
    )
    parser.add_argument("--earlier", metavar="FILE", help="the calendar feed that this one replaces (with ics)")
    parser.set_defaults(run=_run)


def _run(options: argparse.Namespace) -> int:
    instant_of(options.at)
    data, policy = read_bytes(options.case), policy_of(options)
    if options.case.endswith((".jsonl", ".ndjson")) or (options.format == "jsonl" and not _is_one_case(data)):
        return _lines(data, options.at, policy)
    case = Case.model_validate_json(data)
    if options.suppose:
        return _suppose(case, options, policy)
    result = evaluate(case, at=options.at, policy=policy)
    write(_render(options, case)(result))
    return int(is_late(result))


def _suppose(case: Case, options: argparse.Namespace, policy: Policy | None) -> int:
    """Both evaluations at one instant: the later of `--at` and the last supposed event."""
    then, events = supposed(case, options.suppose)
    at = later_of(instant_of(options.at), events)
    before, after = evaluate(case, at=at, policy=policy), evaluate(then, at=at, policy=policy)
    write(_render(options, then)(after))
    if options.format == "table":
        from overgreb_rules.render.differences import differences  # noqa: PLC0415  # rich, only for people

        sys.stdout.write(differences(list(changes(before, after)), after, options.lang))
    return int(is_late(after))


def _is_one_case(data: bytes) -> bool:
    """Whether the input is one JSON value spread over several lines; a single line is JSON Lines of one case."""
    if b"\n" not in data.strip():
        return False
    try:
        json.loads(data)
    except (ValueError, RecursionError):
        return False
    return True


def _lines(data: bytes, at: str, policy: Policy | None) -> int:
    failed = late = False
    for number, line in enumerate(data.splitlines(), start=1):
        if not line.strip():
            continue
        try:
            result = evaluate(Case.model_validate_json(line), at=at, policy=policy)
        except CaseError as error:
            failed = True
            sys.stdout.write(_json_line({"schema": 1, "line": number, "error": error.parts()}))
        else:
            late = late or is_late(result)
            sys.stdout.write(result.model_dump_json() + "\n")
    return 2 if failed else int(late)


def _json_line(value: object) -> str:
    return json.dumps(value, ensure_ascii=False) + "\n"


def _render(options: argparse.Namespace, case: Case) -> Callable[[Evaluation], str | bytes]:
    name, language = options.format, options.lang
    if name == "json":
        return lambda result: result.model_dump_json(indent=2) + "\n"
    if name == "jsonl":
        return lambda result: result.model_dump_json() + "\n"
    if name == "table":
        from overgreb_rules.render.table import table  # noqa: PLC0415  # rich is slow to import, and only for people

        return lambda result: table(result, language, colour=sys.stdout.isatty())
    from overgreb_rules.cli._faces import face  # noqa: PLC0415  # the calendar library is slow to import

    return lambda result: face(result, case, options)
