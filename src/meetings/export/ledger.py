"""What was sent out before: the identity, the revision and the stamps of every meeting of an output folder.

The ledger is the only memory of the export. Stamps come from here and never from the clock, so that what did
not change is written again byte for byte. Everything in it can be read back from the calendar files: where
the ledger is lost or damaged it is rebuilt from them, and where they cannot say it either the folder is
refused.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import hashlib
import json
from collections.abc import Iterable, Mapping
from typing import Annotated, Literal

from pydantic import (
    AfterValidator,
    AwareDatetime,
    BaseModel,
    ConfigDict,
    Field,
    ValidationError,
    field_serializer,
)

from meetings.errors import MeetingsError
from overgreb_rules.ical import Event, Status

__all__ = ["CancelledCopy", "Ledger", "LedgerEntry", "LedgerError", "Revision", "content_sha256", "revise"]

_ONE_SECOND = dt.timedelta(seconds=1)


class LedgerError(MeetingsError):
    """What was sent out before cannot be known any more, so nothing new may be sent."""


def content_sha256(event: Event) -> str:
    """The hash of all that an event says, without its revision and its stamps."""
    said = {
        field.name: getattr(event, field.name)
        for field in dataclasses.fields(event)
        if field.name not in ("created", "last_modified", "sequence", "attendees")
    }
    said["organizer"] = None if event.organizer is None else dataclasses.asdict(event.organizer)
    text = json.dumps(said, ensure_ascii=False, sort_keys=True, default=_plain)
    return hashlib.sha256(text.encode()).hexdigest()


def _invited_sha256(event: Event) -> str:
    text = json.dumps([dataclasses.asdict(address) for address in event.attendees], ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


def _plain(value: object) -> str:
    if isinstance(value, dt.date):
        return value.isoformat()
    raise TypeError(f"{type(value).__name__} has no place in an event")


def _utc(value: dt.datetime) -> dt.datetime:
    return value.astimezone(dt.UTC)


Stamp = Annotated[AwareDatetime, AfterValidator(_utc)]


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class CancelledCopy(_Frozen):
    """A meeting in the feed of somebody who no longer takes part: shown there as cancelled, as it was."""

    sequence: int = Field(ge=0)
    last_modified: Stamp
    sha256: str
    start: Stamp
    end: Stamp
    summary: str
    description: str
    location: str

    @field_serializer("start", "end", "last_modified")
    def _instant(self, value: dt.datetime) -> str:
        return value.strftime("%Y-%m-%dT%H:%M:%SZ")

    @classmethod
    def of(cls, event: Event) -> CancelledCopy:
        """The farewell that a feed shows."""
        if not isinstance(event.start, dt.datetime) or not isinstance(event.end, dt.datetime):
            raise LedgerError(f"the event {event.uid} is no meeting: it has no time of day")
        return cls(
            sequence=event.sequence,
            last_modified=event.last_modified,
            sha256=content_sha256(event),
            start=event.start,
            end=event.end,
            summary=event.summary,
            description=event.description,
            location=event.location,
        )

    def event(self, living: Event) -> Event:
        """The event as that feed shows it; who organizes it is as in the living one."""
        return dataclasses.replace(
            living,
            sequence=self.sequence,
            last_modified=self.last_modified,
            start=self.start,
            end=self.end,
            summary=self.summary,
            description=self.description,
            location=self.location,
            status=Status.CANCELLED,
            busy=True,
            attendees=(),
        )


class LedgerEntry(_Frozen):
    """What the last run wrote of one meeting."""

    uid: str
    sequence: int = Field(ge=0)
    status: Literal["CONFIRMED", "TENTATIVE", "CANCELLED"]
    created: Stamp
    last_modified: Stamp
    start: Stamp
    end: Stamp
    place: str
    sha256: str
    """Of all that the event says: where it is the same the meeting did not change."""
    invited_sha256: str | None = None
    """Of the addresses of the invitation, which are not in the feeds; None where there was no invitation."""
    invited: Stamp | None = None
    """When the invitation last changed."""
    farewells: dict[str, CancelledCopy] = Field(default_factory=dict)
    """By the name of the feed that the meeting has left."""

    @field_serializer("created", "last_modified", "start", "end", "invited")
    def _instant(self, value: dt.datetime | None) -> str | None:
        return None if value is None else value.strftime("%Y-%m-%dT%H:%M:%SZ")

    @classmethod
    def of(cls, event: Event, farewells: Mapping[str, CancelledCopy], invitation: Event | None) -> LedgerEntry:
        """The entry of an event as it was written."""
        if not isinstance(event.start, dt.datetime) or not isinstance(event.end, dt.datetime):
            raise LedgerError(f"the event {event.uid} is no meeting: it has no time of day")
        return cls(
            uid=event.uid,
            sequence=event.sequence,
            status=event.status.value,
            created=event.created,
            last_modified=event.last_modified,
            start=event.start,
            end=event.end,
            place=event.location,
            sha256=content_sha256(event),
            invited_sha256=None if invitation is None else _invited_sha256(invitation),
            invited=None if invitation is None else invitation.last_modified,
            farewells=dict(sorted(farewells.items())),
        )


@dataclasses.dataclass(frozen=True, slots=True)
class Revision:
    """A meeting with its revision and stamps: what goes into the feeds, the invitation, and the ledger."""

    event: Event
    invitation: Event | None
    entry: LedgerEntry


class Ledger(_Frozen):
    """The entries of a year, by UID."""

    schema_: Literal[1] = Field(default=1, alias="schema")
    year: int
    meetings: dict[str, LedgerEntry]

    @classmethod
    def read(cls, data: bytes) -> Ledger:
        """The ledger of these bytes. LedgerError where they are damaged, which its hash tells."""
        try:
            raw = json.loads(data)
            told = raw.pop("sha256")
            ledger = cls.model_validate(raw)
        except (ValueError, KeyError, AttributeError, TypeError, RecursionError, ValidationError) as error:
            raise LedgerError("ledger.json is damaged") from error
        if told != ledger._sha256() or any(uid != entry.uid for uid, entry in ledger.meetings.items()):
            raise LedgerError("ledger.json is damaged: its hash is not that of its entries")
        return ledger

    def to_bytes(self) -> bytes:
        """The bytes of `ledger.json`, with the hash by which damage is seen."""
        data = self.model_dump(mode="json", by_alias=True) | {"sha256": self._sha256()}
        return (json.dumps(data, ensure_ascii=False, indent=1, sort_keys=True) + "\n").encode()

    def _sha256(self) -> str:
        data = self.model_dump(mode="json", by_alias=True)
        return hashlib.sha256(json.dumps(data, ensure_ascii=False, sort_keys=True).encode()).hexdigest()

    def is_behind(self, events: Iterable[Event]) -> bool:
        """Whether `events`, which were sent out, know of a later revision of any meeting."""
        for event in events:
            entry = self.meetings.get(event.uid)
            known = None if entry is None else (entry.sequence, entry.last_modified)
            if known is None or (event.sequence, event.last_modified) > known:
                return True
        return False


def revise(
    prior: LedgerEntry | None,
    event: Event,
    invitation: Event | None,
    *,
    at: dt.datetime,
    left: Mapping[str, Event],
    joined: Iterable[str],
) -> Revision:
    """The next revision of a meeting: what it says now, against what the ledger knows of it.

    `event` carries any stamps and sequence: they are replaced. `left` are the feeds which the meeting leaves
    with this run, each with the event that it had there, and `joined` all feeds that it is in now. SEQUENCE
    is raised where time, place or status changed, or where a feed that showed a farewell gets the meeting
    back; the stamps change with anything that is said; and nothing changes where nothing did.
    """
    if prior is None:
        event = dataclasses.replace(event, sequence=0, created=at, last_modified=at)
        invited = None if invitation is None else _follow(invitation, event, at)
        return Revision(event, invited, LedgerEntry.of(event, {}, invited))
    later = _after(prior.last_modified, at)
    sequence = prior.sequence + _is_moved(prior, event)
    for feed in joined:
        if feed in prior.farewells:
            sequence = max(sequence, prior.farewells[feed].sequence + 1)
    changed = sequence != prior.sequence or content_sha256(event) != prior.sha256
    stamp = later if changed else prior.last_modified
    event = dataclasses.replace(event, sequence=sequence, created=prior.created, last_modified=stamp)
    farewells = _farewells(prior, event, at=at, left=left, joined=frozenset(joined))
    invited = None
    if invitation is not None:
        as_before = not changed and prior.invited_sha256 == _invited_sha256(invitation)
        when = prior.invited if as_before else None
        invited = _follow(invitation, event, when or _after(prior.invited, max(at, stamp)))
    return Revision(event, invited, LedgerEntry.of(event, farewells, invited))


def _after(before: dt.datetime | None, at: dt.datetime) -> dt.datetime:
    """`at`, but never at or before the stamp that was given last: receivers order revisions by it."""
    return at if before is None else max(at, before + _ONE_SECOND)


def _is_moved(prior: LedgerEntry, event: Event) -> bool:
    now = (event.start, event.end, event.location, event.status.value)
    return now != (prior.start, prior.end, prior.place, prior.status)


def _follow(invitation: Event, event: Event, when: dt.datetime) -> Event:
    return dataclasses.replace(invitation, sequence=event.sequence, created=event.created, last_modified=when)


def _farewells(
    prior: LedgerEntry, event: Event, *, at: dt.datetime, left: Mapping[str, Event], joined: frozenset[str]
) -> dict[str, CancelledCopy]:
    kept = {feed: farewell for feed, farewell in prior.farewells.items() if feed not in joined}
    for feed, was in left.items():
        if feed not in kept:
            last = dataclasses.replace(was, organizer=event.organizer, status=Status.CANCELLED)
            # Where it was cancelled already the feed says nothing new by keeping it.
            if content_sha256(last) == prior.sha256:
                sequence, stamp = prior.sequence, prior.last_modified
            else:
                sequence, stamp = prior.sequence + 1, _after(prior.last_modified, at)
            last = dataclasses.replace(last, created=prior.created, sequence=sequence, last_modified=stamp)
            kept[feed] = CancelledCopy.of(last)
    # Who organizes is said in a farewell too: a new organizer is a change of what it says.
    for feed, farewell in kept.items():
        said = content_sha256(farewell.event(event))
        if farewell.sha256 != said:
            later = _after(farewell.last_modified, at)
            kept[feed] = farewell.model_copy(update={"last_modified": later, "sha256": said})
    return kept
