"""A connection that is closed where its client is too slow: with the head of a request, or with reading an answer.

What is no request of HTTP is refused in the form of every other refusal. The body of a request has its own limits
(`request_body`). Without the two timers a client could keep any number of connections open for ever, each with what
was not sent yet or not read yet.
"""

from __future__ import annotations

import asyncio
from http import HTTPStatus
from typing import ClassVar

import h11
from uvicorn.protocols.http.h11_impl import H11Protocol

from overgreb_rules.errors import CaseError
from overgreb_rules.service.observability import SECURITY_HEADERS
from overgreb_rules.service.problem import RequestProblem, problem_response
from overgreb_rules.service.settings import ServiceLimits
from overgreb_rules.shared.text import Text

_ENOUGH_BYTES = 2**16
_NO_REQUEST = RequestProblem(
    HTTPStatus.BAD_REQUEST,
    CaseError(
        "/",
        Text("dette er ikke en HTTP-forespørgsel", "this is no HTTP request"),
        allowed=Text("HTTP/1.1 med hoveder på højst 16 KiB", "HTTP/1.1 with headers of at most 16 KiB"),
        mend=Text("ret forespørgslen", "correct the request"),
    ),
)


class TimedConnection(H11Protocol):
    """The connection of uvicorn with two more timers.

    Attributes:
        idle_seconds: Seconds for the head of a request, and for reading 64 KiB of an answer that waits.
    """

    idle_seconds: ClassVar[float] = ServiceLimits().idle_seconds
    _head_timer: asyncio.TimerHandle | None = None
    _write_timer: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]  # as in uvicorn
        """Begin to wait for the head of the first request.

        Args:
            transport: The connection.
        """
        super().connection_made(transport)
        self._head_timer = self.loop.call_later(self.idle_seconds, self.transport.abort)

    def connection_lost(self, exc: Exception | None) -> None:
        """Wait for nothing any more.

        Args:
            exc: Why the connection was lost; None where it was closed.
        """
        self._stop_head_timer()
        self._stop_write_timer()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Take what came; while it is a part of the head of a request, the time for the head runs.

        Args:
            data: The bytes.
        """
        super().data_received(data)
        if self.cycle is not None and not self.cycle.response_complete:
            self._stop_head_timer()
        elif self._head_timer is None:
            self._head_timer = self.loop.call_later(self.idle_seconds, self.transport.abort)

    def on_response_complete(self) -> None:
        """Wait for the next request as long as uvicorn does."""
        self._stop_head_timer()
        super().on_response_complete()

    def send_400_response(self, msg: str) -> None:  # noqa: ARG002  # the words of uvicorn
        """Refuse what is no request of HTTP, and end the connection.

        Args:
            msg: The words of uvicorn, which are not sent.
        """
        # Where an answer has begun there can be no second one.
        if self.conn.our_state in {h11.IDLE, h11.SEND_RESPONSE}:
            answer = problem_response(_NO_REQUEST, "da")
            headers = [*answer.raw_headers, *SECURITY_HEADERS, (b"connection", b"close")]
            begin = h11.Response(status_code=answer.status_code, headers=headers, reason=b"Bad Request")
            for event in (begin, h11.Data(data=bytes(answer.body)), h11.EndOfMessage()):
                self.transport.write(self.conn.send(event) or b"")
        self.transport.close()

    def pause_writing(self) -> None:
        """Begin to wait for a client that does not read."""
        super().pause_writing()
        self._wait_for_reader(self.transport.get_write_buffer_size())

    def resume_writing(self) -> None:
        """Stop waiting: the client has read."""
        self._stop_write_timer()
        super().resume_writing()

    def _wait_for_reader(self, waiting: int) -> None:
        self._stop_write_timer()
        self._write_timer = self.loop.call_later(self.idle_seconds, self._check_reader, waiting)

    def _check_reader(self, before: int) -> None:
        """Break the answer off where the client has not read enough of what waited for it."""
        waiting = self.transport.get_write_buffer_size()
        if before - waiting < _ENOUGH_BYTES:
            self.transport.abort()
        else:
            self._wait_for_reader(waiting)

    def _stop_head_timer(self) -> None:
        if self._head_timer is not None:
            self._head_timer.cancel()
            self._head_timer = None

    def _stop_write_timer(self) -> None:
        if self._write_timer is not None:
            self._write_timer.cancel()
            self._write_timer = None
