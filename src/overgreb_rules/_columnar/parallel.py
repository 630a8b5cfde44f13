"""Evaluation of pieces of tables, in this process and in spawned workers, in their order."""

from __future__ import annotations

import pickle
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future
from contextlib import contextmanager
from functools import lru_cache, partial
from typing import TypeAlias

import pyarrow as pa

from overgreb_rules._columnar.columns.arrays import CaseIndexArray, CodeArray, EventRowArray
from overgreb_rules._columnar.evaluator import BatchEvaluator
from overgreb_rules._columnar.io.input_tables import CaseBatch, conform_table
from overgreb_rules._columnar.io.schema import CASES, EVENTS
from overgreb_rules._deadlines.moment import instant_text
from overgreb_rules.errors import WorkerFault
from overgreb_rules.policy import Policy
from overgreb_rules.rulebook import Rulebook
from overgreb_rules.shared.process_pool import WorkerPool
from overgreb_rules.shared.value_object import ValueObject
from overgreb_rules.shared.worker_process import check_workers, start_workers

_EVALUATORS_KEPT = 4
_CASES_OF_A_PIECE = 65536
"""A piece is in memory anyway, so it is larger than a batch of a stream: that costs less per case."""
_PIECES_AHEAD = 2
"""The answers per process that wait for those before them: more would only take memory."""

PieceEvaluation: TypeAlias = Callable[[Iterable[CaseBatch]], Iterator[pa.Table]]
"""Evaluates some pieces and gives their answers in their order."""
_Pending: TypeAlias = "pa.Table | Future[bytes]"
_SentBatch = tuple[bytes, bytes, CaseIndexArray, EventRowArray, CodeArray, CaseIndexArray]


