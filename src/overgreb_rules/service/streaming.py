"""An answer that is sent line by line: in order, in flat memory, and only as fast as the client reads."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Mapping
from contextlib import AbstractContextManager, aclosing

import anyio
from starlette.responses import Response
from starlette.types import Receive, Scope, Send


class LinesResponse(Response):
    """A streamed response. The body of the request is read while it is sent, so nothing else may read from it."""

    def __init__(
        self,
        lines: AsyncGenerator[bytes, None],
        idle_seconds: int,
        headers: Mapping[str, str],
        place: AbstractContextManager[None],
    ) -> None:
        """Keep the lines.

        Args:
            lines: The pieces of the answer. What it raises before the first one is the answer; it raises nothing after.
            idle_seconds: Seconds that the client may take to receive a piece; then the answer is broken off.
            headers: The headers of the answer, with its media type.
            place: Held from before the first byte until the end; where it is refused, the request is.
        """
        self.status_code, self.background = 200, None
        self._lines, self._idle_seconds, self._place = lines, idle_seconds, place
        self.init_headers(headers)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:  # noqa: ARG002  # the interface
        """Send the lines, and close them; a client that has gone or reads nothing ends the answer.

        Args:
            scope: What was asked.
            receive: Not used: the body is read by whoever makes the lines.
            send: Takes the messages of the answer.

        Raises:
            RequestProblem: There is no place for the stream (429), or nothing of it can be answered.
        """
        with self._place:
            async with aclosing(self._lines):
                # Before the status is sent: what refuses the first line has a status of its own.
                first = await anext(self._lines, None)
                try:
                    await self._send(first, send)
                except OSError:
                    # The client has gone, or reads nothing: there is nobody to answer. (TimeoutError is an OSError.)
                    return

    async def _send(self, first: bytes | None, send: Send) -> None:
        await send({"type": "http.response.start", "status": self.status_code, "headers": self.raw_headers})
        piece = first
        while piece is not None:
            with anyio.fail_after(self._idle_seconds):
                await send({"type": "http.response.body", "body": piece, "more_body": True})
            piece = await anext(self._lines, None)
        await send({"type": "http.response.body", "body": b"", "more_body": False})
