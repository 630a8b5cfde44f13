"""The changes that a new plan makes to the published one, with the reason of each."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Literal

from meetings._constraints.candidates import CandidateTable
from meetings._constraints.constraint import Violation
from meetings._constraints.problem import MeetingAssignment, Problem
from meetings._constraints.registry import plan_violations
from meetings._domain.constraint_names import CONSTRAINT_NAMES
from meetings._domain.names import format_kommune, format_time
from meetings.schedule import Meeting, MeetingChange, Schedule
from overgreb_rules.shared.text import Text

__all__ = ["compare_plans", "describe_change"]

_KINDS = {
    "moved": Text("flyttet", "moved"),
    "cancelled": Text("aflyst", "cancelled"),
    "added": Text("tilføjet", "added"),
    "changed": Text("ændret", "changed"),
}
_PLANNED_ANEW = Text("planlagt forfra (--fresh)", "planned anew (--fresh)")
_DROPPED = Text("bestillingen har det ikke længere med", "the request asks for it no longer")


def compare_plans(
    problem: Problem,
    table: CandidateTable,
    assignments: Sequence[MeetingAssignment],
    earlier: Schedule,
    meetings: Sequence[Meeting],
) -> tuple[MeetingChange, ...]:
    """Compare a new plan with the published one.

    Args:
        problem: The problem of the new plan.
        table: The table of its candidates.
        assignments: The meetings of the new plan with their starts.
        earlier: The published plan.
        meetings: The meetings of the new plan, cancelled ones among them.

    Returns:
        A change for each meeting that differs, in the order of the new plan.
    """
    before = {(meeting.district, meeting.round): meeting for meeting in earlier.meetings}
    names = earlier.people.facilitators | {person.id: person.name for person in problem.request.facilitators}
    found: list[MeetingChange] = []
    for after in meetings:
        old = before.get((after.district, after.round))
        if old is None or old.status == "cancelled":
            if after.status != "cancelled":
                found.append(_change("added", old, after, ()))
        elif after.status == "cancelled":
            found.append(_change("cancelled", old, after, (_DROPPED,)))
        elif old.start != after.start:
            found.append(_change("moved", old, after, tuple(_explain_move(problem, table, assignments, old))))
        else:
            why = tuple(_list_differences(old, after, names))
            if why:
                found.append(_change("changed", old, after, why))
    return tuple(found)


def _change(
    kind: Literal["moved", "cancelled", "added", "changed"],
    before: Meeting | None,
    after: Meeting,
    why: tuple[Text, ...],
) -> MeetingChange:
    return MeetingChange(district=after.district, round=after.round, kind=kind, before=before, after=after, why=why)


def _explain_move(
    problem: Problem, table: CandidateTable, assignments: Sequence[MeetingAssignment], old: Meeting
) -> Iterator[Text]:
    here = next(one for one in assignments if (one.task.kreds.code, one.task.round) == (old.district, old.round))
    if here.task.published is None:
        yield _PLANNED_ANEW
        return
    slot = problem.slot_at(int(old.start.timestamp()))
    violations = table.violations(here.task, slot)
    if violations:
        yield from (_name_constraint(violation) for violation in violations)
        return
    others = [one for one in assignments if one is not here]
    stayed = MeetingAssignment(here.task, slot, old.facilitators or ("",))
    without = plan_violations(problem, others)
    found = [violation for violation in plan_violations(problem, [*others, stayed]) if violation not in without]
    if found:
        yield from (_name_constraint(violation) for violation in found)
    else:
        yield Text("så færre møder flyttes i alt", "so that fewer meetings move in all")


def _name_constraint(violation: Violation) -> Text:
    constraint, text = violation.constraint, violation.text
    return Text(f"{CONSTRAINT_NAMES[constraint].da} ({constraint}): {text.da}", f"{constraint}: {text.en}")


def _list_differences(old: Meeting, after: Meeting, names: Mapping[str, str]) -> Iterator[Text]:
    year = after.start.year
    if old.end != after.end:
        yield Text(
            f"slutter kl. {after.end:%H.%M} i stedet for kl. {old.end:%H.%M}",
            f"it ends at {after.end:%H:%M} and not at {old.end:%H:%M}",
        )
    if old.host != after.host:
        now, before = format_kommune(after.host, year), format_kommune(old.host, year)
        yield Text(f"værten er {now} i stedet for {before}", f"the host is {now} and not {before}")
    if old.facilitators != after.facilitators:
        yield _describe_leaders(_list_names(after.facilitators, names), _list_names(old.facilitators, names))
    if old.absent != after.absent:
        away = ", ".join(format_kommune(code, year) for code in after.absent)
        yield Text(f"kan ikke deltage: {away or 'ingen'}", f"absent: {away or 'nobody'}")


def _list_names(facilitators: tuple[str, ...], names: Mapping[str, str]) -> str:
    return ", ".join(names.get(id_, id_) for id_ in facilitators)


def _describe_leaders(led: str, was: str) -> Text:
    if not led:
        return Text(f"ledes ikke længere af {was}", f"it is no longer led by {was}")
    if not was:
        return Text(f"ledes nu af {led}", f"it is now led by {led}")
    return Text(f"ledes af {led} i stedet for {was}", f"it is led by {led} and not by {was}")


def describe_change(change: MeetingChange) -> Text:
    """Describe a change without its reasons.

    Args:
        change: The change.

    Returns:
        Such as «flyttet fra … til …», «aflyst» or «tilføjet».
    """
    before, after = change.before, change.after
    if change.kind == "moved" and before is not None and after is not None:
        old, new = format_time(before.start), format_time(after.start)
        return Text(f"flyttet fra {old.da} til {new.da}", f"moved from {old.en} to {new.en}")
    return _KINDS[change.kind]
