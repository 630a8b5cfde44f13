"""Evaluation of many cases as Arrow tables: cases and their events in, one row of answers per case out.

Needs the extra `arrow`. The texts of an answer (explanation, counted days, steps of escalation, doubts) are not in
the tables: `evaluate` gives them for a single case.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Literal, overload

try:
    import pyarrow as pa
except ImportError as error:
    raise ImportError("overgreb_rules.arrow needs pyarrow: pip install 'overgreb-rules[arrow]'") from error

from overgreb_rules._columnar.io.input_tables import ArrowReader, ArrowTable, CaseBatch, build_batch, unnested
from overgreb_rules._columnar.io.row_conversion import tables_of
from overgreb_rules._columnar.io.schema import ANSWERS, CASES, EVENTS
from overgreb_rules._columnar.io.stream_join import join_streams
from overgreb_rules._columnar.parallel import TableQuestion, evaluate_pieces
from overgreb_rules._evaluate.pipeline import instant_of
from overgreb_rules.policy import Policy
from overgreb_rules.rulebook import Rulebook, default_rulebook

__all__ = ["ANSWERS", "CASES", "EVENTS", "evaluate_arrow", "tables_of", "unnested"]


@overload
def evaluate_arrow(
    cases: ArrowReader,
    events: ArrowReader,
    *,
    at: str | dt.datetime,
    rulebook: Rulebook | None = None,
    policy: Policy | None = None,
    language: Literal["da", "en"] = "en",
    workers: int = 1,
) -> pa.RecordBatchReader: ...


@overload
def evaluate_arrow(
    cases: ArrowTable,
    events: ArrowTable,
    *,
    at: str | dt.datetime,
    rulebook: Rulebook | None = None,
    policy: Policy | None = None,
    language: Literal["da", "en"] = "en",
    workers: int = 1,
) -> pa.Table: ...


def evaluate_arrow(
    cases: ArrowTable,
    events: ArrowTable,
    *,
    at: str | dt.datetime,
    rulebook: Rulebook | None = None,
    policy: Policy | None = None,
    language: Literal["da", "en"] = "en",
    workers: int = 1,
) -> pa.Table | pa.RecordBatchReader:
    """Evaluate all cases of a table; each row says what `evaluate` says of that case.

    Where both inputs are a `RecordBatchReader`, the answer is one too and no more than some thousand cases are held
    at a time.

    Args:
        cases: The cases, with columns of `CASES`.
        events: Their events, with columns of `EVENTS`: in any order, but in the order of the cases where both are
            readers.
        at: The instant of the evaluation, with an offset.
        rulebook: The rules; None for those of this package.
        policy: The ladders of escalation of a municipality; None for the standard ones.
        language: The language of the errors; an answer has both.
        workers: The number of processes, this one among them. Each further one is spawned for the call, gets pieces of
            the tables as Arrow IPC, and ends with the call or with this process; a program that asks for them needs
            the guard `if __name__ == "__main__":`. The answers are the same.

    Returns:
        A row of `ANSWERS` for each case, in their order. A refused case has its `error` and nothing else.

    Raises:
        InstantError: `at` is no instant.
        CaseError: A table does not fit its schema, or an event belongs to no case.
        RuleError: As `evaluate` does.
        WorkerFault: A worker was killed; from a reader, with the batch at which it happens.
        ValueError: `workers` is less than 1.
    """
    instant = instant_of(at)
    book = rulebook or default_rulebook()
    if policy is not None:
        policy.check(book.rules.names)
    question = TableQuestion(instant, book, policy, language, workers)
    schema = ANSWERS.with_metadata(question.metadata)
    if isinstance(cases, pa.RecordBatchReader) and isinstance(events, pa.RecordBatchReader):
        answers = evaluate_pieces(join_streams(cases, events), question)
        return pa.RecordBatchReader.from_batches(
            schema, (batch for table in answers for batch in _with_metadata(table, schema).to_batches())
        )
    pieces = _read_pieces(cases, events, question)
    return _with_metadata(pa.concat_tables([*evaluate_pieces(pieces, question)]), schema)


def _read_pieces(cases: ArrowTable, events: ArrowTable, question: TableQuestion) -> Iterator[CaseBatch]:
    """Read the tables when the first piece is asked for, and yield the pieces."""
    yield from question.split(build_batch(cases, events))


def _with_metadata(table: pa.Table, schema: pa.Schema) -> pa.Table:
    return table.replace_schema_metadata(schema.metadata)
