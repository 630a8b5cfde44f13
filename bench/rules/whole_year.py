"""The time for a whole Danish year: as tables by the package, and case by case by the baseline script."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator
from dataclasses import asdict
from functools import partial
from typing import Any

import pyarrow as pa

from bench.rules.baseline_script import compute_five_deadlines
from bench.rules.contenders import AT, INSTANT
from bench.rules.measure import ElapsedTime, count_cores, measure_time, median
from bench.rules.to_arrow import build_tables
from overgreb_rules import Rulebook
from overgreb_rules.arrow import evaluate_arrow
from tests.fixtures.notification_year.generator import generate_cases

__all__ = ["measure_whole_year"]

_SEED = 2022
_CHUNK = 4000


def measure_whole_year(notifications: int, runs: int, progress: Callable[[str], None]) -> dict[str, Any]:
    """Measure the year both ways, in wall and processor seconds: the tables may use more than one core."""
    progress(f"the tables of {notifications:,} notifications")
    pieces = [build_tables(chunk) for chunk in _chunks(notifications)]
    tables = [pa.concat_tables(side).combine_chunks() for side in zip(*pieces, strict=True)]
    by_table, by_cores, by_hand = [], [], []
    cores = count_cores()
    for run in range(runs):
        progress(f"the year, run {run + 1} of {runs}")
        # A new rulebook for each run: in use a new process, without caches, evaluates a year.
        book = Rulebook.load()
        by_table.append(measure_time(partial(evaluate_arrow, *tables, at=AT, rulebook=book)))
        book = Rulebook.load()
        by_cores.append(measure_time(partial(evaluate_arrow, *tables, at=AT, rulebook=book, workers=cores)))
        parts = [measure_time(partial(_by_hand, chunk)) for chunk in _chunks(notifications)]
        by_hand.append(ElapsedTime(sum(part.wall for part in parts), sum(part.processor for part in parts)))
    return {
        "notifications": notifications,
        "cases": tables[0].num_rows,
        "events": tables[1].num_rows,
        "arrow_seconds": median(run.wall for run in by_table),
        "arrow_processor_seconds": median(run.processor for run in by_table),
        "cores": cores,
        "cores_seconds": median(run.wall for run in by_cores),
        "cores_processor_seconds": median(run.processor for run in by_cores),
        "by_hand_seconds": median(run.wall for run in by_hand),
        "by_hand_processor_seconds": median(run.processor for run in by_hand),
        "runs": {
            "cores": [asdict(run) for run in by_cores],
            "arrow": [asdict(run) for run in by_table],
            "by_hand": [asdict(run) for run in by_hand],
        },
    }


def _chunks(notifications: int) -> Iterator[list[dict[str, object]]]:
    """Yield the cases in chunks: a year of them as Python objects would fill the memory."""
    source = generate_cases(notifications, _SEED)
    while chunk := list(itertools.islice(source, _CHUNK)):
        yield chunk


def _by_hand(chunk: list[dict[str, object]]) -> None:
    for case in chunk:
        compute_five_deadlines(case, INSTANT)
