"""Many cases as Arrow tables: cases and their events in, one row of answers a case out.

Needs the extra `arrow`. The texts of an answer (explanation, counted days, steps of escalation, doubts) are not in
the tables: `evaluate` gives them for the case that somebody wants to read.
"""

from __future__ import annotations

import datetime as dt
from functools import lru_cache

try:
    import pyarrow as pa
except ImportError as error:
    raise ImportError("overgreb_rules.arrow needs pyarrow: pip install 'overgreb-rules[arrow]'") from error

from overgreb_rules._columnar.evaluator import BatchEvaluator
from overgreb_rules._columnar.io.input_tables import ArrowTable, build_batch, unnested
from overgreb_rules._columnar.io.row_conversion import tables_of
from overgreb_rules._columnar.io.schema import ANSWERS, CASES, EVENTS
from overgreb_rules._columnar.io.stream_join import join_streams
from overgreb_rules._deadlines.moment import instant_text
from overgreb_rules._evaluate.pipeline import instant_of
from overgreb_rules.policy import Policy
from overgreb_rules.rulebook import Rulebook, default_rulebook

_ASKED_AT_ONCE = 4
_CASES_AT_A_TIME = 65536
"""Tables are in memory already: more cases at a time than of a stream, the less each costs."""

__all__ = ["ANSWERS", "CASES", "EVENTS", "evaluate_arrow", "tables_of", "unnested"]


def evaluate_arrow(
    cases: ArrowTable,
    events: ArrowTable,
    *,
    at: str | dt.datetime,
    rulebook: Rulebook | None = None,
    policy: Policy | None = None,
) -> pa.Table | pa.RecordBatchReader:
    """The answers to all `cases`, a row each (`ANSWERS`), in their order; the same as `evaluate` gives.

    `cases` (`CASES`) and `events` (`EVENTS`) are tables of Arrow, or anything that gives a stream of them. A case
    that is refused has its `error` and nothing else. Where both are a `RecordBatchReader`, the answer is one too and
    no more than some thousand cases are held at a time; the events then come in the order of the cases.

    Raises InstantError where `at` is no instant, CaseError where a table does not fit its schema or an event belongs
    to no case, RuleError as `evaluate` does.
    """
    instant = instant_of(at)
    book = rulebook or default_rulebook()
    if policy is not None:
        policy.check(book.rules.names)
    schema = ANSWERS.with_metadata(_metadata(instant, book))
    answering = _answering(instant, book, policy)
    if isinstance(cases, pa.RecordBatchReader) and isinstance(events, pa.RecordBatchReader):
        answered = (answering.evaluate(batch) for batch in join_streams(cases, events))
        return pa.RecordBatchReader.from_batches(
            schema, (batch for table in answered for batch in _marked(table, schema).to_batches())
        )
    pieces = build_batch(cases, events).split(_CASES_AT_A_TIME)
    return _marked(pa.concat_tables([answering.evaluate(piece) for piece in pieces]), schema)


@lru_cache(maxsize=_ASKED_AT_ONCE)
def _answering(instant: int, book: Rulebook, policy: Policy | None) -> BatchEvaluator:
    """Kept for who hands over one table after the other, as Spark and the command line do: shapes are known by then."""
    return BatchEvaluator(instant, book, policy)


def _marked(table: pa.Table, schema: pa.Schema) -> pa.Table:
    return table.replace_schema_metadata(schema.metadata)


def _metadata(instant: int, book: Rulebook) -> dict[str, str]:
    """What holds for every row: the instant, the rulebook and the matcher."""
    return {
        "schema": "1",
        "at": instant_text(instant),
        "rulebook": book.version,
        "sha256": book.sha256,
        "engine": book.matcher,
    }
