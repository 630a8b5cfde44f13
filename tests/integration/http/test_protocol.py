"""What a client on the wire gets: links that lead somewhere, lists of headers, refusals in one form, whole bodies."""

from __future__ import annotations

import contextlib
import http.client
import json
import re
import socket
import time
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urljoin

import pytest

from meetings.cli import main as meetings
from tests.fixtures.paths import EXAMPLE_CASES
from tests.fixtures.running_service import RunningService, ask_once, running_service

pytest.importorskip("fastapi", reason="the extra `http` is not installed")
pytest.importorskip("uvicorn", reason="the extra `http` is not installed")

CASE = json.dumps(json.loads((EXAMPLE_CASES / "christmas-notification.json").read_text(encoding="utf-8"))).encode()
TARGET = "/v1/evaluations?at=2017-01-01T12:00:00%2B01:00"
REQUEST = """\
year: 2027
districts: ["1460", "1471"]
facilitators: [{id: f1, name: "Facilitator 1"}]
organizer: {name: "Koordinator", email: "koordinator@example.org"}
attendees: {"0400": ["boern@example.org"], "0810": ["unge@example.org"]}
"""


@pytest.fixture(scope="module")
def plan(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with every kind of file that the page links to."""
    folder = tmp_path_factory.mktemp("plan")
    (folder / "request.yaml").write_text(REQUEST, encoding="utf-8")
    assert meetings(["plan", str(folder / "request.yaml"), "--out", str(folder / "out")]) == 0
    return folder / "out"


@pytest.fixture(scope="module")
def service(plan: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningService]:
    log = tmp_path_factory.mktemp("log") / "log"
    with running_service("--calendars", str(plan), log_file=log) as running:
        yield running


def send(service: RunningService, head: str, body: bytes = b"") -> tuple[int, dict[str, str], bytes]:
    """Send a request as it is written, and end it; the status, the headers with small names and the body."""
    with socket.create_connection(("127.0.0.1", service.port), timeout=60) as connection:
        connection.sendall(f"{head}\r\n\r\n".encode() + body)
        answer = b"".join(iter(lambda: connection.recv(2**16), b""))
    told, _, content = answer.partition(b"\r\n\r\n")
    first, *lines = told.decode().split("\r\n")
    headers = {name.lower(): value for name, _, value in (line.partition(": ") for line in lines)}
    return int(first.split()[1]), headers, content


def find_log_line(service: RunningService, request: str) -> dict[str, Any]:
    """Wait for the line of the log on a request with an id: it may come after the answer."""
    for _ in range(100):
        for line in service.log():
            if line.get("request") == request:
                return line
        time.sleep(0.1)
    pytest.fail("the log has no line on the request")


def get(service: RunningService, target: str, *headers: str) -> tuple[int, dict[str, str], bytes]:
    """Ask for a document over a connection of its own."""
    return send(service, "\r\n".join([f"GET {target} HTTP/1.1", "Host: a", "Connection: close", *headers]))


def test_every_link_of_the_page_of_the_year_leads_to_the_file_of_the_folder(service: RunningService, plan: Path):
    page = (plan / "year.html").read_text(encoding="utf-8")
    links = sorted(set(re.findall(r'href="([^"]+)"', page)))
    kinds = {link.partition("/")[0] for link in links}
    assert kinds == {"calendars", "meetings", "invitations", "plan.csv", "plan.json", "year.svg"}
    for link in links:
        status, _, body = get(service, urljoin("/year.html", link))
        assert (link, status, body) == (link, 200, (plan / link).read_bytes())


def test_several_lines_of_if_none_match_are_one_list(service: RunningService):
    tag = get(service, "/v1/rules")[1]["etag"]
    assert get(service, "/v1/rules", 'If-None-Match: "x"', f"If-None-Match: {tag}")[0] == 304
    assert get(service, "/v1/rules", 'If-None-Match: "x"', 'If-None-Match: "y"')[0] == 200


def test_an_address_as_a_whole_is_the_path_that_it_holds(service: RunningService):
    for target, status in (("/healthz", 200), ("/v1/rules/bl-5-samtale-foer-afgoerelse?lang=en", 200), ("", 404)):
        assert [get(service, f"{scheme}://a:80{target}")[0] for scheme in ("http", "HTTP")] == [status] * 2
    request = uuid.uuid4().hex
    get(service, "HTTP://a:80/v1/rules/bl-5-samtale-foer-afgoerelse", f"traceparent: 00-{request}-{request[:16]}-01")
    assert find_log_line(service, request)["route"] == "/v1/rules/{name}"


@pytest.mark.parametrize(
    "head",
    [
        "kanariefugl",
        "GET /healthz HTTP/1.1\r\nConnection: close",
        "GET /v1/rules/æ HTTP/1.1\r\nHost: a",
        "GET /healthz HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nContent-Length: 2",
        f"POST {TARGET} HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\nzz",
    ],
    ids=["words", "no host", "target", "two lengths", "chunk"],
)
def test_what_is_no_request_of_http_is_refused_with_the_five_fields(service: RunningService, head: str):
    status, headers, body = send(service, head)
    assert (status, headers["content-type"]) == (400, "application/problem+json")
    assert headers["x-content-type-options"] == "nosniff"
    assert {"place", "what", "value", "allowed", "mend"} < set(json.loads(body))


@pytest.mark.parametrize("sent", [CASE, CASE[:40]], ids=["whole case", "half a case"])
@pytest.mark.parametrize(("path", "media"), [(TARGET, "json"), (TARGET.replace("evaluations", "agenda"), "jsonl")])
def test_a_body_that_is_broken_off_is_not_evaluated(service: RunningService, sent: bytes, path: str, media: str):
    request = uuid.uuid4().hex
    head = (
        f"POST {path} HTTP/1.1\r\nHost: a\r\nContent-Type: application/{media}\r\nContent-Length: 100000\r\n"
        f"traceparent: 00-{request}-{request[:16]}-01\r\n\r\n"
    )
    with socket.create_connection(("127.0.0.1", service.port)) as connection:
        connection.sendall(head.encode() + sent)
    line = find_log_line(service, request)
    assert (line["status"], line["cases"]) == (400, 0)


@pytest.mark.slow
def test_a_connection_is_kept_longer_than_gateways_keep_theirs(service: RunningService):
    limits = json.loads(ask_once(service.port, "GET", "/v1/limits")[1])
    assert limits["keep_alive_seconds"] > 60
    connection = http.client.HTTPConnection("127.0.0.1", service.port, timeout=60)
    with contextlib.closing(connection):
        for pause in (0, 7):  # seconds; the library closes after 5
            time.sleep(pause)
            connection.request("GET", "/healthz")
            assert connection.getresponse().read() == b"ok\n"
