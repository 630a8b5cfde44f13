"""Days and seconds of Europe/Copenhagen as columns. Days are counted from 1 January 1970."""

from __future__ import annotations

import datetime as dt
from functools import cache

import numpy as np

from overgreb_rules._columnar.io.input_tables import Ints
from overgreb_rules.calendar import midnight

_EPOCH = dt.date(1970, 1, 1).toordinal()


def day_number_of(day: dt.date) -> int:
    """The day as its number."""
    return day.toordinal() - _EPOCH


def date_of(number: int) -> dt.date:
    """The day that a number stands for."""
    return dt.date.fromordinal(number + _EPOCH)


def local_days(seconds: Ints) -> Ints:
    """The local day on which each second falls."""
    if not len(seconds):
        return seconds
    first, midnights = _midnights(int(seconds.min()), int(seconds.max()))
    return np.searchsorted(midnights, seconds, side="right") - 1 + first


def midnights(days: Ints) -> Ints:
    """The first second of each local day."""
    if not len(days):
        return days
    first, midnights = _midnights(int(days.min()) * 86400, int(days.max()) * 86400)
    return midnights[days - first]


def calendar_numbers(days: Ints) -> Ints:
    """Each day as the number that year, month and day make, written one after the other: 20261121."""
    day = days.astype("datetime64[D]")
    month, year = day.astype("datetime64[M]"), day.astype("datetime64[Y]")
    of_month, of_year = (day - month).astype(np.int64), (month - year).astype(np.int64)
    told: Ints = (year.astype(np.int64) + 1970) * 10_000 + (of_year + 1) * 100 + of_month + 1
    return told


def _midnights(earliest: int, latest: int) -> tuple[int, Ints]:
    """The first second of every day of the years that the seconds lie in, and the number of the first of these days."""
    # A local year begins an hour or so before the year of the clock in Greenwich.
    first, last = (dt.datetime.fromtimestamp(second, dt.UTC).year for second in (earliest - 86400, latest + 86400))
    years = [_midnights_of(year) for year in range(first, last + 1)]
    return day_number_of(dt.date(first, 1, 1)), np.concatenate(years)


@cache
def _midnights_of(year: int) -> Ints:
    day, days = dt.date(year, 1, 1), (dt.date(year + 1, 1, 1) - dt.date(year, 1, 1)).days
    return np.array([midnight(day + dt.timedelta(days=after)) for after in range(days)], np.int64)
