"""The instances of a component in a time: RRULE and RDATE, without what EXDATE and EXRULE take out."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from overgreb_rules.ical.free_busy.intervals import Interval
from overgreb_rules.ical.free_busy.notes import NotUnderstoodError, build_backward_note
from overgreb_rules.ical.free_busy.property_line import PropertyLine
from overgreb_rules.ical.free_busy.recurrence_rule import RecurrenceRule, parse_rule
from overgreb_rules.ical.free_busy.recurrence_set import WorkBudget, expand_rule
from overgreb_rules.ical.free_busy.time_values import (
    DAY,
    LengthOfTime,
    TimeValue,
    WallSeconds,
    parse_periods,
    parse_times,
)
from overgreb_rules.ical.free_busy.timed_block import TimedBlock
from overgreb_rules.ical.free_busy.zones import COPENHAGEN_ZONE

_SLACK = 2 * DAY
_FEW_HOURS = 2 * 3600
_NIGHT_ENDS, _NIGHT_BEGINS = 4 * 3600, 21 * 3600
_LONGEST = 400 * 366 * DAY


@dataclass(frozen=True, slots=True)
class Instance:
    """An instance of a series: the wall clock of its start in the zone of the series, and its time."""

    wall: WallSeconds
    span: Interval


def expand_block(timed: TimedBlock, bounds: Interval, budget: WorkBudget) -> Iterator[Instance]:
    """Yield the instances of a component that overlap a time, without those that EXDATE and EXRULE take out.

    Args:
        timed: The component.
        bounds: The time.
        budget: The work that is left.

    Yields:
        The instances in order of start.

    Raises:
        NotUnderstoodError: A property of the recurrence cannot be read, or the work is too much.
    """
    block = timed.block
    lasts = max(0, timed.length.days * DAY + timed.length.seconds)
    window = max(bounds[0] - min(lasts, _LONGEST) - _SLACK, -_LONGEST), bounds[1] + _SLACK
    walls: dict[int, LengthOfTime | None] = {timed.start.wall: None}
    for line in block.all("RRULE"):
        walls.update(dict.fromkeys(_expand_line(line, timed, window, budget)))
    for line in block.all("RDATE"):
        walls.update(_read_additions(line, timed, budget))
    if len(walls) == 1 and not (block.all("EXDATE") or block.all("EXRULE")):
        yield Instance(timed.start.wall, timed.first_span)
        return
    excluded = _Exceptions(timed, window, budget)
    for wall, length in sorted(walls.items()):
        if window[0] <= wall <= window[1] and not excluded.hold(wall):
            span = timed.span_at(wall, length)
            if span[0] < bounds[1] and span[1] > bounds[0]:
                yield Instance(WallSeconds(wall), span)


def _expand_line(line: PropertyLine, timed: TimedBlock, window: Interval, budget: WorkBudget) -> Iterator[int]:
    rule, zone = parse_rule(line), timed.zone
    if timed.start.kind == "day":
        # RFC 5545 § 3.3.10: for a series of days these parts are ignored.
        rule = replace(rule, by_hour=(), by_minute=(), by_second=())
    last, instant = _limit(rule, timed)

    def is_skipped(wall: int) -> bool:
        # No zone of today changes its clock between four in the morning and nine in the evening.
        by_night = not _NIGHT_ENDS <= wall % DAY < _NIGHT_BEGINS
        return by_night and zone.wall(zone.instant(wall)) != wall

    found = expand_rule(
        rule, timed.start.wall, (window[0], min(last, window[1])), budget,
        is_skipped=is_skipped if timed.start.kind == "wall" else None,
    )  # fmt: skip
    return found if instant is None else (wall for wall in found if zone.instant(wall) <= instant)


def _limit(rule: RecurrenceRule, timed: TimedBlock) -> tuple[int, int | None]:
    """Return the last wall clock that UNTIL allows, and the last instant where it is given as one."""
    if rule.until is None:
        return _LONGEST, None
    kind, until = rule.until
    if timed.start.kind == "day":
        return day_of_value(TimeValue(kind, until)), None
    if kind == "day":
        # A day as UNTIL of a timed series (RFC 5545 wants a time there) is read to the end of that day.
        return until + DAY - 1, None
    if kind == "utc":
        return timed.zone.wall(until) + _FEW_HOURS, until
    return until, None


def day_of_value(value: TimeValue) -> int:
    """Return the day that a value means among whole days.

    Args:
        value: A day or a time. A time in UTC that is midnight in Denmark means the day that begins then; any other
            time means the day on which it is written.

    Returns:
        The wall clock at midnight.
    """
    wall = value.wall
    if value.kind == "utc":
        danish = COPENHAGEN_ZONE.wall(wall)
        wall = danish if danish % DAY == 0 else wall
    return wall - wall % DAY


def _read_additions(line: PropertyLine, timed: TimedBlock, budget: WorkBudget) -> dict[int, LengthOfTime | None]:
    """Return the wall clocks of RDATE with the length of each that has its own."""
    found: dict[int, LengthOfTime | None] = {}
    if (line.parameter("VALUE") or "").upper() == "PERIOD" or "/" in line.value:
        for start, end in parse_periods(line):
            budget.spend(1)
            zone = timed.zones.zone_of(start, line.number)
            if isinstance(end, TimeValue):
                seconds = timed.zones.zone_of(end, line.number).instant(end.wall) - zone.instant(start.wall)
                end = LengthOfTime(0, seconds)  # noqa: PLW2901
            if end.is_negative:
                raise NotUnderstoodError(build_backward_note(line.number))
            found[timed.zone.wall(zone.instant(start.wall))] = end
        return found
    for value in parse_times(line):
        budget.spend(1)
        found[wall_in_series(value, timed, line.number)] = None
    return found


def wall_in_series(value: TimeValue, timed: TimedBlock, line: int) -> int:
    """Return a value of RDATE, EXDATE or RECURRENCE-ID as a wall clock of its series.

    Args:
        value: The value.
        timed: The series.
        line: The physical line of the value, for notes.

    Returns:
        The wall clock in the zone of the series; for a day on a timed series the time of day of the series.

    Raises:
        NotUnderstoodError: The zone of the value cannot be read.
    """
    if timed.start.kind == "day":
        return day_of_value(value)
    if value.kind == "day":
        # A day on a timed series is the instance of that day.
        return value.wall + timed.start.wall % DAY
    if value.kind == "wall" and value.zone is None:
        return value.wall
    return timed.zone.wall(timed.zones.zone_of(value, line).instant(value.wall))


class _Exceptions:
    """What EXDATE and EXRULE take out of a series."""

    def __init__(self, timed: TimedBlock, window: Interval, budget: WorkBudget) -> None:
        self.walls: set[int] = set()
        self.days: set[int] = set()
        for line in timed.block.all("EXDATE"):
            for value in parse_times(line):
                budget.spend(1)
                if not window[0] - _SLACK <= value.wall <= window[1] + _SLACK:
                    continue
                if value.kind == "day" and timed.start.kind != "day":
                    self.days.add(value.wall)
                else:
                    self.walls.add(wall_in_series(value, timed, line.number))
        for line in timed.block.all("EXRULE"):
            self.walls.update(_expand_line(line, timed, window, budget))

    def hold(self, wall: int) -> bool:
        return wall in self.walls or wall - wall % DAY in self.days
