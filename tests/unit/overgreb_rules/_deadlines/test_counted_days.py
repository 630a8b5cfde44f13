"""The counted days of a time limit: their reasons, and what is left of them where an end moves."""

from __future__ import annotations

import datetime as dt

import pytest

from overgreb_rules._deadlines.counted_days import (
    LAST_DAY,
    join_later_count,
    move_ends,
    name_start_days,
    note_day,
    note_ends,
    order_days,
)
from overgreb_rules._deadlines.counting import compute_deadline_from_days
from overgreb_rules._deadlines.deadline import CountedDay, DeadlineReadings
from overgreb_rules._rules.clock_model import CountingConvention, Span, Unit
from overgreb_rules.shared.text import Text

MONDAY = dt.date(2024, 2, 5)
MOVED = Text("fristen er flyttet", "the time limit has moved")


def _after(days: int) -> dt.date:
    return MONDAY + dt.timedelta(days=days)


def _show(days: tuple[CountedDay, ...]) -> list[tuple[int, bool, bool, str]]:
    return [((one.day - MONDAY).days, one.strict, one.lenient, one.why.en) for one in days]


def test_a_day_that_is_noted_twice_stands_once_with_both_reasons() -> None:
    days = order_days((note_day(_after(3), MOVED, is_counted=True), note_day(MONDAY, Text("a", "a"), is_counted=False)))
    assert _show(days) == [(0, False, False, "a"), (3, True, True, MOVED.en)]
    again = order_days((*days, note_day(MONDAY, Text("b", "b"), is_counted=True)))
    assert _show(again)[0] == (0, True, True, "a, and b")


@pytest.mark.parametrize("order", [1, -1], ids=["named before", "named after"])
def test_a_day_of_the_lenient_reading_alone_stays_one_where_another_note_names_it_too(order: int) -> None:
    ends = note_ends(MONDAY, _after(3), Text("slut", "over"))
    named = note_day(_after(3), MOVED, is_counted=False)
    assert [day[:3] for day in _show(order_days((*ends, named)[::order]))] == [(0, True, True), (3, False, True)]


def test_the_day_on_which_the_strict_reading_ends_is_counted_by_both_the_later_end_by_the_lenient_one_alone() -> None:
    assert _show(note_ends(_after(7), _after(9), LAST_DAY)) == [
        (7, True, True, "safe deadline"),
        (9, False, True, "latest deadline"),
    ]
    assert _show(note_ends(_after(7), _after(9), Text("slut", "over"), MOVED)) == [
        (7, True, True, "over (safe deadline)"),
        (9, False, True, f"{MOVED.en} (latest deadline)"),
    ]


def test_an_end_of_both_readings_that_moves_leaves_no_day_of_the_end_before() -> None:
    before, after = DeadlineReadings.on(_after(7), _after(7)), DeadlineReadings.on(_after(9), _after(9))
    counted = note_ends(_after(7), _after(7), Text("slut", "over"))
    assert _show(move_ends(counted, before, after, MOVED, MOVED)) == [(9, True, True, MOVED.en)]


def test_where_the_lenient_end_alone_moves_the_strict_one_keeps_its_reason() -> None:
    before, after = DeadlineReadings.on(_after(7), _after(7)), DeadlineReadings.on(_after(7), _after(9))
    counted = note_ends(_after(7), _after(7), Text("slut", "over"))
    assert _show(move_ends(counted, before, after, None, MOVED)) == [
        (7, True, True, "over"),
        (9, False, True, MOVED.en),
    ]


def test_two_ends_that_move_to_one_day_leave_neither_of_the_days_before() -> None:
    before, after = DeadlineReadings.on(_after(7), _after(8)), DeadlineReadings.on(_after(9), _after(9))
    counted = note_ends(_after(7), _after(8), LAST_DAY)
    assert _show(move_ends(counted, before, after, MOVED, MOVED)) == [(9, True, True, MOVED.en)]


def test_where_the_lenient_end_moves_again_the_strict_one_keeps_its_own_reason() -> None:
    before, after = DeadlineReadings.on(_after(7), _after(9)), DeadlineReadings.on(_after(7), _after(11))
    counted = note_ends(_after(7), _after(9), Text("slut", "over"), Text("senere", "later"))
    assert _show(move_ends(counted, before, after, None, MOVED)) == [
        (7, True, True, "over (safe deadline)"),
        (11, False, True, MOVED.en),
    ]


def test_a_day_that_is_counted_before_the_end_stays_where_the_end_moves() -> None:
    before, after = DeadlineReadings.on(_after(1), _after(1)), DeadlineReadings.on(_after(4), _after(4))
    counted = (note_day(MONDAY, Text("a", "a"), is_counted=True), note_day(_after(1), LAST_DAY, is_counted=True))
    assert _show(move_ends(counted, before, after, MOVED, MOVED)) == [(0, True, True, "a"), (4, True, True, MOVED.en)]


def test_a_second_count_that_rolls_ends_where_it_has_rolled_to() -> None:
    span, start = Span(4, "weeks"), dt.date(2024, 4, 11)
    before, first = compute_deadline_from_days("weeks_roll", span, span, MONDAY, MONDAY)
    second, rolled = compute_deadline_from_days("weeks_roll", span, span, start, start)
    after = DeadlineReadings(before.strict, second.lenient)
    *_, end = join_later_count(first, before, after, rolled)
    assert (end.day, end.why.en) == (dt.date(2024, 5, 10), "latest deadline")
    assert len(rolled) > 2


def test_a_second_count_adds_its_start_and_its_end_for_the_lenient_reading_alone() -> None:
    before, after = DeadlineReadings.on(_after(7), _after(7)), DeadlineReadings.on(_after(7), _after(9))
    first = (note_day(MONDAY, Text("a", "a"), is_counted=False), *note_ends(_after(7), _after(7), Text("slut", "over")))
    second = (note_day(_after(2), Text("b", "b"), is_counted=False), *note_ends(_after(9), _after(9), MOVED))
    assert _show(join_later_count(first, before, after, second)) == [
        (0, False, False, "a"),
        (2, False, False, "the latest deadline is counted from this day"),
        (7, True, True, "over"),
        (9, False, True, MOVED.en),
    ]


@pytest.mark.parametrize(
    ("convention", "unit", "on_the_day", "on_another_day"),
    [
        (
            "weekdays",
            "arbejdsdage",
            "dagen for hændelsen tæller ikke med",
            "den dag, fristen regnes fra, tæller ikke med",
        ),
        (
            "working_days",
            "hverdage",
            "dagen for hændelsen tæller ikke med",
            "den dag, fristen regnes fra, tæller ikke med",
        ),
        ("inclusive", "days", "dagen for hændelsen er dag 1", "den dag, fristen regnes fra, er dag 1"),
    ],
)
def test_only_the_day_on_which_the_event_happened_is_called_the_day_of_the_event(
    convention: CountingConvention, unit: Unit, on_the_day: str, on_another_day: str
) -> None:
    day, span = dt.date(2024, 2, 1), Span(7, unit)
    _, noted = compute_deadline_from_days(convention, span, span, day, day)
    later = name_start_days(noted, dt.date(2024, 2, 2))
    assert name_start_days(noted, day) == noted
    assert (noted[0].why.da, later[0].why.da) == (on_the_day, on_another_day)
    assert [(one.day, one.strict, one.lenient) for one in later] == [
        (one.day, one.strict, one.lenient) for one in noted
    ]
    assert later[1:] == noted[1:]
