"""The hard rules about several meetings at once: each is one function, and its name is the name of the rule.

A rule is given meetings that are placed and tells every clash among them. The solver states the same rules as
rows of numbers; the tests hold the two against each other.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import combinations, pairwise

from meetings._constraints.meeting_rules import Violation
from meetings._constraints.problem import MeetingAssignment, Problem
from meetings._domain.names import day_words, kreds_words, party_words, time_words
from meetings._domain.parties import Party

__all__ = ["BETWEEN_KREDSE", "PLAN_RULES", "plan_violations"]


def _by_facilitator(
    problem: Problem, placed: Sequence[MeetingAssignment]
) -> Iterator[tuple[str, list[MeetingAssignment]]]:
    names = dict.fromkeys((*problem.facilitators, *(name for one in placed for name in one.facilitators)))
    for name in names:
        theirs = [one for one in placed if name in (one.facilitators or ("",))]
        yield name, sorted(theirs, key=lambda one: one.slot.start)


def _both(problem: Problem, first: MeetingAssignment, second: MeetingAssignment) -> str:
    year = problem.request.year
    return (
        f"{kreds_words(first.task.kreds.code, year)} on {time_words(first.slot.starts)} and "
        f"{kreds_words(second.task.kreds.code, year)} on {time_words(second.slot.starts)}"
    )


def facilitators_come(problem: Problem, placed: Sequence[MeetingAssignment]) -> Iterator[Violation]:
    """A meeting has as many facilitators as it needs, all of the request, and all of them are free."""
    needed = problem.request.facilitators_per_meeting
    for one in placed:
        if one.task.held:
            continue
        where = f"{kreds_words(one.task.kreds.code, problem.request.year)} on {time_words(one.slot.starts)}"
        if len(set(one.facilitators)) != needed or len(one.facilitators) != needed:
            words = f"{where} has {len(one.facilitators)} facilitators and not {needed}"
            yield Violation("facilitators_come", one.task.key, words)
        for name in one.facilitators:
            who = party_words(Party("facilitator", name), 0)
            if name not in problem.facilitators:
                yield Violation("facilitators_come", one.task.key, f"{who} is not of this request: {where}")
            elif name not in problem.free_facilitators(one.slot):
                yield Violation("facilitators_come", one.task.key, f"{who} is busy: {where}")


def facilitator_meetings_per_day(problem: Problem, placed: Sequence[MeetingAssignment]) -> Iterator[Violation]:
    """A facilitator leads at most `facilitator_meetings_per_day` meetings a day."""
    most = problem.request.facilitator_meetings_per_day
    for name, theirs in _by_facilitator(problem, placed):
        for day in dict.fromkeys(one.slot.day for one in theirs):
            count = sum(one.slot.day == day for one in theirs)
            if count > most:
                who = party_words(Party("facilitator", name), 0)
                words = f"{who} has {count} meetings on {day_words(day)}; at most {most} a day"
                yield Violation("facilitator_meetings_per_day", name, words)


def facilitator_one_at_a_time(problem: Problem, placed: Sequence[MeetingAssignment]) -> Iterator[Violation]:
    """A facilitator is at one meeting at a time."""
    for name, theirs in _by_facilitator(problem, placed):
        for first, second in combinations(theirs, 2):
            if second.slot.start < first.slot.end:
                who = party_words(Party("facilitator", name), 0)
                words = f"{who} is at two meetings at once: {_both(problem, first, second)}"
                yield Violation("facilitator_one_at_a_time", name, words)


def facilitator_rest_days(problem: Problem, placed: Sequence[MeetingAssignment]) -> Iterator[Violation]:
    """Between two days with meetings a facilitator has `facilitator_rest_days` whole days without one."""
    rest = problem.request.facilitator_rest_days
    for name, theirs in _by_facilitator(problem, placed):
        for first, second in pairwise(theirs):
            if 0 < (second.slot.day - first.slot.day).days <= rest:
                who = party_words(Party("facilitator", name), 0)
                words = f"{who} has fewer than {rest} days of rest between {_both(problem, first, second)}"
                yield Violation("facilitator_rest_days", name, words)


def shared_boernehus(problem: Problem, placed: Sequence[MeetingAssignment]) -> Iterator[Violation]:
    """A børnehus serves several kredse and cannot be at two meetings whose times overlap."""
    for first, second in combinations(sorted(placed, key=lambda one: one.slot.start), 2):
        if second.slot.start < first.slot.end:
            for place in sorted(set(first.task.kreds.boernehuse) & set(second.task.kreds.boernehuse)):
                who = party_words(Party("boernehus", place), 0)
                words = f"{who} is at two meetings at once: {_both(problem, first, second)}"
                yield Violation("shared_boernehus", place, words)


def spacing(problem: Problem, placed: Sequence[MeetingAssignment]) -> Iterator[Violation]:
    """From one round of a kreds to the next: `spacing_days`, both ends included."""
    least, most = problem.request.spacing
    rounds = {(one.task.kreds.code, one.task.round): one for one in placed}
    for (code, number), first in sorted(rounds.items(), key=lambda item: item[0]):
        second = rounds.get((code, number + 1))
        if second is None or (first.task.held and second.task.held):
            continue
        days = (second.slot.day - first.slot.day).days
        if not least <= days <= most:
            words = f"{days} days between the rounds {number} and {number + 1}, and not {least} to {most}: "
            yield Violation("spacing", code, words + _both(problem, first, second))


PLAN_RULES: Mapping[str, Callable[[Problem, Sequence[MeetingAssignment]], Iterator[Violation]]] = {
    rule.__name__: rule
    for rule in (
        facilitators_come,
        facilitator_meetings_per_day,
        facilitator_one_at_a_time,
        facilitator_rest_days,
        shared_boernehus,
        spacing,
    )
}
"""Rules that look at several meetings."""

BETWEEN_KREDSE = frozenset(PLAN_RULES) - {"facilitators_come", "spacing"}
"""Those that meetings of several kredse can break together."""


def plan_violations(problem: Problem, placed: Sequence[MeetingAssignment]) -> tuple[Violation, ...]:
    """Every clash among the meetings, by rule in order."""
    return tuple(found for rule in PLAN_RULES.values() for found in rule(problem, placed))
