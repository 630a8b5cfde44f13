"""Every case of a batch that may tell what cannot be so is marked, and an ordinary one is not."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pytest

from overgreb_rules._columnar.columns.arrays import ABSENT
from overgreb_rules._columnar.columns.day_numbers import day_number_of
from overgreb_rules._columnar.contradictions import find_contradictory, find_late_births, find_unknown_kommuner
from tests.fixtures.event_columns import BOOK, CaseData, build_case, build_event, columns_of

_NOTIFIED = build_event("u1", "underretning_modtaget", 3)


def _is_marked(*events: CaseData) -> bool:
    (marked,) = find_contradictory(columns_of(build_case(*events)), BOOK.rules).tolist()
    return bool(marked)


def _late_births(born: str, *events: CaseData) -> list[str]:
    """The English warnings about the birth of the child of a case."""
    day = np.array([day_number_of(dt.date.fromisoformat(born))])
    return [one.says.en for _, one in find_late_births(columns_of(build_case(*events)), day, BOOK.rules)]


def test_an_ordinary_case_is_not_marked() -> None:
    events = _NOTIFIED, build_event("k1", "kvittering_sendt", 4), build_event("b1", "undersoegelse_besluttet", 5)
    assert not _is_marked(*events)


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


def test_a_birth_after_an_event_is_warned_of_at_the_first_such_event() -> None:
    (warning,) = _late_births("2025-03-05", _NOTIFIED, build_event("u2", "underretning_modtaget", 4))
    assert "5 March 2025" in warning
    assert "3 March 2025" in warning


@pytest.mark.parametrize("unborn", [True, False])
def test_a_child_that_was_unborn_is_born_later_without_a_warning(unborn: bool) -> None:
    assert bool(_late_births("2025-03-05", {**_NOTIFIED, "ufoedt": unborn})) != unborn


def test_a_birth_on_the_day_of_the_event_or_unknown_calls_for_no_warning() -> None:
    assert _late_births("2025-03-03", _NOTIFIED) == []
    columns = columns_of(build_case(_NOTIFIED))
    assert list(find_late_births(columns, np.array([ABSENT]), BOOK.rules)) == []


def test_only_a_code_that_is_told_and_of_no_kommune_is_unknown() -> None:
    found = find_unknown_kommuner(np.array([751, 999, ABSENT, 998]), np.array([0, 1, 2]))
    assert [(case, one.code) for case, one in found] == [(1, "unknown_kommune")]
