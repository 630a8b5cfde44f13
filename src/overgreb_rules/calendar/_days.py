"""The Danish days: public holidays by year, hverdage, the days on which offices are closed, and months.

The public holidays are those of the Danish church year together with New Year's Day. Store bededag is one
of them until 2023 and an ordinary working day from 2024: the days stand in `rules/holidays.json`. 1 May, 5 June,
24 December and 31 December are no public holidays: many are free on them, the law is not.
"""

from __future__ import annotations

import calendar as gregorian
import datetime as dt
import hashlib
import json
from collections.abc import Iterable
from functools import cache

from overgreb_rules.shared.packaged_folder import find_packaged_folder
from overgreb_rules.shared.text import Text
from overgreb_rules.shared.value_object import ValueObject

FIRST_YEAR, LAST_YEAR = 1900, 2200
"""The years for which dates are computed; outside them an input is refused."""

_SATURDAY, _SUNDAY = 5, 6


class HolidayRule(ValueObject):
    """A day of each year that has a name: by its month and day, or by its distance from Easter Sunday.

    Attributes:
        name: The name of the day.
        on: Month and day; None where the day moves with Easter.
        from_easter: Days after Easter Sunday; None where the day has a date.
        last_year: The last year in which the rule holds; None where it still does.
    """

    name: Text
    on: tuple[int, int] | None = None
    from_easter: int | None = None
    last_year: int | None = None


def _read_holiday_rules(kind: str) -> tuple[HolidayRule, ...]:
    text = (find_packaged_folder("rules") / "holidays.json").read_text(encoding="utf-8")
    return tuple(
        HolidayRule(
            Text(row["da"], row["en"]),
            (row["on"][0], row["on"][1]) if "on" in row else None,
            row.get("from_easter"),
            row.get("last_year"),
        )
        for row in json.loads(text)[kind]
    )


PUBLIC_HOLIDAYS = _read_holiday_rules("public_holidays")
"""The Danish public holidays of `rules/holidays.json`, those with a date first."""
OFFICES_CLOSED = _read_holiday_rules("offices_closed")
"""The days beside weekends and public holidays on which public offices are closed, of the same file."""
_SATURDAY_NAME = Text("lørdag", "Saturday")
_SUNDAY_NAME = Text("søndag", "Sunday")


def easter_sunday(year: int) -> dt.date:
    """Return Easter Sunday of the Gregorian calendar.

    Args:
        year: The year.

    Returns:
        The day.

    Source:
        The anonymous Gregorian computus (Nature, 1876).
    """
    a, b, c = year % 19, year // 100, year % 100
    d, e = divmod(b, 4)
    g = (8 * b + 13) // 25
    h = (19 * a + b - d - g + 15) % 30
    i, k = divmod(c, 4)
    weekday = (32 + 2 * e + 2 * i - h - k) % 7
    m = (a + 11 * h + 19 * weekday) // 433
    month = (h + weekday - 7 * m + 90) // 25
    day = (h + weekday - 7 * m + 33 * month + 19) % 32
    return dt.date(year, month, day)


def _holidays_by_ordinal(year: int) -> dict[int, Text]:
    return _days_by_ordinal(PUBLIC_HOLIDAYS, year)


def _days_by_ordinal(rules: Iterable[HolidayRule], year: int) -> dict[int, Text]:
    easter = easter_sunday(year).toordinal()
    found: dict[int, Text] = {}
    for rule in rules:
        if rule.last_year is None or year <= rule.last_year:
            ordinal = easter + (rule.from_easter or 0) if rule.on is None else dt.date(year, *rule.on).toordinal()
            # Kristi himmelfartsdag can fall on 1 May and on no other holiday: a name is never overwritten.
            found.setdefault(ordinal, rule.name)
    return found


def holidays_in(year: int) -> dict[dt.date, Text]:
    """Return the Danish public holidays of a year.

    Args:
        year: The year.

    Returns:
        The name of each holiday by its day, in order of date.
    """
    table = _holidays_by_ordinal(year)
    return {dt.date.fromordinal(ordinal): table[ordinal] for ordinal in sorted(table)}


