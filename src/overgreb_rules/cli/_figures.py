"""The command `figures`: how the time limits of a period were kept, over many cases."""

from __future__ import annotations

import argparse
import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from overgreb_rules._evaluate.figures import BREAKDOWNS, Breakdown, DutyRecord, count_figures, end_of_period, records_of
from overgreb_rules._evaluate.pipeline import evaluate
from overgreb_rules._evaluate.work_list import RefusedCase
from overgreb_rules._rules.measures import FiguresDefinition, parse_figures_definition
from overgreb_rules._rules.source import load_source, packaged_rules
from overgreb_rules.calendar import local
from overgreb_rules.cli._case_source import CaseSource, name_refusal
from overgreb_rules.cli._io import write_output
from overgreb_rules.cli._options import add_rules, load_rulebook, read_day, rules_folder
from overgreb_rules.errors import CaseError
from overgreb_rules.render.figures import render_figures_csv, render_figures_json, render_figures_table
from overgreb_rules.rulebook import Rulebook
from overgreb_rules.shared.command_parser import Commands
from overgreb_rules.shared.text import Text

_FORMATS = ("table", "csv", "json", "svg", "html")
_FILE = "figures.yaml"


def add_commands(commands: Commands) -> None:
    """Add the command to the program.

    Args:
        commands: the commands of the program.
    """
    parser = commands.add(
        "figures",
        Text("hvordan fristerne i en periode blev overholdt", "how the time limits of a period were kept"),
        Text(
            "Hvor stor en del af periodens frister der blev overholdt, regnet både med den sikre og med den yderste "
            "frist, hvor mange pligter der er uafklarede, hvor lang tid opfyldelsen tog, og hvad der udløber i de "
            "næste 8 uger. docs/how-to/figures.da.md definerer tallene.",
            "Shares of time limits that were kept in the period: each by the safe and by the outer time limit, the "
            "undetermined beside them, the time taken, and what falls due in the next 8 weeks. docs/how-to/figures.md "
            "defines the numbers.",
        ),
    )
    source = Text(
        "en mappe med JSON-filer, en .jsonl-fil med én sag pr. linje, - for standardinput eller tabeller",
        "a folder of JSON files, a .jsonl file with one case a line, - for standard input, or tables",
    )
    parser.add("source", metavar="SOURCE", says=source)
    first = Text("periodens første dag, fx 2026-01-01", "the first day of the period, such as 2026-01-01")
    parser.add("--from", metavar="DAY", dest="first", required=True, says=first)
    last = Text("periodens sidste dag, fx 2026-12-31", "the last day of the period, such as 2026-12-31")
    parser.add("--to", metavar="DAY", dest="last", required=True, says=last)
    by = Text("del tallene op, fx month,kommune,rule", "break the figures down, such as month,kommune,rule")
    parser.add("--by", metavar="WORDS", says=by)
    output = Text("formatet (ellers table)", "what comes out (default: table)")
    parser.add("--format", choices=_FORMATS, default="table", says=output)
    add_rules(parser)
    parser.set_defaults(run=run_figures)


def run_figures(options: argparse.Namespace) -> int:
    """Run the command.

    Args:
        options: the parsed arguments.

    Returns:
        The exit code: 0, or 2 where a case was refused.

    Raises:
        CaseError: the source, a day or a breakdown is refused.
    """
    first, last = read_day(options.first, "--from"), read_day(options.last, "--to")
    if last < first:
        what = Text("perioden slutter, før den begynder", "the period ends before it begins")
        raise CaseError("--to", what, mend=Text("byt om på dagene", "put the days the other way round"))
    by = _read_breakdowns(options.by)
    book = load_rulebook(options)
    definition = _read_definition(rules_folder(options), book)
    records = _Records(CaseSource(options.source, options.lang), book, definition, last, options.lang)
    counted = list(records)
    figures = count_figures(counted, definition, first, last, by, records.cases, records.refused)
    match options.format:
        case "json":
            write_output(render_figures_json(figures))
        case "csv":
            write_output(render_figures_csv(figures, options.lang).encode())
        case "svg" | "html":
            from overgreb_rules.render import figures_page  # noqa: PLC0415  # only for people

            render = figures_page.render_figures_svg if options.format == "svg" else figures_page.render_figures_page
            write_output(render(figures, options.lang))
        case _:
            write_output(render_figures_table(figures, options.lang))
    return 2 if records.refused else 0


@dataclass
class _Records:
    """The measured duties of the cases of a source; a refused case is named on standard error."""

    source: CaseSource
    book: Rulebook
    definition: FiguresDefinition
    last: dt.date
    language: str
    cases: int = 0
    refused: list[RefusedCase] = field(default_factory=list)

    def __iter__(self) -> Iterator[DutyRecord]:
        at = local(end_of_period(self.last))
        rules = self.definition.rules
        for number, case in self.source.cases():
            if isinstance(case, CaseError):
                self.refused.append(RefusedCase(case=number, error=case.parts(self.language)))
                name_refusal(self.source.unit, number, case, self.language)
                continue
            self.cases += 1
            yield from records_of(evaluate(case, at=at, rulebook=self.book), case.kommune, rules)


def _read_breakdowns(text: str | None) -> tuple[Breakdown, ...]:
    words = [] if text is None else text.split(",")
    found = tuple(name for word in words for name in BREAKDOWNS if name == word)
    if len(found) != len(words) or len({*found}) != len(found):
        what = Text("tallene kan ikke deles op sådan", "the figures cannot be broken down so")
        mend = Text("skriv fx month,kommune", "write month,kommune, for example")
        raise CaseError("--by", what, allowed=", ".join(BREAKDOWNS), mend=mend)
    return found


def _read_definition(folder: Path | None, book: Rulebook) -> FiguresDefinition:
    return parse_figures_definition(load_source(folder or packaged_rules()).node(_FILE), book.rules.by_id)
