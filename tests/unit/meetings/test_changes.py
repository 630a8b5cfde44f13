"""A second plan over a published one: what can stay stays, and the rest is told."""

from __future__ import annotations

from typing import Any

import pytest

from meetings import plan
from meetings.check import check
from meetings.errors import RequestError
from meetings.explain import explain
from meetings.schedule import Meeting, Schedule
from overgreb_rules.shared.text import Text
from tests.fixtures.planning_requests import AT, build_busy_calendar, build_request

SIX = ["1460", "1461", "1465", "1467", "1469", "1471"]


@pytest.fixture(scope="module")
def published() -> Schedule:
    return plan(build_request(districts=SIX), at=AT)


def by_district(schedule: Schedule) -> dict[str, Meeting]:
    return {meeting.district: meeting for meeting in schedule.meetings}


def again(published: Schedule, *, at: str = AT, calendars: Any = None, **keys: Any) -> Schedule:
    return plan(build_request(calendars, **{"districts": SIX, **keys}), at=at, earlier=published)


def test_an_unchanged_request_changes_nothing(published: Schedule):
    second = again(published)
    assert second.to_json() == published.to_json()
    assert second.changes == ()


@pytest.mark.slow
def test_blocking_the_day_of_one_meeting_moves_that_meeting_alone(published: Schedule):
    for meeting in published.meetings:
        day = meeting.start.date()
        second = again(published, blocked={"dates": [day]})
        moved = [m.district for m in second.meetings if m.start != by_district(published)[m.district].start]
        assert moved == [meeting.district]
        (change,) = second.changes
        assert (change.kind, change.district) == ("moved", meeting.district)
        assert change.why[0].en.startswith("blocked_dates: ")


def test_a_third_run_finds_nothing_to_change(published: Schedule):
    blocked = {"dates": [published.meetings[0].start.date()]}
    second = again(published, blocked=blocked)
    assert again(second, blocked=blocked).to_json() == second.to_json()


def test_what_is_held_stays_whatever_is_asked(published: Schedule):
    first = published.meetings[0]
    after = first.end.isoformat()
    second = again(published, at=after, blocked={"dates": [first.start.date()]}, duration=120, start_times=["10:00"])
    assert by_district(second)[first.district] == first


def test_a_meeting_that_has_begun_and_not_ended_is_not_held(published: Schedule):
    first = published.meetings[0]
    second = again(published, at=first.start.isoformat(), blocked={"dates": [first.start.date()]})
    assert by_district(second)[first.district].start > first.start


def test_no_meeting_moves_into_the_past(published: Schedule):
    last = published.meetings[-1]
    before = published.meetings[-2].end.isoformat()
    second = again(published, at=before, blocked={"dates": [last.start.date()]})
    assert by_district(second)[last.district].start.isoformat() > before


def test_a_kreds_that_is_asked_for_no_longer_is_cancelled_and_stays(published: Schedule):
    second = again(published, districts=SIX[1:])
    gone = by_district(second)["1460"]
    assert gone.status == "cancelled"
    assert gone.start == by_district(published)["1460"].start
    assert [(change.kind, change.district) for change in second.changes] == [("cancelled", "1460")]
    third = again(second, districts=SIX[1:])
    assert by_district(third)["1460"].status == "cancelled"
    assert third.changes == ()


def test_a_cancelled_meeting_comes_back_with_its_identity(published: Schedule):
    second = again(published, districts=SIX[1:])
    third = again(second)
    assert by_district(third)["1460"].status == "confirmed"
    assert by_district(third)["1460"].uid == by_district(published)["1460"].uid
    assert [change.kind for change in third.changes] == ["added"]


@pytest.mark.slow
def test_a_held_meeting_of_a_dropped_kreds_stays_as_it_was(published: Schedule):
    first = published.meetings[0]
    others = [code for code in SIX if code != first.district]
    second = again(published, at=first.end.isoformat(), districts=others)
    assert by_district(second)[first.district] == first
    assert check(second, build_request(districts=others)).violations == ()
    assert [one.meeting for code in SIX for one in explain(second, code)] == [by_district(second)[code] for code in SIX]


def test_a_round_that_was_held_stays_where_fewer_rounds_are_asked_for():
    pins = {"1471-1": "2027-02-02T09:00", "1471-2": "2027-03-02T09:00"}
    two = {"meetings_per_district": 2, "spacing_days": {"min": 20, "max": 40}, "pinned": pins}
    earlier = plan(build_request(districts=["1460", "1471"], **two), at=AT)
    now = build_request(districts=["1460", "1471"])
    second = plan(now, at="2027-04-01T12:00:00+02:00", earlier=earlier)
    assert {(m.district, m.round) for m in second.meetings if m.status != "cancelled"} == {
        ("1460", 1),
        ("1471", 1),
        ("1471", 2),
    }
    assert check(second, now).violations == ()
    assert [one.meeting.round for one in explain(second, "1471")] == [1, 2]


