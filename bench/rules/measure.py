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

__all__ = [
    "Metered",
    "Took",
    "cores",
    "in_process",
    "machine",
    "median",
    "peak_memory",
    "seconds",
    "start_up",
    "took",
]

Item = TypeVar("Item")
_STARTS = 7


@dataclass(frozen=True, slots=True)
class Took:
    """What something took in seconds: by the clock, and of the processor, which other programs do not lengthen."""

    wall: float
    processor: float


def took(work: Callable[[], object]) -> Took:
    """What `work` takes, once what lies about from before has been collected; with the processes that it waits for."""
    gc.collect()
    begun, used = time.perf_counter(), _processor_seconds()
    work()
    return Took(time.perf_counter() - begun, _processor_seconds() - used)


def _processor_seconds() -> float:
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.process_time() + children.ru_utime + children.ru_stime


def seconds(work: Callable[[], object]) -> float:
    """How long `work` takes by the clock."""
    return took(work).wall


def median(runs: Iterable[float]) -> float:
    """The middle one."""
    return statistics.median(runs)


class Metered(Iterator[Item]):
    """An iterator that notes how long its source takes, so that only what is done with the items is counted."""

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
    """The most memory that this process has held, in MB."""
    status = Path("/proc/self/status")
    if status.exists():
        # What the system reports for a child includes its parent, as it was when the child was spawned; this does not.
        line = next(line for line in status.read_text().splitlines() if line.startswith("VmHWM:"))
        return int(line.split()[1]) / 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1024 if sys.platform == "linux" else 1024 * 1024)


def in_process(module: str, *arguments: str) -> Any:
    """What a module prints as JSON, run in a process of its own."""
    done = subprocess.run(  # noqa: S603  # this interpreter, and a module of this package
        [sys.executable, "-m", module, *arguments], check=True, stdout=subprocess.PIPE
    )
    return json.loads(done.stdout)


def _processes(command: Sequence[str]) -> list[float]:
    """How long a command takes from start to end, several times after a first one that fills the caches."""

    def run() -> None:
        # The command tells by its exit code what it found.
        subprocess.run(command, check=False, stdout=subprocess.DEVNULL)  # noqa: S603  # a command of this package

    return [seconds(run) for _ in range(_STARTS + 1)][1:]


def start_up(case: Path, at: str) -> dict[str, list[float]]:
    """Importing the package, in the process and as a whole process; an empty process; a cold command for one case."""
    script = Path(sys.executable).with_name("overgreb-rules")
    command = [str(script)] if script.exists() else [sys.executable, "-m", "overgreb_rules"]
    importing = "import time; t = time.perf_counter(); import overgreb_rules; print(time.perf_counter() - t)"
    inside = [
        float(subprocess.run([sys.executable, "-c", importing], check=True, capture_output=True).stdout)  # noqa: S603  # fixed text
        for _ in range(_STARTS)
    ]
    return {
        "import, in the process": inside,
        "import, the whole process": _processes([sys.executable, "-c", "import overgreb_rules"]),
        "an empty process": _processes([sys.executable, "-c", "pass"]),
        "cold command, one case": _processes([*command, "evaluate", str(case), "--at", at]),
    }


def cores() -> int:
    """How many cores this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def machine() -> dict[str, object]:
    """What the figures rest on: no names and no places."""
    return {
        "cores": cores(),
        "python": platform.python_version(),
        "implementation": platform.python_implementation(),
        "system": platform.system(),
        "architecture": platform.machine(),
        "processor": _processor(),
    }


def _processor() -> str | None:
    info = Path("/proc/cpuinfo")
    if not info.exists():
        return platform.processor() or None
    names = (line.partition(":")[2].strip() for line in info.read_text().splitlines() if line.startswith("model name"))
    return next(names, None)
