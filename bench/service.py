"""What a request over HTTP costs beside the library's own call: processor time a case, and how long a client waits.

Run with `make bench-http`. One worker process, one connection that is kept; the cases have random events of all laws.
"""

from __future__ import annotations

import contextlib
import http.client
import json
import os
import statistics
import time
from collections.abc import Callable
from pathlib import Path
from urllib.parse import quote

from overgreb_rules import Case, evaluate
from tests.fixtures.random_cases import random_case
from tests.fixtures.running_service import running_service

AT = "2026-11-21T12:00:00+01:00"
CASES = 400
TICKS = os.sysconf("SC_CLK_TCK")


def processor_seconds(pid: int) -> float:
    """Return the processor time of a process, user and system.

    Args:
        pid: The number of the process.

    Returns:
        Seconds.
    """
    fields = Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / TICKS


def time_requests(port: int, path: str, media: str, bodies: list[bytes]) -> list[float]:
    """Ask one request after the other over one connection.

    Args:
        port: The port of the service.
        path: Path and query.
        media: The media type of the bodies.
        bodies: The bodies.

    Returns:
        Seconds until each answer was read.

    Raises:
        RuntimeError: A request was not answered with 200: the time until a refusal is not what is measured.
    """
    waits: list[float] = []
    with contextlib.closing(http.client.HTTPConnection("127.0.0.1", port)) as connection:
        for body in bodies:
            started = time.perf_counter()
            connection.request("POST", path, body, {"Content-Type": media})
            answer = connection.getresponse()
            answer.read()
            waits.append(time.perf_counter() - started)
            if answer.status != http.client.OK:
                raise RuntimeError(f"a request was answered with {answer.status}")
    return waits


def milliseconds_a_case(seconds: Callable[[], float], work: Callable[[], object]) -> float:
    """Return the processor time that work takes, for each case.

    Args:
        seconds: Returns the processor time so far.
        work: What is measured; it is about all cases.

    Returns:
        Milliseconds a case.
    """
    before = seconds()
    work()
    return (seconds() - before) * 1000 / CASES


def main() -> None:
    """Measure and print the table."""
    bodies = [json.dumps(random_case(number)[0]).encode() for number in range(CASES)]
    stream = b"\n".join(json.dumps(json.loads(body)).encode() for body in bodies)
    path = f"/v1/evaluations?at={quote(AT)}"

    def call_library() -> None:
        for body in bodies:
            evaluate(Case.model_validate_json(body), at=AT).to_json()

    call_library()
    library = milliseconds_a_case(time.process_time, call_library)
    with running_service() as service:
        time_requests(service.port, path, "application/json", bodies)
        waits: list[float] = []

        def own() -> float:
            return processor_seconds(service.process.pid)

        single = milliseconds_a_case(
            own, lambda: waits.extend(time_requests(service.port, path, "application/json", bodies))
        )
        lines = milliseconds_a_case(own, lambda: time_requests(service.port, path, "application/jsonl", [stream]))
    cuts = statistics.quantiles(waits, n=100)
    print(f"{CASES} cases, one worker, one connection")
    print(f"library, JSON in and out   {library:6.2f} ms of processor a case")
    print(f"a request                  {single:6.2f} ms ({single - library:+.2f}; aim at most +1.20)")
    print(f"a line of a stream         {lines:6.2f} ms ({lines - library:+.2f}; aim at most +0.10)")
    print(f"requests a second          {len(waits) / sum(waits):6.0f}")
    print(f"wait, median and 99 %      {cuts[49] * 1000:6.2f} ms {cuts[98] * 1000:6.2f} ms")


if __name__ == "__main__":
    main()
