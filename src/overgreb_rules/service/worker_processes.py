"""The processes of the service, which take no new connection once they are told to stop."""

from __future__ import annotations

from contextlib import suppress

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
    with suppress(KeyboardInterrupt):
        server.run()
    if not server.started:
        raise SystemExit(STARTUP_FAILURE)
