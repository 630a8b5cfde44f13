"""The thread of a process in which cases are evaluated, one at a time, and the bound on what waits for it.

The engine holds a lock, so that more threads would only wait; other requests (health, documents) are answered
meanwhile.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http import HTTPStatus
from typing import TypeVar

import anyio
from anyio import to_thread

from overgreb_rules.errors import CaseError
from overgreb_rules.service.problem import RequestProblem
from overgreb_rules.service.settings import ServiceLimits
from overgreb_rules.shared.text import Text

R = TypeVar("R")
_RETRY_SECONDS = 1
_BUSY = Text("tjenesten er optaget", "the service is busy")
_LATER = Text("spørg igen om lidt", "ask again in a moment")
_TOO_LONG = Text("beregningen tog for lang tid", "the evaluation took too long")
_SMALLER = Text("del sagen, eller spørg igen", "send a smaller case, or ask again")


class EvaluationWorker:
    """One evaluation at a time; requests beyond the bound are refused at once."""

    def __init__(self, limits: ServiceLimits) -> None:
        """Prepare the thread.

        Args:
            limits: The limits of the service.
        """
        self._limits, self._under_way = limits, 0
        self._one, self._one_long = anyio.CapacityLimiter(1), anyio.CapacityLimiter(1)

    @contextmanager
    def admit(self) -> Iterator[None]:
        """Take a place among the requests that may be under way.

        Yields:
            Nothing: the place is held until the block ends.

        Raises:
            RequestProblem: There is no place (429).
        """
        if self._under_way >= self._limits.waiting:
            allowed = Text(
                f"højst {self._limits.waiting} forespørgsler ad gangen",
                f"at most {self._limits.waiting} requests at a time",
            )
            refusal = CaseError("/", _BUSY, allowed=allowed, mend=_LATER)
            raise RequestProblem(HTTPStatus.TOO_MANY_REQUESTS, refusal, retry_after=_RETRY_SECONDS)
        self._under_way += 1
        try:
            yield
        finally:
            self._under_way -= 1

    async def run(self, work: Callable[[], R]) -> R:
        """Do work in the thread.

        Args:
            work: What is done; it takes no argument.

        Returns:
            What the work returns.

        Raises:
            RequestProblem: It took longer than the limit (503).
        """
        try:
            with anyio.fail_after(self._limits.evaluation_seconds):
                return await to_thread.run_sync(work, limiter=self._one, abandon_on_cancel=True)
        except TimeoutError:
            refusal = CaseError("/", _TOO_LONG, mend=_SMALLER)
            raise RequestProblem(HTTPStatus.SERVICE_UNAVAILABLE, refusal, retry_after=_RETRY_SECONDS) from None

    async def run_long(self, work: Callable[[], R]) -> R:
        """Do work over many cases, beside the evaluation of single ones and without a limit of time.

        Args:
            work: What is done; it takes no argument.

        Returns:
            What the work returns.
        """
        return await to_thread.run_sync(work, limiter=self._one_long)
