"""The `icalendar` library with its faults worked round. This is the one place that knows of them.

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

__all__ = [
    "copenhagen_zone",
    "duration",
    "local",
    "new_calendar",
    "new_entry",
    "serialise",
    "text",
    "utc",
    "words",
]

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
    """An empty calendar with VERSION and PRODID first, and no UID (fault 1)."""
    calendar = Calendar()
    calendar.add("version", "2.0")
    calendar.add("prodid", prodid)
    return calendar


def new_entry(uid: str, stamp: dt.datetime) -> Entry:
    """An event that has its UID and its stamp, so that nobody asks the clock (fault 4)."""
    entry = Entry()
    entry.add("uid", uid)
    entry.add("dtstamp", utc(stamp))
    return entry


def duration(length: dt.timedelta) -> vDuration:
    """A duration that says that it is one (fault 2)."""
    value = vDuration(length)
    value.params["VALUE"] = "DURATION"
    return value


def text(value: str) -> vText:
    """A text that is escaped, whatever property it is the value of (fault 7)."""
    return vText(value)


def words(value: object) -> str:
    """What a text property that was read says, without escapes (fault 8)."""
    return _ESCAPE.sub(lambda match: "\n" if match[1] in "nN" else match[1], str(value))


@cache
def copenhagen_zone() -> Component:
    """Europe/Copenhagen by the rule of the European Union, as Outlook needs it (fault 3)."""
    return Timezone.from_ical(_ZONE)


def local(value: dt.datetime | dt.date) -> dt.datetime | dt.date:
    """The instant on the clock of Europe/Copenhagen, whatever its zone (faults 5, 6); a day as it is."""
    if not isinstance(value, dt.datetime):
        return value
    if value.tzinfo is None:
        raise ValueError(f"{value.isoformat()} has no time zone")
    return value.astimezone(COPENHAGEN)


def utc(value: dt.datetime) -> dt.datetime:
    """The instant in UTC, which is how stamps are written."""
    if value.tzinfo is None:
        raise ValueError(f"{value.isoformat()} has no time zone")
    return value.astimezone(dt.UTC)


def serialise(calendar: Calendar) -> bytes:
    """The bytes, with properties in the order in which they were added."""
    data: bytes = calendar.to_ical(sorted=False)
    return data
