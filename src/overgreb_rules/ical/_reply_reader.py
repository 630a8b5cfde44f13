"""The reader of answers to invitations (METHOD:REPLY)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from overgreb_rules.ical.free_busy.content_lines import ComponentBlock, parse_file
from overgreb_rules.ical.free_busy.notes import NotUnderstoodError

_SEQUENCE = re.compile("[0-9]{1,9}")
_MAILTO = re.compile("^mailto:", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class ReplyEvent:
    """One event of a reply: to which revision of which meeting whom answers what."""

    uid: str
    sequence: int | None
    """The revision of the meeting; None where the reply names none."""
    stamp: str
    """DTSTAMP as it is written; empty where it is missing."""
    answers: tuple[tuple[str, str], ...]
    """Of each attendee the address in small letters and PARTSTAT in capitals, empty where it is missing."""


def read_replies(data: bytes) -> list[ReplyEvent]:
    """Read the answers in a calendar file.

    Args:
        data: the bytes of the file.

    Returns:
        The events of each calendar with METHOD:REPLY, in order; none where the file is no calendar or is damaged.

    Source:
        RFC 5546 § 3.2.3.
    """
    try:
        calendars = parse_file(data).calendars
    except NotUnderstoodError:
        return []
    replies = [calendar for calendar in calendars if calendar.word("METHOD") == "REPLY"]
    return [_read_event(event) for calendar in replies for event in calendar.parts("VEVENT")]


def _read_event(event: ComponentBlock) -> ReplyEvent:
    sequence = event.word("SEQUENCE")
    return ReplyEvent(
        uid=next((line.value for line in event.all("UID")), ""),
        sequence=int(sequence) if _SEQUENCE.fullmatch(sequence) else None,
        stamp=event.word("DTSTAMP"),
        answers=tuple(_list_answers(event)),
    )


def _list_answers(event: ComponentBlock) -> Iterator[tuple[str, str]]:
    for line in event.all("ATTENDEE"):
        yield _MAILTO.sub("", line.value).lower(), (line.parameter("PARTSTAT") or "").upper()
