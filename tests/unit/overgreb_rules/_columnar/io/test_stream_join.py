"""Streams: the same answers in any batches, read as they are taken, in flat memory, and no event lost in silence."""

from __future__ import annotations

import itertools
import sys
from collections.abc import Iterable, Iterator

import pyarrow as pa
import pytest

from overgreb_rules import CaseError, Rulebook
from overgreb_rules._columnar.io.stream_join import regroup_rows
from overgreb_rules.arrow import ANSWERS, CASES, EVENTS, evaluate_arrow, tables_of
from tests.fixtures.child_process import measure_memory
from tests.fixtures.notification_year.generator import generate_endless_cases, year_end_instant

AT = year_end_instant()
BOOK = Rulebook.load(matcher="reference")
Tables = tuple[pa.Table, pa.Table]


@pytest.fixture(scope="module")
def given() -> Tables:
    return tables_of(itertools.islice(generate_endless_cases(seed=6), 50))


@pytest.fixture(scope="module")
def expected(given: Tables) -> pa.Table:
    return evaluate_arrow(*given, at=AT, rulebook=BOOK)


@pytest.fixture
def ten_at_a_time(monkeypatch: pytest.MonkeyPatch) -> None:
    """Cases are taken ten at a time, so that fifty are many."""
    monkeypatch.setattr("overgreb_rules._columnar.io.stream_join.CASES_OF_A_STREAM_BATCH", 10)


def stream(table: pa.Table, size: int) -> pa.RecordBatchReader:
    return pa.RecordBatchReader.from_batches(table.schema, table.to_batches(max_chunksize=size))


def answers(cases: pa.Table, events: pa.Table, size: int = 20) -> pa.RecordBatchReader:
    return evaluate_arrow(stream(cases, size), stream(events, size), at=AT, rulebook=BOOK)


def in_rows(table: pa.Table, rows: Iterable[int]) -> pa.Table:
    return table.take(pa.array(rows, pa.int64()))


@pytest.mark.slow
@pytest.mark.parametrize("of_cases", [7, 10, 11, 50])
@pytest.mark.parametrize("of_events", [7, 10_000])
@pytest.mark.usefixtures("ten_at_a_time")
def test_the_answers_are_the_same_in_any_batches(
    of_cases: int, of_events: int, given: Tables, expected: pa.Table
) -> None:
    answered = evaluate_arrow(stream(given[0], of_cases), stream(given[1], of_events), at=AT, rulebook=BOOK)
    assert isinstance(answered, pa.RecordBatchReader)
    assert answered.schema.equals(expected.schema, check_metadata=True)
    assert answered.read_all() == expected


def test_a_stream_and_a_table_are_answered_as_tables(given: Tables, expected: pa.Table) -> None:
    cases, events = given
    for mixed in ((stream(cases, 7), events), (cases, stream(events, 7))):
        assert evaluate_arrow(*mixed, at=AT, rulebook=BOOK) == expected


@pytest.mark.usefixtures("ten_at_a_time")
def test_streams_are_read_as_answers_are_taken(given: Tables) -> None:
    cases, events = given
    read: list[int] = []

    def batches() -> Iterator[pa.RecordBatch]:
        for batch in cases.to_batches(max_chunksize=5):
            read.append(batch.num_rows)
            yield batch

    coming = pa.RecordBatchReader.from_batches(CASES, batches())
    answered = evaluate_arrow(coming, stream(events, 10), at=AT, rulebook=BOOK)
    assert read == []
    assert answered.read_next_batch().num_rows == 10
    assert sum(read) <= 30


@pytest.mark.slow
@pytest.mark.usefixtures("ten_at_a_time")
def test_cases_without_events_wherever_they_stand(given: Tables) -> None:
    cases, events = given
    owners = events["case_id"].to_pylist()
    for silent in (range(25), range(20, 40), range(30, 50), range(50)):
        names = {cases["case_id"][row].as_py() for row in silent}
        kept = in_rows(events, [row for row, owner in enumerate(owners) if owner not in names])
        answered = answers(cases, kept).read_all()
        assert answered == evaluate_arrow(cases, kept, at=AT, rulebook=BOOK)
        assert answered.num_rows == 50


def test_empty_streams_give_an_empty_answer() -> None:
    answered = answers(CASES.empty_table(), EVENTS.empty_table())
    assert answered.schema.equals(ANSWERS)
    assert answered.read_all().num_rows == 0


@pytest.mark.slow
@pytest.mark.usefixtures("ten_at_a_time")
@pytest.mark.parametrize("size", [7, 10_000])
def test_an_event_out_of_its_turn_is_never_lost_in_silence(size: int, given: Tables) -> None:
    cases, events = given
    number = events.num_rows
    turns = {
        "the first at the end": [*range(1, number), 0],
        "the last at the beginning": [number - 1, *range(number - 1)],
        "halves exchanged": [*range(number // 2, number), *range(number // 2)],
        "all turned round": range(number - 1, -1, -1),
    }
    for turn, rows in turns.items():
        with pytest.raises(CaseError, match="an event does not come in the turn of its case") as refused:
            answers(cases, in_rows(events, rows), size).read_all()
        assert refused.value.place == "events/case_id", turn


@pytest.mark.usefixtures("ten_at_a_time")
def test_what_is_given_before_an_event_of_no_case_is_right(given: Tables, expected: pa.Table) -> None:
    cases, events = given
    middle = events.num_rows // 2
    lost = events.slice(middle, 1).set_column(0, EVENTS.field("case_id"), pa.array(["no such case"]))
    coming = answers(cases, pa.concat_tables([events.slice(0, middle), lost, events.slice(middle)]))
    found: list[pa.RecordBatch] = []
    with pytest.raises(CaseError, match="its case is missing"):
        found.extend(coming)
    taken = sum(batch.num_rows for batch in found)
    assert 0 < taken < cases.num_rows
    assert pa.Table.from_batches(found) == expected.slice(0, taken)
    with pytest.raises(CaseError, match="its case is missing"):
        answers(cases.slice(0, 49), events).read_all()


def test_a_batch_that_does_not_fit_the_schema_is_refused(given: Tables) -> None:
    cases, events = given
    with pytest.raises(CaseError, match="cases/«hidden»: this column is unknown"):
        answers(cases.append_column("navn", pa.nulls(cases.num_rows)), events).read_all()
    with pytest.raises(CaseError, match="events/type: this column is missing"):
        answers(cases, events.drop_columns(["type"])).read_all()


def test_rows_that_were_taken_are_held_by_nobody_else() -> None:
    schema = pa.schema({"number": pa.int64()})
    tables = (pa.table([pa.array(range(1_000))], schema) for _ in range(8))
    before = pa.total_allocated_bytes()
    pieces = regroup_rows(tables, schema, 8_000)
    taken = next(pieces)
    assert pa.total_allocated_bytes() - before >= taken.nbytes == 64_000
    del taken
    assert pa.total_allocated_bytes() - before < 32_000


@pytest.mark.slow
@pytest.mark.engine
@pytest.mark.skipif(sys.platform == "win32", reason="memory is asked in the words of POSIX")
def test_four_times_as_many_cases_need_no_more_memory() -> None:
    some, many = (measure_memory("tests.integration.memory_of_tables", number) for number in (400, 1_600))
    assert many < some * 1.05 + 4096, "kilobytes"
