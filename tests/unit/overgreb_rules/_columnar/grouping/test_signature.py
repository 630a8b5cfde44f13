"""Slices that are alike but for their dates have one signature."""

from __future__ import annotations

import numpy as np
import pytest

from overgreb_rules._columnar.grouping.case_slices import Partition
from overgreb_rules._columnar.grouping.signature import _pack, group_by_signature
from tests.fixtures.event_columns import CaseData, build_case, build_event, context_of, dependencies_of

RULE = "bl-136-2-vurdering-24-timer"


def signatures_of(rule: str, *cases: CaseData) -> list[int]:
    """Return the number of the group of each case, where each case is one slice about its first event."""
    context = context_of(*cases)
    columns = context.columns
    events = np.arange(len(columns.case))
    is_subject = np.append(True, columns.case[1:] != columns.case[:-1])
    partition = Partition.by_owner(events, columns.case, is_subject)
    groups = group_by_signature(dependencies_of(rule), partition, context)
    numbers = np.full(len(cases), -1)
    for number, group in enumerate(groups):
        numbers[group.slices] = number
    return [int(number) for number in numbers]


def pair(first: int, second: int, **facts: object) -> CaseData:
    """Build a notification on one day of March and its assessment on another."""
    return build_case(
        build_event("u", "underretning_modtaget", first, **facts),
        build_event("v", "underretning_vurderet", second),
        case_id="-".join(map(str, (first, second, *facts.values()))),
    )


def test_cases_that_differ_in_their_dates_have_one_signature() -> None:
    assert len(set(signatures_of(RULE, pair(1, 2), pair(3, 9)))) == 1


def test_another_order_of_moments_is_another_signature() -> None:
    assert len(set(signatures_of(RULE, pair(1, 2), pair(3, 3)))) == 2


def test_a_fact_that_the_lineage_tests_is_part_of_the_signature() -> None:
    rule = "bl-125-boernehus"
    assert len(set(signatures_of(rule, pair(1, 2, overgreb=True), pair(1, 2, overgreb=False)))) == 2


def test_a_fact_that_the_lineage_does_not_test_is_not() -> None:
    assert "folkeskole" not in dependencies_of(RULE).facts_of("underretning_modtaget")
    assert len(set(signatures_of(RULE, pair(1, 2, anonym=True), pair(1, 2, anonym=False)))) == 1


def follow_ups(**days: str) -> CaseData:
    """Build two follow-ups of which some set the day of the next one."""
    events = [build_event(id_, "opfoelgning_foretaget", day) for id_, day in (("o1", 1), ("o2", 2))]
    for event in events:
        if event["id"] in days:
            event["naeste_senest"] = days[event["id"]]
    return build_case(*events, case_id="-".join(("sag", *days)))


def test_what_a_clock_takes_from_its_trigger_is_asked_of_the_subject_alone() -> None:
    rule, day = "bl-95-3-naeste-opfoelgning", "2025-09-01"
    cases = follow_ups(), follow_ups(o1=day), follow_ups(o2=day)
    neither, of_subject, of_other = signatures_of(rule, *cases)
    assert neither == of_other != of_subject


def test_the_events_that_an_event_names_are_part_of_the_signature() -> None:
    cases = [
        build_case(
            build_event("u1", "underretning_modtaget", 1),
            build_event("u2", "underretning_modtaget", 2),
            build_event("v", "underretning_vurderet", 3, **({"of": of} if of else {})),
            case_id="-".join(["sag", *of]),
        )
        for of in (["u1"], ["u2"], ["u1", "u2"], [])
    ]
    assert len(set(signatures_of(RULE, *cases))) == 4


def test_a_fact_by_which_the_vocabulary_says_what_an_event_is_about_is_part_of_the_signature() -> None:
    cases = [
        build_case(build_event("i", "indsats_ivaerksat", 1, art=art), case_id=art)
        for art in ("anbringelse", "stoettende")
    ]
    assert len(set(signatures_of("bl-95-2-foerste-opfoelgning", *cases))) == 2


def test_which_events_lie_on_one_day_is_part_of_the_signature_of_an_order_duty() -> None:
    cases = [
        build_case(
            build_event("i1", "indsats_besluttet", 1),
            {"id": "i2", "type": "indsats_besluttet", "at": at},
            case_id=at[:10],
        )
        for at in ("2025-03-01T11:00:00+01:00", "2025-03-02T11:00:00+01:00")
    ]
    assert len(set(signatures_of("bl-5-samtale-foer-afgoerelse", *cases))) == 2
    assert len(set(signatures_of("bl-91-1-plan-indsats-3-maaneder", *cases))) == 1


def test_a_group_holds_the_events_of_its_slices_in_order_of_time() -> None:
    context = context_of(pair(1, 2), pair(3, 4))
    columns = context.columns
    flags = np.zeros(4, np.bool_)
    partition = Partition.by_owner(np.arange(4), columns.case, flags)
    (group,) = group_by_signature(dependencies_of(RULE), partition, context)
    assert group.events.tolist() == [[0, 1], [2, 3]]
    assert group.layout.subject is None


def test_a_partition_without_slices_has_no_groups() -> None:
    context = context_of(build_case())
    nothing, flags = np.zeros(0, np.int64), np.zeros(0, np.bool_)
    partition = Partition.by_owner(nothing, nothing, flags)
    groups = group_by_signature(dependencies_of(RULE), partition, context)
    assert list(groups) == []


def test_columns_are_packed_into_words_of_63_bits() -> None:
    column = np.array([0, 3])
    assert _pack([(column, 31), (column, 31), (column, 31)]).shape == (2, 2)


def test_a_number_that_does_not_fit_its_bits_is_refused() -> None:
    with pytest.raises(ValueError, match="2 bits"):
        _pack([(np.array([3]), 2)])
