"""The constraints on what people share: facilitators and børnehuse, each at one meeting at a time.

Meetings that are over bind those that are not, and not each other: they took place, whatever the request says now.
"""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Iterable, Iterator, Sequence
from itertools import combinations, pairwise

from meetings._constraints.conflict import Conflict
from meetings._constraints.constraint import (
    DroppableConstraint,
    PlanConstraint,
    SubjectText,
    UpperBound,
    name_both,
    name_meeting_time,
)
from meetings._constraints.coverage import describe_uncovered
from meetings._constraints.problem import MeetingAssignment, Problem
from meetings._constraints.variables import (
    PlanVariables,
    RowModel,
    SlotVariable,
    count_at_work,
    count_held,
    count_possible_meetings,
    find_overlaps,
    group_by_day,
    sum_of,
)
from meetings._domain.names import count_noun, format_party
from meetings._domain.parties import Party
from meetings.request import PlanRequest
from overgreb_rules.shared.date_words import format_day
from overgreb_rules.shared.text import Text


class FacilitatorsCome(PlanConstraint):
    """A meeting has as many facilitators as it needs, all of the request, and all of them are free.

    The variables state this constraint: there is one for each start with each team that can lead the meeting.
    """

    name = "facilitators_come"
    spans_districts = False

    def _check(self, problem: Problem, assignments: Sequence[MeetingAssignment]) -> Iterator[SubjectText]:
        needed = problem.request.facilitators_per_meeting
        for one in assignments:
            if one.task.held:
                continue
            where, number = name_meeting_time(problem, one), len(one.facilitators)
            if len(set(one.facilitators)) != needed or number != needed:
                yield (
                    one.task.key,
                    Text(
                        f"{where.da} har {count_noun(number, 'facilitator', 'facilitatorer')} i stedet for {needed}",
                        f"{where.en} has {count_noun(number, 'facilitator')} and not {needed}",
                    ),
                )
            for name in one.facilitators:
                who = _name_facilitator(name)
                if name not in problem.facilitators:
                    yield (
                        one.task.key,
                        Text(
                            f"{who.da} står ikke i bestillingen: {where.da}",
                            f"{who.en} is not of this request: {where.en}",
                        ),
                    )
                elif not problem.availability.can_come(Party("facilitator", name), one.slot):
                    yield one.task.key, Text(f"{who.da} er optaget: {where.da}", f"{who.en} is busy: {where.en}")
                elif problem.availability.lacks_coverage(Party("facilitator", name), one.slot):
                    yield one.task.key, describe_uncovered(problem, Party("facilitator", name), one.slot)

    def _rows(self, problem: Problem, model: RowModel, variables: PlanVariables) -> Iterator[UpperBound]:
        del problem, model, variables
        yield from ()


class FacilitatorConstraint(PlanConstraint, DroppableConstraint):
    """A constraint on the meetings of one facilitator."""

    def _check(self, problem: Problem, assignments: Sequence[MeetingAssignment]) -> Iterator[SubjectText]:
        named = (name for one in assignments for name in one.facilitators)
        for name in dict.fromkeys((*problem.facilitators, *named)):
            theirs = [one for one in assignments if name in (one.facilitators or ("",))]
            who = _name_facilitator(name)
            for text in self._check_facilitator(problem, sorted(theirs, key=lambda one: one.slot.start)):
                yield name, Text(f"{who.da} {text.da}", f"{who.en} {text.en}")

    @abstractmethod
    def _check_facilitator(self, problem: Problem, theirs: Sequence[MeetingAssignment]) -> Iterator[Text]: ...

    def _sentence(self, conflict: Conflict, subject: str) -> Text:
        who, limit = _name_facilitator(subject), self._limit(conflict.problem.request)
        meetings = conflict.name_meetings(conflict.tasks)
        return Text(f"{who.da} {limit.da}: {meetings.da}", f"{who.en} {limit.en}: {meetings.en}")

    @abstractmethod
    def _limit(self, request: PlanRequest) -> Text: ...


class FacilitatorMeetingsPerDay(FacilitatorConstraint):
    """A facilitator leads at most `facilitator_meetings_per_day` meetings a day."""

    name = "facilitator_meetings_per_day"

    def _check_facilitator(self, problem: Problem, theirs: Sequence[MeetingAssignment]) -> Iterator[Text]:
        most = problem.request.facilitator_meetings_per_day
        for day in dict.fromkeys(one.slot.day for one in theirs):
            here = [one for one in theirs if one.slot.day == day]
            count = len(here)
            if count > most and not _are_over(here):
                when = format_day(day)
                yield Text(
                    f"har {count} møder {when.da}; højst {most} om dagen",
                    f"has {count} meetings on {when.en}; at most {most} a day",
                )

    def _rows(self, problem: Problem, model: RowModel, variables: PlanVariables) -> Iterator[UpperBound]:
        del model
        for group, theirs in variables.facilitators.items():
            most = problem.request.facilitator_meetings_per_day * len(group)
            for here in group_by_day(theirs).values():
                if count_possible_meetings(here) > most:
                    yield group[0], sum_of(here), max(most, count_held(here))

    def _limit(self, request: PlanRequest) -> Text:
        most = request.facilitator_meetings_per_day
        return Text(
            f"må højst have {count_noun(most, 'møde', 'møder')} om dagen",
            f"has at most {count_noun(most, 'meeting')} a day",
        )


