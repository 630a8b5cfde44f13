"""The instances of a recurrence rule within bounds, by counted work.

A rule is never followed beyond the bounds: without COUNT the periods before them are skipped, and a rule that never
occurs ends at the last bound. Each period, day and time that is looked at is counted.
"""

from __future__ import annotations

import calendar as gregorian
import datetime as dt
from collections.abc import Callable, Iterator, Sequence
from itertools import product

from overgreb_rules.ical.free_busy.notes import NotUnderstoodError, build_note
from overgreb_rules.ical.free_busy.recurrence_rule import RecurrenceRule
from overgreb_rules.ical.free_busy.time_values import DAY, WallSeconds, date_of

_EPOCH = dt.date(1970, 1, 1).toordinal()
_STEPS_OF_A_SHORT_PERIOD = 4
"""A period of an hour, a minute or a second takes as long as four days of a longer one."""
_UNITS = {"HOURLY": 3600, "MINUTELY": 60, "SECONDLY": 1}


class WorkBudget:
    """The work that the instances of a file may take: a count of steps, not a time."""

    def __init__(self, steps: int) -> None:
        """Begin with all steps."""
        self._left = steps

    def spend(self, steps: int) -> None:
        """Take steps.

        Args:
            steps: The number of steps.

        Raises:
            NotUnderstoodError: No steps are left.
        """
        self._left -= steps
        if self._left < 0:
            raise NotUnderstoodError(
                build_note(
                    "repeats_too_often", None, "aftaler gentages for mange gange; eksportér kun året",
                    "its appointments repeat too often; export the year alone",
                )
            )  # fmt: skip


def expand_rule(
    rule: RecurrenceRule,
    start: WallSeconds,
    bounds: tuple[int, int],
    budget: WorkBudget,
    *,
    is_skipped: Callable[[int], bool] | None = None,
) -> Iterator[WallSeconds]:
    """Yield the instances of a rule within bounds.

    Args:
        rule: The rule. UNTIL is not looked at: the caller knows its zone.
        start: The wall clock of DTSTART, from which COUNT counts.
        bounds: The first and the last wall clock, both included.
        budget: The work that is left.
        is_skipped: Tells whether the clock of the zone never shows a wall clock; such an instance does not exist and
            is not counted. None where every wall clock exists.

    Yields:
        Wall clocks in ascending order, without DTSTART where the rule does not generate it.

    Source:
        RFC 5545 § 3.3.10.
    """
    first, last = max(bounds[0], start), bounds[1]
    left = rule.count
    for walls in _periods(rule, start, first if left is None else start, last, budget):
        for wall in walls:
            if wall < start or (is_skipped is not None and is_skipped(wall)):
                continue
            if wall > last or left == 0:
                return
            if left is not None:
                left -= 1
            if wall >= first:
                yield WallSeconds(wall)


def _periods(rule: RecurrenceRule, start: int, first: int, last: int, budget: WorkBudget) -> Iterator[Sequence[int]]:
    """Yield the sorted wall clocks of each period of the rule, of which some may lie outside the bounds."""
    if rule.frequency in _UNITS:
        yield from _short_periods(rule, start, first, last, budget)
        return
    times = _times_of_day(rule, start)
    budget.spend(len(times))
    for days in _DAYS_OF_PERIODS[rule.frequency](rule, _DayFilter(rule, budget), start, (first, last)):
        budget.spend(1 + len(days) * len(times) + len(rule.by_position))
        walls = [day * DAY + time for day in days for time in times]
        yield _pick_positions(walls, rule) if rule.by_position else walls


def _times_of_day(rule: RecurrenceRule, start: int) -> list[int]:
    hour, minute, second = start % DAY // 3600, start % 3600 // 60, start % 60
    parts = product(rule.by_hour or (hour,), rule.by_minute or (minute,), rule.by_second or (second,))
    return [one * 3600 + two * 60 + three for one, two, three in parts]


def _pick_positions(walls: Sequence[int], rule: RecurrenceRule) -> list[int]:
    size = len(walls)
    wanted = {position - 1 if position > 0 else size + position for position in rule.by_position}
    return [walls[index] for index in sorted(wanted) if 0 <= index < size]


