"""What a service tells of itself: one log line a request, and counters. Nothing of a case stands in either."""

from __future__ import annotations

import json
import logging
import os
import re
import traceback
from asyncio import CancelledError
from collections.abc import Callable
from contextvars import ContextVar
from dataclasses import dataclass
from pathlib import Path

import anyio
from prometheus_client import CollectorRegistry, Counter, Histogram, generate_latest
from prometheus_client.multiprocess import MultiProcessCollector
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from overgreb_rules.rulebook import CacheStats
from overgreb_rules.service.problem import build_stop_problem, problem_response
from overgreb_rules.service.query import language_of

_TRACE = re.compile(r"[0-9a-f]{2}-(?P<trace>[0-9a-f]{32})-[0-9a-f]{16}-[0-9a-f]{2}\Z")
SECURITY_HEADERS = [
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"no-referrer"),
    (
        b"content-security-policy",
        b"default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'",
    ),
]
"""The headers of every answer: it is shown as what it is, nowhere else, and loads nothing."""
SHARED_COUNTERS = "PROMETHEUS_MULTIPROC_DIR"
"""The variable of the environment that names the folder of the counters of all processes (prometheus-client)."""
LOGGER = logging.getLogger("overgreb_rules.service")
_PLAIN_LOGGERS = {"overgreb_rules", "uvicorn"}
"""The loggers whose messages hold no value before they are formatted; with those of the packages below them."""


@dataclass(slots=True)
class RequestCounts:
    """How many cases and duties a request was about, and how it ended.

    Attributes:
        cases: The number of cases that were answered.
        duties: The number of duties in the answers.
        ended_with: The status of the problem that ended a stream after its own status had been sent; None where
            nothing did.
    """

    cases: int = 0
    duties: int = 0
    ended_with: int | None = None


request_counts: ContextVar[RequestCounts] = ContextVar("request_counts")
"""The counts of the request under way; a path adds to them."""


class LogLines(logging.Formatter):
    """One line of JSON a record: those of requests as they are, others without the words of their errors.

    An error of the program may hold what a case told. Its line says of which type it is and where it was raised. The
    words of a record are those of this package and of uvicorn alone: other libraries put values into theirs.
    """

    def format(self, record: logging.LogRecord) -> str:
        """Write a record.

        Args:
            record: The record.

        Returns:
            The line.
        """
        if record.name == LOGGER.name:
            return record.getMessage()
        line: dict[str, object] = {"level": record.levelname, "logger": record.name}
        if record.name.partition(".")[0] in _PLAIN_LOGGERS:
            line["says"] = str(record.msg).strip()
        else:
            line["logged"] = f"{record.filename}:{record.lineno}"
        if record.exc_info and record.exc_info[0]:
            places = traceback.extract_tb(record.exc_info[2])
            line["error"] = record.exc_info[0].__name__
            line["raised"] = [f"{Path(place.filename).name}:{place.lineno}" for place in places]
        return json.dumps(line)


