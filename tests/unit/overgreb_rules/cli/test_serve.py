"""`serve` starts as it was told to, or not at all: an option without a value never opens the service."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys

import pytest

pytest.importorskip("fastapi", reason="the extra `http` is not installed")
pytest.importorskip("uvicorn", reason="the extra `http` is not installed")
pytest.importorskip("prometheus_client", reason="the extra `http` is not installed")

from overgreb_rules import CaseError  # after the check for the extra
from overgreb_rules.cli import _serve, main  # after the check for the extra
from overgreb_rules.cli._serve import SETTINGS
from overgreb_rules.service import ServiceSettings, worker_processes


@pytest.fixture
def starts(monkeypatch):
    """The options of the server with which the service would have started."""
    configurations = []
    monkeypatch.setattr("uvicorn.Config", lambda *_, **options: options)
    monkeypatch.setattr(worker_processes, "run_workers", configurations.append)
    monkeypatch.setattr(_serve, "_check_port", lambda *_: None)  # another program of the machine may have the default
    monkeypatch.setenv(SETTINGS, "")
    return configurations


def serve(*options):
    """Run the command with one process."""
    return main(["serve", "--workers", "1", "--matcher", "reference", *options])


ACCESS = {"--jwt-issuer": "https://udsteder.example", "--jwt-audience": "frister", "--jwt-keys": "jwks.json"}


def options_of(access):
    """The options as the command line has them."""
    return [word for pair in access.items() for word in pair]


@pytest.mark.parametrize("without", [ACCESS, *({name: ""} for name in ACCESS)])
def test_access_control_that_is_asked_for_without_a_value_does_not_start_an_open_service(starts, capsys, without):
    access = {name: "" if name in without else value for name, value in ACCESS.items()}
    assert serve(*options_of(access)) == 2
    assert next(name for name, value in access.items() if not value) in capsys.readouterr().err
    assert starts == []


@pytest.mark.parametrize("missing", ACCESS)
def test_the_options_on_access_are_given_together(starts, capsys, missing):
    assert serve(*options_of({name: value for name, value in ACCESS.items() if name != missing})) == 2
    assert missing in capsys.readouterr().err
    assert starts == []


@pytest.mark.parametrize("option", ["--host", "--policy", "--rules", "--calendars"])
def test_an_empty_value_is_no_default(starts, capsys, option):
    assert serve(option, "") == 2
    assert option in capsys.readouterr().err
    assert starts == []


@pytest.mark.parametrize("host", ["010190-1234", "192.0.2.1", "a" * 64])
def test_an_address_that_is_none_of_this_machine_is_refused_and_not_repeated(starts, capsys, host):
    assert serve("--host", host) == 2
    said = capsys.readouterr().err
    assert said.startswith("overgreb-rules: --host: adressen findes ikke på denne maskine (»skjult«). ")
    assert host not in said
    assert starts == []


@pytest.mark.parametrize("option", ["--port", "--workers"])
@pytest.mark.parametrize("text", ["", "0", "x", pytest.param("9" * 5_000, id="long")])
def test_a_port_and_a_number_of_processes_are_numbers_within_their_bounds(starts, capsys, option, text):
    assert serve(option, text) == 2
    assert option in capsys.readouterr().err
    assert starts == []


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost"])
def test_a_port_that_another_program_has_is_refused_as_other_options_are(capsys, host):
    """The line was that of the server, in English and with the number of the error."""
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = str(other.getsockname()[1])
        assert serve("--host", host, "--port", port) == 2
        assert serve("--host", host, "--port", port, "--lang", "en") == 2
    danish, english = capsys.readouterr().err.splitlines()
    assert danish == f"overgreb-rules: --port: porten er optaget ({port}); vælg en anden port med --port"
    assert english == f"overgreb-rules: --port: the port is taken ({port}); choose another one with --port"


@pytest.mark.skipif(not socket.has_ipv6, reason="this machine has no IPv6")
def test_several_processes_need_the_port_of_the_one_address_that_they_share(monkeypatch):
    with socket.socket(socket.AF_INET6) as other:
        other.bind(("::1", 0))
        other.listen()
        port = other.getsockname()[1]
        both = [
            (socket.AF_INET6, socket.SOCK_STREAM, 6, "", ("::1", port, 0, 0)),
            (socket.AF_INET, socket.SOCK_STREAM, 6, "", ("127.0.0.1", port)),
        ]
        monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: both)
        with pytest.raises(CaseError, match="--port"):
            _serve._check_port("localhost", port, 1)
        _serve._check_port("localhost", port, 2)


def test_what_other_libraries_log_is_a_line_of_json_without_the_words_of_an_error():
    program = (
        "import asyncio, concurrent.futures, logging, logging.config\n"
        "from overgreb_rules.cli import _serve\n"
        "def fail(*_):\n    raise KeyError('kanariefugl')\n"
        "async def main():\n"
        "    loop = asyncio.get_running_loop()\n"
        "    loop.call_soon(fail, 'kanariefugl')\n"
        "    loop.call_exception_handler({'message': 'kanariefugl', 'exception': KeyError('kanariefugl')})\n"
        "    await asyncio.sleep(0)\n"
        "logging.config.dictConfig(_serve._LOGGING)\n"
        "asyncio.run(main())\n"
        "with concurrent.futures.ThreadPoolExecutor(1) as pool:\n"
        "    pool.submit(str).add_done_callback(fail)\n"
        "logging.getLogger('uvicorn.error').error('once')\n"
        "logging.warning('kanariefugl')\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, encoding="utf-8", check=True, timeout=300
    )
    lines = [json.loads(line) for line in done.stderr.splitlines()]
    loggers = ["asyncio", "asyncio", "concurrent.futures", "uvicorn.error", "root"]
    assert [line["logger"] for line in lines] == loggers
    assert [line.get("error") for line in lines] == ["KeyError", "KeyError", "KeyError", None, None]
    assert "kanariefugl" not in done.stderr


def test_without_options_the_service_answers_this_machine_alone_by_the_packaged_rules(starts):
    assert serve() == 0
    assert [(options["host"], options["port"]) for options in starts] == [("127.0.0.1", 8080)]
    assert ServiceSettings.from_text(os.environ[SETTINGS]) == ServiceSettings(matcher="reference")
