"""Many cases as tables: the public way in, what it refuses, and what it says of the whole table."""

from __future__ import annotations

import pyarrow as pa
import pytest

from overgreb_rules import InstantError
from overgreb_rules.arrow import ANSWERS, evaluate_arrow, tables_of
from overgreb_rules.errors import CaseError
from tests.fixtures.event_columns import AT, BOOK, build_case, build_event

CASES, EVENTS = tables_of(
    [build_case(build_event("u1", "underretning_modtaget", day), case_id=f"sag-{day}") for day in (3, 4)]
)


def test_two_tables_give_a_table_with_a_row_for_each_case() -> None:
    answers = evaluate_arrow(CASES, EVENTS, at=AT, rulebook=BOOK)
    assert isinstance(answers, pa.Table)
    assert answers.schema.equals(ANSWERS)
    assert answers["case_id"].to_pylist() == ["sag-3", "sag-4"]


def test_two_readers_give_a_reader_with_the_same_answers() -> None:
    answers = evaluate_arrow(CASES.to_reader(), EVENTS.to_reader(), at=AT, rulebook=BOOK)
    assert isinstance(answers, pa.RecordBatchReader)
    assert answers.read_all().to_pylist() == evaluate_arrow(CASES, EVENTS, at=AT, rulebook=BOOK).to_pylist()


def test_the_answers_say_from_what_they_can_be_made_again() -> None:
    metadata = evaluate_arrow(CASES, EVENTS, at=AT, rulebook=BOOK).schema.metadata
    assert metadata == {
        b"schema": b"1", b"at": AT.encode(), b"rulebook": BOOK.version.encode(), b"sha256": BOOK.sha256.encode(),
        b"engine": BOOK.matcher.encode(),
    }  # fmt: skip


def test_tables_without_rows_give_none() -> None:
    assert evaluate_arrow(CASES.slice(0, 0), EVENTS.slice(0, 0), at=AT, rulebook=BOOK).num_rows == 0


def test_many_cases_are_answered_in_pieces(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = evaluate_arrow(CASES, EVENTS, at=AT, rulebook=BOOK)
    monkeypatch.setattr("overgreb_rules._columnar.parallel._CASES_OF_A_PIECE", 1)
    assert evaluate_arrow(CASES, EVENTS, at=AT, rulebook=BOOK).equals(whole)


def test_an_event_of_no_case_is_refused() -> None:
    with pytest.raises(CaseError):
        evaluate_arrow(CASES.slice(0, 1), EVENTS, at=AT, rulebook=BOOK)


@pytest.mark.parametrize("why", ["mor 010190-1234", "\uff10\uff11\uff10\uff11\uff19\uff10-1234", "på 0101901234"])
def test_a_text_with_a_cpr_number_is_refused_as_in_a_case_alone(why: str) -> None:
    cases, events = tables_of([build_case(build_event("b1", "boernesamtale_undladt", 3, begrundelse="Intet."))])
    column = events.schema.get_field_index("begrundelse")
    (row,) = evaluate_arrow(cases, events.set_column(column, "begrundelse", [[why]]), at=AT, rulebook=BOOK).to_pylist()
    assert (row["error"]["place"], row["error"]["value"]) == ("/events/0/begrundelse", "«hidden»")


def test_what_is_no_instant_is_refused() -> None:
    with pytest.raises(InstantError):
        evaluate_arrow(CASES, EVENTS, at="2026-01-01", rulebook=BOOK)


def test_less_than_one_worker_is_refused() -> None:
    with pytest.raises(ValueError, match="workers"):
        evaluate_arrow(CASES, EVENTS, at=AT, rulebook=BOOK, workers=0)
