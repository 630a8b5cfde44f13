"""The body of a request: read whole or line by line, never more than the limits allow."""

from __future__ import annotations

from collections.abc import AsyncIterator
from http import HTTPStatus

import anyio
from starlette.requests import ClientDisconnect, Request

from overgreb_rules.errors import CaseError
from overgreb_rules.service.problem import RequestProblem
from overgreb_rules.service.settings import ServiceLimits
from overgreb_rules.shared.text import Text

JSON, JSON_LINES = "application/json", ("application/jsonl", "application/x-ndjson", "application/json-seq")
_TOO_LARGE = Text("forespørgslen er for stor", "the request is too large")
_SPLIT_IT = Text("del den i flere forespørgsler", "send it as several requests")
_TOO_SLOW = Text("der kom intet i {seconds} sekunder", "nothing came for {seconds} seconds")
_SEND_AGAIN = Text("send forespørgslen igen", "send the request again")


def media_type_of(request: Request, allowed: tuple[str, ...]) -> str:
    """Return the media type of a body.

    Args:
        request: The request.
        allowed: The types that the path takes, the default first.

    Returns:
        The type without parameters; the first one where the request names none.

    Raises:
        RequestProblem: The type is another one (415).
    """
    given = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if not given:
        return allowed[0]
    if given not in allowed:
        what = Text("indholdstypen kan ikke bruges", "the media type cannot be used")
        mend = Text(f"skriv Content-Type: {allowed[0]}", f"write Content-Type: {allowed[0]}")
        refusal = CaseError("Content-Type", what, allowed=", ".join(allowed), mend=mend)
        raise RequestProblem(HTTPStatus.UNSUPPORTED_MEDIA_TYPE, refusal)
    return given


async def read_body(request: Request, limits: ServiceLimits, limit: int | None = None) -> bytes:
    """Read a body whole.

    Args:
        request: The request.
        limits: The limits of the service.
        limit: The largest number of bytes; None for that of one case.

    Returns:
        The bytes.

    Raises:
        RequestProblem: The body is larger (413), or the client stopped sending (408).
    """
    largest = limits.case_bytes if limit is None else limit
    pieces, size = [], 0
    async for piece in _pieces(request, limits):
        size += len(piece)
        if size > largest:
            raise RequestProblem(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, too_large(largest))
        pieces.append(piece)
    return b"".join(pieces)


async def read_lines(request: Request, limits: ServiceLimits) -> AsyncIterator[list[bytes | None]]:
    """Read the lines of a stream as they come.

    Args:
        request: The request.
        limits: The limits of the service.

    Yields:
        The lines that one piece of the body completed, without their ends, blank ones too; None stands for a line that
        is longer than a case may be. A stream that becomes larger than it may be ends with one None.
    """
    rest, size, skips = b"", 0, False
    async for piece in _pieces(request, limits):
        size += len(piece)
        if size > limits.stream_bytes:
            yield [None]
            return
        *ended, rest = (rest + piece).split(b"\n")
        lines = [None if len(line) > limits.case_bytes else line for line in ended]
        if skips and lines:
            lines[0], skips = None, False
        if len(rest) > limits.case_bytes:
            rest, skips = b"", True
        if lines:
            yield lines
    if rest or skips:
        yield [None if skips else rest]


def too_large(largest: int) -> CaseError:
    """Return the refusal of a body or line that is too large.

    Args:
        largest: The largest number of bytes.

    Returns:
        The refusal.
    """
    allowed = Text(f"højst {largest} byte", f"at most {largest} bytes")
    return CaseError("/", _TOO_LARGE, allowed=allowed, mend=_SPLIT_IT)


async def _pieces(request: Request, limits: ServiceLimits) -> AsyncIterator[bytes]:
    """Yield the pieces of a body; a client that stops sending is given up."""
    stream = request.stream()
    while True:
        try:
            with anyio.fail_after(limits.idle_seconds):
                piece = await anext(stream)
        except StopAsyncIteration:
            return
        except TimeoutError:
            seconds = limits.idle_seconds
            what = Text(_TOO_SLOW.da.format(seconds=seconds), _TOO_SLOW.en.format(seconds=seconds))
            raise RequestProblem(HTTPStatus.REQUEST_TIMEOUT, CaseError("/", what, mend=_SEND_AGAIN)) from None
        except ClientDisconnect:
            return
        yield piece
