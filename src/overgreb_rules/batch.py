"""Many cases: lazily, in order, one answer or one structured error for each. A bad case never stops the rest."""

from __future__ import annotations

import datetime as dt
import itertools
from collections import deque
from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import Future, ProcessPoolExecutor
from multiprocessing import get_context

from overgreb_rules._case import Case
from overgreb_rules.errors import CaseError
from overgreb_rules.evaluate import evaluate, instant_of
from overgreb_rules.evaluation import Evaluation

__all__ = ["AnyCase", "evaluate_many"]

AnyCase = Case | str | bytes | Mapping[str, object]
"""A case as a model, as JSON text, or as the data of the JSON."""

_CHUNK = 200
_CHUNKS_AHEAD = 3


def evaluate_many(
    cases: Iterable[AnyCase], *, at: str | dt.datetime, workers: int = 1
) -> Iterator[Evaluation | CaseError]:
    """The evaluation of each case, or the CaseError that refuses it, in the order of `cases`.

    Lazy: `cases` is read as answers are taken, a few hundred ahead where there are several `workers`. Those are
    spawned processes, never threads. Raises InstantError at once where `at` is no instant.
    """
    instant_of(at)
    if workers < 1:
        raise ValueError(f"workers is 1 or more, not {workers}")
    moment = at.isoformat() if isinstance(at, dt.datetime) else at
    return _here(cases, moment) if workers == 1 else _spread(iter(cases), moment, workers)


def _here(cases: Iterable[AnyCase], at: str) -> Iterator[Evaluation | CaseError]:
    return (_one(case, at) for case in cases)


def _one(case: AnyCase, at: str) -> Evaluation | CaseError:
    try:
        if isinstance(case, str | bytes):
            case = Case.model_validate_json(case)
        elif not isinstance(case, Case):
            case = Case.model_validate(case)
        return evaluate(case, at=at)
    except CaseError as error:
        return error


def _chunk(cases: list[AnyCase], at: str) -> list[Evaluation | CaseError]:
    return [_one(case, at) for case in cases]


def _spread(cases: Iterator[AnyCase], at: str, workers: int) -> Iterator[Evaluation | CaseError]:
    with ProcessPoolExecutor(workers, mp_context=get_context("spawn")) as pool:
        waiting: deque[Future[list[Evaluation | CaseError]]] = deque()
        while True:
            while len(waiting) < workers * _CHUNKS_AHEAD and (chunk := list(itertools.islice(cases, _CHUNK))):
                waiting.append(pool.submit(_chunk, chunk, at))
            if not waiting:
                return
            yield from waiting.popleft().result()
