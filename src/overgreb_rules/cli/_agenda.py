"""The command `agenda`: what to do now, over a folder of cases or a file of cases."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from overgreb_rules._case.case import Case
from overgreb_rules._evaluate.pipeline import evaluate, instant_of
from overgreb_rules._evaluate.work_list import Agenda, agenda, only
from overgreb_rules.cli._io import add_instant_and_language, instant_asked, write_output
from overgreb_rules.cli._progress import show_progress
from overgreb_rules.errors import CaseError
from overgreb_rules.evaluation import Evaluation

_FORMATS = ("table", "csv", "json", "ics", "html")


def add_agenda_command(commands: argparse._SubParsersAction[Any]) -> None:
    """Add the command to the parser.

    Args:
        commands: the sub-parsers of the program.
    """
    parser = commands.add_parser(
        "agenda",
        help="what to do now, over many cases, the most urgent first",
        description="The duties of many cases that ask for something now: overdue, contested, due today, due soon, "
        "open without a number, undetermined. A case that is refused is named on standard error, stops nothing, "
        "and makes the exit code 2.",
        allow_abbrev=False,
    )
    parser.add_argument(
        "source",
        metavar="SOURCE",
        help="a folder of JSON files, a .jsonl file with one case a line, or a .parquet file with a text column «case»",
    )
    add_instant_and_language(parser)
    parser.add_argument("--format", choices=_FORMATS, default="table", help="what comes out (default: table)")
    parser.add_argument("--kommune", type=int, metavar="CODE", help="only cases of this municipality")
    parser.add_argument("--law", metavar="LAW", help="only duties of this law, such as barnets_lov")
    parser.add_argument("--rule", metavar="ID", help="only this rule")
    parser.add_argument("--bearer", metavar="WHO", help="only duties of this bearer, such as kommunalbestyrelsen")
    parser.set_defaults(run=run_agenda)


def run_agenda(options: argparse.Namespace) -> int:
    """Run the command.

    Args:
        options: the parsed arguments.

    Returns:
        The exit code: 0 nothing overdue, 1 something overdue, 2 where a case was refused.
    """
    at = instant_asked(options)
    instant_of(at)
    reader = _CaseReader(Path(options.source), at, options.kommune)
    wanted = {"law": options.law, "rule": options.rule, "bearer": options.bearer}
    evaluations = (only(evaluation, **wanted) for evaluation in reader.evaluations())
    if options.format == "ics":
        from overgreb_rules.render.deadline_feed import build_deadline_feed  # noqa: PLC0415  # slow to import

        late: list[bool] = []
        write_output(build_deadline_feed(_note_late(evaluations, late), options.lang))
        return 2 if reader.refused else int(any(late))
    work_list = agenda(evaluations)
    write_output(_render(work_list, options))
    return 2 if reader.refused else int(work_list.counts["overdue"] > 0)


def _note_late(evaluations: Iterator[Evaluation], late: list[bool]) -> Iterator[Evaluation]:
    for evaluation in evaluations:
        late.append(evaluation.is_late())
        yield evaluation


def _render(work_list: Agenda, options: argparse.Namespace) -> str | bytes:
    from overgreb_rules.render import agenda as formats  # noqa: PLC0415  # rich is slow to import

    match options.format:
        case "json":
            return formats.render_agenda_json(work_list)
        case "csv":
            return formats.render_agenda_csv(work_list, options.lang).encode()
        case "html":
            return formats.render_agenda_page(work_list, options.lang)
        case _:
            return formats.render_agenda_table(work_list, options.lang, colour=sys.stdout.isatty())


class _CaseReader:
    """A reader of cases, one after the other, that counts those that are refused.

    Args:
        source: a folder, a .jsonl file or a .parquet file.
        at: the instant of the evaluation.
        kommune: the code of the municipality whose cases are kept; None for all.
    """

    def __init__(self, source: Path, at: str, kommune: int | None) -> None:
        self.source, self.at, self.kommune = source, at, kommune
        self.refused = 0

    def evaluations(self) -> Iterator[Evaluation]:
        """Evaluate the cases, and name those that are refused on standard error.

        Yields:
            The evaluations in the order of the source.
        """
        for place, text in show_progress(self._texts(), "cases"):
            try:
                case = Case.model_validate_json(text)
                if self.kommune in {None, case.kommune}:
                    yield evaluate(case, at=self.at)
            except CaseError as error:
                self.refused += 1
                print(f"overgreb-rules: {place}: {error}", file=sys.stderr)

    def _texts(self) -> Iterator[tuple[str, bytes]]:
        if self.source.is_dir():
            for number, path in enumerate(sorted(self.source.glob("*.json")), start=1):
                # A file name may hold what must not stand in a log: the file is named by its place.
                yield f"file {number} of the folder", path.read_bytes()
            return
        if self.source.suffix == ".parquet":
            yield from self._rows()
            return
        try:
            with self.source.open("rb") as lines:
                for number, line in enumerate(lines, start=1):
                    if line.strip():
                        yield f"line {number}", line
        except OSError as error:
            what = f"the source cannot be read ({error.strerror or type(error).__name__})"
            raise CaseError("SOURCE", what, allowed="a folder, or a .jsonl file", mend="check the path") from None

    def _rows(self) -> Iterator[tuple[str, bytes]]:
        """Yield place and JSON text of the cases of a Parquet file: one row a case, its text in the column `case`."""
        try:
            import pyarrow  # noqa: PLC0415  # an extra that not everybody has
            from pyarrow import parquet  # noqa: PLC0415
        except ImportError:
            mend = "install the extra: pip install 'overgreb-rules[arrow]'"
            raise CaseError(
                "SOURCE", "Parquet needs pyarrow", allowed="a folder, or a .jsonl file", mend=mend
            ) from None
        allowed = "a Parquet file with a text column «case»"
        try:
            batches = parquet.ParquetFile(self.source).iter_batches(columns=["case"])
            for number, text in enumerate((row for batch in batches for row in batch.column(0).to_pylist()), start=1):
                yield f"row {number}", str(text).encode()
        except (OSError, KeyError, IndexError, pyarrow.ArrowException) as error:
            what = f"the file cannot be read ({type(error).__name__})"
            raise CaseError("SOURCE", what, allowed=allowed, mend="check the file and its columns") from None
