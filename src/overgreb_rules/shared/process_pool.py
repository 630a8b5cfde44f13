"""A pool of spawned processes that can be interrupted at any moment, and for whose answers nobody waits in vain.

Imported when processes are started: the library behind it takes time to import.
"""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Future, wait
from concurrent.futures.process import ProcessPoolExecutor
from contextlib import contextmanager
from multiprocessing.context import SpawnContext, SpawnProcess
from typing import Any, ParamSpec, TypeVar

_Given = ParamSpec("_Given")
_Answer = TypeVar("_Answer")

_INTERRUPT_AFTER = 0.1
"""Seconds after which a caller who waits for an answer hears of Ctrl-C."""
_LOOK_AFTER = 2.0
"""Seconds between two looks whether the pool still works, while a caller waits for an answer."""


@contextmanager
def defer_interrupt() -> Iterator[None]:
    """Let Ctrl-C interrupt the caller behind the block, and not within it.

    The library takes locks in Python. An interrupt between taking one and the block that gives it back leaves the lock
    taken, and the thread of the pool that needs it waits for ever. Only the main thread is interrupted.

    Yields:
        Nothing.
    """
    handler = signal.getsignal(signal.SIGINT)
    if not callable(handler) or threading.current_thread() is not threading.main_thread():
        yield
        return
    interrupts: list[tuple[int, Any]] = []
    signal.signal(signal.SIGINT, lambda number, frame: interrupts.append((number, frame)))
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, handler)
        if interrupts:
            handler(*interrupts[0])


class _RecordingContext(SpawnContext):
    """The context of spawned processes, which keeps what it has made."""

    def __init__(self) -> None:
        super().__init__()
        self.started: list[SpawnProcess] = []

    def Process(self, *args: Any, **options: Any) -> SpawnProcess:  # type: ignore[override]  # noqa: N802  # its name
        process = SpawnProcess(*args, **options)
        self.started.append(process)
        return process


class WorkerPool(ProcessPoolExecutor):
    """Spawned processes, never forked beside a thread; each is started when there is work for it."""

    def __init__(self, number: int, begin: Callable[[], None]) -> None:
        """Make the pool.

        Args:
            number: The most processes.
            begin: Is called in each process before anything else.
        """
        self._context = _RecordingContext()
        super().__init__(number, mp_context=self._context, initializer=begin)

    def submit(self, fn: Callable[_Given, _Answer], /, *args: _Given.args, **kwargs: _Given.kwargs) -> Future[_Answer]:
        """Ask a process for an answer.

        Args:
            fn: What is called in the process.
            *args: Its arguments.
            **kwargs: Its arguments by name.

        Returns:
            The answer to come.

        Raises:
            BrokenProcessPool: A worker was killed.
        """
        with defer_interrupt():
            return super().submit(fn, *args, **kwargs)

    def is_done(self, answer: Future[Any]) -> bool:
        """Return whether an answer has come.

        Args:
            answer: What the pool was asked for.

        Returns:
            True also where something was raised instead.
        """
        with defer_interrupt():
            return answer.done()

    def wait_for(self, answer: Future[_Answer], look_after: float = _LOOK_AFTER) -> _Answer:
        """Wait for an answer as long as the pool works.

        Where a worker is killed, the thread of the pool marks the answers that it knows of as failed. On Python 3.11
        it does so without the lock under which an answer is asked for: one that is asked for at that very moment can
        be left out, and nobody would ever tell a caller who waits for it.

        Args:
            answer: What the pool was asked for.
            look_after: Seconds between two looks whether the pool still works.

        Returns:
            The answer.

        Raises:
            BrokenProcessPool: A worker was killed.
            Exception: What was raised instead of an answer.
        """
        pause, waited = min(_INTERRUPT_AFTER, look_after), 0.0
        while not self._comes_within(answer, pause):
            waited += pause
            if waited >= look_after:
                self.submit(os.getpid)  # raises where the pool is broken
                waited = 0.0
        with defer_interrupt():
            return answer.result()

    def kill(self) -> None:
        """Kill the processes; the thread of a broken pool can itself have ended before it came to that."""
        for process in self._context.started:
            if process.is_alive():
                process.kill()

    @staticmethod
    def _comes_within(answer: Future[Any], seconds: float) -> bool:
        with defer_interrupt():
            return answer in wait([answer], seconds).done