class ServiceMetrics:
    """Counters of the service: requests by path and status, seconds by path, cases, the memory of the matcher.

    Where `SHARED_COUNTERS` names a folder, each process keeps its counts in a file there, and each tells the totals.
    """

    def __init__(self, memory: Callable[[], CacheStats]) -> None:
        """Prepare the counters in a registry of their own.

        Args:
            memory: Returns how often the matcher was asked what it had answered before.
        """
        self._memory, self._hits, self._misses = memory, 0, 0
        own = CollectorRegistry()
        self._requests = Counter("overgreb_rules_requests", "Requests answered", ["route", "status"], registry=own)
        self._seconds = Histogram(
            "overgreb_rules_request_seconds", "Seconds until an answer was sent", ["route"], registry=own
        )
        # The first series of a kind opens the file of the process, and the folder can be gone before the first request
        # has ended: whoever started the workers may have been killed.
        self._seconds.labels("unknown")
        self._cases = Counter("overgreb_rules_cases", "Cases evaluated", registry=own)
        self._questions = Counter("overgreb_rules_matcher_memory", "Questions to the matcher", ["found"], registry=own)
        self.registry = own
        if SHARED_COUNTERS in os.environ:
            self.registry = CollectorRegistry()
            MultiProcessCollector(self.registry)  # type: ignore[no-untyped-call]  # of the library

    def count(self, route: str, status: int, seconds: float, cases: int) -> None:
        """Count a request.

        Args:
            route: The path with the names of its parameters, never their values.
            status: The status code.
            seconds: How long it took.
            cases: How many cases it was about.
        """
        self._requests.labels(route, str(status)).inc()
        self._seconds.labels(route).observe(seconds)
        self._cases.inc(cases)
        stats = self._memory()
        self._questions.labels("yes").inc(stats.hits - self._hits)
        self._questions.labels("no").inc(stats.misses - self._misses)
        self._hits, self._misses = stats.hits, stats.misses

    def render(self) -> bytes:
        """Return the counters.

        Returns:
            Their text in the format of Prometheus.
        """
        return generate_latest(self.registry)


class RequestLog:
    """Middleware that times a request, counts it, logs one line of JSON, and adds the security headers.

    A stream that ended with a problem is counted and logged with the status of the problem.

    It passes HEAD on as GET, so that each path that gives a document has both, and an address as its path. A request
    that has no answer when the time of a stop is over is answered with a problem.
    """

    def __init__(self, app: ASGIApp, *, metrics: ServiceMetrics, rulebook: str) -> None:
        """Wrap an application.

        Args:
            app: The application.
            metrics: The counters.
            rulebook: The version of the rules, for the log.
        """
        self._app, self._metrics, self._rulebook = app, metrics, rulebook

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on and tell of it."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        if scope["method"] == "HEAD":
            # The answer of GET, of which the server leaves out the body (RFC 9110 § 9.3.2).
            scope = {**scope, "method": "GET"}
        if scope["path"].lower().startswith(("http://", "https://")):
            # A server must take the address as a whole too (RFC 9112 § 3.2.2).
            scope = {**scope, "path": f"/{scope['path'].partition('://')[2].partition('/')[2]}"}
        # The time of the event loop: it measures how long something takes, and tells no instant.
        # Without an answer the server sends that of an unforeseen error.
        status, is_begun, started, counts = 500, False, anyio.current_time(), RequestCounts()
        request_counts.set(counts)

        async def send_with_headers(message: Message) -> None:
            nonlocal status, is_begun
            if message["type"] == "http.response.start":
                status, is_begun = message["status"], True
                message = {**message, "headers": [*message["headers"], *SECURITY_HEADERS]}
            await send(message)

        try:
            await self._app(scope, receive, send_with_headers)
        except CancelledError:
            # uvicorn alone cancels, once the time of a stop is over.
            if is_begun:
                raise
            await problem_response(build_stop_problem(), language_of(Request(scope)))(scope, receive, send_with_headers)
        finally:
            seconds, status = anyio.current_time() - started, counts.ended_with or status
            # The template of the route: a path that was asked for may hold anything.
            route = getattr(scope.get("route"), "path", "unknown")
            self._metrics.count(route, status, seconds, counts.cases)
            line = {
                "route": route,
                "status": status,
                "ms": round(seconds * 1000, 1),
                "cases": counts.cases,
                "duties": counts.duties,
                "rulebook": self._rulebook,
                "request": _trace_of(scope),
            }
            LOGGER.info(json.dumps(line))


def _trace_of(scope: Scope) -> str | None:
    """Return the id of the request from a `traceparent` header of the W3C; None where there is none."""
    given = dict(scope["headers"]).get(b"traceparent", b"").decode("latin-1")
    match = _TRACE.match(given)
    return match["trace"] if match else None
