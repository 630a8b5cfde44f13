"""Duties with the same outcome stand together."""

from __future__ import annotations

import numpy as np

from overgreb_rules._columnar.columns.arrays import NEVER
from overgreb_rules._columnar.columns.deadline_columns import DeadlineColumns
from overgreb_rules._columnar.grouping.results import OutcomeColumns, OutcomeKey, ResultCollector
from tests.fixtures.event_columns import BOOK

RULE = next(iter(BOOK.rules))
FIRST = RULE.versions[0].first, None
OPEN = OutcomeKey(RULE, "open", start_is_day=False, certainty="text", cite="§ 1", wording=FIRST)
PENDING = OutcomeKey(RULE, "pending", start_is_day=False, certainty="text", cite="§ 1", wording=FIRST)


def duties(key: OutcomeKey, *triggers: int) -> OutcomeColumns:
    """Build duties that no event has met."""
    start = np.array(triggers) * 100
    deadlines = DeadlineColumns(start, start, np.full(len(triggers), NEVER))
    return OutcomeColumns(key, np.array(triggers), *2 * [np.zeros((len(triggers), 0), np.int64)], deadlines)


def test_duties_of_one_outcome_are_concatenated() -> None:
    results = ResultCollector()
    for columns in (duties(OPEN, 1), duties(PENDING, 2), duties(OPEN, 3, 4)):
        results.add(columns)
    assert [(one.key.status, one.triggers.tolist()) for one in results.collect()] == [
        ("open", [1, 3, 4]),
        ("pending", [2]),
    ]


def test_the_clocks_stay_with_their_duties() -> None:
    results = ResultCollector()
    results.add(duties(OPEN, 1))
    results.add(duties(OPEN, 3))
    (columns,) = results.collect()
    assert columns.deadlines.start.tolist() == [100, 300]
    assert columns.deadlines.run is None


def test_nothing_collected_gives_no_outcome() -> None:
    assert list(ResultCollector().collect()) == []
    assert ResultCollector().answering.tolist() == []


def test_duties_that_need_the_row_fallback_are_known_by_their_triggers() -> None:
    results = ResultCollector()
    results.add(duties(OPEN, 1))
    results.add(duties(PENDING, 2, 3), is_beyond_columns=True)
    assert results.beyond_columns.tolist() == [2, 3]


def test_some_of_the_duties_of_an_outcome_are_selected() -> None:
    assert duties(OPEN, 1, 2, 3).select(np.array([0, 2])).triggers.tolist() == [1, 3]
