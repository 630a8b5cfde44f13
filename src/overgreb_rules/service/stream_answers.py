"""The answers to the lines of a stream: in order, a few lines at a time; what ends the stream early is a last line."""

from __future__ import annotations

import logging
from asyncio import CancelledError
from collections.abc import AsyncGenerator
from contextlib import aclosing
from dataclasses import dataclass
from functools import partial

from starlette.requests import Request

from overgreb_rules._evaluate.envelope import LineAnswer, StreamDefaults, answer_line, refuse_line
from overgreb_rules.service.observability import RequestCounts, request_counts
from overgreb_rules.service.problem import RequestProblem, build_stop_problem, problem_of
from overgreb_rules.service.request_body import read_lines, too_large
from overgreb_rules.service.settings import ServiceLimits
from overgreb_rules.service.worker import EvaluationWorker

_LINES_AT_A_TIME = 16
_LOGGER = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class _AnsweredLines:
    """The answers to a few lines of a stream.

    Attributes:
        text: The answers as they are sent; empty where there is none.
        lines: How many lines were answered.
        counts: What is counted of the answers.
        fault: What kept the next line from an answer; None where all lines were answered.
    """

    text: bytes
    lines: int
    counts: RequestCounts
    fault: Exception | None


async def answer_stream(
    request: Request, defaults: StreamDefaults, limits: ServiceLimits, worker: EvaluationWorker
) -> AsyncGenerator[bytes, None]:
    """Answer the lines of a body.

    A piece of 64 KiB can hold 900 lines, whose answers are 24 MB: of those no more is made than the client reads, and
    other requests wait for no more than a few lines.

    Args:
        request: The request; its body is read as the answers are taken.
        defaults: What holds for a line that does not say otherwise.
        limits: The limits of the service.
        worker: The thread in which lines are answered.

    Yields:
        The answers to a few lines, each with its end. What keeps a later line than the first from an answer stands in
        the last line, as the refusal of the line that was not answered; the counts of the request have its status.

    Raises:
        RequestProblem: The first line has no answer: the stream is too large, the client or the service too slow.
        CancelledError: The first line has no answer when the time of a stop is over.
        Exception: The first line has no answer, because the engine or the service failed.
    """
    number, counts = 0, request_counts.get()
    try:
        async with aclosing(read_lines(request, limits)) as pieces:
            async for piece in pieces:
                for start in range(0, len(piece), _LINES_AT_A_TIME):
                    lines = piece[start : start + _LINES_AT_A_TIME]
                    work = partial(_answer_lines, lines, number, defaults, limits.case_bytes)
                    answered = await worker.run_lines(work)
                    number += answered.lines
                    counts.cases += answered.counts.cases
                    counts.duties += answered.counts.duties
                    if answered.text:
                        yield answered.text
                    if answered.fault is not None:
                        raise answered.fault
    except (Exception, CancelledError) as ended:
        if not number:
            raise
        # The status has been sent: the reason stands in the line that was not answered, and the stream ends there.
        # uvicorn alone cancels, once the time of a stop is over.
        problem = build_stop_problem() if isinstance(ended, CancelledError) else problem_of(ended)
        if not isinstance(ended, (RequestProblem, CancelledError)):
            _LOGGER.error("a line of a stream has no answer", exc_info=ended)
        counts.ended_with = int(problem.status)
        yield f"{refuse_line(problem.refusal, number + 1, defaults.language).text}\n".encode()


def _answer_lines(lines: list[bytes | None], before: int, defaults: StreamDefaults, case_bytes: int) -> _AnsweredLines:
    """Answer lines up to one that cannot be answered; each answer is copied and encoded once."""
    answers: list[LineAnswer] = []
    fault = None
    try:
        for number, line in enumerate(lines, start=before + 1):
            answers.append(
                refuse_line(too_large(case_bytes), number, defaults.language)
                if line is None
                else answer_line(line, number, defaults)
            )
    except Exception as error:  # whatever it is, the answers before it are sent
        fault = error
    text = b"\n".join([*(answer.text.encode() for answer in answers), b""])
    cases, duties = sum(not answer.is_refused for answer in answers), sum(answer.duties for answer in answers)
    return _AnsweredLines(text, len(answers), RequestCounts(cases, duties), fault)