def _short_periods(
    rule: RecurrenceRule, start: int, first: int, last: int, budget: WorkBudget
) -> Iterator[Sequence[int]]:
    """Yield the periods of a rule by hours, minutes or seconds."""
    unit, days = _UNITS[rule.frequency], _DayFilter(rule, budget)
    for day in range(first // DAY, last // DAY + 1):
        budget.spend(1)
        if not days.allows(day):
            continue
        begin = day * DAY // unit
        index = begin + (start // unit - begin) % rule.interval
        while index * unit < (day + 1) * DAY:
            budget.spend(_STEPS_OF_A_SHORT_PERIOD)
            wall = index * unit
            index += rule.interval
            minutes = (wall % 3600 // 60,) if unit < 3600 else rule.by_minute or (start % 3600 // 60,)
            seconds = (wall % 60,) if unit == 1 else rule.by_second or (start % 60,)
            if (
                (rule.by_hour and wall % DAY // 3600 not in rule.by_hour)
                or (unit < 3600 and rule.by_minute and minutes[0] not in rule.by_minute)
                or (unit == 1 and rule.by_second and seconds[0] not in rule.by_second)
            ):
                continue
            hour = wall - wall % 3600
            walls = [hour + minute * 60 + second for minute in minutes for second in seconds]
            budget.spend(len(walls) + len(rule.by_position))
            yield _pick_positions(walls, rule) if rule.by_position else walls


class _DayFilter:
    """The parts of a rule that limit days, as sets. Each day that is judged by more than its weekday is a step."""

    def __init__(self, rule: RecurrenceRule, budget: WorkBudget) -> None:
        self.budget = budget
        self._week_start = rule.week_start
        self._weekdays = frozenset(weekday for _, weekday in rule.by_day)
        self._months, self._month_days = frozenset(rule.by_month), frozenset(rule.by_month_day)
        self._year_days, self._week_numbers = frozenset(rule.by_year_day), frozenset(rule.by_week_number)
        self.looks_at_dates = bool(self._months or self._month_days or self._year_days or self._week_numbers)

    def allows(self, day: int) -> bool:
        """Decide whether every part of the rule that limits days allows a day. Numbers of BYDAY are not looked at."""
        if self._weekdays and _weekday(day) not in self._weekdays:
            return False
        if not self.looks_at_dates:
            return True
        self.budget.spend(1)
        date = dt.date.fromordinal(day + _EPOCH)
        if self._months and date.month not in self._months:
            return False
        length = gregorian.monthrange(date.year, date.month)[1]
        if self._month_days and self._month_days.isdisjoint((date.day, date.day - length - 1)):
            return False
        number = day - _day(date.year, 1, 1) + 1
        if self._year_days and self._year_days.isdisjoint((number, number - 366 - gregorian.isleap(date.year))):
            return False
        return not (self._week_numbers and self._week_numbers.isdisjoint(_week_numbers(day, self._week_start)))


def _days_of_days(rule: RecurrenceRule, days: _DayFilter, start: int, bounds: tuple[int, int]) -> Iterator[list[int]]:
    begin = start // DAY
    begin += max(0, bounds[0] // DAY - begin) // rule.interval * rule.interval
    for day in range(begin, bounds[1] // DAY + 1, rule.interval):
        yield [day] if days.allows(day) else []


def _days_of_weeks(rule: RecurrenceRule, days: _DayFilter, start: int, bounds: tuple[int, int]) -> Iterator[list[int]]:
    weekdays = sorted({weekday for _, weekday in rule.by_day}) or [_weekday(start // DAY)]
    offsets = sorted((weekday - rule.week_start) % 7 for weekday in weekdays)
    begin = start // DAY - (_weekday(start // DAY) - rule.week_start) % 7
    step = 7 * rule.interval
    begin += max(0, bounds[0] // DAY - begin) // step * step
    for week in range(begin, bounds[1] // DAY + 1, step):
        every = [week + offset for offset in offsets]
        yield [day for day in every if days.allows(day)] if days.looks_at_dates else every


def _days_of_months(rule: RecurrenceRule, days: _DayFilter, start: int, bounds: tuple[int, int]) -> Iterator[list[int]]:
    begin, day = _month_index(start), date_of(start).day
    begin += max(0, _month_index(bounds[0]) - begin) // rule.interval * rule.interval
    for index in range(begin, _month_index(bounds[1]) + 1, rule.interval):
        year, month = divmod(index, 12)
        if rule.by_month and month + 1 not in rule.by_month:
            yield []
            continue
        every = bool(rule.by_year_day or rule.by_week_number)
        found = _days_of_month(rule, days.budget, (year, month + 1), None if every else day)
        yield [one for one in found if days.allows(one)] if every else found


def _days_of_years(rule: RecurrenceRule, days: _DayFilter, start: int, bounds: tuple[int, int]) -> Iterator[list[int]]:
    begin = date_of(start).year
    begin += max(0, date_of(bounds[0]).year - begin) // rule.interval * rule.interval
    for year in range(begin, date_of(bounds[1]).year + 1, rule.interval):
        yield sorted(_days_of_year(rule, days, year, start))


_DAYS_OF_PERIODS: dict[str, Callable[[RecurrenceRule, _DayFilter, int, tuple[int, int]], Iterator[list[int]]]] = {
    "DAILY": _days_of_days,
    "WEEKLY": _days_of_weeks,
    "MONTHLY": _days_of_months,
    "YEARLY": _days_of_years,
}


def _days_of_year(rule: RecurrenceRule, days: _DayFilter, year: int, start: int) -> list[int]:
    first, length = _day(year, 1, 1), 365 + gregorian.isleap(year)
    if rule.by_year_day:
        numbers = {number if number > 0 else length + 1 + number for number in rule.by_year_day}
        return [day for number in numbers if 1 <= number <= length and days.allows(day := first + number - 1)]
    if rule.by_week_number:
        # Without a weekday the rule takes that of DTSTART (RFC 5545 § 3.3.10, the last paragraph before the table).
        weekdays = {weekday for _, weekday in rule.by_day} or (
            set(range(7)) if rule.by_month_day else {_weekday(start // DAY)}
        )
        return [day for day in range(first, first + length) if _weekday(day) in weekdays and days.allows(day)]
    if rule.by_month or rule.by_month_day:
        months = rule.by_month or range(1, 13)
        default = date_of(start).day
        return [day for month in months for day in _days_of_month(rule, days.budget, (year, month), default)]
    if rule.by_day:
        days.budget.spend(len(rule.by_day))
        return sorted({day for number, weekday in rule.by_day for day in _nth(first, length, number, weekday)})
    born = date_of(start)
    return _days_of_month(rule, days.budget, (year, born.month), born.day)


def _days_of_month(rule: RecurrenceRule, budget: WorkBudget, month: tuple[int, int], default: int | None) -> list[int]:
    """Return the days of a year and month by BYMONTHDAY and BYDAY, or else the default day; None for every day."""
    budget.spend(len(rule.by_day) + len(rule.by_month_day))
    first, length = _day(*month, 1), gregorian.monthrange(*month)[1]
    by_weekday = {day for number, weekday in rule.by_day for day in _nth(first, length, number, weekday)}
    if rule.by_month_day:
        numbers = {number if number > 0 else length + 1 + number for number in rule.by_month_day}
        days = sorted(first + number - 1 for number in numbers if 1 <= number <= length)
        return [day for day in days if day in by_weekday] if rule.by_day else days
    if rule.by_day:
        return sorted(by_weekday)
    if default is None:
        return list(range(first, first + length))
    return [first + default - 1] if default <= length else []


def _nth(first: int, length: int, number: int, weekday: int) -> list[int]:
    """Return the days of a weekday within a month or year: all of them for the number 0."""
    every = range(first + (weekday - _weekday(first)) % 7, first + length, 7)
    if number == 0:
        return list(every)
    index = number - 1 if number > 0 else len(every) + number
    return [every[index]] if 0 <= index < len(every) else []


def _week_numbers(day: int, week_start: int) -> tuple[int, int]:
    """Return the number of the week in which a day lies, counted from the start and from the end of its year.

    Source:
        RFC 5545 § 3.3.10, BYWEEKNO: week 1 is the first with at least four days in the year.
    """
    begin = day - (_weekday(day) - week_start) % 7
    # The fourth day of a week lies in the year to which the week belongs.
    year = dt.date.fromordinal(begin + 3 + _EPOCH).year
    first, after = (_first_week(one, week_start) for one in (year, year + 1))
    number, count = (begin - first) // 7 + 1, (after - first) // 7
    return number, number - count - 1


def _first_week(year: int, week_start: int) -> int:
    fourth = _day(year, 1, 4)
    return fourth - (_weekday(fourth) - week_start) % 7


def _weekday(day: int) -> int:
    # 1970-01-01 was a Thursday.
    return (day + 3) % 7


def _day(year: int, month: int, day: int) -> int:
    return dt.date(year, month, day).toordinal() - _EPOCH


def _month_index(wall: int) -> int:
    date = date_of(wall)
    return date.year * 12 + date.month - 1
