"""The thread of a process in which cases are evaluated, one at a time, and the bound on what waits for it.

The engine holds a lock, so that more threads would only wait; other requests (health, documents) are answered
meanwhile.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http import HTTPStatus
from threading import Event
from typing import TypeVar

import anyio
from anyio import to_thread

from overgreb_rules.errors import CaseError
from overgreb_rules.service.problem import RequestProblem
from overgreb_rules.service.settings import ServiceLimits
from overgreb_rules.shared.text import Text

R = TypeVar("R")
_RETRY_SECONDS, _MOST_ABANDONED = 1, 4
_REQUESTS, _STREAMS = Text("forespørgsler", "requests"), Text("datastrømme", "streams")
_AGENDAS, _REPLAYS = Text("fristoverblik", "agendas"), Text("genberegninger", "replays")
_BUSY = Text("tjenesten er optaget", "the service is busy")
_LATER = Text("spørg igen om lidt", "ask again in a moment")
_TOO_LONG = Text("beregningen tog for lang tid", "the evaluation took too long")
_SMALLER = Text("del sagen, eller spørg igen", "send a smaller case, or ask again")


class Places:
    """A number of places of which each is held by one request, stream, agenda or replay.

    Args:
        what: What holds a place, in the plural.
        most: The number of the places.
    """

    def __init__(self, what: Text, most: int) -> None:
        self._what, self._most, self._taken = what, most, 0

    @contextmanager
    def take(self) -> Iterator[None]:
        """Hold a place until the block ends.

        Yields:
            Nothing.

        Raises:
            RequestProblem: Every place is held (429).
        """
        if self._taken >= self._most:
            raise busy(self._what, self._most)
        self._taken += 1
        try:
            yield
        finally:
            self._taken -= 1


class EvaluationWorker:
    """One evaluation at a time; requests, streams, agendas and replays beyond their bounds are refused at once.

    Attributes:
        requests: The places of the requests that may wait for their evaluation.
        streams: The places of the streams that may be open.
        agendas: The places of the agendas that are made or wait: their bodies are large, and they run one by one.
        replays: The places of the saved answers that are made again: their bodies are large too.

    Invariants:
        At most `_MOST_ABANDONED` evaluations go on after nobody waits for them any more: a thread cannot be ended.
    """

    def __init__(self, limits: ServiceLimits) -> None:
        """Prepare the thread.

        Args:
            limits: The limits of the service.
        """
        self._limits = limits
        self.requests, self.streams = Places(_REQUESTS, limits.waiting), Places(_STREAMS, limits.streams)
        self.agendas, self.replays = Places(_AGENDAS, limits.agendas), Places(_REPLAYS, limits.replays)
        self._abandoned: list[Event] = []
        self._one, self._one_long = anyio.CapacityLimiter(1), anyio.CapacityLimiter(1)
        self._turn, self._stream_turn = anyio.Lock(), anyio.Lock()

    async def run(self, work: Callable[[], R]) -> R:
        """Do work in the thread.

        Args:
            work: What is done; it takes no argument.

        Returns:
            What the work returns.

        Raises:
            RequestProblem: It took longer than the limit (503), it waited longer than that for the thread, or too many
                that took longer are not at their end yet (429).
        """
        seconds = self._limits.evaluation_seconds
        with anyio.move_on_after(seconds) as wait:
            await self._turn.acquire()
        if wait.cancelled_caught:
            raise _busy(Text(f"højst {seconds} sekunders ventetid", f"at most {seconds} seconds of waiting"))
        try:
            return await self._run_in_turn(work)
        finally:
            self._turn.release()

    async def _run_in_turn(self, work: Callable[[], R]) -> R:
        self._abandoned = [ended for ended in self._abandoned if not ended.is_set()]
        if len(self._abandoned) >= _MOST_ABANDONED:
            raise busy(_REQUESTS, _MOST_ABANDONED)
        started, ended = Event(), Event()

        def run_to_its_end() -> R:
            started.set()
            try:
                return work()
            finally:
                ended.set()

        try:
            with anyio.fail_after(self._limits.evaluation_seconds):
                return await to_thread.run_sync(run_to_its_end, limiter=self._one, abandon_on_cancel=True)
        except TimeoutError:
            if started.is_set():
                self._abandoned.append(ended)
            refusal = CaseError("/", _TOO_LONG, mend=_SMALLER)
            raise RequestProblem(HTTPStatus.SERVICE_UNAVAILABLE, refusal, retry_after=_RETRY_SECONDS) from None

    async def run_lines(self, work: Callable[[], R]) -> R:
        """Do the work of a few lines. Streams take turns, so that a single case waits for one of them alone.

        Args:
            work: What is done; it takes no argument.

        Returns:
            What the work returns.

        Raises:
            RequestProblem: As `run` does; the wait for the turn of the stream is no part of either time.
        """
        async with self._stream_turn:
            return await self.run(work)

    async def run_long(self, work: Callable[[], R]) -> R:
        """Do work over many cases, beside the evaluation of single ones and without a limit of time.

        Args:
            work: What is done; it takes no argument.

        Returns:
            What the work returns.
        """
        return await to_thread.run_sync(work, limiter=self._one_long)


def busy(what: Text, most: int) -> RequestProblem:
    """Return the problem of a process that has as much to do as it may have.

    Args:
        what: What there is too much of, in the plural.
        most: How many there may be.

    Returns:
        The problem (429), with the seconds after which the client may ask again.
    """
    return _busy(Text(f"højst {most} {what.da} ad gangen", f"at most {most} {what.en} at a time"))


def _busy(allowed: Text) -> RequestProblem:
    refusal = CaseError("/", _BUSY, allowed=allowed, mend=_LATER)
    return RequestProblem(HTTPStatus.TOO_MANY_REQUESTS, refusal, retry_after=_RETRY_SECONDS)
