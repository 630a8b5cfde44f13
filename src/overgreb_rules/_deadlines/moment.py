"""Points in time as a case states them: an instant with its offset, or a local day, which means «some time then».

Instants are whole seconds since 1970-01-01T00:00Z; a fraction of a second is cut off. Days are those of
Europe/Copenhagen. Nothing here reads a clock.
"""

from __future__ import annotations

import datetime as dt
from functools import lru_cache

from overgreb_rules.calendar import (
    COPENHAGEN,
    FIRST_YEAR,
    LAST_YEAR,
    day_of,
    end_of_day,
    local,
    midnight,
    time_zone,
    wall_clock,
)
from overgreb_rules.shared.iso_time import ISO_DAY, ISO_INSTANT, offset_seconds
from overgreb_rules.shared.text import Text
from overgreb_rules.shared.value_object import ValueObject

_INSTANT_FORM = Text("et tidspunkt som 2026-11-21T12:00:00+01:00", "an instant such as 2026-11-21T12:00:00+01:00")
_DAY_FORM = Text("en dato som 2026-11-21", "a day such as 2026-11-21")
_MOMENT_FORM = Text(f"{_INSTANT_FORM.da} eller {_DAY_FORM.da}", f"{_INSTANT_FORM.en}, or {_DAY_FORM.en}")
_EPOCH = dt.date(1970, 1, 1).toordinal()
_INSTANTS_KEPT = 4096
_DAY_SECONDS = 86400
_TWO = tuple(f"{number:02}" for number in range(60))
"""Hours, minutes and seconds in two figures."""
_YEARS = Text(f"årene {FIRST_YEAR} til {LAST_YEAR}", f"years {FIRST_YEAR} to {LAST_YEAR}")
_FIRST_SECOND, _AFTER_LAST_SECOND = midnight(dt.date(FIRST_YEAR, 1, 1)), end_of_day(dt.date(LAST_YEAR, 12, 31))


class NoMoment(ValueError):
    """A value that is no point in time.

    Attributes:
        what: What is wrong.
        allowed: What is allowed.
        mend: How to correct the value.
    """

    def __init__(self, what: Text, allowed: Text, mend: Text) -> None:
        super().__init__(what.en)
        self.what, self.allowed, self.mend = what, allowed, mend


class Moment(ValueObject, order=True):
    """When something happened.

    Attributes:
        earliest: The earliest epoch second that the case allows for.
        latest: The latest; the same for an instant.
    """

    earliest: int
    latest: int

    @classmethod
    def instant(cls, second: int) -> Moment:
        """Build the moment of an instant.

        Args:
            second: Epoch seconds.

        Returns:
            The moment of that one second.
        """
        return cls(second, second)

    @classmethod
    def on(cls, day: dt.date) -> Moment:
        """Build the moment of a local day.

        Args:
            day: The day in Europe/Copenhagen.

        Returns:
            The moment from the first to the last second of the day.
        """
        return cls(midnight(day), end_of_day(day) - 1)

    @property
    def is_day(self) -> bool:
        """Whether only the day is known."""
        return self.earliest != self.latest

    @property
    def day(self) -> dt.date:
        """The local day of Europe/Copenhagen."""
        return day_of(self.earliest)

    def __str__(self) -> str:
        return day_text(self.day) if self.is_day else instant_text(self.earliest)


@lru_cache(maxsize=_INSTANTS_KEPT)
def instant_text(second: int) -> str:
    """Format an instant as it stands in answers.

    Cached, at most 4,096 instants: the answer of a case of 20 duties writes 68 instants, of which 45 are the same ones,
    and writing the text of one anew takes a tenth of the time of an answer in `dates`.

    Args:
        second: Epoch seconds.

    Returns:
        Local time of Europe/Copenhagen with offset, ISO 8601, whole seconds.
    """
    clock = wall_clock(second)
    if clock is None:
        return local(second).isoformat()
    day, seconds, offset = clock
    minutes, ahead = seconds // 60, offset // 60
    return (
        f"{day}T{_TWO[minutes // 60]}:{_TWO[minutes % 60]}:{_TWO[seconds % 60]}+{_TWO[ahead // 60]}:{_TWO[ahead % 60]}"
    )


def day_text(day: dt.date) -> str:
    """Format a day as it stands in answers.

    Args:
        day: The day.

    Returns:
        YYYY-MM-DD.
    """
    return day.isoformat()


def parse_day(value: object) -> dt.date:
    """Parse a day.

    Args:
        value: A date, or a text of the form YYYY-MM-DD.

    Returns:
        The day.

    Raises:
        NoMoment: The value has another form, does not exist, or is out of the range of years.
    """
    if isinstance(value, dt.date) and not isinstance(value, dt.datetime):
        return _in_range(value)
    match = ISO_DAY.match(value) if isinstance(value, str) else None
    if match is None:
        raise NoMoment(
            Text("dette er ikke en dato", "this is no day"),
            _DAY_FORM,
            Text("skriv datoen som ÅÅÅÅ-MM-DD", "write the day as YYYY-MM-DD"),
        )
    year, month, day = match.groups()
    return _existing_day(year, month, day)


