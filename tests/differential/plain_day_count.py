"""The law's count of days, months and hours in the plainest Python there is: one day after the other.

It shares nothing with the package: Easter is dateutil's, the clock of Copenhagen is the rule of directive 2000/84/EC
written out, and every span is walked. It is slow on purpose, and it holds for the years from 1997.
"""

from __future__ import annotations

import datetime as dt
from functools import cache

from dateutil.easter import easter

DAY = dt.timedelta(days=1)
EPOCH = dt.date(1970, 1, 1)
MONDAY, SATURDAY, SUNDAY = 0, 5, 6
BEDEDAG_ENDS = 2024
"""The first year in which store bededag, the fourth Friday after Easter, is an ordinary working day."""


# --- the days


@cache
def public_holidays(year: int) -> frozenset[dt.date]:
    """The public holidays of a year: New Year, the days that hang on Easter, Christmas Day and the day after."""
    after_easter = [-3, -2, 0, 1, 39, 49, 50] + ([26] if year < BEDEDAG_ENDS else [])
    movable = {easter(year) + n * DAY for n in after_easter}
    return frozenset(movable | {dt.date(year, 1, 1), dt.date(year, 12, 25), dt.date(year, 12, 26)})


def is_hverdag(day: dt.date, *, saturday_counts: bool) -> bool:
    """A hverdag is no Sunday and no public holiday; whether a Saturday is one is unsettled."""
    if day.weekday() == SUNDAY or day in public_holidays(day.year):
        return False
    return saturday_counts or day.weekday() != SATURDAY


def moves_the_end_for_a_party(day: dt.date) -> bool:
    """A party's time does not end on a weekend, a public holiday, Constitution Day, Christmas Eve or New Year's Eve."""
    return not is_hverdag(day, saturday_counts=False) or (day.month, day.day) in {(6, 5), (12, 24), (12, 31)}


def hverdage_after(start: dt.date, number: int, *, saturday_counts: bool) -> dt.date:
    """The n-th hverdag after the day of the event, which itself is not counted."""
    day = start
    while number:
        day += DAY
        number -= is_hverdag(day, saturday_counts=saturday_counts)
    return day


def days_with_the_first(start: dt.date, number: int) -> dt.date:
    """The day of the event is day 1."""
    day = start
    for _ in range(number - 1):
        day += DAY
    return day


def days_without_the_first(start: dt.date, number: int) -> dt.date:
    """The day of the event is not counted."""
    day = start
    for _ in range(number):
        day += DAY
    return day


def weeks_after(start: dt.date, number: int) -> dt.date:
    """The same weekday so many weeks later."""
    day = start
    while number:
        day += DAY
        number -= day.weekday() == start.weekday()
    return day


def weeks_for_a_party(start: dt.date, number: int) -> dt.date:
    """So many weeks; where they end on a day off, the next day that is none."""
    day = weeks_after(start, number)
    while moves_the_end_for_a_party(day):
        day += DAY
    return day


# --- the months


def last_of_month(year: int, month: int) -> dt.date:
    day = dt.date(year, month, 28)
    while (day + DAY).month == month:
        day += DAY
    return day


def is_last_of_month(day: dt.date) -> bool:
    return (day + DAY).month != day.month


def months_after(start: dt.date, number: int, *, end_sticks: bool) -> dt.date:
    """The same day number; the last day of the month where that is missing, or where the end of a month sticks."""
    year, month = start.year, start.month
    step = 1 if number >= 0 else -1
    for _ in range(abs(number)):
        month += step
        if month in {0, 13}:
            year, month = year + step, (12 if month == 0 else 1)
    last = last_of_month(year, month)
    if start.day > last.day or (end_sticks and is_last_of_month(start)):
        return last
    return dt.date(year, month, start.day)


def months_in_both_readings(start: dt.date, number: int) -> tuple[dt.date, dt.date]:
    """The strict and the lenient reading of so many months."""
    return months_after(start, number, end_sticks=False), months_after(start, number, end_sticks=True)


def hverdage_in_both_readings(start: dt.date, number: int) -> tuple[dt.date, dt.date]:
    """The strict and the lenient reading of so many hverdage."""
    return (
        hverdage_after(start, number, saturday_counts=True),
        hverdage_after(start, number, saturday_counts=False),
    )


def weekdays_after(start: dt.date, number: int, *, closed_days_count: bool) -> dt.date:
    """The n-th weekday after the day of the event; whether 5 June, 24 and 31 December are any is unsettled."""
    day = start
    while number:
        day += DAY
        closed = (day.month, day.day) in {(6, 5), (12, 24), (12, 31)}
        number -= is_hverdag(day, saturday_counts=False) and (closed_days_count or not closed)
    return day


def weekdays_in_both_readings(start: dt.date, number: int) -> tuple[dt.date, dt.date]:
    """The strict and the lenient reading of so many weekdays."""
    return (
        weekdays_after(start, number, closed_days_count=True),
        weekdays_after(start, number, closed_days_count=False),
    )


# --- the clock


def last_sunday(year: int, month: int) -> dt.date:
    day = last_of_month(year, month)
    while day.weekday() != SUNDAY:
        day -= DAY
    return day


@cache
def clock_changes(year: int) -> tuple[int, int]:
    """Seconds since 1970 at which summer time begins and ends: 01:00 UTC on the last Sundays of March and October."""
    return tuple((last_sunday(year, month) - EPOCH).days * 86400 + 3600 for month in (3, 10))  # type: ignore[return-value]


def offset_at(instant: int) -> int:
    """How many seconds Copenhagen is ahead of UTC at an instant (seconds since 1970)."""
    year = (dt.datetime(1970, 1, 1) + dt.timedelta(seconds=instant)).year  # noqa: DTZ001 - UTC throughout
    begins, ends = clock_changes(year)
    return 7200 if begins <= instant < ends else 3600


def local_day(instant: int) -> dt.date:
    return EPOCH + dt.timedelta(days=(instant + offset_at(instant)) // 86400)


def midnight(day: dt.date) -> int:
    """The first second of a local day: the clocks never change at midnight, so one of the two offsets fits."""
    utc = (day - EPOCH).days * 86400
    (found,) = [utc - offset for offset in (3600, 7200) if offset_at(utc - offset) == offset]
    return found


def end_of(day: dt.date) -> int:
    return midnight(day + DAY)


def parse_instant(text: str) -> int:
    """Seconds since 1970 of an instant that is written with its offset."""
    moment = dt.datetime.fromisoformat(text)
    assert moment.tzinfo is not None, text
    return round((moment - dt.datetime(1970, 1, 1, tzinfo=dt.UTC)).total_seconds())


def format_instant(seconds: int) -> str:
    """An instant as an answer writes it: local time, whole seconds, with offset."""
    offset = offset_at(seconds)
    local = dt.datetime(1970, 1, 1) + dt.timedelta(seconds=seconds + offset)  # noqa: DTZ001 - the offset is added
    return f"{local.isoformat()}+0{offset // 3600}:00"
