"""The handler of each path that is asked about cases: it checks the parameters, reads the body and gives the answer."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import TypeVar

from starlette.requests import Request
from starlette.responses import Response

from overgreb_rules._evaluate.envelope import StreamDefaults
from overgreb_rules._evaluate.work_list import MOST_LISTED, AgendaLimit
from overgreb_rules._evaluate.work_list_filter import AgendaFilter, read_count, read_kommune
from overgreb_rules.service.entity_tag import etag_of
from overgreb_rules.service.observability import request_counts
from overgreb_rules.service.query import Query, read_query
from overgreb_rules.service.questions import Answer, CaseQuestions
from overgreb_rules.service.request_body import (
    JSON,
    JSON_LINES,
    BodyReader,
    media_type_of,
    split_lines,
)
from overgreb_rules.service.stream_answers import answer_stream
from overgreb_rules.service.streaming import LinesResponse
from overgreb_rules.service.worker import EvaluationWorker

R = TypeVar("R")
AGENDA_FILTERS = ("law", "rule", "bearer", "kommune", "status", "limit", "closed")
"""The parameters that narrow an agenda."""


@dataclass(frozen=True, slots=True)
class CaseHandlers:
    """The handlers, with what answers cases and the thread in which it does."""

    questions: CaseQuestions
    worker: EvaluationWorker
    bodies: BodyReader

    async def evaluations(self, request: Request) -> Response:
        """Evaluate one case, or a stream of cases line by line.

        Args:
            request: Its parameters are `at` and `detail`; a stream may leave out `at`, where each line has its own. The
                body is a case, or by its media type a stream of cases and envelopes.

        Returns:
            The evaluation as JSON; of a stream, the answer or the refusal of each line.

        Raises:
            RequestProblem: A parameter, the media type, the size or a bound of the process refuses it.
            CaseError: The case is refused.
        """
        media = media_type_of(request, (JSON, *JSON_LINES))
        required = () if media in JSON_LINES else ("at",)
        query = self._query(request, required, ("at", "detail"))
        if media in JSON_LINES:
            return self._stream(request, query)
        at, detail = str(query.at), query.detail
        return _respond(await self._ask(request, lambda body: self.questions.evaluate_case(body, at, detail)))

    async def suppositions(self, request: Request) -> Response:
        """Compare a case with the same case in which something more has happened.

        Args:
            request: Its parameters are `at` and `detail`; the body is an object with `case` and `suppose`.

        Returns:
            The comparison as JSON: the duties that would stand otherwise.

        Raises:
            RequestProblem: A parameter, the media type, the size or a bound of the process refuses it.
            CaseError: The case or what is supposed is refused.
        """
        query = self._query_of_case(request, ("at",), ("detail",))
        at, detail = str(query.at), query.detail
        return _respond(await self._ask(request, lambda body: self.questions.suppose(body, at, detail)))

    async def replays(self, request: Request) -> Response:
        """Make a saved answer again and say what differs.

        Args:
            request: It has no parameter of its own; the body is an object with `receipt`, the saved answer, and `case`.

        Returns:
            JSON that says whether both are the same, and which pins have moved.

        Raises:
            RequestProblem: A parameter, the media type, the size or a bound of the process refuses it.
            CaseError: The saved answer or the case is refused.
        """
        self._query_of_case(request, (), ())
        # A saved answer is some hundred times as long as its case.
        body = await self.bodies.read(request, self.questions.limits.stream_bytes)
        with self.worker.replays.take():
            return _respond(await self.worker.run(partial(self.questions.replay, body)))

    async def explanations(self, request: Request) -> Response:
        """Tell one duty of a case whole.

        Args:
            request: Its parameters are `at` and `key`, the key of the duty; the body is the case.

        Returns:
            The duty as JSON, with the words of `explain` in both languages.

        Raises:
            RequestProblem: A parameter, the media type, the size or a bound of the process refuses it.
            CaseError: The case is refused, or has no such duty.
        """
        query = self._query_of_case(request, ("at", "key"), ())
        at, key = str(query.at), query.values["key"]
        return _respond(await self._ask(request, lambda body: self.questions.explain(body, at, key)))

    async def why_not(self, request: Request) -> Response:
        """Say why a rule gives no duty in a case.

        Args:
            request: Its parameters are `at` and `rule`, the id of the rule; the body is the case.

        Returns:
            The reasons as JSON.

        Raises:
            RequestProblem: A parameter, the media type, the size or a bound of the process refuses it.
            CaseError: The case is refused.
            RuleError: There is no such rule.
        """
        query = self._query_of_case(request, ("at", "rule"), ())
        at, rule = str(query.at), query.values["rule"]
        return _respond(await self._ask(request, lambda body: self.questions.why_not(body, at, rule)))

    async def calendars(self, request: Request) -> Response:
        """Return the deadlines of a case as a calendar.

        Args:
            request: Its parameter is `at`, and `lang` chooses the language of the calendar; the body is the case.

        Returns:
            iCalendar, with an event for each deadline.

        Raises:
            RequestProblem: A parameter, the media type, the size or a bound of the process refuses it.
            CaseError: The case is refused.
        """
        query = self._query_of_case(request, ("at",), ())
        at, language = str(query.at), query.language
        answer = await self._ask(request, lambda body: self.questions.deadline_feed(body, at, language))
        return _respond(answer, "text/calendar; charset=utf-8")

    async def agenda(self, request: Request) -> Response:
        """Return the work list of many cases, one a line.

        Args:
            request: Its parameters are `at` and those of `AGENDA_FILTERS`; the body holds a case a line.

        Returns:
            The duties that ask for something now as JSON, with the refusals of the lines that are no case.

        Raises:
            RequestProblem: A parameter, the media type, the size or a bound of the process refuses it.
            CaseError: A filter names what the rules do not know.
        """
        media_type_of(request, JSON_LINES)
        query = self._query(request, ("at",), AGENDA_FILTERS)
        wanted, limit = _agenda_filter(query), _agenda_limit(query)
        limits = self.questions.limits
        lines = split_lines(await self.bodies.read(request, limits.stream_bytes), limits.case_bytes)
        with self.worker.agendas.take():
            work = partial(self.questions.agenda, lines, str(query.at), wanted, limit, query.language)
            return _respond(await self.worker.run_long(work))

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
        headers = {"content-type": JSON_LINES[0], "cache-control": "no-store"}
        answers = answer_stream(request, defaults, limits, self.worker)
        return LinesResponse(answers, limits.idle_seconds, headers, self.worker.streams.take())


def _respond(answer: Answer, media: str = JSON) -> Response:
    """Return the response of an answer. Its tag is the hash of the bytes: nothing on which they depend is left out."""
    counts = request_counts.get()
    counts.cases, counts.duties = answer.cases, answer.duties
    headers = {"ETag": etag_of(answer.data), "Cache-Control": "no-store"}
    return Response(answer.data, headers=headers, media_type=media)


def _agenda_filter(query: Query) -> AgendaFilter:
    values = query.values
    statuses = frozenset(values["status"].split(",")) if "status" in values else frozenset()
    closed = values.get("closed") == "true"
    kommune = read_kommune(values["kommune"], "?kommune") if "kommune" in values else None
    return AgendaFilter(values.get("law"), values.get("rule"), values.get("bearer"), statuses, closed, kommune)


def _agenda_limit(query: Query) -> AgendaLimit:
    return AgendaLimit(total=read_count(query.values.get("limit", "0"), "?limit", MOST_LISTED, least=0) or None)
