"""The constraints on a start alone: the year, the days off, the blocked days, the window and the duration."""

from __future__ import annotations

from collections.abc import Iterator

from meetings._constraints.conflict import Conflict
from meetings._constraints.constraint import SlotConstraint, SubjectText
from meetings._constraints.problem import Problem, Slot
from meetings._domain.names import format_day
from overgreb_rules.calendar import why_not_hverdag

_NOON = 12 * 60
"""In minutes from midnight."""


class InYear(SlotConstraint):
    """A meeting of a year takes place in that year.

    Source:
        «Yearly» is one in each calendar year.
    """

    name = "in_year"
    can_be_dropped = False

    def _check(self, problem: Problem, slot: Slot) -> Iterator[SubjectText]:
        if slot.day.year != problem.request.year:
            yield "", f"{format_day(slot.day)} does not lie in {problem.request.year}"


class WorkingDay(SlotConstraint):
    """No meeting on a Saturday, Sunday or public holiday.

    Source:
        The holidays of `overgreb_rules.calendar`; store bededag until 2023 (lov nr. 214/2023).
    """

    name = "working_day"
    can_be_dropped = False

    def _check(self, problem: Problem, slot: Slot) -> Iterator[SubjectText]:
        del problem
        why = why_not_hverdag(slot.day, saturday=False)
        if why:
            yield "", f"{format_day(slot.day)} is {why.da} ({why.en})"


class ClosedDay(SlotConstraint):
    """No meeting on 24 or 31 December: offices are closed, though neither is a public holiday."""

    name = "closed_day"
    can_be_dropped = False

    def _check(self, problem: Problem, slot: Slot) -> Iterator[SubjectText]:
        del problem
        if (slot.day.month, slot.day.day) in {(12, 24), (12, 31)}:
            yield "", f"offices are closed on {format_day(slot.day)}"


class ClosedAfternoon(SlotConstraint):
    """On 1 May and 5 June most kommuner close at 12:00: a meeting must have ended by then."""

    name = "closed_afternoon"
    can_be_dropped = False

    def _check(self, problem: Problem, slot: Slot) -> Iterator[SubjectText]:
        del problem
        if (slot.day.month, slot.day.day) in {(5, 1), (6, 5)} and slot.ends.hour * 60 + slot.ends.minute > _NOON:
            yield "", f"offices close at 12:00 on {format_day(slot.day)}"


class BlockedDates(SlotConstraint):
    """No meeting on a day that the request blocks (`blocked.dates`)."""

    name = "blocked_dates"

    def _check(self, problem: Problem, slot: Slot) -> Iterator[SubjectText]:
        if slot.day in problem.request.blocked.dates:
            yield "", f"{format_day(slot.day)} is blocked"

    def _sentence(self, conflict: Conflict, subject: str) -> str:
        return f"blocked: {conflict.name_days((self.name, subject))}"


class BlockedWeeks(SlotConstraint):
    """No meeting in an ISO week of the planned year that the request blocks (`blocked.weeks`)."""

    name = "blocked_weeks"

    def _check(self, problem: Problem, slot: Slot) -> Iterator[SubjectText]:
        year, week, _ = slot.day.isocalendar()
        if year == problem.request.year and week in problem.request.blocked.weeks:
            yield "", f"{format_day(slot.day)} lies in week {week}, which is blocked"

    def _sentence(self, conflict: Conflict, subject: str) -> str:
        weeks = ", ".join(map(str, conflict.problem.request.blocked.weeks))
        return f"the weeks {weeks} are blocked: {conflict.name_days((self.name, subject))}"


class WithinWindow(SlotConstraint):
    """Every meeting lies between the two days of the request's `window`, both included."""

    name = "window"

    def _check(self, problem: Problem, slot: Slot) -> Iterator[SubjectText]:
        first, last = problem.request.first_day, problem.request.last_day
        if not first <= slot.day <= last:
            yield "", f"{format_day(slot.day)} lies outside the window from {format_day(first)} to {format_day(last)}"

    def _sentence(self, conflict: Conflict, subject: str) -> str:
        del subject
        request = conflict.problem.request
        return f"every meeting lies from {format_day(request.first_day)} to {format_day(request.last_day)}"


class Duration(SlotConstraint):
    """A meeting lasts as long as the request says (`duration`, minutes) and ends on its day."""

    name = "duration"
    can_be_dropped = False

    def _check(self, problem: Problem, slot: Slot) -> Iterator[SubjectText]:
        minutes = (slot.end - slot.start) // 60
        if minutes != problem.request.duration or slot.ends.date() != slot.day:
            yield "", f"it lasts {minutes} minutes and not {problem.request.duration}"
