"""A stream is answered line by line: in order, each line in its place, bounded, whatever the client does."""

from __future__ import annotations

import json
from contextlib import contextmanager

import anyio
import pytest

from tests.fixtures.asgi_client import LINES, ask
from tests.fixtures.paths import EXAMPLE_CASES

pytest.importorskip("fastapi", reason="the extra `http` is not installed")

from overgreb_rules.service import ServiceLimits, ServiceSettings, create_application  # after the check
from overgreb_rules.service.streaming import LinesResponse

CASE = json.dumps(json.loads((EXAMPLE_CASES / "christmas-notification.json").read_text(encoding="utf-8")))
AT = "at=2017-01-01T12:00:00%2B01:00"


def test_answers_come_in_order_with_the_refusal_of_a_bad_line_in_its_place(app):
    body = "\n".join([f'{{"id": "{number}", "case": {CASE}}}' if number != 3 else "x" for number in range(6)])
    answer = ask(app, "POST", f"/v1/evaluations?{AT}&detail=dates", body, LINES)
    assert answer.status == 200
    assert [line.get("id") for line in answer.lines] == ["0", "1", "2", None, "4", "5"]
    assert answer.lines[3]["line"] == 4


def test_a_line_that_is_cut_by_the_pieces_of_the_body_is_read_whole(app):
    body = f"{CASE}\n{CASE}\n".encode()
    pieces = [body[start : start + 37] for start in range(0, len(body), 37)]
    assert len(ask(app, "POST", f"/v1/evaluations?{AT}&detail=dates", pieces, LINES).lines) == 2


def test_a_blank_line_has_an_error_line(app):
    answer = ask(app, "POST", f"/v1/evaluations?{AT}", f"\n{CASE}\n", LINES)
    assert ["error" in line for line in answer.lines] == [True, False]


def test_a_line_without_an_instant_is_refused_because_the_service_has_no_clock(app):
    answer = ask(
        app, "POST", "/v1/evaluations", f'{CASE}\n{{"at": "2017-01-01T12:00:00+01:00", "case": {CASE}}}', LINES
    )
    assert answer.lines[0]["error"]["place"] == "/at"
    assert answer.lines[1]["at"] == "2017-01-01T12:00:00+01:00"


def test_a_line_longer_than_a_case_is_refused_and_the_next_one_is_answered(small_app):
    body = f'{{"case_id": "{"x" * 3_000}"}}\n{{"case_id": "a", "events": []}}\n'
    answer = ask(small_app, "POST", f"/v1/evaluations?{AT}", body, LINES)
    assert ["error" in line for line in answer.lines] == [True, False]


def test_a_long_line_in_many_pieces_is_one_line(small_app):
    pieces = [b'{"case_id": "', *[b"x" * 900] * 5, b'"}\n', b'{"case_id": "a", "events": []}\n']
    answer = ask(small_app, "POST", f"/v1/evaluations?{AT}", pieces, LINES)
    assert [line.get("line") for line in answer.lines] == [1, None]


def test_a_stream_that_becomes_too_large_ends_with_an_error_line(small_app):
    line = b'{"case_id": "a", "events": []}\n'
    answer = ask(small_app, "POST", f"/v1/evaluations?{AT}", [line] * 400, LINES)
    whole = 10_000 // len(line)
    assert [one.get("line") for one in answer.lines] == [*[None] * whole, whole + 1]
    assert answer.lines[-1]["error"]["allowed"] == "højst 10000 byte"


def test_a_case_with_too_many_events_is_refused_in_its_line(small_app):
    events = json.dumps([{"type": "familie_flyttet", "at": "2026-01-01"}] * 3)
    answer = ask(small_app, "POST", f"/v1/evaluations?{AT}", f'{{"case_id": "a", "events": {events}}}', LINES)
    assert answer.lines[0]["error"]["place"] == "/events"


def test_a_stream_that_stops_coming_ends_with_an_error_line_in_place_of_the_next(small_app):
    answer = ask(small_app, "POST", f"/v1/evaluations?{AT}", [b'{"case_id": "a", "events": []}\n'], LINES, hangs=True)
    assert [line.get("line") for line in answer.lines] == [None, 2]


def test_more_streams_than_a_process_takes_are_refused_before_the_first_byte(matcher):
    app = create_application(ServiceSettings(matcher=matcher, limits=ServiceLimits(streams=0)))
    answer = ask(app, "POST", f"/v1/evaluations?{AT}", CASE, LINES)
    assert (answer.status, answer.headers["retry-after"]) == (429, "1")


def test_what_makes_the_lines_is_closed_before_the_place_of_a_stream_is_free_again():
    steps = []

    async def make_lines():
        try:
            while True:
                yield b"x\n"
        finally:
            steps.append("closed")

    @contextmanager
    def hold_place():
        yield
        steps.append("free")

    async def send(message):
        if message.get("body"):
            raise OSError("the client has gone")

    kept = make_lines()  # held here, so that only a call can close it
    anyio.run(LinesResponse(kept, 1, {}, hold_place()), {}, None, send)
    assert steps == ["closed", "free"]


def test_a_client_that_goes_away_ends_its_stream_and_nothing_else(app):
    pieces = [f"{CASE}\n".encode()] * 5
    gone = ask(app, "POST", f"/v1/evaluations?{AT}&detail=dates", pieces, LINES, leaves_after=2)
    assert len(gone.pieces) == 2
    assert len(ask(app, "POST", f"/v1/evaluations?{AT}&detail=dates", pieces, LINES).lines) == 5
