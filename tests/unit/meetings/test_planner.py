"""A plan as a whole: the years in a row, the days, the people, and the same bytes every time."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from itertools import combinations, pairwise
from typing import Any

import pytest

from meetings import PlanRequest, plan
from meetings._domain.meeting_history import MeetingHistory
from meetings.errors import RequestError
from meetings.schedule import Meeting, Schedule, meeting_uid
from overgreb_rules.calendar import why_not_hverdag
from tests.fixtures.planning_requests import AT, UNREADABLE_CALENDAR, build_busy_calendar, build_request


def year_plan(year: int, before: Schedule | None = None, **keys: Any) -> Schedule:
    history = MeetingHistory.of(before) if before else None
    return plan(PlanRequest.model_validate({"year": year, **keys, "history": history}), at=AT)


@pytest.fixture(scope="module")
def chain() -> list[Schedule]:
    first = year_plan(2014)
    second = year_plan(2015, first)
    return [first, second, year_plan(2016, second)]


@pytest.fixture(scope="module")
def plans(chain: list[Schedule]) -> list[Schedule]:
    last = year_plan(2026)
    return [*chain, last, year_plan(2027, last)]


def test_three_years_are_thirty_six_meetings(chain: list[Schedule]):
    assert sum(len(schedule.meetings) for schedule in chain) == 36
    for schedule in chain:
        assert Counter(meeting.district for meeting in schedule.meetings) == dict.fromkeys(
            map(str, range(1460, 1472)), 1
        )


def test_from_year_to_year_lie_nine_to_fifteen_months(chain: list[Schedule]):
    for before, after in pairwise(chain):
        days = {meeting.district: meeting.start for meeting in before.meetings}
        for meeting in after.meetings:
            last = days[meeting.district]
            months = (meeting.start.year - last.year) * 12 + meeting.start.month - last.month
            months -= meeting.start.day < last.day
            assert 9 <= months <= 15
            assert months < 15 or meeting.start.day == last.day


def test_the_host_rotates_until_all_have_been(chain: list[Schedule]):
    hosts = [{meeting.district: meeting.host for meeting in schedule.meetings} for schedule in chain]
    for district in hosts[0]:
        if district != "1471":
            assert len({year[district] for year in hosts}) == 3
    assert {year["1471"] for year in hosts} == {"0400"}


def test_a_kommune_that_was_host_longest_ago_is_next():
    hosted = {"0810": dt.date(2020, 1, 1), "0813": dt.date(2019, 1, 1), "0849": dt.date(2019, 1, 1)}
    of = build_request(districts=["1460"], history=MeetingHistory(2026, {}, hosted))
    assert plan(of, at=AT).meetings[0].host == "0820"
    hosted |= {code: dt.date(2022, 1, 1) for code in ("0820", "0825", "0840", "0846", "0851", "0860")}
    of = build_request(districts=["1460"], history=MeetingHistory(2026, {}, hosted))
    assert plan(of, at=AT).meetings[0].host == "0813"


def test_no_meeting_on_a_day_when_nobody_works(plans: list[Schedule]):
    for schedule in plans:
        for meeting in schedule.meetings:
            assert why_not_hverdag(meeting.start.date(), saturday=False) is None
            assert (meeting.start.month, meeting.start.day) not in {(12, 24), (12, 31)}


def test_no_facilitator_twice_a_day_and_no_boernehus_at_two_meetings_at_once(plans: list[Schedule]):
    for schedule in plans:
        assert len({meeting.start.date() for meeting in schedule.meetings}) == 12
    of = build_request(facilitators=[{"id": f"f{n}", "name": f"F {n}"} for n in range(6)])
    of = of.model_copy(update={"window": build_request(window={"from": "2027-03-01", "to": "2027-03-02"}).window})
    meetings = plan(of, at=AT).meetings
    for first, second in combinations(meetings, 2):
        if first.start < second.end and second.start < first.end:
            assert not set(first.boernehuse) & set(second.boernehuse)
            assert not set(first.facilitators) & set(second.facilitators)
    for count in Counter((m.start.date(), name) for m in meetings for name in m.facilitators).values():
        assert count == 1


def test_every_plan_is_proven_least(plans: list[Schedule]):
    for schedule in plans:
        assert schedule.objective.optimal
        assert schedule.objective.value == schedule.objective.bound
        assert schedule.objective.value == pytest.approx(sum(schedule.objective.terms.values()))


@pytest.mark.slow
def test_the_same_request_gives_the_same_bytes():
    assert year_plan(2027).to_json() == year_plan(2027).to_json()


def test_the_instant_of_the_run_changes_nothing_in_a_plan():
    of = build_request(districts=["1460", "1465"])
    assert plan(of, at=AT).to_json() == plan(of, at="2030-01-01T00:00:00Z").to_json()


def test_the_order_of_the_request_changes_nothing_but_the_receipt():
    one = plan(build_request(districts=["1465", "1460"]), at=AT)
    other = plan(build_request(districts=["1460", "1465"]), at=AT)
    assert one.meetings == other.meetings


def test_the_identity_of_a_meeting_comes_from_year_kreds_and_round(plans: list[Schedule]):
    for schedule in plans:
        for meeting in schedule.meetings:
            assert meeting.uid == meeting_uid(schedule.year, meeting.district, meeting.round)
    assert len({m.uid for schedule in plans for m in schedule.meetings}) == 60


def test_meetings_stand_in_order_of_time(plans: list[Schedule]):
    for schedule in plans:
        starts = [meeting.start for meeting in schedule.meetings]
        assert starts == sorted(starts)


def test_a_year_of_53_weeks_is_planned(plans: list[Schedule]):
    assert plans[3].year == 2026
    assert len(plans[3].meetings) == 12


def test_the_four_meetings_of_a_kredsraad_keep_their_distance():
    of = build_request(districts=["1460", "1465"], meetings_per_district=4, spacing_days={"min": 60, "max": 120})
    schedule = plan(of, at=AT)
    for district in ("1460", "1465"):
        days = [m.start.date() for m in sorted(schedule.meetings, key=lambda m: m.round) if m.district == district]
        assert len(days) == 4
        assert all(60 <= (after - before).days <= 120 for before, after in pairwise(days))
        hosts = [m.host for m in schedule.meetings if m.district == district]
        assert len(set(hosts)) == 4


def test_with_one_of_two_facilitators_ill_from_may_the_other_leads_from_then_on():
    ill = {"facilitator f2": build_busy_calendar(("2027-05-01T00:00", "2028-01-01T00:00"))}
    two = [{"id": "f1", "name": "One"}, {"id": "f2", "name": "Two"}]
    schedule = plan(build_request(ill, facilitators=two), at=AT)
    assert len(schedule.meetings) == 12
    for meeting in schedule.meetings:
        assert meeting.start.month < 5 or meeting.facilitators == ("f1",)
    assert {name for meeting in schedule.meetings for name in meeting.facilitators} == {"f1", "f2"}


def test_the_fewest_kommuner_are_absent_before_any_comfort():
    # Everybody can only come on the Friday afternoon of week 42; at every other time one kommune cannot.
    friday = "2027-10-22"
    away = build_busy_calendar(("2027-01-01T00:00", f"{friday}T12:30"), (f"{friday}T15:30", "2028-01-01T00:00"))
    schedule = plan(build_request({"kommune 0860": away}, districts=["1460"], quorum=0.8), at=AT)
    meeting = schedule.meetings[0]
    assert f"{meeting.start:%Y-%m-%dT%H:%M}" == f"{friday}T12:30"
    assert meeting.absent == ()
    assert meeting.cost["autumn_holiday"] == 10


def test_absent_kommuner_are_listed():
    always = build_busy_calendar(("2027-01-01T00:00", "2028-01-01T00:00"))
    calendars = {"kommune 0860": always, "kommune 0851": UNREADABLE_CALENDAR}
    meeting = plan(build_request(calendars, districts=["1460"], quorum=0.7), at=AT).meetings[0]
    assert meeting.absent == ("0851", "0860")
    assert "0860" in meeting.kommuner


def test_who_has_no_calendar_is_listed_as_assumed_free():
    schedule = plan(build_request({"kommune 0860": build_busy_calendar()}, districts=["1460"]), at=AT)
    assumed = schedule.receipt["assumed_free"]
    assert "kommune 0851" in assumed
    assert "politikreds 1460" in assumed
    assert "kommune 0860" not in assumed
    assert any("taken as free" in one.en for one in schedule.warnings)


def test_a_host_whose_calendar_cannot_be_read_is_passed_over():
    schedule = plan(build_request({"kommune 0810": UNREADABLE_CALENDAR}, districts=["1460"], quorum=0.8), at=AT)
    assert schedule.meetings[0].host == "0813"
    assert schedule.receipt["unknown"] == {"kommune 0810": "it is cut off"}
    assert any("Brønderslev" in one.en and "cannot be read" in one.en for one in schedule.warnings)


@pytest.mark.parametrize("party", ["politikreds 1460", "boernehus Aalborg", "facilitator f1"])
def test_who_must_be_there_and_cannot_be_read_stops_the_run(party: str):
    of = build_request({party: UNREADABLE_CALENDAR}, districts=["1460"], facilitators=[{"id": "f1", "name": "One"}])
    with pytest.raises(RequestError, match="cannot be read: it is cut off"):
        plan(of, at=AT)


def test_a_calendar_of_somebody_who_takes_no_part_does_not_stop_the_run():
    plan(build_request({"politikreds 1461": UNREADABLE_CALENDAR}, districts=["1460"]), at=AT)


def test_files_that_were_not_read_are_never_taken_as_free():
    of = PlanRequest.model_validate({"year": 2027, "busy": {"kommuner": {"0751": "somewhere.ics"}}})
    with pytest.raises(RequestError, match=r"PlanRequest\.load"):
        plan(of, at=AT)


@pytest.mark.parametrize("at", ["2027-01-01", "tomorrow", "2027-01-01T12:00:00"])
def test_an_instant_needs_an_offset(at: str):
    with pytest.raises(RequestError, match="is no instant"):
        plan(build_request(districts=["1460"]), at=at)


def test_a_fixed_host_is_host_every_year():
    fixed = {"rotate": True, "fixed": {"1460": "0860"}}
    of = build_request(districts=["1460"], hosts=fixed, history=MeetingHistory(2026, {}, {"0860": dt.date(2026, 1, 1)}))
    assert plan(of, at=AT).meetings[0].host == "0860"


def test_a_cancelled_meeting_of_last_year_sets_no_distance():
    before = year_plan(2026, districts=["1460"])
    off = before.meetings[0].model_copy(update={"status": "cancelled"})
    history = MeetingHistory.of(before.model_copy(update={"meetings": (off,)}))
    assert history.meetings == {}
    assert history.hosted == {}


def test_a_meeting_without_offset_is_refused():
    with pytest.raises(ValueError, match="timezone"):
        Meeting.model_validate(
            {"district": "1460", "start": "2027-03-09T09:00", "end": "2027-03-09T12:00", "host": "0851"}
            | {"kommuner": [], "boernehuse": [], "uid": "x"}
        )


def test_a_first_plan_of_a_year_that_is_past_can_still_be_made():
    of = build_request(year=2025, districts=["1460"])
    schedule = plan(of, at="2026-11-01T12:00:00+01:00")
    assert len(schedule.meetings) == 1
    assert "ligger før i dag" in schedule.notes[0].da


def test_a_first_plan_within_its_year_gives_notice():
    of = build_request(districts=["1460"], window={"from": "2027-03-01", "to": "2027-03-31"})
    schedule = plan(of, at="2027-03-10T12:00:00+01:00")
    start = schedule.meetings[0].start.isoformat()
    assert start < "2027-03-10T12:00" or start >= "2027-03-24T12:00"
