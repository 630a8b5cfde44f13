"""Run in a process of its own: the most memory that streams of so many cases needed, in kilobytes.

python -m tests.integration.memory_of_tables NUMBER
"""

from __future__ import annotations

import itertools
import resource
import sys
from collections.abc import Iterator

import pyarrow as pa

from overgreb_rules._columnar.io import stream_join as streams
from overgreb_rules.arrow import CASES, EVENTS, evaluate_arrow, tables_of
from tests.integration.memory_of_batches import generate_cases

_A_BATCH = 50


def _tables(number: int) -> Iterator[tuple[pa.Table, pa.Table]]:
    coming = generate_cases(number)
    while told := list(itertools.islice(coming, _A_BATCH)):
        yield tables_of(told)


def _stream(schema: pa.Schema, number: int, which: int) -> pa.RecordBatchReader:
    """Each stream generates the cases for itself: none is kept for the other."""
    return pa.RecordBatchReader.from_batches(
        schema, (batch for tables in _tables(number) for batch in tables[which].to_batches())
    )


def main(number: int) -> None:
    """Take the answers batch by batch and keep none."""
    streams.CASES_OF_A_STREAM_BATCH = 100
    answered = evaluate_arrow(_stream(CASES, number, 0), _stream(EVENTS, number, 1), at="2026-11-21T12:00:00Z")
    rows = sum(batch.num_rows for batch in answered)
    sys.stdout.write(f"{rows} {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss}\n")


if __name__ == "__main__":
    main(int(sys.argv[1]))
