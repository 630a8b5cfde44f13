"""Events that are settled together are paired with things in order, and none with what opened after it."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from overgreb_rules._case.pairing import pair_in_order
from tests.fixtures.event_logs import build_event, build_log

_EVENTS = build_log(*[build_event(f"e{day}", "familie_flyttet", day) for day in range(1, 10)]).events


def _pairs(
    events: Sequence[int],
    things: Sequence[int],
    options: dict[int, set[int]],
    nameable: dict[int, set[int]] | None = None,
) -> list[int | None]:
    """Return the number of the thing of each event; events and things are numbered as one log."""
    able = {event: set(things) for event in events} if nameable is None else nameable
    sets = [
        {_EVENTS[event].index: {_EVENTS[one].index for one in of[event]} for event in events} for of in (options, able)
    ]
    found = pair_in_order([_EVENTS[one] for one in events], [_EVENTS[one] for one in things], *sets)
    assert [event.index for event, _ in found] == list(events)
    return [None if thing is None else thing.index for _, thing in found]


def test_each_event_is_paired_with_the_earliest_thing_left() -> None:
    assert _pairs([3, 4], [0, 1], {3: {0, 1}, 4: {0, 1}}) == [0, 1]


def test_a_further_event_names_the_last_thing_too() -> None:
    assert _pairs([3, 4, 5], [0, 1], {3: {0, 1}, 4: {0, 1}, 5: {0, 1}}) == [0, 1, 1]


def test_a_thing_that_only_the_first_event_can_be_about_is_left_to_it() -> None:
    assert _pairs([3, 4], [0, 1], {3: {0, 1}, 4: {0}}) == [1, 0]


def test_an_event_that_can_be_about_nothing_left_names_the_first_thing_it_can_name() -> None:
    assert _pairs([3, 4], [0, 1], {3: set(), 4: set()}) == [0, 1]


def test_an_event_of_a_type_that_can_name_nothing_left_names_nothing() -> None:
    assert _pairs([3, 4], [0, 1], {3: {0}, 4: set()}, {3: {0}, 4: set()}) == [0, None]


@pytest.mark.parametrize("number", [1, 2, 5])
def test_without_things_nothing_is_named(number: int) -> None:
    assert _pairs(list(range(1, number + 1)), [], {event: set() for event in range(1, number + 1)}) == [None] * number


def test_as_many_events_as_possible_are_paired_with_what_they_can_be_about() -> None:
    # The first takes the latest: the second can be about the first two only, the third about the first alone.
    assert _pairs([3, 4, 5], [0, 1, 2], {3: {0, 1, 2}, 4: {0, 1}, 5: {0}}) == [2, 1, 0]


def test_a_thing_that_an_event_leaves_may_be_paired_with_another_one_than_the_event_that_loses_its_own() -> None:
    # The first takes the earliest: then the second has none, and the third has what the first leaves.
    assert _pairs([3, 4, 5], [0, 1], {3: {0, 1}, 4: {0}, 5: {1}}) == [0, 1, 1]


def test_a_thing_that_counts_for_an_event_which_cannot_be_about_it_is_left_to_no_later_one() -> None:
    # The first names the earliest, though it can be about none: the middle one is left to the third.
    assert _pairs([3, 4, 5], [0, 1, 2], {3: set(), 4: {1, 2}, 5: {0, 1}}) == [0, 2, 1]
