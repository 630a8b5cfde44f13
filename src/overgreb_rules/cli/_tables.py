"""Cases in tables, and answers as a Parquet file. The module needs the extra `arrow`."""

from __future__ import annotations

import datetime as dt
import io
import itertools
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import pyarrow as pa
import pyarrow.compute as pc
from pyarrow import parquet

from overgreb_rules._case.case import Case
from overgreb_rules._columnar.fingerprints import FingerprintArray, compute_fingerprints
from overgreb_rules._columnar.io.input_tables import CaseBatch
from overgreb_rules._columnar.io.row_conversion import build_answer_row, build_case_data, duplicate_key_error
from overgreb_rules._columnar.io.table_files import CASES_OF_A_FILE_READ, read_batches
from overgreb_rules._columnar.parallel import TableQuestion, open_evaluation, use_plain_memory
from overgreb_rules._evaluate.envelope import StreamDefaults
from overgreb_rules._evaluate.pipeline import instant_of
from overgreb_rules.arrow import ANSWERS, CASES, EVENTS, evaluate_arrow, tables_of
from overgreb_rules.cli._json_lines import NumberedCase, count_on_terminal, read_json_lines
from overgreb_rules.cli._since import describe_answers, read_earlier_answers
from overgreb_rules.errors import CaseError
from overgreb_rules.rulebook import default_rulebook
from overgreb_rules.shared.system_error import describe_unreadable
from overgreb_rules.shared.text import Text

if TYPE_CHECKING:
    from _typeshed import ReadableBuffer

_NO_TABLE = Text("dette er ikke en tabel, der kan læses", "this is no table that can be read")
_ALLOWED = Text(
    "tabeller eller en Parquet-fil med tekstkolonnen »case«", "a Parquet file with a text column “case”, or tables"
)
_SEE_FILE = Text("se filen og dens kolonner efter", "check the file and its columns")
_ROWS_OF_A_GROUP = 1024
"""A writer of Parquet keeps some 13 KB for each answer that it writes at a time."""
_LATE = pa.array(["overdue", "breached"])


def read_table_cases(source: Path) -> Iterator[NumberedCase]:
    """Read the cases of tables one by one.

    Args:
        source: a file of nested cases, or a folder with the tables of cases and events.

    Returns:
        The number of the row, from 1, and the case in the row or its refusal.
    """
    return enumerate((case for batch in read_batches(source) for case in _cases_in(batch)), start=1)


def read_text_or_table_cases(source: Path, place: str) -> Iterator[NumberedCase]:
    """Read the cases of a Parquet file with the JSON texts of cases in the column `case`, or of tables.

    Args:
        source: a file, or a folder with the tables of cases and events.
        place: the name of the argument, for the error.

    Yields:
        The number of the row, from 1, and the case in the row or its refusal.

    Raises:
        CaseError: the source cannot be read, or not to its end.
    """
    try:
        file = parquet.ParquetFile(source) if source.suffix == ".parquet" else None
        if file is not None and "case" in file.schema_arrow.names:
            batches = file.iter_batches(columns=["case"])
            texts = (row for batch in batches for row in batch.column(0).to_pylist())
            yield from read_json_lines(str(text).encode() for text in texts)
            return
    except (OSError, pa.ArrowException, UnicodeDecodeError) as error:
        what = _NO_TABLE if isinstance(error, pa.ArrowException) else describe_unreadable(error)
        raise CaseError(place, what, allowed=_ALLOWED, mend=_SEE_FILE) from None
    yield from read_table_cases(source)


def _cases_in(batch: CaseBatch) -> Iterator[Case | CaseError]:
    twice = set(batch.duplicates.tolist())
    events = batch.events.take(pa.array(batch.rows)).to_pylist()
    for row, case in enumerate(batch.cases.to_pylist()):
        try:
            if row in twice:
                raise duplicate_key_error()
            own = events[batch.starts[row] : batch.starts[row + 1]]
            yield Case.model_validate(build_case_data(case, own))
        except CaseError as error:
            yield error


def build_parquet(case: Case, at: dt.datetime, defaults: StreamDefaults) -> bytes:
    """Return the answer to one case as a Parquet file of one row.

    Args:
        case: the case.
        at: the instant of the evaluation.
        defaults: the rules and the policy.

    Returns:
        The bytes of the file.
    """
    file = io.BytesIO()
    parquet.write_table(
        evaluate_arrow(*tables_of([case]), at=at, rulebook=defaults.rulebook, policy=defaults.policy), file
    )
    return file.getvalue()


