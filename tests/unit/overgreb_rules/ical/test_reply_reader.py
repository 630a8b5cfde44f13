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


def test_a_counter_asks_for_another_time():
    (event,) = read_replies(build_calendar(*build_event(MARIE), head=("METHOD:COUNTER",)))
    assert (event.is_proposal, event.answers) == (True, (("marie@example.org", "ACCEPTED"),))


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
