"""A profile of one way over generated cases, or of the import of the package.

Run from the root of the repository: python -m bench.rules.profile WAY [NOTIFICATIONS], where WAY is evaluate, known,
json, dates, arrow or import.
"""

from __future__ import annotations

import cProfile
import pstats
import subprocess
import sys

from tests.fixtures.notification_year.generator import generate_cases, year_end_instant

__all__ = ["main"]

_LINES = 30
_WAYS = {
    "evaluate": "single",
    "known": "single_known",
    "json": "single_json",
    "dates": "single_dates",
    "arrow": "arrow",
}


def main() -> None:
    """Print the profile."""
    way = sys.argv[1] if len(sys.argv) > 1 else "evaluate"
    notifications = int(sys.argv[2]) if len(sys.argv) > 2 else 2000
    if way == "import":
        _imports()
    else:
        _profile(way, notifications)


def _profile(way: str, notifications: int) -> None:
    from bench.rules.contenders import Sample, ways_of_the_package  # noqa: PLC0415  # needs what a look at the imports does without

    ways = {name: prepare for name, _, prepare in ways_of_the_package("durable")}
    prepare = ways[_WAYS[way]]
    prepare(Sample(list(generate_cases(notifications, seed=100))))()
    sample = Sample(list(generate_cases(notifications, seed=1)))
    work = prepare(sample)
    profile = cProfile.Profile()
    profile.runcall(work)
    print(f"{len(sample)} cases at {year_end_instant()}; the profile itself slows small functions down")
    for order in ("tottime", "cumulative"):
        pstats.Stats(profile).strip_dirs().sort_stats(order).print_stats(_LINES)


def _imports() -> None:
    """Print the modules by their own import time, in microseconds."""
    command = [sys.executable, "-X", "importtime", "-c", "import overgreb_rules"]
    told = subprocess.run(command, check=True, capture_output=True, text=True).stderr  # noqa: S603  # fixed text
    rows = [line.removeprefix("import time:").split("|") for line in told.splitlines()[1:]]
    for own, whole, module in sorted(rows, key=lambda row: -int(row[0]))[:_LINES]:
        print(f"{int(own):>8} {int(whole):>8} {module.strip()}")


if __name__ == "__main__":
    main()
