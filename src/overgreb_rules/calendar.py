"""The Danish days: public holidays by year, hverdage, and the clock of Europe/Copenhagen.

The public holidays are those of the Danish church year together with New Year's Day. Store bededag is one
of them until 2023 and an ordinary working day from 2024: the days stand in `rules/holidays.json`. 1 May, 5 June,
24 December and 31 December are no public holidays: many are free on them, the law is not.

Time-zone data comes from the `tzdata` package alone, so that every machine gives the same answer.
"""

from __future__ import annotations

import calendar as gregorian
import datetime as dt
import hashlib
import io
import json
from collections.abc import Iterable
from functools import cache, lru_cache
from pathlib import Path
from typing import Any, SupportsIndex, TypeGuard

import pendulum
import tzdata
from pendulum.tz.timezone import Timezone

from overgreb_rules.shared.packaged_folder import find_packaged_folder
from overgreb_rules.shared.text import Text
from overgreb_rules.shared.value_object import value_object

__all__ = [
    "COPENHAGEN",
    "FIRST_YEAR",
    "LAST_YEAR",
    "OFFICES_CLOSED",
    "PUBLIC_HOLIDAYS",
    "HolidayRule",
    "LocalDateTime",
    "day_of",
    "easter_sunday",
    "end_of_day",
    "holiday_name",
    "holidays_in",
    "holidays_sha256",
    "is_hverdag",
    "is_in_repeated_hour",
    "local",
    "midnight",
    "months_after",
    "rolls_to_next_hverdag",
    "time_zone",
    "tzdata_version",
    "wall_clock",
    "why_not_hverdag",
]

FIRST_YEAR, LAST_YEAR = 1900, 2200
"""The years for which dates are computed; outside them an input is refused."""

_EPOCH, _DAY = dt.date(1970, 1, 1).toordinal(), 86400
_DAYS_KEPT, _INSTANTS_KEPT = 16384, 4096
"""The bounds of the caches: some forty years of days, and the instants of some hundreds of cases."""

_SATURDAY, _SUNDAY = 5, 6


@value_object
class HolidayRule:
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


@cache
def time_zone(name: str) -> Timezone:
    """Return a time zone from the pinned `tzdata` package.

    Cached, one object for each zone of the package (some 600): reading one takes 43 µs, and an instant without an
    offset asks for it each time. A name that the package lacks is not kept.

    Args:
        name: The IANA name, such as `Europe/Copenhagen`.

    Returns:
        The zone; the same object for the same name.

    Raises:
        KeyError: The package has no zone of that name.
    """
    parts = name.split("/")
    is_name = all(part.replace("_", "").replace("-", "").replace("+", "").isalnum() for part in parts)
    # In a locale of ASCII no file can be asked for by a name of other letters.
    if not (is_name and name.isascii()):
        raise KeyError(name)
    # What reads the resources of any package takes 10 ms to import; this one is a folder.
    place = Path(tzdata.__file__).with_name("zoneinfo").joinpath(*parts)
    try:
        data = place.read_bytes()
    except OSError:
        raise KeyError(name) from None
    if not data.startswith(b"TZif"):
        raise KeyError(name)
    return Timezone.from_file(io.BytesIO(data), key=name)


COPENHAGEN = time_zone("Europe/Copenhagen")
"""The zone of every local day and time in this package."""


def tzdata_version() -> str:
    """Return the version of the time-zone data in use.

    Returns:
        The version of the `tzdata` package, as the package itself names it: importing what reads the metadata of
        distributions takes 8 ms.
    """
    return str(tzdata.__version__)


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


def midnight(day: dt.date) -> int:
    """Return the first second of a local day of Copenhagen.

    Args:
        day: The local day.

    Returns:
        Seconds since 1970-01-01T00:00Z.
    """
    number = day.toordinal() - _EPOCH
    # The clock of Copenhagen is ahead of UTC: a local day begins on the day of UTC before it, which this covers too.
    offset = _offset_on(number)
    if offset is None:
        return int(dt.datetime(day.year, day.month, day.day, tzinfo=COPENHAGEN).timestamp())
    return number * _DAY - offset


def end_of_day(day: dt.date) -> int:
    """Return the first second after a local day of Copenhagen.

    Args:
        day: The local day.

    Returns:
        Seconds since 1970-01-01T00:00Z.
    """
    return midnight(day + dt.timedelta(days=1))


