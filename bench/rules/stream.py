"""A stream of many cases, in a process of its own: time per case and peak memory, as JSON.

Run by `bench.rules`: python -m bench.rules.stream WAY CASES SEED, WAY being `arrow` or `many`.
"""

from __future__ import annotations

import itertools
import json
import sys
import time
from collections import deque
from collections.abc import Callable, Iterator
from typing import Any

from bench.rules.measure import MeteredIterator, peak_memory
from overgreb_rules import CaseError, evaluate_many
from overgreb_rules.rulebook import default_rulebook
from tests.fixtures.notification_year.generator import generate_endless_cases, year_end_instant

__all__ = ["main"]

_CHUNK = 256
"""Cases told at a time: what the source holds is in the peak, and is the same however many come. The source alone takes
8 MB with this size, and 25 with 1,024."""
AT = year_end_instant()


Way = Callable[[Iterator[dict[str, object]]], tuple[MeteredIterator[Any], Iterator[int]]]
"""Gives its source, which knows how long it took itself, and the numbers of duties found as they are found."""


def main() -> None:
    """Print time per case (without making the cases) and peak memory."""
    way, number, seed = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
    ways: dict[str, Way] = {"arrow": _by_arrow, "many": _one_by_one}
    told, found = ways[way](itertools.islice(generate_endless_cases(seed), number))
    default_rulebook()  # the rules are read and checked once, before the clock starts
    begun, used = time.perf_counter(), time.process_time()
    obligations = sum(found)
    wall = time.perf_counter() - begun - told.seconds
    processor = time.process_time() - used - told.processor
    result = {
        "cases": number,
        "us_per_case": wall / number * 1e6,
        "processor_us_per_case": processor / number * 1e6,
        "peak_mb": peak_memory(),
        "obligations": obligations,
    }
    print(json.dumps(result))


def _one_by_one(cases: Iterator[dict[str, object]]) -> tuple[MeteredIterator[str], Iterator[int]]:
    def found() -> Iterator[int]:
        for answer in evaluate_many(told, at=AT):
            if isinstance(answer, CaseError):
                raise answer
            yield len(answer.obligations)

    told = MeteredIterator(json.dumps(case) for case in cases)
    return told, found()


def _by_arrow(cases: Iterator[dict[str, object]]) -> tuple[MeteredIterator[tuple[Any, Any]], Iterator[int]]:
    sys.meta_path.insert(0, _WithoutPandas())
    import pyarrow as pa  # noqa: PLC0415  # the other way must not hold it in memory

    pa.set_memory_pool(pa.system_memory_pool())

    from bench.rules.to_arrow import build_tables  # noqa: PLC0415  # as above
    from overgreb_rules.arrow import CASES, EVENTS, evaluate_arrow  # noqa: PLC0415  # as above

    def chunks() -> Iterator[tuple[pa.Table, pa.Table]]:
        while chunk := list(itertools.islice(cases, _CHUNK)):
            yield build_tables(chunk)

    def found() -> Iterator[int]:
        for batch in evaluate_arrow(one, other, at=AT):
            column = batch.column("obligations")
            if column.null_count:
                raise ValueError("a case was refused")
            yield len(column.flatten())

    told = MeteredIterator(chunks())
    first, second = _apart(told)
    one = pa.RecordBatchReader.from_batches(CASES, (batch for table in first for batch in table.to_batches()))
    other = pa.RecordBatchReader.from_batches(EVENTS, (batch for table in second for batch in table.to_batches()))
    return told, found()


class _WithoutPandas:
    """Hides pandas, which the tests need: pyarrow imports it wherever it is installed, and it takes 30 MB."""

    def find_spec(self, fullname: str, *_: object) -> None:
        if fullname == "pandas":
            raise ModuleNotFoundError(fullname)


def _apart(pairs: Iterator[tuple[Any, Any]]) -> tuple[Iterator[Any], Iterator[Any]]:
    """The first and the second of each pair, each held until it is asked for and no longer, unlike by `tee`."""
    waiting: tuple[deque[Any], deque[Any]] = (deque(), deque())

    def half(own: deque[Any]) -> Iterator[Any]:
        while True:
            if not own:
                pair = next(pairs, None)
                if pair is None:
                    return
                for queue, table in zip(waiting, pair, strict=True):
                    queue.append(table)
            yield own.popleft()

    return half(waiting[0]), half(waiting[1])


if __name__ == "__main__":
    main()