def write_parquet_of_tables(source: Path, defaults: StreamDefaults, workers: int, since: Path | None) -> int:
    """Write the answers to the cases of tables to standard output, as a Parquet file.

    Args:
        source: a file of nested cases, or a folder with the tables of cases and events.
        defaults: the instant, the rules and the policy.
        workers: the number of processes, this one among them.
        since: the answers that this command wrote earlier; None to evaluate every case.

    Returns:
        The exit code: 0 nothing overdue, 1 something overdue or breached, 2 where a case was refused.

    Raises:
        CaseError: nothing can be built upon the earlier answers.
        WorkerFault: a worker was killed.
    """
    use_plain_memory()
    book = defaults.rulebook or default_rulebook()
    question = TableQuestion(instant_of(str(defaults.at)), book, defaults.policy, defaults.language, workers)
    earlier = None if since is None else read_earlier_answers(since, question)
    fingerprints: list[FingerprintArray] = []

    def batches() -> Iterator[CaseBatch]:
        for batch in read_batches(source, CASES_OF_A_FILE_READ * workers):
            fingerprints.append(compute_fingerprints(batch))
            yield batch
            del batch  # else it would be held while the next one is read

    def pieces(of: Iterable[CaseBatch]) -> Iterator[CaseBatch]:
        return (piece for batch in of for piece in question.split(batch))

    with open_evaluation(question) as evaluate:

        def evaluate_changed(batch: CaseBatch) -> pa.Table:
            return pa.concat_tables([*evaluate(pieces([batch]))])

        answers = (
            evaluate(pieces(batches()))
            if earlier is None
            else (earlier.update(batch, fingerprints[-1], question.as_of, evaluate_changed) for batch in batches())
        )
        return _write(answers, defaults, lambda: describe_answers(question, fingerprints))


def _evaluate(tables: tuple[pa.Table, pa.Table], defaults: StreamDefaults) -> pa.Table:
    language: Literal["da", "en"] = "en" if defaults.language == "en" else "da"
    return evaluate_arrow(
        *tables, at=str(defaults.at), rulebook=defaults.rulebook, policy=defaults.policy, language=language
    )


def write_parquet(cases: Iterable[NumberedCase], defaults: StreamDefaults) -> int:
    """Write the answers to cases to standard output, as a Parquet file.

    Cases may share a key. A refused case stands under «line 7», because its own key may be what is wrong.

    Args:
        cases: the cases with their line numbers.
        defaults: the instant, the rules and the policy.

    Returns:
        The exit code: 0 nothing overdue, 1 something overdue or breached, 2 where a case was refused.
    """
    return _write(_answers(count_on_terminal(cases, defaults.language), defaults), defaults)


def _answers(cases: Iterator[NumberedCase], defaults: StreamDefaults) -> Iterator[pa.Table]:
    while piece := list(itertools.islice(cases, CASES_OF_A_FILE_READ)):
        valid = [(number, case) for number, case in piece if isinstance(case, Case)]
        tables = tables_of(case.model_copy(update={"case_id": str(number)}) for number, case in valid)
        keys = pa.array([case.case_id for _, case in valid], pa.string())
        answered = _evaluate(tables, defaults).set_column(0, ANSWERS.field("case_id"), keys)
        refused = [
            build_answer_row(f"line {number}", case, language=defaults.language)
            for number, case in piece
            if isinstance(case, CaseError)
        ]
        rows = pa.concat_tables([answered, pa.Table.from_pylist(refused, answered.schema)])
        of_cases, of_refused = itertools.count(), itertools.count(len(valid))
        yield rows.take(pa.array([next(of_cases if isinstance(case, Case) else of_refused) for _, case in piece]))


def _write(
    answers: Iterable[pa.Table],
    defaults: StreamDefaults,
    describe: Callable[[], Mapping[bytes, bytes]] = dict,
) -> int:
    """Write the answers to standard output as one file, which says beside them what `describe` returns at the end.

    Where it is broken off, the file has no end and cannot be read: half of the answers must not look like all of them.

    Returns:
        The exit code.
    """
    failed = late = False
    schema = _evaluate((CASES.empty_table(), EVENTS.empty_table()), defaults).schema
    sys.stdout.flush()
    output = _Output()
    with parquet.ParquetWriter(output, schema) as file:
        try:
            for table in answers:
                file.write_table(table.replace_schema_metadata(schema.metadata), row_group_size=_ROWS_OF_A_GROUP)
                failed = failed or table["error"].null_count < table.num_rows
                late = late or _is_late(table)
                del table  # else it would be held while the next one is made
            file.add_key_value_metadata(describe())
        except BaseException:
            output.is_broken_off = True  # the writer ends the file whatever happened
            raise
    return 2 if failed else int(late)


class _Output(io.RawIOBase):
    """Standard output, to which nothing more is written once it is broken off."""

    is_broken_off = False

    def writable(self) -> bool:
        return True

    def write(self, data: ReadableBuffer, /) -> int:
        return memoryview(data).nbytes if self.is_broken_off else sys.stdout.buffer.write(data)


def _is_late(answers: pa.Table) -> bool:
    return any(
        pc.any(pc.is_in(pc.struct_field(pc.list_flatten(chunk), "status"), _LATE)).as_py()
        for chunk in answers["obligations"].chunks
    )
