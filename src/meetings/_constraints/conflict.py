"""A conflict: requirements that exclude each other, the meetings that need them, and the starts that they forbid."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from meetings._constraints.problem import Problem, Task
from meetings._constraints.slot import Slot
from meetings._domain.names import count_noun, format_kreds, format_time
from meetings._domain.parties import Party
from overgreb_rules.shared.date_words import format_day
from overgreb_rules.shared.text import Text, join_texts

RequirementKey = tuple[str, str]
"""The name of a constraint, and the code or id of those who are concerned."""

_FEW = 3


@dataclass(frozen=True, slots=True)
class Conflict:
    """Requirements that exclude each other."""

    problem: Problem
    tasks: Sequence[Task]
    """Meetings that cannot all take place under the requirements."""
    requirements: frozenset[RequirementKey]
    forbidden: Mapping[tuple[int, int], frozenset[RequirementKey]]
    """By index of meeting and of slot, the requirements that forbid the start, apart from those on facilitators."""

    def has_team_at(self, slot: Slot) -> bool:
        """Decide whether the requirements of the conflict leave a slot to as many facilitators as a meeting needs.

        Args:
            slot: The slot.

        Returns:
            Whether they do.
        """
        free = sum(
            self.requirements.isdisjoint(list_absences(self.problem, name, slot)) for name in self.problem.facilitators
        )
        return free >= self.problem.request.facilitators_per_meeting

    def slots(self, requirement: RequirementKey) -> list[Slot]:
        """Find the starts that a requirement takes away.

        Args:
            requirement: A requirement of the conflict.

        Returns:
            The starts that the requirement forbids and no other constraint of the conflict does; every start that it
            forbids where there is none such. In order of time.
        """
        alone, every = {}, {}
        for task in self.tasks:
            for slot in self.problem.slots:
                forbidding = self._forbidding(task, slot) or frozenset()
                if requirement in forbidding:
                    every[slot.index] = slot
                    if all(name == requirement[0] for name, _ in forbidding & self.requirements):
                        alone[slot.index] = slot
        return [slot for _, slot in sorted((alone or every).items())]

    def _forbidding(self, task: Task, slot: Slot) -> frozenset[RequirementKey] | None:
        """The requirements that forbid a start; None where a constraint forbids it that is no requirement."""
        requirements = self.forbidden.get((task.index, slot.index))
        if requirements is None:
            return None
        return requirements.union(*(list_absences(self.problem, name, slot) for name in self.problem.facilitators))

    def describe_busy(self, requirement: RequirementKey, who: Text) -> Text:
        """Say when somebody is busy, or when they are free where that is less often.

        Args:
            requirement: The requirement that somebody is free.
            who: Their name.

        Returns:
            A sentence without a full stop.
        """
        danish, english = f"{who.da} er optaget", f"{who.en} is busy"
        return self.describe_starts(
            requirement,
            taken=Text(danish, english),
            free=Text(f"{who.da} er optaget undtagen på disse tidspunkter", f"{who.en} is only free"),
            never=lambda number: Text(
                f"{danish} på alle {count_noun(number, 'tidspunkt', 'tidspunkter')}",
                f"{english} at all of {count_noun(number, 'start')}",
            ),
        )

    def describe_starts(
        self, requirement: RequirementKey, *, taken: Text, free: Text, never: Callable[[int], Text]
    ) -> Text:
        """Name the starts that a requirement takes away, or those that it leaves where they are fewer.

        Args:
            requirement: The requirement.
            taken: The words before the starts that it takes away.
            free: The words before the starts that it leaves.
            never: Gives the words before the starts that it takes away where it leaves none; it is given their number.

        Returns:
            A sentence without a full stop.
        """
        lost, left = self.slots(requirement), self._free_slots(requirement)
        words, starts = taken, _name_few(lost)
        if not left and len(lost) > 1:
            words = never(len(lost))
        elif 0 < len(left) < len(lost):
            words, starts = free, _name_few(left)
        return Text(f"{words.da}: {starts.da}", f"{words.en}: {starts.en}")

    def _free_slots(self, requirement: RequirementKey) -> list[Slot]:
        """The starts that the requirement allows to a meeting of which it forbids some start."""
        found: dict[int, Slot] = {}
        for task in self.tasks:
            options = [(slot, self._forbidding(task, slot)) for slot in self.problem.slots]
            if any(requirement in (forbidding or ()) for _, forbidding in options):
                found |= {
                    slot.index: slot
                    for slot, forbidding in options
                    if forbidding is not None and requirement not in forbidding
                }
        return [slot for _, slot in sorted(found.items())]

    def name_days(self, requirement: RequirementKey) -> Text:
        """Name the days that a requirement takes away.

        Args:
            requirement: A requirement of the conflict.

        Returns:
            The first three days, and the number of the others.
        """
        days = list(dict.fromkeys(slot.day for slot in self.slots(requirement)))
        return name_few_days(days)

    def name_meeting(self, task: Task) -> Text:
        """Name a meeting as the subject of a sentence.

        Args:
            task: The meeting.

        Returns:
            The politikreds, and the round between commas where the year has several.
        """
        name = self._name_task(task)
        return name if self.problem.request.meetings_per_district == 1 else Text(f"{name.da},", f"{name.en},")

    def _name_task(self, task: Task) -> Text:
        name = format_kreds(task.kreds.code, self.problem.request.year)
        if self.problem.request.meetings_per_district == 1:
            return Text(name, name)
        return Text(f"{name}, møde {task.round}", f"{name}, round {task.round}")

    def name_meetings(self, tasks: Sequence[Task]) -> Text:
        """Name the meetings that need a resource.

        Args:
            tasks: The meetings.

        Returns:
            Up to four names, otherwise the number of the meetings.
        """
        if len(tasks) <= _FEW + 1:
            return join_texts(map(self._name_task, tasks), "; ")
        return Text(f"{len(tasks)} møder skal holdes", f"{len(tasks)} meetings need it")

    def task(self, key: str) -> Task:
        """Return a meeting of the conflict.

        Args:
            key: The kreds and round, such as 1460-1.

        Returns:
            The meeting.

        Raises:
            StopIteration: The conflict has no such meeting.
        """
        return next(task for task in self.tasks if task.key == key)


def list_absences(problem: Problem, facilitator: str, slot: Slot) -> Iterator[RequirementKey]:
    """List the requirements that keep a facilitator from a slot: each facilitator is a requirement of its own.

    Args:
        problem: The problem.
        facilitator: The id of the facilitator.
        slot: The slot.

    Yields:
        That the facilitator is free, and that the calendar covers the slot.
    """
    who = Party("facilitator", facilitator)
    if not problem.availability.can_come(who, slot):
        yield "facilitators_free", facilitator
    if problem.availability.lacks_coverage(who, slot):
        yield "strict_coverage", str(who)


def _name_few(slots: Sequence[Slot]) -> Text:
    named, more = join_texts((format_time(slot.starts) for slot in slots[:_FEW]), "; "), len(slots) - _FEW
    if more <= 0:
        return named
    return Text(
        f"{named.da} og {more} {'andet tidspunkt' if more == 1 else 'andre tidspunkter'}",
        f"{named.en} and {count_noun(more, 'other start')}",
    )


def name_few_days(days: Sequence[dt.date]) -> Text:
    """Name days.

    Args:
        days: The days, in order.

    Returns:
        The first three days, and the number of the others.
    """
    named, more = join_texts(format_day(day) for day in days[:_FEW]), len(days) - _FEW
    if more <= 0:
        return named
    return Text(
        f"{named.da} og {more} {'anden dag' if more == 1 else 'andre dage'}",
        f"{named.en} and {count_noun(more, 'other day')}",
    )