class LocalDateTime(pendulum.DateTime):
    """A local time that is copied, pickled and compared as an instant, also in the hour that is repeated each October.

    `pendulum.DateTime` leaves `fold` out of its pickle (pendulum issue 908), which moves every instant of the second
    of the two hours to the first one. A local time of Copenhagen is pickled as its seconds and rebuilt from them; any
    other (the result of arithmetic or of a change of zone) as its fields, `fold` among them. Python compares two times
    of one zone by what the clock shows, and holds a time that is shown twice for different from every time of another
    zone (PEP 495): here aware times are compared by their seconds alone.
    """

    def isoformat(self, sep: str = "T", timespec: str = "auto") -> str:
        """Return the time in ISO 8601.

        Args:
            sep: What stands between day and time.
            timespec: The smallest unit that is written, as in `datetime.datetime.isoformat`.

        Returns:
            The text. That of the default form is kept in the object: `local` gives one object for all the places of an
            answer in which an instant stands, and asking the zone for its offset takes 2 µs.
        """
        if sep != "T" or timespec != "auto":
            return super().isoformat(sep, timespec)
        text: str = self.__dict__.get("_isoformat") or super().isoformat()
        self.__dict__["_isoformat"] = text
        return text

    def __eq__(self, other: object) -> bool:
        return self._order(other) == 0 if self._can_be_ordered(other) else super().__eq__(other)

    def __lt__(self, other: dt.datetime, /) -> bool:  # type: ignore[override]  # as in datetime
        return self._order(other) < 0 if self._can_be_ordered(other) else super().__lt__(other)

    def __le__(self, other: dt.datetime, /) -> bool:  # type: ignore[override]  # as in datetime
        return self._order(other) <= 0 if self._can_be_ordered(other) else super().__le__(other)

    def __gt__(self, other: dt.datetime, /) -> bool:  # type: ignore[override]  # as in datetime
        return self._order(other) > 0 if self._can_be_ordered(other) else super().__gt__(other)

    def __ge__(self, other: dt.datetime, /) -> bool:  # type: ignore[override]  # as in datetime
        return self._order(other) >= 0 if self._can_be_ordered(other) else super().__ge__(other)

    def __hash__(self) -> int:
        return super().__hash__() if self.tzinfo is None else hash(dt.datetime.fromtimestamp(self.timestamp(), dt.UTC))

    def _can_be_ordered(self, other: object) -> TypeGuard[dt.datetime]:
        return isinstance(other, dt.datetime) and other.tzinfo is not None and self.tzinfo is not None

    def _order(self, other: dt.datetime) -> float:
        return self.timestamp() - other.timestamp()

    def __reduce_ex__(self, protocol: SupportsIndex) -> tuple[Any, ...]:
        """Return the constructor and arguments from which `pickle` and `copy` rebuild this instant."""
        if self.tzinfo is COPENHAGEN and self.microsecond == 0:
            return local, (int(self.timestamp()),)
        return _with_fold, (type(self), self._getstate(protocol), self.fold)


def _with_fold(kind: type[LocalDateTime], fields: tuple[Any, ...], fold: int) -> LocalDateTime:
    return kind(*fields, fold=fold)


@lru_cache(maxsize=_INSTANTS_KEPT)
def local(instant: int) -> LocalDateTime:
    """Return an instant as a local time of Europe/Copenhagen.

    Cached, at most 4,096 instants: a case asks 23 times, and 75 of 100 answers come from the cache. Without it the
    evaluation of a case of the benchmark's workload takes 1.8 % longer (500 cases, 1,040 µs each).

    Args:
        instant: Seconds since 1970-01-01T00:00Z.

    Returns:
        The local time with its offset.
    """
    offset = _offset_on(instant // _DAY)
    if offset is None:
        return LocalDateTime.fromtimestamp(instant, tz=COPENHAGEN)
    days, second = divmod(instant + offset, _DAY)
    day = dt.date.fromordinal(days + _EPOCH)
    hour, minute = divmod(second // 60, 60)
    return LocalDateTime(day.year, day.month, day.day, hour, minute, second % 60, tzinfo=COPENHAGEN)


def is_in_repeated_hour(instant: dt.datetime) -> bool:
    """Return whether the clock of Copenhagen shows the time of an instant twice that day.

    Args:
        instant: an instant of any zone.

    Returns:
        True in both passes of the hour that is repeated when summer time ends.
    """
    if _offset_on(int(instant.timestamp()) // _DAY) is not None:
        return False
    clock = instant.astimezone(COPENHAGEN)
    return clock.replace(fold=0).utcoffset() != clock.replace(fold=1).utcoffset()


@lru_cache(maxsize=_INSTANTS_KEPT)
def day_of(instant: int) -> dt.date:
    """Return the local day of Europe/Copenhagen on which an instant falls.

    Cached, at most 4,096 instants: a case asks 45 times, and 69 of 100 answers come from the cache. Without it the
    evaluation of a case of the benchmark's workload takes 1.4 % longer (500 cases, 1,040 µs each).

    Args:
        instant: Seconds since 1970-01-01T00:00Z.

    Returns:
        The day.
    """
    offset = _offset_on(instant // _DAY)
    if offset is None:
        return dt.datetime.fromtimestamp(instant, tz=COPENHAGEN).date()
    return dt.date.fromordinal((instant + offset) // _DAY + _EPOCH)


def wall_clock(instant: int) -> tuple[dt.date, int, int] | None:
    """Return what the clock of Copenhagen shows at an instant, for which the local time need not be made.

    Args:
        instant: Seconds since 1970-01-01T00:00Z.

    Returns:
        The local day, the seconds since midnight, and how many seconds the clock is ahead of UTC; None within two days
        of a change of the clocks.
    """
    offset = _offset_on(instant // _DAY)
    if offset is None:
        return None
    days, second = divmod(instant + offset, _DAY)
    return dt.date.fromordinal(days + _EPOCH), second, offset


@lru_cache(maxsize=_DAYS_KEPT)
def _offset_on(day: int) -> int | None:
    """The distance in seconds from UTC on a whole day of UTC, counted from 1970-01-01; None where it changes.

    Where it has changed on the day before, some hours may still be those that happen twice: None as well.

    Cached, at most 16,384 days: without it the evaluation of a case of the benchmark's workload takes 15 % longer (500
    cases, 70 questions each).
    """
    ends = [dt.datetime.fromtimestamp(number * _DAY, tz=COPENHAGEN).utcoffset() for number in (day - 1, day, day + 1)]
    return int(ends[0].total_seconds()) if ends[0] is not None and ends[0] == ends[1] == ends[2] else None


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
