"""A slice is taken through the pipeline once for each signature; others are given its duties and date them."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from overgreb_rules._columnar.grouping import representative
from overgreb_rules._columnar.grouping.representative import RepresentativeEvaluator, SliceMemory
from overgreb_rules._columnar.grouping.signature import SignatureGroup, SliceLayout
from tests.fixtures.event_columns import build_case, build_event, context_of, dependencies_of

RULE = "sel-155-2-vurdering-24-timer"
DAYS = (3, 10, 17)


def evaluator_of(memory: SliceMemory) -> RepresentativeEvaluator:
    """Three cases with a notification and its assessment on the day after."""
    cases = [
        build_case(
            build_event("u", "underretning_modtaget", day),
            build_event("v", "underretning_vurderet", day + 1, of="u"),
            case_id=f"sag-{day}",
        )
        for day in DAYS
    ]
    return RepresentativeEvaluator(context_of(*cases), dependencies_of(RULE), 0, memory)


def group_of(signature: bytes = b"alike") -> SignatureGroup:
    return SignatureGroup(signature, SliceLayout(0, ((), (0,))), np.arange(3), np.arange(6).reshape(3, 2))


@pytest.fixture
def resolutions(monkeypatch: pytest.MonkeyPatch) -> list[object]:
    """One entry for each slice that the pipeline resolves."""
    calls: list[object] = []
    resolve_duties = representative.resolve_duties

    def count_calls(*arguments: Any) -> Any:
        calls.append(arguments)
        return resolve_duties(*arguments)

    monkeypatch.setattr(representative, "resolve_duties", count_calls)
    return calls


def test_slices_of_one_signature_are_resolved_once_and_dated_each_by_itself(resolutions: list[object]) -> None:
    evaluator, group = evaluator_of(SliceMemory()), group_of()
    results = [evaluator.evaluate_slice(row, group) for row in group.events]
    assert len(resolutions) == 1
    assessed = [result.assess_duty(0)[0] for result in results]
    assert [one.timed.start.day.day for one in assessed] == list(DAYS)
    assert {(one.status, one.met_by) for one in assessed} == {(assessed[0].status, ("001",))}


def test_a_signature_is_known_to_the_next_batch(resolutions: list[object]) -> None:
    memory, group = SliceMemory(), group_of()
    for _ in range(2):
        evaluator_of(memory).evaluate_slice(group.events[0], group)
    assert len(resolutions) == 1


def test_what_the_partition_asks_of_a_signature_is_known_to_the_next_batch(monkeypatch: pytest.MonkeyPatch) -> None:
    memory, group = SliceMemory(), group_of()
    first = evaluator_of(memory)
    answers = first.find_activation_fact(group), first.is_clock_running(group)
    assert answers == ("", False)
    monkeypatch.setattr(RepresentativeEvaluator, "_build_event_log", None)
    assert (evaluator_of(memory).find_activation_fact(group), evaluator_of(memory).is_clock_running(group)) == answers


def test_a_signature_that_activates_no_duty_is_known_too(monkeypatch: pytest.MonkeyPatch) -> None:
    memory, events = SliceMemory(), np.array([[1]])
    group = SignatureGroup(b"an assessment", SliceLayout(0, ((),)), np.zeros(1, np.int64), events)
    assert evaluator_of(memory).find_activation_fact(group) is None
    monkeypatch.setattr(RepresentativeEvaluator, "_build_event_log", None)
    assert evaluator_of(memory).find_activation_fact(group) is None


def test_another_signature_and_another_lineage_are_resolved_anew(resolutions: list[object]) -> None:
    memory, group = SliceMemory(), group_of()
    evaluator = evaluator_of(memory)
    evaluator.evaluate_slice(group.events[0], group)
    evaluator.evaluate_slice(group.events[0], group_of(b"other"))
    other = RepresentativeEvaluator(evaluator.context, evaluator.dependencies, 1, memory)
    other.evaluate_slice(group.events[0], group)
    assert len(resolutions) == 3
