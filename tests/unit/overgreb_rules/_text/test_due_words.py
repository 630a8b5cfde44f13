"""The dates of a duty with what each of them is called."""

from __future__ import annotations

import datetime as dt

from overgreb_rules._text.due_words import LONG_LINES, describe_dates, format_dates, list_dates
from overgreb_rules.evaluation import DueDates
from tests.fixtures.rendered_evaluations import build_obligation

_FRIDAY, _MONDAY = dt.date(2026, 11, 27), dt.date(2026, 11, 30)


def _due(*days: dt.date) -> DueDates:
    due = build_obligation(due=days).due
    assert due is not None
    return due


def test_one_date_is_the_last_one_and_two_are_the_safe_and_the_latest_one() -> None:
    assert list_dates(_due(_FRIDAY, _FRIDAY), "must") == (("last", _FRIDAY),)
    assert list_dates(_due(_FRIDAY, _MONDAY), "may") == (("safe", _FRIDAY), ("latest", _MONDAY))
    assert list_dates(None, "must") == ()


def test_the_date_of_a_window_is_the_first_one() -> None:
    assert list_dates(_due(_FRIDAY, _FRIDAY), "window") == (("first", _FRIDAY),)


def test_a_line_says_what_a_date_is_that_is_not_the_deadline_alone() -> None:
    one, two = _due(_FRIDAY, _FRIDAY), _due(_FRIDAY, _MONDAY)
    assert format_dates(one, "must", "da") == ["fre. 27.11.2026"]
    assert format_dates(two, "must", "da") == ["sikker: fre. 27.11.2026", "yderste: man. 30.11.2026"]
    assert format_dates(one, "window", "en") == ["from Fri 27 Nov 2026"]
    assert format_dates(two, "must", "da", LONG_LINES)[0] == "fre. 27.11.2026 (sikker frist)"


def test_each_date_has_a_sentence() -> None:
    one, two = _due(_FRIDAY, _FRIDAY), _due(_FRIDAY, _MONDAY)
    assert describe_dates(one, "must", "da") == "Senest fredag den 27. november 2026."
    assert describe_dates(two, "must", "en") == (
        "Safe deadline: Friday 27 November 2026. Latest deadline: Monday 30 November 2026."
    )
    assert describe_dates(one, "window", "da") == "Må tidligst ske fredag den 27. november 2026."
