"""The log and the counters tell of requests, and nothing of a case."""

from __future__ import annotations

import json
import logging
import os
import subprocess
import sys

import pytest

from tests.fixtures.asgi_client import JSON, LINES, ask

pytest.importorskip("fastapi", reason="the extra `http` is not installed")

from overgreb_rules.service.observability import SHARED_COUNTERS, LogLines  # after the check for the extra

AT = "at=2026-01-10T12:00:00%2B01:00"
CANARY = "kanariefugl7"
EVENT = {"id": CANARY, "type": "underretning_modtaget", "at": "2026-01-01T08:00:00+01:00"}


def canary_bodies():
    yield {"case_id": CANARY, "events": [EVENT]}
    yield {"case_id": CANARY, "events": [{**EVENT, "type": CANARY}]}
    yield {"case_id": CANARY, "events": [{**EVENT, CANARY: CANARY}]}
    yield {"case_id": CANARY, "events": [{**EVENT, "anonym": CANARY}]}
    yield {"case_id": CANARY, "events": [{**EVENT, "of": CANARY + "2"}]}
    yield {"case_id": CANARY, "events": [{**EVENT, "at": CANARY}]}
    yield {"case_id": CANARY, "barn": {"foedselsdato": CANARY}, "events": []}


@pytest.mark.parametrize("case", list(canary_bodies()))
@pytest.mark.parametrize("headers", [JSON, LINES])
def test_no_word_of_a_case_stands_in_a_log_or_a_counter(app, case, headers, caplog):
    with caplog.at_level(logging.DEBUG):
        ask(app, "POST", f"/v1/evaluations?{AT}", json.dumps(case), headers)
        ask(app, "POST", f"/v1/{CANARY}?{CANARY}={CANARY}", json.dumps(case), headers)
    assert CANARY not in caplog.text
    assert CANARY not in ask(app, "GET", "/metrics").body.decode()


def test_the_error_about_a_duty_that_there_is_not_shows_no_id_of_an_event(app):
    case = json.dumps({"case_id": CANARY, "events": [EVENT]})
    answer = ask(app, "POST", f"/v1/explanations?{AT}&key=x", case, JSON)
    assert answer.status == 422
    assert CANARY not in answer.body.decode()


def test_a_line_of_the_log_names_the_route_the_counts_and_the_trace(app, caplog):
    case = json.dumps({"case_id": "a", "events": [EVENT]})
    trace = {"traceparent": "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"}
    with caplog.at_level(logging.INFO, logger="overgreb_rules.service"):
        ask(app, "POST", f"/v1/evaluations?{AT}", case, JSON | trace)
    line = json.loads(caplog.messages[-1])
    assert (line["route"], line["status"], line["cases"], line["rulebook"]) == ("/v1/evaluations", 200, 1, "2026.2")
    assert line["duties"] > 0
    assert line["request"] == "4bf92f3577b34da6a3ce929d0e0e4736"


def test_the_duties_of_a_stream_are_those_of_all_its_lines(app, caplog):
    case = json.dumps({"case_id": "a", "events": [EVENT]})
    supposed = json.dumps({"case": {"case_id": "b", "events": []}, "suppose": [EVENT]})
    with caplog.at_level(logging.INFO, logger="overgreb_rules.service"):
        ask(app, "POST", f"/v1/evaluations?{AT}", case, JSON)
        ask(app, "POST", f"/v1/evaluations?{AT}", f"{case}\nx\n{case}\n{supposed}\n", LINES)
    one, several = (json.loads(line) for line in caplog.messages[-2:])
    assert (several["cases"], several["duties"]) == (3, 3 * one["duties"])


def test_an_error_is_logged_with_its_type_and_place_and_without_its_words():
    try:
        raise KeyError(CANARY)
    except KeyError:
        record = logging.LogRecord(
            "uvicorn.error", logging.ERROR, "x.py", 1, "Exception in %s\n", (CANARY,), sys.exc_info()
        )
    line = json.loads(LogLines().format(record))
    assert (line["error"], line["says"], len(line["raised"])) == ("KeyError", "Exception in %s", 1)
    assert CANARY not in json.dumps(line)


@pytest.mark.parametrize("name", ["asyncio", "concurrent.futures", "root", "uvicornish"])
def test_the_words_of_another_library_are_not_logged(name):
    """Asyncio writes the values of what failed into its message itself."""
    record = logging.LogRecord(name, logging.ERROR, "base_events.py", 7, f"future: {CANARY}", None, None)
    line = json.loads(LogLines().format(record))
    assert line == {"level": "ERROR", "logger": name, "logged": "base_events.py:7"}


def test_the_memory_of_the_matcher_is_counted(app):
    def hits():
        counters = ask(app, "GET", "/metrics").body.decode()
        return float(counters.partition('overgreb_rules_matcher_memory_total{found="yes"} ')[2].split()[0])

    # Of the same history asked again the duties are remembered: another one puts the same questions to the matcher.
    order = {**EVENT, "type": "paalaeg_besluttet"}
    ask(app, "POST", f"/v1/evaluations?{AT}", json.dumps({"case_id": "a", "events": [order]}), JSON)
    before = hits()
    case = json.dumps({"case_id": "b", "events": [order, {**order, "id": "second"}]})
    ask(app, "POST", f"/v1/evaluations?{AT}", case, JSON)
    assert hits() > before


def test_requests_and_cases_are_counted_by_route(app):
    ask(app, "GET", "/v1/rules/bl-136-2-vurdering-24-timer")
    counters = ask(app, "GET", "/metrics").body.decode()
    assert 'overgreb_rules_requests_total{route="/v1/rules/{name}",status="200"}' in counters


def test_what_was_begun_is_counted_where_the_folder_of_the_counters_has_been_removed(tmp_path):
    folder = tmp_path / "counters"
    folder.mkdir()
    program = (
        "import shutil, sys\nfrom overgreb_rules.rulebook import CacheStats\n"
        "from overgreb_rules.service.observability import ServiceMetrics\n"
        "metrics = ServiceMetrics(lambda: CacheStats(0, 0, 0))\nshutil.rmtree(sys.argv[1])\n"
        "metrics.count('/v1/agenda', 200, 0.1, 1)\nprint('counted')"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, str(folder)],
        env={**os.environ, SHARED_COUNTERS: str(folder)},
        capture_output=True,
        encoding="utf-8",
        check=False,
        timeout=300,
    )
    assert done.stdout == "counted\n", done.stderr
