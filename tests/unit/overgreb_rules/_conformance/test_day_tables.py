"""The tables of the bundle give the clock and the holidays of the calendar, to somebody who has nothing else."""

from __future__ import annotations

import bisect
import datetime as dt

from overgreb_rules import calendar
from overgreb_rules._conformance.day_tables import YearlyDay, build_day_tables

TABLES = build_day_tables()


def _offset_at(second: int) -> int:
    return TABLES.offsets[bisect.bisect_right(TABLES.offsets, (second, 10**9)) - 1][1]


def _days_of(year: int, days: tuple[YearlyDay, ...]) -> dict[dt.date, str]:
    month, day = map(int, TABLES.easter[year - TABLES.first_year].split("-"))
    easter, found = dt.date(year, month, day), {}
    for one in days:
        if one.last_year is not None and year > one.last_year:
            continue
        on = dt.date.fromisoformat(f"{year}-{one.day}") if one.day else easter + dt.timedelta(one.from_easter or 0)
        found.setdefault(on, one.name.da)
    return found


def test_the_clock_is_that_of_copenhagen_in_each_fifth_hour_of_the_years_in_which_it_changed_oddly() -> None:
    for year in (1900, 1916, 1940, 1945, 1948, 1980, 1996, 2026, 2037, 2038, 2200, 2201, 2218):
        start = calendar.midnight(dt.date(year, 1, 1))
        for second in range(start, start + 366 * 86400, 5 * 3600):
            offset = dt.datetime.fromtimestamp(second, tz=calendar.COPENHAGEN).utcoffset()
            assert offset is not None
            assert offset.total_seconds() == _offset_at(second)


def test_the_clock_changes_at_the_second_that_stands_in_the_table() -> None:
    for before, after in zip(TABLES.offsets, TABLES.offsets[1:], strict=False):
        for second, offset in ((after[0] - 1, before[1]), after):
            local = dt.datetime.fromtimestamp(second, tz=calendar.COPENHAGEN).utcoffset()
            assert local == dt.timedelta(seconds=offset)


def test_the_holidays_of_every_year_are_those_of_the_calendar() -> None:
    for year in range(calendar.FIRST_YEAR, calendar.LAST_YEAR + 19):
        names = {day: name.da for day, name in calendar.holidays_in(year).items()}
        assert _days_of(year, TABLES.holidays) == names


def test_the_days_on_which_offices_are_closed_roll_a_time_limit() -> None:
    for day, name in _days_of(2026, TABLES.closed).items():
        rolls = calendar.rolls_to_next_hverdag(day)
        assert rolls is not None
        assert rolls.da == name
