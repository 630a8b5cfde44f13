"""The layout of duties on axes of time: bands of lanes, their ranges and their ticks, without any drawing.

24 hours and 4 years have no common scale that shows both. So duties whose periods are of the same magnitude and lie
near each other form a band with an axis of its own; an instant far outside a band is shown by an arrow at its edge.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from overgreb_rules._text.formatting import to_moment
from overgreb_rules.calendar import COPENHAGEN, day_of, end_of_day, midnight
from overgreb_rules.evaluation import Obligation, When
from overgreb_rules.shared.date_words import MONTHS_SHORT, format_day_short
from overgreb_rules.shared.text import Text

_HOUR, _DAY = 3600, 86400
_ONE_DAY = dt.timedelta(days=1)
_MARGIN = 0.05
_FAR = 0.6


@dataclass(frozen=True, slots=True)
class Lane:
    """A duty with a date, all times in epoch seconds.

    `start` is the start of the clock; `strict` and `lenient` are the first seconds after the end of each reading, or,
    of a lawful window (`opens`), the first seconds at which the act may be done; `met` are the instants at which the
    duty was met.
    """

    duty: Obligation
    start: int
    strict: int
    lenient: int
    opens: bool
    met: tuple[int, ...] = ()

    @property
    def first(self) -> int:
        """Return the leftmost second of the lane.

        Returns:
            Epoch seconds.
        """
        return min(self.start, self.strict)

    @property
    def last(self) -> int:
        """Return the rightmost second of the lane.

        Returns:
            Epoch seconds: the end of the period; of a window, which stays open, a quarter of the period later.
        """
        last = max(self.start, self.lenient)
        return last + (last - self.first) // 4 if self.opens else last


@dataclass(frozen=True, slots=True)
class Tick:
    """A place on an axis, in epoch seconds, and its label."""

    second: int
    label: Text


@dataclass(frozen=True, slots=True)
class Band:
    """Lanes that share an axis from `first` to `last`, epoch seconds."""

    title: Text
    lanes: tuple[Lane, ...]
    first: int
    last: int
    ticks: tuple[Tick, ...]

    def share(self, second: int) -> float:
        """Return the place of an instant as a share of the axis.

        Args:
            second: the instant, epoch seconds.

        Returns:
            0 at the beginning of the axis, 1 at its end; less or more outside.
        """
        return (second - self.first) / (self.last - self.first)


@dataclass(frozen=True, slots=True)
class _Magnitude:
    title: Text
    longest: int
    """The longest period of the magnitude, in seconds."""
    widest: int
    """The longest axis on which such a period can still be seen, in seconds."""


_MAGNITUDES = (
    _Magnitude(Text("Timer", "Hours"), 3 * _DAY, 6 * _DAY),
    _Magnitude(Text("Dage", "Days"), 16 * _DAY, 32 * _DAY),
    _Magnitude(Text("Uger", "Weeks"), 70 * _DAY, 140 * _DAY),
    _Magnitude(Text("Måneder", "Months"), 400 * _DAY, 800 * _DAY),
    _Magnitude(Text("År", "Years"), 2**62, 40 * 366 * _DAY),
)


def build_lane(duty: Obligation) -> Lane | None:
    """Return the lane of a duty.

    Args:
        duty: the duty.

    Returns:
        The lane; None where the duty has no date.
    """
    if duty.due is None:
        return None
    opens = duty.modality == "window"
    strict, lenient = (_begin(when) if opens else _end(when) for when in (duty.due.strict, duty.due.lenient))
    met = tuple(to_moment(when).earliest for when in duty.met_at)
    return Lane(duty, to_moment(duty.clock_start).earliest, strict, lenient, opens, met)


def build_bands(lanes: Sequence[Lane], at: int) -> list[Band]:
    """Group lanes into bands.

    Args:
        lanes: the lanes, in the order of the answer.
        at: the instant of the evaluation, epoch seconds; a band shows the instant where it lies near.

    Returns:
        The bands, those of the shortest periods first; the lanes within a band keep their order.
    """
    bands = []
    order = {lane.duty.key: number for number, lane in enumerate(lanes)}
    for magnitude in _MAGNITUDES:
        own = [lane for lane in lanes if _magnitude(lane) is magnitude]
        for near in _neighbours(own, magnitude.widest):
            members = sorted(near, key=lambda lane: order[lane.duty.key])
            bands.append(_band(magnitude.title, tuple(members), at))
    return bands


def _begin(when: When) -> int:
    return to_moment(when).earliest


def _end(when: When) -> int:
    return int(when.timestamp()) if isinstance(when, dt.datetime) else end_of_day(when)


def _magnitude(lane: Lane) -> _Magnitude:
    return next(magnitude for magnitude in _MAGNITUDES if lane.last - lane.first <= magnitude.longest)


def _neighbours(lanes: Iterable[Lane], widest: int) -> Iterator[list[Lane]]:
    """Yield the lanes in groups that fit on an axis of `widest` seconds, from left to right."""
    group: list[Lane] = []
    reach = 0
    for lane in sorted(lanes, key=lambda lane: (lane.first, lane.last, lane.duty.key)):
        reach = max(reach, lane.last) if group else lane.last
        if group and reach - group[0].first > widest:
            yield group
            group, reach = [], lane.last
        group.append(lane)
    if group:
        yield group


def _band(title: Text, lanes: tuple[Lane, ...], at: int) -> Band:
    first, last = min(lane.first for lane in lanes), max(lane.last for lane in lanes)
    reach = int((last - first) * _FAR)
    near = [second for lane in lanes for second in (at, *lane.met) if first - reach <= second <= last + reach]
    first, last = min(first, *near) if near else first, max(last, *near) if near else last
    margin = max(int((last - first) * _MARGIN), _HOUR // 2)
    first, last = first - margin, last + margin
    return Band(title, lanes, first, last, tuple(_ticks(first, last)))


def _ticks(first: int, last: int) -> Iterator[Tick]:
    """Yield at most nine ticks with round labels."""
    length = last - first
    if length <= 3 * _DAY:
        step = next(hours for hours in (3, 6, 12, 24) if length <= 9 * hours * _HOUR)
        yield from _hours(first, last, step)
    elif length <= 60 * _DAY:
        step = next(days for days in (1, 2, 7) if length <= 9 * days * _DAY)
        yield from _days(first, last, step)
    elif length <= 1100 * _DAY:
        step = next(months for months in (1, 2, 3, 6) if length <= 9 * months * 30.5 * _DAY)
        yield from _months(first, last, step)
    else:
        yield from _years(first, last)


def _hours(first: int, last: int, step: int) -> Iterator[Tick]:
    day = day_of(first)
    while midnight(day) <= last:
        for hour in range(0, 24, step):
            # A time that the change of clocks skips is shown where the clocks then stand.
            second = int(dt.datetime(day.year, day.month, day.day, hour, tzinfo=COPENHAGEN).timestamp())
            if first <= second <= last:
                yield Tick(second, Text(f"kl. {hour}", f"{hour:02}:00") if hour else _day(day))
        day += _ONE_DAY


def _days(first: int, last: int, step: int) -> Iterator[Tick]:
    day = day_of(first)
    if step == 7:
        day -= day.weekday() * _ONE_DAY
    while midnight(day) <= last:
        if midnight(day) >= first:
            yield Tick(midnight(day), _day(day))
        day += step * _ONE_DAY


def _months(first: int, last: int, step: int) -> Iterator[Tick]:
    start = day_of(first)
    month = start.year * 12 + (start.month - 1) // step * step
    while True:
        day = dt.date(month // 12, month % 12 + 1, 1)
        if midnight(day) > last:
            return
        if midnight(day) >= first:
            name = MONTHS_SHORT[day.month - 1]
            yield Tick(midnight(day), Text(f"{name.da} {day.year}", f"{name.en} {day.year}"))
        month += step


def _years(first: int, last: int) -> Iterator[Tick]:
    begins, ends = day_of(first).year, day_of(last).year
    step = next(years for years in (1, 2, 5, 10) if ends - begins <= 8 * years)
    for year in range(begins, ends + 1):
        second = midnight(dt.date(year, 1, 1))
        if first <= second <= last and (year - begins) % step == 0:
            yield Tick(second, Text(str(year), str(year)))


def _day(day: dt.date) -> Text:
    """Return «fre. 3.5.», «Fri 3 May»."""
    words = format_day_short(day)
    return Text(words.da.removesuffix(str(day.year)), words.en.removesuffix(f" {day.year}"))
