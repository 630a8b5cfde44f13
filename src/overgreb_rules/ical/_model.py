"""The data model of a calendar file: profiles, events and addresses."""

from __future__ import annotations

import datetime as dt
import math
import re
from dataclasses import dataclass
from enum import StrEnum

from overgreb_rules.calendar import COPENHAGEN
from overgreb_rules.errors import OvergrebError
from overgreb_rules.shared.text import Text

CANCELLED_MARK = "AFLYST: "
"""What stands before the summary of a cancelled meeting, for the programs that do not show STATUS."""

_ADDRESS = re.compile(r"[^\s@<>\"',;:\\()\[\]]+@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)*")
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\x85\u2028\u2029\ud800-\udfff\ufffd]")


class ProfileError(OvergrebError, ValueError):
    """An event, address or file that does not fit its profile; the message says what is wrong and how to mend it."""


class Profile(StrEnum):
    """The use of a file; each has its own rules of METHOD, ORGANIZER and name."""

    MEETING = "meeting"
    """One meeting in one file, to open or to import: PUBLISH or CANCEL, no name, no attendees."""
    FEED = "feed"
    """Several meetings under one name, to subscribe to: PUBLISH."""
    INVITATION = "invitation"
    """One meeting in a mail: REQUEST or CANCEL, with organizer and attendees."""
    DEADLINES = "deadlines"
    """All-day deadlines and deadlines on the minute under one name: no METHOD, no organizer."""


class EventStatus(StrEnum):
    """The STATUS of an event.

    Source:
        RFC 5545 § 3.8.1.11.
    """

    CONFIRMED = "CONFIRMED"
    TENTATIVE = "TENTATIVE"
    CANCELLED = "CANCELLED"


def _clean(text: str, name: Text) -> str:
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if _CONTROL.search(text):
        raise ProfileError(
            Text(f"{name.da} indeholder et styretegn: fjern det", f"{name.en} holds a control character: take it out")
        )
    return text


@dataclass(frozen=True, slots=True)
class Address:
    """A mailbox with the name of its reader.

    Raises:
        ProfileError: the address is no mailbox, or the name is no single line.
    """

    email: str
    name: str = ""

    def __post_init__(self) -> None:
        if not _ADDRESS.fullmatch(self.email):
            raise ProfileError(
                Text("en adresse har ikke formen navn@example.org", "an address is not of the form name@example.org")
            )
        if "\n" in _clean(self.name, Text("navnet på en adresse", "the name of an address")) or '"' in self.name:
            # RFC 6868 has a way to write a quotation mark in a name; Outlook shows it as it is written.
            raise ProfileError(
                Text(
                    "navnet på en adresse skal være én linje uden anførselstegn",
                    "the name of an address is one line without quotation marks",
                )
            )


def _instant(value: dt.datetime, what: Text) -> dt.datetime:
    if value.tzinfo is None:
        raise ProfileError(
            Text(
                f"{what.da} har ingen tidszone: giv et tidspunkt med tidszone",
                f"{what.en} has no time zone: give an instant, not a time on an unknown clock",
            )
        )
    if value.microsecond:
        raise ProfileError(
            Text(
                f"{what.da} har brøkdele af et sekund: kalendere regner i hele sekunder",
                f"{what.en} has a fraction of a second: calendars count whole seconds",
            )
        )
    return value.astimezone(dt.UTC)


@dataclass(frozen=True, slots=True)
class CalendarEvent:
    """One entry of a calendar file.

    `start` and `end` are instants, shown on the clock of Europe/Copenhagen, or both are days, and then `end`
    is the day after the last. Without an `end` the event is a point in time, or one whole day. `summary` is without
    any mark of cancellation: the file gets the mark from `status`.

    Raises:
        ProfileError: the event cannot be written.

    Source:
        RFC 5545 § 3.6.1.
    """

    uid: str
    created: dt.datetime
    last_modified: dt.datetime
    sequence: int
    start: dt.datetime | dt.date
    end: dt.datetime | dt.date | None
    summary: str
    description: str = ""
    location: str = ""
    categories: tuple[str, ...] = ()
    status: EventStatus = EventStatus.CONFIRMED
    busy: bool = True
    organizer: Address | None = None
    attendees: tuple[Address, ...] = ()
    conference: str | None = None
    """The URI of a video meeting (RFC 7986 § 5.11)."""

    def __post_init__(self) -> None:
        if self.sequence < 0:
            raise ProfileError(
                Text(
                    f"aftale {self.uid}: sequence er {self.sequence}; den begynder med 0 og kan kun stige",
                    f"event {self.uid}: sequence is {self.sequence}; it starts at 0 and only grows",
                )
            )
        if not self.summary.strip() or "\n" in self.summary:
            raise ProfileError(
                Text(
                    f"aftale {self.uid}: titlen skal være én linje og må ikke være tom",
                    f"event {self.uid}: the summary is one line and not empty",
                )
            )
        for name in ("uid", "summary", "description", "location"):
            object.__setattr__(self, name, _clean(getattr(self, name), self._name(name)))
        for name in ("created", "last_modified"):
            object.__setattr__(self, name, _instant(getattr(self, name), self._name(name)))
        if self.last_modified < self.created:
            raise ProfileError(
                Text(
                    f"aftale {self.uid}: den er ændret, før den blev oprettet",
                    f"event {self.uid}: it was changed before it was created",
                )
            )
        self._check_times()

    def _name(self, field: str) -> Text:
        return Text(f"aftale {self.uid}: {field}", f"event {self.uid}: {field}")

    def _check_times(self) -> None:
        for name in ("start", "end"):
            value = getattr(self, name)
            if isinstance(value, dt.datetime):
                local = _instant(value, self._name(name)).astimezone(COPENHAGEN)
                object.__setattr__(self, name, local)
        if self.end is None:
            return
        if isinstance(self.start, dt.datetime) != isinstance(self.end, dt.datetime):
            raise ProfileError(
                Text(
                    f"aftale {self.uid}: start og slut skal være to tidspunkter eller to dage, ikke ét af hver",
                    f"event {self.uid}: start and end are two instants or two days, not one of each",
                )
            )
        if self.end <= self.start:
            raise ProfileError(
                Text(
                    f"aftale {self.uid}: den slutter, før den begynder",
                    f"event {self.uid}: it ends before it has begun",
                )
            )


def build_order_key(start: dt.datetime | dt.date, uid: str) -> tuple[dt.date, float, str]:
    """Build the sort key of an event of a file.

    Args:
        start: an instant, or a day.
        uid: the UID of the event.

    Returns:
        The day in Europe/Copenhagen, the epoch seconds of the instant, and the UID; a whole day comes before the
        instants of that day.
    """
    if isinstance(start, dt.datetime):
        return start.astimezone(COPENHAGEN).date(), start.timestamp(), uid
    return start, -math.inf, uid
