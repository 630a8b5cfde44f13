"""The constraints on a start alone: the year, the days off, the blocked days, the window and the duration."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from meetings._constraints.conflict import Conflict
from meetings._constraints.constraint import DroppableConstraint, SlotConstraint, SubjectText
from meetings._constraints.problem import Problem
from meetings._constraints.slot import Slot
from meetings._domain.closed_days import CLOSED_AFTERNOONS, CLOSED_DAYS, NOON
from overgreb_rules.calendar import why_not_hverdag
from overgreb_rules.shared.date_words import WEEKDAYS, format_day
from overgreb_rules.shared.text import Text

_WEEKEND = frozenset({WEEKDAYS[5].da, WEEKDAYS[6].da})


class InYear(SlotConstraint):
    """A meeting of a year takes place in that year.

    Source:
        «Yearly» is one in each calendar year.
    """

    name = "in_year"

    def _check(self, problem: Problem, slot: Slot) -> Iterator[SubjectText]:
        if slot.day.year != problem.request.year:
            day, year = format_day(slot.day), problem.request.year
            yield "", Text(f"{day.da} ligger ikke i {year}", f"{day.en} does not lie in {year}")


class WorkingDay(SlotConstraint):
    """No meeting on a Saturday, Sunday or public holiday.

    Source:
        The holidays of `overgreb_rules.calendar`; store bededag until 2023 (lov nr. 214/2023).
    """

    name = "working_day"

    def _check(self, problem: Problem, slot: Slot) -> Iterator[SubjectText]:
        del problem
        why = why_not_hverdag(slot.day, saturday=False)
        if why:
            day = format_day(slot.day)
            yield "", Text(f"{day.da} er {_with_article(why.da)}", f"{day.en} is {why.da} ({why.en})")


class ClosedDay(SlotConstraint):
    """No meeting on 24 or 31 December: offices are closed, though neither is a public holiday."""

    name = "closed_day"

    def _check(self, problem: Problem, slot: Slot) -> Iterator[SubjectText]:
        del problem
        if (slot.day.month, slot.day.day) in CLOSED_DAYS:
            day = format_day(slot.day)
            yield "", Text(f"kontorerne er lukket {day.da}", f"offices are closed on {day.en}")


class ClosedAfternoon(SlotConstraint):
    """On 1 May and 5 June most kommuner close at 12:00: a meeting must have ended by then."""

    name = "closed_afternoon"

    def _check(self, problem: Problem, slot: Slot) -> Iterator[SubjectText]:
        del problem
        noon = dt.datetime.combine(slot.day, NOON)
        if (slot.day.month, slot.day.day) in CLOSED_AFTERNOONS and slot.ends.replace(tzinfo=None) > noon:
            day = format_day(slot.day)
            yield "", Text(f"kontorerne lukker kl. 12.00 {day.da}", f"offices close at 12:00 on {day.en}")


class BlockedDates(SlotConstraint, DroppableConstraint):
    """No meeting on a day that the request blocks (`blocked.dates`)."""

    name = "blocked_dates"
    limits_days = True

    def _check(self, problem: Problem, slot: Slot) -> Iterator[SubjectText]:
        if slot.day in problem.request.blocked.dates:
            day = format_day(slot.day)
            yield "", Text(f"{day.da} er spærret", f"{day.en} is blocked")

    def _sentence(self, conflict: Conflict, subject: str) -> Text:
        days = conflict.name_days((self.name, subject))
        return Text(f"spærret: {days.da}", f"blocked: {days.en}")


class BlockedWeeks(SlotConstraint, DroppableConstraint):
    """No meeting in an ISO week of the planned year that the request blocks (`blocked.weeks`)."""

    name = "blocked_weeks"
    limits_days = True

    def _check(self, problem: Problem, slot: Slot) -> Iterator[SubjectText]:
        year, week, _ = slot.day.isocalendar()
        if year == problem.request.year and week in problem.request.blocked.weeks:
            day = format_day(slot.day)
            yield (
                "",
                Text(
                    f"{day.da} ligger i uge {week}, som er spærret", f"{day.en} lies in week {week}, which is blocked"
                ),
            )

    def _sentence(self, conflict: Conflict, subject: str) -> Text:
        weeks, days = conflict.problem.request.blocked.weeks, conflict.name_days((self.name, subject))
        listed = ", ".join(map(str, weeks))
        if len(weeks) == 1:
            return Text(f"uge {listed} er spærret: {days.da}", f"week {listed} is blocked: {days.en}")
        return Text(f"ugerne {listed} er spærret: {days.da}", f"the weeks {listed} are blocked: {days.en}")


class WithinWindow(SlotConstraint, DroppableConstraint):
    """Every meeting lies between the two days of the request's `window`, both included."""

    name = "window"
    limits_days = True

    def _check(self, problem: Problem, slot: Slot) -> Iterator[SubjectText]:
        first, last = problem.request.first_day, problem.request.last_day
        if not first <= slot.day <= last:
            day, start, end = format_day(slot.day), format_day(first), format_day(last)
            yield (
                "",
                Text(
                    f"{day.da} ligger uden for perioden fra {start.da} til {end.da}",
                    f"{day.en} lies outside the window from {start.en} to {end.en}",
                ),
            )

    def _sentence(self, conflict: Conflict, subject: str) -> Text:
        del subject
        request = conflict.problem.request
        first, last = format_day(request.first_day), format_day(request.last_day)
        return Text(
            f"alle møder ligger fra {first.da} til {last.da}", f"every meeting lies from {first.en} to {last.en}"
        )


class Duration(SlotConstraint):
    """A meeting lasts as long as the request says (`duration`, minutes) and ends on its day."""

    name = "duration"

    def _check(self, problem: Problem, slot: Slot) -> Iterator[SubjectText]:
        minutes, wanted = (slot.end - slot.start) // 60, problem.request.duration
        if minutes != wanted:
            yield (
                "",
                Text(
                    f"mødet varer {minutes} minutter i stedet for {wanted}",
                    f"it lasts {minutes} minutes and not {wanted}",
                ),
            )
        if slot.ends.date() != slot.day:
            yield (
                "",
                Text(
                    "mødet slutter ikke samme dag, som det begynder",
                    "it does not end on the day on which it begins",
                ),
            )


def _with_article(name: str) -> str:
    return f"en {name}" if name in _WEEKEND else name
