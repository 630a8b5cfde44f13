"""The explanation of a plan: why a meeting has its start, what another day would cost, and which constraint forbids it.

Everything comes from the plan itself: its receipt holds the request, the availability of the parties, and the published
meetings that it revises. Costs are those of the objective of the plan; which starts are possible depends on the instant
of the question too.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import combinations

from meetings._constraints.candidates import Candidate, CandidateTable
from meetings._constraints.constraint import Violation
from meetings._constraints.costs import SCALE
from meetings._constraints.hosts import assign_hosts
from meetings._constraints.plan_receipt import PlanReceipt
from meetings._constraints.problem import MeetingAssignment, Problem, Task
from meetings._constraints.problem_builder import build_planning_problem, is_held
from meetings._constraints.registry import START_CONSTRAINTS, can_conflict, plan_violations
from meetings._constraints.slot import Slot, build_slots
from meetings._domain.cost_catalog import LEVELS
from meetings._domain.instants import parse_instant
from meetings._domain.names import format_kreds
from meetings._domain.plan_origin import PlanOrigin
from meetings._solver.formulation import build_formulation
from meetings._solver.lexicographic import solve
from meetings.errors import RequestError
from meetings.schedule import Meeting, Schedule
from overgreb_rules.shared.text import Text

__all__ = ["Alternative", "Explanation", "RemainingStarts", "StartAssessment", "explain"]

_ALTERNATIVES = 3


@dataclass(frozen=True, slots=True)
class Alternative:
    """Another start of a meeting, and the difference that it makes to the cost of the plan."""

    start: dt.datetime
    facilitators: tuple[str, ...]
    extra_cost: Mapping[str, float]
    """By name of the cost, in weighted units; below zero where the plan would cost less."""
    moved_meetings: tuple[tuple[Meeting, dt.datetime], ...] = ()
    """The other meetings that would have to move, and when they would begin."""

    @property
    def total_extra_cost(self) -> float:
        """The sum of the extra costs, in weighted units, to a thousandth."""
        return round(sum(self.extra_cost.values()), 3)


@dataclass(frozen=True, slots=True)
class StartAssessment:
    """A start on the requested day: its violations, or what it would cost."""

    start: dt.datetime
    violations: tuple[Violation, ...]
    alternative: Alternative | None


@dataclass(frozen=True, slots=True)
class RemainingStarts:
    """How many starts are left after a constraint, when the constraints are applied one after the other."""

    constraint: str
    left: int


@dataclass(frozen=True, slots=True)
class Explanation:
    """Why a meeting lies where it lies."""

    meeting: Meeting
    cost: Mapping[str, float]
    """What the day of the meeting costs, by name."""
    starts: int
    """The number of starts in the year."""
    remaining_starts: tuple[RemainingStarts, ...]
    """In the order of the constraints, without those that forbid nothing further."""
    next_best: tuple[Alternative, ...]
    """The next best starts while every other meeting stays, the best first."""
    starts_on_date: tuple[StartAssessment, ...]
    facilitators: Mapping[str, str] = field(default_factory=dict)
    """Names by facilitator id; the id itself where the plan was read without its folder."""


def explain(
    plan: Schedule, district: str, *, date: dt.date | None = None, at: dt.datetime | str | None = None
) -> tuple[Explanation, ...]:
    """Explain the meetings of a kreds.

    Args:
        plan: A plan with its receipt.
        district: The code of the politikreds.
        date: A day of which every start is assessed as well; None for no day.
        at: The instant of the question, a text or datetime with an offset: what lies before it, or too near after it,
            is no other possibility. None for the instant at which the plan was made, as always for a meeting that has
            been held.

    Returns:
        An explanation for each round, in order.

    Raises:
        RequestError: The plan has no such meeting, its receipt does not hold what decided it, or `at` is no instant.
    """
    problem, assignments = _restore_problem(plan)
    table = CandidateTable(problem)
    now = None if at is None else _publish_at(problem, plan, int(parse_instant(at, "at").timestamp()))
    explanations = []
    for meeting in sorted(plan.meetings, key=lambda meeting: meeting.round):
        if meeting.district != district or meeting.status == "cancelled":
            continue
        one = next(p for p in assignments if (p.task.kreds.code, p.task.round) == (meeting.district, meeting.round))
        allowed = table if now is None or _find_task(now.problem, one.task).held else now
        mover = _MeetingMover(table, allowed, plan, assignments, one)
        explanations.append(
            Explanation(
                meeting=meeting,
                cost={name: cost / SCALE for name, cost in table.cost_of(one.task, one.slot).items()},
                starts=len(problem.slots),
                remaining_starts=tuple(_remaining_starts(allowed.problem, _find_task(allowed.problem, one.task))),
                next_best=mover.find_next_best(),
                starts_on_date=tuple(mover.assess(slot) for slot in problem.slots if slot.day == date),
                facilitators={
                    person.id: plan.people.facilitators.get(person.id, person.name)
                    for person in problem.request.facilitators
                },
            )
        )
    if not explanations:
        raise _refuse_district(plan, district)
    return tuple(explanations)


def _refuse_district(plan: Schedule, district: str) -> RequestError:
    who = format_kreds(district, plan.year)
    have = ", ".join(
        format_kreds(code, plan.year) for code in sorted({m.district for m in plan.meetings if m.status != "cancelled"})
    )
    what = Text(f"planen har intet møde i {who}", f"the plan has no meeting of {who}")
    if any(meeting.district == district for meeting in plan.meetings):
        what = Text(f"mødet i {who} er aflyst", f"the meeting of {who} is cancelled")
    return RequestError(
        "DISTRICT",
        what,
        Text(
            f"vælg en politikreds, der har møde i planen: {have}",
            f"choose a politikreds that meets in the plan: {have}",
        ),
    )


def _restore_problem(plan: Schedule) -> tuple[Problem, tuple[MeetingAssignment, ...]]:
    """Restore from the receipt the problem that was solved, and the starts of its meetings."""
    receipt = PlanReceipt.of_plan(plan)
    request, further, availability = receipt.request, receipt.further_starts, receipt.availability
    origin = PlanOrigin.of_plan(plan)
    earlier = origin.build_earlier(plan.year)
    problem = build_planning_problem(request, at=origin.at or 0, earlier=earlier, further=further)
    # The availability is that of the starts in the receipt; a start that was given up may be none of them.
    problem = replace(problem, slots=build_slots(request, further), availability=availability)
    meetings = {(m.district, m.round): m for m in plan.meetings if m.status != "cancelled"}
    tasks = tuple(task for task in assign_hosts(problem) if (task.kreds.code, task.round) in meetings)
    problem = replace(problem, tasks=tasks)
    unknown = sorted(meetings.keys() - {(task.kreds.code, task.round) for task in tasks})
    if unknown:
        raise _refuse_changed_plan(unknown[0], plan)
    assignments = []
    for task in tasks:
        meeting = meetings[task.kreds.code, task.round]
        try:
            slot = problem.slot_of(meeting) if task.held else problem.slot_at(int(meeting.start.timestamp()))
        except KeyError:
            raise _refuse_changed_plan((task.kreds.code, task.round), plan) from None
        assignments.append(MeetingAssignment(task, slot, meeting.facilitators or ("",)))
    return problem, tuple(assignments)


def _refuse_changed_plan(meeting: tuple[str, int], plan: Schedule) -> RequestError:
    (code, number), year = meeting, plan.year
    kreds = format_kreds(code, year)
    what = Text(
        f"planen er ændret i hånden: møde {number} i {kreds} stemmer ikke med beregningsgrundlaget (receipt)",
        f"the plan was changed by hand: its receipt does not know round {number} of {kreds} as it stands",
    )
    mend = Text(
        "planlæg året igen, eller hold planen op mod bestillingen med overgreb-meetings check",
        "plan the year again, or hold the plan against its request with overgreb-meetings check",
    )
    return RequestError("plan.json", what, mend)


def _publish_at(problem: Problem, plan: Schedule, at: int) -> CandidateTable:
    """The starts that are left at an instant to the meetings of the plan, which has been published by then."""
    meetings = {f"{m.district}-{m.round}": m for m in plan.meetings if m.status != "cancelled"}
    tasks = []
    for task in problem.tasks:
        meeting = meetings[task.key]
        tasks.append(replace(task, published=meeting, held=meeting if is_held(meeting, at) else None))
    return CandidateTable(replace(problem, at=at, is_revision=True, tasks=tuple(tasks)))


def _find_task(problem: Problem, task: Task) -> Task:
    """The same meeting in another problem."""
    return next(other for other in problem.tasks if other.index == task.index)


def _remaining_starts(problem: Problem, task: Task) -> Iterator[RemainingStarts]:
    left = list(problem.slots)
    for name, constraint in START_CONSTRAINTS.items():
        kept = [slot for slot in left if not constraint.violations(problem, task, slot)]
        if len(kept) < len(left):
            yield RemainingStarts(name, len(kept))
        left = kept


class _MeetingMover:
    """The search for what it would cost to move one meeting of a plan."""

    def __init__(
        self,
        table: CandidateTable,
        allowed: CandidateTable,
        plan: Schedule,
        assignments: Sequence[MeetingAssignment],
        one: MeetingAssignment,
    ) -> None:
        """Prepare the search; `table` gives the costs, `allowed` the starts that are possible."""
        self.problem, self.table, self.allowed, self.plan, self.one = table.problem, table, allowed, plan, one
        self.task = _find_task(allowed.problem, one.task)
        self.others = [other for other in assignments if other is not one]
        self.now = table.add_costs([*self.others, one])

    def _build_alternative(
        self, slot: Slot, names: tuple[str, ...], assignments: Sequence[MeetingAssignment]
    ) -> Alternative:
        terms = self.table.add_costs(assignments)
        more = {
            name: (terms[name] - self.now[name]) / SCALE
            for name in sorted(terms.keys() | self.now.keys())
            if terms[name] != self.now[name]
        }
        return Alternative(slot.starts, names, more)

    def find_alternative(self, slot: Slot) -> Alternative | None:
        """Find the cheapest team for the start while all other meetings stay; None where each conflicts with one."""
        near = [other for other in self.others if can_conflict(self.problem, other, self.one.task, slot)]
        alternatives = []
        for names in combinations(self.problem.free_facilitators(slot), self.problem.request.facilitators_per_meeting):
            here = MeetingAssignment(self.one.task, slot, names)
            if not plan_violations(self.problem, [*near, here]):
                alternatives.append(self._build_alternative(slot, names, [*self.others, here]))
        return min(alternatives, key=lambda one: (_rank(one), one.facilitators), default=None)

    def find_next_best(self) -> tuple[Alternative, ...]:
        alternatives = []
        for candidate in self.allowed.candidates(self.task):
            alternative = None if candidate.slot == self.one.slot else self.find_alternative(candidate.slot)
            if alternative is not None:
                alternatives.append(alternative)
        near = self.one.slot.starts
        ranked = sorted(alternatives, key=lambda one: (_rank(one), abs(one.start - near), one.start))
        return tuple(ranked[:_ALTERNATIVES])

    def assess(self, slot: Slot) -> StartAssessment:
        violations = self.allowed.violations(self.task, slot)
        alternative = None if violations else self.find_alternative(slot) or self._find_with_moves(slot)
        return StartAssessment(slot.starts, violations, alternative)

    def _find_with_moves(self, slot: Slot) -> Alternative | None:
        """Find the alternative that moves the fewest other meetings, then costs least; None where no plan has it."""
        published = {(m.district, m.round): m for m in self.plan.meetings}
        tasks = tuple(
            replace(task, published=None if task == self.task else published[task.kreds.code, task.round])
            for task in self.allowed.problem.tasks
        )
        problem = replace(self.allowed.problem, tasks=tasks)
        table = CandidateTable(problem)
        solution = solve(build_formulation(problem, [self._options(table, task, slot) for task in tasks]))
        if solution is None:
            return None
        assignments = [replace(one, task=_find_task(self.problem, one.task)) for one in solution.assignments]
        before = {other.task.index: other for other in self.others}
        moves = tuple(
            (published[one.task.kreds.code, one.task.round], one.slot.starts)
            for one in assignments
            if one.task.index in before and before[one.task.index].slot != one.slot
        )
        here = next(one for one in assignments if one.task.index == self.task.index)
        alternative = self._build_alternative(slot, here.facilitators, assignments)
        return replace(alternative, moved_meetings=moves)

    def _options(self, table: CandidateTable, task: Task, slot: Slot) -> Sequence[Candidate]:
        if task.index == self.task.index:
            return (table.candidate(task, slot),)
        return table.candidates(task)


def _rank(alternative: Alternative) -> tuple[float, ...]:
    return tuple(round(sum(alternative.extra_cost.get(name, 0.0) for name in sorted(level)), 3) for level in LEVELS)
