"""Days and instants as inputs write them: the forms of ISO 8601 that this project reads, and no others.

`datetime` alone reads more: 20270101, 2027-W01-5, and other forms from one version of Python to the next.
"""

from __future__ import annotations

import datetime as dt
import re

__all__ = ["ISO_DAY", "ISO_INSTANT", "offset_seconds", "parse_iso_day", "parse_iso_instant"]

ISO_DAY = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})\Z")
"""The form of a day, with year, month and day as groups; the day need not exist."""
ISO_INSTANT = re.compile(
    r"([0-9]{4})-([0-9]{2})-([0-9]{2})T([0-9]{2}):([0-9]{2})(?::([0-9]{2})(?:[.,][0-9]{1,9})?)?"
    r"(Z|[+-][0-9]{2}:[0-9]{2})?\Z"
)
"""The form of an instant: year, month, day, hour, minute and, where they are given, second and offset as groups."""
_LARGEST_OFFSET = 14 * 3600
"""Seconds: no zone of the world is further from UTC (Kiribati)."""


def parse_iso_day(text: str) -> dt.date | None:
    """Parse a day of the form YYYY-MM-DD.

    Args:
        text: The text of an input.

    Returns:
        The day; None where the text has another form, or there is no such day.
    """
    if not ISO_DAY.match(text):
        return None
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        return None


def offset_seconds(offset: str) -> int | None:
    """Return how far an offset is from UTC.

    Args:
        offset: The last group of `ISO_INSTANT`: Z, +hh:mm or -hh:mm.

    Returns:
        Seconds, negative west of Greenwich; None where no place has such an offset: beyond 14 hours, or 60 minutes.
    """
    if offset == "Z":
        return 0
    hours, minutes = int(offset[1:3]), int(offset[4:6])
    distance = 3600 * hours + 60 * minutes
    if distance > _LARGEST_OFFSET or minutes > 59:
        return None
    return -distance if offset[0] == "-" else distance


def parse_iso_instant(text: str) -> dt.datetime | None:
    """Parse an instant of the form YYYY-MM-DDThh:mm, perhaps with seconds, a fraction of them and an offset.

    Args:
        text: The text of an input.

    Returns:
        The time, aware where the text has an offset; None where it has another form, or there is no such time.
    """
    match = ISO_INSTANT.match(text)
    if match is None or (match[7] and offset_seconds(match[7]) is None):
        return None
    try:
        return dt.datetime.fromisoformat(text)
    except ValueError:
        return None
