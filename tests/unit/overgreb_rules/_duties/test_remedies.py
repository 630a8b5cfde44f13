"""The first breach by the municipality opens the permissions of anybody."""

from __future__ import annotations

import pytest

from overgreb_rules import Case, evaluate
from overgreb_rules.arrow import evaluate_arrow, tables_of
from tests.fixtures.event_logs import BOOK, LATER, build_event

_REMEDY = "bl-152-underret-ankestyrelsen"


def _trigger(case: dict[str, object], at: str = LATER) -> list[str]:
    answer = evaluate(Case.model_validate(case), at=at, rulebook=BOOK)
    (row,) = evaluate_arrow(*tables_of([case]), at=at, rulebook=BOOK).to_pylist()
    found = [duty.trigger for duty in answer.obligations if duty.rule == _REMEDY]
    assert [duty["trigger"] for duty in row["obligations"] if duty["rule"] == _REMEDY] == found
    return found


def _case(*events: dict[str, object]) -> dict[str, object]:
    return {"case_id": "sag-1", "events": list(events)}


def test_without_a_breach_there_is_no_permission() -> None:
    events = build_event("u1", "underretning_modtaget", 3, anonym=True), build_event("v1", "underretning_vurderet", 3)
    assert _trigger(_case(*events)) == []


@pytest.mark.parametrize(("first", "second"), [("a", "b"), ("b", "a")])
def test_of_two_breaches_the_earlier_one_opens_the_permission(first: str, second: str) -> None:
    events = build_event(first, "underretning_modtaget", 3), build_event(second, "underretning_modtaget", 5)
    assert _trigger(_case(*events)) == [first]


@pytest.mark.parametrize(("first", "second"), [("a", "b"), ("b", "a")])
def test_of_two_breaches_with_one_date_the_earlier_trigger_decides_and_not_the_alphabet(
    first: str, second: str
) -> None:
    assessed = [build_event(f"v-{name}", "underretning_vurderet", 3, of=name) for name in (first, second)]
    early = {**build_event(first, "underretning_modtaget", 3, anonym=False), "at": "2025-03-03T08:00:00+01:00"}
    late = {**build_event(second, "underretning_modtaget", 3, anonym=False), "at": "2025-03-03T09:00:00+01:00"}
    assert _trigger(_case(late, early, *assessed)) == [first]
