"""The changes that a new plan makes to the published one, with the reason of each."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Literal

from meetings._constraints.candidates import CandidateTable
from meetings._constraints.problem import MeetingAssignment, Problem
from meetings._constraints.registry import plan_violations
from meetings._domain.names import format_kommune, format_time
from meetings.schedule import Meeting, MeetingChange, Schedule

__all__ = ["compare_plans", "describe_change"]


def compare_plans(
    problem: Problem,
    table: CandidateTable,
    placed: Sequence[MeetingAssignment],
    earlier: Schedule,
    meetings: Sequence[Meeting],
) -> tuple[MeetingChange, ...]:
    """Compare a new plan with the published one.

    Args:
        problem: The problem of the new plan.
        table: The table of its candidates.
        placed: The meetings of the new plan with their starts.
        earlier: The published plan.
        meetings: The meetings of the new plan, cancelled ones among them.

    Returns:
        A change for each meeting that differs, in the order of the new plan.
    """
    before = {(meeting.district, meeting.round): meeting for meeting in earlier.meetings}
    found: list[MeetingChange] = []
    for after in meetings:
        old = before.get((after.district, after.round))
        if old is None or old.status == "cancelled":
            if after.status != "cancelled":
                found.append(_change("added", old, after, ()))
        elif after.status == "cancelled":
            found.append(_change("cancelled", old, after, ("the request asks for it no longer",)))
        elif old.start != after.start:
            found.append(_change("moved", old, after, tuple(_explain_move(problem, table, placed, old))))
        else:
            why = tuple(_list_differences(old, after))
            if why:
                found.append(_change("changed", old, after, why))
    return tuple(found)


def _change(
    kind: Literal["moved", "cancelled", "added", "changed"],
    before: Meeting | None,
    after: Meeting,
    why: tuple[str, ...],
) -> MeetingChange:
    return MeetingChange(district=after.district, round=after.round, kind=kind, before=before, after=after, why=why)


def _explain_move(
    problem: Problem, table: CandidateTable, placed: Sequence[MeetingAssignment], old: Meeting
) -> Iterator[str]:
    here = next(one for one in placed if (one.task.kreds.code, one.task.round) == (old.district, old.round))
    slot = problem.slot_at(int(old.start.timestamp()))
    violations = table.violations(here.task, slot)
    if violations:
        yield from (f"{violation.rule}: {violation.text}" for violation in violations)
        return
    others = [one for one in placed if one is not here]
    stayed = MeetingAssignment(here.task, slot, old.facilitators or ("",))
    without = plan_violations(problem, others)
    found = [violation for violation in plan_violations(problem, [*others, stayed]) if violation not in without]
    if found:
        yield from (f"{violation.rule}: {violation.text}" for violation in found)
    else:
        yield "so that fewer meetings move in all"


def _list_differences(old: Meeting, after: Meeting) -> Iterator[str]:
    if old.end != after.end:
        yield f"it ends at {after.end:%H:%M} and not at {old.end:%H:%M}"
    if old.host != after.host:
        year = after.start.year
        yield f"the host is {format_kommune(after.host, year)} and not {format_kommune(old.host, year)}"
    if old.facilitators != after.facilitators:
        yield f"it is led by {_names(after.facilitators)} and not by {_names(old.facilitators)}"
    if old.absent != after.absent:
        year = after.start.year
        yield f"absent: {', '.join(format_kommune(code, year) for code in after.absent) or 'nobody'}"


def _names(facilitators: tuple[str, ...]) -> str:
    return ", ".join(facilitators) or "nobody in particular"


def describe_change(change: MeetingChange) -> str:
    """Describe a change without its reasons.

    Args:
        change: The change.

    Returns:
        Such as "moved from … to …", "cancelled" or "added".
    """
    before, after = change.before, change.after
    if change.kind == "moved" and before is not None and after is not None:
        return f"moved from {format_time(before.start)} to {format_time(after.start)}"
    return change.kind
