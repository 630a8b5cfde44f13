"""The constraints on a start for a politikreds or for one of its meetings: who is free, and what is fixed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from fractions import Fraction
from math import ceil

from meetings._constraints.conflict import Conflict
from meetings._constraints.constraint import DistrictConstraint, MeetingConstraint, SubjectText
from meetings._constraints.problem import Problem, Slot, Task
from meetings._domain.districts import Politikreds
from meetings._domain.names import format_day, format_kommune, format_kreds, format_party, format_time
from meetings._domain.parties import Party
from overgreb_rules.calendar import local, months_after


class PolitikredsFree(DistrictConstraint):
    """The police of the kreds must be there: their calendar must be free."""

    name = "politikreds_free"

    def _check(self, problem: Problem, kreds: Politikreds, slot: Slot) -> Iterator[SubjectText]:
        if not problem.availability.can_come(Party("politikreds", kreds.code), slot):
            yield kreds.code, f"{format_kreds(kreds.code, problem.request.year)} is busy on {format_time(slot.starts)}"

    def _sentence(self, conflict: Conflict, subject: str) -> str:
        who = format_kreds(subject, conflict.problem.request.year)
        return f"{who} is busy: {conflict.name_starts((self.name, subject))}"


class BoernehuseFree(DistrictConstraint):
    """Every børnehus that serves a kommune of the kreds must be there: its calendar must be free."""

    name = "boernehuse_free"

    def _check(self, problem: Problem, kreds: Politikreds, slot: Slot) -> Iterator[SubjectText]:
        for place in kreds.boernehuse:
            party = Party("boernehus", place)
            if not problem.availability.can_come(party, slot):
                yield place, f"{format_party(party, 0)} is busy on {format_time(slot.starts)}"

    def _sentence(self, conflict: Conflict, subject: str) -> str:
        who = format_party(Party("boernehus", subject), 0)
        return f"{who} is busy: {conflict.name_starts((self.name, subject))}"


class Quorum(DistrictConstraint):
    """At least the share `quorum` of the kommuner of the kreds must be free; unreadable counts as absent."""

    name = "quorum"

    def _check(self, problem: Problem, kreds: Politikreds, slot: Slot) -> Iterator[SubjectText]:
        every, needed, absent = len(kreds.kommuner), _needed(problem, kreds), problem.absent(kreds, slot)
        if every - len(absent) < needed:
            names = ", ".join(format_kommune(code, problem.request.year) for code in absent)
            free = f"{needed} of {every} kommuner must be free on {format_time(slot.starts)}"
            yield kreds.code, f"{free}; not free: {names}"

    def _sentence(self, conflict: Conflict, subject: str) -> str:
        problem, year = conflict.problem, conflict.problem.request.year
        kreds = next(task.kreds for task in conflict.tasks if task.kreds.code == subject)
        requirement = (self.name, subject)
        absent = {code for slot in conflict.slots(requirement) for code in problem.absent(kreds, slot)}
        names = ", ".join(format_kommune(code, year) for code in sorted(absent))
        return (
            f"{_needed(problem, kreds)} of the {len(kreds.kommuner)} kommuner of {format_kreds(subject, year)} must be "
            f"free; {names} {'is' if len(absent) == 1 else 'are'} not always: {conflict.name_starts(requirement)}"
        )


def _needed(problem: Problem, kreds: Politikreds) -> int:
    # The share is a decimal number: a binary fraction could ask for one kommune too many.
    return ceil(Fraction(str(problem.request.quorum)) * len(kreds.kommuner))


class StartTimes(MeetingConstraint):
    """A meeting begins at one of the `start_times`, unless the request pins it to another time."""

    name = "start_times"
    can_be_dropped = False

    def _check(self, problem: Problem, task: Task, slot: Slot) -> Iterator[SubjectText]:
        if slot.clock not in problem.request.start_times and slot.start != task.pinned:
            times = ", ".join(f"{time:%H:%M}" for time in problem.request.start_times)
            yield "", f"{slot.starts:%H:%M} is none of the start times {times}"


class Pinned(MeetingConstraint):
    """A meeting that the request pins takes place then and at no other time."""

    name = "pinned"

    def _check(self, problem: Problem, task: Task, slot: Slot) -> Iterator[SubjectText]:
        del problem
        if task.pinned is not None and slot.start != task.pinned:
            yield task.key, f"the meeting is pinned to {format_time(local(task.pinned))}"

    def _sentence(self, conflict: Conflict, subject: str) -> str:
        task = conflict.task(subject)
        return f"{conflict.name_meeting(task)} is pinned to {format_time(local(task.pinned or 0))}"


class GapToLastYear(MeetingConstraint):
    """From last year's meeting of the same round: `gap_months`, 9 to 15 by default, ends included."""

    name = "gap_to_last_year"

    def _check(self, problem: Problem, task: Task, slot: Slot) -> Iterator[SubjectText]:
        if task.last is None:
            return
        first, last = gap_days(problem, task)
        if not first <= slot.day <= last:
            limits = f"{problem.request.gap_months.min} to {problem.request.gap_months.max} months"
            yield task.key, f"{format_day(slot.day)} is not {limits} after the last meeting, {format_day(task.last)}"

    def _sentence(self, conflict: Conflict, subject: str) -> str:
        task, gap = conflict.task(subject), conflict.problem.request.gap_months
        first, last = gap_days(conflict.problem, task)
        since = f" of {format_day(task.last)}" if task.last else ""
        return (
            f"{conflict.name_meeting(task)} lies {gap.min} to {gap.max} months after the last meeting"
            f"{since}: from {format_day(first)} to {format_day(last)}"
        )


