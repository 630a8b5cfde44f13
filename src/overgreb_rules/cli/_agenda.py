"""The command `agenda`: what to do now, over many cases."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from dataclasses import dataclass

from overgreb_rules._evaluate.pipeline import evaluate, instant_of
from overgreb_rules._evaluate.work_list import MOST_LISTED, Agenda, AgendaLimit, RefusedCase, build_agenda
from overgreb_rules._evaluate.work_list_filter import AgendaFilter, read_count, read_kommune
from overgreb_rules.cli._case_source import CaseSource, name_refusal
from overgreb_rules.cli._io import write_output
from overgreb_rules.cli._options import add_instant, add_policy, add_rules, instant_asked, load_policy, load_rulebook
from overgreb_rules.errors import CaseError
from overgreb_rules.evaluation import Evaluation
from overgreb_rules.policy import Policy
from overgreb_rules.rulebook import Rulebook
from overgreb_rules.shared.command_parser import Commands
from overgreb_rules.shared.text import Text

_FORMATS = ("table", "csv", "json", "ics", "html")
_LISTED_OF_GROUP = {"table": 20, "html": 100}
"""More than anybody does in a day: the counts say how much more there is."""
_FEED_IS_WHOLE = Text(
    "en kalender har altid alle de valgte frister med",
    "a calendar feed has every deadline that was asked for",
)
_LEAVE_LIMIT_OUT = Text("udelad det, eller vælg et andet format", "leave it out, or choose another format")


def add_commands(commands: Commands) -> None:
    """Add the command to the program.

    Args:
        commands: the commands of the program.
    """
    parser = commands.add(
        "agenda",
        Text(
            "det, der skal gøres nu, på tværs af sager, det mest presserende først",
            "what to do now, over many cases, the most urgent first",
        ),
        Text(
            "Pligter på tværs af sager, der kræver noget nu: overskredet, måske overskredet, frist i dag, frist nærmer "
            "sig, åben uden fast frist, uafklaret. En sag med fejl nævnes på stderr, stopper ikke de andre og "
            "giver kode 2. Ellers er koden 1, hvis fristen for en af de viste pligter er overskredet, eller pligten "
            "ikke er overholdt. En pligt i en lukket sag giver kun kode 1 med --closed.",
            "The duties of many cases that ask for something now: overdue, contested, due today, due soon, open "
            "without a fixed time limit, undetermined. A case that is refused is named on standard error, stops "
            "nothing, and makes the exit code 2. Else the code is 1 where a duty that is shown is overdue or breached: "
            "a duty of a closed case makes it 1 with --closed alone.",
        ),
    )
    source = Text(
        "en mappe med JSON-filer, en .jsonl-fil med én sag pr. linje, tabeller som til evaluate eller en .parquet-fil "
        "med tekstkolonnen »case«",
        "a folder of JSON files, a .jsonl file with one case a line, a .parquet file with a text column “case”, or "
        "tables as for evaluate",
    )
    parser.add("source", metavar="SOURCE", says=source)
    add_instant(parser)
    add_policy(parser)
    add_rules(parser)
    output = Text("formatet (ellers table)", "what comes out (default: table)")
    parser.add("--format", choices=_FORMATS, default="table", says=output)
    for name, metavar, says in (
        (
            "--kommune",
            "CODE",
            Text(
                "kun sager fra denne kommune, fx 0751; `overgreb-meetings districts` viser koderne",
                "only cases of this municipality, such as 0751; `overgreb-meetings districts` lists the codes",
            ),
        ),
        (
            "--law",
            "LAW",
            Text("kun pligter efter denne lov, fx barnets_lov", "only duties of this law, such as barnets_lov"),
        ),
        ("--rule", "ID", Text("kun denne regel", "only this rule")),
        (
            "--bearer",
            "WHO",
            Text(
                "kun pligter for denne ansvarlige, fx kommunalbestyrelsen",
                "only duties of this bearer, such as kommunalbestyrelsen",
            ),
        ),
    ):
        parser.add(name, metavar=metavar, says=says)
    status = Text(
        "vis kun pligter med denne status, fx overdue eller due_today (kan gentages); alle tælles med",
        "list only duties with this status, such as overdue or due_today (may be repeated); all are counted",
    )
    parser.add("--status", metavar="STATUS", action="append", default=[], says=status)
    limit = Text(
        "vis højst så mange pligter; 0 viser alle (uden --limit viser table så mange, som skærmen har plads til, "
        "eller 20 af hver gruppe, når --status er angivet; ics har alle de valgte med)",
        "list at most so many duties; 0 lists all (default of a table: as many as the screen holds, and with --status "
        "20 of each group; ics has all that were asked for)",
    )
    parser.add("--limit", metavar="N", says=limit)
    closed = Text("vis også pligter i lukkede sager", "list the duties of closed cases too")
    parser.add("--closed", action="store_true", says=closed)
    parser.set_defaults(run=run_agenda)


def run_agenda(options: argparse.Namespace) -> int:
    """Run the command.

    Args:
        options: the parsed arguments.

    Returns:
        The exit code over what is listed or would be without a limit: 0 nothing overdue or breached, 1 something
        overdue or breached, 2 where a case was refused.

    Raises:
        CaseError: the source or a filter is refused.
    """
    at = instant_asked(options)
    instant = instant_of(at)
    book, policy = load_rulebook(options), load_policy(options)
    if policy is not None:
        policy.check(book.rules.names)
    statuses = frozenset(word for words in options.status for word in words.split(","))
    kommune = None if options.kommune is None else read_kommune(options.kommune, "--kommune")
    wanted = AgendaFilter(options.law, options.rule, options.bearer, statuses, options.closed, kommune)
    limit = _read_limit(options)
    if options.format == "ics" and limit.total is not None:
        raise CaseError("--limit", _FEED_IS_WHOLE, mend=_LEAVE_LIMIT_OUT)
    try:
        wanted.check(book.rules)
    except CaseError as error:
        raise error.at_place(f"--{error.place}") from None
    evaluations = _Evaluations(CaseSource(options.source, options.lang), at, wanted, book, policy, options.lang)
    if options.format == "ics":
        from overgreb_rules.render.deadline_feed import build_deadline_feed  # noqa: PLC0415  # slow to import

        late: list[bool] = []
        write_output(build_deadline_feed(_narrow(evaluations, wanted, late), options.lang))
        return 2 if evaluations.refused else int(any(late))
    agenda = build_agenda(evaluations, instant, wanted, book.rules, limit)
    write_output(_render(agenda, options))
    return 2 if evaluations.refused else int(agenda.selected.get("overdue", 0) > 0)


def _read_limit(options: argparse.Namespace) -> AgendaLimit:
    if options.limit is None:
        return AgendaLimit(of_group=_LISTED_OF_GROUP.get(options.format))
    return AgendaLimit(total=read_count(options.limit, "--limit", MOST_LISTED, least=0) or None)


def _narrow(evaluations: _Evaluations, wanted: AgendaFilter, late: list[bool]) -> Iterator[Evaluation | RefusedCase]:
    for one in evaluations:
        if isinstance(one, RefusedCase):
            yield one
        else:
            narrowed = wanted.narrow(one)
            late.append(narrowed.is_late())
            yield narrowed


def _render(agenda: Agenda, options: argparse.Namespace) -> str | bytes:
    if options.format == "json":
        return agenda.to_json(indent=2) + "\n"
    if options.format == "html":
        from overgreb_rules.render.agenda_page import render_agenda_page  # noqa: PLC0415  # only for people

        return render_agenda_page(agenda, options.lang)
    from overgreb_rules.render.agenda import render_agenda_csv, render_agenda_table  # noqa: PLC0415  # rich is slow

    if options.format == "csv":
        return render_agenda_csv(agenda, options.lang).encode()
    one_screen = options.limit is None and not options.status
    return render_agenda_table(agenda, options.lang, colour=sys.stdout.isatty(), one_screen=one_screen)


@dataclass
class _Evaluations:
    """The evaluations of the cases of a source; a refused case is named on standard error."""

    source: CaseSource
    at: str
    wanted: AgendaFilter
    book: Rulebook
    policy: Policy | None
    language: str
    refused: int = 0

    def __iter__(self) -> Iterator[Evaluation | RefusedCase]:
        for number, case in self.source.cases():
            if isinstance(case, CaseError):
                self.refused += 1
                name_refusal(self.source.unit, number, case, self.language)
                yield RefusedCase(case=number, error=case.parts(self.language))
            elif self.wanted.is_about(case):
                yield evaluate(case, at=self.at, rulebook=self.book, policy=self.policy)
