"""The reader of answers to invitations: METHOD:REPLY, and METHOD:COUNTER, which asks for another time."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass

from overgreb_rules.calendar import FIRST_YEAR, LAST_YEAR, local
from overgreb_rules.ical.free_busy.busy_time import MOST_STEPS
from overgreb_rules.ical.free_busy.content_lines import ComponentBlock, parse_file
from overgreb_rules.ical.free_busy.notes import NotUnderstoodError
from overgreb_rules.ical.free_busy.recurrence_set import WorkBudget
from overgreb_rules.ical.free_busy.time_values import date_of, parse_time
from overgreb_rules.ical.free_busy.zone_table import ZoneTable

_SEQUENCE = re.compile("[0-9]{1,9}")
_MAILTO = re.compile("^mailto:", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class ReplyEvent:
    """One event of a reply: to which revision of which meeting whom answers what."""

    uid: str
    sequence: int
    """The revision of the meeting; 0, the first one, where the reply names none."""
    stamp: str
    """DTSTAMP as it is written; empty where it is missing."""
    answers: tuple[tuple[str, str], ...]
    """Of each attendee the address in small letters and PARTSTAT in capitals, empty where it is missing."""
    is_proposal: bool = False
    """Whether another time is asked for (METHOD:COUNTER)."""
    proposed: dt.datetime | None = None
    """The local start that is asked for; None for an answer, and where no time of day or its zone can be read."""
    recurrence_id: str = ""
    """RECURRENCE-ID as it is written; empty where the answer is to no single instance of a series."""


def read_replies(data: bytes) -> list[ReplyEvent]:
    """Read the answers in a calendar file.

    Args:
        data: the bytes of the file.

    Returns:
        The events of each calendar with METHOD:REPLY or METHOD:COUNTER, in order; none where the file is no calendar or
        is damaged.

    Source:
        RFC 5546 § 3.2.3 (REPLY) and § 3.2.7 (COUNTER); RFC 5545 § 3.8.7.4 (SEQUENCE is 0 by default).
    """
    try:
        calendars = parse_file(data).calendars
    except NotUnderstoodError:
        return []
    return [
        _read_event(event, calendar, is_proposal=method == "COUNTER")
        for calendar in calendars
        if (method := calendar.word("METHOD")) in {"REPLY", "COUNTER"}
        for event in calendar.parts("VEVENT")
    ]


def _read_event(event: ComponentBlock, calendar: ComponentBlock, *, is_proposal: bool) -> ReplyEvent:
    sequence = event.word("SEQUENCE")
    return ReplyEvent(
        uid=next((line.value for line in event.all("UID")), ""),
        sequence=int(sequence) if _SEQUENCE.fullmatch(sequence) else 0,
        stamp=event.word("DTSTAMP"),
        answers=tuple(_list_answers(event)),
        is_proposal=is_proposal,
        proposed=_read_start(event, calendar) if is_proposal else None,
        recurrence_id=event.word("RECURRENCE-ID"),
    )


def _read_start(event: ComponentBlock, calendar: ComponentBlock) -> dt.datetime | None:
    for line in event.all("DTSTART")[:1]:
        try:
            start = parse_time(line)
            year = date_of(start.wall).year
            if start.kind == "day" or not FIRST_YEAR < year < LAST_YEAR:
                return None
            zones = ZoneTable(calendar, year, WorkBudget(MOST_STEPS))
            zone = zones.zone_of(start, line.number)
            # The table reads an unknown zone as that of the file, and says so.
            is_guess = any(note.code == "unknown_zone" for note in zones.describe())
            return None if is_guess else local(zone.instant(start.wall))
        except NotUnderstoodError:
            return None
    return None


def _list_answers(event: ComponentBlock) -> Iterator[tuple[str, str]]:
    for line in event.all("ATTENDEE"):
        yield _MAILTO.sub("", line.value).lower(), (line.parameter("PARTSTAT") or "").upper()
