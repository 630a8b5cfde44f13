"""Moments and deadlines in Danish and English, with their weekday."""

from __future__ import annotations

import datetime as dt
from functools import lru_cache

from overgreb_rules._deadlines.deadline import Deadline, DeadlineReadings
from overgreb_rules._deadlines.moment import Moment
from overgreb_rules.calendar import day_of, is_in_repeated_hour, local, wall_clock
from overgreb_rules.shared.date_words import format_day, format_day_short, format_time
from overgreb_rules.shared.text import Text

_INSTANTS_KEPT = 4096


def format_moment(moment: Moment) -> Text:
    """Return the moment with its weekday, and with the time of day where the moment is no whole day.

    Args:
        moment: the moment.

    Returns:
        «fredag den 3. maj 2024 kl. 14.05» and «Friday 3 May 2024 at 14:05».
    """
    return format_day(moment.day) if moment.is_day else _format_instant(moment.earliest)


def format_moment_short(moment: Moment) -> Text:
    """Return the moment for a narrow column, still with its weekday.

    Args:
        moment: the moment.

    Returns:
        «fre. 3.5.2024 kl. 14.05» and «Fri 3 May 2024 14:05».
    """
    day = format_day_short(moment.day)
    if moment.is_day:
        return day
    time = _format_time(moment.earliest)
    return Text(f"{day.da} {time.da}", f"{day.en} {time.en}")


def format_seconds_before(earlier: Moment, later: Moment) -> Text | None:
    """Return how long one moment lies before another, where `format_moment` does not tell them apart.

    Args:
        earlier: the earlier moment.
        later: the later one.

    Returns:
        «2 sekunder før» and «2 seconds before»; None where their words differ.
    """
    if format_moment(earlier) != format_moment(later):
        return None
    seconds = later.earliest - earlier.latest
    da, en = ("sekund", "second") if seconds == 1 else ("sekunder", "seconds")
    return Text(f"{seconds} {da} før", f"{seconds} {en} before")


def format_deadline(limit: Deadline) -> Text:
    """Return the last moment of a time limit.

    Args:
        limit: the time limit; a day, or an instant.

    Returns:
        The moment as `format_moment` writes it.
    """
    return format_day(limit.day) if limit.day else _format_instant(limit.last)


def format_readings(readings: DeadlineReadings) -> tuple[Text, Text]:
    """Return both readings of a time limit as a person is told them.

    Hours that are counted from a day whose time of day is not told end at some time of the next day. Midnight is then
    the end of a day, and no time that anybody told: the day that it ends is named.

    Args:
        readings: the earlier and the later reading.

    Returns:
        The earlier and the later as `format_deadline` writes them; midnights between which the end lies as days.
    """
    strict, lenient = readings.strict, readings.lenient
    is_instant = strict.day is None and lenient.day is None
    if strict == lenient or not is_instant:
        return format_deadline(strict), format_deadline(lenient)
    return _format_midnight(strict.last), _format_midnight(lenient.last)


def find_day_that_ends(clock: dt.datetime) -> dt.date | None:
    """Return the day that ends at an instant.

    Args:
        clock: A local time.

    Returns:
        The day before, where the instant is midnight; else None.
    """
    return clock.date() - dt.timedelta(days=1) if clock.time() == dt.time() else None


def _format_midnight(second: int) -> Text:
    day = find_day_that_ends(local(second))
    return format_deadline(Deadline(second)) if day is None else format_day(day)


@lru_cache(maxsize=_INSTANTS_KEPT)
def _format_instant(second: int) -> Text:
    """Return an instant with its weekday.

    Cached, at most 4,096 instants: the texts of a case of 19 duties name 60 instants, of which 45 are the same ones.
    Computing one takes 5 µs, of which the offset of the clock is the larger part.
    """
    plain = wall_clock(second)
    if plain is None:
        day, time = format_day(day_of(second)), _format_time(second)
    else:
        day, time = format_day(plain[0]), _format_minute(plain[1] // 60)
    return Text(f"{day.da} {time.da}", f"{day.en} at {time.en}")


def _format_time(second: int) -> Text:
    plain = wall_clock(second)
    if plain is not None:
        return _format_minute(plain[1] // 60)
    clock = local(second)
    return format_time(clock, is_repeated=is_in_repeated_hour(clock))


@lru_cache(maxsize=1440)
def _format_minute(minute: int) -> Text:
    """Return a time of day, in minutes since midnight.

    Cached, at most the 1,440 of a day: a case names some twelve times of day that no case before it has named on the
    same day, and making one takes 2 µs.
    """
    return format_time(dt.time(minute // 60, minute % 60))
