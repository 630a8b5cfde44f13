"""How the law counts: each convention as one function that walks from a start to the last moment.

The walk that finds the date also notes every day on its way, so that what is explained is what was computed.
Months are never chained: each date is computed from the start of the clock. Days are those of Europe/Copenhagen.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from typing import TYPE_CHECKING, Generic, TypeVar

from overgreb_rules._deadlines.moment import Moment, day_text, instant_text
from overgreb_rules._rules.clock_model import Count, Span
from overgreb_rules.calendar import day_of, end_of_day, months_after, rolls_to_next_hverdag, why_not_hverdag
from overgreb_rules.shared.text import Text

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

__all__ = [
    "CountTrace",
    "CountedDay",
    "Deadline",
    "DeadlineReadings",
    "SecondsT",
    "TimeSpanSeconds",
    "begun_years",
    "compute_deadline",
    "compute_deadline_from_days",
    "elapsed_fraction_at",
]

SecondsT = TypeVar("SecondsT", int, "NDArray[np.int64]")
"""Seconds since 1970-01-01T00:00Z: those of one case, or a column of them."""


_WALKS_REMEMBERED = 8192
_HOUR = 3600
_ONE_DAY = dt.timedelta(days=1)
_START_NOT_COUNTED = Text("dagen for begivenheden tæller ikke med", "the day of the event is not counted")
_LAST_DAY = Text("fristens sidste dag", "the last day of the time limit")


@dataclass(frozen=True, slots=True)
class Deadline:
    """The last moment of a time limit: an instant, or a day of which every instant is in time."""

    last: int
    day: dt.date | None = None

    @classmethod
    def on(cls, day: dt.date) -> Deadline:
        """The end of `day`."""
        return cls(end_of_day(day) - 1, day)

    @property
    def end(self) -> int:
        """The second with which the time is over: of a day the first one after it."""
        return self.last if self.day is None else self.last + 1

    def __str__(self) -> str:
        return day_text(self.day) if self.day else instant_text(self.last)


@dataclass(frozen=True, slots=True)
class DeadlineReadings:
    """Both readings of a time limit; equal where the law is settled."""

    strict: Deadline
    lenient: Deadline


@dataclass(frozen=True, slots=True)
class TimeSpanSeconds(Generic[SecondsT]):
    """The time of a duty in seconds: the first, the last of both readings, and the one with which the strict ends."""

    start: SecondsT
    strict_last: SecondsT
    lenient_last: SecondsT
    strict_end: SecondsT


@dataclass(frozen=True, slots=True)
class CountedDay:
    """A day of the count: whether each reading counts it, and why."""

    day: dt.date
    strict: bool
    lenient: bool
    why: Text


CountTrace = tuple[DeadlineReadings, tuple[CountedDay, ...]]
"""Where a walk along the days ends, and the days on its way."""


def compute_deadline(convention: Count, strict: Span, lenient: Span, starts: tuple[Moment, Moment]) -> CountTrace:
    """The last moments of both readings, and the days counted on the way to them.

    `strict` and `lenient` are the spans, `starts` the clock starts of the two readings.
    """
    first, second = starts
    if convention == "elapsed":
        return _elapsed(strict.value, first, lenient.value, second)
    return compute_deadline_from_days(convention, strict, lenient, first.day, second.day)


@lru_cache(maxsize=_WALKS_REMEMBERED)
def compute_deadline_from_days(
    convention: Count, strict: Span, lenient: Span, first: dt.date, second: dt.date
) -> CountTrace:
    """The same for a convention that counts from days: what one walk found is remembered."""
    match convention:
        case "working_days":
            return _working_days(strict.value, first)
        case "inclusive":
            return _days(
                strict.value - 1, first, Text("begivenhedens dag er dag 1", "the day of the event is day 1"), True
            )
        case "exclusive":
            return _days(strict.value, first, _START_NOT_COUNTED, False)
        case "weeks":
            return _days(7 * strict.value, first, _START_NOT_COUNTED, False)
        case "weeks_roll":
            return _rolled(first, first + 7 * strict.value * _ONE_DAY)
        case "calendar" | "rolling":
            return _months(first, strict.months, second, lenient.months)
        case "elapsed":
            raise ValueError("hours are counted from an instant, not from a day")


def elapsed_fraction_at(begins: SecondsT, ends: SecondsT, part: Fraction) -> SecondsT:
    """The first second at which this part of a time has gone, in one case or in a column of them."""
    return begins - (-part.numerator * (ends - begins) // part.denominator)


def begun_years(start: dt.date, until: dt.date) -> Iterable[int]:
    """The numbers 1, 2 … of the years since `start` that have begun by `until`."""
    number = 1
    while number == 1 or months_after(start, 12 * (number - 1), keeps_month_end=False) < until:
        yield number
        number += 1


def _elapsed(hours: int, start: Moment, lenient_hours: int, lenient_start: Moment) -> CountTrace:
    # A date alone says «some time that day»: strict from its first instant, lenient from the first of the next day.
    first = start.earliest
    second = lenient_start.latest + 1 if lenient_start.is_day else lenient_start.earliest
    due = DeadlineReadings(Deadline(first + hours * _HOUR), Deadline(second + lenient_hours * _HOUR))
    return due, _hours_noted(hours, start.day, day_of(due.strict.last), day_of(due.lenient.last))


@lru_cache(maxsize=_WALKS_REMEMBERED)
def _hours_noted(hours: int, start: dt.date, strict: dt.date, lenient: dt.date) -> tuple[CountedDay, ...]:
    gone = Text(f"de {hours} timer er gået", f"the {hours} hours have gone")
    return (_noted(start, Text("uret starter", "the clock starts"), counted=True), *_marked(strict, lenient, gone))


def _working_days(number: int, start: dt.date) -> CountTrace:
    noted = [_noted(start, _START_NOT_COUNTED, counted=False)]
    strict_seen = lenient_seen = 0
    strict_day = lenient_day = start
    day = start
    while lenient_seen < number:
        day += _ONE_DAY
        off = why_not_hverdag(day, saturday=True)
        saturday = off is None and why_not_hverdag(day, saturday=False) is not None
        in_strict = off is None and strict_seen < number
        in_lenient = off is None and not saturday
        strict_seen, lenient_seen = strict_seen + in_strict, lenient_seen + in_lenient
        strict_day = day if in_strict else strict_day
        lenient_day = day if in_lenient else lenient_day
        noted.append(
            CountedDay(
                day,
                in_strict,
                in_lenient,
                _hverdag_words(off, saturday, in_strict, strict_seen, lenient_seen),
            )
        )
    return DeadlineReadings(Deadline.on(strict_day), Deadline.on(lenient_day)), tuple(noted)


def _hverdag_words(off: Text | None, saturday: bool, in_strict: bool, strict_seen: int, lenient_seen: int) -> Text:
    if off is not None:
        return Text(f"{off.da}: tæller ikke med", f"{off.en}: not counted")
    if saturday:
        if not in_strict:
            return Text("lørdag: tæller ikke med", "Saturday: not counted")
        return Text(
            f"lørdag: hverdag nr. {strict_seen}, hvis lørdag er en hverdag",
            f"Saturday: hverdag no. {strict_seen}, if Saturday is a hverdag",
        )
    if not in_strict:
        return Text(f"hverdag nr. {lenient_seen} uden lørdage", f"hverdag no. {lenient_seen} without Saturdays")
    if strict_seen == lenient_seen:
        return Text(f"hverdag nr. {strict_seen}", f"hverdag no. {strict_seen}")
    return Text(
        f"hverdag nr. {strict_seen} med lørdage, nr. {lenient_seen} uden",
        f"hverdag no. {strict_seen} with Saturdays, no. {lenient_seen} without",
    )


def _days(distance: int, start: dt.date, says: Text, counted: bool) -> CountTrace:
    end = start + distance * _ONE_DAY
    due = DeadlineReadings(Deadline.on(end), Deadline.on(end))
    return due, (_noted(start, says, counted=counted), *_marked(end, end, _LAST_DAY))


def _rolled(start: dt.date, end: dt.date) -> CountTrace:
    noted = [_noted(start, _START_NOT_COUNTED, counted=False)]
    while (why := rolls_to_next_hverdag(end)) is not None:
        noted.append(
            _noted(end, Text(f"{why.da}: fristen løber videre", f"{why.en}: the time limit runs on"), counted=False)
        )
        end += _ONE_DAY
    due = DeadlineReadings(Deadline.on(end), Deadline.on(end))
    return due, (*noted, *_marked(end, end, _LAST_DAY))


def _months(start: dt.date, months: int, lenient_start: dt.date, lenient_months: int) -> CountTrace:
    one = months_after(start, months, keeps_month_end=False)
    other = months_after(lenient_start, lenient_months, keeps_month_end=True)
    strict, lenient = min(one, other), max(one, other)
    says = _LAST_DAY
    if one.day != start.day:
        says = Text(
            f"måneden har ingen dag {start.day}: dens sidste dag", f"the month has no day {start.day}: its last day"
        )
    starts = _noted(start, Text("uret starter", "the clock starts"), counted=False)
    return DeadlineReadings(Deadline.on(strict), Deadline.on(lenient)), (starts, *_marked(strict, lenient, says))


def _marked(strict: dt.date, lenient: dt.date, says: Text) -> tuple[CountedDay, ...]:
    """The day on which each reading ends; one entry where they agree."""
    if strict == lenient:
        return (_noted(strict, says, counted=True),)
    return (
        CountedDay(
            strict, True, True, Text(f"{says.da} efter den strenge læsning", f"{says.en} on the strict reading")
        ),
        CountedDay(
            lenient, False, True, Text(f"{says.da} efter den lempelige læsning", f"{says.en} on the lenient reading")
        ),
    )


def _noted(day: dt.date, says: Text, *, counted: bool) -> CountedDay:
    return CountedDay(day, counted, counted, says)
