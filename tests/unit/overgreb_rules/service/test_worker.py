"""What one process takes on at a time is bounded, and what is beyond the bound is refused at once."""

from __future__ import annotations

import time
from threading import Event

import anyio
import pytest

pytest.importorskip("fastapi", reason="the extra `http` is not installed")

from overgreb_rules.service.problem import RequestProblem
from overgreb_rules.service.settings import ServiceLimits
from overgreb_rules.service.worker import EvaluationWorker


@pytest.mark.parametrize("kind", ["requests", "streams", "agendas", "replays"])
def test_a_place_is_free_again_when_its_block_ends(kind):
    places = getattr(EvaluationWorker(ServiceLimits(waiting=1, streams=1, agendas=1, replays=1)), kind)
    for _ in range(2):
        with places.take(), pytest.raises(RequestProblem) as refused, places.take():
            pass
        assert (refused.value.status, refused.value.retry_after) == (429, 1)


def test_streams_agendas_and_replays_leave_the_places_of_single_requests_free():
    worker = EvaluationWorker(ServiceLimits(waiting=1, streams=1, agendas=1, replays=1))
    with worker.streams.take(), worker.agendas.take(), worker.replays.take(), worker.requests.take():
        pass


def test_a_single_request_waits_for_the_lines_of_one_stream_alone():
    worker, go_on, order = EvaluationWorker(ServiceLimits()), Event(), []

    def answer_lines():
        order.append("lines")
        go_on.wait()

    async def ask_behind_streams():
        async with anyio.create_task_group() as requests:
            for _ in range(3):
                requests.start_soon(worker.run_lines, answer_lines)
            while not order:
                await anyio.sleep(0.01)
            requests.start_soon(worker.run, lambda: order.append("single"))
            await anyio.sleep(0.05)
            go_on.set()

    anyio.run(ask_behind_streams)
    assert order == ["lines", "single", "lines", "lines"]


def status_of(refusal):
    """The status of a refusal, with what is allowed where it says so."""
    return int(refusal.status), refusal.refusal.parts("en")["allowed"]


def test_the_wait_for_the_thread_is_no_part_of_an_evaluation_and_has_the_same_limit():
    worker, outcomes = EvaluationWorker(ServiceLimits(evaluation_seconds=2)), {}

    async def ask(number):
        try:
            outcomes[number] = await worker.run(lambda: time.sleep(1.2))
        except RequestProblem as refusal:
            outcomes[number] = status_of(refusal)

    async def ask_three_times():
        async with anyio.create_task_group() as requests:
            for number in range(3):
                requests.start_soon(ask, number)

    anyio.run(ask_three_times)
    assert outcomes == {0: None, 1: None, 2: (429, "at most 2 seconds of waiting")}


def test_what_never_began_is_told_to_come_again_and_is_not_counted_as_abandoned():
    worker = EvaluationWorker(ServiceLimits(evaluation_seconds=0))

    async def ask_ten_times():
        statuses = set()
        for _ in range(10):
            with pytest.raises(RequestProblem) as refused:
                await worker.run(lambda: None)
            statuses.add(status_of(refused.value))
        return statuses

    assert anyio.run(ask_ten_times) == {(429, "at most 0 seconds of waiting")}


def test_evaluations_that_nobody_waits_for_any_more_are_bounded():
    worker, go_on = EvaluationWorker(ServiceLimits(evaluation_seconds=0.05)), Event()

    async def ask_until_refused():
        statuses = []
        with anyio.fail_after(60):
            while 429 not in statuses:
                with pytest.raises(RequestProblem) as refused:
                    await worker.run(go_on.wait)
                statuses.append(int(refused.value.status))
            go_on.set()
            # On a busy machine the threads end late, and even a short evaluation may take longer than the limit.
            while True:
                try:
                    return statuses, await worker.run(lambda: "answered")
                except RequestProblem:
                    await anyio.sleep(0.01)

    statuses, answer = anyio.run(ask_until_refused)
    assert statuses[:4] == [503] * 4
    assert answer == "answered"
