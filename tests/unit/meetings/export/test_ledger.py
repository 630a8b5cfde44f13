"""The next revision of a meeting: identity, SEQUENCE and stamps, one step after the other."""

from __future__ import annotations

import dataclasses
import datetime as dt

import pytest

from meetings.export.ledger import CancelledCopy, Ledger, LedgerError, Revision, content_sha256, revise
from overgreb_rules.ical import Address, CalendarEvent, EventStatus

FIRST = dt.datetime(2026, 11, 21, 11, tzinfo=dt.UTC)
LATER = FIRST + dt.timedelta(days=30)
START = dt.datetime(2027, 3, 9, 8, tzinfo=dt.UTC)


def build_event(**changes: object) -> CalendarEvent:
    event = CalendarEvent(
        uid="5b3c1a86",
        created=LATER,
        last_modified=LATER,
        sequence=9,
        start=START,
        end=START + dt.timedelta(hours=3),
        summary="Koordinationsmøde",
        description="Vært: Aalborg",
        location="Aalborg Kommune",
        categories=(),
        status=EventStatus.CONFIRMED,
        organizer=Address("koordinator@example.org", "Koordinator"),
    )
    return dataclasses.replace(event, **changes)


def first_revision(invitation: CalendarEvent | None = None) -> Revision:
    return revise(None, build_event(), invitation, at=FIRST, left={}, joined=["all"])


def next_revision(event: CalendarEvent, at: dt.datetime = LATER, invitation: CalendarEvent | None = None) -> Revision:
    return revise(first_revision().entry, event, invitation, at=at, left={}, joined=["all"])


def test_a_new_meeting_begins_at_sequence_0_with_the_stamps_of_the_run():
    event = first_revision().event
    assert (event.sequence, event.created, event.last_modified) == (0, FIRST, FIRST)


def test_a_meeting_that_says_the_same_keeps_its_revision_and_stamps():
    assert next_revision(build_event()).event == first_revision().event


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
    revision = first_revision(invitation)
    assert revision.invitation is not None
    assert (revision.invitation.sequence, revision.invitation.last_modified) == (0, FIRST)
    assert revision.entry.invited == FIRST


def test_another_attendee_changes_the_invitation_and_not_the_feeds():
    invitation = build_event(attendees=(Address("boern@example.org", "Aalborg Kommune"),))
    revision = next_revision(build_event(), invitation=invitation)
    assert revision.event == first_revision().event
    assert revision.invitation is not None
    assert revision.invitation.last_modified == LATER


def test_a_feed_that_the_meeting_leaves_keeps_a_cancelled_copy():
    before = build_event()
    left = {"facilitator-f1": before}
    entry = revise(first_revision().entry, build_event(), None, at=LATER, left=left, joined=["all"]).entry
    copy = entry.cancelled_copies["facilitator-f1"]
    assert (copy.sequence, copy.last_modified, copy.start) == (1, LATER, before.start)
    assert copy.event(build_event()).status is EventStatus.CANCELLED


def test_a_feed_that_gets_the_meeting_back_gets_it_above_the_cancelled_copy():
    left = {"facilitator-f1": build_event()}
    entry = revise(first_revision().entry, build_event(), None, at=LATER, left=left, joined=["all"]).entry
    back = revise(entry, build_event(), None, at=LATER, left={}, joined=["all", "facilitator-f1"])
    assert back.event.sequence == 2
    assert back.entry.cancelled_copies == {}


def test_the_hash_of_the_content_leaves_out_revision_stamps_and_attendees():
    address = Address("boern@example.org", "Aalborg Kommune")
    same = build_event(sequence=4, created=FIRST, last_modified=FIRST, attendees=(address,))
    assert content_sha256(same) == content_sha256(build_event())
    assert content_sha256(build_event(location="Hjørring Kommune")) != content_sha256(build_event())


def build_ledger() -> Ledger:
    entry = first_revision().entry
    return Ledger(year=2027, meetings={entry.uid: entry})


def test_a_ledger_is_read_as_it_was_written():
    assert Ledger.read(build_ledger().to_bytes()) == build_ledger()


@pytest.mark.parametrize("damage", [b"", b"[]", b"{}", b'{"schema": 1, "year": 2027, "meetings": {}}'])
def test_a_ledger_that_is_no_ledger_is_refused(damage: bytes):
    with pytest.raises(LedgerError, match="damaged"):
        Ledger.read(damage)


def test_a_ledger_with_a_changed_entry_is_refused():
    with pytest.raises(LedgerError, match="its hash is not that of its entries"):
        Ledger.read(build_ledger().to_bytes().replace(b"Aalborg", b"Esbjerg"))


def test_a_ledger_is_behind_events_of_a_later_revision():
    event = first_revision().event
    assert not build_ledger().is_behind([event])
    assert build_ledger().is_behind([dataclasses.replace(event, sequence=1)])
    assert build_ledger().is_behind([dataclasses.replace(event, uid="another")])


def test_an_event_without_a_time_of_day_has_no_cancelled_copy():
    whole_day = build_event(start=START.date(), end=START.date() + dt.timedelta(days=1))
    with pytest.raises(LedgerError, match="no time of day"):
        CancelledCopy.of(whole_day)
