"""An answer that is sent line by line: in order, in flat memory, and only as fast as the client reads."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from contextlib import AbstractContextManager

import anyio
from starlette.responses import Response
from starlette.types import Receive, Scope, Send


class LinesResponse(Response):
    """A streamed response. The body of the request is read while it is sent, so nothing else may read from it."""

    def __init__(
        self,
        lines: AsyncIterator[bytes],
        idle_seconds: int,
        headers: Mapping[str, str],
        place: AbstractContextManager[None],
    ) -> None:
        """Keep the lines.

        Args:
            lines: The pieces of the answer.
            idle_seconds: Seconds that the client may take to receive a piece; then the answer is broken off.
            headers: The headers of the answer, with its media type.
            place: Held from before the first byte until the end; where it is refused, the request is.
        """
        self.status_code, self.background = 200, None
        self._lines, self._idle_seconds, self._place = lines, idle_seconds, place
        self.init_headers(headers)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:  # noqa: ARG002  # the interface
        """Send the lines; a client that has gone or reads nothing ends the answer.

        Args:
            scope: What was asked.
            receive: Not used: the body is read by whoever makes the lines.
            send: Takes the messages of the answer.

        Raises:
            RequestProblem: There is no place for the stream (429).
        """
        with self._place:
            await self._send(send)

    async def _send(self, send: Send) -> None:
        await send({"type": "http.response.start", "status": self.status_code, "headers": self.raw_headers})
        try:
            async for piece in self._lines:
                with anyio.fail_after(self._idle_seconds):
                    await send({"type": "http.response.body", "body": piece, "more_body": True})
        except OSError:
            # The client has gone, or reads nothing: there is nobody to answer. (TimeoutError is an OSError.)
            return
        await send({"type": "http.response.body", "body": b"", "more_body": False})
