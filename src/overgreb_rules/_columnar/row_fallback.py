"""Evaluation of unsupported cases of a batch, each by itself through the scalar pipeline."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from typing import Any

import numpy as np
import pyarrow as pa

from overgreb_rules._case.case import Case
from overgreb_rules._columnar.columns.arrays import CaseIndexArray
from overgreb_rules._columnar.io.input_tables import CaseBatch
from overgreb_rules._columnar.io.row_conversion import TableRow, build_answer_row, build_case_data, duplicate_key_error
from overgreb_rules._columnar.io.schema import ANSWERS
from overgreb_rules._deadlines.moment import instant_text
from overgreb_rules._evaluate.pipeline import evaluate
from overgreb_rules._matching.compiled import CompiledRules
from overgreb_rules.errors import CaseError
from overgreb_rules.evaluation import Evaluation
from overgreb_rules.policy import Policy
from overgreb_rules.rulebook import Rulebook

_SHAPES_KEPT = 512
"""Shapes of cases evaluated alone that are remembered from piece to piece. Few come again, and each takes 9 KB: the
4,096 that a rulebook keeps would be 38 MB of a stream."""


def evaluate_rows(
    batch: CaseBatch, instant: int, book: Rulebook, policy: Policy | None, which: CaseIndexArray, language: str
) -> pa.Table:
    """Evaluate some cases of a batch one by one.

    Args:
        batch: The cases and their events.
        instant: The instant of the evaluation in epoch seconds.
        book: The rules.
        policy: The ladders of escalation; None for the standard ones.
        which: int64[k] rows of the cases.
        language: The language of errors, `da` or `en`.

    Returns:
        A row of `ANSWERS` for each of them, in that order; a refused case has its error.
    """
    duplicates = set(batch.duplicates.tolist())
    at = instant_text(instant)
    rows = [
        build_answer_row(
            case["case_id"],
            duplicate_key_error() if number in duplicates else _answer(case, events, at, book, policy),
            case.get("kommune"),
            language,
        )
        for number, case, events in _rows_of(batch, which.tolist())
    ]
    _forget_shapes(book.programs)
    return pa.Table.from_pylist(rows, ANSWERS)


def _forget_shapes(programs: CompiledRules) -> None:
    if sum(map(len, programs.duties_by_shape.values())) > _SHAPES_KEPT:
        programs.duties_by_shape.clear()
        programs.findings_by_situation.clear()


def _rows_of(batch: CaseBatch, wanted: list[int]) -> Iterator[tuple[int, TableRow, list[dict[str, Any]]]]:
    """Yield the number and row of each case with the rows of its events, in the order of the tables."""
    cases = batch.cases.take(pa.array(wanted, pa.int64())).to_pylist()
    rows = [batch.rows[batch.starts[number] : batch.starts[number + 1]] for number in wanted]
    events = iter(batch.events.take(pa.array(np.concatenate([np.zeros(0, np.int64), *rows]))).to_pylist())
    for number, case, own in zip(wanted, cases, rows, strict=True):
        yield number, case, list(itertools.islice(events, len(own)))


def _answer(
    case: TableRow, events: list[dict[str, Any]], at: str, book: Rulebook, policy: Policy | None
) -> Evaluation | CaseError:
    try:
        return evaluate(Case.model_validate(build_case_data(case, events)), at=at, rulebook=book, policy=policy)
    except CaseError as error:
        return error
