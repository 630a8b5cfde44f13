"""The next revision of a meeting: UID, SEQUENCE and stamps against what the ledger holds of it."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Iterable, Mapping

from meetings.export.ledger import CancelledCopy, LedgerEntry, attendees_sha256, content_sha256
from overgreb_rules.ical import CalendarEvent, EventStatus

_ONE_SECOND = dt.timedelta(seconds=1)


@dataclasses.dataclass(frozen=True, slots=True)
class Revision:
    """A meeting with its revision and stamps: what goes into the feeds, the invitation, and the ledger."""

    event: CalendarEvent
    invitation: CalendarEvent | None
    entry: LedgerEntry


def revise(
    prior: LedgerEntry | None,
    event: CalendarEvent,
    invitation: CalendarEvent | None,
    *,
    at: dt.datetime,
    former_feeds: Mapping[str, CalendarEvent],
    feeds: Iterable[str],
) -> Revision:
    """Compute the next revision of a meeting.

    SEQUENCE is raised where time, place or status changed, or where a feed that showed a cancelled copy gets the
    meeting back; the stamps change with any content; and nothing changes where the content is the same.

    Args:
        prior: the entry of the last run; None for a new meeting.
        event: the meeting as it stands now; its stamps and SEQUENCE are replaced.
        invitation: the same with its attendees; None where nobody is invited.
        at: the instant of this run.
        former_feeds: the feeds that the meeting leaves with this run, each with the event that it had there.
        feeds: all feeds that the meeting is in now.

    Returns:
        The events to write and the entry to keep.

    Raises:
        LedgerError: if the event has no time of day.

    Source:
        RFC 5546 § 2.1.4 on SEQUENCE; RFC 5545 § 3.8.7.3 on LAST-MODIFIED.
    """
    if prior is None:
        event = dataclasses.replace(event, sequence=0, created=at, last_modified=at)
        invited = None if invitation is None else _follow(invitation, event, at)
        return Revision(event, invited, LedgerEntry.of(event, {}, invited))
    later = _after(prior.last_modified, at)
    sequence = prior.sequence + _has_moved(prior, event)
    for feed in feeds:
        if feed in prior.cancelled_copies:
            sequence = max(sequence, prior.cancelled_copies[feed].sequence + 1)
    changed = sequence != prior.sequence or content_sha256(event) != prior.sha256
    stamp = later if changed else prior.last_modified
    event = dataclasses.replace(event, sequence=sequence, created=prior.created, last_modified=stamp)
    copies = _update_copies(prior, event, at=at, former_feeds=former_feeds, feeds=frozenset(feeds))
    invited = None
    if invitation is not None:
        as_before = not changed and prior.invited_sha256 == attendees_sha256(invitation)
        when = prior.invited if as_before else None
        invited = _follow(invitation, event, when or _after(prior.invited, max(at, stamp)))
    return Revision(event, invited, LedgerEntry.of(event, copies, invited))


def _after(before: dt.datetime | None, at: dt.datetime) -> dt.datetime:
    """Return `at`, but never an instant up to the last stamp: receivers order revisions by their stamps."""
    return at if before is None else max(at, before + _ONE_SECOND)


def _has_moved(prior: LedgerEntry, event: CalendarEvent) -> bool:
    now = (event.start, event.end, event.location, event.status.value)
    return now != (prior.start, prior.end, prior.place, prior.status)


def _follow(invitation: CalendarEvent, event: CalendarEvent, when: dt.datetime) -> CalendarEvent:
    return dataclasses.replace(invitation, sequence=event.sequence, created=event.created, last_modified=when)


def _update_copies(
    prior: LedgerEntry,
    event: CalendarEvent,
    *,
    at: dt.datetime,
    former_feeds: Mapping[str, CalendarEvent],
    feeds: frozenset[str],
) -> dict[str, CancelledCopy]:
    copies = {feed: copy for feed, copy in prior.cancelled_copies.items() if feed not in feeds}
    for feed, before in former_feeds.items():
        if feed not in copies:
            last = dataclasses.replace(before, organizer=event.organizer, status=EventStatus.CANCELLED)
            # A meeting that was cancelled already keeps its revision: the feed says nothing new.
            if content_sha256(last) == prior.sha256:
                sequence, stamp = prior.sequence, prior.last_modified
            else:
                sequence, stamp = prior.sequence + 1, _after(prior.last_modified, at)
            last = dataclasses.replace(last, created=prior.created, sequence=sequence, last_modified=stamp)
            copies[feed] = CancelledCopy.of(last)
    # A cancelled copy names the organizer too, so a new organizer is a change of its content.
    for feed, copy in copies.items():
        sha256 = content_sha256(copy.event(event))
        if copy.sha256 != sha256:
            later = _after(copy.last_modified, at)
            copies[feed] = copy.model_copy(update={"last_modified": later, "sha256": sha256})
    return copies
