"""Many cases: lazily, in order, one answer or one structured error for each. A bad case never stops the rest."""

from __future__ import annotations

import datetime as dt
import os
import pickle
import signal
import threading
from collections import deque
from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import Future, ProcessPoolExecutor
from multiprocessing import connection, get_context, parent_process

from overgreb_rules._case import Case
from overgreb_rules.errors import CaseError
from overgreb_rules.evaluate import evaluate, instant_of
from overgreb_rules.evaluation import Evaluation
from overgreb_rules.policy import Policy
from overgreb_rules.rulebook import Rulebook

__all__ = ["AnyCase", "evaluate_many"]

AnyCase = Case | str | bytes | Mapping[str, object]
"""A case as a model, as JSON text, or as the data of the JSON."""

_PIECE = 32
"""Cases that a worker is given at a time: some tenths of a second, beside which the way to it costs nothing."""
_PIECES_AHEAD = 3
"""For each worker: one that it works on, one that waits for it, and one that is being taken."""

_Answers = list[Evaluation | CaseError]


def evaluate_many(
    cases: Iterable[AnyCase],
    *,
    at: str | dt.datetime,
    workers: int = 1,
    rulebook: Rulebook | None = None,
    policy: Policy | None = None,
) -> Iterator[Evaluation | CaseError]:
    """The evaluation of each case, or the CaseError that refuses it, in the order of `cases`.

    Lazy: `cases` is read as answers are taken, up to some hundred ahead of them where there are several `workers`,
    and nothing is kept: memory does not grow with the number of cases. Workers are spawned processes, never threads,
    and each reads the rules once; a program that asks for them needs the guard `if __name__ == "__main__":`. They end
    with the last answer, when the iterator is closed or forgotten, and with the process that asked for them. What
    each of them makes is made whole, with all texts, and comes back through a pipe: workers pay where the texts are
    read, and not where only dates are.

    Raises InstantError at once where `at` is no instant. With the answer at which it happens: RuleError as `evaluate`
    does, EngineMissing, and whatever `cases` itself raises.
    """
    instant_of(at)
    if workers < 1:
        raise ValueError(f"workers is 1 or more, not {workers}")
    moment = at.isoformat() if isinstance(at, dt.datetime) else at
    if workers == 1:
        return (_one(case, moment, rulebook, policy) for case in cases)
    return _spread(cases, pickle.dumps((moment, rulebook, policy)), workers)


def _one(case: AnyCase, at: str, rulebook: Rulebook | None, policy: Policy | None) -> Evaluation | CaseError:
    try:
        if isinstance(case, str | bytes):
            case = Case.model_validate_json(case)
        elif not isinstance(case, Case):
            case = Case.model_validate(case)
        return evaluate(case, at=at, rulebook=rulebook, policy=policy)
    except CaseError as error:
        return error


def _spread(cases: Iterable[AnyCase], asked: bytes, workers: int) -> Iterator[Evaluation | CaseError]:
    pool = ProcessPoolExecutor(workers, mp_context=get_context("spawn"), initializer=_begin)
    try:
        waiting: deque[Future[_Answers]] = deque()
        coming = _submitted(pool, cases, asked)
        while True:
            while len(waiting) < workers * _PIECES_AHEAD and (piece := next(coming, None)) is not None:
                waiting.append(piece)
            if not waiting:
                return
            yield from waiting.popleft().result()
    finally:
        # A caller who has had enough waits for what is being worked on, and for nothing that has not begun.
        pool.shutdown(wait=True, cancel_futures=True)


def _submitted(pool: ProcessPoolExecutor, cases: Iterable[AnyCase], asked: bytes) -> Iterator[Future[_Answers]]:
    """The cases piece by piece on their way; what reading them raises comes after the answers to those before it."""
    piece: list[AnyCase] = []
    try:
        for case in cases:
            piece.append(case)
            if len(piece) == _PIECE:
                yield pool.submit(_answers, piece, asked)
                piece = []
    except Exception as error:  # whatever it is: it is raised again in its turn
        failed: Future[_Answers] = Future()
        failed.set_exception(error)
        if piece:
            yield pool.submit(_answers, piece, asked)
        yield failed
        return
    if piece:
        yield pool.submit(_answers, piece, asked)


def _answers(cases: list[AnyCase], asked: bytes) -> _Answers:
    """In a worker: a piece of the cases."""
    at, rulebook, policy = pickle.loads(asked)  # noqa: S301  # from the process that started this one
    return [_one(case, at, rulebook, policy) for case in cases]


def _begin() -> None:
    """In a worker, before anything else: it ends by the hand of its parent, or with it."""
    # Ctrl-C reaches every process of a terminal: the parent alone answers it.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_the_parent, daemon=True).start()


def _end_with_the_parent() -> None:
    """Wait for the end of the parent, however it comes. This thread never touches the engine."""
    parent = parent_process()
    if parent is not None:
        connection.wait([parent.sentinel])
        os._exit(1)
