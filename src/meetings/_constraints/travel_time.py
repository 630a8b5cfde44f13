"""The constraint on the time to travel between two meetings of a facilitator on one day."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations

from meetings._constraints.constraint import UpperBound, name_both
from meetings._constraints.plan_constraints import FacilitatorConstraint
from meetings._constraints.problem import MeetingAssignment, Problem
from meetings._constraints.slot import Slot
from meetings._constraints.variables import (
    PlanVariables,
    RowModel,
    SlotVariable,
    count_held,
    group_by,
    group_by_day,
    sum_of,
)
from meetings._domain.names import count_noun
from meetings.request import PlanRequest
from overgreb_rules.shared.text import Text


class FacilitatorTravelTime(FacilitatorConstraint):
    """Between two meetings of one day a facilitator has the time to travel (`travel_minutes`, by pair of kredse)."""

    name = "facilitator_travel_time"

    def _check_facilitator(self, problem: Problem, theirs: Sequence[MeetingAssignment]) -> Iterator[Text]:
        if problem.request.facilitator_meetings_per_day == 1:
            return  # the constraint of one meeting a day is stricter
        for first, second in combinations(theirs, 2):
            minutes = problem.request.travel_minutes.between_meetings(first.task.kreds.code, second.task.kreds.code)
            if _is_too_near(first.slot, second.slot, minutes) and not (first.task.held and second.task.held):
                pause, both = (second.slot.start - first.slot.end) // 60, name_both(problem, first, second)
                yield Text(
                    f"har {count_noun(pause, 'minut', 'minutter')} mellem {both.da}; rejsen tager {minutes} minutter",
                    f"has {count_noun(pause, 'minute')} between {both.en}; the journey takes {minutes} minutes",
                )

    def _rows(self, problem: Problem, model: RowModel, variables: PlanVariables) -> Iterator[UpperBound]:
        del model
        if not needs_travel_time(problem):
            return
        for group, theirs in variables.facilitators.items():
            for here in group_by_day(theirs).values():
                starts = sorted(group_by(here, lambda one: one.slot).items(), key=lambda item: item[0].start)
                for (_, first), (_, second) in combinations(starts, 2):
                    for terms in _list_exclusions(problem, first, second):
                        yield group[0], sum_of(terms), max(1, count_held(terms))

    def _limit(self, request: PlanRequest) -> Text:
        del request
        return Text("skal have rejsetid mellem møder samme dag", "has time to travel between meetings of one day")


def needs_travel_time(problem: Problem) -> bool:
    """Decide whether a journey can keep a facilitator from a second meeting on a day.

    Args:
        problem: The problem.

    Returns:
        Whether a facilitator may have several meetings a day, and some journey between two kredse takes time.
    """
    return problem.request.facilitator_meetings_per_day > 1 and max(_list_journeys(problem), default=0) > 0


def has_pause_for_some_journeys(problem: Problem) -> bool:
    """Decide whether two starts of a day can follow each other between some kredse and not between others.

    Args:
        problem: The problem.

    Returns:
        Whether they can: the model must then know between which kredse a facilitator travels that day.
    """
    if not needs_travel_time(problem):
        return False
    journeys = _list_journeys(problem)
    least, most = min(journeys), max(journeys)
    return any(least <= pause < most for pause in _list_pauses(problem))


def _list_journeys(problem: Problem) -> set[int]:
    """The minutes between two different kredse of the problem."""
    codes = sorted({task.kreds.code for task in problem.tasks})
    return {problem.request.travel_minutes.between_meetings(*pair) for pair in combinations(codes, 2)}


def _list_pauses(problem: Problem) -> set[int]:
    """The minutes from the end of a slot to the start of a later slot of its day."""
    pauses: set[int] = set()
    by_day: dict[object, list[Slot]] = {}
    held = [problem.slot_of(task.held) for task in problem.tasks if task.held]
    for slot in sorted((*problem.slots, *held), key=lambda slot: slot.start):
        by_day.setdefault(slot.day, []).append(slot)
    for slots in by_day.values():
        pauses.update((later.start - earlier.end) // 60 for earlier, later in combinations(slots, 2))
    return {pause for pause in pauses if pause >= 0}


def _list_exclusions(
    problem: Problem, first: Sequence[SlotVariable], second: Sequence[SlotVariable]
) -> Iterator[list[SlotVariable]]:
    """List sets of which a facilitator can have one meeting, from the variables of two slots in order of time.

    A facilitator is at one meeting at a time, so that a meeting at the first slot excludes all those at the second
    that are too far away; the rounds of a kreds lie on different days.
    """
    pause = (second[0].slot.start - first[0].slot.end) // 60
    if pause < 0:
        return
    if any(one.task is None for one in (*first, *second)):
        # Facilitators are counted only where no pause lies between the shortest and the longest journey
        # (`has_pause_for_some_journeys`), so that the longest one decides for all kredse.
        if pause < max(_list_journeys(problem)):
            yield [*_without_held(first), *second]
            yield [*first, *_without_held(second)]
        return
    excluded: dict[tuple[int, ...], list[SlotVariable]] = {}
    for one in first:
        far = tuple(index for index, other in enumerate(second) if _excludes(problem, one, other, pause))
        if far:
            excluded.setdefault(far, []).append(one)
    for far, ones in excluded.items():
        yield [*ones, *(second[index] for index in far)]


def _without_held(variables: Sequence[SlotVariable]) -> list[SlotVariable]:
    return [variable for variable in variables if variable.task is None or variable.task.held is None]


def _excludes(problem: Problem, one: SlotVariable, other: SlotVariable, pause: int) -> bool:
    if one.task is None or other.task is None or (one.task.held and other.task.held):
        return False
    minutes = problem.request.travel_minutes.between_meetings(one.task.kreds.code, other.task.kreds.code)
    return one.task.index != other.task.index and pause < minutes


def _is_too_near(first: Slot, second: Slot, minutes: int) -> bool:
    """Whether the meetings are on one day, do not overlap, and fewer minutes lie between them."""
    earlier, later = sorted((first, second), key=lambda slot: slot.start)
    return earlier.day == later.day and 0 <= later.start - earlier.end < minutes * 60
