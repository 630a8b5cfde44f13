"""Answers to invitations: of each event of a reply who answers what, and nothing of what is no reply."""

from __future__ import annotations

import pytest

from overgreb_rules.ical import ReplyEvent, read_replies
from tests.fixtures.foreign_calendars import build_calendar, build_event

REPLY = ("METHOD:reply",)
MARIE = 'ATTENDEE;CN="Hansen; Marie: x";PARTSTAT=accepted:MAILTO:Marie@Example.org'


def test_an_answer_is_read_with_its_meeting_and_revision():
    event = build_event("SEQUENCE:2", "DTSTAMP:20270301T080000Z", MARIE, uid="Plan-1")
    answers = (("marie@example.org", "ACCEPTED"),)
    assert read_replies(build_calendar(*event, head=REPLY)) == [ReplyEvent("Plan-1", 2, "20270301T080000Z", answers)]


@pytest.mark.parametrize("sequence", ["", "²", "-1", "1" * 5_000])
def test_a_revision_that_is_no_number_is_the_first(sequence: str):
    (event,) = read_replies(build_calendar(*build_event(f"SEQUENCE:{sequence}", MARIE), head=REPLY))
    assert event.sequence == 0


def test_a_reply_without_a_revision_is_to_the_first():
    (event,) = read_replies(build_calendar(*build_event(MARIE), head=REPLY))
    assert event.sequence == 0


def test_an_answer_to_one_instance_of_a_series_names_it():
    (event,) = read_replies(build_calendar(*build_event("RECURRENCE-ID:20270309T080000Z", MARIE), head=REPLY))
    assert event.recurrence_id == "20270309T080000Z"


def test_a_counter_asks_for_another_time():
    (event,) = read_replies(build_calendar(*build_event(MARIE), head=("METHOD:COUNTER",)))
    assert (event.is_proposal, event.answers) == (True, (("marie@example.org", "ACCEPTED"),))


@pytest.mark.parametrize(
    ("start", "proposed"),
    [
        ("DTSTART:20270309T090000", "2027-03-09T09:00:00+01:00"),
        ("DTSTART:20270706T070000Z", "2027-07-06T09:00:00+02:00"),
        ("DTSTART;TZID=Eastern Standard Time:20270309T030000", "2027-03-09T09:00:00+01:00"),
    ],
    ids=["the zone of the calendar", "UTC", "a zone of Windows"],
)
def test_the_time_that_a_counter_asks_for_is_local(start: str, proposed: str):
    (event,) = read_replies(build_calendar(*build_event(MARIE, start), head=("METHOD:COUNTER",)))
    assert event.proposed is not None
    assert event.proposed.isoformat() == proposed


@pytest.mark.parametrize(
    "start",
    [
        (),
        ("DTSTART;VALUE=DATE:20270309",),
        ("DTSTART:soon",),
        ("DTSTART;TZID=Nowhere/Special:20270309T090000",),
        ("DTSTART:00010101T000000Z",),
        ("DTSTART:99991231T235959Z",),
    ],
)
def test_a_counter_may_ask_for_no_time_of_day(start: tuple[str, ...]):
    (event,) = read_replies(build_calendar(*build_event(MARIE, *start), head=("METHOD:COUNTER",)))
    assert (event.is_proposal, event.proposed) == (True, None)


def test_a_broken_zone_leaves_the_time_of_a_counter_untold():
    zone = ("BEGIN:VTIMEZONE", "TZID:Own", "END:VTIMEZONE")
    event = build_event(MARIE, "DTSTART;TZID=Own:20270309T090000")
    (found,) = read_replies(build_calendar(*zone, *event, head=("METHOD:COUNTER",)))
    assert (found.is_proposal, found.proposed) == (True, None)


def test_the_time_of_an_answer_is_that_of_the_meeting_and_asks_for_nothing():
    (event,) = read_replies(build_calendar(*build_event(MARIE, "DTSTART:20270309T090000Z"), head=REPLY))
    assert event.proposed is None


def test_an_alarm_is_no_part_of_the_answer():
    alarm = ("BEGIN:VALARM", "UID:alarm", "ATTENDEE;PARTSTAT=DECLINED:mailto:x@example.org", "END:VALARM")
    (event,) = read_replies(build_calendar(*build_event(MARIE, *alarm), head=REPLY))
    assert (event.uid, event.answers) == ("a", (("marie@example.org", "ACCEPTED"),))


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"hello",
        build_calendar(*build_event(MARIE), head=("METHOD:REQUEST",)),
        build_calendar(*build_event(MARIE), head=REPLY)[:-20],
    ],
    ids=["empty", "no calendar", "a request", "cut off"],
)
def test_what_is_no_whole_reply_has_no_answers(data: bytes):
    assert read_replies(data) == []
