"""The next revision of a meeting: identity, SEQUENCE and stamps, one step after the other."""

from __future__ import annotations

import datetime as dt

import pytest

from meetings.export.revision import Revision, revise
from overgreb_rules.ical import Address, CalendarEvent, EventStatus
from tests.fixtures.meeting_revisions import FIRST, LATER, START, build_event, build_first_revision


def next_revision(event: CalendarEvent, at: dt.datetime = LATER, invitation: CalendarEvent | None = None) -> Revision:
    return revise(build_first_revision().entry, event, invitation, at=at, former_feeds={}, feeds=["all"])


def test_a_new_meeting_begins_at_sequence_0_with_the_stamps_of_the_run():
    event = build_first_revision().event
    assert (event.sequence, event.created, event.last_modified) == (0, FIRST, FIRST)


def test_a_meeting_that_says_the_same_keeps_its_revision_and_stamps():
    assert next_revision(build_event()).event == build_first_revision().event


@pytest.mark.parametrize(
    "change",
    [
        {"start": START + dt.timedelta(hours=1)},
        {"end": START + dt.timedelta(hours=4)},
        {"location": "Hjørring Kommune"},
        {"status": EventStatus.CANCELLED},
    ],
)
def test_a_change_of_time_place_or_status_raises_the_sequence(change: dict[str, object]):
    event = next_revision(build_event(**change)).event
    assert (event.sequence, event.created, event.last_modified) == (1, FIRST, LATER)


def test_another_text_changes_the_stamp_and_not_the_sequence():
    event = next_revision(build_event(description="Vært: Hjørring")).event
    assert (event.sequence, event.last_modified) == (0, LATER)


def test_the_stamp_of_a_change_lies_after_the_one_before_even_where_the_clock_went_back():
    event = next_revision(build_event(summary="Møde"), at=FIRST - dt.timedelta(days=1)).event
    assert event.last_modified == FIRST + dt.timedelta(seconds=1)


def test_an_invitation_follows_the_revision_of_its_meeting():
    invitation = build_event(attendees=(Address("boern@example.org", "Aalborg Kommune"),))
    revision = build_first_revision(invitation)
    assert revision.invitation is not None
    assert (revision.invitation.sequence, revision.invitation.last_modified) == (0, FIRST)
    assert revision.entry.invited == FIRST


def test_another_attendee_changes_the_invitation_and_not_the_feeds():
    invitation = build_event(attendees=(Address("boern@example.org", "Aalborg Kommune"),))
    revision = next_revision(build_event(), invitation=invitation)
    assert revision.event == build_first_revision().event
    assert revision.invitation is not None
    assert revision.invitation.last_modified == LATER


def test_a_feed_that_the_meeting_leaves_keeps_a_cancelled_copy():
    before = build_event()
    former = {"facilitator-f1": before}
    entry = revise(
        build_first_revision().entry, build_event(), None, at=LATER, former_feeds=former, feeds=["all"]
    ).entry
    copy = entry.cancelled_copies["facilitator-f1"]
    assert (copy.sequence, copy.last_modified, copy.start) == (1, LATER, before.start)
    assert copy.event(build_event()).status is EventStatus.CANCELLED


def test_a_feed_that_gets_the_meeting_back_gets_it_above_the_cancelled_copy():
    former = {"facilitator-f1": build_event()}
    entry = revise(
        build_first_revision().entry, build_event(), None, at=LATER, former_feeds=former, feeds=["all"]
    ).entry
    back = revise(entry, build_event(), None, at=LATER, former_feeds={}, feeds=["all", "facilitator-f1"])
    assert back.event.sequence == 2
    assert back.entry.cancelled_copies == {}
