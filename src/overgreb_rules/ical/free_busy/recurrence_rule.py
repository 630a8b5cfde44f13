"""A recurrence rule of RFC 5545, parsed and validated."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal, cast

from overgreb_rules.ical.free_busy.notes import NotUnderstoodError, build_unreadable_note
from overgreb_rules.ical.free_busy.property_line import PropertyLine
from overgreb_rules.ical.free_busy.time_values import WallSeconds, parse_wall

Frequency = Literal["SECONDLY", "MINUTELY", "HOURLY", "DAILY", "WEEKLY", "MONTHLY", "YEARLY"]
FREQUENCIES = ("SECONDLY", "MINUTELY", "HOURLY", "DAILY", "WEEKLY", "MONTHLY", "YEARLY")
WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_RANGES = {
    "BYSECOND": (0, 60),
    "BYMINUTE": (0, 59),
    "BYHOUR": (0, 23),
    "BYMONTHDAY": (-31, 31),
    "BYYEARDAY": (-366, 366),
    "BYWEEKNO": (-53, 53),
    "BYMONTH": (1, 12),
    "BYSETPOS": (-366, 366),
}
_COUNTED_FROM_ONE = {"BYMONTHDAY", "BYYEARDAY", "BYWEEKNO", "BYSETPOS"}
_KNOWN = {*_RANGES, "FREQ", "INTERVAL", "COUNT", "UNTIL", "BYDAY", "WKST"}
_LONGEST_RULE = 10_000
_SIGNED = re.compile(r"[+-]?\d{1,3}", re.ASCII)
_NUMBER = re.compile(r"\d{1,9}", re.ASCII)
_BYDAY = re.compile(r"([+-]?\d{1,2})?(MO|TU|WE|TH|FR|SA|SU)", re.ASCII)


@dataclass(frozen=True, slots=True)
class RecurrenceRule:
    """A rule as RFC 5545 § 3.3.10 defines it; an absent part is an empty tuple or None."""

    frequency: Frequency
    interval: int = 1
    count: int | None = None
    until: tuple[Literal["day", "utc", "wall"], WallSeconds] | None = None
    by_second: tuple[int, ...] = ()
    by_minute: tuple[int, ...] = ()
    by_hour: tuple[int, ...] = ()
    by_day: tuple[tuple[int, int], ...] = ()
    """Number within the month or year (0 for every one) and weekday from Monday, 0."""
    by_month_day: tuple[int, ...] = ()
    by_year_day: tuple[int, ...] = ()
    by_week_number: tuple[int, ...] = ()
    by_month: tuple[int, ...] = ()
    by_position: tuple[int, ...] = ()
    week_start: int = 0


def parse_rule(line: PropertyLine) -> RecurrenceRule:
    """Parse the value of RRULE or EXRULE.

    Args:
        line: The property.

    Returns:
        The rule.

    Raises:
        NotUnderstoodError: A part is missing, unknown, or out of range.
    """
    rule = _parse(line.value) if len(line.value) <= _LONGEST_RULE else None
    if rule is None:
        raise NotUnderstoodError(build_unreadable_note(line.name, line.number))
    return rule


def _parse(value: str) -> RecurrenceRule | None:
    parts: dict[str, str] = {}
    for part in filter(None, value.upper().replace(" ", "").split(";")):
        name, equals, text = part.partition("=")
        if not equals or name in parts:
            return None
        parts[name] = text
    # RFC 7529: these two change nothing in the Gregorian calendar.
    if parts.pop("RSCALE", "GREGORIAN") != "GREGORIAN" or parts.pop("SKIP", "OMIT") != "OMIT":
        return None
    if parts.get("FREQ") not in FREQUENCIES or any(n not in _KNOWN and not n.startswith("X-") for n in parts):
        return None
    numbers = {name: _parse_numbers(name, parts[name]) for name in _RANGES if name in parts}
    days = _parse_days(parts.get("BYDAY"))
    interval, count = _parse_positive(parts.get("INTERVAL", "1")), _parse_positive(parts.get("COUNT", "1"))
    until = parse_wall(parts["UNTIL"]) if "UNTIL" in parts else None
    week_start = parts.get("WKST", "MO")
    if (
        None in numbers.values()
        or days is None
        or not interval
        or not count
        or (until is None and "UNTIL" in parts)
        or week_start not in WEEKDAYS
    ):
        return None
    return RecurrenceRule(
        frequency=cast(Frequency, parts["FREQ"]),
        interval=interval,
        count=count if "COUNT" in parts else None,
        until=until,
        by_second=tuple(sorted({min(n, 59) for n in numbers.get("BYSECOND") or ()})),
        by_minute=numbers.get("BYMINUTE") or (),
        by_hour=numbers.get("BYHOUR") or (),
        by_day=days,
        by_month_day=numbers.get("BYMONTHDAY") or (),
        by_year_day=numbers.get("BYYEARDAY") or (),
        by_week_number=numbers.get("BYWEEKNO") or (),
        by_month=numbers.get("BYMONTH") or (),
        by_position=numbers.get("BYSETPOS") or (),
        week_start=WEEKDAYS.index(week_start),
    )


def _parse_numbers(name: str, text: str) -> tuple[int, ...] | None:
    least, most = _RANGES[name]
    found = set()
    for part in text.split(","):
        number = int(part) if _SIGNED.fullmatch(part) else None
        if number is None or not least <= number <= most or (number == 0 and name in _COUNTED_FROM_ONE):
            return None
        found.add(number)
    return tuple(sorted(found))


def _parse_days(text: str | None) -> tuple[tuple[int, int], ...] | None:
    if text is None:
        return ()
    found = set()
    for part in text.split(","):
        match = _BYDAY.fullmatch(part)
        if match is None or (match[1] is not None and not 1 <= abs(int(match[1])) <= 53):
            return None
        found.add((int(match[1] or 0), WEEKDAYS.index(match[2])))
    return tuple(sorted(found))


def _parse_positive(text: str) -> int | None:
    return int(text) if _NUMBER.fullmatch(text) and int(text) > 0 else None
