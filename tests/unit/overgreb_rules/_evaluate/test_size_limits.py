"""A case and its answer are refused just above the limit, and taken at it."""

from __future__ import annotations

import pytest

from overgreb_rules import Case, CaseError, evaluate
from overgreb_rules._evaluate.size_limits import check_duty_count, check_event_count

CASE = {"case_id": "a", "events": [{"type": "underretning_modtaget", "at": "2026-11-20T14:00:00+01:00"}]}
MOVED = "familie_flyttet@2026-11-21"


def test_events_count_together_with_what_is_supposed():
    check_event_count({"case": CASE, "suppose": [MOVED]}, 2)
    with pytest.raises(CaseError, match=r"3 events in one case.*at most 2 events"):
        check_event_count({"case": CASE, "suppose": [MOVED, MOVED]}, 2)


@pytest.mark.parametrize(
    ("data", "place"),
    [
        (CASE, "/events"),
        ({"case": CASE}, "/case/events"),
        ({"case": CASE, "suppose": [MOVED]}, "/case/events"),
        ({"case": {"case_id": "a", "events": []}, "suppose": [MOVED]}, "/suppose"),
    ],
)
def test_too_many_events_are_refused_where_they_stand(data, place):
    with pytest.raises(CaseError) as refused:
        check_event_count(data, 0)
    assert refused.value.place == place


@pytest.mark.parametrize("data", [None, [CASE], {}, {"case": None}, {"case": {"events": 7}, "suppose": "all"}])
def test_what_is_no_case_is_left_to_the_reader(data):
    check_event_count(data, 0)


def test_the_duties_of_an_answer_are_counted():
    result = evaluate(Case.model_validate(CASE), at="2026-11-21T12:00:00+01:00")
    number = len(result.obligations)
    check_duty_count(result, number)
    with pytest.raises(CaseError, match=f"{number} duties in one case") as refused:
        check_duty_count(result, number - 1, "/case/events")
    assert refused.value.place == "/case/events"
