"""Several processes answer tables as one does, and a worker that is killed is told."""

from __future__ import annotations

import itertools
import multiprocessing
import os
import signal
from collections.abc import Iterator

import pyarrow as pa
import pytest

from overgreb_rules import Rulebook, WorkerFault
from overgreb_rules._columnar.io.input_tables import CaseBatch, build_batch
from overgreb_rules._columnar.parallel import TableQuestion, evaluate_pieces
from overgreb_rules._deadlines.moment import parse_instant
from overgreb_rules.arrow import evaluate_arrow, tables_of
from tests.fixtures.notification_year.generator import generate_endless_cases, year_end_instant

AT = year_end_instant()
BOOK = Rulebook.load(matcher="reference")
CASES = list(itertools.islice(generate_endless_cases(seed=9), 60))
UNKNOWN_KOMMUNE = CASES[0] | {"case_id": "x", "kommune": 9999}


def _stream(table: pa.Table) -> pa.RecordBatchReader:
    return pa.RecordBatchReader.from_batches(table.schema, table.to_batches(max_chunksize=7))


@pytest.mark.slow
def test_two_processes_give_the_same_table(monkeypatch: pytest.MonkeyPatch) -> None:
    tables = tables_of([*CASES, UNKNOWN_KOMMUNE])
    expected = evaluate_arrow(*tables, at=AT, rulebook=BOOK)
    monkeypatch.setattr("overgreb_rules._columnar.parallel._CASES_OF_A_PIECE", 9)
    monkeypatch.setattr("overgreb_rules._columnar.io.stream_join.CASES_OF_A_STREAM_BATCH", 9)
    assert evaluate_arrow(*tables, at=AT, rulebook=BOOK, workers=2).equals(expected)
    streamed = evaluate_arrow(*map(_stream, tables), at=AT, rulebook=BOOK, workers=2)
    assert streamed.read_all().equals(expected)
    assert multiprocessing.active_children() == []


def test_keys_that_stand_twice_are_refused_in_whichever_process() -> None:
    cases, events = tables_of(CASES)
    twice = pa.concat_tables([cases, cases.slice(3, 1)])
    expected = evaluate_arrow(twice, events, at=AT, rulebook=BOOK)
    assert expected["error"].null_count == len(twice) - 2
    assert evaluate_arrow(twice, events, at=AT, rulebook=BOOK, workers=2).equals(expected)


def test_pieces_are_read_as_answers_are_taken_and_a_killed_worker_is_told() -> None:
    question, read = TableQuestion(parse_instant(AT), BOOK, None, "en", workers=2), []

    def pieces() -> Iterator[CaseBatch]:
        for number in itertools.count():
            read.append(number)
            yield build_batch(*tables_of(CASES[:1]))

    answers = evaluate_pieces(pieces(), question)
    next(answers)
    assert len(read) < 10
    for worker in multiprocessing.active_children():
        os.kill(worker.pid or 0, signal.SIGKILL)
    with pytest.raises(WorkerFault):
        list(itertools.islice(answers, 100))


def test_the_workers_start_before_the_first_piece_is_read() -> None:
    question = TableQuestion(parse_instant(AT), BOOK, None, "en", workers=2)
    others, started = set(multiprocessing.active_children()), []

    def pieces() -> Iterator[CaseBatch]:
        started.extend(set(multiprocessing.active_children()) - others)
        yield from ()

    assert list(evaluate_pieces(pieces(), question)) == []
    assert len(started) == 1


def test_less_than_one_process_is_refused() -> None:
    with pytest.raises(ValueError, match="workers is 1 or more, not 0"):
        evaluate_arrow(*tables_of(CASES[:1]), at=AT, rulebook=BOOK, workers=0)
