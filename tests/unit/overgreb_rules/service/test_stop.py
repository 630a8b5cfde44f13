"""What has not ended when the time of a stop is over ends with its reason: a stream with a line, another with 503."""

from __future__ import annotations

import contextlib
import http.client
import json
import logging
import socket
import threading
import time

import pytest

uvicorn = pytest.importorskip("uvicorn", reason="the extra `http` is not installed")

from overgreb_rules.service.connection import TimedConnection  # noqa: E402  # after the check for the extra

LINE = b'{"case_id": "a", "events": []}\n'
TARGET = "/v1/evaluations?at=2017-01-01T12:00:00%2B01:00&lang=en"


@contextlib.contextmanager
def stopping_service(app, caplog):
    """Serve; at the end of the block the service is told to stop, and has one second for what has begun."""
    options = {"timeout_graceful_shutdown": 1, "lifespan": "off", "log_config": None, "access_log": False}
    server = uvicorn.Server(uvicorn.Config(app, port=0, http=TimedConnection, **options))
    thread = threading.Thread(target=server.run)
    with caplog.at_level(logging.WARNING):
        thread.start()
        try:
            while not server.started:
                assert thread.is_alive(), "the service has ended"
                time.sleep(0.01)
            yield server.servers[0].sockets[0].getsockname()[1]
        finally:
            server.should_exit = True  # else the thread keeps the process of the tests alive where a test fails
            thread.join(timeout=60)


def begin(port, media, sent):
    """Begin a request whose body does not end; the connection."""
    connection = socket.create_connection(("127.0.0.1", port), timeout=30)
    head = f"POST {TARGET} HTTP/1.1\r\nHost: a\r\nContent-Type: {media}\r\nContent-Length: 1000\r\n\r\n"
    connection.sendall(head.encode() + sent)
    return connection


def test_a_stream_that_a_stop_ends_has_a_line_with_the_reason(app, caplog):
    with stopping_service(app, caplog) as port:
        connection = begin(port, "application/jsonl", LINE)
        answer = http.client.HTTPResponse(connection)
        answer.begin()
        first = json.loads(answer.readline())
    (last,) = [json.loads(line) for line in answer.read().splitlines()]
    connection.close()
    assert first["case_id"] == "a"
    assert (last["line"], last["error"]["what"]) == (2, "the service stops")
    assert "Exception in ASGI application" not in caplog.text


def test_a_request_that_a_stop_ends_is_answered_with_503(app, caplog):
    with stopping_service(app, caplog) as port:
        connection = begin(port, "application/json", LINE)
        time.sleep(0.5)
    answer = http.client.HTTPResponse(connection)
    answer.begin()
    body = json.loads(answer.read())
    connection.close()
    assert (answer.status, answer.headers["retry-after"], body["what"]) == (503, "1", "the service stops")
    assert "Exception in ASGI application" not in caplog.text
