"""The hard rules for one meeting and one start: each is one function, and its name is the name of the rule.

A rule gives back why it refuses, or nothing. Rules about several meetings stand in `rules_plan`.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from math import ceil

from meetings._constraints.problem import Problem, Slot, Task
from meetings._domain.districts import Politikreds
from meetings._domain.names import day_words, kommune_words, kreds_words, party_words, time_words
from meetings._domain.parties import Party
from overgreb_rules.calendar import local, months_after, why_not_hverdag

__all__ = [
    "DISTRICT_RULES",
    "MEETING_RULES",
    "NOT_TO_BE_DROPPED",
    "SLOT_RULES",
    "Violation",
    "gap_days",
    "start_violations",
]

_NOON = 12 * 60


@dataclass(frozen=True, slots=True)
class Violation:
    """A rule that forbids a start: its name, whom or what it is about, and the sentence."""

    rule: str
    subject: str
    text: str


Refusals = tuple[Violation, ...]
_NONE: Refusals = ()


def _minutes(moment: dt.datetime) -> int:
    return moment.hour * 60 + moment.minute


def gap_days(problem: Problem, task: Task) -> tuple[dt.date, dt.date]:
    """The first and the last day that are the right distance from last year's meeting; the year where none was."""
    if task.last is None:
        return dt.date(problem.request.year, 1, 1), dt.date(problem.request.year, 12, 31)
    gap = problem.request.gap_months
    first = months_after(task.last, gap.min, keeps_month_end=False)
    return first, months_after(task.last, gap.max, keeps_month_end=False)


def in_year(problem: Problem, slot: Slot) -> Refusals:
    """A meeting of a year takes place in that year. Source: «yearly» is one in each calendar year."""
    if slot.day.year == problem.request.year:
        return _NONE
    return (Violation("in_year", "", f"{day_words(slot.day)} does not lie in {problem.request.year}"),)


def working_day(problem: Problem, slot: Slot) -> Refusals:
    """No meeting on a Saturday, Sunday or public holiday (store bededag until 2023, lov nr. 214/2023)."""
    del problem
    why = why_not_hverdag(slot.day, saturday=False)
    return (Violation("working_day", "", f"{day_words(slot.day)} is {why.da} ({why.en})"),) if why else _NONE


def closed_day(problem: Problem, slot: Slot) -> Refusals:
    """No meeting on 24 or 31 December: offices are closed, though neither is a public holiday."""
    del problem
    if (slot.day.month, slot.day.day) not in {(12, 24), (12, 31)}:
        return _NONE
    return (Violation("closed_day", "", f"offices are closed on {day_words(slot.day)}"),)


def closed_afternoon(problem: Problem, slot: Slot) -> Refusals:
    """On 1 May and 5 June most kommuner close at 12:00: a meeting must have ended by then."""
    del problem
    if (slot.day.month, slot.day.day) not in {(5, 1), (6, 5)} or _minutes(slot.ends) <= _NOON:
        return _NONE
    return (Violation("closed_afternoon", "", f"offices close at 12:00 on {day_words(slot.day)}"),)


def blocked_dates(problem: Problem, slot: Slot) -> Refusals:
    """No meeting on a day that the request blocks (`blocked.dates`)."""
    if slot.day not in problem.request.blocked.dates:
        return _NONE
    return (Violation("blocked_dates", "", f"{day_words(slot.day)} is blocked"),)


def blocked_weeks(problem: Problem, slot: Slot) -> Refusals:
    """No meeting in an ISO week of the planned year that the request blocks (`blocked.weeks`)."""
    year, week, _ = slot.day.isocalendar()
    if year != problem.request.year or week not in problem.request.blocked.weeks:
        return _NONE
    return (Violation("blocked_weeks", "", f"{day_words(slot.day)} lies in week {week}, which is blocked"),)


def window(problem: Problem, slot: Slot) -> Refusals:
    """Every meeting lies between the two days of the request's `window`, both included."""
    first, last = problem.request.first_day, problem.request.last_day
    if first <= slot.day <= last:
        return _NONE
    words = f"{day_words(slot.day)} lies outside the window from {day_words(first)} to {day_words(last)}"
    return (Violation("window", "", words),)


def duration(problem: Problem, slot: Slot) -> Refusals:
    """A meeting lasts as long as the request says (`duration`, minutes) and ends on its day."""
    lasts = (slot.end - slot.start) // 60
    if lasts == problem.request.duration and slot.ends.date() == slot.day:
        return _NONE
    return (Violation("duration", "", f"it lasts {lasts} minutes and not {problem.request.duration}"),)


def politikreds_free(problem: Problem, kreds: Politikreds, slot: Slot) -> Refusals:
    """The police of the kreds must be there: their calendar must be free."""
    if problem.availability.can_come(Party("politikreds", kreds.code), slot):
        return _NONE
    words = f"{kreds_words(kreds.code, problem.request.year)} is busy on {time_words(slot.starts)}"
    return (Violation("politikreds_free", kreds.code, words),)


def boernehuse_free(problem: Problem, kreds: Politikreds, slot: Slot) -> Refusals:
    """Every børnehus that serves a kommune of the kreds must be there: its calendar must be free."""
    parties = [Party("boernehus", place) for place in kreds.boernehuse]
    return tuple(
        Violation("boernehuse_free", party.id, f"{party_words(party, 0)} is busy on {time_words(slot.starts)}")
        for party in parties
        if not problem.availability.can_come(party, slot)
    )


