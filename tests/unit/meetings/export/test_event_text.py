"""The text of a meeting in the calendars of its participants."""

from __future__ import annotations

import datetime as dt

import pytest

from meetings.export.event_text import (
    DisplayNames,
    build_event,
    find_kommuner,
    format_feed_title,
    format_title,
    list_attendees,
)
from meetings.schedule import Meeting, Organizer, People, Schedule
from overgreb_rules.ical import Address, EventStatus
from tests.fixtures.schedules import AT, WITH_ATTENDEES, build_schedule, change_meeting

NAMES = DisplayNames(dt.date(2027, 6, 1), WITH_ATTENDEES.facilitators)
NOW = dt.datetime.fromisoformat(AT)


def _meeting(schedule: Schedule, district: str = "1461") -> Meeting:
    return next(meeting for meeting in schedule.meetings if meeting.district == district)


def _build(schedule: Schedule) -> str:
    return build_event(_meeting(schedule), schedule, NAMES, rounds=1, at=NOW).description or ""


@pytest.mark.parametrize(
    ("code", "name"),
    [("0101", "Københavns Kommune"), ("0400", "Bornholms Regionskommune"), ("0751", "Aarhus Kommune"),
     ("9999", "9999 Kommune")],
)  # fmt: skip
def test_a_kommune_is_named_as_it_writes_itself(code: str, name: str) -> None:
    assert NAMES.kommune_in_full(code) == name


def test_what_has_no_name_is_shown_by_its_code() -> None:
    assert (NAMES.politikreds("9"), NAMES.boernehus("x"), NAMES.facilitator("f9")) == ("9", "x", "f9")
    assert NAMES.facilitator("f1") == "Åse Ærø"


def test_the_number_of_a_meeting_is_shown_where_the_year_has_several() -> None:
    meeting = _meeting(build_schedule())
    assert "møde)" not in format_title(meeting, NAMES, rounds=1)
    assert format_title(meeting, NAMES, rounds=2).endswith(" (1. møde)")


def test_the_only_kommune_of_a_kreds_is_no_plural() -> None:
    meeting = _meeting(build_schedule())
    alone = meeting.model_copy(update={"kommuner": meeting.kommuner[:1]})
    assert format_title(meeting, NAMES, rounds=1).endswith(" og kommunerne")
    assert format_title(alone, NAMES, rounds=1).endswith(" og kommunen")


def test_the_description_says_who_meets_where_and_who_cannot_come() -> None:
    schedule = build_schedule()
    absent = _meeting(schedule).kommuner[-1]
    text = _build(change_meeting(schedule, "1461", absent=(absent,)))
    assert "Vært: " in text
    assert f"Kan ikke deltage: {NAMES.kommune(absent)}" in text
    assert "Facilitator: f1" in text or "Facilitator: Åse Ærø" in text
    assert "Kan ikke deltage" not in _build(schedule)


def test_place_link_and_agenda_stand_in_the_event_where_they_are_given() -> None:
    people = People(
        places={"1461": "Rådhuset, mødelokale 2"}, links={"1461": "https://example.org/m"}, agenda="1. Sager"
    )
    schedule = build_schedule(people)
    event = build_event(_meeting(schedule), schedule, NAMES, rounds=1, at=NOW)
    assert event.location == "Rådhuset, mødelokale 2"
    assert event.conference == "https://example.org/m"
    assert "Dagsorden:\n1. Sager" in (event.description or "")


def test_without_a_place_the_meeting_is_at_the_host_and_a_cancelled_one_says_so() -> None:
    schedule = change_meeting(build_schedule(), "1461", status="cancelled")
    event = build_event(_meeting(schedule), schedule, NAMES, rounds=1, at=NOW)
    assert event.location == NAMES.kommune_in_full(_meeting(schedule).host)
    assert event.status is EventStatus.CANCELLED


def test_each_address_is_invited_once_and_the_organizer_not_at_all() -> None:
    schedule = build_schedule(WITH_ATTENDEES)
    meeting = _meeting(schedule, "1460")
    found = list_attendees(meeting, schedule, NAMES)
    assert [one.email for one in found] == ["boern@example.org", "Hjoerring@example.org"]
    assert [one.name for one in found] == ["Aalborg Kommune og Hjørring Kommune", "Hjørring Kommune"]
    assert [find_kommuner(one, meeting, NAMES) for one in found] == [("0851", "0860"), ("0860",)]
    assert find_kommuner(Address("x@example.org", "Aalborg"), meeting, NAMES) == ()
    assert not any(" og " in NAMES.kommune_in_full(code) for one in schedule.meetings for code in one.kommuner)
    own = WITH_ATTENDEES.model_copy(update={"organizer": Organizer(name="B", email="BOERN@example.org")})
    left = list_attendees(_meeting(schedule, "1460"), build_schedule(own), NAMES)
    assert [one.email for one in left] == ["Hjoerring@example.org"]


@pytest.mark.parametrize(
    ("feed", "title"),
    [
        ("all", "Koordinationsmøder 2027"),
        ("kommune-0751", "Koordinationsmøder 2027 – Aarhus Kommune"),
        ("politikreds-1461", "Koordinationsmøder 2027 – Østjyllands Politi"),
        ("facilitator-f1", "Koordinationsmøder 2027 – Åse Ærø"),
    ],
)
def test_a_feed_is_titled_for_its_subscriber(feed: str, title: str) -> None:
    assert format_feed_title(feed, 2027, NAMES) == title
