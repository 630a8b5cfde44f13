"""The processes of the service, which take no new connection once they are told to stop."""

from __future__ import annotations

import multiprocessing
import shutil
import signal
from multiprocessing.process import BaseProcess
from threading import Thread

from uvicorn import Config, Server
from uvicorn.config import STARTUP_FAILURE
from uvicorn.supervisors import Multiprocess


class _WorkerProcesses(Multiprocess):
    """The workers of uvicorn; this process lets go of the port before it waits for them.

    Each worker closes its own copy of the listening socket when it begins to stop. As long as the copy of this process
    is open, the system still accepts connections, which nobody answers and the end of the process resets.
    """

    def terminate_all(self) -> None:
        """Close the listening socket and tell each worker to end what it has begun."""
        for listening in self.sockets:
            listening.close()
        super().terminate_all()


def run_workers(config: Config) -> None:
    """Serve until the process is told to stop.

    Args:
        config: The application, the port and the number of workers. One worker is this process itself.

    Raises:
        SystemExit: The port cannot be had, or the application cannot be made.
    """
    if config.workers > 1:
        _WorkerProcesses(config, [config.bind_socket()]).run()
        return
    server = Server(config)
    # uvicorn raises the signal once more after it has stopped: by default SIGTERM would end the process as if killed.
    before = signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        server.run()
    except KeyboardInterrupt:
        return
    finally:
        signal.signal(signal.SIGTERM, before)
    if not server.started:
        raise SystemExit(STARTUP_FAILURE)


def stop_without_parent(counters: str | None) -> None:
    """Let a worker stop, as if it were told to, once the process that started it has ended.

    Nobody would start it again or tell it to stop, and it would hold the port. A process that is no worker goes on.

    Args:
        counters: The folder of the counters of all workers, which nobody else removes then; None for none.
    """
    parent = multiprocessing.parent_process()
    if parent is not None:
        Thread(target=_stop_after, args=(parent, counters), daemon=True).start()


def _stop_after(parent: BaseProcess, counters: str | None) -> None:
    parent.join()
    signal.raise_signal(signal.SIGTERM)
    if counters is not None:
        shutil.rmtree(counters, ignore_errors=True)