def gap_days(problem: Problem, task: Task) -> tuple[dt.date, dt.date]:
    """Return the days that are the right distance from last year's meeting.

    Args:
        problem: The problem, with the distance in months.
        task: The meeting.

    Returns:
        The first and the last such day; of the whole year where there was no meeting last year.
    """
    if task.last is None:
        return dt.date(problem.request.year, 1, 1), dt.date(problem.request.year, 12, 31)
    gap = problem.request.gap_months
    first = months_after(task.last, gap.min, keeps_month_end=False)
    return first, months_after(task.last, gap.max, keeps_month_end=False)


class NotInThePast(MeetingConstraint):
    """Where a plan has been published, no meeting gets a new start that lies before now."""

    name = "not_in_the_past"

    def _check(self, problem: Problem, task: Task, slot: Slot) -> Iterator[SubjectText]:
        is_kept = task.published is not None and int(task.published.start.timestamp()) == slot.start
        if problem.at is not None and slot.start < problem.at and not is_kept:
            now = f"{format_time(local(problem.at))}, when this is planned"
            yield "", f"{format_time(slot.starts)} lies before {now}"

    def _sentence(self, conflict: Conflict, subject: str) -> str:
        del subject
        return f"no new start lies before {format_time(local(conflict.problem.at or 0))}"


class FacilitatorsFree(MeetingConstraint):
    """As many facilitators as a meeting needs must be free.

    In a conflict each busy facilitator is a requirement of its own.
    """

    name = "facilitators_free"

    def _check(self, problem: Problem, task: Task, slot: Slot) -> Iterator[SubjectText]:
        del task
        needed, free = problem.request.facilitators_per_meeting, problem.free_facilitators(slot)
        if len(free) < needed:
            busy = [name for name in problem.facilitators if name not in free]
            who = ", ".join(format_party(Party("facilitator", name), 0) for name in busy)
            count = f"{needed} of {len(problem.facilitators)} facilitators must be free on {format_time(slot.starts)}"
            yield "", f"{count}; busy: {who}"

    def _sentence(self, conflict: Conflict, subject: str) -> str:
        who = format_party(Party("facilitator", subject), 0)
        return f"{who} is busy: {conflict.name_starts((self.name, subject))}"


class HostPresent(MeetingConstraint):
    """The host must be there. The host is the kommune that was host longest ago, then the lowest code."""

    name = "host_present"

    def _check(self, problem: Problem, task: Task, slot: Slot) -> Iterator[SubjectText]:
        if not problem.availability.can_come(Party("kommune", task.host), slot):
            host = format_kommune(task.host, problem.request.year)
            yield task.key, f"the host {host} is not free on {format_time(slot.starts)}"

    def _sentence(self, conflict: Conflict, subject: str) -> str:
        host = format_kommune(conflict.task(subject).host, conflict.problem.request.year)
        return f"the host {host} is not free: {conflict.name_starts((self.name, subject))}"
