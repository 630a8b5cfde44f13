"""Cases that the columns do not support are evaluated one by one."""

from __future__ import annotations

import numpy as np
import pytest

from overgreb_rules import Case, Rulebook, evaluate
from overgreb_rules._columnar import row_fallback
from overgreb_rules._columnar.io.input_tables import build_batch
from overgreb_rules._columnar.io.schema import ANSWERS
from overgreb_rules._columnar.row_fallback import evaluate_rows
from overgreb_rules._evaluate.pipeline import instant_of
from overgreb_rules.arrow import tables_of
from overgreb_rules.errors import HIDDEN
from tests.fixtures.event_columns import AT, BOOK, batch_of, build_case, build_event

CASES = [
    build_case(
        build_event("u1", "underretning_modtaget", day), build_event("v1", "underretning_vurderet", day + 1),
        case_id=f"sag-{day}", kommune=101,
    )
    for day in (3, 4, 5)
]  # fmt: skip


def rows_of(which: list[int]) -> list[dict[str, object]]:
    """Evaluate some of the cases."""
    table = evaluate_rows(batch_of(*CASES), instant_of(AT), BOOK, None, np.array(which, np.int64), "en")
    assert table.schema == ANSWERS
    return table.to_pylist()


def test_the_rows_stand_in_the_order_in_which_they_were_asked_for() -> None:
    assert [row["case_id"] for row in rows_of([2, 0])] == ["sag-5", "sag-3"]


def test_no_case_gives_a_table_without_rows() -> None:
    assert rows_of([]) == []


def test_each_case_has_its_own_events_and_the_answer_of_evaluate() -> None:
    for row, case in zip(rows_of([0, 2]), (CASES[0], CASES[2]), strict=True):
        answer = evaluate(Case.model_validate(case), at=AT, rulebook=BOOK)
        duties = row["obligations"]
        assert isinstance(duties, list)
        assert [(one["key"], one["status"]) for one in duties] == [(one.key, one.status) for one in answer.obligations]
        assert row["kommune"] == 101


def test_a_key_that_stands_twice_is_refused_in_each_of_its_rows() -> None:
    cases, events = tables_of(CASES[:1])
    twice = cases.take([0, 0])
    table = evaluate_rows(build_batch(twice, events), instant_of(AT), BOOK, None, np.arange(2), "en")
    assert [row["error"]["place"] for row in table.to_pylist()] == ["/case_id", "/case_id"]


def test_a_refused_case_has_its_error_in_the_language_asked_for() -> None:
    cases, events = tables_of([build_case(build_event("u1", "underretning_modtaget", 3))])
    key = cases.set_column(0, "case_id", [["0101901234"]])
    own = events.set_column(0, "case_id", [["0101901234"]])
    danish, english = (
        evaluate_rows(build_batch(key, own), instant_of(AT), BOOK, None, np.arange(1), language).to_pylist()[0]
        for language in ("da", "en")
    )
    assert danish["case_id"] == HIDDEN
    assert danish["error"]["what"] != english["error"]["what"]


@pytest.mark.parametrize(("kept", "remembered"), [(1, 1), (0, 0)])
def test_the_shapes_of_cases_are_forgotten_when_there_are_many(
    monkeypatch: pytest.MonkeyPatch, kept: int, remembered: int
) -> None:
    monkeypatch.setattr(row_fallback, "_SHAPES_KEPT", kept)
    book = Rulebook.load(matcher="reference")
    evaluate_rows(batch_of(*CASES), instant_of(AT), book, None, np.arange(3), "en")
    assert sum(map(len, book.programs.duties_by_shape.values())) == remembered
