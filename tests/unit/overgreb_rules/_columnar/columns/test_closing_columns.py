"""The first closing of a case since a duty was opened, for columns of duties."""

from __future__ import annotations

import numpy as np

from overgreb_rules._columnar.columns.arrays import ABSENT
from overgreb_rules._columnar.columns.closing_columns import closing_reasons, find_closings
from overgreb_rules._columnar.columns.event_columns import EventColumns
from overgreb_rules._evaluate.pipeline import instant_of
from tests.fixtures.event_columns import VOCABULARY, build_case, build_event, columns_of


def _second(day: int) -> int:
    return instant_of(f"2025-03-{day:02}T10:00:00+01:00")


def _closed_by(columns: EventColumns, *opened: tuple[int, int]) -> list[str | None]:
    case, day = np.array(opened).T
    found = find_closings(columns, case, np.array([_second(one) for one in day.tolist()]), VOCABULARY)
    names = columns.ids_of(np.arange(len(columns.case))).to_pylist()
    return [None if event == ABSENT else names[event] for event in found.tolist()]


def test_each_duty_finds_the_first_closing_of_its_own_case_since_it_was_opened() -> None:
    columns = columns_of(
        build_case(build_event("a1", "sag_afsluttet", 5), build_event("a2", "sag_afsluttet", 9), case_id="a"),
        build_case(build_event("b1", "underretning_modtaget", 5), case_id="b"),
        build_case(build_event("c1", "sag_afsluttet", 3), case_id="c"),
    )
    assert _closed_by(columns, (0, 4), (0, 5), (0, 6), (0, 10), (1, 1), (2, 3), (2, 4)) == [
        "a1", "a1", "a2", None, None, "c1", None
    ]  # fmt: skip


def test_a_closing_told_by_its_day_counts_to_the_end_of_the_day() -> None:
    columns = columns_of(build_case({"id": "a1", "type": "sag_afsluttet", "at": "2025-03-05"}))
    assert _closed_by(columns, (0, 5), (0, 6)) == ["a1", None]


def test_no_closing_is_found_where_no_case_was_closed() -> None:
    assert _closed_by(columns_of(build_case(build_event("a1", "underretning_modtaget", 5))), (0, 1)) == [None]


def test_a_reason_is_told_in_the_word_of_the_vocabulary() -> None:
    columns = columns_of(
        build_case(build_event("a1", "sag_afsluttet", 5, grund="doed"), build_event("a2", "sag_afsluttet", 9))
    )
    assert closing_reasons(columns, np.array([1, 0, ABSENT]), VOCABULARY).to_pylist() == [None, "doed", None]
