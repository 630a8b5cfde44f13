"""Which events of each case belong together for one lineage of duties."""

from __future__ import annotations

import numpy as np
import pytest

from overgreb_rules._columnar.columns.arrays import ABSENT, BoolArray, EpochSecondsArray
from overgreb_rules._columnar.columns.event_columns import EventColumns
from overgreb_rules._columnar.grouping.case_slices import Partition
from overgreb_rules._columnar.grouping.partition import partition_cases
from tests.fixtures.event_columns import (
    DEPENDENCIES,
    VOCABULARY,
    CaseData,
    build_case,
    build_event,
    context_of,
    dependencies_of,
    ids_in,
)


class StubOracle:
    """Says that every subject activates a duty at once, and that a clock runs until anything answers it."""

    def __init__(self, columns: EventColumns) -> None:
        """Answer for the events of some columns."""
        self.columns = columns

    def answerable_from(self, triggers: Partition) -> EpochSecondsArray:
        """Return the time of the subject."""
        return self.columns.earliest[triggers.events[triggers.is_subject]]

    def is_clock_running(self, slices: Partition) -> BoolArray:
        """Return whether the subject is alone."""
        return slices.sizes == 1


class InactiveOracle(StubOracle):
    """Says that no subject activates a duty."""

    def answerable_from(self, triggers: Partition) -> EpochSecondsArray:
        """Return that there is no duty."""
        return np.full(len(triggers.starts), ABSENT)


def slices_of(rule: str, *events: CaseData, oracle: type[StubOracle] = StubOracle) -> list[str]:
    """Return the ids of the events of each slice of a case."""
    context = context_of(build_case(*events))
    partitions = partition_cases(dependencies_of(rule), context, oracle(context.columns))
    return sorted(ids for partition in partitions for ids in ids_in(context.columns, partition))


def test_each_notification_is_a_slice_with_what_answers_it() -> None:
    slices = slices_of(
        "bl-136-2-vurdering-24-timer",
        build_event("u1", "underretning_modtaget", 1),
        build_event("u2", "underretning_modtaget", 2),
        build_event("v1", "underretning_vurderet", 3, of="u1"),
        build_event("v2", "underretning_vurderet", 4),
        build_event("k1", "kvittering_sendt", 5, of="u1"),
        build_event("u3", "underretning_modtaget", 6),
    )
    assert slices == ["u1 v1 v2", "u2 v2", "u3"]


def test_a_notification_that_finds_a_clock_running_is_in_no_slice() -> None:
    slices = slices_of(
        "bl-20-3-undersoegelse-4-maaneder",
        build_event("u1", "underretning_modtaget", 1),
        build_event("u2", "underretning_modtaget", 2),
        build_event("s1", "undersoegelse_afsluttet", 3),
        build_event("u3", "underretning_modtaget", 4),
    )
    assert slices == ["u1 s1", "u3"]


def test_where_the_lineage_is_not_independent_the_case_is_one_slice() -> None:
    slices = slices_of(
        "bl-125-boernehus",
        build_event("u1", "underretning_modtaget", 1, overgreb=True),
        build_event("b1", "undersoegelse_besluttet", 2, samarbejde_noedvendigt=True),
        build_event("k1", "kvittering_sendt", 3),
        build_event("u2", "underretning_modtaget", 4, overgreb=True),
    )
    assert slices == ["u1 b1 u2"]


def test_the_matter_of_an_order_duty_is_in_its_slice_only_where_the_case_has_an_act() -> None:
    events = [
        build_event("u1", "underretning_modtaget", 1),
        build_event("s1", "screening_foretaget", 2, aeresrelateret=True),
        build_event("f1", "foraeldre_inddraget", 4),
    ]
    assert slices_of("bl-18-3-risikovurdering-foerst", *events) == ["s1 f1"]
    events.append(build_event("r1", "risikovurdering_foretaget", 3))
    assert slices_of("bl-18-3-risikovurdering-foerst", *events) == ["u1 s1 r1 f1"]


def test_a_trigger_that_activates_no_duty_is_in_no_slice() -> None:
    notification = build_event("u1", "underretning_modtaget", 1)
    assert slices_of("bl-136-2-vurdering-24-timer", notification, oracle=InactiveOracle) == []


@pytest.mark.parametrize("rule", DEPENDENCIES)
def test_a_case_without_a_trigger_has_no_slice(rule: str) -> None:
    types = [type_ for type_ in VOCABULARY.events if type_ not in dependencies_of(rule).trigger_types]
    assert slices_of(rule, *(build_event(f"e{day}", type_, day + 1) for day, type_ in enumerate(types[:25]))) == []


def test_an_answer_to_another_notification_is_in_its_slice_alone() -> None:
    slices = slices_of(
        "bl-136-2-vurdering-24-timer",
        build_event("u1", "underretning_modtaget", 1),
        build_event("u2", "underretning_modtaget", 2),
        build_event("v1", "underretning_vurderet", 3, of="u2"),
        build_event("v2", "underretning_vurderet", 4, of=["u1", "u2"]),
    )
    assert slices == ["u1 u2 v1 v2", "u1 u2 v2"]


def test_what_answers_a_notification_that_a_clock_took_in_is_in_the_slice_of_that_clock() -> None:
    slices = slices_of(
        "bl-20-3-undersoegelse-4-maaneder",
        build_event("u1", "underretning_modtaget", 1),
        build_event("u2", "underretning_modtaget", 2),
        build_event("s1", "undersoegelse_afsluttet", 3, of="u2"),
    )
    assert slices == ["u1 s1"]


def test_where_one_clock_runs_at_a_time_a_trigger_that_names_another_needs_the_whole_case() -> None:
    slices = slices_of(
        "bl-20-3-undersoegelse-4-maaneder",
        build_event("u1", "underretning_modtaget", 1),
        build_event("u2", "underretning_modtaget", 2, of="u1"),
        build_event("s1", "undersoegelse_afsluttet", 3, of="u2"),
    )
    assert slices == ["u1 u2 s1"]


def test_where_a_second_examination_may_be_decided_the_case_is_one_slice() -> None:
    slices = slices_of(
        "bl-20-3-undersoegelse-4-maaneder",
        build_event("u1", "underretning_modtaget", 1),
        build_event("u2", "underretning_modtaget", 2),
        build_event("b1", "undersoegelse_besluttet", 3, of="u1"),
        build_event("b2", "undersoegelse_besluttet", 4, of="u2"),
    )
    assert slices == ["u1 u2 b1 b2"]


def test_an_event_that_names_a_trigger_before_it_comes_is_about_the_clock_that_takes_it_in() -> None:
    slices = slices_of(
        "bl-20-3-undersoegelse-4-maaneder",
        build_event("u1", "underretning_modtaget", 1),
        build_event("s1", "undersoegelse_afsluttet", 2, of="u2"),
        build_event("u2", "underretning_modtaget", 3),
    )
    assert slices == ["u1 s1"]


def test_a_partition_begins_a_slice_with_each_owner() -> None:
    owner, is_subject = np.array([4, 4, 9]), np.array([True, False, True])
    partition = Partition.by_owner(np.array([4, 5, 9]), owner, is_subject)
    assert (partition.starts.tolist(), partition.sizes.tolist()) == ([0, 2], [2, 1])
