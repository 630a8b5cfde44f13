"""The problem of a request: its meetings, its starts, what is fixed, and the requests that state none."""

from __future__ import annotations

import datetime as dt

import pytest

from meetings import plan
from meetings._constraints.problem_builder import build_planning_problem, is_held, list_parties
from meetings._domain.meeting_history import MeetingHistory
from meetings._domain.parties import Party
from meetings.errors import RequestError
from meetings.schedule import Schedule
from tests.fixtures.planning_requests import (
    AT,
    UNREADABLE_CALENDAR,
    build_problem,
    build_request,
    local_seconds,
)

ONE = {"districts": ["1460"]}
FACILITATORS = [{"id": "f1", "name": "One"}]


@pytest.fixture(scope="module")
def made() -> Schedule:
    return plan(build_request(**ONE), at=AT)


def seconds(when: dt.datetime) -> int:
    return int(when.timestamp())


def test_a_meeting_is_held_from_the_second_at_which_it_ends(made: Schedule):
    (meeting,) = made.meetings
    assert is_held(meeting, seconds(meeting.end))
    assert not is_held(meeting, seconds(meeting.end) - 1)


def test_a_cancelled_meeting_was_never_held(made: Schedule):
    (meeting,) = made.meetings
    assert not is_held(meeting.model_copy(update={"status": "cancelled"}), seconds(meeting.end))


def test_the_parties_of_a_kreds_are_its_police_its_kommuner_its_boernehus_and_every_facilitator():
    parties = list_parties(build_request(facilitators=FACILITATORS), "1460")
    assert {Party("facilitator", "f1"), Party("politikreds", "1460"), Party("boernehus", "Aalborg")} <= {*parties}
    assert not {Party("politikreds", "1461"), Party("kommune", "0706")} & {*parties}
    assert list(parties) == sorted(parties)


def test_without_a_kreds_the_parties_of_all_are_meant():
    request = build_request(districts=["1460", "1461"])
    assert {*list_parties(request)} == {*list_parties(request, "1460"), *list_parties(request, "1461")}


def test_every_kreds_has_as_many_meetings_as_the_request_says():
    of = build_problem(districts=["1460", "1461"], meetings_per_district=2)
    assert [task.key for task in of.tasks] == ["1460-1", "1460-2", "1461-1", "1461-2"]
    assert [task.index for task in of.tasks] == [0, 1, 2, 3]


def test_a_pinned_start_is_a_slot_and_that_of_its_meeting():
    of = build_problem(**ONE, pinned={"1460": "2027-03-09T10:15"})
    assert of.tasks[0].pinned == local_seconds("2027-03-09T10:15")
    assert of.slot_at(local_seconds("2027-03-09T10:15"))


def test_a_further_start_is_a_slot():
    assert build_problem(**ONE, further=("2027-03-09T10:15",)).slot_at(local_seconds("2027-03-09T10:15"))


def test_a_meeting_knows_the_day_of_the_same_round_of_last_year():
    history = MeetingHistory(year=2026, meetings={("1460", 1): dt.date(2026, 4, 14)})
    request = build_request(**ONE).model_copy(update={"history": history})
    assert build_planning_problem(request, at=0, earlier=None).tasks[0].last == dt.date(2026, 4, 14)


def test_a_published_meeting_is_that_of_its_task_and_its_start_a_slot(made: Schedule):
    of = build_problem(**ONE, start_times=["07:30"], earlier=made)
    assert of.is_revision
    assert of.tasks[0].published == made.meetings[0]
    assert of.slot_at(seconds(made.meetings[0].start))


def test_a_cancelled_meeting_was_not_published(made: Schedule):
    (meeting,) = made.meetings
    cancelled = made.model_copy(update={"meetings": (meeting.model_copy(update={"status": "cancelled"}),)})
    assert build_problem(**ONE, earlier=cancelled).tasks[0].published is None


def test_what_has_ended_by_now_is_held(made: Schedule):
    (meeting,) = made.meetings
    assert build_problem(**ONE, earlier=made, at=seconds(meeting.end)).tasks[0].held == meeting
    assert build_problem(**ONE, earlier=made, at=seconds(meeting.end) - 1).tasks[0].held is None


def test_a_first_plan_is_no_revision():
    assert not build_problem(**ONE).is_revision


def test_a_plan_of_another_year_is_refused(made: Schedule):
    with pytest.raises(RequestError, match="the earlier plan is of 2027 and the request of 2028"):
        build_planning_problem(build_request(year=2028, **ONE), at=0, earlier=made)


def test_a_held_meeting_cannot_be_pinned_elsewhere(made: Schedule):
    (meeting,) = made.meetings
    other = (meeting.start + dt.timedelta(days=1)).strftime("%Y-%m-%dT%H:%M")
    with pytest.raises(RequestError, match="cannot be moved"):
        build_problem(**ONE, pinned={"1460": other}, earlier=made, at=seconds(meeting.end))


def test_a_calendar_that_is_named_and_not_read_is_refused():
    with pytest.raises(RequestError, match="files that were not read"):
        build_problem(**ONE, busy={"kommuner": {"0860": "hjoerring.ics"}})


@pytest.mark.parametrize("party", ["politikreds 1460", "boernehus Aalborg", "facilitator f1"])
def test_who_must_be_there_needs_a_readable_calendar(party: str):
    with pytest.raises(RequestError, match="cannot be read: it is cut off"):
        build_problem({party: UNREADABLE_CALENDAR}, **ONE, facilitators=FACILITATORS)


def test_a_kommune_may_have_a_calendar_that_cannot_be_read():
    assert build_problem({"kommune 0860": UNREADABLE_CALENDAR}, **ONE).tasks
