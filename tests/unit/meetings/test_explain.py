"""Why a meeting lies where it lies, and what another day would cost."""

from __future__ import annotations

import datetime as dt

import pytest

from meetings._domain.cost_catalog import LEVELS
from meetings._domain.plan_origin import PlanOrigin
from meetings.errors import RequestError
from meetings.explain import explain
from meetings.schedule import Meeting, People, Schedule
from tests.fixtures.planning_requests import THREE_DISTRICTS


def test_the_next_best_cost_no_less_than_the_best(plan_of_three: Schedule):
    (found,) = explain(plan_of_three, "1460")
    assert len(found.next_best) == 3
    assert all(way.total_extra_cost >= 0 for way in found.next_best)
    assert [way.total_extra_cost for way in found.next_best] == sorted(way.total_extra_cost for way in found.next_best)
    assert found.meeting.start not in {way.start for way in found.next_best}


def test_an_explanation_knows_the_names_of_the_facilitators(plan_of_three: Schedule):
    (one,) = explain(plan_of_three, "1460")
    assert one.facilitators == {"f1": "f1"}
    named = plan_of_three.model_copy(update={"people": People(facilitators={"f1": "One"})})
    (one,) = explain(named, "1460")
    assert one.facilitators == {"f1": "One"}


@pytest.mark.parametrize("changes", [{"start": "2027-03-09T10:00:00+01:00"}, {"round": 2}, {"district": "1461"}])
def test_a_meeting_that_was_changed_by_hand_is_refused(plan_of_three: Schedule, changes: dict[str, object]):
    data = plan_of_three.model_dump(mode="json", by_alias=True)
    data["meetings"][0] |= changes
    with pytest.raises(RequestError, match="the plan was changed by hand: its receipt does not know round"):
        explain(Schedule.model_validate(data), "1460")


def test_the_funnel_narrows_to_what_is_possible(plan_of_three: Schedule):
    (found,) = explain(plan_of_three, "1460")
    left = [step.left for step in found.remaining_starts]
    assert left == sorted(left, reverse=True)
    assert [step.constraint for step in found.remaining_starts][:2] == ["working_day", "closed_day"]
    assert found.starts == 730


def test_a_blocked_day_is_refused_by_its_rule(plan_of_three: Schedule):
    (found,) = explain(plan_of_three, "1460", date=dt.date(2027, 5, 10))
    assert [[refusal.constraint for refusal in judged.violations] for judged in found.starts_on_date] == [
        ["blocked_dates"]
    ] * 2


def test_a_busy_day_is_refused_by_its_rule(plan_of_three: Schedule):
    (found,) = explain(plan_of_three, "1460", date=dt.date(2027, 5, 12))
    assert {refusal.constraint for judged in found.starts_on_date for refusal in judged.violations} == {
        "politikreds_free"
    }


def test_the_day_of_a_pinned_meeting_is_impossible_for_another(plan_of_three: Schedule):
    (found,) = explain(plan_of_three, "1460", date=dt.date(2027, 5, 11))
    assert [judged.alternative for judged in found.starts_on_date] == [None, None]
    assert all(not judged.violations for judged in found.starts_on_date)


def test_the_day_of_another_meeting_says_what_would_have_to_move(plan_of_three: Schedule):
    other = next(m for m in plan_of_three.meetings if m.district == "1471")
    (found,) = explain(plan_of_three, "1460", date=other.start.date())
    moves = [judged.alternative.moved_meetings for judged in found.starts_on_date if judged.alternative]
    assert moves
    assert all([(m.district) for m, _ in one] == ["1471"] for one in moves)


def test_another_day_tells_what_it_costs_by_name(plan_of_three: Schedule):
    (found,) = explain(plan_of_three, "1460", date=dt.date(2027, 10, 22))
    morning, afternoon = (judged.alternative for judged in found.starts_on_date)
    assert morning is not None
    assert afternoon is not None
    assert morning.extra_cost["autumn_holiday"] == 10
    assert afternoon.extra_cost["friday_afternoon"] == 3
    assert afternoon.total_extra_cost == pytest.approx(sum(afternoon.extra_cost.values()))


def test_the_school_years_of_the_request_live_on_in_the_receipt(plan_of_three: Schedule):
    (found,) = explain(plan_of_three, "1460", date=dt.date(2027, 2, 24))
    assert found.starts_on_date[0].alternative is not None
    assert found.starts_on_date[0].alternative.extra_cost["school_holiday"] == pytest.approx(10 / 9, abs=0.001)


def test_a_kreds_without_a_meeting_is_refused(plan_of_three: Schedule):
    with pytest.raises(RequestError, match=r"no meeting of Østjyllands Politi \(1461\)"):
        explain(plan_of_three, "1461")


def test_a_cancelled_meeting_is_not_explained(plan_of_three: Schedule):
    meetings = tuple(
        m.model_copy(update={"status": "cancelled"}) if m.district == "1460" else m for m in plan_of_three.meetings
    )
    with pytest.raises(RequestError, match=r"the meeting of Nordjyllands Politi \(1460\) is cancelled"):
        explain(plan_of_three.model_copy(update={"meetings": meetings}), "1460")


def test_a_plan_without_a_receipt_cannot_be_explained(plan_of_three: Schedule):
    with pytest.raises(RequestError, match="receipt is missing or damaged under request"):
        explain(plan_of_three.model_copy(update={"receipt": {}}), "1460")


@pytest.mark.parametrize("district", THREE_DISTRICTS["districts"])
def test_no_other_start_costs_less_than_that_of_a_revised_plan(revised_plan: Schedule, district: str):
    (found,) = explain(revised_plan, district)
    for way in found.next_best:
        ranked = (sum(way.extra_cost.get(name, 0) for name in level) for level in LEVELS)
        assert next((cost for cost in ranked if cost), 0) >= 0


def test_the_explanation_of_a_moved_meeting_counts_how_far_it_moved(revised_plan: Schedule):
    moved = next(
        m.district for m in revised_plan.meetings if m.start not in {one.start for one in revised_from(revised_plan)}
    )
    (found,) = explain(revised_plan, moved)
    assert found.cost["moved"] == 1
    assert found.cost["moved_far"] > 0


def revised_from(plan_: Schedule) -> list[Meeting]:
    return list(PlanOrigin.of_plan(plan_).published or ())


def test_an_explanation_at_a_later_instant_offers_no_start_before_the_notice(plan_of_three: Schedule):
    meeting = next(m for m in plan_of_three.meetings if m.district == "1471")
    at = meeting.start - dt.timedelta(days=20)
    (found,) = explain(plan_of_three, "1471", at=at, date=at.date() + dt.timedelta(days=7))
    assert all(way.start >= at + dt.timedelta(days=14) for way in found.next_best)
    assert {"notice_days"} <= {refusal.constraint for judged in found.starts_on_date for refusal in judged.violations}
    assert "not_in_the_past" in {step.constraint for step in found.remaining_starts}


def test_a_meeting_that_has_been_held_is_explained_as_of_its_plan(plan_of_three: Schedule):
    meeting = next(m for m in plan_of_three.meetings if m.district == "1471")
    assert explain(plan_of_three, "1471", at=meeting.end) == explain(plan_of_three, "1471")
