"""Which event answers which, for all cases of a batch at once."""

from __future__ import annotations

import pytest

from overgreb_rules._columnar.columns.arrays import ABSENT
from overgreb_rules._columnar.columns.event_columns import EventColumns
from overgreb_rules._columnar.grouping.correlation import (
    cases_with,
    follow_chains,
    pair_within_cases,
    with_correlated,
)
from tests.fixtures.event_columns import build_case, build_event, columns_of, indices_of

U1, U2, V1, K1, W1 = range(5)


@pytest.fixture(scope="module")
def columns() -> EventColumns:
    """Two cases: in the first k1 answers v1, which answers u1."""
    return columns_of(
        build_case(
            build_event("u1", "underretning_modtaget", 1),
            build_event("u2", "underretning_modtaget", 2),
            build_event("v1", "underretning_vurderet", 3, of="u1"),
            build_event("k1", "kvittering_sendt", 4, of="v1"),
            case_id="1",
        ),
        build_case(build_event("w1", "underretning_modtaget", 1), case_id="2"),
    )


def test_a_chain_leads_to_the_first_trigger_on_it(columns: EventColumns) -> None:
    reached, end = follow_chains(columns, indices_of(columns, "k1"), indices_of(columns, "u1", "u2"))
    assert (reached.tolist(), end.tolist()) == ([U1], [U1])


def test_a_chain_that_reaches_no_trigger_ends_where_nothing_is_answered(columns: EventColumns) -> None:
    reached, end = follow_chains(columns, indices_of(columns, "k1"), indices_of(columns, "u2"))
    assert (reached.tolist(), end.tolist()) == ([ABSENT], [U1])


def test_a_trigger_does_not_answer_itself(columns: EventColumns) -> None:
    reached, end = follow_chains(columns, indices_of(columns, "u1"), indices_of(columns, "u1"))
    assert (reached.tolist(), end.tolist()) == ([ABSENT], [U1])


def test_what_events_answer_is_added_step_by_step(columns: EventColumns) -> None:
    assert with_correlated(columns, indices_of(columns, "k1")).tolist() == [U1, V1, K1]


def test_triggers_are_paired_with_the_other_events_of_their_case(columns: EventColumns) -> None:
    trigger, event = pair_within_cases(
        columns, indices_of(columns, "u1", "w1"), indices_of(columns, "u1", "v1", "k1", "w1")
    )
    assert list(zip(trigger.tolist(), event.tolist(), strict=True)) == [(U1, V1), (U1, K1)]


def test_the_cases_of_events_are_marked(columns: EventColumns) -> None:
    assert cases_with(columns, indices_of(columns, "w1")).tolist() == [False, True]
