"""The command `evaluate`: the duties of one case, or of many, and what would change if an event happened."""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Callable, Iterable
from dataclasses import replace
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Any

from overgreb_rules._case.case import Case
from overgreb_rules._evaluate.envelope import StreamDefaults
from overgreb_rules._evaluate.pipeline import evaluate, instant_of
from overgreb_rules._evaluate.what_if import add_supposed_events, what_if
from overgreb_rules.cli._io import (
    add_case_arguments,
    load_policy,
    open_input,
    read_bytes,
    read_case_or_lines,
    read_clock,
    write_output,
)
from overgreb_rules.cli._json_lines import answer_json_lines, read_json_lines, write_json_lines
from overgreb_rules.errors import CaseError
from overgreb_rules.evaluation import Evaluation
from overgreb_rules.rulebook import default_rulebook

_FORMATS_OF_ONE = ("csv", "svg", "html", "ics")
_FORMATS_OF_MANY = ("jsonl", "parquet")
_FORMATS = ("table", "json", *_FORMATS_OF_MANY, *_FORMATS_OF_ONE)
_SUPPOSED = re.compile(r"/suppose/(?P<index>[0-9]+)(?P<rest>.*)\Z")
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
        help="what would change if this happened (may be repeated): underretning_vurderet@2026-11-22T08:00;of=u1",
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
    if options.at is not None:
        instant_of(options.at)
    defaults = _stream_defaults(options)
    if options.format == "parquet":
        _refuse_terminal()
    if options.case != "-" and (options.case.endswith(_TABLES) or Path(options.case).is_dir()):
        return _evaluate_tables(options, _at_one_instant(defaults))
    with open_input(options.case) as stream:
        if options.case.endswith((".jsonl", ".ndjson")):
            return _evaluate_lines(stream, options, defaults)
        case = read_case_or_lines(stream) if options.format in _FORMATS_OF_MANY else stream.read()
        if isinstance(case, bytes):
            return _evaluate_one(case, options, _at_one_instant(defaults))
        return _evaluate_lines(case, options, defaults)


def _stream_defaults(options: argparse.Namespace) -> StreamDefaults:
    policy = load_policy(options)
    if policy is not None:
        policy.check(default_rulebook().rules.names)
    return StreamDefaults(options.at, read_clock, language=options.lang, policy=policy)


def _at_one_instant(defaults: StreamDefaults) -> StreamDefaults:
    """Return defaults with an instant for all cases: the one asked for, or now."""
    return defaults if defaults.at is not None else replace(defaults, at=read_clock())


def _evaluate_one(data: bytes, options: argparse.Namespace, defaults: StreamDefaults) -> int:
    case, at = Case.model_validate_json(data), str(defaults.at)
    if options.suppose:
        return _suppose(case, at, options, defaults)
    result = evaluate(case, at=at, policy=defaults.policy)
    write_output(_render(options, case, defaults)(result))
    return int(result.is_late())


def _evaluate_lines(lines: Iterable[bytes], options: argparse.Namespace, defaults: StreamDefaults) -> int:
    _refuse_options_of_one_case(options)
    if options.format == "parquet":
        at, cases = str(_at_one_instant(defaults).at), read_json_lines(lines)
        code: int = _import_tables().write_parquet(cases, at, defaults.policy)
        return code
    return answer_json_lines(lines, defaults)


def _evaluate_tables(options: argparse.Namespace, defaults: StreamDefaults) -> int:
    _refuse_options_of_one_case(options)
    tables, source = _import_tables(), Path(options.case)
    if options.format == "parquet":
        code: int = tables.write_parquet_of_tables(source, str(defaults.at), defaults.policy)
        return code
    return write_json_lines(tables.read_table_cases(source), defaults)


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


def _suppose(case: Case, at: str, options: argparse.Namespace, defaults: StreamDefaults) -> int:
    """Evaluate with and without the supposed events, at the later of `--at` and the last supposed event."""
    try:
        compared = what_if(case, options.suppose, at=at, policy=defaults.policy)
    except CaseError as error:
        raise _name_option(error) from None
    if options.format in {"json", "jsonl"}:
        write_output(compared.to_json(indent=2 if options.format == "json" else None) + "\n")
        return int(compared.after.is_late())
    then, _ = add_supposed_events(case, options.suppose)
    write_output(_render(options, then, defaults)(compared.after))
    if options.format == "table":
        from overgreb_rules.render.differences import format_differences  # noqa: PLC0415  # rich, only for people

        sys.stdout.write(format_differences(compared.changes, compared.after, options.lang))
    return int(compared.after.is_late())


def _name_option(error: CaseError) -> CaseError:
    """Return the refusal of what is supposed with the option as its place: `--suppose 1: at`."""
    match = _SUPPOSED.match(str(error.place))
    if match is None:
        return error
    rest = match["rest"].strip("/").replace("/", ", ")
    return error.at_place(f"--suppose {int(match['index']) + 1}" + (f": {rest}" if rest else ""))


def _render(options: argparse.Namespace, case: Case, defaults: StreamDefaults) -> Callable[[Evaluation], str | bytes]:
    name, language = options.format, options.lang
    if name == "json":
        return lambda result: result.model_dump_json(indent=2) + "\n"
    if name == "jsonl":
        return lambda result: result.model_dump_json() + "\n"
    if name == "parquet":
        return lambda result: _import_tables().build_parquet(case, result.at, defaults.policy)
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
