"""The soft costs: one function each, which computes how many units of the cost a start or a plan has.

`meetings._domain.cost_catalog` describes the unit of each cost, and what it weighs where the request sets no weight.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from functools import lru_cache

from meetings._constraints.problem import MeetingAssignment, Problem, Task
from meetings._constraints.slot import Slot
from meetings._domain.closed_days import CLOSED_AFTERNOONS, NOON
from meetings._domain.districts import Politikreds
from overgreb_rules.calendar import easter_sunday, is_hverdag

SCALE = 1000
"""The solver counts in thousandths of a weighted unit: whole numbers."""

_FRIDAY, _SATURDAY = 4, 5
_LAST_WEEK_OF_SUMMER = 32
_QUARTER_DAYS = 91


def _week(day: dt.date) -> int:
    return day.isocalendar().week


def _autumn_holiday(problem: Problem, slot: Slot) -> Fraction:
    """1 in ISO week 42, the schools' autumn holiday everywhere."""
    del problem
    return Fraction(int(_week(slot.day) == 42))


def _summer_holiday(problem: Problem, slot: Slot) -> Fraction:
    """1 from the last Saturday of June to ISO week 32, and 2 in the industrial holiday, weeks 28 to 30.

    Source:
        Folkeskoleloven § 14 a, stk. 1: the summer holiday of the schools begins on the last Saturday of June.
    """
    del problem
    year = slot.day.year
    last = dt.date.fromisocalendar(year, _LAST_WEEK_OF_SUMMER, 7)
    return Fraction(int(_last_saturday_of_june(year) <= slot.day <= last) + int(28 <= _week(slot.day) <= 30))


def _last_saturday_of_june(year: int) -> dt.date:
    last = dt.date(year, 6, 30)
    return last - dt.timedelta(days=(last.weekday() - _SATURDAY) % 7)


@lru_cache(maxsize=4096)
def _is_between_holidays(day: dt.date) -> bool:
    """Return whether a day lies between days off, before Easter, or around Christmas and New Year.

    Cached, at most 4,096 days: without it the table of a plan with 12 meetings takes 129 ms instead of 117 ms.
    """
    if (day.month, day.day) >= (12, 20) or (day.month, day.day) <= (1, 3):
        return True
    if 4 <= (easter_sunday(day.year) - day).days <= 6:
        return True
    before, after = day - dt.timedelta(days=1), day + dt.timedelta(days=1)
    return not is_hverdag(before, saturday=False) and not is_hverdag(after, saturday=False)


def _between_holidays(problem: Problem, slot: Slot) -> Fraction:
    """1 from Monday to Wednesday before Easter, from 20 December to 3 January, and between days off."""
    del problem
    return Fraction(int(_is_between_holidays(slot.day)))


def _half_day(problem: Problem, slot: Slot) -> Fraction:
    """1 on the mornings of 1 May and 5 June: the afternoon is closed, and many take the whole day."""
    del problem
    return Fraction(int((slot.day.month, slot.day.day) in CLOSED_AFTERNOONS))


def _friday_afternoon(problem: Problem, slot: Slot) -> Fraction:
    """1 where the meeting ends after 12:00 on a Friday."""
    del problem
    return Fraction(int(slot.day.weekday() == _FRIDAY and slot.ends.time() > NOON))


def _school_holiday(problem: Problem, kreds: Politikreds, slot: Slot) -> Fraction:
    """The share of the kommuner of the kreds whose winter holiday (ISO week 7 or 8) it is."""
    week = _week(slot.day)
    if week not in {7, 8}:
        return Fraction(0)
    holidays, year = problem.request.school_holidays, problem.request.year
    away = sum(holidays.winter_week(kommune.code, year) == week for kommune in kreds.kommuner)
    return Fraction(away, len(kreds.kommuner))


def _tentative(problem: Problem, kreds: Politikreds, slot: Slot) -> Fraction:
    """The share of kommuner, politikreds, børnehuse and facilitators with a tentative appointment then."""
    return problem.share_in_state(kreds, slot, "tentative")


def _not_known(problem: Problem, kreds: Politikreds, slot: Slot) -> Fraction:
    """The share of kommuner, politikreds, børnehuse and facilitators whose calendar does not cover the slot.

    None where `strict_coverage` forbids that such a party comes.
    """
    if problem.availability.needs_coverage:
        return Fraction(0)
    return problem.share_in_state(kreds, slot, "not_known")


def _absent(problem: Problem, kreds: Politikreds, slot: Slot) -> Fraction:
    """How many kommuner cannot come: as few as can be, before every cost of comfort."""
    return Fraction(len(problem.absent(kreds, slot)))


def _gap_target(problem: Problem, task: Task, slot: Slot) -> Fraction:
    """How far from one year after last year's meeting, in quarters of a year of 91 days."""
    del problem
    if task.last is None:
        return Fraction(0)
    return Fraction(abs(slot.day.toordinal() - task.last.toordinal() - 365), _QUARTER_DAYS)


def _moved(problem: Problem, task: Task, slot: Slot) -> Fraction:
    """1 where a published meeting gets another start."""
    del problem
    return Fraction(int(task.published is not None and not task.keeps_start(slot)))


