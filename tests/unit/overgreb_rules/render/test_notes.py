"""What stands under the duties of an answer."""

from __future__ import annotations

import datetime as dt

from overgreb_rules.evaluation import Closed
from overgreb_rules.render._event_names import EventNames
from overgreb_rules.render._notes import format_next_change, list_closing_notes
from tests.fixtures.rendered_evaluations import (
    AT,
    build_evaluation,
    build_obligation,
    copenhagen_time,
    evaluate_example,
)


def test_two_dates_are_explained_where_there_are_two() -> None:
    two = build_evaluation(build_obligation(due=(dt.date(2026, 11, 27), dt.date(2026, 11, 30))))
    (note,) = list_closing_notes(two, EventNames(two, "da"), "da")
    assert note.startswith("Hvor der står to datoer, er den første den sikre frist og den anden den yderste.")
    one = build_evaluation(build_obligation())
    assert list_closing_notes(one, EventNames(one, "da"), "da") == []


def test_the_next_change_at_midnight_is_named_by_the_day_that_begins() -> None:
    midnight, noon = (
        build_evaluation(next_change=copenhagen_time(f"2026-12-01T{clock}")) for clock in ("00:00", "12:00")
    )
    head = "Uden nye hændelser ændrer oversigten sig næste gang tirsdag den 1. december 2026"
    assert format_next_change(midnight, "da") == f"{head}."
    assert format_next_change(noon, "da") == f"{head} kl. 12.00."
    assert not format_next_change(build_evaluation(), "da")


def test_what_has_not_happened_yet_is_named() -> None:
    result, events = evaluate_example("christmas-notification", "2016-12-23T17:00:00+01:00")
    notes = list_closing_notes(result, EventNames(result, "da", events), "da")
    line = "Endnu ikke sket og derfor ikke regnet med: underretning vurderet lør. 24.12.2016 kl. 11.00."
    assert line in notes


def test_a_closing_is_said_once_however_many_duties_it_concerns() -> None:
    closed = Closed(by="s1", at=AT, grund="flyttet")
    result = build_evaluation(build_obligation(1, closed=closed), build_obligation(2, closed=closed))
    (note,) = list_closing_notes(result, EventNames(result, "da"), "da")
    assert note.startswith("Sagen er lukket, fordi familien er flyttet til en anden kommune.")
