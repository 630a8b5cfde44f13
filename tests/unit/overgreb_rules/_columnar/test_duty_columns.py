"""The order of the duties in a table."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import numpy as np

from overgreb_rules._columnar.columns.event_columns import EventColumns
from overgreb_rules._columnar.duty_columns import sort_duties
from overgreb_rules._columnar.grouping.results import OutcomeKey
from tests.fixtures.event_columns import build_case, build_event, columns_of


def build_key(rule_id: str, year_number: int | None = None) -> OutcomeKey:
    """Build what the order of duties looks at."""
    key: Any = SimpleNamespace(rule=SimpleNamespace(id=rule_id), year_number=year_number)
    return key


def order_of(columns: list[list[int]], keys: list[OutcomeKey], key: list[int], trigger: list[int]) -> list[int]:
    events: EventColumns = columns_of(
        build_case(*(build_event(id_, "underretning_modtaget", 3 + number) for number, id_ in enumerate(("u2", "u10"))))
    )
    arrays = [np.array(column, np.int64) for column in columns]
    return sort_duties(arrays, keys, np.array(key, np.int64), np.array(trigger, np.int64), events).tolist()


def test_duties_stand_by_the_first_column_and_then_by_the_second() -> None:
    assert order_of([[1, 0, 0], [5, 9, 3]], [build_key("bl-1")], [0, 0, 0], [0, 0, 0]) == [2, 1, 0]


def test_equal_duties_stand_by_the_name_of_the_rule() -> None:
    assert order_of([[0, 0]], [build_key("bl-2"), build_key("bl-1")], [0, 1], [0, 0]) == [1, 0]


def test_a_rule_whose_name_begins_another_stands_before_it() -> None:
    # In the key of a duty «@» follows the rule; it sorts behind «-».
    assert order_of([[0, 0]], [build_key("bl-1"), build_key("bl-1-a")], [0, 1], [0, 0]) == [1, 0]


def test_duties_of_one_rule_stand_by_the_text_of_their_trigger() -> None:
    assert order_of([[0, 0]], [build_key("bl-1")], [0, 0], [0, 1]) == [1, 0]


def test_years_of_one_duty_stand_by_their_number_as_text() -> None:
    keys = [build_key("bl-1", number) for number in (10, 2, 1)]
    assert order_of([[0, 0, 0]], keys, [0, 1, 2], [0, 0, 0]) == [2, 0, 1]


def test_no_duty_has_an_order() -> None:
    assert order_of([[]], [], [], []) == []
