"""Why a meeting lies where it lies, what another day would cost, and which rule forbids it.

Everything is read from the plan itself: its receipt holds the request and who is taken when.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import combinations

from pydantic import ValidationError

from meetings._constraints.candidates import Candidate, CandidateTable
from meetings._constraints.constraint import Violation
from meetings._constraints.costs import SCALE, compute_plan_costs
from meetings._constraints.problem import Availability, MeetingAssignment, Problem, Slot, Task
from meetings._constraints.problem_builder import build_planning_problem
from meetings._constraints.registry import START_CONSTRAINTS, plan_violations
from meetings._domain.cost_catalog import LEVELS
from meetings._domain.meeting_history import MeetingHistory
from meetings._domain.parties import BusyCalendar, Party
from meetings._solver.formulation import build_formulation
from meetings._solver.lexicographic import solve
from meetings.errors import RequestError
from meetings.request import PlanRequest
from meetings.schedule import Meeting, Schedule

__all__ = ["Alternative", "Explanation", "RemainingStarts", "StartAssessment", "explain"]

_ALTERNATIVES = 3


@dataclass(frozen=True, slots=True)
class Alternative:
    """A start that is possible, and what the plan would then cost more (or less), by name."""

    start: dt.datetime
    facilitators: tuple[str, ...]
    extra_cost: Mapping[str, float]
    moved_meetings: tuple[tuple[Meeting, dt.datetime], ...] = ()
    """The other meetings that would have to move, and when they would begin."""

    @property
    def total_extra_cost(self) -> float:
        """The sum of what it costs more."""
        return round(sum(self.extra_cost.values()), 3)


@dataclass(frozen=True, slots=True)
class StartAssessment:
    """What became of a start that was asked about: refused, or possible."""

    start: dt.datetime
    violations: tuple[Violation, ...]
    alternative: Alternative | None


@dataclass(frozen=True, slots=True)
class RemainingStarts:
    """How many starts are left when this rule has had its say."""

    rule: str
    left: int


@dataclass(frozen=True, slots=True)
class Explanation:
    """Why a meeting lies where it lies."""

    meeting: Meeting
    cost: Mapping[str, float]
    """What its own day costs, by name."""
    starts: int
    """How many starts the year has."""
    remaining_starts: tuple[RemainingStarts, ...]
    next_best: tuple[Alternative, ...]
    """The next best starts while every other meeting stays, the best first."""
    starts_on_date: tuple[StartAssessment, ...]


def explain(plan: Schedule, district: str, *, date: dt.date | None = None) -> tuple[Explanation, ...]:
    """Explain the meetings of a kreds.

    Args:
        plan: A plan with its receipt.
        district: The code of the politikreds.
        date: A day of which every start is assessed as well; None for no day.

    Returns:
        An explanation for each round, in order.

    Raises:
        RequestError: The plan has no such meeting, or its receipt does not hold what decided it.
    """
    problem, placed = _restored(plan)
    table = CandidateTable(problem)
    found = []
    for meeting in sorted(plan.meetings, key=lambda meeting: meeting.round):
        if meeting.district != district or meeting.status == "cancelled":
            continue
        one = next(p for p in placed if (p.task.kreds.code, p.task.round) == (meeting.district, meeting.round))
        judge = _MeetingMover(problem, table, plan, placed, one)
        found.append(
            Explanation(
                meeting=meeting,
                cost={name: cost for name, cost in meeting.cost.items() if cost},
                starts=len(problem.slots),
                remaining_starts=tuple(_remaining_starts(problem, one.task)),
                next_best=judge.next_best(),
                starts_on_date=tuple(judge.asked(slot) for slot in problem.slots if slot.day == date),
            )
        )
    if not found:
        have = ", ".join(sorted({m.district for m in plan.meetings if m.status != "cancelled"}))
        raise RequestError("DISTRICT", f"the plan has no meeting of {district}", f"it has {have}")
    return tuple(found)


def _restored(plan: Schedule) -> tuple[Problem, tuple[MeetingAssignment, ...]]:
    """The problem as it was solved, and the meetings as they were placed."""
    try:
        receipt = plan.receipt
        history = MeetingHistory.from_data(receipt["history"]) if receipt["history"] else None
        unknown = {Party.parse(name): BusyCalendar(unknown=why) for name, why in receipt["unknown"].items()}
        request = PlanRequest.model_validate(receipt["request"] | {"calendars": unknown, "history": history})
        further = [int(dt.datetime.fromisoformat(start).timestamp()) for start in receipt["further_starts"]]
        availability = Availability.from_data(receipt["availability"])
    except (KeyError, TypeError, ValueError, ValidationError) as error:
        what = f"its receipt does not hold what decided it ({error.__class__.__name__})"
        raise RequestError("plan.json", what, "plan the year again with this program") from None
    problem = build_planning_problem(request, at=0, earlier=None, further=further)
    meetings = {(m.district, m.round): m for m in plan.meetings if m.status != "cancelled"}
    tasks = tuple(
        replace(task, host=meetings[task.kreds.code, task.round].host)
        for task in problem.tasks
        if (task.kreds.code, task.round) in meetings
    )
    problem = replace(problem, availability=availability, tasks=tasks)
    placed = []
    for task in tasks:
        meeting = meetings[task.kreds.code, task.round]
        slot = problem.slot_at(int(meeting.start.timestamp()))
        placed.append(MeetingAssignment(task, slot, meeting.facilitators or ("",)))
    return problem, tuple(placed)


def _remaining_starts(problem: Problem, task: Task) -> Iterator[RemainingStarts]:
    left = list(problem.slots)
    for name, constraint in START_CONSTRAINTS.items():
        kept = [slot for slot in left if not constraint.violations(problem, task, slot)]
        if len(kept) < len(left):
            yield RemainingStarts(name, len(kept))
        left = kept


class _MeetingMover:
    """What it would cost to move one meeting of a plan."""

    def __init__(
        self,
        problem: Problem,
        table: CandidateTable,
        plan: Schedule,
        placed: Sequence[MeetingAssignment],
        one: MeetingAssignment,
    ) -> None:
        self.problem, self.table, self.plan, self.one = problem, table, plan, one
        self.others = [other for other in placed if other is not one]
        self.now = self._terms([*self.others, one])

    def _terms(self, placed: Sequence[MeetingAssignment]) -> dict[str, int]:
        terms = dict(compute_plan_costs(self.problem, placed))
        for one in placed:
            for name, cost in self.table.candidate(one.task, one.slot).cost.items():
                terms[name] = terms.get(name, 0) + cost
        return terms

    def _way(self, slot: Slot, names: tuple[str, ...], placed: Sequence[MeetingAssignment]) -> Alternative:
        terms = self._terms(placed)
        more = {
            name: (terms.get(name, 0) - self.now.get(name, 0)) / SCALE
            for name in sorted(terms.keys() | self.now.keys())
            if terms.get(name, 0) != self.now.get(name, 0)
        }
        return Alternative(slot.starts, names, more)

    def alone(self, slot: Slot) -> Alternative | None:
        """The cheapest way to have the meeting then while all others stay; None where it clashes with one."""
        near = [other for other in self.others if self._touches(other, slot)]
        ways = []
        for names in combinations(self.problem.free_facilitators(slot), self.problem.request.facilitators_per_meeting):
            here = MeetingAssignment(self.one.task, slot, names)
            if not plan_violations(self.problem, [*near, here]):
                ways.append(self._way(slot, names, [*self.others, here]))
        return min(ways, key=lambda way: (_rank(way), way.facilitators), default=None)

    def _touches(self, other: MeetingAssignment, slot: Slot) -> bool:
        days = abs((other.slot.day - slot.day).days)
        return days <= self.problem.request.facilitator_rest_days or other.task.kreds.code == self.one.task.kreds.code

    def next_best(self) -> tuple[Alternative, ...]:
        ways = []
        for candidate in self.table.candidates(self.one.task):
            way = None if candidate.slot == self.one.slot else self.alone(candidate.slot)
            if way is not None:
                ways.append(way)
        near = self.one.slot.starts
        return tuple(sorted(ways, key=lambda way: (_rank(way), abs(way.start - near), way.start))[:_ALTERNATIVES])

    def asked(self, slot: Slot) -> StartAssessment:
        refused = self.table.violations(self.one.task, slot)
        way = None if refused else self.alone(slot) or self._with_others(slot)
        return StartAssessment(slot.starts, refused, way)

    def _with_others(self, slot: Slot) -> Alternative | None:
        """The way with the fewest other meetings moved, then the least cost; None where there is none."""
        published = {(m.district, m.round): m for m in self.plan.meetings}
        tasks = tuple(
            replace(task, published=None if task == self.one.task else published[task.kreds.code, task.round])
            for task in self.problem.tasks
        )
        problem = replace(self.problem, tasks=tasks)
        table = CandidateTable(problem)
        solution = solve(build_formulation(problem, [self._options(table, task, slot) for task in tasks]))
        if solution is None:
            return None
        before = {other.task.index: other for other in self.others}
        moves = tuple(
            (published[one.task.kreds.code, one.task.round], one.slot.starts)
            for one in solution.assignments
            if one.task.index in before and before[one.task.index].slot != one.slot
        )
        here = next(one for one in solution.assignments if one.task.index == self.one.task.index)
        way = self._way(slot, here.facilitators, solution.assignments)
        more = {name: cost for name, cost in way.extra_cost.items() if name not in {"moved", "facilitator_changed"}}
        return Alternative(way.start, way.facilitators, more, moves)

    def _options(self, table: CandidateTable, task: Task, slot: Slot) -> Sequence[Candidate]:
        if task.index == self.one.task.index:
            return (table.candidate(task, slot),)
        return table.candidates(task)


def _rank(way: Alternative) -> tuple[float, ...]:
    return tuple(round(sum(way.extra_cost.get(name, 0.0) for name in sorted(level)), 3) for level in LEVELS)
