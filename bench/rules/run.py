"""Time, memory and start-up of `overgreb_rules`, beside a script by hand and other engines: tables, and JSON.

Run from the root of the repository: python -m bench.rules [--short | --quick]
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
import time
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from bench.rules import measure
from bench.rules.contenders import AT, measure_all_ways
from bench.rules.report import compute_targets, format_markdown
from bench.rules.whole_year import measure_whole_year
from overgreb_rules import evaluate_many
from tests.fixtures.notification_year.generator import NOTIFICATIONS_A_YEAR, generate_cases

__all__ = ["main"]

_RUNS = 3
_SAMPLE, _QUICK_SAMPLE = 4000, 150
_GROWTH, _QUICK_GROWTH = (10_000, 1_000_000), (200, 1000)
_QUICK_NOTIFICATIONS = 500
_SHORT_SAMPLE, _SHORT_GROWTH = 1500, (10_000, 50_000)
"""The short form takes less than six minutes on two cores: one run of each stream and of the whole year."""
_LAST_RELEASE = Path(__file__).with_name("last_release.json")
_ONE_BY_ONE_SHARE = 10
"""The stream of single evaluations grows to this part of what the tables grow to: it takes that much longer."""


def main() -> None:
    """Measure everything, print the table, write the JSON."""
    options = _options()
    small, large = _QUICK_GROWTH if options.quick else _SHORT_GROWTH if options.short else _GROWTH
    large = max(small, options.growth_to or large)
    runs = 1 if options.quick or options.short else _RUNS
    begun = time.monotonic()

    def progress(text: str) -> None:
        print(f"{time.monotonic() - begun:6.0f} s  {text}", file=sys.stderr, flush=True)

    last_release = json.loads(_LAST_RELEASE.read_text(encoding="utf-8"))
    result: dict[str, Any] = {"schema": 2, "machine": measure.describe_machine(), "last_release": last_release}
    result |= {"quick": options.quick, "short": options.short}
    progress("start-up")
    with tempfile.TemporaryDirectory() as folder:
        case = Path(folder) / "case.json"
        text = json.dumps(next(generate_cases(1, seed=1)))
        case.write_text(text, encoding="utf-8")
        result["start_up"] = measure.measure_start_up(case, AT)
    workers = [measure.measure_seconds(lambda: list(evaluate_many([text], at=AT, workers=2))) for _ in range(runs)]
    result["start_up"]["two workers, one case"] = workers
    sample = _QUICK_SAMPLE if options.quick else _SHORT_SAMPLE if options.short else _SAMPLE
    rows = measure_all_ways(options.sample or sample, progress, is_short=options.short)
    result["rows"] = [row.as_json() for row in rows]
    notifications = options.notifications or (_QUICK_NOTIFICATIONS if options.quick else NOTIFICATIONS_A_YEAR)
    result["year"] = measure_whole_year(notifications, runs, progress)
    result["growth"] = {
        "arrow": _growth("arrow", (small, large), runs, progress),
        "many": _growth("many", (small, max(2 * small, large // _ONE_BY_ONE_SHARE)), runs, progress),
    }
    result["targets"] = [target.as_json() for target in compute_targets(result)]
    progress("done")
    print(format_markdown(result))
    options.out.parent.mkdir(parents=True, exist_ok=True)
    options.out.write_text(json.dumps(result, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def _growth(way: str, sizes: Iterable[int], runs: int, progress: Any) -> list[dict[str, Any]]:
    found = []
    for size in dict.fromkeys(sizes):
        told = []
        for run in range(runs):
            progress(f"a stream of {size:,} cases, {way}, run {run + 1} of {runs}")
            told.append(measure.run_in_process("bench.rules.stream", way, str(size), str(run + 1)))
        found.append(
            {
                "cases": size,
                **{
                    name: measure.median(one[name] for one in told)
                    for name in ("us_per_case", "processor_us_per_case", "peak_mb")
                },
                "runs": told,
            }
        )
    return found


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench.rules", description=__doc__)
    parser.add_argument(
        "--quick", action="store_true", help="small sizes and one run: seconds, and no figures to quote"
    )
    parser.add_argument("--short", action="store_true", help="less than six minutes: no other engine, one run")
    parser.add_argument("--sample", type=int, help="notifications in each set on which every way is timed")
    parser.add_argument("--notifications", type=int, help=f"notifications of the year (default {NOTIFICATIONS_A_YEAR})")
    parser.add_argument("--growth-to", type=int, help="cases in the longest stream (default 1,000,000)")
    parser.add_argument("--out", type=Path, default=Path("build/bench.json"), help="where the JSON goes")
    return parser.parse_args()
