"""The command `evaluate`: the duties of one case, or of many, and what would change if an event happened."""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import get_args

from msgspec.structs import replace

from overgreb_rules._case.case import Case, Event
from overgreb_rules._evaluate.envelope import StreamDefaults
from overgreb_rules._evaluate.pipeline import evaluate
from overgreb_rules._evaluate.what_if import add_supposed_events, what_if
from overgreb_rules._evaluate.work_list_filter import read_count
from overgreb_rules.cli._case_source import import_tables
from overgreb_rules.cli._io import (
    is_folder,
    open_input,
    parse_case,
    path_of,
    read_bytes,
    read_case_or_lines,
    write_output,
)
from overgreb_rules.cli._json_lines import answer_json_lines, read_json_lines, write_json_lines
from overgreb_rules.cli._options import (
    MOST_WORKERS,
    add_case_arguments,
    instant_asked,
    load_policy,
    load_rulebook,
    read_clock,
)
from overgreb_rules.errors import CaseError, OvergrebError
from overgreb_rules.evaluation import Detail, Evaluation
from overgreb_rules.shared.command_parser import Commands
from overgreb_rules.shared.file_suffixes import LINE_SUFFIXES, TABLE_SUFFIXES
from overgreb_rules.shared.text import Text

_FORMATS_OF_ONE = ("csv", "svg", "html", "ics")
_FORMATS_OF_MANY = ("jsonl", "parquet")
_FORMATS_OF_DETAIL = ("json", "jsonl")
_FORMATS_OF_SUPPOSITIONS = ("table", *_FORMATS_OF_DETAIL, "svg", "html")
_FORMATS = ("table", "json", *_FORMATS_OF_MANY, *_FORMATS_OF_ONE)
_SUPPOSITION = "underretning_vurderet@2026-11-22T08:00;of=u1"
_SUPPOSED = re.compile(r"/suppose/(?P<index>[0-9]+)(?P<rest>.*)\Z")


def add_commands(commands: Commands) -> None:
    """Add the command to the program.

    Args:
        commands: the commands of the program.
    """
    parser = commands.add(
        "evaluate",
        Text(
            "pligterne i en sag: hjemmel, frist, status og forklaring",
            "the duties of a case: legal basis, due date, status, explanation",
        ),
        Text(
            "Beregn en sag på et tidspunkt. JSON Lines ind giver JSON Lines ud: én sag pr. linje, eller med --format "
            "parquet én sag pr. række. CASE kan også være en tabel med sager (Parquet eller Arrow) med hændelserne i "
            "rækken, eller en mappe med tabellerne »cases« og »events«. Koden er 1, hvis en frist er overskredet eller "
            "en pligt ikke overholdt, også i en lukket sag: Lukningen ændrer ikke, hvordan pligten står efter loven.",
            "Evaluate a case at an instant. With JSON Lines in, JSON Lines come out: one case a line, or with --format "
            "parquet one case a row. CASE may also be a table of cases in Parquet or Arrow, with the events of each "
            "case nested in its row, or a folder with the tables “cases” and “events”. The exit code is 1 where a duty "
            "is overdue or breached, in a closed case too: the closing changes nothing of how the duty stands in law.",
        ),
    )
    add_case_arguments(parser)
    output = Text("formatet (ellers table)", "what comes out (default: table)")
    parser.add("--format", says=output, choices=_FORMATS, default="table")
    detail = Text(
        "hvor meget af svaret der skrives i json og jsonl (ellers full)",
        "how much of an answer is written in json and jsonl (default: full)",
    )
    parser.add("--detail", says=detail, choices=get_args(Detail))
    supposed = Text(
        f"hvad der ville ændre sig, hvis dette skete (kan gentages): {_SUPPOSITION}",
        f"what would change if this happened (may be repeated): {_SUPPOSITION}",
    )
    parser.add("--suppose", says=supposed, action="append", default=[], metavar="TYPE@INSTANT")
    earlier = Text("den kalender, som denne afløser (med ics)", "the calendar feed that this one replaces (with ics)")
    parser.add("--earlier", says=earlier, metavar="FILE")
    fragment = Text(
        "et element, der kan indlejres, i stedet for en hel side (med html)", "an element to embed, no page (with html)"
    )
    parser.add("--fragment", says=fragment, action="store_true")
    link = Text(
        "hvor jeres system viser en sag (med html): https://…/{case_id}#{key}",
        "where your system shows a case (with html): https://…/{case_id}#{key}",
    )
    parser.add("--link", says=link, metavar="URL")
    workers = Text(
        "hvor mange processer der regner på tabeller (kun med parquet; 1, hvis intet er angivet)",
        "how many processes evaluate tables (with parquet; default: 1)",
    )
    parser.add("--workers", says=workers, metavar="N")
    since = Text(
        "de svar, som denne kommando skrev sidst: kun sager, der er ændret siden, beregnes igen (tabeller, parquet)",
        "the answers that this command wrote last: only what has changed is evaluated again (tables, parquet)",
    )
    parser.add("--since", says=since, metavar="ANSWERS")
    parser.set_defaults(run=run_evaluate)


