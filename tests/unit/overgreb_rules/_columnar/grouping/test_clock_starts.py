"""Which triggers start a clock where one clock runs at a time."""

from __future__ import annotations

import numpy as np

from overgreb_rules._columnar.columns.arrays import EpochSecondsArray, EventIndexArray
from overgreb_rules._columnar.columns.event_columns import EventColumns
from overgreb_rules._columnar.grouping.clock_starts import ClockStarts, find_clock_starts
from overgreb_rules._columnar.grouping.correlation import mark_types
from tests.fixtures.event_columns import VOCABULARY, build_case, build_event, columns_of, indices_of

DECIDES = mark_types({"undersoegelse_besluttet"}, VOCABULARY)


def notifications(*days: int) -> EventColumns:
    """Columns of a case with a notification on each day."""
    return columns_of(build_case(*(build_event(f"u{day}", "underretning_modtaget", day) for day in days)))


def start_clocks(columns: EventColumns, running: list[list[int]]) -> tuple[list[int], list[int]]:
    """Return the triggers that start a clock, and for what each stands; `running` has the answer to each question."""
    answers = iter(running)

    def find_running(_: EventIndexArray, __: EpochSecondsArray, ___: EventIndexArray) -> EventIndexArray:
        return np.array(next(answers, []), np.int64)

    found = find_clock_starts(columns, np.arange(len(columns.case)), columns.earliest, find_running)
    assert next(answers, None) is None
    return found.triggers.tolist(), found.stands_for.tolist()


def test_a_trigger_that_finds_no_clock_running_starts_one() -> None:
    assert start_clocks(notifications(1, 2), [[]]) == ([0, 1], [0, 1])


def test_a_trigger_stands_for_that_of_the_clock_that_took_it_in() -> None:
    assert start_clocks(notifications(1, 2, 3), [[0], [0]]) == ([0], [0, 0, 0])


def test_of_two_running_clocks_the_earlier_one_takes_a_trigger_in() -> None:
    assert start_clocks(notifications(1, 2, 3), [[], [0, 1]]) == ([0, 1], [0, 1, 0])


def second_examinations(*links: list[str]) -> list[bool]:
    """Mark a case whose clock took in u2, with a decision for each list of links."""
    decisions = [
        build_event(f"b{number}", "undersoegelse_besluttet", number, of=of) for number, of in enumerate(links, start=3)
    ]
    first, second = (build_event(f"u{number}", "underretning_modtaget", number) for number in (1, 2))
    columns = columns_of(build_case(first, second, *decisions))
    stands_for = np.arange(len(columns.case))
    clock, taken_in = indices_of(columns, "u1", "u2")
    stands_for[taken_in] = clock
    return ClockStarts(np.array([clock]), stands_for).find_second_examinations(columns, DECIDES).tolist()


def test_a_second_decision_for_the_trigger_that_was_taken_in_alone_may_have_a_clock_of_its_own() -> None:
    assert second_examinations(["u1"], ["u2"]) == [True]


def test_the_first_decision_has_no_clock_of_its_own() -> None:
    assert second_examinations(["u2"]) == [False]


def test_a_second_decision_for_both_triggers_has_no_clock_of_its_own() -> None:
    assert second_examinations(["u1"], ["u1", "u2"]) == [False]