class FacilitatorOneAtATime(FacilitatorConstraint):
    """A facilitator is at one meeting at a time."""

    name = "facilitator_one_at_a_time"

    def _check_facilitator(self, problem: Problem, theirs: Sequence[MeetingAssignment]) -> Iterator[Text]:
        for first, second in combinations(theirs, 2):
            if second.slot.start < first.slot.end and not _are_over((first, second)):
                both = name_both(problem, first, second)
                yield Text(f"er til to møder på én gang: {both.da}", f"is at two meetings at once: {both.en}")

    def _rows(self, problem: Problem, model: RowModel, variables: PlanVariables) -> Iterator[UpperBound]:
        del model
        if problem.request.facilitator_meetings_per_day == 1:
            return  # the constraint of one meeting a day is stricter
        for group, theirs in variables.facilitators.items():
            for terms in _one_at_a_time(theirs):
                yield group[0], sum_of(terms), max(1, count_held(terms))

    def _limit(self, request: PlanRequest) -> Text:
        del request
        return Text("kan kun være til ét møde ad gangen", "has one meeting at a time")


class FacilitatorRestDays(FacilitatorConstraint):
    """Between two days with meetings a facilitator has `facilitator_rest_days` whole days without one."""

    name = "facilitator_rest_days"

    def reach_days(self, problem: Problem) -> int:
        """Return the days of rest, across which meetings bind each other.

        Args:
            problem: The problem.

        Returns:
            The number of days of rest.
        """
        return problem.request.facilitator_rest_days

    def _check_facilitator(self, problem: Problem, theirs: Sequence[MeetingAssignment]) -> Iterator[Text]:
        rest = problem.request.facilitator_rest_days
        for first, second in pairwise(theirs):
            if 0 < (second.slot.day - first.slot.day).days <= rest and not _are_over((first, second)):
                both = name_both(problem, first, second)
                yield Text(
                    f"har under {count_noun(rest, 'fridag', 'fridage')} mellem {both.da}",
                    f"has fewer than {rest} days of rest between {both.en}",
                )

    def _rows(self, problem: Problem, model: RowModel, variables: PlanVariables) -> Iterator[UpperBound]:
        rest, most = problem.request.facilitator_rest_days, problem.request.facilitator_meetings_per_day
        for group, theirs in variables.facilitators.items() if rest else ():
            by_day = group_by_day(theirs)
            at_work = {day: count_at_work(model, here, most) for day, here in by_day.items()}
            for first in at_work:
                near = [day for day in range(first, first + rest + 1) if day in at_work]
                if len(near) > 1:
                    held = sum(count_held(by_day[day]) > 0 for day in near)
                    terms = {variable: 1 for day in near for variable in at_work[day]}
                    yield group[0], terms, max(len(group), held)

    def _limit(self, request: PlanRequest) -> Text:
        rest = request.facilitator_rest_days
        return Text(
            f"skal have {count_noun(rest, 'fridag', 'fridage')} mellem møder",
            f"has {count_noun(rest, 'day')} of rest between meetings",
        )


class SharedBoernehus(PlanConstraint, DroppableConstraint):
    """A børnehus serves several kredse and cannot be at two meetings whose times overlap."""

    name = "shared_boernehus"

    def is_implied(self, problem: Problem) -> bool:
        """Decide whether the facilitators can lead no two meetings on one day.

        Args:
            problem: The problem.

        Returns:
            Whether the constraints on facilitators say more. Who led a meeting that is over may be none of them.
        """
        request = problem.request
        most = len(problem.facilitators) * request.facilitator_meetings_per_day // request.facilitators_per_meeting
        return most <= 1 and not any(task.held for task in problem.tasks)

    def _check(self, problem: Problem, assignments: Sequence[MeetingAssignment]) -> Iterator[SubjectText]:
        for first, second in combinations(sorted(assignments, key=lambda one: one.slot.start), 2):
            if second.slot.start < first.slot.end and not _are_over((first, second)):
                for place in sorted(set(first.task.kreds.boernehuse) & set(second.task.kreds.boernehuse)):
                    who, both = format_party(Party("boernehus", place), 0), name_both(problem, first, second)
                    yield (
                        place,
                        Text(
                            f"{who.da} er til to møder på én gang: {both.da}",
                            f"{who.en} is at two meetings at once: {both.en}",
                        ),
                    )

    def _rows(self, problem: Problem, model: RowModel, variables: PlanVariables) -> Iterator[UpperBound]:
        del problem, model
        by_boernehus: dict[str, list[SlotVariable]] = {}
        for variable in variables.meetings:
            for place in variable.task.kreds.boernehuse if variable.task else ():
                by_boernehus.setdefault(place, []).append(variable)
        for place, same_place in sorted(by_boernehus.items()):
            for terms in _one_at_a_time(same_place):
                yield place, sum_of(terms), max(1, count_held(terms))

    def _sentence(self, conflict: Conflict, subject: str) -> Text:
        meetings = conflict.name_meetings([task for task in conflict.tasks if subject in task.kreds.boernehuse])
        who = format_party(Party("boernehus", subject), 0)
        return Text(
            f"{who.da} kan kun være til ét møde ad gangen: {meetings.da}",
            f"{who.en} can be at one meeting at a time: {meetings.en}",
        )


def _are_over(assignments: Iterable[MeetingAssignment]) -> bool:
    return all(one.task.held for one in assignments)


def _one_at_a_time(variables: Sequence[SlotVariable]) -> Iterator[list[SlotVariable]]:
    for here in group_by_day(variables).values():
        yield from find_overlaps(here)


def _name_facilitator(name: str) -> Text:
    return format_party(Party("facilitator", name), 0)