class TableQuestion(ValueObject):
    """What is asked of every piece of a table.

    Attributes:
        as_of: The instant of the evaluation in epoch seconds.
        book: The rules.
        policy: The ladders of escalation of a municipality; None for the standard ones.
        language: The language of errors, `da` or `en`.
        workers: The number of processes, the one that asks among them.
    """

    as_of: int
    book: Rulebook
    policy: Policy | None
    language: str
    workers: int = 1

    def __post_init__(self) -> None:
        check_workers(self.workers)

    @property
    def metadata(self) -> dict[str, str]:
        """What holds for every row of the answers: the instant, the rulebook and the matcher."""
        return {
            "schema": "1",
            "at": instant_text(self.as_of),
            "rulebook": self.book.version,
            "sha256": self.book.sha256,
            "engine": self.book.matcher,
        }

    def split(self, batch: CaseBatch) -> Iterator[CaseBatch]:
        """Split a batch into pieces, so that each process has one.

        Args:
            batch: The batch.

        Returns:
            The pieces in their order, of at most 65,536 cases.
        """
        return batch.split(min(_CASES_OF_A_PIECE, max(-(-batch.cases.num_rows // self.workers), 1)))


@lru_cache(maxsize=_EVALUATORS_KEPT)
def evaluator_of(question: TableQuestion) -> BatchEvaluator:
    """Return the evaluator of a question, with the signatures that it knows from earlier tables.

    Cached, at most 4 evaluators: a second table of 1,690 cases takes 1.12 s with the evaluator of the first one, and
    1.26 s with a new one.

    Args:
        question: The question.

    Returns:
        The evaluator; the same one for the same question.
    """
    return BatchEvaluator(question.as_of, question.book, question.policy, question.language)


def evaluate_pieces(pieces: Iterable[CaseBatch], question: TableQuestion) -> Iterator[pa.Table]:
    """Evaluate the pieces, as many at a time as there are processes.

    Args:
        pieces: The pieces; read as answers are taken.
        question: What is asked, and of how many processes.

    Yields:
        The answers to each piece, in their order.

    Raises:
        WorkerFault: A worker was killed.
    """
    with open_evaluation(question) as evaluate:
        yield from evaluate(pieces)


@contextmanager
def open_evaluation(question: TableQuestion) -> Iterator[PieceEvaluation]:
    """Start the processes that evaluate pieces.

    The workers start, and read the rules, before the first piece is asked for: whoever reads the tables with it does so
    meanwhile.

    Args:
        question: What is asked, and of how many processes.

    Yields:
        The function that evaluates some pieces and gives their answers in their order; it may be called again. It
        raises WorkerFault where a worker was killed.
    """
    if question.workers == 1:
        yield partial(map, evaluator_of(question).evaluate)  # a loop would hold each piece until the next one
        return
    question_bytes = pickle.dumps(question)
    with start_workers(question.workers - 1, WorkerFault) as pool:
        for _ in range(question.workers - 1):
            pool.submit(_prepare, question_bytes)

        def evaluate(pieces: Iterable[CaseBatch]) -> Iterator[pa.Table]:
            for answer in _in_order(pool, pieces, question, question_bytes):
                yield answer if isinstance(answer, pa.Table) else _read_ipc(pool.wait_for(answer))

        yield evaluate


def _in_order(
    pool: WorkerPool, pieces: Iterable[CaseBatch], question: TableQuestion, question_bytes: bytes
) -> Iterator[_Pending]:
    """Give a piece to each idle worker and evaluate the next one here; yield the answers in order."""
    waiting: deque[_Pending] = deque()
    for piece in pieces:
        busy = sum(not _is_ready(pool, one) for one in waiting)
        if busy < question.workers - 1:
            waiting.append(pool.submit(_evaluate_sent, _send(piece), question_bytes))
        else:
            waiting.append(evaluator_of(question).evaluate(piece))
        while waiting and (len(waiting) > _PIECES_AHEAD * question.workers or _is_ready(pool, waiting[0])):
            yield waiting.popleft()
    yield from waiting


def _is_ready(pool: WorkerPool, answer: _Pending) -> bool:
    return isinstance(answer, pa.Table) or pool.is_done(answer)


def _prepare(question_bytes: bytes) -> None:
    """Read the rules, in a worker that has no piece yet."""
    _evaluator_of_bytes(question_bytes)


def _evaluate_sent(sent: _SentBatch, question_bytes: bytes) -> bytes:
    """Evaluate a piece, in a worker."""
    return _write_ipc(_evaluator_of_bytes(question_bytes).evaluate(_receive(sent)))


def _evaluator_of_bytes(question_bytes: bytes) -> BatchEvaluator:
    use_plain_memory()
    question: TableQuestion = pickle.loads(question_bytes)  # noqa: S301  # from the process that started this one
    return evaluator_of(question)


def use_plain_memory() -> None:
    """Let Arrow take memory from the system, in a process that does nothing but evaluate tables.

    The pool of pyarrow keeps 34 MB for a stream that never holds more than 10, and is not faster here.
    """
    pa.set_memory_pool(pa.system_memory_pool())


def _send(piece: CaseBatch) -> _SentBatch:
    """Return a piece as bytes; columns without any value are left out, as they are in the tables of most callers."""
    cases, events = (_write_ipc(_without_empty_columns(table)) for table in (piece.cases, piece.events))
    return cases, events, piece.case_of, piece.rows, piece.starts, piece.duplicates


def _receive(sent: _SentBatch) -> CaseBatch:
    cases, events, *arrays = sent
    tables = (conform_table(_read_ipc(data), schema, "") for data, schema in ((cases, CASES), (events, EVENTS)))
    return CaseBatch(*tables, *arrays)


def _without_empty_columns(table: pa.Table) -> pa.Table:
    fields = [field.name for field in table.schema if not field.nullable or table[field.name].null_count < len(table)]
    return table.select(fields)


def _write_ipc(table: pa.Table) -> bytes:
    sink = pa.BufferOutputStream()
    with pa.ipc.new_stream(sink, table.schema) as writer:
        writer.write_table(table)
    return bytes(sink.getvalue())


def _read_ipc(data: bytes) -> pa.Table:
    return pa.ipc.open_stream(data).read_all()
