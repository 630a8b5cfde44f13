"""The clock of Europe/Copenhagen: local days and times as seconds, and back.

Time-zone data comes from the `tzdata` package alone, so that every machine gives the same answer.
"""

from __future__ import annotations

import datetime as dt
import io
from functools import cache, lru_cache
from pathlib import Path
from typing import Any, SupportsIndex, TypeGuard

import pendulum
import tzdata
from pendulum.tz.timezone import Timezone

_EPOCH, _DAY = dt.date(1970, 1, 1).toordinal(), 86400
_DAYS_KEPT, _INSTANTS_KEPT = 16384, 4096
"""The bounds of the caches: some forty years of days, and the instants of some hundreds of cases."""


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
