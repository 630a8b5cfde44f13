"""What the measurement of the service counts as an answer."""

from __future__ import annotations

from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import pytest

from bench.service import time_requests


class _Server(BaseHTTPRequestHandler):
    """Answers with the status that the path names."""

    protocol_version = "HTTP/1.1"

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers["Content-Length"]))
        self.send_response(int(self.path[1:]))
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_: object) -> None:
        """Tell nothing."""


@pytest.fixture
def port() -> Iterator[int]:
    with ThreadingHTTPServer(("127.0.0.1", 0), _Server) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield server.server_port
        server.shutdown()


def test_each_answer_has_its_time(port: int) -> None:
    assert len(time_requests(port, "/200", "application/json", [b"{}"] * 3)) == 3


def test_a_request_that_is_refused_is_not_timed_as_an_answer(port: int) -> None:
    with pytest.raises(RuntimeError, match="answered with 429"):
        time_requests(port, "/429", "application/json", [b"{}"])
