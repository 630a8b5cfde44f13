"""The reader of calendar files that `build_calendar` wrote."""

from __future__ import annotations

import datetime as dt
from typing import Any

from icalendar import Calendar
from icalendar import Event as Entry

from overgreb_rules.ical import _library
from overgreb_rules.ical._model import CANCELLED_MARK, Address, CalendarEvent, EventStatus, ProfileError
from overgreb_rules.shared.text import Text


def read_events(data: bytes) -> list[CalendarEvent]:
    """Return the events of a file that `build_calendar` wrote: the inverse of `build_calendar`.

    Args:
        data: the bytes of the file; other calendars are refused.

    Returns:
        The events in the order of the file; built again they make the same file.

    Raises:
        ProfileError: anything is missing or of another form.
    """
    try:
        calendar = Calendar.from_ical(data)
        return [_event(entry) for entry in calendar.walk("VEVENT") if isinstance(entry, Entry)]
    except (ValueError, KeyError, AttributeError, TypeError):
        # The words of the library quote the file, which may not be ours.
        raise ProfileError(
            Text("dette er ikke en kalenderfil efter profilen", "this is not a calendar file of the profile")
        ) from None


def read_name(data: bytes) -> str:
    """Return the name of a feed.

    Args:
        data: any bytes.

    Returns:
        The name; empty where there is none, or where the bytes are no calendar.
    """
    try:
        return _library.words(Calendar.from_ical(data).get("NAME", ""))
    except (ValueError, KeyError, AttributeError, TypeError):
        return ""


def _event(entry: Entry) -> CalendarEvent:
    if entry.errors:
        raise ProfileError(
            Text("en aftale har en egenskab, der ikke kan læses", "an event has a property that cannot be read")
        )
    status = EventStatus(str(entry["STATUS"]))
    summary = str(entry["SUMMARY"])
    categories: Any = entry.get("CATEGORIES")
    return CalendarEvent(
        uid=str(entry["UID"]),
        created=_time(entry, "CREATED"),
        last_modified=_time(entry, "LAST-MODIFIED"),
        sequence=int(str(entry["SEQUENCE"])),
        start=_time(entry, "DTSTART"),
        end=_time(entry, "DTEND") if "DTEND" in entry else None,
        summary=summary.removeprefix(CANCELLED_MARK) if status is EventStatus.CANCELLED else summary,
        description=str(entry.get("DESCRIPTION", "")),
        location=str(entry.get("LOCATION", "")),
        categories=() if categories is None else tuple(str(name) for name in categories.cats),
        status=status,
        # A cancelled event is free whatever it was before, so the mark of the living one is not in the file.
        busy=status is EventStatus.CANCELLED or str(entry["TRANSP"]) == "OPAQUE",
        organizer=_address(entry["ORGANIZER"]) if "ORGANIZER" in entry else None,
        conference=str(entry["CONFERENCE"]) if "CONFERENCE" in entry else None,
        attendees=tuple(_address(one) for one in _as_list(entry.get("ATTENDEE"))),
    )


def _time(entry: Entry, name: str) -> Any:
    property_: Any = entry[name]
    value = property_.dt
    if isinstance(value, dt.datetime) and value.tzinfo is None:
        raise ProfileError(Text(f"{name} har ingen tidszone", f"{name} has no time zone"))
    return value


def _as_list(value: Any) -> list[Any]:
    if value is None:
        return []
    return value if isinstance(value, list) else [value]


def _address(value: Any) -> Address:
    return Address(email=str(value).removeprefix("mailto:"), name=str(value.params.get("CN", "")))
