"""A case and its answer are refused just above the limit, and taken at it."""

from __future__ import annotations

import pytest

from overgreb_rules import Case, CaseError, evaluate
from overgreb_rules._evaluate.size_limits import check_duty_count, check_event_count

CASE = Case.model_validate(
    {"case_id": "a", "events": [{"type": "underretning_modtaget", "at": "2026-11-20T14:00:00+01:00"}]}
)


def test_events_count_together_with_what_is_supposed():
    check_event_count(CASE, ["familie_flyttet@2026-11-21"], 2)
    with pytest.raises(CaseError, match="at most 2") as refused:
        check_event_count(CASE, ["familie_flyttet@2026-11-21"] * 2, 2)
    assert refused.value.place == "/events"


def test_the_duties_of_an_answer_are_counted():
    result = evaluate(CASE, at="2026-11-21T12:00:00+01:00")
    number = len(result.obligations)
    check_duty_count(result, number)
    with pytest.raises(CaseError, match=f"{number} duties in one case"):
        check_duty_count(result, number - 1)