def holiday_name(day: dt.date) -> Text | None:
    """Return the name of the public holiday on a day.

    Args:
        day: The day.

    Returns:
        The name, or None where the day is no public holiday. A Sunday is not a holiday by itself.
    """
    return _holidays_by_ordinal(day.year).get(day.toordinal())


@cache
def _off_by_ordinal(year: int, saturday: bool) -> dict[int, Text]:
    """Return every day of a year that is no hverdag, with its name.

    Cached, two tables for each of the 301 years that a date can lie in: `is_hverdag` takes 0.1 µs instead of 18 µs, and
    the table of a plan with 12 meetings and 116 calendars asks 3,000 times in its 120 ms.
    """
    first, last = dt.date(year, 1, 1).toordinal(), dt.date(year, 12, 31).toordinal()
    weekend = {_SUNDAY: _SUNDAY_NAME} if saturday else {_SATURDAY: _SATURDAY_NAME, _SUNDAY: _SUNDAY_NAME}
    # An ordinal counts from a Monday that has the number 1.
    off = {day: weekend[(day - 1) % 7] for day in range(first, last + 1) if (day - 1) % 7 in weekend}
    return off | _holidays_by_ordinal(year)


def is_hverdag(day: dt.date, *, saturday: bool) -> bool:
    """Return whether a day is a hverdag: no Sunday and no public holiday.

    Args:
        day: The day.
        saturday: Whether a Saturday can be a hverdag.

    Returns:
        Whether the day is a hverdag.
    """
    return why_not_hverdag(day, saturday=saturday) is None


def why_not_hverdag(day: dt.date, *, saturday: bool) -> Text | None:
    """Return why a day is no hverdag.

    Args:
        day: The day.
        saturday: Whether a Saturday can be a hverdag.

    Returns:
        The name of the holiday or of the day of the week, or None where the day is a hverdag.
    """
    return _off_by_ordinal(day.year, saturday).get(day.toordinal())


def rolls_to_next_hverdag(day: dt.date) -> Text | None:
    """Return why a party's time limit that ends on a day runs on to the next hverdag.

    Args:
        day: The last day of the time limit.

    Returns:
        The name of the day where it is a Saturday, a Sunday, a public holiday, 5 June, 24 December or 31 December; None
        where the time limit ends on it.
    """
    return why_not_hverdag(day, saturday=False) or _days_by_ordinal(OFFICES_CLOSED, day.year).get(day.toordinal())


def months_after(start: dt.date, months: int, *, keeps_month_end: bool) -> dt.date:
    """Return the day with the same number in a later or earlier month.

    Args:
        start: The day from which the months are counted.
        months: The number of months; below zero for an earlier day.
        keeps_month_end: Whether the last day of a month leads to the last day of a month.

    Returns:
        The day of the same number, or the last day of that month where it has no such day.

    Example:
        Nine months after 31 May 2026 is 28 February 2027.
    """
    index = start.year * 12 + start.month - 1 + months
    year, month = divmod(index, 12)
    last = gregorian.monthrange(year, month + 1)[1]
    at_end = start.day == gregorian.monthrange(start.year, start.month)[1]
    return dt.date(year, month + 1, last if keeps_month_end and at_end else min(start.day, last))


@cache
def holidays_sha256() -> str:
    """Return the hash of all public holidays and all days on which public offices are closed, which stands in receipts.

    Cached, one value: every receipt names it, and computing it takes 3 ms.

    Returns:
        SHA-256 in hexadecimal; another value where any of these days of any year from 1900 to 2200 is another.
    """
    lines = [
        f"{kind} {dt.date.fromordinal(day).isoformat()} {name.da}\n"
        for kind, rules in (("holiday", PUBLIC_HOLIDAYS), ("closed", OFFICES_CLOSED))
        for year in range(FIRST_YEAR, LAST_YEAR + 1)
        for day, name in sorted(_days_by_ordinal(rules, year).items())
    ]
    return hashlib.sha256("".join(lines).encode()).hexdigest()
