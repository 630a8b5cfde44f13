"""The days of the year that are closed to a politikreds, with the reasons that the plan itself holds."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import Enum

from meetings._constraints.constraint import DistrictConstraint, SlotConstraint
from meetings._constraints.meeting_constraints import BoernehuseFree
from meetings._constraints.plan_receipt import PlanReceipt
from meetings._constraints.problem import Problem
from meetings._constraints.registry import START_CONSTRAINTS
from meetings._constraints.slot import Slot, build_slots
from meetings._domain.closed_days import CLOSED_DAYS, NOON
from meetings._domain.districts import Politikreds, politikredse_on
from meetings.schedule import Schedule
from overgreb_rules.calendar import holiday_name, is_hverdag
from overgreb_rules.shared.date_words import MONTHS_SHORT
from overgreb_rules.shared.text import Text

__all__ = ["ClosedDays", "Closure", "Kind", "Part", "find_closed_days", "group_runs"]


class Kind(Enum):
    """A reason for a closed day: one that holds for everybody, or one of this kreds."""

    WEEKEND = Text("weekend", "weekend")
    HOLIDAY = Text("helligdag eller lukkedag", "public holiday or closing day")
    BLOCKED = Text("spærret eller uden for perioden", "blocked or outside the period")
    PARTY = Text("en deltager kan ikke komme", "somebody cannot come")


class Part(Enum):
    """The part of a day that is closed: a meeting that begins before 12:00 takes the morning."""

    DAY = Text("", "")
    MORNING = Text("formiddag", "morning")
    AFTERNOON = Text("eftermiddag", "afternoon")


@dataclass(frozen=True, slots=True)
class Closure:
    """A closed day or half day: its kind, and the reason in words."""

    kind: Kind
    why: Text
    part: Part = Part.DAY

    @property
    def words(self) -> Text:
        """The reason, with the half of the day where it is one."""
        if self.part is Part.DAY:
            return self.why
        half = self.part.value
        return Text(f"{self.why.da} ({half.da})", f"{self.why.en} ({half.en})")


ClosedDays = Mapping[str, Mapping[dt.date, Closure]]
"""The closed days and half days of each politikreds, by code, in order of day."""

_WEEKEND = Closure(Kind.WEEKEND, Kind.WEEKEND.value)
_RULES = {
    "closed_afternoon": Closure(Kind.HOLIDAY, Text("lukket fra kl. 12.00", "closed from noon")),
    "blocked_dates": Closure(Kind.BLOCKED, Text("spærret dag", "blocked day")),
    "blocked_weeks": Closure(Kind.BLOCKED, Text("spærret uge", "blocked week")),
    "window": Closure(Kind.BLOCKED, Text("uden for perioden", "outside the period")),
    "politikreds_free": Closure(Kind.PARTY, Text("politikredsen er optaget", "the politikreds is busy")),
    "strict_coverage": Closure(Kind.PARTY, Text("en kalender dækker ikke dagen", "a calendar does not cover the day")),
    "quorum": Closure(Kind.PARTY, Text("for mange kommuner er optaget", "too many kommuner are busy")),
}
_NO_FACILITATOR = Closure(Kind.PARTY, Text("ingen facilitator er ledig", "no facilitator is free"))


def find_closed_days(schedule: Schedule) -> ClosedDays:
    """Find the closed days of every politikreds that meets in the plan.

    A day is closed where no start on it is possible, whatever else the plan holds; a half of it where only the other
    half has a possible start. A plan made by hand, whose receipt has no request and no availability, gives only the
    days that are closed to all.

    Args:
        schedule: the plan with its receipt.

    Returns:
        The closed days by the code of the politikreds, in order of day.
    """
    codes = {meeting.district for meeting in schedule.meetings}
    kredse = [kreds for kreds in politikredse_on(dt.date(schedule.year, 1, 1)) if kreds.code in codes]
    problem = _problem(schedule)
    return {kreds.code: dict(_closed_to(kreds, schedule.year, problem)) for kreds in kredse}


def group_runs(days: Mapping[dt.date, Closure]) -> Iterator[tuple[dt.date, dt.date, Closure]]:
    """Group consecutive days with the same reason.

    Args:
        days: the closed days, in order.

    Yields:
        The first day, the last day and the reason of each run.
    """
    first = last = None
    for day, closure in days.items():
        if first is not None and last is not None:
            if day - last == dt.timedelta(days=1) and days[first] == closure:
                last = day
                continue
            yield first, last, days[first]
        first = last = day
    if first is not None and last is not None:
        yield first, last, days[first]


def format_short_day(day: dt.date) -> Text:
    """Format a day without its year.

    Args:
        day: the day.

    Returns:
        Such as «9. mar.» and "9 Mar".
    """
    month = MONTHS_SHORT[day.month - 1]
    return Text(f"{day.day}. {month.da}", f"{day.day} {month.en}")


def format_span(first: dt.date, last: dt.date) -> Text:
    """Return the days from the first to the last.

    Args:
        first: the first day.
        last: the last day, included.

    Returns:
        Such as «9.–12. mar.» and "9–12 Mar", «30. mar.–2. apr.», or «9. mar.» for a single day.
    """
    end = format_short_day(last)
    if first == last:
        return end
    if first.month == last.month:
        return Text(f"{first.day}.–{end.da}", f"{first.day}–{end.en}")
    start = format_short_day(first)
    return Text(f"{start.da}–{end.da}", f"{start.en}–{end.en}")


def _problem(schedule: Schedule) -> Problem | None:
    if not {"request", "availability", "further_starts"} <= schedule.receipt.keys():
        return None
    receipt = PlanReceipt.of_plan(schedule)
    slots = build_slots(receipt.request, receipt.further_starts)
    return Problem(receipt.request, slots, (), receipt.availability)


def _closed_to(kreds: Politikreds, year: int, problem: Problem | None) -> Iterator[tuple[dt.date, Closure]]:
    slots: dict[dt.date, list[Slot]] = {}
    for slot in problem.slots if problem is not None else ():
        slots.setdefault(slot.day, []).append(slot)
    day = dt.date(year, 1, 1)
    while day.year == year:
        found = _for_all(day)
        if found is None and problem is not None:
            found = _find_closure([(slot, _refused(problem, kreds, slot)) for slot in slots.get(day, ())])
        if found is not None:
            yield day, found
        day += dt.timedelta(days=1)


def _find_closure(starts: Sequence[tuple[Slot, Closure | None]]) -> Closure | None:
    """The closure of a day by those of its starts: the last start of the day or half day tells the reason."""
    if not starts:
        return None
    if all(closure for _, closure in starts):
        return starts[-1][1]
    for part, own in (
        (Part.MORNING, [closure for slot, closure in starts if slot.clock < NOON]),
        (Part.AFTERNOON, [closure for slot, closure in starts if slot.clock >= NOON]),
    ):
        if own and own[-1] is not None and all(own):
            return replace(own[-1], part=part)
    return None


def _for_all(day: dt.date) -> Closure | None:
    name = holiday_name(day) or CLOSED_DAYS.get((day.month, day.day))
    if name is not None:
        return Closure(Kind.HOLIDAY, name)
    return None if is_hverdag(day, saturday=False) else _WEEKEND


def _describe_boernehus(place: str) -> Closure:
    return Closure(Kind.PARTY, Text(f"børnehuset i {place} er optaget", f"the børnehus in {place} is busy"))


def _refused(problem: Problem, kreds: Politikreds, slot: Slot) -> Closure | None:
    for name, constraint in START_CONSTRAINTS.items():
        if isinstance(constraint, SlotConstraint) and name in _RULES and constraint.slot_violations(problem, slot):
            return _RULES[name]
        if isinstance(constraint, DistrictConstraint):
            for violation in constraint.district_violations(problem, kreds, slot):
                return _describe_boernehus(violation.subject) if name == BoernehuseFree.name else _RULES[name]
    few = len(problem.free_facilitators(slot)) < problem.request.facilitators_per_meeting
    return _NO_FACILITATOR if few else None
