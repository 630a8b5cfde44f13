"""What was sent out before: the identity, the revision and the stamps of every meeting of an output folder.

The ledger is the only memory of the export. Stamps come from the ledger and never from the clock, so what did not
change is written again byte for byte. Everything in the ledger can be read back from the calendar files: a lost or
damaged ledger is rebuilt from them, and the folder is refused where the files do not suffice.
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
from overgreb_rules.ical import CalendarEvent, EventStatus
from overgreb_rules.shared.text import Text


class LedgerError(MeetingsError):
    """What was sent out before is unknown, so nothing new may be sent."""


def content_sha256(event: CalendarEvent) -> str:
    """Hash the content of an event.

    Args:
        event: the event.

    Returns:
        The SHA-256 of all fields but the revision, the stamps and the attendees, who stand in no feed.
    """
    content = {
        field.name: getattr(event, field.name)
        for field in dataclasses.fields(event)
        if field.name not in ("created", "last_modified", "sequence", "attendees")
    }
    content["organizer"] = None if event.organizer is None else dataclasses.asdict(event.organizer)
    if event.conference is None:
        del content["conference"]  # as it was before a meeting could have one
    text = json.dumps(content, ensure_ascii=False, sort_keys=True, default=_to_json)
    return hashlib.sha256(text.encode()).hexdigest()


def attendees_sha256(event: CalendarEvent) -> str:
    """Hash the attendees of an invitation.

    Args:
        event: the event of the invitation.

    Returns:
        The SHA-256 of their addresses and names.
    """
    text = json.dumps([dataclasses.asdict(address) for address in event.attendees], ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


def _to_json(value: object) -> str:
    if isinstance(value, dt.date):
        return value.isoformat()
    raise TypeError(f"{type(value).__name__} has no place in an event")


def _utc(value: dt.datetime) -> dt.datetime:
    return value.astimezone(dt.UTC)


Stamp = Annotated[AwareDatetime, AfterValidator(_utc)]


class _LedgerModel(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


def _meeting_times(event: CalendarEvent) -> tuple[dt.datetime, dt.datetime]:
    """Return start and end of a meeting, or raise a LedgerError where the event has no time of day."""
    if not isinstance(event.start, dt.datetime) or not isinstance(event.end, dt.datetime):
        what = "aftalen har intet klokkeslæt", "it has no time of day"
        raise LedgerError(Text(f"{event.uid} er ikke et møde: {what[0]}", f"{event.uid} is no meeting: {what[1]}"))
    return event.start, event.end


class CancelledCopy(_LedgerModel):
    """A meeting in the feed of somebody who no longer takes part: shown as cancelled, at its last time and place."""

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
    def of(cls, event: CalendarEvent) -> CancelledCopy:
        """Copy what a feed shows of a meeting.

        Args:
            event: the cancelled event.

        Returns:
            The copy.

        Raises:
            LedgerError: if the event has no time of day.
        """
        start, end = _meeting_times(event)
        return cls(
            sequence=event.sequence,
            last_modified=event.last_modified,
            sha256=content_sha256(event),
            start=start,
            end=end,
            summary=event.summary,
            description=event.description,
            location=event.location,
        )

    def event(self, current: CalendarEvent) -> CalendarEvent:
        """Build the event that the feed shows.

        Args:
            current: the meeting as it stands now, which gives the UID, the organizer and the day of creation.

        Returns:
            The cancelled event.
        """
        return dataclasses.replace(
            current,
            sequence=self.sequence,
            last_modified=self.last_modified,
            start=self.start,
            end=self.end,
            summary=self.summary,
            description=self.description,
            location=self.location,
            status=EventStatus.CANCELLED,
            busy=True,
            attendees=(),
            conference=None,
        )


class LedgerEntry(_LedgerModel):
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
    """The hash of the content: equal where the meeting did not change."""
    invited_sha256: str | None = None
    """The hash of the addresses of the invitation, which are in no feed; None where there was no invitation."""
    invited: Stamp | None = None
    """When the invitation last changed."""
    cancelled_copies: dict[str, CancelledCopy] = Field(default_factory=dict, alias="farewells")
    """By the name of the feed that the meeting has left."""

    @field_serializer("created", "last_modified", "start", "end", "invited")
    def _instant(self, value: dt.datetime | None) -> str | None:
        return None if value is None else value.strftime("%Y-%m-%dT%H:%M:%SZ")

    @classmethod
    def of(
        cls, event: CalendarEvent, copies: Mapping[str, CancelledCopy], invitation: CalendarEvent | None
    ) -> LedgerEntry:
        """Build the entry of an event.

        Args:
            event: the event as it was written.
            copies: the cancelled copies by the name of their feed.
            invitation: the event of the invitation; None where there is none.

        Returns:
            The entry.

        Raises:
            LedgerError: if the event has no time of day.
        """
        start, end = _meeting_times(event)
        return cls(
            uid=event.uid,
            sequence=event.sequence,
            status=event.status.value,
            created=event.created,
            last_modified=event.last_modified,
            start=start,
            end=end,
            place=event.location,
            sha256=content_sha256(event),
            invited_sha256=None if invitation is None else attendees_sha256(invitation),
            invited=None if invitation is None else invitation.last_modified,
            farewells=dict(sorted(copies.items())),
        )


class Ledger(_LedgerModel):
    """The entries of a year, by UID."""

    schema_: Literal[1] = Field(default=1, alias="schema")
    year: int
    meetings: dict[str, LedgerEntry]

    @classmethod
    def read(cls, data: bytes) -> Ledger:
        """Read a ledger.

        Args:
            data: the bytes of `ledger.json`.

        Returns:
            The ledger.

        Raises:
            LedgerError: if the bytes are no ledger, or its hash is not that of its entries.
        """
        try:
            raw = json.loads(data)
            sha256 = raw.pop("sha256")
            ledger = cls.model_validate(raw)
        except (ValueError, KeyError, AttributeError, TypeError, RecursionError, ValidationError):
            raise LedgerError(Text("ledger.json er beskadiget", "ledger.json is damaged")) from None
        if sha256 != ledger._sha256() or any(uid != entry.uid for uid, entry in ledger.meetings.items()):
            raise LedgerError(
                Text(
                    "ledger.json er beskadiget: hashværdien passer ikke til indholdet",
                    "ledger.json is damaged: its hash is not that of its entries",
                )
            )
        return ledger

    def to_bytes(self) -> bytes:
        """Write the ledger.

        Returns:
            The bytes of `ledger.json`, with the hash by which damage is seen.
        """
        data = self.model_dump(mode="json", by_alias=True) | {"sha256": self._sha256()}
        return (json.dumps(data, ensure_ascii=False, indent=1, sort_keys=True) + "\n").encode()

    def _sha256(self) -> str:
        data = self.model_dump(mode="json", by_alias=True)
        return hashlib.sha256(json.dumps(data, ensure_ascii=False, sort_keys=True).encode()).hexdigest()

    def is_behind(self, events: Iterable[CalendarEvent]) -> bool:
        """Decide whether a later revision of any meeting was sent out.

        Args:
            events: the events that were sent out.

        Returns:
            Whether the ledger does not know the latest revision of each of them.
        """
        for event in events:
            entry = self.meetings.get(event.uid)
            known = None if entry is None else (entry.sequence, entry.last_modified)
            if known is None or (event.sequence, event.last_modified) > known:
                return True
        return False
