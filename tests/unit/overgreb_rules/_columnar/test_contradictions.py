"""Every case of a batch that may tell what cannot be so is marked, and an ordinary one is not."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pytest

from overgreb_rules._columnar.columns.arrays import ABSENT
from overgreb_rules._columnar.columns.day_numbers import day_number_of
from overgreb_rules._columnar.contradictions import find_contradictory, find_unknown_kommuner
from tests.fixtures.event_columns import BOOK, CaseData, build_case, build_event, columns_of

_NOTIFIED = build_event("u1", "underretning_modtaget", 3)


def _is_marked(*events: CaseData, born: str | None = None) -> bool:
    day = ABSENT if born is None else day_number_of(dt.date.fromisoformat(born))
    (marked,) = find_contradictory(columns_of(build_case(*events)), np.array([day]), BOOK.rules).tolist()
    return bool(marked)


def test_an_ordinary_case_is_not_marked() -> None:
    events = _NOTIFIED, build_event("k1", "kvittering_sendt", 4), build_event("b1", "undersoegelse_besluttet", 5)
    assert not _is_marked(*events, born="2015-01-01")


@pytest.mark.parametrize(
    "event",
    [
        pytest.param(build_event("k1", "kvittering_sendt", 2), id="before the only thing that it is about"),
        pytest.param(build_event("k1", "kvittering_sendt", 2, of="u1"), id="before what it names"),
        pytest.param(
            build_event("u2", "underretning_modtaget", 4, kendt_fra="2025-03-09T10:00:00+01:00"),
            id="known after it was received",
        ),
    ],
)
def test_an_event_before_what_it_needs_marks_its_case(event: CaseData) -> None:
    assert _is_marked(_NOTIFIED, event)


def test_a_birth_after_an_event_marks_the_case_unless_the_child_was_unborn() -> None:
    assert _is_marked(_NOTIFIED, born="2025-03-04")
    assert not _is_marked({**_NOTIFIED, "ufoedt": True}, born="2025-03-04")


def test_only_a_code_that_is_told_and_of_no_kommune_is_unknown() -> None:
    found = find_unknown_kommuner(np.array([751, 999, ABSENT, 998]), np.array([0, 1, 2]))
    assert [(case, one.code) for case, one in found] == [(1, "unknown_kommune")]
