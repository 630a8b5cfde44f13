"""Why a meeting lies where it lies, and what is wrong with any plan."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path

import pytest

from meetings import plan
from meetings._domain.cost_catalog import LEVELS
from meetings._domain.plan_origin import PlanOrigin
from meetings.check import check, read_plan_to_check
from meetings.errors import RequestError
from meetings.explain import explain
from meetings.request import PlanRequest
from meetings.schedule import Meeting, Schedule
from tests.fixtures.planning_requests import AT, build_busy_calendar, build_request

THREE = ["1460", "1465", "1471"]
KEYS = {"districts": THREE, "facilitators": [{"id": "f1", "name": "One"}], "blocked": {"dates": ["2027-05-10"]}}
PINS = {"1465": "2027-05-11T09:00"}


@pytest.fixture(scope="module")
def asked() -> PlanRequest:
    taken = build_busy_calendar(("2027-05-12T08:00", "2027-05-12T16:00"))
    return build_request(
        {"politikreds 1460": taken}, **KEYS, school_holidays={"years": {2027: {"0860": 8}}}, pinned=PINS
    )


@pytest.fixture(scope="module")
def made(asked: PlanRequest) -> Schedule:
    # Through its text: what explains a plan is in the file and nowhere else.
    return Schedule.model_validate_json(plan(asked, at=AT).to_json())


def test_the_next_best_cost_no_less_than_the_best(made: Schedule):
    (found,) = explain(made, "1460")
    assert len(found.next_best) == 3
    assert all(way.total_extra_cost >= 0 for way in found.next_best)
    assert [way.total_extra_cost for way in found.next_best] == sorted(way.total_extra_cost for way in found.next_best)
    assert found.meeting.start not in {way.start for way in found.next_best}


def test_an_explanation_knows_the_names_of_the_facilitators(made: Schedule):
    (one,) = explain(made, THREE[0])
    assert one.facilitators == {"f1": "One"}


def test_the_funnel_narrows_to_what_is_possible(made: Schedule):
    (found,) = explain(made, "1460")
    left = [step.left for step in found.remaining_starts]
    assert left == sorted(left, reverse=True)
    assert [step.rule for step in found.remaining_starts][:2] == ["working_day", "closed_day"]
    assert found.starts == 730


def test_a_blocked_day_is_refused_by_its_rule(made: Schedule):
    (found,) = explain(made, "1460", date=dt.date(2027, 5, 10))
    assert [[refusal.rule for refusal in asked.violations] for asked in found.starts_on_date] == [["blocked_dates"]] * 2


def test_a_busy_day_is_refused_by_its_rule(made: Schedule):
    (found,) = explain(made, "1460", date=dt.date(2027, 5, 12))
    assert {refusal.rule for asked in found.starts_on_date for refusal in asked.violations} == {"politikreds_free"}


def test_the_day_of_a_pinned_meeting_is_impossible_for_another(made: Schedule):
    (found,) = explain(made, "1460", date=dt.date(2027, 5, 11))
    assert [asked.alternative for asked in found.starts_on_date] == [None, None]
    assert all(not asked.violations for asked in found.starts_on_date)


def test_the_day_of_another_meeting_says_what_would_have_to_move(made: Schedule):
    other = next(m for m in made.meetings if m.district == "1471")
    (found,) = explain(made, "1460", date=other.start.date())
    moves = [asked.alternative.moved_meetings for asked in found.starts_on_date if asked.alternative]
    assert moves
    assert all([(m.district) for m, _ in one] == ["1471"] for one in moves)


def test_another_day_tells_what_it_costs_by_name(made: Schedule):
    (found,) = explain(made, "1460", date=dt.date(2027, 10, 22))
    morning, afternoon = (asked.alternative for asked in found.starts_on_date)
    assert morning is not None
    assert afternoon is not None
    assert morning.extra_cost["autumn_holiday"] == 10
    assert afternoon.extra_cost["friday_afternoon"] == 3
    assert afternoon.total_extra_cost == pytest.approx(sum(afternoon.extra_cost.values()))


def test_the_school_years_of_the_request_live_on_in_the_receipt(made: Schedule):
    (found,) = explain(made, "1460", date=dt.date(2027, 2, 24))
    assert found.starts_on_date[0].alternative is not None
    assert found.starts_on_date[0].alternative.extra_cost["school_holiday"] == pytest.approx(10 / 9, abs=0.001)


def test_a_kreds_without_a_meeting_is_refused(made: Schedule):
    with pytest.raises(RequestError, match=r"no meeting of Østjyllands Politi \(1461\)"):
        explain(made, "1461")


def test_a_cancelled_meeting_is_not_explained(made: Schedule):
    meetings = tuple(m.model_copy(update={"status": "cancelled"}) if m.district == "1460" else m for m in made.meetings)
    with pytest.raises(RequestError, match=r"the meeting of Nordjyllands Politi \(1460\) is cancelled"):
        explain(made.model_copy(update={"meetings": meetings}), "1460")


def test_a_plan_without_a_receipt_cannot_be_explained(made: Schedule):
    with pytest.raises(RequestError, match="receipt does not hold"):
        explain(made.model_copy(update={"receipt": {}}), "1460")


def test_a_plan_from_here_keeps_every_rule(asked: PlanRequest, made: Schedule):
    judgement = check(made, asked)
    assert judgement.violations == ()
    assert judgement.value == made.objective.value


def by_hand(tmp_path: Path, asked: PlanRequest, *starts: tuple[str, str, str]) -> list[str]:
    meetings = [{"district": d, "start": s, "host": h, "facilitators": ["f1"]} for d, s, h in starts]
    path = tmp_path / "plan.json"
    path.write_text(json.dumps({"year": 2027, "meetings": meetings}), encoding="utf-8")
    return [finding.rule for finding in check(read_plan_to_check(path, asked), asked).violations]


RIGHT = [
    ("1460", "2027-03-09T09:00:00+01:00", "0810"),
    ("1465", "2027-05-11T09:00:00+02:00", "0410"),
    ("1471", "2027-09-07T09:00:00+02:00", "0400"),
]


def test_a_plan_made_by_hand_is_judged_by_the_same_rules(tmp_path: Path, asked: PlanRequest):
    assert by_hand(tmp_path, asked, *RIGHT) == []


@pytest.mark.parametrize(
    ("wrong", "rules"),
    [
        (("1460", "2027-03-07T09:00:00+01:00", "0810"), ["working_day"]),
        (("1460", "2027-05-10T09:00:00+02:00", "0810"), ["blocked_dates"]),
        (("1460", "2027-05-12T09:00:00+02:00", "0810"), ["politikreds_free"]),
        (("1460", "2027-03-09T09:30:00+01:00", "0810"), ["start_times"]),
        (("1460", "2028-03-09T09:00:00+01:00", "0810"), ["in_year", "window"]),
        (("1460", "2027-03-09T09:00:00+01:00", "0860"), ["host_in_turn"]),
        (("1460", "2027-05-11T12:30:00+02:00", "0810"), ["facilitator_meetings_per_day"]),
        (("1465", "2027-03-09T09:00:00+01:00", "0410"), ["one_meeting_each", "one_meeting_each"]),
        (("1461", "2027-03-09T09:00:00+01:00", "0706"), ["one_meeting_each", "one_meeting_each"]),
    ],
)
def test_what_is_wrong_is_named_by_rule(
    tmp_path: Path, asked: PlanRequest, wrong: tuple[str, str, str], rules: list[str]
):
    assert by_hand(tmp_path, asked, *RIGHT[1:], wrong) == rules


def test_a_plan_of_another_year_is_refused(made: Schedule):
    with pytest.raises(RequestError, match="check it against the request of its year"):
        check(made, build_request(year=2028))


@pytest.fixture(scope="module")
def revised_request(made: Schedule) -> PlanRequest:
    day = next(m for m in made.meetings if m.district == "1460").start.date()
    away = [f"2027-{month:02}-{n:02}" for month in (2, 3, 4) for n in range(1, 29)]
    return build_request(districts=THREE, facilitators=KEYS["facilitators"], blocked={"dates": [*away, str(day)]})


@pytest.fixture(scope="module")
def revised(made: Schedule, revised_request: PlanRequest) -> Schedule:
    return Schedule.model_validate_json(plan(revised_request, at=LATER, earlier=made).to_json())


LATER = "2027-01-20T12:00:00+01:00"


def test_the_check_of_a_revised_plan_counts_what_its_objective_counts(revised: Schedule, revised_request: PlanRequest):
    judgement = check(revised, revised_request)
    assert judgement.violations == ()
    assert judgement.terms["moved"] > 0
    assert judgement.value == revised.objective.value
    origin = PlanOrigin.of_plan(revised)
    again = plan(revised_request, at=origin.instant, earlier=origin.build_earlier(2027))
    assert again.meetings == revised.meetings
    assert again.objective == revised.objective


@pytest.mark.parametrize("district", THREE)
def test_no_other_start_costs_less_than_that_of_a_revised_plan(revised: Schedule, district: str):
    (found,) = explain(revised, district)
    for way in found.next_best:
        ranked = (sum(way.extra_cost.get(name, 0) for name in level) for level in LEVELS)
        assert next((cost for cost in ranked if cost), 0) >= 0


def test_the_explanation_of_a_moved_meeting_counts_how_far_it_moved(revised: Schedule):
    moved = next(m.district for m in revised.meetings if m.start not in {one.start for one in revised_from(revised)})
    (found,) = explain(revised, moved)
    assert found.cost["moved"] == 1
    assert found.cost["moved_far"] > 0


def revised_from(plan_: Schedule) -> list[Meeting]:
    return list(PlanOrigin.of_plan(plan_).published or ())


def test_an_explanation_at_a_later_instant_offers_no_start_before_the_notice(made: Schedule):
    meeting = next(m for m in made.meetings if m.district == "1471")
    at = meeting.start - dt.timedelta(days=20)
    (found,) = explain(made, "1471", at=at, date=at.date() + dt.timedelta(days=7))
    assert all(way.start >= at + dt.timedelta(days=14) for way in found.next_best)
    assert {"notice_days"} <= {refusal.rule for asked in found.starts_on_date for refusal in asked.violations}
    assert "not_in_the_past" in {step.rule for step in found.remaining_starts}


def test_a_meeting_that_has_been_held_is_explained_as_of_its_plan(made: Schedule):
    meeting = next(m for m in made.meetings if m.district == "1471")
    assert explain(made, "1471", at=meeting.end) == explain(made, "1471")


def test_a_meeting_that_was_held_is_checked_as_it_was_held(made: Schedule):
    first = min(made.meetings, key=lambda meeting: meeting.start)
    busy = build_busy_calendar(("2027-01-01T00:00", "2027-06-01T00:00"))
    request = build_request({f"kommune {first.host}": busy}, **KEYS, quorum=0.5)
    second = plan(request, at=first.end + dt.timedelta(days=1), earlier=made)
    assert first.host not in next(m for m in second.meetings if m.uid == first.uid).absent
    assert check(second, request).violations == ()