def test_a_fresh_plan_leaves_what_has_begun_or_is_near_and_says_what_moves():
    codes = ["1460", "1461", "1462", "1465"]
    pins = {"1460": "2027-02-02T09:00", "1461": "2027-04-16T09:00", "1462": "2027-05-14T12:30"}
    published = plan(build_request(districts=codes, pinned=pins), at=AT)
    now = build_request(districts=codes, window={"from": "2027-01-04", "to": "2027-06-30"})
    at = "2027-04-15T12:00:00+02:00"
    fresh = plan(now, at=at, earlier=published, fresh=True)
    for district in ("1460", "1461"):
        assert by_district(fresh)[district] == by_district(published)[district]
    assert all(by_district(fresh)[district].start.isoformat() > at for district in codes[1:])
    moved = {change.district: change for change in fresh.changes}
    assert by_district(fresh)["1462"].start != by_district(published)["1462"].start
    assert (moved["1462"].kind, moved["1462"].why) == (
        "moved",
        (Text("planlagt forfra (--fresh)", "planned anew (--fresh)"),),
    )
    assert fresh.objective.value <= plan(now, at=at, earlier=published).objective.value
    assert fresh.objective.optimal
    report = check(fresh, now)
    assert (report.violations, report.value) == ((), fresh.objective.value)
    assert [one.meeting for code in codes for one in explain(fresh, code)] == [
        by_district(fresh)[code] for code in codes
    ]


def test_a_fresh_plan_of_a_year_that_is_over_changes_nothing(published: Schedule):
    fresh = plan(build_request(districts=SIX), at="2028-01-01T12:00:00+01:00", earlier=published, fresh=True)
    assert fresh.to_json() == published.to_json()


def test_a_new_kreds_moves_nobody(published: Schedule):
    second = again(published, districts=[*SIX, "1462"])
    assert [(change.kind, change.district) for change in second.changes] == [("added", "1462")]


def test_a_better_day_is_no_reason_to_move(published: Schedule):
    first = published.meetings[0]
    perhaps = build_busy_calendar(tentative=((f"{first.start:%Y-%m-%d}T00:00", f"{first.start:%Y-%m-%d}T23:00"),))
    second = again(published, calendars={f"politikreds {first.district}": perhaps})
    assert [m.start for m in second.meetings] == [m.start for m in published.meetings]
    assert second.objective.value > published.objective.value


def test_police_who_have_become_busy_move_the_meeting_and_say_so(published: Schedule):
    one = published.meetings[2]
    taken = build_busy_calendar((f"{one.start:%Y-%m-%d}T00:00", f"{one.start:%Y-%m-%d}T23:00"))
    second = again(published, calendars={f"politikreds {one.district}": taken})
    (change,) = second.changes
    assert change.why[0].en.startswith("politikreds_free: ")


def test_facilitators_stay_with_their_meetings():
    two = [{"id": "f1", "name": "One"}, {"id": "f2", "name": "Two"}]
    first = plan(build_request(districts=SIX, facilitators=two), at=AT)
    one = first.meetings[0]
    second = again(first, facilitators=two, blocked={"dates": [one.start.date()]})
    before, after = by_district(first), by_district(second)
    assert all(before[code].facilitators == after[code].facilitators for code in SIX if code != one.district)


def test_another_facilitator_is_told_by_name():
    of = {"districts": ["1471"], "window": {"from": "2027-03-01", "to": "2027-03-05"}}
    first = plan(build_request(**of, facilitators=[{"id": "f1", "name": "One"}]), at=AT)
    second = again(first, **of, facilitators=[{"id": "f2", "name": "Two"}])
    (change,) = second.changes
    assert change.why == (Text("ledes af Two i stedet for One", "it is led by Two and not by One"),)


def test_a_longer_meeting_keeps_its_start(published: Schedule):
    second = again(published, duration=210, start_times=["09:00", "12:30"], weights={"friday_afternoon": 0})
    assert [m.start for m in second.meetings] == [m.start for m in published.meetings]
    assert {change.kind for change in second.changes} == {"changed"}


def test_a_plan_of_another_year_is_refused(published: Schedule):
    with pytest.raises(RequestError, match="give each year a folder of its own"):
        plan(build_request(year=2028), at=AT, earlier=published)


def published_on(days: dict[str, str], **keys: Any) -> Schedule:
    pinned = {code: f"{day}T09:00" for code, day in days.items()}
    return plan(build_request(districts=list(days), pinned=pinned, **keys), at=AT)


@pytest.mark.parametrize("codes", [("1460", "1465"), ("1465", "1460")])
def test_of_two_meetings_one_of_which_must_move_the_near_one_stays(codes: tuple[str, str]):
    near, far = codes
    earlier = published_on({near: "2027-03-09", far: "2027-03-11"})
    at = "2027-02-24T12:00:00+01:00"
    asked = build_request(districts=sorted(codes), facilitator_rest_days=2)
    second = plan(asked, at=at, earlier=earlier)
    assert [change.district for change in second.changes] == [far]


