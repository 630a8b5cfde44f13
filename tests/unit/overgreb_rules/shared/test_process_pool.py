"""Ctrl-C in the middle of a call of the pool is raised behind it, so that no lock of the pool stays taken."""

from __future__ import annotations

import os
import signal
import sys
import threading
import time
from concurrent.futures import Future
from concurrent.futures.process import ProcessPoolExecutor

import pytest

from overgreb_rules.shared.process_pool import WorkerPool, defer_interrupt

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="signals of POSIX")


def interrupt() -> None:
    os.kill(os.getpid(), signal.SIGINT)


def begin() -> None:
    """Nothing has to be done in a worker of these tests."""


def test_an_interrupt_within_the_block_is_raised_behind_it() -> None:
    done = []

    def interrupted() -> None:
        with defer_interrupt():
            interrupt()
            done.append("the rest of the block")

    with pytest.raises(KeyboardInterrupt):
        interrupted()
    assert done == ["the rest of the block"]
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler


def test_an_interrupt_beside_an_error_of_the_block_is_not_lost() -> None:
    def interrupted() -> None:
        with defer_interrupt():
            interrupt()
            raise ValueError

    with pytest.raises(KeyboardInterrupt) as raised:
        interrupted()
    assert isinstance(raised.value.__context__, ValueError)


def test_who_ignores_interrupts_is_not_interrupted() -> None:
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        with defer_interrupt():
            interrupt()
        assert signal.getsignal(signal.SIGINT) is signal.SIG_IGN
    finally:
        signal.signal(signal.SIGINT, before)


def test_another_thread_leaves_the_handler_alone() -> None:
    seen = []

    def look() -> None:
        with defer_interrupt():
            seen.append(signal.getsignal(signal.SIGINT))

    thread = threading.Thread(target=look)
    thread.start()
    thread.join()
    assert seen == [signal.default_int_handler]


def test_an_answer_is_asked_for_to_the_end_before_an_interrupt_is_raised(monkeypatch: pytest.MonkeyPatch) -> None:
    submitted = []

    def submit(_pool: ProcessPoolExecutor, *asked: object) -> Future[int]:
        interrupt()
        submitted.append(asked)
        return Future()

    with WorkerPool(1, begin) as pool:
        monkeypatch.setattr(ProcessPoolExecutor, "submit", submit)
        with pytest.raises(KeyboardInterrupt):
            pool.submit(abs, -1)
    assert submitted == [(abs, -1)]


def test_who_waits_for_an_answer_is_interrupted_long_before_it_comes() -> None:
    with WorkerPool(1, begin) as pool:
        timer = threading.Timer(0.2, interrupt)
        timer.start()
        with pytest.raises(KeyboardInterrupt):
            pool.wait_for(Future())
        timer.join()
        assert pool.wait_for(pool.submit(abs, -1)) == 1


def test_an_answer_has_come_when_it_is_there() -> None:
    with WorkerPool(1, begin) as pool:
        answer = pool.submit(time.sleep, 0.3)
        assert not pool.is_done(answer)
        pool.wait_for(answer)
        assert pool.is_done(answer)
