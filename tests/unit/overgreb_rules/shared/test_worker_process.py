"""Workers are processes of their own, which do not answer Ctrl-C."""

from __future__ import annotations

import gc
import multiprocessing
import os
import signal
import time
from concurrent.futures import Future

import pytest

from overgreb_rules.errors import WorkerFault
from overgreb_rules.shared.worker_process import check_workers, start_workers


def test_a_worker_is_another_process_that_leaves_ctrl_c_to_its_parent_collects_seldom_and_ends_with_the_pool() -> None:
    with start_workers(1, WorkerFault) as pool:
        assert pool.submit(os.getpid).result() != os.getpid()
        assert pool.submit(signal.getsignal, signal.SIGINT).result() == signal.SIG_IGN
        assert pool.submit(gc.get_threshold).result()[0] > gc.get_threshold()[0]
    assert multiprocessing.active_children() == []


def test_a_worker_that_is_killed_is_an_error_of_the_caller_s_kind() -> None:
    with pytest.raises(WorkerFault, match="before it had answered"), start_workers(1, WorkerFault) as pool:
        pool.submit(os._exit, 9).result()


def test_an_answer_comes_however_often_somebody_looks_whether_the_pool_still_works() -> None:
    with start_workers(1, WorkerFault) as pool:
        assert pool.wait_for(pool.submit(_sleep_and_return, 5), look_after=0.01) == 5


def test_an_answer_that_a_broken_pool_never_gives_is_not_waited_for() -> None:
    with pytest.raises(WorkerFault, match="before it had answered"):
        _wait_for_what_never_comes()
    assert multiprocessing.active_children() == []


def _wait_for_what_never_comes() -> None:
    with start_workers(2, WorkerFault) as pool:
        pool.submit(os.getpid).result()
        for worker in multiprocessing.active_children():
            worker.kill()
        pool.wait_for(Future(), look_after=0.01)


def test_what_a_worker_raises_is_raised_where_its_answer_is_waited_for() -> None:
    with start_workers(1, WorkerFault) as pool, pytest.raises(ZeroDivisionError):
        pool.wait_for(pool.submit(divmod, 1, 0))


def _sleep_and_return(number: int) -> int:
    time.sleep(0.2)
    return number


@pytest.mark.parametrize("workers", [0, -1])
def test_less_than_one_worker_is_refused(workers: int) -> None:
    with pytest.raises(ValueError, match=f"not {workers}"):
        check_workers(workers)


def test_one_worker_is_enough() -> None:
    check_workers(1)
