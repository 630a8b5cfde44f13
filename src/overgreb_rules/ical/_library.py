"""Workarounds for the faults of the `icalendar` library; no other module knows of them.

Each fault stands here once, with a test in `tests/unit/overgreb_rules/ical/test_library.py` that fails when the
library is mended; then the line here can go.

1. `Calendar.new` gives every calendar a random UID (RFC 7986 §5.3 allows one). vdirsyncer takes it for the
   UID of the only event (pimutils/vdirsyncer#1222), and no file would be written twice alike.
2. REFRESH-INTERVAL is written without the VALUE=DURATION that RFC 7986 §5.7 requires.
3. The generated VTIMEZONE gives the onset of summer time as 03:00 where RFC 5545 §3.6.5 wants the local time
   before the change, 02:00; it lists the years as RDATE, which Outlook shifts by an hour, and adds a COMMENT.
4. `Event.new` without a stamp writes the clock of the moment into DTSTAMP.
5. A fixed offset, as in every parsed ISO instant, is written as `TZID="+01:00"`: a zone that nobody defines.
6. A time of day in no zone is written as a floating time, without a word.
7. The text of an X- property is written without the escapes of RFC 5545 §3.3.11.
8. NAME (RFC 7986 §5.1) is read with its escapes left in.
"""

from __future__ import annotations

import datetime as dt
import re
from functools import cache

from icalendar import Calendar, Component, Timezone, vDuration, vText
from icalendar import Event as Entry

from overgreb_rules.calendar import COPENHAGEN

_ESCAPE = re.compile(r"\\([\\;,nN])")
_ZONE = b"""\
BEGIN:VTIMEZONE
TZID:Europe/Copenhagen
BEGIN:DAYLIGHT
DTSTART:19810329T020000
RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3
TZNAME:CEST
TZOFFSETFROM:+0100
TZOFFSETTO:+0200
END:DAYLIGHT
BEGIN:STANDARD
DTSTART:19961027T030000
RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10
TZNAME:CET
TZOFFSETFROM:+0200
TZOFFSETTO:+0100
END:STANDARD
END:VTIMEZONE
"""


def new_calendar(prodid: str) -> Calendar:
    """Return an empty calendar with VERSION and PRODID first, and without a UID (fault 1).

    Args:
        prodid: the value of PRODID.

    Returns:
        The calendar.
    """
    calendar = Calendar()
    calendar.add("version", "2.0")
    calendar.add("prodid", prodid)
    return calendar


def new_entry(uid: str, stamp: dt.datetime) -> Entry:
    """Return an event with its UID and its stamp, so that the library does not read the clock (fault 4).

    Args:
        uid: the UID.
        stamp: the instant of DTSTAMP, with its zone.

    Returns:
        The event.
    """
    entry = Entry()
    entry.add("uid", uid)
    entry.add("dtstamp", utc(stamp))
    return entry


def duration(length: dt.timedelta) -> vDuration:
    """Return a duration that is written with VALUE=DURATION (fault 2).

    Args:
        length: the duration.

    Returns:
        The value of a property.
    """
    value = vDuration(length)
    value.params["VALUE"] = "DURATION"
    return value


def text(value: str) -> vText:
    """Return a text that is escaped in every property (fault 7).

    Args:
        value: the text.

    Returns:
        The value of a property.
    """
    return vText(value)


def words(value: object) -> str:
    """Return a text property without escapes (fault 8).

    Args:
        value: the value of the property, as the library parsed it.

    Returns:
        The text.
    """
    return _ESCAPE.sub(lambda match: "\n" if match[1] in "nN" else match[1], str(value))


@cache
def copenhagen_zone() -> Component:
    """Return the VTIMEZONE of Europe/Copenhagen by the rule of the European Union, as Outlook needs it (fault 3).

    Cached, one value: every calendar holds it, and parsing takes 0.25 ms.

    Returns:
        The component.
    """
    return Timezone.from_ical(_ZONE)


def local(value: dt.datetime | dt.date) -> dt.datetime | dt.date:
    """Return an instant on the clock of Europe/Copenhagen (faults 5, 6).

    Args:
        value: an instant of any zone, or a day.

    Returns:
        The instant in Europe/Copenhagen; a day unchanged.

    Raises:
        ValueError: the instant has no zone.
    """
    if not isinstance(value, dt.datetime):
        return value
    if value.tzinfo is None:
        raise ValueError(f"{value.isoformat()} has no time zone")
    return value.astimezone(COPENHAGEN)


def utc_or_day(value: dt.datetime | dt.date) -> dt.datetime | dt.date:
    """Return an instant in UTC.

    Args:
        value: an instant of any zone, or a day.

    Returns:
        The instant in UTC; a day unchanged.
    """
    return utc(value) if isinstance(value, dt.datetime) else value


def utc(value: dt.datetime) -> dt.datetime:
    """Return an instant in UTC, as stamps are written.

    Args:
        value: an instant of any zone.

    Returns:
        The instant in UTC.

    Raises:
        ValueError: the instant has no zone.
    """
    if value.tzinfo is None:
        raise ValueError(f"{value.isoformat()} has no time zone")
    return value.astimezone(dt.UTC)


def serialise(calendar: Calendar) -> bytes:
    """Return a calendar as bytes, with properties in the order in which they were added.

    Args:
        calendar: the calendar.

    Returns:
        The bytes of the file.
    """
    data: bytes = calendar.to_ical(sorted=False)
    return data