def run_evaluate(options: argparse.Namespace) -> int:
    """Run the command.

    Args:
        options: the parsed arguments.

    Returns:
        The exit code: 0 nothing overdue, 1 something overdue or breached, 2 where a case of many was refused.

    Raises:
        CaseError: the case or an option is refused.
    """
    if options.at is not None:
        instant_asked(options)
    if options.format not in {"table", *_FORMATS_OF_DETAIL}:
        _refuse_detail(options)
    defaults = _stream_defaults(options)
    _refuse_options_of_pages(options)
    if options.format == "parquet":
        _refuse_terminal()
    if options.earlier is not None and options.format != "ics":
        what = Text("dette gælder kun for --format ics", "this is for --format ics alone")
        mend = Text("udelad det, eller tilføj --format ics", "leave it out, or add --format ics")
        raise CaseError("--earlier", what, mend=mend)
    if options.case != "-" and (
        options.case.endswith(TABLE_SUFFIXES) or is_folder(path_of(options.case, "CASE"), "CASE")
    ):
        return _evaluate_tables(options, _at_one_instant(defaults))
    _refuse_options_of_tables(options)
    with open_input(options.case) as stream:
        if options.case.endswith(LINE_SUFFIXES):
            return _evaluate_lines(stream, options, defaults)
        case = read_case_or_lines(stream, options.case) if options.format in _FORMATS_OF_MANY else stream.read()
        if isinstance(case, bytes):
            return _evaluate_one(case, options, _at_one_instant(defaults))
        return _evaluate_lines(case, options, defaults)


def _stream_defaults(options: argparse.Namespace) -> StreamDefaults:
    policy = load_policy(options)
    rulebook = load_rulebook(options)
    if policy is not None:
        policy.check(rulebook.rules.names)
    return StreamDefaults(options.at, read_clock, options.detail or "full", options.lang, rulebook, policy)


def _at_one_instant(defaults: StreamDefaults) -> StreamDefaults:
    """Return defaults with an instant for all cases: the one asked for, or now."""
    return defaults if defaults.at is not None else replace(defaults, at=read_clock())


def _evaluate_one(data: bytes, options: argparse.Namespace, defaults: StreamDefaults) -> int:
    if options.format == "table":  # of many cases it is JSON Lines
        _refuse_detail(options)
    case, at = parse_case(data), str(defaults.at)
    if options.suppose:
        return _suppose(case, at, options, defaults)
    result = evaluate(case, at=at, rulebook=defaults.rulebook, policy=defaults.policy)
    write_output(_render(options, case, (), defaults)(result))
    return int(result.is_late())


def _evaluate_lines(lines: Iterable[bytes], options: argparse.Namespace, defaults: StreamDefaults) -> int:
    _refuse_options_of_one_case(options)
    if options.format == "parquet":
        at, cases = str(_at_one_instant(defaults).at), read_json_lines(lines)
        code: int = import_tables("CASE").write_parquet(cases, replace(defaults, at=at))
        return code
    return answer_json_lines(lines, defaults)


def _evaluate_tables(options: argparse.Namespace, defaults: StreamDefaults) -> int:
    _refuse_options_of_one_case(options)
    tables, source = import_tables("CASE"), Path(options.case)
    if options.format == "parquet":
        workers = 1 if options.workers is None else read_count(options.workers, "--workers", MOST_WORKERS)
        code: int = tables.write_parquet_of_tables(source, defaults, workers, _earlier_answers(options))
        return code
    _refuse_options_of_tables(options)
    return write_json_lines(tables.read_table_cases(source), defaults)


def _earlier_answers(options: argparse.Namespace) -> Path | None:
    return None if options.since is None else path_of(options.since, "--since")


def _refuse_options_of_tables(options: argparse.Namespace) -> None:
    for option, value in (("--workers", options.workers), ("--since", options.since)):
        if value is not None:
            what = Text("det gælder kun for tabeller med --format parquet", "this is for tables with --format parquet")
            mend = Text("udelad det, eller giv en tabel", "leave it out, or give a table")
            raise CaseError(option, what, mend=mend)


def _refuse_terminal() -> None:
    if sys.stdout.isatty():
        what = Text("parquet kan ikke vises i en terminal", "parquet is no text for a terminal")
        mend = Text("tilføj »> answers.parquet«", "add “> answers.parquet”")
        raise CaseError("--format", what, allowed=Text("en fil eller et andet program", "a file or a pipe"), mend=mend)


def _refuse_options_of_pages(options: argparse.Namespace) -> None:
    for option, is_given in (("--fragment", options.fragment), ("--link", options.link is not None)):
        if is_given and options.format != "html":
            what = Text("det gælder kun for en side", "this is for a page alone")
            mend = Text("tilføj --format html, eller udelad det", "add --format html, or leave it out")
            raise CaseError(option, what, mend)


