"""What the ways of events lead to, for all cases of a batch at once."""

from __future__ import annotations

import numpy as np
import pytest

from overgreb_rules._columnar.columns.event_columns import EventColumns
from overgreb_rules._columnar.grouping.correlation import (
    cases_with,
    complete_slices,
    follow_ways,
    mark_types,
    pair_within_cases,
)
from tests.fixtures.event_columns import VOCABULARY, build_case, build_event, columns_of, indices_of

U1, U2, V1, S1, W1 = range(5)
NOTIFICATION = mark_types({"underretning_modtaget"}, VOCABULARY)
ASSESSMENT = mark_types({"underretning_vurderet"}, VOCABULARY)


@pytest.fixture(scope="module")
def columns() -> EventColumns:
    """Two cases: in the first s1 names v1 and u2, and v1 names u1."""
    return columns_of(
        build_case(
            build_event("u1", "underretning_modtaget", 1),
            build_event("u2", "underretning_modtaget", 2),
            build_event("v1", "underretning_vurderet", 3, of="u1"),
            build_event("s1", "screening_foretaget", 4, of=["u2", "v1"]),
            case_id="1",
        ),
        build_case(build_event("w1", "underretning_modtaget", 1), case_id="2"),
    )


def test_every_way_is_followed_to_the_first_event_that_decides(columns: EventColumns) -> None:
    ways = follow_ways(columns, indices_of(columns, "v1", "s1"), NOTIFICATION)
    assert [ways.deciders.expand(np.array([number]))[1].tolist() for number in (0, 1)] == [[U1], [U1, U2]]
    assert ways.is_open.tolist() == [False, False]


def test_a_way_that_meets_no_deciding_event_is_open(columns: EventColumns) -> None:
    ways = follow_ways(columns, indices_of(columns, "v1", "s1"), ASSESSMENT)
    assert ways.deciders.expand(np.array([0, 1]))[1].tolist() == [V1]
    assert ways.is_open.tolist() == [True, True]


def test_an_event_that_names_nothing_has_no_way(columns: EventColumns) -> None:
    ways = follow_ways(columns, indices_of(columns, "u1"), NOTIFICATION)
    assert (ways.deciders.values.tolist(), ways.is_open.tolist()) == ([], [False])


def test_a_slice_holds_everything_on_the_ways_of_its_events(columns: EventColumns) -> None:
    owner, events = complete_slices(columns, np.array([7]), indices_of(columns, "s1"), VOCABULARY, frozenset())
    assert (owner.tolist(), events.tolist()) == ([7] * 4, [U1, U2, V1, S1])


FOLLOW_UP = frozenset({"opfoelgning_foretaget"})


def test_a_slice_holds_what_ran_and_the_other_answers_where_what_ran_decides() -> None:
    columns = columns_of(
        build_case(
            build_event("i1", "indsats_ivaerksat", 1),
            build_event("k1", "kvittering_sendt", 3),
            build_event("o1", "opfoelgning_foretaget", 4),
            build_event("o2", "opfoelgning_foretaget", 5, of="i1"),
            build_event("x1", "indsats_ophoert", 6, of="i1"),
        )
    )
    members = indices_of(columns, "o1", "o2")
    _, events = complete_slices(columns, np.zeros(2, np.int64), members, VOCABULARY, FOLLOW_UP)
    assert columns.ids_of(events).to_pylist() == ["i1", "o1", "o2", "x1"]
    _, events = complete_slices(columns, np.zeros(1, np.int64), indices_of(columns, "o2"), VOCABULARY, FOLLOW_UP)
    assert columns.ids_of(events).to_pylist() == ["i1", "o2"]


def test_an_event_from_before_what_ran_is_not_about_it() -> None:
    columns = columns_of(
        build_case(
            build_event("o1", "opfoelgning_foretaget", 1),
            build_event("i1", "indsats_ivaerksat", 2),
            build_event("o2", "opfoelgning_foretaget", 5, of="i1"),
        )
    )
    members = indices_of(columns, "o1", "o2")
    _, events = complete_slices(columns, np.zeros(2, np.int64), members, VOCABULARY, FOLLOW_UP)
    assert columns.ids_of(events).to_pylist() == ["o1", "i1", "o2"]


def test_triggers_are_paired_with_the_other_events_of_their_case(columns: EventColumns) -> None:
    trigger, event = pair_within_cases(
        columns, indices_of(columns, "u1", "w1"), indices_of(columns, "u1", "v1", "s1", "w1")
    )
    assert list(zip(trigger.tolist(), event.tolist(), strict=True)) == [(U1, V1), (U1, S1)]


def test_the_cases_of_events_are_marked(columns: EventColumns) -> None:
    assert cases_with(columns, indices_of(columns, "w1")).tolist() == [False, True]
