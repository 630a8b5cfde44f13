"""The service as a program: it answers, survives the death of a worker, and ends what it has begun."""

from __future__ import annotations

import http.client
import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from overgreb_rules import Case, evaluate
from overgreb_rules.cli import main
from tests.fixtures.paths import EXAMPLE_CASES
from tests.fixtures.running_service import ask_once, free_port, running_service

pytest.importorskip("fastapi", reason="the extra `http` is not installed")
pytest.importorskip("uvicorn", reason="the extra `http` is not installed")

CASE = (EXAMPLE_CASES / "christmas-notification.json").read_bytes()
FOLDER = "PROMETHEUS_MULTIPROC_DIR"
AT = "2017-01-01T12:00:00+01:00"
TARGET = "/v1/evaluations?at=2017-01-01T12:00:00%2B01:00"


def children_of(process: subprocess.Popen[bytes]) -> list[int]:
    """The worker processes; those that only track resources are left out."""
    found = Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text().split()
    commands = {int(pid): Path(f"/proc/{pid}/cmdline").read_bytes() for pid in found}
    return [pid for pid, command in commands.items() if b"spawn_main" in command]


def environment_of(pid: int) -> list[tuple[str, str]]:
    """The variables of a process, each with its value."""
    told = Path(f"/proc/{pid}/environ").read_bytes().split(b"\0")
    return [(name, value) for name, _, value in (one.decode().partition("=") for one in told)]


def test_the_service_answers_with_the_bytes_of_the_library_and_stops_when_told():
    with running_service() as service:
        status, body = ask_once(service.port, "POST", TARGET, CASE)
        assert ask_once(service.port, "HEAD", "/v1/rules") == (200, b"")
        assert ask_once(service.port, "HEAD", TARGET)[0] == 405
    assert (status, body.decode()) == (200, evaluate(Case.model_validate_json(CASE), at=AT).to_json())
    assert service.process.returncode == 0


@pytest.mark.skipif(not Path("/proc").exists(), reason="the worker processes are found in /proc")
def test_workers_whose_parent_is_killed_stop_and_let_go_of_the_port_and_of_the_folder_of_their_counters():
    with running_service(workers=2) as service:
        (folder,) = [Path(value) for name, value in environment_of(children_of(service.process)[0]) if name == FOLDER]
        service.process.kill()
        wait_until(lambda: refuses_connections(service.port))
        wait_until(lambda: not folder.exists())


@pytest.mark.slow
@pytest.mark.skipif(not Path("/proc").exists(), reason="the worker processes are found in /proc")
def test_a_worker_that_is_killed_takes_no_other_answer_with_it():
    with running_service(workers=2) as service:
        expected = ask_once(service.port, "POST", TARGET, CASE)
        victim = children_of(service.process)[0]
        os.kill(victim, signal.SIGKILL)
        answered = 0
        for _ in range(40):
            try:
                assert ask_once(service.port, "POST", TARGET, CASE) == expected
                answered += 1
            except (OSError, http.client.HTTPException):
                time.sleep(0.2)  # The connection that the dead worker held.
        assert answered >= 30
        assert victim not in children_of(service.process)


@pytest.mark.slow
@pytest.mark.skipif(not Path("/proc").exists(), reason="the worker processes are found in /proc")
def test_the_counters_are_the_totals_of_all_workers_and_of_those_that_died():
    def count_cases():
        told = [ask_once(service.port, "GET", "/metrics")[1].decode() for _ in range(4)]
        return {float(text.partition("\novergreb_rules_cases_total ")[2].split()[0]) for text in told}

    with running_service(workers=2) as service:
        for _ in range(6):
            assert ask_once(service.port, "POST", TARGET, CASE)[0] == 200
        wait_until(lambda: count_cases() == {6.0})  # a request is counted when its last byte has been sent
        (folder,) = [Path(value) for name, value in environment_of(children_of(service.process)[0]) if name == FOLDER]
        os.kill(children_of(service.process)[0], signal.SIGKILL)
        time.sleep(0.5)
        wait_until(lambda: count_cases() == {6.0})
        assert folder.is_dir()
    assert not folder.exists()


@pytest.mark.parametrize("workers", [1, 2])
def test_a_service_that_is_told_to_stop_ends_what_it_has_begun_and_takes_nothing_new(workers):
    line = json.dumps(json.loads(CASE)).encode() + b"\n"
    with running_service(workers=workers) as service, socket.create_connection(("127.0.0.1", service.port)) as begun:
        head = f"POST {TARGET} HTTP/1.1\r\nHost: a\r\nContent-Type: application/jsonl\r\n"
        begun.sendall(f"{head}Content-Length: {2 * len(line)}\r\n\r\n".encode() + line)
        assert begun.recv(2**16).startswith(b"HTTP/1.1 200 ")
        service.process.terminate()
        wait_until(lambda: refuses_connections(service.port))
        begun.sendall(line)
        rest = b"".join(iter(lambda: begun.recv(2**16), b""))
        assert service.process.wait(timeout=60) == 0
    assert rest.endswith(b"0\r\n\r\n")


def wait_until(holds: Callable[[], bool]) -> None:
    """Wait until something holds; at most ten seconds of pauses."""
    for _ in range(100):
        if holds():
            return
        time.sleep(0.1)
    raise AssertionError("it does not come to hold")


def refuses_connections(port: int) -> bool:
    """Whether nobody listens on a port any more."""
    try:
        socket.create_connection(("127.0.0.1", port)).close()
    except ConnectionRefusedError:
        return True
    return False


def test_a_folder_without_calendars_and_a_port_that_is_none_are_refused_before_the_start(tmp_path):
    for arguments, place in ((["--calendars", str(tmp_path)], "--calendars"), (["--port", "x"], "--port")):
        ended = subprocess.run(
            [sys.executable, "-m", "overgreb_rules", "serve", *arguments],
            capture_output=True,
            text=True,
            check=False,
            timeout=300,
        )
        assert ended.returncode == 2
        assert place in ended.stderr
        assert ended.stdout == ""


def test_a_folder_of_calendars_that_is_not_there_is_called_so(tmp_path, capsys):
    for folder, told in ((tmp_path, "mappen indeholder ingen kalendere"), (tmp_path / "no", "der er ingen mappe")):
        assert main(["serve", "--port", str(free_port()), "--calendars", str(folder)]) == 2
        assert f"--calendars: {told}" in capsys.readouterr().err


def test_no_word_of_a_case_is_written_to_the_log_and_each_line_is_json(tmp_path):
    case = {"case_id": "kanariefugl7", "events": [{"id": "kanariefugl8", "type": "kanariefugl9"}]}
    with running_service(log_file=tmp_path / "log") as service:
        assert ask_once(service.port, "POST", TARGET, json.dumps(case).encode())[0] == 422
        with socket.create_connection(("127.0.0.1", service.port)) as connection:
            connection.sendall(b"kanariefugl\r\n\r\n")
            assert connection.recv(100).startswith(b"HTTP/1.1 400 ")
    log = service.log()
    assert {"/v1/evaluations", None} <= {line.get("route") for line in log}
    assert "kanariefugl" not in str(log)