def quorum(problem: Problem, kreds: Politikreds, slot: Slot) -> Refusals:
    """At least the share `quorum` of the kommuner of the kreds must be free; unreadable counts as absent."""
    every = len(kreds.kommuner)
    needed = ceil(Fraction(str(problem.request.quorum)) * every)
    absent = problem.absent(kreds, slot)
    if every - len(absent) >= needed:
        return _NONE
    names = ", ".join(kommune_words(code, problem.request.year) for code in absent)
    words = f"{needed} of {every} kommuner must be free on {time_words(slot.starts)}; not free: {names}"
    return (Violation("quorum", kreds.code, words),)


def host_present(problem: Problem, task: Task, slot: Slot) -> Refusals:
    """The host must be there. The host is the kommune that was host longest ago, then the lowest code."""
    if problem.availability.can_come(Party("kommune", task.host), slot):
        return _NONE
    words = f"the host {kommune_words(task.host, problem.request.year)} is not free on {time_words(slot.starts)}"
    return (Violation("host_present", task.key, words),)


def facilitators_free(problem: Problem, task: Task, slot: Slot) -> Refusals:
    """As many facilitators as a meeting needs must be free."""
    del task
    needed, free = problem.request.facilitators_per_meeting, problem.free_facilitators(slot)
    if len(free) >= needed:
        return _NONE
    busy = [name for name in problem.facilitators if name not in free]
    who = ", ".join(party_words(Party("facilitator", name), 0) for name in busy)
    words = f"{needed} of {len(problem.facilitators)} facilitators must be free on {time_words(slot.starts)}"
    return (Violation("facilitators_free", "", f"{words}; busy: {who}"),)


def start_times(problem: Problem, task: Task, slot: Slot) -> Refusals:
    """A meeting begins at one of the `start_times`, unless the request pins it to another time."""
    if slot.clock in problem.request.start_times or slot.start == task.pinned:
        return _NONE
    times = ", ".join(f"{time:%H:%M}" for time in problem.request.start_times)
    return (Violation("start_times", "", f"{slot.starts:%H:%M} is none of the start times {times}"),)


def gap_to_last_year(problem: Problem, task: Task, slot: Slot) -> Refusals:
    """From last year's meeting of the same round: `gap_months`, 9 to 15 by default, ends included."""
    if task.last is None:
        return _NONE
    first, final = gap_days(problem, task)
    if first <= slot.day <= final:
        return _NONE
    limits = f"{problem.request.gap_months.min} to {problem.request.gap_months.max} months"
    words = f"{day_words(slot.day)} is not {limits} after the last meeting, {day_words(task.last)}"
    return (Violation("gap_to_last_year", task.key, words),)


def pinned(problem: Problem, task: Task, slot: Slot) -> Refusals:
    """A meeting that the request pins takes place then and at no other time."""
    del problem
    if task.pinned is None or slot.start == task.pinned:
        return _NONE
    return (Violation("pinned", task.key, f"the meeting is pinned to {time_words(local(task.pinned))}"),)


def not_in_the_past(problem: Problem, task: Task, slot: Slot) -> Refusals:
    """Where a plan has been published, no meeting gets a new start that lies before now."""
    kept = task.published is not None and int(task.published.start.timestamp()) == slot.start
    if problem.at is None or slot.start >= problem.at or kept:
        return _NONE
    words = f"{time_words(slot.starts)} lies before {time_words(local(problem.at))}, when this is planned"
    return (Violation("not_in_the_past", "", words),)


SLOT_RULES: Mapping[str, Callable[[Problem, Slot], Refusals]] = {
    rule.__name__: rule
    for rule in (
        in_year,
        working_day,
        closed_day,
        closed_afternoon,
        blocked_dates,
        blocked_weeks,
        window,
        duration,
    )
}
"""Rules that look at the start alone."""

DISTRICT_RULES: Mapping[str, Callable[[Problem, Politikreds, Slot], Refusals]] = {
    rule.__name__: rule for rule in (politikreds_free, boernehuse_free, quorum)
}
"""Rules that look at the start and the kreds."""

MEETING_RULES: Mapping[str, Callable[[Problem, Task, Slot], Refusals]] = {
    rule.__name__: rule
    for rule in (start_times, pinned, gap_to_last_year, not_in_the_past, facilitators_free, host_present)
}
"""Rules that look at the start and the meeting."""

NOT_TO_BE_DROPPED = frozenset({"in_year", "working_day", "closed_day", "closed_afternoon", "duration", "start_times"})
"""What is no wish of the request: it is never named as a requirement that could be dropped."""


def start_violations(problem: Problem, task: Task, slot: Slot) -> Refusals:
    """Every rule that forbids this start for this meeting, in order; none for a meeting that is over."""
    if task.held:
        return _NONE
    found: list[Violation] = []
    for slot_rule in SLOT_RULES.values():
        found += slot_rule(problem, slot)
    for district_rule in DISTRICT_RULES.values():
        found += district_rule(problem, task.kreds, slot)
    for meeting_rule in MEETING_RULES.values():
        found += meeting_rule(problem, task, slot)
    return tuple(found)