def _refuse_detail(options: argparse.Namespace) -> None:
    if options.detail is not None:
        what = Text("det gælder kun for et svar i JSON", "this is for an answer in JSON alone")
        mend = Text("tilføj --format json, eller udelad det", "add --format json, or leave it out")
        raise CaseError("--detail", what, mend)


def _refuse_options_of_one_case(options: argparse.Namespace) -> None:
    for option, is_given in (("--suppose", options.suppose), ("--format", options.format in _FORMATS_OF_ONE)):
        if is_given:
            what = Text("det gælder kun for én sag, og her er flere", "this is for one case, and here are many")
            mend = Text("giv én sag, eller udelad det", "give one case, or leave it out")
            allowed = Text("--format jsonl eller parquet for flere sager", "--format jsonl or parquet for many cases")
            raise CaseError(option, what, allowed=allowed, mend=mend)


def _suppose(case: Case, at: str, options: argparse.Namespace, defaults: StreamDefaults) -> int:
    """Evaluate with and without the supposed events, at the later of `--at` and the last supposed event."""
    if options.format not in _FORMATS_OF_SUPPOSITIONS:
        what = Text("formatet viser ikke, at noget er antaget", "this format does not show that something is supposed")
        mend = Text("vælg et andet format, eller udelad --suppose", "choose another format, or leave out --suppose")
        raise CaseError("--format", what, allowed=", ".join(_FORMATS_OF_SUPPOSITIONS), mend=mend)
    try:
        compared = what_if(case, options.suppose, at=at, rulebook=defaults.rulebook, policy=defaults.policy)
    except CaseError as error:
        raise _name_option(error) from None
    if options.format in _FORMATS_OF_DETAIL:
        write_output(compared.to_json(detail=defaults.detail, indent=2 if options.format == "json" else None) + "\n")
        return int(compared.after.is_late())
    then, supposed = add_supposed_events(case, options.suppose)
    write_output(_render(options, then, supposed, defaults)(compared.after))
    if options.format == "table":
        from overgreb_rules.render.differences import format_differences  # noqa: PLC0415  # rich, only for people

        sys.stdout.write(format_differences(compared, options.lang, then.events))
    return int(compared.after.is_late())


def _name_option(error: CaseError) -> CaseError:
    """Return the refusal of what is supposed with the option as its place: `--suppose 1: at`."""
    if error.place == "/suppose":
        return error.at_place("--suppose")
    match = _SUPPOSED.match(str(error.place))
    if match is None:
        return error
    rest = match["rest"].strip("/").replace("/", ", ")
    return error.at_place(f"--suppose {int(match['index']) + 1}" + (f": {rest}" if rest else ""))


def _render(
    options: argparse.Namespace, case: Case, supposed: Sequence[Event], defaults: StreamDefaults
) -> Callable[[Evaluation], str | bytes]:
    name, language = options.format, options.lang
    if name == "json":
        return lambda result: result.to_json(detail=defaults.detail, indent=2) + "\n"
    if name == "jsonl":
        return lambda result: result.to_json(detail=defaults.detail) + "\n"
    if name == "parquet":
        return lambda result: import_tables("CASE").build_parquet(case, result.at, defaults)
    if name == "table":
        from overgreb_rules.render.table import render_table  # noqa: PLC0415  # rich is slow to import, and only for people

        return lambda result: render_table(
            result, language, colour=sys.stdout.isatty(), events=case.events, supposed=supposed
        )
    if name == "csv":
        from overgreb_rules.render.csv_table import render_csv  # noqa: PLC0415

        return lambda result: render_csv([result], language).encode()
    if name == "ics":
        from overgreb_rules.render.deadline_feed import build_deadline_feed  # noqa: PLC0415  # icalendar is slow to import

        earlier = None if options.earlier is None else read_bytes(options.earlier, "--earlier")

        mend = Text("nævn den kalender, der sidst blev skrevet for sagen", "name the feed written last for this case")

        def render_feed(result: Evaluation) -> bytes:
            try:
                return build_deadline_feed([result], language, earlier=earlier)
            except OvergrebError as error:
                raise CaseError("--earlier", error.text, mend=mend) from None

        return render_feed
    if name == "html":
        from overgreb_rules.render.link_template import LinkTemplate  # noqa: PLC0415
        from overgreb_rules.render.page import render_fragment, render_page  # noqa: PLC0415

        render_html = render_fragment if options.fragment else render_page
        link = LinkTemplate.parse(options.link, "--link") if options.link is not None else None
        return lambda result: render_html(result, language, case.events, link, supposed)
    if name == "svg":
        from overgreb_rules.render.timeline import render_timeline  # noqa: PLC0415

        return lambda result: render_timeline(result, language, case.events, supposed)
    raise AssertionError(f"a format that the parser knows and nobody writes: {name}")
