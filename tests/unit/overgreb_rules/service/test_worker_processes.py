"""The supervisor lets go of the port before it waits for its workers; one worker is the process itself."""

from __future__ import annotations

import pytest

pytest.importorskip("uvicorn", reason="the extra `http` is not installed")

import uvicorn.supervisors  # after the check for the extra

from overgreb_rules.service import worker_processes


async def refuse_to_start(scope, receive, send):
    """An application whose start fails."""
    assert scope["type"] == "lifespan"
    await receive()
    await send({"type": "lifespan.startup.failed"})


def test_the_supervisor_closes_the_listening_socket_before_it_stops_its_workers(monkeypatch):
    was_open_when_told = []

    def run_until_told(supervisor):
        (listening,) = supervisor.sockets
        monkeypatch.setattr(
            uvicorn.supervisors.Multiprocess,
            "terminate_all",
            lambda _: was_open_when_told.append(listening.fileno() != -1),
        )
        assert listening.fileno() != -1
        supervisor.terminate_all()

    monkeypatch.setattr(uvicorn.supervisors.Multiprocess, "run", run_until_told)
    monkeypatch.setattr(uvicorn.supervisors.multiprocess.signal, "signal", lambda *_: None)
    worker_processes.run_workers(uvicorn.Config(refuse_to_start, port=0, workers=2, log_level="critical"))
    assert was_open_when_told == [False]


def test_one_worker_whose_application_cannot_start_ends_the_process_with_an_error():
    config = uvicorn.Config(refuse_to_start, port=0, log_level="critical", lifespan="on")
    with pytest.raises(SystemExit) as ended:
        worker_processes.run_workers(config)
    assert ended.value.code
