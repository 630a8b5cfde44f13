"""The days and deadlines of the baseline script: both readings of a last day, hverdage, and how a duty stands."""

from __future__ import annotations

import calendar
import datetime as dt
from functools import cache
from typing import NamedTuple
from zoneinfo import ZoneInfo

COPENHAGEN = ZoneInfo("Europe/Copenhagen")
DAY, HOUR = dt.timedelta(days=1), 3600


class BaselineDuty(NamedTuple):
    """One duty: the last moment on both readings, and how it stands."""

    rule: str
    trigger: str
    strict: dt.date
    lenient: dt.date
    status: str


class BothReadings(NamedTuple):
    """Both readings of a last moment, as they are shown and as the second that they end with."""

    strict: dt.date
    lenient: dt.date
    strict_last: int
    lenient_last: int


def in_days(strict: dt.date, lenient: dt.date) -> BothReadings:
    """A time limit that ends with a day."""
    return BothReadings(strict, lenient, midnight(strict + DAY) - 1, midnight(lenient + DAY) - 1)


def in_months(start: dt.date, months: int) -> BothReadings:
    """The same day number some months later; from the last day of a month perhaps to the last day of a month."""
    years, month = divmod(start.month - 1 + months, 12)
    last = calendar.monthrange(start.year + years, month + 1)[1]
    strict = dt.date(start.year + years, month + 1, min(start.day, last))
    at_end = start.day == calendar.monthrange(start.year, start.month)[1]
    return in_days(strict, strict.replace(day=last) if at_end else strict)


@cache
def hverdage_after(start: dt.date, number: int, days_a_week: int) -> dt.date:
    """The day that ends with the n-th hverdag after `start`."""
    day = start
    while number:
        day += DAY
        number -= day.weekday() < days_a_week and day not in holidays(day.year)
    return day


@cache
def holidays(year: int) -> frozenset[dt.date]:
    """The public holidays from 2024 on, after store bededag."""
    a, b, c = year % 19, year // 100, year % 100
    d, e = divmod(b, 4)
    h = (19 * a + b - d - (b - (b + 8) // 25 + 1) // 3 + 15) % 30
    k = (32 + 2 * e + 2 * (c // 4) - h - c % 4) % 7
    month, day = divmod(h + k - 7 * ((a + 11 * h + 22 * k) // 451) + 114, 31)
    easter = dt.date(year, month, day + 1)
    fixed = {dt.date(year, 1, 1), dt.date(year, 12, 25), dt.date(year, 12, 26)}
    return frozenset(fixed | {easter + offset * DAY for offset in (-3, -2, 0, 1, 39, 49, 50)})


def seconds(text: str) -> int:
    """An instant in seconds."""
    return int(dt.datetime.fromisoformat(text).timestamp())


def local(second: int) -> dt.datetime:
    """The local time of an instant."""
    return dt.datetime.fromtimestamp(second, COPENHAGEN)


@cache
def midnight(day: dt.date) -> int:
    """The first second of a local day."""
    return int(dt.datetime(day.year, day.month, day.day, tzinfo=COPENHAGEN).timestamp())


def local_day(second: int) -> dt.date:
    """The local day of an instant."""
    return local(second).date()


def running(start: int, due: BothReadings, at: int, end: int | None = None) -> str:
    """How an unmet duty stands; the last quarter of its time is soon."""
    if at > due.lenient_last:
        return "overdue"
    if at > due.strict_last:
        return "contested"
    end = due.strict_last + 1 if end is None else end
    return "due_soon" if 4 * (at - start) >= 3 * (end - start) else "pending"
