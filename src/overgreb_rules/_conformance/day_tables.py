"""The clock and the public holidays of Denmark as tables: who reads a bundle needs no library of dates."""

from __future__ import annotations

import datetime as dt
from functools import cache

from overgreb_rules import calendar
from overgreb_rules.shared.text import Text
from overgreb_rules.shared.value_object import ValueObject

_DAY = 86400
_EPOCH = dt.date(1970, 1, 1).toordinal()
_LAST_YEAR_OF_DEADLINES = calendar.LAST_YEAR + 20
"""No deadline of a case ends later: the longest waits for the 18th birthday of a child born in the last year."""


class YearlyDay(ValueObject):
    """A day of each year: by its date (`day`, MM-DD), or by its distance from Easter Sunday in days.

    Attributes:
        name: The name of the day.
        day: Month and day; None where the day moves with Easter.
        from_easter: Days after Easter Sunday; below zero before it.
        last_year: The last year in which it is one; None where it still is.
    """

    name: Text
    day: str | None = None
    from_easter: int | None = None
    last_year: int | None = None


class DayTables(ValueObject):
    """The days and hours of Denmark.

    Attributes:
        first_year: The first year in which a day or an instant can lie.
        last_year: The last year; `offsets` and `easter` go on for 20 years, in which its deadlines end.
        zone: The name of the zone.
        tzdata: The version of the data from which `offsets` was made.
        offsets: Since which epoch second local time is how many seconds ahead of UTC, in order; the first pair holds
            for everything before the second.
        easter: Easter Sunday of each year as MM-DD, from `first_year` on.
        holidays: The public holidays.
        closed: The further days on which public offices are closed.
    """

    first_year: int
    last_year: int
    zone: str
    tzdata: str
    offsets: tuple[tuple[int, int], ...]
    easter: tuple[str, ...]
    holidays: tuple[YearlyDay, ...]
    closed: tuple[YearlyDay, ...]


@cache
def build_day_tables() -> DayTables:
    """Build the tables from the calendar of this package.

    Cached, one value: it is the same for every rulebook, and finding the changes of the clock takes 0.2 s.

    Returns:
        The tables.
    """
    years = range(calendar.FIRST_YEAR, _LAST_YEAR_OF_DEADLINES + 1)
    return DayTables(
        first_year=calendar.FIRST_YEAR,
        last_year=calendar.LAST_YEAR,
        zone="Europe/Copenhagen",
        tzdata=calendar.tzdata_version(),
        offsets=tuple(_changes_of_offset()),
        easter=tuple(f"{calendar.easter_sunday(year):%m-%d}" for year in years),
        holidays=tuple(map(_yearly_day, calendar.PUBLIC_HOLIDAYS)),
        closed=tuple(map(_yearly_day, calendar.OFFICES_CLOSED)),
    )


def _yearly_day(rule: calendar.HolidayRule) -> YearlyDay:
    day = None if rule.on is None else f"{rule.on[0]:02}-{rule.on[1]:02}"
    return YearlyDay(rule.name, day, rule.from_easter, rule.last_year)


def _changes_of_offset() -> list[tuple[int, int]]:
    # An instant can lie one day beside the years, in another zone.
    first = (dt.date(calendar.FIRST_YEAR, 1, 1).toordinal() - _EPOCH - 1) * _DAY
    last = (dt.date(_LAST_YEAR_OF_DEADLINES, 12, 31).toordinal() - _EPOCH + 2) * _DAY
    found = [(first, _offset_at(first))]
    for day in range(first, last, _DAY):
        if _offset_at(day + _DAY) == found[-1][1]:
            continue
        before, after = day, day + _DAY
        while after - before > 1:
            middle = (before + after) // 2
            before, after = (middle, after) if _offset_at(middle) == found[-1][1] else (before, middle)
        found.append((after, _offset_at(after)))
    return found


def _offset_at(second: int) -> int:
    offset = dt.datetime.fromtimestamp(second, tz=calendar.COPENHAGEN).utcoffset()
    return 0 if offset is None else int(offset.total_seconds())
