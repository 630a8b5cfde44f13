"""From request to plan: state the problem, solve it, verify the solution, write the schedule with its receipt.

The receipt holds what decided the plan: by value where it explains the plan, by hash where it is long. It holds no
name, address or path of the request, and the instant only where it decided something, so the same request gives the
same receipt on every machine, and a first plan that is made before its year on every day.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from meetings._constraints.availability import Availability
from meetings._constraints.candidates import Candidate, CandidateTable
from meetings._constraints.costs import DISTRICT_COSTS, MEETING_COSTS, PLAN_COSTS, SCALE, SLOT_COSTS
from meetings._constraints.plan_warnings import build_warnings, list_assumed_free, list_assumed_school_weeks
from meetings._constraints.problem import MeetingAssignment, Problem, find_freeze_end
from meetings._constraints.problem_builder import build_planning_problem
from meetings._constraints.registry import plan_violations
from meetings._constraints.slot import build_slots
from meetings._domain.cost_catalog import DEFAULT_WEIGHTS, LEVELS, OF_THE_CHANGE
from meetings._domain.districts import table_sha256
from meetings._domain.instants import parse_instant
from meetings._domain.names import count_noun
from meetings._domain.plan_origin import PlanOrigin
from meetings._solver.formulation import build_formulation
from meetings._solver.highs import SolverError
from meetings._solver.infeasibility import explain_infeasibility
from meetings._solver.lexicographic import Solution, solve, solver_name
from meetings.changes import compare_plans
from meetings.request import PlanRequest
from meetings.schedule import Meeting, Objective, Organizer, People, Schedule, meeting_uid
from overgreb_rules.calendar import holidays_sha256, local, tzdata_version
from overgreb_rules.shared.text import Text, join_texts
from overgreb_rules.shared.version import __version__

__all__ = ["plan"]

_MEETING_COST_NAMES = tuple(sorted({*SLOT_COSTS, *DISTRICT_COSTS, *MEETING_COSTS} - OF_THE_CHANGE))
_FROM_ORIGIN = frozenset({"origin", "levels"})
"""The keys of a receipt that depend on what the plan was made from."""
_NOT_IN_RECEIPT = {"busy", "previous", "organizer", "attendees", "away", "absences", "place", "link", "agenda"}


def plan(
    request: PlanRequest, *, at: dt.datetime | str, earlier: Schedule | None = None, fresh: bool = False
) -> Schedule:
    """Find the best plan of the request, with a proof that none is better.

    Args:
        request: the request, with the calendars and the history that it names.
        at: the instant of planning; what had ended by then stays as it was.
        earlier: the plan of the same year that was published before, whose meetings move only if they must, and as
            few as possible; None where none was.
        fresh: whether the meetings of `earlier` that begin after `freeze_days` are planned anew, wherever they lie.

    Returns:
        The plan with its costs, the receipt, the changes against the earlier plan, and notes.

    Raises:
        RequestError: if `at` is no instant, or the request cannot be planned as it stands.
        NoPlanError: if no plan meets all requirements; it holds a smallest set of them that exclude each other.
        SolverError: if the solver gave no proven answer, or its plan fails the verification.
    """
    instant = int(parse_instant(at, "at").timestamp())
    published_plan = _keep_near(earlier, find_freeze_end(request, instant)) if fresh and earlier else earlier
    problem = build_planning_problem(request, at=instant, earlier=published_plan)
    table = CandidateTable(problem)
    solution = _solve(problem, table)
    if solution is None:
        raise explain_infeasibility(problem, table)
    _verify(problem, table, solution)
    origin = _find_origin(problem, published_plan)
    return _keep_origin(_schedule(problem, table, solution, earlier, origin), earlier)


def _keep_near(earlier: Schedule, end: int) -> Schedule:
    """Return the plan with those meetings alone that begin before the end of the days in which they should stay."""
    near = tuple(meeting for meeting in earlier.meetings if int(meeting.start.timestamp()) < end)
    return earlier.model_copy(update={"meetings": near})


def _solve(problem: Problem, table: CandidateTable) -> Solution | None:
    candidates = table.all_candidates()
    unmoved = [tuple(filter(_keeps_start, options)) or options for options in candidates]
    if unmoved != candidates:
        # Every published meeting keeps a start that is still possible: where that has a plan, no plan moves fewer.
        solution = solve(build_formulation(problem, unmoved))
        if solution is not None:
            return solution
    return solve(build_formulation(problem, candidates))


def _keeps_start(candidate: Candidate) -> bool:
    return candidate.task.keeps_start(candidate.slot)


def _verify(problem: Problem, table: CandidateTable, solution: Solution) -> None:
    """Hold the solution against the constraints and costs in Python, which state the model a second time."""
    violations = plan_violations(problem, solution.assignments)
    if violations or len(solution.assignments) != len(problem.tasks):
        broken = join_texts((violation.text for violation in violations), "; ")
        raise SolverError(
            Text(
                f"den beregnede plan opfylder ikke et krav: {broken.da}",
                f"the solver's plan breaks a constraint: {broken.en}",
            )
        )
    terms = table.add_costs(solution.assignments)
    for level, names in zip(solution.levels, LEVELS, strict=True):
        value = sum(terms[name] for name in names)
        if value != level.value:
            costs = ", ".join(sorted(names))
            what = Text(
                f"beregningen giver {level.value}, men {costs} er tilsammen {value}",
                f"the solver counts {level.value} where {costs} come to {value}",
            )
            raise SolverError(what)


def _schedule(
    problem: Problem, table: CandidateTable, solution: Solution, earlier: Schedule | None, origin: PlanOrigin
) -> Schedule:
    meetings = [_meeting(problem, table, assignment) for assignment in solution.assignments]
    warnings = build_warnings(problem, solution.assignments)
    costs = table.add_costs(solution.assignments)
    names = {*_MEETING_COST_NAMES, *PLAN_COSTS, *OF_THE_CHANGE, *costs}
    # A first plan has nothing to change.
    names -= frozenset() if problem.is_revision else OF_THE_CHANGE
    terms = {name: costs[name] / SCALE for name in sorted(names)}
    value = round(sum(terms.values()), 3)
    gap = sum(level.value - level.bound for level in solution.levels)
    meetings += _cancel_dropped(problem, earlier)
    meetings.sort(key=lambda meeting: (meeting.start, meeting.district, meeting.round))
    return Schedule(
        year=problem.request.year,
        meetings=tuple(meetings),
        objective=Objective(value=value, bound=round(value - gap / SCALE, 3), optimal=gap == 0, terms=terms),
        warnings=warnings,
        receipt=_receipt(problem, solution, origin),
        people=_people(problem.request),
        changes=compare_plans(problem, table, solution.assignments, earlier, meetings) if earlier else (),
        notes=_notes(problem, meetings),
    )


def _find_origin(problem: Problem, published_plan: Schedule | None) -> PlanOrigin:
    """Find what the plan is made from; of a first plan the instant counts where its notice lies within the year."""
    year = problem.request.year
    if published_plan is not None:
        return PlanOrigin(problem.at, tuple(one for one in published_plan.meetings if one.status != "cancelled"))
    counts = local(problem.at).year <= year <= local(problem.notice_ends).year and problem.request.notice_days
    return PlanOrigin(problem.at if counts else None)


def _keep_origin(schedule: Schedule, earlier: Schedule | None) -> Schedule:
    """Return the plan with the origin and the objective of the earlier one where the run changed nothing.

    The plan is then still the one that was made from that origin, and every byte of it stays.
    """
    if earlier is None or "origin" not in earlier.receipt or schedule.meetings != earlier.meetings:
        return schedule
    own, before = (
        {key: value for key, value in one.receipt.items() if key not in _FROM_ORIGIN} for one in (schedule, earlier)
    )
    if own != before:
        return schedule
    return schedule.model_copy(update={"receipt": earlier.receipt, "objective": earlier.objective})


def _meeting(problem: Problem, table: CandidateTable, assignment: MeetingAssignment) -> Meeting:
    task, slot = assignment.task, assignment.slot
    if task.held:
        return task.held
    candidate = table.candidate(task, slot)
    return Meeting(
        district=task.kreds.code,
        round=task.round,
        start=slot.starts,
        end=slot.ends,
        host=problem.find_host(task, slot) or task.hosts[0],
        kommuner=tuple(kommune.code for kommune in task.kreds.kommuner),
        absent=candidate.absent,
        boernehuse=task.kreds.boernehuse,
        facilitators=tuple(name for name in assignment.facilitators if name),
        uid=meeting_uid(problem.request.year, task.kreds.code, task.round),
        sequence=task.published.sequence if task.published else 0,
        cost={name: candidate.cost.get(name, 0) / SCALE for name in _MEETING_COST_NAMES},
    )


def _cancel_dropped(problem: Problem, earlier: Schedule | None) -> list[Meeting]:
    """List as cancelled the meetings of the earlier plan that the request no longer has."""
    planned = {(task.kreds.code, task.round) for task in problem.tasks}
    dropped = [m for m in (earlier.meetings if earlier else ()) if (m.district, m.round) not in planned]
    return [meeting.model_copy(update={"status": "cancelled"}) for meeting in dropped]


def _notes(problem: Problem, meetings: Sequence[Meeting]) -> tuple[Text, ...]:
    past = sum(int(meeting.start.timestamp()) < problem.at for meeting in meetings)
    if problem.is_revision or not past:
        return ()
    return (
        Text(
            f"{past} af {count_noun(len(meetings), 'møde', 'møder')} ligger før i dag og er kun med for historikkens "
            "skyld.",
            f"{past} of {len(meetings)} meetings lie in the past; they are planned as history.",
        ),
    )


def _people(request: PlanRequest) -> People:
    sender = request.organizer
    return People(
        organizer=Organizer(name=sender.name, email=sender.email) if sender else None,
        attendees={code: tuple(mails) for code, mails in sorted(request.attendees.items())},
        facilitators={person.id: person.name for person in request.facilitators},
        places=dict(request.place),
        links=dict(request.link),
        agenda=request.agenda,
    )


def _receipt(problem: Problem, solution: Solution, origin: PlanOrigin) -> dict[str, Any]:
    request = problem.request
    # A first plan has nothing to change.
    uncounted = frozenset() if problem.is_revision else OF_THE_CHANGE
    # The starts of this plan, not of the one before it: a second run then finds nothing to change.
    used = [assignment.slot.start for assignment in solution.assignments] + [
        int(pin.timestamp()) for pin in request.pinned.values()
    ]
    slots = build_slots(request, used)
    return {
        "program": __version__,
        "solver": solver_name(),
        "tzdata": tzdata_version(),
        "holidays": holidays_sha256(),
        "districts": table_sha256(),
        "request": _request_data(request),
        "weights": {name: request.weight(name) for name in sorted(DEFAULT_WEIGHTS)},
        "previous": request.previous_sha256,
        "history": request.history.to_data() if request.history else None,
        "calendars": {str(party): calendar.sha256 for party, calendar in sorted(request.calendars.items())},
        "assumed_free": [str(party) for party in list_assumed_free(request)],
        "assumed_school_weeks": [str(party) for party in list_assumed_school_weeks(request)],
        "unknown": {
            str(party): calendar.unknown.en
            for party, calendar in sorted(request.calendars.items())
            if calendar.unknown is not None
        },
        "further_starts": [slot.starts.isoformat() for slot in slots if slot.clock not in request.start_times],
        "availability": Availability.of(
            request.calendars, slots, request.list_absences(), needs_coverage=request.strict_coverage
        ).to_data(),
        "levels": [
            {"costs": sorted(names - uncounted), "value": level.value / SCALE, "bound": level.bound / SCALE}
            for names, level in zip(LEVELS, solution.levels, strict=True)
            if names - uncounted
        ],
        "origin": origin.to_data(),
    }


def _request_data(request: PlanRequest) -> dict[str, Any]:
    """Return the request as data, without names of people, addresses and paths."""
    data = request.model_dump(mode="json", by_alias=True, exclude=_NOT_IN_RECEIPT)
    for person in data["facilitators"]:
        del person["busy"], person["name"]
    del data["school_holidays"]["file"]
    data["start_times"] = [f"{time:%H:%M}" for time in request.start_times]
    data["pinned"] = {key: f"{start:%Y-%m-%dT%H:%M}" for key, start in request.pinned.items()}
    return data
