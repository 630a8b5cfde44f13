"""The values of time of RFC 5545: days, times, durations and periods, parsed from their text.

A wall clock is a whole number: the seconds from 1970-01-01T00:00 to what the clock of its zone shows, as if that clock
were UTC. A day is the wall clock at its midnight.
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from typing import Literal, NewType

from overgreb_rules.ical.free_busy.notes import NotUnderstoodError, build_unreadable_note
from overgreb_rules.ical.free_busy.property_line import PropertyLine

WallSeconds = NewType("WallSeconds", int)
"""Seconds from 1970-01-01T00:00 to what the clock of a zone shows, as if that clock were UTC."""
DAY = 86_400
"""Seconds of a day."""
_EPOCH = dt.date(1970, 1, 1).toordinal()
_TIME = re.compile(r"(\d{8})(?:T(\d\d)(\d\d)(\d\d)(Z?))?", re.IGNORECASE | re.ASCII)
_DURATION = re.compile(
    r"([+-]?)P(?:(\d+)W)?(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?", re.IGNORECASE | re.ASCII
)
_MOST_DIGITS = 9
_LONGEST_TEXT = 40


@dataclass(frozen=True, slots=True)
class TimeValue:
    """A day or a time as a property has it."""

    kind: Literal["day", "utc", "wall"]
    """`wall`: a time on the clock of `zone`, or of the calendar where that is None."""
    wall: WallSeconds
    zone: str | None = None
    """The TZID."""

    @property
    def is_midnight(self) -> bool:
        """Whether the clock shows 00:00:00."""
        return self.wall % DAY == 0

    def as_day(self) -> TimeValue:
        """Return the day that the clock shows.

        Returns:
            A value of kind `day`.
        """
        return TimeValue("day", WallSeconds(self.wall - self.wall % DAY))


@dataclass(frozen=True, slots=True)
class LengthOfTime:
    """A duration: days of the calendar and elapsed seconds. Source: RFC 5545 § 3.3.6."""

    days: int
    seconds: int

    @property
    def is_negative(self) -> bool:
        """Whether the duration goes back in time."""
        return self.days < 0 or self.seconds < 0

    @property
    def is_zero(self) -> bool:
        """Whether the duration is nothing."""
        return not self.days and not self.seconds


def parse_times(line: PropertyLine) -> list[TimeValue]:
    """Parse the value of a property as days or times with commas between.

    Args:
        line: DTSTART, DTEND, RDATE, EXDATE or RECURRENCE-ID.

    Returns:
        The values in their order. A time with Z is UTC, whatever TZID says (RFC 5545 § 3.2.19).

    Raises:
        NotUnderstoodError: A value is neither a day nor a time.
    """
    zone = line.parameter("TZID") or None
    is_day = (line.parameter("VALUE") or "").upper() == "DATE"
    # A comma at the end, or a list without a value, names nothing.
    return [_parse_time(text, zone, line, is_day=is_day) for text in line.value.split(",") if text.strip()]


def parse_time(line: PropertyLine) -> TimeValue:
    """Parse the value of a property as one day or time.

    Args:
        line: DTSTART, DTEND or RECURRENCE-ID.

    Returns:
        The value.

    Raises:
        NotUnderstoodError: The value is no day and no time, or there are several.
    """
    found = parse_times(line)
    if len(found) != 1:
        raise NotUnderstoodError(build_unreadable_note(line.name, line.number))
    return found[0]


def _parse_time(text: str, zone: str | None, line: PropertyLine, *, is_day: bool) -> TimeValue:
    wall = parse_wall(text.strip()) if len(text) <= _LONGEST_TEXT else None
    if wall is None:
        raise NotUnderstoodError(build_unreadable_note(line.name, line.number))
    kind, seconds = wall
    if kind == "wall":
        # Some programs write VALUE=DATE before a midnight.
        return TimeValue("day", seconds) if is_day and seconds % DAY == 0 else TimeValue("wall", seconds, zone)
    return TimeValue(kind, seconds)


def parse_wall(text: str) -> tuple[Literal["day", "utc", "wall"], WallSeconds] | None:
    """Parse a day or a time without its zone.

    Args:
        text: Such as 20270309 or 20270309T090000Z.

    Returns:
        The kind and the wall clock; None where the text is neither, or no such day or time exists.
    """
    found = _TIME.fullmatch(text)
    if found is None:
        return None
    digits = found[1]
    try:
        day = dt.date(int(digits[:4]), int(digits[4:6]), int(digits[6:])).toordinal()
    except ValueError:
        return None
    midnight = (day - _EPOCH) * DAY
    if found[2] is None:
        return "day", WallSeconds(midnight)
    hour, minute, second = int(found[2]), int(found[3]), int(found[4])
    if hour > 23 or minute > 59 or second > 60:
        return None
    # A leap second is the second before it on every clock that programs use.
    seconds = midnight + hour * 3600 + minute * 60 + min(second, 59)
    return ("utc" if found[5] else "wall"), WallSeconds(seconds)


def parse_length(text: str) -> LengthOfTime | None:
    """Parse a duration.

    Args:
        text: Such as PT1H30M, P1D or P2W.

    Returns:
        The duration; None where the text is none.
    """
    found = _DURATION.fullmatch(text.strip())
    if found is None or not any(found.groups()[1:]) or max(map(len, filter(None, found.groups()))) > _MOST_DIGITS:
        return None
    weeks, days, hours, minutes, seconds = (int(part or 0) for part in found.groups()[1:])
    sign = -1 if found[1] == "-" else 1
    return LengthOfTime(sign * (weeks * 7 + days), sign * (hours * 3600 + minutes * 60 + seconds))


def parse_length_of(line: PropertyLine) -> LengthOfTime:
    """Parse the value of a property as a duration.

    Args:
        line: DURATION.

    Returns:
        The duration.

    Raises:
        NotUnderstoodError: The value is no duration.
    """
    found = parse_length(line.value)
    if found is None:
        raise NotUnderstoodError(build_unreadable_note(line.name, line.number))
    return found


def parse_periods(line: PropertyLine) -> list[tuple[TimeValue, TimeValue | LengthOfTime]]:
    """Parse the value of a property as periods with commas between.

    Args:
        line: FREEBUSY, or RDATE with VALUE=PERIOD.

    Returns:
        The start of each period with its end or its duration.

    Raises:
        NotUnderstoodError: A value is no period.
    """
    zone = line.parameter("TZID") or None
    found: list[tuple[TimeValue, TimeValue | LengthOfTime]] = []
    for text in filter(str.strip, line.value.split(",")):
        head, slash, tail = text.partition("/")
        if not slash:
            raise NotUnderstoodError(build_unreadable_note(line.name, line.number))
        start = _parse_time(head, zone, line, is_day=False)
        length = parse_length(tail)
        found.append((start, _parse_time(tail, zone, line, is_day=False) if length is None else length))
    return found


def date_of(wall: int) -> dt.date:
    """Return the day that a wall clock shows.

    Args:
        wall: The wall clock, in wall seconds.

    Returns:
        The day.
    """
    return dt.date.fromordinal(wall // DAY + _EPOCH)


def wall_of(day: dt.date) -> WallSeconds:
    """Return the wall clock at the midnight with which a day begins.

    Args:
        day: The day.

    Returns:
        The wall clock, in wall seconds.
    """
    return WallSeconds((day.toordinal() - _EPOCH) * DAY)
