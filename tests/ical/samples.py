"""Good files of every profile, for the tests to read and to damage."""

from __future__ import annotations

import dataclasses
import datetime as dt
import uuid

from overgreb_rules.calendar import COPENHAGEN
from overgreb_rules.ical import Address, Event, Profile, Status, build_calendar

STAMP = dt.datetime(2026, 11, 21, 11, tzinfo=dt.UTC)
LATER = dt.datetime(2027, 1, 4, 8, 15, tzinfo=dt.UTC)
ORGANIZER = Address("koordinator@example.org", "Koordinator; Børn og Unge")
LETTERS = "Ærø, Åbenrå & Ølgod; «æøå» \\ 🙂"


def uid(number: int) -> str:
    return str(uuid.uuid5(uuid.NAMESPACE_URL, f"https://example.org/meeting/{number}"))


def meeting(month: int, **changes: object) -> Event:
    """A meeting at 09:30 on the ninth of a month of 2027."""
    start = dt.datetime(2027, month, 9, 9, 30, tzinfo=COPENHAGEN)
    event = Event(
        uid=uid(month),
        created=STAMP,
        last_modified=STAMP,
        sequence=0,
        start=start,
        end=start + dt.timedelta(hours=3),
        summary=f"Koordinationsmøde {month}: {LETTERS}",
        description=f"Kommuner: {LETTERS}\n" + "Øster- og Vestermarie, Åkirkeby, Rø; " * 4,
        location="Ærø Kommune",
        categories=("Koordinationsmøder 2027",),
        organizer=ORGANIZER,
    )
    return dataclasses.replace(event, **changes)  # type: ignore[arg-type]


def meetings() -> list[Event]:
    return [meeting(month) for month in range(1, 13)]


def feed(events: list[Event] | None = None) -> bytes:
    chosen = meetings() if events is None else events
    return build_calendar(chosen, profile=Profile.FEED, name="Møder, 2027", description="Alle; møder")


def single(event: Event | None = None) -> bytes:
    return build_calendar([event or meeting(3)], profile=Profile.MEETING)


def invitation(event: Event | None = None) -> bytes:
    attendees = (Address("boern@example.org", "Ærø Kommune"), Address("politi@example.org"))
    return build_calendar([dataclasses.replace(event or meeting(3), attendees=attendees)], profile=Profile.INVITATION)


def cancelled(event: Event) -> Event:
    return dataclasses.replace(event, status=Status.CANCELLED, sequence=event.sequence + 1, last_modified=LATER)


def deadlines() -> bytes:
    """A deadline on a day, one on the minute, and one that is off."""
    day = dt.date(2027, 3, 30)
    base = {"created": STAMP, "last_modified": STAMP, "sequence": 0, "busy": False}
    events = [
        Event(
            uid=uid(101),
            start=day,
            end=day + dt.timedelta(days=1),
            summary="Børnefaglig undersøgelse",
            **base,
        ),
        Event(
            uid=uid(102),
            start=dt.datetime(2027, 7, 1, 9, 30, tzinfo=COPENHAGEN),
            end=None,
            summary="24 timer",
            **base,
        ),
        Event(uid=uid(103), start=day, end=None, summary="Frist", status=Status.CANCELLED, **base),
    ]
    return build_calendar(events, profile=Profile.DEADLINES, name="Frister")
