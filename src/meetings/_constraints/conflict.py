"""A conflict: requirements that exclude each other, the meetings that need them, and the starts that they forbid."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from meetings._constraints.problem import Problem, Slot, Task
from meetings._domain.names import format_day, format_kreds, format_time

RequirementKey = tuple[str, str]
"""The name of a constraint, and the code or id of those who are concerned."""

_FEW = 3


def count_noun(number: int, noun: str) -> str:
    """Return a number with its noun.

    Args:
        number: The number.
        noun: The noun in the singular.

    Returns:
        Such as "1 meeting" and "2 meetings".
    """
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


@dataclass(frozen=True, slots=True)
class Conflict:
    """Requirements that exclude each other."""

    problem: Problem
    tasks: Sequence[Task]
    """Meetings that cannot all take place under the requirements."""
    requirements: frozenset[RequirementKey]
    forbidden: Mapping[tuple[int, int], frozenset[RequirementKey]]
    """By index of meeting and of slot, the requirements that forbid the start, apart from busy facilitators."""

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
                forbidding = self._forbidding(task, slot)
                if requirement in forbidding:
                    every[slot.index] = slot
                    if all(rule == requirement[0] for rule, _ in forbidding & self.requirements):
                        alone[slot.index] = slot
        return [slot for _, slot in sorted((alone or every).items())]

    def _forbidding(self, task: Task, slot: Slot) -> frozenset[RequirementKey]:
        requirements = self.forbidden.get((task.index, slot.index))
        if requirements is None:
            return frozenset()
        free = self.problem.free_facilitators(slot)
        return requirements | {("facilitators_free", name) for name in self.problem.facilitators if name not in free}

    def name_starts(self, requirement: RequirementKey) -> str:
        """Name the starts that a requirement takes away.

        Args:
            requirement: A requirement of the conflict.

        Returns:
            The first three starts, and the number of the others.
        """
        slots = self.slots(requirement)
        named = "; ".join(format_time(slot.starts) for slot in slots[:_FEW])
        return named if len(slots) <= _FEW else f"{named}; and {len(slots) - _FEW} other starts"

    def name_days(self, requirement: RequirementKey) -> str:
        """Name the days that a requirement takes away.

        Args:
            requirement: A requirement of the conflict.

        Returns:
            The first three days, and the number of the others.
        """
        days = list(dict.fromkeys(slot.day for slot in self.slots(requirement)))
        named = ", ".join(format_day(day) for day in days[:_FEW])
        return named if len(days) <= _FEW else f"{named} and {len(days) - _FEW} other days"

    def name_meeting(self, task: Task) -> str:
        """Name a meeting.

        Args:
            task: The meeting.

        Returns:
            The politikreds, and the round where the year has several.
        """
        name = format_kreds(task.kreds.code, self.problem.request.year)
        return name if self.problem.request.meetings_per_district == 1 else f"{name}, round {task.round},"

    def name_meetings(self, tasks: Sequence[Task]) -> str:
        """Name the meetings that need a resource.

        Args:
            tasks: The meetings.

        Returns:
            Up to four names, otherwise the number of the meetings.
        """
        few = len(tasks) <= _FEW + 1
        return ", ".join(self.name_meeting(task) for task in tasks) if few else f"{len(tasks)} meetings need it"

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
