"""What ends a stream early is told: with a status of its own before the first answer, and in the last line after it."""

from __future__ import annotations

import json
import logging

import pytest

from overgreb_rules.errors import EngineMissing, MatcherFault
from overgreb_rules.shared.text import Text
from tests.fixtures.asgi_client import LINES, ask

pytest.importorskip("fastapi", reason="the extra `http` is not installed")

from overgreb_rules.service import stream_answers  # after the check for the extra
from overgreb_rules.service.observability import LOGGER, LogLines

TARGET = "/v1/evaluations?at=2017-01-01T12:00:00%2B01:00&lang=en"
CANARY = "kanariefugl"
FAULTS = [
    (MatcherFault(Text(CANARY, CANARY)), 503, "the rule engine cannot be trusted or is missing"),
    (EngineMissing(Text(CANARY, CANARY)), 503, "the rule engine cannot be trusted or is missing"),
    (KeyError(CANARY), 500, "the service has an unforeseen fault"),
]


def case(number):
    """A line with an empty case."""
    return f'{{"case_id": "{number}", "events": []}}\n'.encode()


@pytest.fixture
def break_at(monkeypatch):
    """Let a line with a number fail with a fault; the lines before it are answered."""
    answer = stream_answers.answer_line

    def break_line(broken, fault):
        def fail(line, number, defaults):
            if number == broken:
                raise fault
            return answer(line, number, defaults)

        monkeypatch.setattr(stream_answers, "answer_line", fail)

    return break_line


@pytest.mark.parametrize(("fault", "status", "what"), FAULTS)
@pytest.mark.parametrize("broken", [2, 5, 17, 18])
def test_a_fault_ends_a_stream_with_its_reason_in_place_of_the_line_and_all_answers_before_it(
    app, break_at, caplog, fault, status, what, broken
):
    break_at(broken, fault)
    with caplog.at_level(logging.INFO, logger=LOGGER.name):
        answer = ask(app, "POST", TARGET, b"".join(map(case, range(1, 40))), LINES)
    *answered, last = answer.lines
    assert answer.status == 200
    assert [line["case_id"] for line in answered] == [str(number) for number in range(1, broken)]
    assert (last["line"], last["error"]["place"], last["error"]["what"]) == (broken, "/", what)
    told, request = [json.loads(LogLines().format(record)) for record in caplog.records][-2:]
    assert (told["says"], told["error"]) == ("a line of a stream has no answer", type(fault).__name__)
    assert (request["status"], request["cases"]) == (status, broken - 1)
    assert CANARY not in f"{answer.body!r} {told} {request}"


@pytest.mark.parametrize(("fault", "status", "what"), FAULTS)
def test_a_fault_in_the_first_line_is_the_status_of_the_answer(app, break_at, fault, status, what):
    break_at(1, fault)
    answer = ask(app, "POST", TARGET, b"".join(map(case, range(1, 40))), LINES, fails=True)
    assert (answer.status, answer.headers["content-type"]) == (status, "application/problem+json")
    assert answer.json["what"] == what
    assert CANARY not in answer.body.decode()


def test_a_failed_stream_is_counted_with_the_status_of_its_fault(app, break_at):
    def count():
        counters = ask(app, "GET", "/metrics").body.decode()
        name = 'overgreb_rules_requests_total{route="/v1/evaluations",status="503"} '
        return float(counters.partition(name)[2].partition("\n")[0] or 0)

    before = count()
    break_at(2, FAULTS[0][0])
    ask(app, "POST", TARGET, case(1) + case(2), LINES)
    assert count() == before + 1


@pytest.mark.parametrize(("body", "hangs", "status"), [([b"x" * 10_001], False, 413), ([b"x"], True, 408)])
def test_a_limit_before_the_first_answer_is_the_status_of_the_answer(small_app, body, hangs, status):
    answer = ask(small_app, "POST", TARGET, body, LINES, hangs=hangs)
    assert (answer.status, answer.headers["content-type"]) == (status, "application/problem+json")


def test_a_stream_without_a_line_is_answered_with_nothing(app):
    answer = ask(app, "POST", TARGET, b"", LINES)
    assert (answer.status, answer.body) == (200, b"")
