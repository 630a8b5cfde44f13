"""Conversion between epoch seconds, day numbers and dates of Europe/Copenhagen, for whole arrays.

A day number counts local days from 1 January 1970.
"""

from __future__ import annotations

import datetime as dt
from functools import cache

import numpy as np

from overgreb_rules._columnar.columns.arrays import (
    ABSENT,
    NEVER,
    CodeArray,
    DayNumberArray,
    EpochSecondsArray,
)
from overgreb_rules.calendar import midnight

_EPOCH = dt.date(1970, 1, 1).toordinal()


def day_number_of(day: dt.date) -> int:
    """Return the day number of a date.

    Args:
        day: A calendar date.

    Returns:
        Days since 1 January 1970; negative before.
    """
    return day.toordinal() - _EPOCH


def date_of(number: int) -> dt.date:
    """Return the date of a day number.

    Args:
        number: Days since 1 January 1970.

    Returns:
        The calendar date.
    """
    return dt.date.fromordinal(number + _EPOCH)


def local_days(seconds: EpochSecondsArray) -> DayNumberArray:
    """Compute the local day on which each instant falls.

    Args:
        seconds: int64[n] epoch seconds.

    Returns:
        int64[n] day numbers.
    """
    if not len(seconds):
        return seconds
    first, starts = _midnights_between(int(seconds.min()), int(seconds.max()))
    return np.searchsorted(starts, seconds, side="right") - 1 + first


def midnights(days: DayNumberArray) -> EpochSecondsArray:
    """Compute the first second of each local day.

    Args:
        days: int64[n] day numbers.

    Returns:
        int64[n] epoch seconds.
    """
    if not len(days):
        return days
    first, starts = _midnights_between(int(days.min()) * 86400, int(days.max()) * 86400)
    return starts[days - first]


def calendar_numbers(days: DayNumberArray) -> CodeArray:
    """Compute the number YYYYMMDD of each day.

    Args:
        days: int64[n] day numbers.

    Returns:
        int64[n]: the digits of year, month and day of month, one after the other.

    Example:
        The day number of 21 November 2026 becomes 20261121.
    """
    day = days.astype("datetime64[D]")
    month, year = day.astype("datetime64[M]"), day.astype("datetime64[Y]")
    days_into_month, months_into_year = (day - month).astype(np.int64), (month - year).astype(np.int64)
    numbers: CodeArray = (year.astype(np.int64) + 1970) * 10_000 + (months_into_year + 1) * 100 + days_into_month + 1
    return numbers


def birthday_seconds(born: DayNumberArray, years: int) -> EpochSecondsArray:
    """Compute the first second of a birthday.

    Args:
        born: int64[k] day numbers of births, ABSENT where unknown.
        years: Which birthday.

    Returns:
        int64[k] epoch seconds, NEVER where the birth is unknown.
    """
    seconds = np.full(len(born), NEVER)
    is_known = born != ABSENT
    day = born[is_known].astype("datetime64[D]")
    month = day.astype("datetime64[M]")
    # The day after a February without a 29th is 1 March: the birthday of somebody born on the 29th.
    birthday = (month + np.timedelta64(12 * years, "M")).astype("datetime64[D]") + (day - month.astype("datetime64[D]"))
    seconds[is_known] = midnights(birthday.astype(np.int64))
    return seconds


def _midnights_between(earliest: int, latest: int) -> tuple[int, EpochSecondsArray]:
    """Return the first seconds of all days of the years that the two instants lie in, and the first day number."""
    # A local year begins about an hour before the UTC year.
    first, last = (dt.datetime.fromtimestamp(second, dt.UTC).year for second in (earliest - 86400, latest + 86400))
    years = [_midnights_of_year(year) for year in range(first, last + 1)]
    return day_number_of(dt.date(first, 1, 1)), np.concatenate(years)


@cache
def _midnights_of_year(year: int) -> EpochSecondsArray:
    """Compute the first second of each day of a year.

    Cached, one array of 3 kB for each of the 301 years that a case may name: computing one takes 0.4 ms, and every
    column of days asks for the years in it.
    """
    day, days = dt.date(year, 1, 1), (dt.date(year + 1, 1, 1) - dt.date(year, 1, 1)).days
    return np.array([midnight(day + dt.timedelta(days=after)) for after in range(days)], np.int64)
