"""Time, peak memory and start-up, each measured the same way everywhere."""

from __future__ import annotations

import gc
import json
import os
import platform
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from overgreb_rules._rules.source import packaged_rules

__all__ = [
    "ElapsedTime",
    "MeteredIterator",
    "count_cores",
    "describe_machine",
    "measure_seconds",
    "measure_start_up",
    "measure_time",
    "median",
    "peak_memory",
    "run_in_process",
]

Item = TypeVar("Item")
_STARTS = 7


@dataclass(frozen=True, slots=True)
class ElapsedTime:
    """Wall seconds and processor seconds; other programs do not lengthen the latter."""

    wall: float
    processor: float


def measure_time(work: Callable[[], object]) -> ElapsedTime:
    """Measure `work` after a garbage collection, child processes included."""
    gc.collect()
    begun, used = time.perf_counter(), _processor_seconds()
    work()
    return ElapsedTime(time.perf_counter() - begun, _processor_seconds() - used)


def _processor_seconds() -> float:
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.process_time() + children.ru_utime + children.ru_stime


def measure_seconds(work: Callable[[], object]) -> float:
    """Return the wall seconds of `work`."""
    return measure_time(work).wall


def median(runs: Iterable[float]) -> float:
    """Return the median."""
    return statistics.median(runs)


class MeteredIterator(Iterator[Item]):
    """An iterator that measures the time of its source, which the caller subtracts."""

    def __init__(self, source: Iterable[Item]) -> None:
        self._source, self.seconds, self.processor = iter(source), 0.0, 0.0

    def __next__(self) -> Item:
        begun, used = time.perf_counter(), time.process_time()
        try:
            return next(self._source)
        finally:
            self.seconds += time.perf_counter() - begun
            self.processor += time.process_time() - used


def peak_memory() -> float:
    """Return the peak memory of this process in MB."""
    status = Path("/proc/self/status")
    if status.exists():
        # What the system reports for a child includes its parent, as it was when the child was spawned; this does not.
        line = next(line for line in status.read_text().splitlines() if line.startswith("VmHWM:"))
        return int(line.split()[1]) / 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1024 if sys.platform == "linux" else 1024 * 1024)


def run_in_process(module: str, *arguments: str) -> Any:
    """Run a module in a process of its own; return the JSON that it prints."""
    done = subprocess.run(  # noqa: S603  # this interpreter, and a module of this package
        [sys.executable, "-m", module, *arguments], check=True, stdout=subprocess.PIPE
    )
    return json.loads(done.stdout)


def _measure_processes(command: Sequence[str]) -> list[ElapsedTime]:
    """Return the times of several runs of a command, after one that fills the file caches."""

    def run() -> None:
        # The command tells by its exit code what it found.
        subprocess.run(command, check=False, stdout=subprocess.DEVNULL)  # noqa: S603  # a command of this package

    return [measure_time(run) for _ in range(_STARTS + 1)][1:]


def measure_start_up(case: Path, at: str) -> dict[str, list[float]]:
    """Measure the import (inside the process and as a process), an empty process, and a cold command for one case."""
    script = Path(sys.executable).with_name("overgreb-rules")
    command = [str(script)] if script.exists() else [sys.executable, "-m", "overgreb_rules"]
    importing = "import time; t = time.perf_counter(); import overgreb_rules; print(time.perf_counter() - t)"
    inside = [
        float(subprocess.run([sys.executable, "-c", importing], check=True, capture_output=True).stdout)  # noqa: S603  # fixed text
        for _ in range(_STARTS)
    ]
    cold = _measure_processes([*command, "evaluate", str(case), "--at", at])
    whole, empty = ([sys.executable, "-c", code] for code in ("import overgreb_rules", "pass"))
    return {
        "import, in the process": inside,
        "import, the whole process": [run.wall for run in _measure_processes(whole)],
        "an empty process": [run.wall for run in _measure_processes(empty)],
        "cold command, one case": [run.wall for run in cold],
        "cold command, one case, processor": [run.processor for run in cold],
    }


def count_cores() -> int:
    """Return the number of cores that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def describe_machine() -> dict[str, object]:
    """Return the properties of the machine, without names and paths."""
    return {
        "cores": count_cores(),
        "python": platform.python_version(),
        "implementation": platform.python_implementation(),
        "system": platform.system(),
        "architecture": platform.machine(),
        "processor": _processor(),
        "rules": "of a wheel" if (packaged_rules() / "packed.json").is_file() else "of a checkout",
    }


def _processor() -> str | None:
    info = Path("/proc/cpuinfo")
    if not info.exists():
        return platform.processor() or None
    names = (line.partition(":")[2].strip() for line in info.read_text().splitlines() if line.startswith("model name"))
    return next(names, None)
