"""The handler of each path that is asked about cases: it checks the parameters, reads the body and gives the answer."""

from __future__ import annotations

from asyncio import CancelledError
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from functools import partial
from typing import TypeVar

from starlette.requests import Request
from starlette.responses import Response

from overgreb_rules._evaluate.envelope import StreamDefaults, answer_line, refuse_line
from overgreb_rules._evaluate.work_list import MOST_LISTED, AgendaLimit
from overgreb_rules._evaluate.work_list_filter import AgendaFilter, read_count, read_kommune
from overgreb_rules.service.observability import RequestCounts, request_counts
from overgreb_rules.service.problem import RequestProblem, build_stop_problem
from overgreb_rules.service.query import Query, read_query
from overgreb_rules.service.questions import Answer, CaseQuestions
from overgreb_rules.service.request_body import (
    JSON,
    JSON_LINES,
    BodyReader,
    media_type_of,
    read_lines,
    split_lines,
    too_large,
)
from overgreb_rules.service.streaming import LinesResponse
from overgreb_rules.service.worker import EvaluationWorker

R = TypeVar("R")
AGENDA_FILTERS = ("law", "rule", "bearer", "kommune", "status", "limit", "closed")
"""The parameters that narrow an agenda."""
_LINES_AT_A_TIME = 16


@dataclass(frozen=True, slots=True)
class CaseHandlers:
    """The handlers, with what answers cases and the thread in which it does."""

    questions: CaseQuestions
    worker: EvaluationWorker
    bodies: BodyReader

    async def evaluations(self, request: Request) -> Response:
        """Evaluate one case, or a stream of cases line by line.

        Args:
            request: The request.

        Returns:
            The response.

        Raises:
            RequestProblem: A parameter, the body or a limit refuses it.
        """
        media = media_type_of(request, (JSON, *JSON_LINES))
        required = () if media in JSON_LINES else ("at",)
        query = self._query(request, required, ("at", "detail"))
        if media in JSON_LINES:
            return self._stream(request, query)
        at, detail = str(query.at), query.detail
        return _json(await self._ask(request, lambda body: self.questions.evaluate_case(body, at, detail)))

    async def suppositions(self, request: Request) -> Response:
        """Compare a case with the same case in which something more has happened.

        Args:
            request: The request.

        Returns:
            The response.

        Raises:
            RequestProblem: A parameter, the body or a limit refuses it.
        """
        query = self._query_of_case(request, ("at",), ("detail",))
        at, detail = str(query.at), query.detail
        return _json(await self._ask(request, lambda body: self.questions.suppose(body, at, detail)))

    async def replays(self, request: Request) -> Response:
        """Make a saved answer again and say what differs.

        Args:
            request: The request.

        Returns:
            The response.

        Raises:
            RequestProblem: A parameter, the body or a limit refuses it.
        """
        self._query_of_case(request, (), ())
        # A saved answer is some hundred times as long as its case.
        body = await self.bodies.read(request, self.questions.limits.stream_bytes)
        with self.worker.replays.take():
            return _json(await self.worker.run(partial(self.questions.replay, body)))

    async def explanations(self, request: Request) -> Response:
        """Tell one duty of a case whole.

        Args:
            request: The request.

        Returns:
            The response.

        Raises:
            RequestProblem: A parameter, the body or a limit refuses it.
        """
        query = self._query_of_case(request, ("at", "key"), ())
        at, key = str(query.at), query.values["key"]
        return _json(await self._ask(request, lambda body: self.questions.explain(body, at, key)))

    async def why_not(self, request: Request) -> Response:
        """Say why a rule gives no duty in a case.

        Args:
            request: The request.

        Returns:
            The response.

        Raises:
            RequestProblem: A parameter, the body or a limit refuses it.
        """
        query = self._query_of_case(request, ("at", "rule"), ())
        at, rule = str(query.at), query.values["rule"]
        return _json(await self._ask(request, lambda body: self.questions.why_not(body, at, rule)))

    async def calendars(self, request: Request) -> Response:
        """Return the deadlines of a case as a calendar.

        Args:
            request: The request.

        Returns:
            The response.

        Raises:
            RequestProblem: A parameter, the body or a limit refuses it.
        """
        query = self._query_of_case(request, ("at",), ())
        at, language = str(query.at), query.language
        calendar, answer = await self._ask(request, lambda body: self.questions.deadline_feed(body, at, language))
        _count(answer)
        return Response(calendar, headers={"ETag": answer.etag}, media_type="text/calendar; charset=utf-8")

    async def agenda(self, request: Request) -> Response:
        """Return the work list of many cases, one a line.

        Args:
            request: The request.

        Returns:
            The response.

        Raises:
            RequestProblem: A parameter, the body or a limit refuses it.
        """
        media_type_of(request, JSON_LINES)
        query = self._query(request, ("at",), AGENDA_FILTERS)
        wanted, limit = _agenda_filter(query), _agenda_limit(query)
        limits = self.questions.limits
        lines = split_lines(await self.bodies.read(request, limits.stream_bytes), limits.case_bytes)
        with self.worker.agendas.take():
            work = partial(self.questions.agenda, lines, str(query.at), wanted, limit, query.language)
            return _json(await self.worker.run_long(work))

    async def _ask(self, request: Request, question: Callable[[bytes], R]) -> R:
        """Read the body, and answer the question on it in the thread; the request holds a place until then.

        A client that is slow to send holds none, so that many of them keep nobody else out.
        """
        body = await self.bodies.read(request, self.questions.limits.case_bytes)
        with self.worker.requests.take():
            return await self.worker.run(partial(question, body))

    def _query_of_case(self, request: Request, required: tuple[str, ...], optional: tuple[str, ...]) -> Query:
        media_type_of(request, (JSON,))
        return self._query(request, required, optional)

    def _query(self, request: Request, required: tuple[str, ...], optional: tuple[str, ...]) -> Query:
        rulebook = self.questions.rulebook
        return read_query(request, rulebook, required=required, optional=[*optional])

    def _stream(self, request: Request, query: Query) -> Response:
        headers = {"content-type": JSON_LINES[0], "cache-control": "no-store"}
        idle_seconds, place = self.questions.limits.idle_seconds, self.worker.streams.take()
        return LinesResponse(self._answers(request, query), idle_seconds, headers, place)

    async def _answers(self, request: Request, query: Query) -> AsyncIterator[bytes]:
        """Yield the answers to the lines of the body, in order.

        A piece of 64 KiB can hold 900 lines, whose answers are 24 MB: of those no more is made than the client reads,
        and other requests wait for no more than a few lines.
        """
        limits = self.questions.limits
        defaults = StreamDefaults(
            at=query.at,
            detail=query.detail,
            language=query.language,
            rulebook=self.questions.rulebook,
            policy=self.questions.policy,
            most_events=limits.events,
            most_duties=limits.duties,
        )
        number, counts = 0, request_counts.get()
        try:
            async for piece in read_lines(request, limits):
                for start in range(0, len(piece), _LINES_AT_A_TIME):
                    lines = piece[start : start + _LINES_AT_A_TIME]
                    work = partial(_answer_lines, lines, number, defaults, limits.case_bytes)
                    text, added = await self.worker.run_lines(work)
                    number += len(lines)
                    counts.cases, counts.duties = counts.cases + added.cases, counts.duties + added.duties
                    yield text
        except (RequestProblem, CancelledError) as ended:
            # The status has been sent: the reason stands in the line that was not answered, and the stream ends there.
            # uvicorn alone cancels, once the time of a stop is over.
            problem = ended if isinstance(ended, RequestProblem) else build_stop_problem()
            yield f"{refuse_line(problem.refusal, number + 1, defaults.language).text}\n".encode()