def parse_instant(value: object, zone: str | None = None, *, zone_can_be_given: bool = False) -> int:
    """Parse an instant.

    Args:
        value: A datetime, or its ISO 8601 text.
        zone: The IANA zone of a local time that has no offset; None where an offset is demanded.
        zone_can_be_given: Whether the error may advise to give a zone.

    Returns:
        Epoch seconds; a fraction of a second is cut off.

    Raises:
        NoMoment: No instant, an impossible date or time, a year out of range, no offset and no zone, or a local time
            that the change of clocks skips or repeats.
    """
    if isinstance(value, dt.datetime):
        value = value.isoformat()
    match = ISO_INSTANT.match(value) if isinstance(value, str) else None
    if match is None:
        raise NoMoment(
            Text("dette er ikke et tidspunkt", "this is no instant"),
            _INSTANT_FORM,
            Text("skriv dato, T, klokkeslæt og tidszone", "write date, T, time and offset"),
        )
    year, month, day, hour, minute, second, offset = match.groups()
    on = _existing_day(year, month, day, years_beside=1)
    hours, minutes, seconds = int(hour), int(minute), int(second or 0)
    if hours > 23 or minutes > 59 or seconds > 59:
        raise NoMoment(
            Text("klokkeslættet findes ikke", "this time of day does not exist"),
            Text("00:00:00 til 23:59:59", "00:00:00 to 23:59:59"),
            Text("ret klokkeslættet", "correct the time"),
        )
    if offset is None:
        wall = dt.datetime.combine(on, dt.time(hours, minutes, seconds))
        return _in_years(_from_wall_clock(wall, zone, zone_can_be_given))
    return _in_years(_DAY_SECONDS * (on.toordinal() - _EPOCH) + 3600 * hours + 60 * minutes + seconds - _fixed(offset))


def parse_moment(value: object, zone: str | None = None) -> Moment:
    """Parse an instant or a day.

    Args:
        value: A date, a datetime, or the ISO 8601 text of either.
        zone: The IANA zone of a local time that has no offset.

    Returns:
        The moment.

    Raises:
        NoMoment: As `parse_day` and `parse_instant` raise it.
    """
    is_date = isinstance(value, dt.date) and not isinstance(value, dt.datetime)
    if is_date or (isinstance(value, str) and ISO_DAY.match(value)):
        return Moment.on(parse_day(value))
    try:
        return Moment.instant(parse_instant(value, zone, zone_can_be_given=True))
    except NoMoment as error:
        if error.allowed is _INSTANT_FORM:
            raise NoMoment(error.what, _MOMENT_FORM, error.mend) from None
        raise


def _existing_day(year: str, month: str, day: str, years_beside: int = 0) -> dt.date:
    """Return a day in the range of years; of an instant, whose year in Copenhagen can be the next, in one year more."""
    try:
        return _in_range(dt.date(int(year), int(month), int(day)), years_beside)
    except ValueError as error:
        if isinstance(error, NoMoment):
            raise
        raise NoMoment(
            Text("datoen findes ikke", "this day does not exist"),
            Text("en dato i kalenderen", "a day of the calendar"),
            Text("ret datoen", "correct the date"),
        ) from None


def _in_range(day: dt.date, years_beside: int = 0) -> dt.date:
    if not FIRST_YEAR - years_beside <= day.year <= LAST_YEAR + years_beside:
        raise NoMoment(
            Text(
                f"året {day.year} ligger uden for {FIRST_YEAR}-{LAST_YEAR}",
                f"the year {day.year} is out of range",
            ),
            _YEARS,
            Text("ret årstallet", "correct the year"),
        )
    return day


def _in_years(second: int) -> int:
    """Return the instant if it falls in the range of years by the clock of Copenhagen, as days do."""
    if not _FIRST_SECOND <= second < _AFTER_LAST_SECOND:
        _in_range(day_of(second))
    return second


def _fixed(offset: str) -> int:
    """Return the distance from UTC in seconds."""
    distance = offset_seconds(offset)
    if distance is None:
        raise NoMoment(
            Text("tidszonen findes ikke", "this offset does not exist"),
            Text("-14:00 til +14:00", "-14:00 to +14:00"),
            Text("ret tidszonen", "correct the offset"),
        )
    return distance


def _from_wall_clock(wall: dt.datetime, zone: str | None, zone_can_be_given: bool) -> int:
    if zone is None:
        now = wall.replace(tzinfo=COPENHAGEN).isoformat()[-6:]
        zone_da, zone_en = (
            (", eller giv sagen »zone«", ", or give the case a “zone”") if zone_can_be_given else ("", "")
        )
        raise NoMoment(
            Text(
                "et lokalt tidspunkt uden tidszone kan betyde to tidspunkter",
                "a local time without an offset can mean two instants",
            ),
            _INSTANT_FORM,
            Text(
                f"tilføj tidszonen (i Danmark {now} den dag){zone_da}",
                f"add the offset (in Denmark {now} on that day){zone_en}",
            ),
        )
    tz = time_zone(zone)
    first, second = (wall.replace(tzinfo=tz, fold=fold) for fold in (0, 1))
    if first.utcoffset() == second.utcoffset():
        return int(first.timestamp())
    offsets = [at.strftime("%z") for at in (first, second)]
    offsets = [f"{offset[:3]}:{offset[3:5]}" for offset in offsets]
    skipped = first.utcoffset() < second.utcoffset()  # type: ignore[operator]  # an aware time has an offset
    what = (
        Text("tidspunktet findes ikke, fordi uret stilles frem", "this local time does not exist: the clocks change")
        if skipped
        else Text(
            "tidspunktet findes to gange, fordi uret stilles tilbage",
            "this local time happens twice: the clocks change",
        )
    )
    raise NoMoment(
        what,
        _INSTANT_FORM,
        Text(
            f"skriv den tidszone, der menes: {offsets[0]} eller {offsets[1]}",
            f"write the offset that is meant, {offsets[0]} or {offsets[1]}",
        ),
    )
