"""The steps of an evaluation in their order: instant, log, duties, answer."""

from __future__ import annotations

import datetime as dt

import pytest

from overgreb_rules import Case, InstantError, Rulebook
from overgreb_rules._evaluate.pipeline import evaluate, instant_of

_BOOK = Rulebook.load(matcher="reference")
_CASE = Case.model_validate(
    {"case_id": "A-1", "events": [{"id": "u1", "type": "underretning_modtaget", "at": "2025-03-03T10:00:00+01:00"}]}
)


def test_a_text_and_a_time_with_an_offset_are_the_same_instant() -> None:
    moment = dt.datetime(2025, 3, 3, 10, tzinfo=dt.UTC)
    assert instant_of("2025-03-03T11:00:00+01:00") == instant_of(moment) == int(moment.timestamp())


@pytest.mark.parametrize("at", ["2025-03-03T11:00:00", "2025-03-03", "i dag", ""])
def test_what_is_no_instant_is_refused(at: str) -> None:
    with pytest.raises(InstantError):
        instant_of(at)


def test_a_time_without_an_offset_is_refused() -> None:
    with pytest.raises(InstantError):
        instant_of(dt.datetime(2025, 3, 3, 10))  # noqa: DTZ001 - the fault that is tried


def test_an_event_later_than_the_instant_opens_nothing() -> None:
    assert evaluate(_CASE, at="2025-03-03T09:59:59+01:00", rulebook=_BOOK).obligations == ()
    assert evaluate(_CASE, at="2025-03-03T10:00:00+01:00", rulebook=_BOOK).obligations != ()


def test_the_same_case_at_the_same_instant_has_the_same_bytes() -> None:
    first, second = (evaluate(_CASE, at="2025-03-05T10:00:00+01:00", rulebook=_BOOK).to_json() for _ in range(2))
    assert first == second
