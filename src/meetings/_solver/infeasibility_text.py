"""The requirements of a clash in words: whom they are about, and the days that matter."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from math import ceil

from meetings._constraints.meeting_rules import gap_days
from meetings._constraints.problem import Problem, Slot, Task
from meetings._domain.names import day_words, kommune_words, kreds_words, party_words, time_words
from meetings._domain.parties import Party
from overgreb_rules.calendar import local

__all__ = ["words_of"]

Group = tuple[str, str]
_FEW = 3
_BUSY = {"politikreds_free": "politikreds", "boernehuse_free": "boernehus", "facilitators_free": "facilitator"}
_OF_ALL = {"window", "blocked_dates", "blocked_weeks", "not_in_the_past"}
_OF_A_MEETING = {"pinned", "host_present", "gap_to_last_year"}


def words_of(
    problem: Problem,
    tasks: Sequence[Task],
    clash: Sequence[Group],
    refusing: Mapping[tuple[int, int], frozenset[Group]],
) -> dict[Group, str]:
    """A sentence for each requirement of the clash, which concerns these meetings."""
    writer = _Writer(problem, tasks, frozenset(clash), refusing)
    return {group: writer.words(group) for group in clash}


def _count(number: int, what: str) -> str:
    return f"{number} {what}" if number == 1 else f"{number} {what}s"


class _Writer:
    def __init__(
        self,
        problem: Problem,
        tasks: Sequence[Task],
        clash: frozenset[Group],
        refusing: Mapping[tuple[int, int], frozenset[Group]],
    ) -> None:
        self.problem, self.tasks, self.clash, self.refusing = problem, tasks, clash, refusing

    def words(self, group: Group) -> str:
        """The sentence of one requirement."""
        rule, subject = group
        if rule in _BUSY:
            who = party_words(Party(_BUSY[rule], subject), self.problem.request.year)
            return f"{who} is busy: {self._starts(group)}"
        if rule in _OF_ALL:
            return self._of_all(group)
        if rule in _OF_A_MEETING:
            return self._of_a_meeting(group, next(task for task in self.tasks if task.key == subject))
        return self._quorum(group) if rule == "quorum" else self._between(group)

    def _of_all(self, group: Group) -> str:
        request = self.problem.request
        weeks = ", ".join(map(str, request.blocked.weeks))
        return {
            "window": f"every meeting lies from {day_words(request.first_day)} to {day_words(request.last_day)}",
            "blocked_dates": f"blocked: {self._days(group)}",
            "blocked_weeks": f"the weeks {weeks} are blocked: {self._days(group)}",
            "not_in_the_past": f"no new start lies before {time_words(local(self.problem.at or 0))}",
        }[group[0]]

    def _of_a_meeting(self, group: Group, task: Task) -> str:
        request, meeting = self.problem.request, self._meeting(task)
        if group[0] == "pinned":
            return f"{meeting} is pinned to {time_words(local(task.pinned or 0))}"
        if group[0] == "host_present":
            return f"the host {kommune_words(task.host, request.year)} is not free: {self._starts(group)}"
        first, last = gap_days(self.problem, task)
        since = f" of {day_words(task.last)}" if task.last else ""
        return (
            f"{meeting} lies {request.gap_months.min} to {request.gap_months.max} months after the last meeting"
            f"{since}: from {day_words(first)} to {day_words(last)}"
        )

    def _between(self, group: Group) -> str:
        rule, subject = group
        request = self.problem.request
        if rule == "spacing":
            least, most = request.spacing
            return f"from one round of {kreds_words(subject, request.year)} to the next: {least} to {most} days"
        if rule == "shared_boernehus":
            theirs = [task for task in self.tasks if subject in task.kreds.boernehuse]
            who = party_words(Party("boernehus", subject), request.year)
            return f"{who} is at one meeting at a time: {self._meetings(theirs)}"
        limit = {
            "facilitator_meetings_per_day": f"at most {_count(request.facilitator_meetings_per_day, 'meeting')} a day",
            "facilitator_one_at_a_time": "one meeting at a time",
            "facilitator_rest_days": f"{_count(request.facilitator_rest_days, 'day')} of rest between meetings",
        }[rule]
        return f"{party_words(Party('facilitator', subject), 0)} has {limit}: {self._meetings(self.tasks)}"

    def _meeting(self, task: Task) -> str:
        name = kreds_words(task.kreds.code, self.problem.request.year)
        return name if self.problem.request.meetings_per_district == 1 else f"{name}, round {task.round},"

    def _meetings(self, tasks: Sequence[Task]) -> str:
        few = len(tasks) <= _FEW + 1
        return ", ".join(self._meeting(task) for task in tasks) if few else f"{len(tasks)} meetings need it"

    def _quorum(self, group: Group) -> str:
        year = self.problem.request.year
        kreds = next(task.kreds for task in self.tasks if task.kreds.code == group[1])
        needed = ceil(Fraction(str(self.problem.request.quorum)) * len(kreds.kommuner))
        codes: dict[str, None] = {}
        for slot in self._slots(group):
            codes |= dict.fromkeys(self.problem.absent(kreds, slot))
        names = ", ".join(kommune_words(code, year) for code in sorted(codes))
        return (
            f"{needed} of the {len(kreds.kommuner)} kommuner of {kreds_words(kreds.code, year)} must be free; "
            f"{names} {'is' if len(codes) == 1 else 'are'} not always: {self._starts(group)}"
        )

    def _slots(self, group: Group) -> list[Slot]:
        """The starts that this requirement takes away and no other rule of the clash; else all it takes away."""
        own, every = {}, {}
        for task in self.tasks:
            for slot in self.problem.slots:
                refused = self._refused(task, slot)
                if group in refused:
                    every[slot.index] = slot
                    if all(rule == group[0] for rule, _ in refused & self.clash):
                        own[slot.index] = slot
        return [slot for _, slot in sorted((own or every).items())]

    def _refused(self, task: Task, slot: Slot) -> frozenset[Group]:
        found = self.refusing.get((task.index, slot.index))
        if found is None:
            return frozenset()
        free = self.problem.free_facilitators(slot)
        return found | {("facilitators_free", name) for name in self.problem.facilitators if name not in free}

    def _starts(self, group: Group) -> str:
        slots = self._slots(group)
        named = "; ".join(time_words(slot.starts) for slot in slots[:_FEW])
        return named if len(slots) <= _FEW else f"{named}; and {len(slots) - _FEW} other starts"

    def _days(self, group: Group) -> str:
        days = list(dict.fromkeys(slot.day for slot in self._slots(group)))
        named = ", ".join(day_words(day) for day in days[:_FEW])
        return named if len(days) <= _FEW else f"{named} and {len(days) - _FEW} other days"
