"""Spawned worker processes that end by the hand of the process that started them, or with it."""

from __future__ import annotations

import gc
import os
import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from overgreb_rules.shared.text import Text

if TYPE_CHECKING:
    from overgreb_rules.shared.process_pool import WorkerPool

__all__ = ["check_workers", "collect_seldom", "start_workers"]

_COLLECT_AFTER = 100_000
"""Objects made between two looks of the collector. Answers make few cycles: a table of 11,176 cases takes 5.0 to 5.2 s
of processor without a collector and 5.8 to 5.9 s with one that looks after every 700. Reading the rules makes many
objects and drops few: a command for one case takes 0.92 of the time."""

_WORKER_ENDED = Text(
    "en arbejdsproces blev stoppet, før den havde svaret; kør igen, og brug færre processer, hvis hukommelsen slap op",
    "a worker process ended before it had answered; try again, with fewer workers where the memory did not suffice",
)


def check_workers(workers: int) -> None:
    """Check the number of processes that a caller asks for.

    Args:
        workers: The number.

    Raises:
        ValueError: The number is less than 1.
    """
    if workers < 1:
        raise ValueError(f"workers is 1 or more, not {workers}")


@contextmanager
def start_workers(number: int, fault: Callable[[Text], Exception]) -> Iterator[WorkerPool]:
    """Start processes, each when there is work for it, and end them with the block.

    A caller who has had enough waits for what is being worked on, and for nothing that has not begun.

    Args:
        number: The most processes.
        fault: Makes the error that is raised where a worker was killed.

    Yields:
        The pool.

    Raises:
        Exception: What `fault` makes; a worker ended before it had answered.
    """
    # Imported here, because every start of the program would pay for the import and few start a worker.
    from concurrent.futures.process import BrokenProcessPool  # noqa: PLC0415  # see above

    from overgreb_rules.shared.process_pool import WorkerPool  # noqa: PLC0415  # the same

    pool = WorkerPool(number, _begin)
    try:
        yield pool
    except BrokenProcessPool:
        pool.kill()
        raise fault(_WORKER_ENDED) from None
    finally:
        pool.shutdown(wait=True, cancel_futures=True)


def collect_seldom() -> None:
    """Let the collector of this process look seldom; for a process that only answers cases."""
    gc.set_threshold(_COLLECT_AFTER)


def _begin() -> None:
    """In a worker, before anything else: it ends by the hand of its parent, or with it, and collects seldom."""
    collect_seldom()
    # Ctrl-C reaches every process of a terminal: the parent alone answers it.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_the_parent, daemon=True).start()


def _end_with_the_parent() -> None:
    """Wait for the end of the parent, however it comes. This thread never touches the engine."""
    from multiprocessing import connection, parent_process  # noqa: PLC0415  # loaded already: this is a worker

    parent = parent_process()
    if parent is not None:
        connection.wait([parent.sentinel])
        os._exit(1)
