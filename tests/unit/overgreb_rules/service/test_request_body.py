"""A body that is read whole comes within its time and its bytes, and what all of them hold is bounded."""

from __future__ import annotations

import anyio
import pytest

pytest.importorskip("fastapi", reason="the extra `http` is not installed")

from starlette.requests import Request  # after the check for the extra

from overgreb_rules.service.problem import RequestProblem
from overgreb_rules.service.request_body import BodyReader, read_lines, split_lines
from overgreb_rules.service.settings import ServiceLimits


def request_of(pieces, pause=0.0, *, is_broken_off=False):
    """A request whose body comes in pieces."""
    messages = [{"type": "http.request", "body": piece, "more_body": True} for piece in pieces]
    if is_broken_off:
        messages.append({"type": "http.disconnect"})
    else:
        messages[-1]["more_body"] = False

    async def receive():
        await anyio.sleep(pause)
        return messages.pop(0)

    return Request({"type": "http", "headers": []}, receive)


def status_of(reader, request, largest=100):
    """The status with which a body is refused; None for one that is read."""

    async def read():
        try:
            await reader.read(request, largest)
        except RequestProblem as problem:
            return int(problem.status)

    return anyio.run(read)


def test_a_client_that_sends_piece_by_piece_without_end_is_given_up():
    reader = BodyReader(ServiceLimits(body_seconds=0, case_bytes=100))
    assert status_of(reader, request_of([b"x"] * 3, pause=0.01)) == 408


def test_a_larger_body_has_more_time():
    reader = BodyReader(ServiceLimits(body_seconds=1, case_bytes=1))
    assert status_of(reader, request_of([b"x"] * 3, pause=0.4)) is None


def test_the_bytes_of_incomplete_bodies_are_bounded_and_given_back():
    reader = BodyReader(ServiceLimits(unread_bytes=10))
    assert status_of(reader, request_of([b"x" * 6, b"x" * 6])) == 429
    assert status_of(reader, request_of([b"x" * 10])) is None


def test_a_body_that_is_broken_off_is_not_read_as_a_whole_one():
    reader = BodyReader(ServiceLimits())
    assert status_of(reader, request_of([b"{}"], is_broken_off=True)) == 400


def test_the_last_line_of_a_stream_that_is_broken_off_is_no_line():
    async def read():
        lines = read_lines(request_of([b"a\nb"], is_broken_off=True), ServiceLimits())
        assert await anext(lines) == [b"a"]
        with pytest.raises(RequestProblem):
            await anext(lines)

    anyio.run(read)


@pytest.mark.parametrize(
    ("body", "lines"),
    [
        (b"", []),
        (b"\n", [b""]),
        (b"a\nb", [b"a", b"b"]),
        (b"a\n\nb\n", [b"a", b"", b"b"]),
        (b"abcde\nb", [None, b"b"]),
    ],
)
def test_lines_are_split_as_a_stream_splits_them(body, lines):
    assert split_lines(body, 4) == lines