def test_a_near_meeting_moves_where_its_start_is_impossible():
    earlier = published_on({"1460": "2027-03-09"})
    asked = build_request(districts=["1460"], blocked={"dates": ["2027-03-09"]})
    second = plan(asked, at="2027-03-01T12:00:00+01:00", earlier=earlier)
    assert second.meetings[0].start.isoformat() >= "2027-03-15T12:00"


@pytest.mark.slow
def test_a_meeting_that_must_move_moves_to_a_day_nearby():
    earlier = published_on({"1460": "2027-03-09"})
    asked = build_request(districts=["1460"], blocked={"dates": ["2027-03-09"]})
    second = plan(asked, at=AT, earlier=earlier)
    assert abs((second.meetings[0].start - earlier.meetings[0].start).days) <= 1
    anywhere = plan(asked.model_copy(update={"weights": {"moved_far": 0}}), at=AT, earlier=earlier)
    assert anywhere.objective.terms["moved_far"] == 0
    assert second.objective.terms["moved_far"] == pytest.approx(2 / 7, abs=0.001)
    assert second.objective.optimal


def test_a_run_that_changes_nothing_keeps_the_objective_of_the_revision():
    earlier = published_on({"1460": "2027-03-09"})
    asked = build_request(districts=["1460"], blocked={"weeks": [9, 10, 11]})
    second = plan(asked, at=AT, earlier=earlier)
    third = plan(asked, at=AT, earlier=second)
    assert third.to_json() == second.to_json()
    assert sum(level["value"] for level in second.receipt["levels"]) == pytest.approx(second.objective.value)


def test_a_run_that_changes_the_request_starts_from_the_plan_before_it():
    earlier = published_on({"1460": "2027-03-09"})
    second = plan(build_request(districts=["1460"], blocked={"weeks": [9, 10, 11]}), at=AT, earlier=earlier)
    third = plan(build_request(districts=["1460"], blocked={"weeks": [9, 10, 11, 12]}), at=AT, earlier=second)
    assert third.meetings == second.meetings
    assert third.objective.terms["moved"] == 0
    assert [one["start"] for one in third.receipt["origin"]["published"]] == [second.meetings[0].start.isoformat()]


def test_the_origin_of_a_first_plan_names_the_instant_only_where_its_notice_lies_in_the_year():
    asked = build_request(districts=["1460"])
    before, within = (plan(asked, at=at).receipt["origin"] for at in (AT, "2027-02-01T12:00:00+01:00"))
    assert before == {"at": None, "published": None}
    assert within == {"at": "2027-02-01T12:00:00+01:00", "published": None}


AFTER = "2027-03-10T12:00:00+01:00"


@pytest.mark.parametrize("key", ["1460", "1460-1"])
def test_a_pin_to_another_start_is_refused_once_the_meeting_was_held(key: str):
    asked = build_request(districts=["1460"], pinned={key: "2027-05-11T09:00"})
    with pytest.raises(
        RequestError, match=r"pinned, Nordjyllands Politi \(1460\), round 1: by the plan .* was held on"
    ):
        plan(asked, at=AFTER, earlier=published_on({"1460": "2027-03-09"}))


def test_a_pin_to_the_start_at_which_the_meeting_was_held_changes_nothing():
    earlier = published_on({"1460": "2027-03-09"})
    asked = build_request(districts=["1460"], pinned={"1460": "2027-03-09T09:00"})
    assert plan(asked, at=AFTER, earlier=earlier).meetings == earlier.meetings


@pytest.mark.parametrize(
    "now",
    [
        {"facilitator_meetings_per_day": 1},
        {"facilitator_meetings_per_day": 2, "duration": 240},
        {"facilitator_meetings_per_day": 2, "facilitator_rest_days": 2},
        {"facilitators": [{"id": name, "name": name} for name in ("f1", "f2")], "duration": 240},
    ],
    ids=str,
)
def test_meetings_that_were_held_close_together_leave_a_plan_for_the_rest_of_the_year(now: dict[str, Any]):
    # 1461 and 1462 share the børnehus of Aarhus.
    held = {"1461": "2027-02-02T09:00", "1462": "2027-02-02T12:30", "1465": "2027-02-03T09:00"}
    before: dict[str, Any] = {"facilitator_meetings_per_day": 2, "travel_minutes": {"between": 0}}
    facilitators = {"facilitators": now.get("facilitators", [])}
    asked = {"districts": ["1460", *held], "pinned": {**held, "1460": "2027-09-07T09:00"}, **facilitators, **before}
    earlier = plan(build_request(**asked), at=AT)
    asked |= {"pinned": {}, **now}
    second = plan(build_request(**asked), at="2027-06-01T12:00:00+02:00", earlier=earlier)
    assert [m for m in second.meetings if m.district in held] == [m for m in earlier.meetings if m.district in held]
    assert check(Schedule.model_validate_json(second.to_json()), build_request(**asked)).violations == ()
    explain(Schedule.model_validate_json(second.to_json()), "1461")