def _moved_soon(problem: Problem, task: Task, slot: Slot) -> Fraction:
    """1 where a published meeting that is less than `freeze_days` away gets another start."""
    if task.published is None or int(task.published.start.timestamp()) >= problem.freeze_ends:
        return Fraction(0)
    return Fraction(int(not task.keeps_start(slot)))


def _moved_far(problem: Problem, task: Task, slot: Slot) -> Fraction:
    """The weeks between the published day of a meeting and its new one."""
    del problem
    if task.published is None:
        return Fraction(0)
    return Fraction(abs((slot.day - task.published.start.date()).days), 7)


def _host_passed_over(problem: Problem, task: Task, slot: Slot) -> Fraction:
    """How many kommuner whose turn it was before that of the host cannot come."""
    host = problem.find_host(task, slot)
    return Fraction(0 if host is None else task.hosts.index(host))


def _facilitator_changed(problem: Problem, assignments: Sequence[MeetingAssignment]) -> Fraction:
    """How many facilitators come to a published meeting that they were not to lead before."""
    del problem
    return Fraction(
        sum(
            name not in (one.task.published.facilitators or ("",))
            for one in assignments
            if one.task.published is not None
            for name in one.facilitators
        )
    )


def _pairs(number: int) -> int:
    return number * (number - 1) // 2


def _spread_year(problem: Problem, assignments: Sequence[MeetingAssignment]) -> Fraction:
    """The pairs of meetings in the same calendar month: least where they lie evenly over the year."""
    del problem
    return Fraction(sum(_pairs(count) for count in Counter(one.slot.day.month for one in assignments).values()))


def _spread_facilitators(problem: Problem, assignments: Sequence[MeetingAssignment]) -> Fraction:
    """The pairs of meetings with the same facilitator of the request: least where all lead about as many."""
    if problem.every_facilitator_comes:
        return Fraction(0)
    count = Counter(name for one in assignments for name in one.facilitators if name in problem.facilitators)
    return Fraction(sum(_pairs(number) for number in count.values()))


def _travel(problem: Problem, assignments: Sequence[MeetingAssignment]) -> Fraction:
    """For each facilitator, the days with a meeting that is followed the next day by one in another kreds."""
    found = 0
    for name in problem.facilitators:
        kredse: dict[int, set[str]] = {}
        for one in assignments:
            if name in (one.facilitators or ("",)):
                kredse.setdefault(one.slot.day.toordinal(), set()).add(one.task.kreds.code)
        for day, here in kredse.items():
            there = kredse.get(day + 1, set())
            found += any(first != second for first in here for second in there)
    return Fraction(found)


SLOT_COSTS: Mapping[str, Callable[[Problem, Slot], Fraction]] = {
    "autumn_holiday": _autumn_holiday,
    "summer_holiday": _summer_holiday,
    "between_holidays": _between_holidays,
    "half_day": _half_day,
    "friday_afternoon": _friday_afternoon,
}
"""The units of the costs of a start alone."""

DISTRICT_COSTS: Mapping[str, Callable[[Problem, Politikreds, Slot], Fraction]] = {
    "school_holiday": _school_holiday,
    "tentative": _tentative,
    "not_known": _not_known,
    "absent": _absent,
}
"""The units of the costs of a start for a kreds."""

MEETING_COSTS: Mapping[str, Callable[[Problem, Task, Slot], Fraction]] = {
    "gap_target": _gap_target,
    "moved_soon": _moved_soon,
    "moved": _moved,
    "moved_far": _moved_far,
    "host_passed_over": _host_passed_over,
}
"""The units of the costs of a start for a meeting."""

PLAN_COSTS: Mapping[str, Callable[[Problem, Sequence[MeetingAssignment]], Fraction]] = {
    "facilitator_changed": _facilitator_changed,
    "spread_year": _spread_year,
    "spread_facilitators": _spread_facilitators,
    "travel": _travel,
}
"""The units of the costs of several meetings together."""


def _times(units: Fraction, weight: float) -> int:
    return round(units * Fraction(str(weight)) * SCALE)


def list_own_costs(task: Task) -> tuple[str, ...]:
    """List the costs that some start of a meeting can have beside those that its kreds shares.

    Args:
        task: The meeting.

    Returns:
        Names of `MEETING_COSTS`, without those that are zero at every start.
    """
    names: tuple[str, ...] = () if task.last is None else ("gap_target",)
    names += () if task.published is None else ("moved_soon", "moved", "moved_far")
    return names if len(task.hosts) == 1 else (*names, "host_passed_over")


def scale_cost(problem: Problem, cost: str, units: Fraction) -> int:
    """Weigh units of a cost.

    Args:
        problem: The problem, with the weights of the request.
        cost: The name of the cost.
        units: The number of units.

    Returns:
        Thousandths of a weighted unit, rounded to a whole number.
    """
    return _times(units, problem.request.weight(cost)) if units else 0


def compute_plan_costs(problem: Problem, assignments: Sequence[MeetingAssignment]) -> dict[str, int]:
    """Compute what meetings cost together, beside what each costs alone.

    Args:
        problem: The problem.
        assignments: The meetings with their starts and facilitators.

    Returns:
        Thousandths of a weighted unit by name of the cost.
    """
    one = Fraction(1)
    return {name: int(cost(problem, assignments)) * scale_cost(problem, name, one) for name, cost in PLAN_COSTS.items()}
