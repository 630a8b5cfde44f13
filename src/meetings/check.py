"""The check of any plan by the constraints of a request, whether this program or a person made the plan.

A plan made by hand needs the district, start and host of each meeting, and its facilitators where the request names
some. End, kommuner, børnehuse and UID are filled in where they are left out; where `absent` is left out, it is not
judged. A plan that revises another is judged as of the instant at which it was made, and its costs are those of the
change too: its receipt holds both.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from meetings._constraints.candidates import CandidateTable
from meetings._constraints.constraint import Violation, name_meeting_time
from meetings._constraints.costs import SCALE
from meetings._constraints.problem import MeetingAssignment, Problem, Task
from meetings._constraints.problem_builder import build_planning_problem
from meetings._constraints.registry import plan_violations, start_violations
from meetings._constraints.slot import Slot
from meetings._domain.districts import politikredse_on
from meetings._domain.names import format_kommune, format_kreds
from meetings._domain.plan_origin import PlanOrigin
from meetings._request.files import parse_plan, read_bytes
from meetings.errors import RequestError
from meetings.request import PlanRequest
from meetings.schedule import Meeting, Schedule, meeting_uid
from overgreb_rules.shared.system_error import NOT_UTF_8, SAVE_AS_UTF_8
from overgreb_rules.shared.text import Text

__all__ = ["CheckReport", "check", "read_plan_to_check"]


@dataclass(frozen=True, slots=True)
class CheckReport:
    """The violations of a plan, and its costs by name."""

    violations: tuple[Violation, ...]
    terms: Mapping[str, float]

    @property
    def value(self) -> float:
        """The sum of the costs."""
        return round(sum(self.terms.values()), 3)


def read_plan_to_check(path: Path, request: PlanRequest) -> Schedule:
    """Read a plan that may be made by hand.

    Args:
        path: The file.
        request: The request, from which what the plan leaves out is filled in.

    Returns:
        The plan.

    Raises:
        RequestError: The file cannot be read or is no plan.
    """
    raw = read_bytes(path, str(path))
    try:
        data = json.loads(raw)
    except UnicodeDecodeError:
        raise RequestError(str(path), NOT_UTF_8, SAVE_AS_UTF_8) from None
    except (ValueError, RecursionError) as error:
        where = Text("", "")
        if isinstance(error, json.JSONDecodeError):
            where = Text(
                f" (linje {error.lineno}, tegn {error.colno})", f" (line {error.lineno}, column {error.colno})"
            )
        what = Text(f"dette er ikke JSON{where.da}", f"this is no JSON{where.en}")
        mend = Text("ret den, eller nævn en plan.json", "correct it, or name a plan.json")
        raise RequestError(str(path), what, mend) from None
    if not isinstance(data, dict) or not isinstance(data.get("meetings"), list):
        return parse_plan(raw, str(path))
    data.setdefault("schema", 1)
    data.setdefault("objective", {"value": 0, "bound": 0, "optimal": False})
    for meeting in data["meetings"]:
        if isinstance(meeting, dict):
            _fill_in(meeting, request)
    return parse_plan(json.dumps(data), str(path))


def _fill_in(meeting: dict[str, Any], request: PlanRequest) -> None:
    """Fill in what follows from district, round and start."""
    kredse = {kreds.code: kreds for kreds in politikredse_on(dt.date(request.year, 1, 1))}
    kreds, number = kredse.get(str(meeting.get("district"))), meeting.get("round", 1)
    if kreds is not None:
        meeting.setdefault("kommuner", [kommune.code for kommune in kreds.kommuner])
        meeting.setdefault("boernehuse", list(kreds.boernehuse))
        # A round that is no number is refused later, with its own place.
        meeting.setdefault("uid", meeting_uid(request.year, kreds.code, number if isinstance(number, int) else 1))
    try:
        start = dt.datetime.fromisoformat(str(meeting.get("start")))
        meeting.setdefault("end", (start + dt.timedelta(minutes=request.duration)).isoformat())
    except (ValueError, OverflowError):
        return


def check(plan: Schedule, request: PlanRequest) -> CheckReport:
    """Judge a plan by a request.

    Args:
        plan: The plan; its cancelled meetings do not count.
        request: The request of the same year.

    Returns:
        Every violation, and the costs.

    Raises:
        RequestError: The plan is of another year than the request, or its receipt is damaged.
    """
    if plan.year != request.year:
        what = Text(
            f"planen er for {plan.year} og bestillingen for {request.year}",
            f"the plan is of {plan.year} and the request of {request.year}",
        )
        mend = Text("hold den op mod bestillingen for samme år", "check it against the request of its year")
        raise RequestError(Text("planen", "the plan"), what, mend)
    meetings = [meeting for meeting in plan.meetings if meeting.status != "cancelled"]
    origin = PlanOrigin.of_plan(plan)
    problem = build_planning_problem(
        request,
        at=origin.at or 0,
        earlier=origin.build_earlier(plan.year),
        further=[int(m.start.timestamp()) for m in meetings],
    )
    table = CandidateTable(problem)
    findings: list[Violation] = []
    assignments: list[MeetingAssignment] = []
    tasks = {(task.kreds.code, task.round): task for task in problem.tasks}
    for meeting in meetings:
        task = tasks.pop((meeting.district, meeting.round), None)
        if task is None:
            findings.append(_report_unrequested(meeting, request))
            continue
        slot = problem.slot_of(meeting)
        assignments.append(MeetingAssignment(task, slot, meeting.facilitators or ("",)))
        findings += _find_start_violations(problem, task, slot)
        findings += _compare_fields(problem, task, slot, meeting)
    for task in tasks.values():
        kreds = format_kreds(task.kreds.code, request.year)
        words = Text(f"møde {task.round} i {kreds} mangler", f"round {task.round} of {kreds} is missing")
        findings.append(Violation("one_meeting_each", task.key, words))
    findings += plan_violations(problem, assignments)
    terms = {name: cost / SCALE for name, cost in sorted(table.add_costs(assignments).items())}
    return CheckReport(tuple(findings), terms)


def _report_unrequested(meeting: Meeting, request: PlanRequest) -> Violation:
    kreds = format_kreds(meeting.district, request.year)
    words = Text(
        f"møde {meeting.round} i {kreds} står to gange eller er ikke bestilt",
        f"round {meeting.round} of {kreds} stands twice or is not asked for",
    )
    return Violation("one_meeting_each", f"{meeting.district}-{meeting.round}", words)


def _find_start_violations(problem: Problem, task: Task, slot: Slot) -> list[Violation]:
    who = format_kreds(task.kreds.code, problem.request.year)
    return [
        Violation(one.constraint, one.subject, Text(f"{who}: {one.text.da}", f"{who}: {one.text.en}"))
        for one in start_violations(problem, task, slot)
    ]


def _compare_fields(problem: Problem, task: Task, slot: Slot, meeting: Meeting) -> list[Violation]:
    year = problem.request.year
    who = name_meeting_time(problem, MeetingAssignment(task, slot, ()))
    host = task.hosts[0] if task.held else problem.find_host(task, slot) or task.hosts[0]
    absent = task.held.absent if task.held else problem.absent(task.kreds, slot)
    start = task.held.start if task.held else meeting.start
    found = []
    if meeting.host != host:
        is_host, turn = format_kommune(meeting.host, year), format_kommune(host, year)
        words = Text(
            f"{who.da}: værten er {is_host}, men det er {turn}, der står for tur",
            f"{who.en}: the host is {is_host}, but it is the turn of {turn}",
        )
        found.append(Violation("host_in_turn", task.key, words))
    for name, actual, expected in (
        ("start", meeting.start.isoformat(), start.isoformat()),
        ("kommuner", meeting.kommuner, tuple(kommune.code for kommune in task.kreds.kommuner)),
        ("boernehuse", meeting.boernehuse, task.kreds.boernehuse),
        ("absent", meeting.absent, absent),
        ("uid", meeting.uid, meeting_uid(year, task.kreds.code, task.round)),
    ):
        # The absent can be left out; all else of these is filled in or needed.
        if name in meeting.model_fields_set and actual != expected:
            wanted = expected if isinstance(expected, str) else ", ".join(expected) or "[]"
            words = Text(
                f"{who.da}: {name} skal være {wanted}",
                f"{who.en}: {name} should be {wanted}",
            )
            found.append(Violation("says_what_is", task.key, words))
    return found
