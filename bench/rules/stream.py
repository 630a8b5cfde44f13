"""A stream of many cases, in a process of its own: time per case and peak memory, as JSON.

Run by `bench.rules`: python -m bench.rules.stream WAY CASES SEED, WAY being `arrow` or `many`.
"""

from __future__ import annotations

import itertools
import json
import sys
import time
from collections.abc import Iterator

from bench.rules.measure import Metered, peak_memory
from bench.rules.workload import children, year_end
from overgreb_rules import CaseError, evaluate_many

__all__ = ["main"]

_CHUNK = 8192
"""Cases told at a time: what the source holds is in the peak, and is the same however many come."""
AT = year_end()


def main() -> None:
    """Print time per case (without making the cases) and peak memory."""
    way, number, seed = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
    taken, obligations = {"arrow": _by_arrow, "many": _one_by_one}[way](number, seed)
    told = {"cases": number, "us_per_case": taken / number * 1e6, "peak_mb": peak_memory(), "obligations": obligations}
    print(json.dumps(told))


def _one_by_one(number: int, seed: int) -> tuple[float, int]:
    told = Metered(json.dumps(case) for case in itertools.islice(children(seed), number))
    begun = time.perf_counter()
    found = 0
    for answer in evaluate_many(told, at=AT):
        if isinstance(answer, CaseError):
            raise answer
        found += len(answer.obligations)
    return time.perf_counter() - begun - told.seconds, found


def _by_arrow(number: int, seed: int) -> tuple[float, int]:
    import pyarrow as pa  # noqa: PLC0415  # the other way must not hold it in memory

    from bench.rules.columns import as_tables  # noqa: PLC0415  # as above
    from overgreb_rules.arrow import CASES, EVENTS, evaluate_arrow  # noqa: PLC0415  # as above

    cases = itertools.islice(children(seed), number)

    def chunks() -> Iterator[tuple[pa.Table, pa.Table]]:
        while chunk := list(itertools.islice(cases, _CHUNK)):
            yield as_tables(chunk)

    told = Metered(chunks())
    first, second = itertools.tee(told)
    one = pa.RecordBatchReader.from_batches(CASES, (batch for tables in first for batch in tables[0].to_batches()))
    other = pa.RecordBatchReader.from_batches(EVENTS, (batch for tables in second for batch in tables[1].to_batches()))
    begun = time.perf_counter()
    found = 0
    for batch in evaluate_arrow(one, other, at=AT):
        column = batch.column("obligations")
        if column.null_count:
            raise ValueError("a case was refused")
        found += len(column.flatten())
    return time.perf_counter() - begun - told.seconds, found


if __name__ == "__main__":
    main()
