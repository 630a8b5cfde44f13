"""The writer of calendar files."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from icalendar import Event as Entry
from icalendar import vCalAddress, vUri

from overgreb_rules.calendar import is_in_repeated_hour
from overgreb_rules.ical import _library
from overgreb_rules.ical._model import (
    CANCELLED_MARK,
    Address,
    CalendarEvent,
    EventStatus,
    Profile,
    ProfileError,
    build_order_key,
)
from overgreb_rules.shared.text import Text

_A_DAY = dt.timedelta(days=1)
_PRODID = {
    Profile.MEETING: "-//overgreb-rules//meetings 1//DA",
    Profile.FEED: "-//overgreb-rules//meetings 1//DA",
    Profile.INVITATION: "-//overgreb-rules//meetings 1//DA",
    Profile.DEADLINES: "-//overgreb-rules//deadlines 1//DA",
}
"""The number is the version of the profile: a new build of the program changes no file."""

_NAMED = (Profile.FEED, Profile.DEADLINES)


def build_calendar(
    events: Iterable[CalendarEvent], *, profile: Profile, name: str = "", description: str = ""
) -> bytes:
    """Return a calendar file of the events: sorted, in fixed order, the same bytes for the same events.

    METHOD follows from the profile, from whether there is an organizer, and from whether a meeting is cancelled.

    Args:
        events: the events, in any order.
        profile: the use of the file.
        name: the name of the calendar, for feeds and deadlines alone.
        description: the description of the calendar, for feeds and deadlines alone.

    Returns:
        The bytes of the file.

    Raises:
        ProfileError: the events or the name do not fit the profile.

    Source:
        RFC 5545, RFC 5546 § 3.2, RFC 7986 § 5.
    """
    ordered = sorted(events, key=lambda event: build_order_key(event.start, event.uid))
    method = _method(ordered, profile)
    if (profile in _NAMED) != bool(name):
        # Outlook opens a named file as a calendar of its own, which is wrong for one meeting (MS-OXCICAL).
        da, en = ("skal have et", "must have a") if profile in _NAMED else ("må ikke have et", "must have no")
        raise ProfileError(
            Text(f"en fil med profilen »{profile}« {da} navn", f"a file of the profile “{profile}” {en} name")
        )
    calendar = _library.new_calendar(_PRODID[profile])
    calendar.add("calscale", "GREGORIAN")
    if method:
        calendar.add("method", method)
    if profile in _NAMED:
        for key, value in (("name", name), ("x-wr-calname", name)):
            calendar.add(key, _library.text(value))
        for key in ("description", "x-wr-caldesc") if description else ():
            calendar.add(key, _library.text(description))
        if ordered:
            calendar.add("last-modified", _library.utc(max(event.last_modified for event in ordered)))
        calendar.add("refresh-interval", _library.duration(_A_DAY))
        calendar.add("x-published-ttl", "P1D")
        calendar.add("x-wr-timezone", "Europe/Copenhagen")
    calendar.add_component(_library.copenhagen_zone())
    for event in ordered:
        calendar.add_component(_entry(event, profile, method))
    return _library.serialise(calendar)


def _method(events: list[CalendarEvent], profile: Profile) -> str | None:
    organized = {event.organizer is not None for event in events}
    if profile in (Profile.MEETING, Profile.INVITATION) and len(events) != 1:
        raise ProfileError(
            Text(
                f"en fil med profilen »{profile}« skal indeholde én aftale og ikke {len(events)}",
                f"a file of the profile “{profile}” holds one event, not {len(events)}",
            )
        )
    if profile is not Profile.INVITATION and any(event.attendees for event in events):
        raise ProfileError(
            Text(
                "deltagere må kun stå i indkaldelser (RFC 5546 § 3.2.1): nævn dem i beskrivelsen",
                "attendees stand in invitations alone (RFC 5546 § 3.2.1): name them in the description",
            )
        )
    if profile is Profile.DEADLINES:
        if True in organized:
            raise ProfileError(Text("en frist må ikke have en organisator", "a deadline has no organizer"))
        return None
    if any(not isinstance(event.end, dt.datetime) for event in events):
        raise ProfileError(
            Text("et møde skal have et klokkeslæt og en slutning", "a meeting has a time of day and an end")
        )
    if len(organized) > 1:
        raise ProfileError(
            Text(
                "alle møder i en fil skal have en organisator, eller også må ingen af dem have en",
                "either every meeting of a file has an organizer or none has",
            )
        )
    cancelled = any(event.status is EventStatus.CANCELLED for event in events)
    if profile is Profile.INVITATION:
        if organized != {True} or not events[0].attendees:
            raise ProfileError(
                Text(
                    "en indkaldelse skal have en organisator og mindst én deltager (RFC 5546 § 3.2.2)",
                    "an invitation has an organizer and at least one attendee (RFC 5546 § 3.2.2)",
                )
            )
        return "CANCEL" if cancelled else "REQUEST"
    if organized != {True}:
        return None
    return "CANCEL" if cancelled and profile is Profile.MEETING else "PUBLISH"


def _entry(event: CalendarEvent, profile: Profile, method: str | None) -> Entry:
    entry = _library.new_entry(event.uid, event.last_modified)
    entry.add("created", _library.utc(event.created))
    entry.add("last-modified", _library.utc(event.last_modified))
    entry.add("sequence", event.sequence)
    # The local time of a repeated hour is read as the first of its two instants (RFC 5545 § 3.3.5).
    clock = _library.utc_or_day if any(map(_is_repeated, (event.start, event.end))) else _library.local
    entry.add("dtstart", clock(event.start))
    if event.end is not None:
        entry.add("dtend", clock(event.end))
    cancelled = event.status is EventStatus.CANCELLED
    entry.add("summary", (CANCELLED_MARK if cancelled and profile is not Profile.DEADLINES else "") + event.summary)
    if event.description:
        entry.add("description", event.description)
    if event.location:
        entry.add("location", event.location)
    if event.conference is not None:
        parameters = {"VALUE": "URI", "FEATURE": "VIDEO", "LABEL": "Videomøde"}
        entry.add("conference", vUri(event.conference, params=parameters), encode=False)
    if event.categories:
        entry.add("categories", list(event.categories))
    entry.add("class", "PUBLIC")
    if event.organizer is not None:
        entry.add("organizer", vCalAddress.new(event.organizer.email, cn=event.organizer.name or None))
    if profile is Profile.INVITATION:
        for attendee in event.attendees:
            entry.add("attendee", _attendee(attendee, reply=method == "REQUEST"))
    entry.add("status", event.status.value)
    taken = event.busy and not cancelled
    entry.add("transp", "OPAQUE" if taken else "TRANSPARENT")
    shown = "TENTATIVE" if event.status is EventStatus.TENTATIVE else "BUSY"
    # Outlook reads this one and not TRANSP; without it a meeting shows as «out of office» (ical.net#255).
    entry.add("x-microsoft-cdo-busystatus", shown if taken else "FREE")
    return entry


def _is_repeated(when: dt.datetime | dt.date | None) -> bool:
    return isinstance(when, dt.datetime) and is_in_repeated_hour(when)


def _attendee(attendee: Address, *, reply: bool) -> vCalAddress:
    cn = attendee.name or None
    if not reply:
        return vCalAddress.new(attendee.email, cn=cn, role="REQ-PARTICIPANT")
    return vCalAddress.new(attendee.email, cn=cn, role="REQ-PARTICIPANT", partstat="NEEDS-ACTION", rsvp=True)
