"""Cases in tables, and answers as a Parquet file. The module needs the extra `arrow`."""

from __future__ import annotations

import datetime as dt
import io
import itertools
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
from pyarrow import parquet

from overgreb_rules._case.case import Case
from overgreb_rules._columnar.io.input_tables import CaseBatch, build_batch
from overgreb_rules._columnar.io.row_conversion import build_answer_row, build_case_data, duplicate_key_error
from overgreb_rules._columnar.io.table_files import read_tables
from overgreb_rules.arrow import ANSWERS, CASES, EVENTS, evaluate_arrow, tables_of
from overgreb_rules.cli._json_lines import NumberedCase, count_on_terminal
from overgreb_rules.errors import CaseError
from overgreb_rules.policy import Policy

_CASES_AT_A_TIME = 4096
_LATE = pa.array(["overdue", "breached"])


def read_table_cases(source: Path) -> Iterator[NumberedCase]:
    """Read the cases of tables one by one.

    Args:
        source: a file of nested cases, or a folder with the tables of cases and events.

    Returns:
        The number of the row, from 1, and the case in the row or its refusal.
    """
    return enumerate((case for tables in read_tables(source) for case in _cases_in(build_batch(*tables))), start=1)


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


def build_parquet(case: Case, at: dt.datetime, policy: Policy | None) -> bytes:
    """Return the answer to one case as a Parquet file of one row.

    Args:
        case: the case.
        at: the instant of the evaluation.
        policy: the policy; None for the packaged one.

    Returns:
        The bytes of the file.
    """
    file = io.BytesIO()
    parquet.write_table(evaluate_arrow(*tables_of([case]), at=at, policy=policy), file)
    return file.getvalue()


def write_parquet_of_tables(source: Path, at: str, policy: Policy | None) -> int:
    """Write the answers to the cases of tables to standard output, as a Parquet file.

    Args:
        source: a file of nested cases, or a folder with the tables of cases and events.
        at: the instant of the evaluation.
        policy: the policy; None for the packaged one.

    Returns:
        The exit code: 0 nothing overdue, 1 something overdue or breached, 2 where a case was refused.
    """
    return _write((evaluate_arrow(*tables, at=at, policy=policy) for tables in read_tables(source)), at, policy)


def write_parquet(cases: Iterable[NumberedCase], at: str, policy: Policy | None) -> int:
    """Write the answers to cases to standard output, as a Parquet file.

    Cases may share a key. A refused case stands under «line 7», because its own key may be what is wrong.

    Args:
        cases: the cases with their line numbers.
        at: the instant of the evaluation.
        policy: the policy; None for the packaged one.

    Returns:
        The exit code: 0 nothing overdue, 1 something overdue or breached, 2 where a case was refused.
    """
    return _write(_answers(count_on_terminal(cases), at, policy), at, policy)


def _answers(cases: Iterator[NumberedCase], at: str, policy: Policy | None) -> Iterator[pa.Table]:
    while piece := list(itertools.islice(cases, _CASES_AT_A_TIME)):
        valid = [(number, case) for number, case in piece if isinstance(case, Case)]
        tables = tables_of(case.model_copy(update={"case_id": str(number)}) for number, case in valid)
        keys = pa.array([case.case_id for _, case in valid], pa.string())
        answered = evaluate_arrow(*tables, at=at, policy=policy).set_column(0, ANSWERS.field("case_id"), keys)
        refused = [build_answer_row(f"line {number}", case) for number, case in piece if isinstance(case, CaseError)]
        rows = pa.concat_tables([answered, pa.Table.from_pylist(refused, answered.schema)])
        of_cases, of_refused = itertools.count(), itertools.count(len(valid))
        yield rows.take(pa.array([next(of_cases if isinstance(case, Case) else of_refused) for _, case in piece]))


def _write(answers: Iterable[pa.Table], at: str, policy: Policy | None) -> int:
    """Write the answers to standard output as one file, and return the exit code."""
    failed = late = False
    schema = evaluate_arrow(CASES.empty_table(), EVENTS.empty_table(), at=at, policy=policy).schema
    sys.stdout.flush()
    with parquet.ParquetWriter(sys.stdout.buffer, schema) as file:
        for table in answers:
            file.write_table(table)
            failed = failed or table["error"].null_count < table.num_rows
            late = late or _is_late(table)
    return 2 if failed else int(late)


def _is_late(answers: pa.Table) -> bool:
    return any(
        pc.any(pc.is_in(pc.struct_field(pc.list_flatten(chunk), "status"), _LATE)).as_py()
        for chunk in answers["obligations"].chunks
    )
