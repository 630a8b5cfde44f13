"""The command `evaluate`: the duties of one case, or of many, and what would change if an event happened."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Iterable
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Any

from overgreb_rules._case.case import Case
from overgreb_rules._evaluate.pipeline import evaluate, instant_of
from overgreb_rules._evaluate.what_if import changes, later_of, supposed
from overgreb_rules.cli._io import (
    add_case_arguments,
    is_late,
    load_policy,
    open_input,
    read_bytes,
    read_case_or_lines,
    write_output,
)
from overgreb_rules.cli._json_lines import read_json_lines, write_json_lines
from overgreb_rules.errors import CaseError
from overgreb_rules.evaluation import Evaluation
from overgreb_rules.policy import Policy

_FORMATS_OF_ONE = ("csv", "svg", "html", "ics")
_FORMATS_OF_MANY = ("jsonl", "parquet")
_FORMATS = ("table", "json", *_FORMATS_OF_MANY, *_FORMATS_OF_ONE)
_TABLES = (".parquet", ".arrow", ".feather")


def add_evaluate_command(commands: argparse._SubParsersAction[Any]) -> None:
    """Add the command to the parser.

    Args:
        commands: the sub-parsers of the program.
    """
    parser = commands.add_parser(
        "evaluate",
        help="the duties of a case: legal basis, due date, status, explanation",
        description="Evaluate a case at an instant. With JSON Lines in, JSON Lines come out: one case a line, or with "
        "--format parquet one case a row. CASE may also be a table of cases in Parquet or Arrow, with the events of "
        "each case nested in its row, or a folder with the tables «cases» and «events».",
        allow_abbrev=False,
    )
    add_case_arguments(parser)
    parser.add_argument("--format", choices=_FORMATS, default="table", help="what comes out (default: table)")
    parser.add_argument(
        "--suppose",
        action="append",
        default=[],
        metavar="TYPE@INSTANT",
        help="what would change if this happened (may be repeated): underretning_vurderet@2026-11-22T08:00",
    )
    parser.add_argument("--earlier", metavar="FILE", help="the calendar feed that this one replaces (with ics)")
    parser.set_defaults(run=run_evaluate)


def run_evaluate(options: argparse.Namespace) -> int:
    """Run the command.

    Args:
        options: the parsed arguments.

    Returns:
        The exit code: 0 nothing overdue, 1 something overdue or breached, 2 where a case of many was refused.
    """
    instant_of(options.at)
    policy = load_policy(options)
    if options.format == "parquet":
        _refuse_terminal()
    if options.case != "-" and (options.case.endswith(_TABLES) or Path(options.case).is_dir()):
        return _evaluate_tables(options, policy)
    with open_input(options.case) as stream:
        if options.case.endswith((".jsonl", ".ndjson")):
            return _evaluate_lines(stream, options, policy)
        case = read_case_or_lines(stream) if options.format in _FORMATS_OF_MANY else stream.read()
        if isinstance(case, bytes):
            return _evaluate_one(case, options, policy)
        return _evaluate_lines(case, options, policy)


def _evaluate_one(data: bytes, options: argparse.Namespace, policy: Policy | None) -> int:
    case = Case.model_validate_json(data)
    if options.suppose:
        return _suppose(case, options, policy)
    result = evaluate(case, at=options.at, policy=policy)
    write_output(_render(options, case)(result))
    return int(is_late(result))


def _evaluate_lines(lines: Iterable[bytes], options: argparse.Namespace, policy: Policy | None) -> int:
    _refuse_options_of_one_case(options)
    cases = read_json_lines(lines)
    if options.format == "parquet":
        code: int = _import_tables().write_parquet(cases, options.at, policy)
        return code
    return write_json_lines(cases, options.at, policy)


def _evaluate_tables(options: argparse.Namespace, policy: Policy | None) -> int:
    _refuse_options_of_one_case(options)
    tables, source = _import_tables(), Path(options.case)
    if options.format == "parquet":
        code: int = tables.write_parquet_of_tables(source, options.at, policy)
        return code
    return write_json_lines(tables.read_table_cases(source), options.at, policy)


def _refuse_terminal() -> None:
    if sys.stdout.isatty():
        mend = "add «> answers.parquet»"
        raise CaseError("--format", "parquet is no text for a terminal", allowed="a file or a pipe", mend=mend)


def _refuse_options_of_one_case(options: argparse.Namespace) -> None:
    for option, is_given in (("--suppose", options.suppose), ("--format", options.format in _FORMATS_OF_ONE)):
        if is_given:
            what, mend = "this is for one case, and here are many", "give one case, or leave it out"
            raise CaseError(option, what, allowed="--format jsonl or parquet for many cases", mend=mend)


def _import_tables() -> ModuleType:
    """Import the module that needs pyarrow."""
    try:
        return import_module("overgreb_rules.cli._tables")
    except ImportError as error:
        what, mend = "tables need pyarrow", "install the extra: pip install 'overgreb-rules[arrow]'"
        raise CaseError("CASE", f"{what} ({error.name})", allowed="JSON or JSON Lines without it", mend=mend) from None


def _suppose(case: Case, options: argparse.Namespace, policy: Policy | None) -> int:
    """Evaluate with and without the supposed events, at the later of `--at` and the last supposed event."""
    then, events = supposed(case, options.suppose)
    at = later_of(instant_of(options.at), events)
    before, after = evaluate(case, at=at, policy=policy), evaluate(then, at=at, policy=policy)
    write_output(_render(options, then)(after))
    if options.format == "table":
        from overgreb_rules.render.differences import format_differences  # noqa: PLC0415  # rich, only for people

        sys.stdout.write(format_differences(list(changes(before, after)), after, options.lang))
    return int(is_late(after))


def _render(options: argparse.Namespace, case: Case) -> Callable[[Evaluation], str | bytes]:
    name, language = options.format, options.lang
    if name == "json":
        return lambda result: result.model_dump_json(indent=2) + "\n"
    if name == "jsonl":
        return lambda result: result.model_dump_json() + "\n"
    if name == "parquet":
        return lambda result: _import_tables().build_parquet(case, result.at, load_policy(options))
    if name == "table":
        from overgreb_rules.render.table import render_table  # noqa: PLC0415  # rich is slow to import, and only for people

        return lambda result: render_table(result, language, colour=sys.stdout.isatty())
    if name == "csv":
        from overgreb_rules.render.csv_table import render_csv  # noqa: PLC0415

        return lambda result: render_csv([result], language).encode()
    if name == "ics":
        from overgreb_rules.render.deadline_feed import build_deadline_feed  # noqa: PLC0415  # icalendar is slow to import

        earlier = read_bytes(options.earlier) if options.earlier else None
        return lambda result: build_deadline_feed([result], language, earlier=earlier)
    event_times = {event.id: event.at for event in case.events}
    if name == "html":
        from overgreb_rules.render.page import render_page  # noqa: PLC0415

        return lambda result: render_page(result, language, event_times)
    from overgreb_rules.render.timeline import render_timeline  # noqa: PLC0415

    return lambda result: render_timeline(result, language, event_times)