def _answer_lines(
    lines: list[bytes | None], before: int, defaults: StreamDefaults, case_bytes: int
) -> tuple[bytes, RequestCounts]:
    """Answer lines, as the text that is sent and what is counted of it; each answer is copied and encoded once."""
    answers = [
        refuse_line(too_large(case_bytes), number, defaults.language)
        if line is None
        else answer_line(line, number, defaults)
        for number, line in enumerate(lines, start=before + 1)
    ]
    text = b"\n".join([*(answer.text.encode() for answer in answers), b""])
    cases, duties = sum(not answer.is_refused for answer in answers), sum(answer.duties for answer in answers)
    return text, RequestCounts(cases, duties)


def _json(answer: Answer) -> Response:
    _count(answer)
    headers = {"Cache-Control": "no-store", **({"ETag": answer.etag} if answer.etag else {})}
    return Response(answer.text, headers=headers, media_type=JSON)


def _count(answer: Answer) -> None:
    counts = request_counts.get()
    counts.cases, counts.duties = answer.cases, answer.duties


def _agenda_filter(query: Query) -> AgendaFilter:
    values = query.values
    statuses = frozenset(values["status"].split(",")) if "status" in values else frozenset()
    closed = values.get("closed") == "true"
    kommune = read_kommune(values["kommune"], "?kommune") if "kommune" in values else None
    return AgendaFilter(values.get("law"), values.get("rule"), values.get("bearer"), statuses, closed, kommune)


def _agenda_limit(query: Query) -> AgendaLimit:
    return AgendaLimit(total=read_count(query.values.get("limit", "0"), "?limit", MOST_LISTED, least=0) or None)
