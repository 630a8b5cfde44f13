"""The body of a request: read whole or line by line, never more than the limits allow."""

from __future__ import annotations

from collections.abc import AsyncGenerator
from contextlib import aclosing
from http import HTTPStatus

import anyio
from starlette.requests import ClientDisconnect, Request

from overgreb_rules.errors import CaseError
from overgreb_rules.service.problem import RequestProblem
from overgreb_rules.service.settings import ServiceLimits
from overgreb_rules.service.worker import busy
from overgreb_rules.shared.text import Text

JSON, JSON_LINES = "application/json", ("application/jsonl", "application/x-ndjson")
_TOO_LARGE = Text("forespørgslen er for stor", "the request is too large")
_SPLIT_IT = Text("del den i flere forespørgsler", "send it as several requests")
_NOTHING = Text("der kom intet i {} sekunder", "nothing came for {} seconds")
_TOO_SLOW = Text("efter {} sekunder manglede der stadig noget af forespørgslen", "it had not come after {} seconds")
_BYTES = Text("byte fra ufuldstændige forespørgsler", "bytes of incomplete requests")
_SEND_AGAIN = Text("send forespørgslen igen", "send the request again")
_BROKEN_OFF = Text("forespørgslen blev afbrudt", "the request was broken off")
_PACKED = Text("indholdet er pakket", "the content is packed")
_UNPACK = Text("send det uden Content-Encoding", "send it without Content-Encoding")
_PLAIN = "identity"


def media_type_of(request: Request, allowed: tuple[str, ...]) -> str:
    """Return the media type of a body.

    Args:
        request: The request.
        allowed: The types that the path takes, the default first.

    Returns:
        The type without parameters; the first one where the request names none.

    Raises:
        RequestProblem: The type is another one, or the body is packed (415).

    Source:
        RFC 9110 § 8.4 and § 12.5.3: with the refusal of a coding comes the list of those that are taken.
    """
    coding = ",".join(request.headers.getlist("content-encoding")).strip().lower()
    if coding not in {"", _PLAIN}:
        refusal = CaseError("Content-Encoding", _PACKED, allowed=_PLAIN, mend=_UNPACK)
        raise RequestProblem(HTTPStatus.UNSUPPORTED_MEDIA_TYPE, refusal, headers={"Accept-Encoding": _PLAIN})
    given = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if not given:
        return allowed[0]
    if given not in allowed:
        what = Text("indholdstypen kan ikke bruges", "the media type cannot be used")
        mend = Text(f"skriv Content-Type: {allowed[0]}", f"write Content-Type: {allowed[0]}")
        refusal = CaseError("Content-Type", what, allowed=", ".join(allowed), mend=mend)
        raise RequestProblem(HTTPStatus.UNSUPPORTED_MEDIA_TYPE, refusal)
    return given


class BodyReader:
    """Bodies that are read whole, each within its time, all within the bytes that one process may hold for them."""

    def __init__(self, limits: ServiceLimits) -> None:
        """Begin with no byte.

        Args:
            limits: The limits of the service.
        """
        self._limits, self._unread = limits, 0

    async def read(self, request: Request, largest: int) -> bytes:
        """Read a body.

        Args:
            request: The request.
            largest: The largest number of bytes.

        Returns:
            The bytes.

        Raises:
            RequestProblem: The body is larger (413), the client stopped sending or is too slow (408) or has gone before
                its end (400), or the bodies that are not complete are too many (429).
        """
        pieces: list[bytes] = []
        size, started = 0, anyio.current_time()
        try:
            async with aclosing(_pieces(request, self._limits)) as coming:
                async for piece in coming:
                    size, self._unread = size + len(piece), self._unread + len(piece)
                    pieces.append(piece)
                    if size > largest:
                        raise RequestProblem(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, too_large(largest))
                    if self._unread > self._limits.unread_bytes:
                        raise busy(_BYTES, self._limits.unread_bytes)
                    seconds = self._limits.body_seconds * (1 + size // self._limits.case_bytes)
                    if anyio.current_time() > started + seconds:
                        raise _too_slow(seconds)
            return b"".join(pieces)
        finally:
            self._unread -= size


def split_lines(body: bytes, longest: int) -> list[bytes | None]:
    """Split a body into its lines.

    Args:
        body: The lines, each with its end; the end of the last one may be missing.
        longest: The largest number of bytes of a line.

    Returns:
        The lines without their ends, blank ones too; None for one that is longer.
    """
    lines = body.removesuffix(b"\n").split(b"\n") if body else []
    return [None if len(line) > longest else line for line in lines]


async def read_lines(request: Request, limits: ServiceLimits) -> AsyncGenerator[list[bytes | None], None]:
    """Read the lines of a stream as they come.

    Args:
        request: The request.
        limits: The limits of the service.

    Yields:
        The lines that one piece of the body completed, without their ends, blank ones too; None stands for a line that
        is longer than a case may be.

    Raises:
        RequestProblem: The stream becomes larger than it may be (413), or the client sends nothing for too long (408)
            or has gone before its end (400).
    """
    rest, size, skips = bytearray(), 0, False
    async with aclosing(_pieces(request, limits)) as pieces:
        async for piece in pieces:
            size += len(piece)
            if size > limits.stream_bytes:
                raise RequestProblem(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, too_large(limits.stream_bytes))
            rest += piece
            ended: list[bytes] = []
            if b"\n" in piece:
                # Split only where a line ends: else a long line that comes byte by byte would be copied at each byte.
                *ended, last = bytes(rest).split(b"\n")
                rest = bytearray(last)
            lines: list[bytes | None] = [None if len(line) > limits.case_bytes else line for line in ended]
            if skips and lines:
                lines[0], skips = None, False
            if len(rest) > limits.case_bytes:
                rest, skips = bytearray(), True
            if lines:
                yield lines
    if rest or skips:
        yield [None if skips else bytes(rest)]


def too_large(largest: int) -> CaseError:
    """Return the refusal of a body or line that is too large.

    Args:
        largest: The largest number of bytes.

    Returns:
        The refusal.
    """
    allowed = Text(f"højst {largest} byte", f"at most {largest} bytes")
    return CaseError("/", _TOO_LARGE, allowed=allowed, mend=_SPLIT_IT)


async def _pieces(request: Request, limits: ServiceLimits) -> AsyncGenerator[bytes, None]:
    """Yield the pieces of a body up to its end; a client that stops sending is given up."""
    async with aclosing(request.stream()) as stream:
        while True:
            try:
                with anyio.fail_after(limits.idle_seconds):
                    piece = await anext(stream)
            except StopAsyncIteration:
                return
            except TimeoutError:
                what = Text(_NOTHING.da.format(limits.idle_seconds), _NOTHING.en.format(limits.idle_seconds))
                raise _timed_out(what) from None
            except ClientDisconnect:
                # Nobody reads the answer: the status is for the log and the counters.
                raise RequestProblem(HTTPStatus.BAD_REQUEST, CaseError("/", _BROKEN_OFF, mend=_SEND_AGAIN)) from None
            yield piece


def _too_slow(seconds: int) -> RequestProblem:
    return _timed_out(Text(_TOO_SLOW.da.format(seconds), _TOO_SLOW.en.format(seconds)))


def _timed_out(what: Text) -> RequestProblem:
    return RequestProblem(HTTPStatus.REQUEST_TIMEOUT, CaseError("/", what, mend=_SEND_AGAIN))
