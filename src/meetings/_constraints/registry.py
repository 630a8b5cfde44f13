"""Every scheduling constraint by name.

A new constraint is one class with its test, one entry here, and its words in `_domain/constraint_names.py`; one on the
start of a politikreds has words for the page of the year too (`export/closed_days.py`). Tests hold that no words are
forgotten.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from meetings._constraints.constraint import Constraint, DroppableConstraint, PlanConstraint, StartConstraint, Violation
from meetings._constraints.coverage import StrictCoverage
from meetings._constraints.meeting_constraints import (
    BoernehuseFree,
    FacilitatorsFree,
    GapToLastYear,
    HostPresent,
    NoticeDays,
    NotInThePast,
    Pinned,
    PolitikredsFree,
    Quorum,
    StartTimes,
)
from meetings._constraints.plan_constraints import (
    FacilitatorMeetingsPerDay,
    FacilitatorOneAtATime,
    FacilitatorRestDays,
    FacilitatorsCome,
    SharedBoernehus,
)
from meetings._constraints.problem import MeetingAssignment, Problem, Task
from meetings._constraints.slot import Slot
from meetings._constraints.slot_constraints import (
    BlockedDates,
    BlockedWeeks,
    ClosedAfternoon,
    ClosedDay,
    Duration,
    InYear,
    WithinWindow,
    WorkingDay,
)
from meetings._constraints.spacing import Spacing
from meetings._constraints.travel_time import FacilitatorTravelTime

START_CONSTRAINTS: Mapping[str, StartConstraint] = {
    constraint.name: constraint
    for constraint in (
        InYear(),
        WorkingDay(),
        ClosedDay(),
        ClosedAfternoon(),
        BlockedDates(),
        BlockedWeeks(),
        WithinWindow(),
        Duration(),
        PolitikredsFree(),
        BoernehuseFree(),
        Quorum(),
        StrictCoverage(),
        StartTimes(),
        Pinned(),
        GapToLastYear(),
        NotInThePast(),
        NoticeDays(),
        FacilitatorsFree(),
        HostPresent(),
    )
}
"""The constraints on one start of one meeting, in the order in which they are reported."""

PLAN_CONSTRAINTS: Mapping[str, PlanConstraint] = {
    constraint.name: constraint
    for constraint in (
        FacilitatorsCome(),
        FacilitatorMeetingsPerDay(),
        FacilitatorOneAtATime(),
        FacilitatorTravelTime(),
        FacilitatorRestDays(),
        SharedBoernehus(),
        Spacing(),
    )
}
"""The constraints on several meetings together, in the order in which they are reported."""

CONSTRAINTS: Mapping[str, Constraint] = {**START_CONSTRAINTS, **PLAN_CONSTRAINTS}

DROPPABLE_CONSTRAINTS: Mapping[str, DroppableConstraint] = {
    name: constraint for name, constraint in CONSTRAINTS.items() if isinstance(constraint, DroppableConstraint)
}
"""The constraints that are wishes of the request, each of which describes itself in a conflict."""


def start_violations(problem: Problem, task: Task, slot: Slot) -> tuple[Violation, ...]:
    """Judge a start of a meeting by every constraint on one start.

    Args:
        problem: The problem.
        task: The meeting.
        slot: The start.

    Returns:
        Every violation, in the order of the constraints; none for a meeting that is over.
    """
    if task.held:
        return ()
    return tuple(
        violation
        for constraint in START_CONSTRAINTS.values()
        for violation in constraint.violations(problem, task, slot)
    )


def plan_violations(problem: Problem, assignments: Sequence[MeetingAssignment]) -> tuple[Violation, ...]:
    """Judge meetings together by every constraint on several meetings.

    Args:
        problem: The problem.
        assignments: The meetings with their starts and facilitators; meetings may be missing.

    Returns:
        Every violation, in the order of the constraints.
    """
    return tuple(
        violation
        for constraint in PLAN_CONSTRAINTS.values()
        for violation in constraint.violations(problem, assignments)
    )


def can_conflict(problem: Problem, assignment: MeetingAssignment, task: Task, slot: Slot) -> bool:
    """Return whether two meetings are near enough to break a constraint on several meetings together.

    Args:
        problem: The problem.
        assignment: One meeting with its start.
        task: The other meeting.
        slot: The start of the other meeting.

    Returns:
        True for two meetings of one kreds, and for two on days that some constraint on several meetings looks at.
    """
    reach = max(constraint.reach_days(problem) for constraint in PLAN_CONSTRAINTS.values())
    return abs((assignment.slot.day - slot.day).days) <= reach or assignment.task.kreds.code == task.kreds.code
