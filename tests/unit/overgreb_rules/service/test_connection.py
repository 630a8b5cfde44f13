"""A client that is slow with a head or with reading is given up; one that keeps going is not."""

from __future__ import annotations

import contextlib
import socket
import threading
import time

import pytest

uvicorn = pytest.importorskip("uvicorn", reason="the extra `http` is not installed")

from overgreb_rules.service.connection import TimedConnection  # noqa: E402  # after the check for the extra

SIZE = 8 * 2**20


class HastyConnection(TimedConnection):
    """The same with less patience."""

    idle_seconds = 0.6


async def application(scope, _receive, send):
    """Answer with more than the buffers of the system hold."""
    if scope["type"] == "http":
        await send({"type": "http.response.start", "status": 200, "headers": [(b"content-length", b"%d" % SIZE)]})
        await send({"type": "http.response.body", "body": b"x" * SIZE})


@pytest.fixture(scope="module")
def port():
    config = uvicorn.Config(application, port=0, http=HastyConnection, lifespan="off", log_level="critical")
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run)
    thread.start()
    while not server.started:
        time.sleep(0.01)
    yield server.servers[0].sockets[0].getsockname()[1]
    server.should_exit = True
    thread.join()


@contextlib.contextmanager
def connection(port):
    with socket.create_connection(("127.0.0.1", port), timeout=10) as found:
        yield found


def read_all(found, pause=0.0):
    """What comes until the connection ends."""
    size = 0
    with contextlib.suppress(ConnectionResetError):
        while data := found.recv(2**18):
            size += len(data)
            time.sleep(pause)
    return size


@pytest.mark.parametrize("sent", [b"", b"GET / HT", b"GET / HTTP/1.1\r\nHost: x\r\n"])
def test_a_connection_on_which_no_head_comes_is_closed(port, sent):
    with connection(port) as found:
        found.sendall(sent)
        assert read_all(found) == 0


def test_a_client_that_does_not_read_is_given_up(port):
    with connection(port) as found:
        found.sendall(b"GET / HTTP/1.1\r\nHost: x\r\n\r\n")
        time.sleep(2)
        assert read_all(found) < SIZE


def test_a_client_that_reads_slowly_gets_all(port):
    with connection(port) as found:
        found.sendall(b"GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
        assert read_all(found, pause=0.03) > SIZE


def test_a_second_head_that_does_not_come_whole_is_given_up_too(port):
    with connection(port) as found:
        found.sendall(b"GET / HTTP/1.1\r\nHost: x\r\n\r\n")
        size = 0
        while size < SIZE:
            size += len(found.recv(2**18))
        found.sendall(b"GET / HT")
        assert read_all(found) <= 200
