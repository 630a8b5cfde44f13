"""From request to plan: the order of the steps, and nothing that they hide."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Sequence

from meetings._constraints.candidates import Candidate, CandidateTable
from meetings._constraints.costs import DISTRICT_COSTS, MEETING_COSTS, PLAN_COSTS, SCALE, SLOT_COSTS, plan_terms
from meetings._constraints.plan_rules import plan_violations
from meetings._constraints.problem import MeetingAssignment, Problem
from meetings._constraints.problem_builder import held_by, parties_of, problem_of
from meetings._domain.cost_catalog import LEVELS, OF_THE_CHANGE
from meetings._domain.names import party_words
from meetings._receipt import receipt_of
from meetings._solver.formulation import build_formulation
from meetings._solver.infeasibility import why_none
from meetings._solver.highs import SolverError
from meetings._solver.lexicographic import Solution, solve
from meetings.changes import changes
from meetings.errors import RequestError
from meetings.request import PlanRequest
from meetings.schedule import Meeting, Objective, Organizer, People, Schedule, meeting_uid

__all__ = ["plan"]

_UNARY = tuple(sorted({*SLOT_COSTS, *DISTRICT_COSTS, *MEETING_COSTS} - OF_THE_CHANGE))
_TOGETHER = tuple(sorted(set(PLAN_COSTS) - OF_THE_CHANGE))


def instant_of(at: dt.datetime | str) -> int:
    """Seconds since 1970-01-01T00:00Z. RequestError where `at` is no instant."""
    try:
        moment = dt.datetime.fromisoformat(at) if isinstance(at, str) else at
    except ValueError:
        moment = None
    if moment is None or moment.tzinfo is None:
        raise RequestError("at", f"{at!r} is no instant", 'write it as "2026-11-21T12:00:00+01:00"')
    return int(moment.timestamp())


def plan(request: PlanRequest, *, at: dt.datetime | str, earlier: Schedule | None = None) -> Schedule:
    """The best plan of the request, proven.

    `at` is the instant at which is planned: what had ended by then stays as it was. `earlier` is the plan of
    the same year that was published before: its meetings move only if they must, and as few as possible.
    Raises RequestError, and NoPlanError with a smallest set of requirements that exclude each other.
    """
    problem = problem_of(request, at=instant_of(at), earlier=earlier)
    table = CandidateTable(problem)
    solution = _solved(problem, table)
    if solution is None:
        raise why_none(problem, table)
    _verify(problem, table, solution)
    return _schedule(problem, table, solution, earlier, instant_of(at))


def _solved(problem: Problem, table: CandidateTable) -> Solution | None:
    every = table.all_candidates()
    stay = [tuple(one for one in options if _stays(one)) or options for options in every]
    if stay != every:
        # Every published meeting whose start is still possible stays: where that has a plan, none moves fewer.
        solution = solve(build_formulation(problem, stay))
        if solution is not None:
            return solution
    return solve(build_formulation(problem, every))


def _stays(candidate: Candidate) -> bool:
    published = candidate.task.published
    return published is not None and int(published.start.timestamp()) == candidate.slot.start


def _verify(problem: Problem, table: CandidateTable, solution: Solution) -> None:
    # The rows of numbers and the rules in words are two statements of one thing; here they meet.
    found = plan_violations(problem, solution.assignments)
    if found or len(solution.assignments) != len(problem.tasks):
        raise SolverError(f"the solver's plan breaks a rule: {[clash.text for clash in found]}")
    terms = Counter(plan_terms(problem, solution.assignments))
    for one in solution.assignments:
        terms.update(table.cost_of(one.task, one.slot))
    for level, names in zip(solution.levels, LEVELS, strict=True):
        value = sum(terms[name] for name in names)
        if value != level.value:
            raise SolverError(f"the solver counts {level.value} where {', '.join(sorted(names))} come to {value}")


def _schedule(
    problem: Problem, table: CandidateTable, solution: Solution, earlier: Schedule | None, at: int
) -> Schedule:
    meetings = [_meeting(problem, table, placed) for placed in solution.assignments]
    terms = dict.fromkeys(_UNARY, 0.0)
    for meeting in meetings:
        for name, cost in meeting.cost.items():
            terms[name] = terms.get(name, 0.0) + cost
    together = plan_terms(problem, solution.assignments)
    terms |= {name: together[name] / SCALE for name in _TOGETHER}
    terms = {name: round(cost, 3) for name, cost in sorted(terms.items())}
    value = round(sum(terms.values()), 3)
    gap = sum(level.value - level.bound for level in solution.levels)
    meetings += _dropped(problem, earlier, at)
    meetings.sort(key=lambda meeting: (meeting.start, meeting.district, meeting.round))
    return Schedule(
        year=problem.request.year,
        meetings=tuple(meetings),
        objective=Objective(value=value, bound=round(value - gap / SCALE, 3), optimal=gap == 0, terms=terms),
        receipt=receipt_of(problem, solution),
        people=_people(problem.request),
        changes=changes(problem, table, solution.assignments, earlier, meetings) if earlier else (),
        notes=_notes(problem, meetings, at),
    )


def _meeting(problem: Problem, table: CandidateTable, placed: MeetingAssignment) -> Meeting:
    task, slot = placed.task, placed.slot
    if task.held:
        return task.held
    candidate = table.candidate(task, slot)
    return Meeting(
        district=task.kreds.code,
        round=task.round,
        start=slot.starts,
        end=slot.ends,
        host=task.host,
        kommuner=tuple(kommune.code for kommune in task.kreds.kommuner),
        absent=candidate.absent,
        boernehuse=task.kreds.boernehuse,
        facilitators=tuple(name for name in placed.facilitators if name),
        uid=meeting_uid(problem.request.year, task.kreds.code, task.round),
        sequence=task.published.sequence if task.published else 0,
        cost={name: candidate.cost.get(name, 0) / SCALE for name in _UNARY},
    )


def _dropped(problem: Problem, earlier: Schedule | None, at: int) -> list[Meeting]:
    """What the earlier plan has and nobody asks for any more: what is over stays, the rest is off."""
    asked = {(task.kreds.code, task.round) for task in problem.tasks}
    gone = [m for m in (earlier.meetings if earlier else ()) if (m.district, m.round) not in asked]
    return [m if held_by(m, at) else m.model_copy(update={"status": "cancelled"}) for m in gone]


def _notes(problem: Problem, meetings: Sequence[Meeting], at: int) -> tuple[str, ...]:
    request, notes = problem.request, []
    assumed = [party for party in parties_of(request) if party not in request.calendars]
    if assumed:
        few = ", ".join(party_words(party, request.year) for party in assumed[:5])
        rest = f" and {len(assumed) - 5} others" if len(assumed) > 5 else ""
        notes.append(f"No calendar was given for {few}{rest}: taken as free, listed in plan.json as assumed_free.")
    for party, calendar in sorted(request.calendars.items()):
        who = party_words(party, request.year)
        if calendar.unknown is not None:
            notes.append(f"The calendar of {who} cannot be read, so it counts as absent: {calendar.unknown}.")
        notes += [f"The calendar of {who}: {warning}." for warning in calendar.warnings]
    if problem.at is None:
        past = [meeting for meeting in meetings if int(meeting.start.timestamp()) < at]
        if past:
            notes.append(f"{len(past)} of {len(meetings)} meetings lie in the past; they are planned as history.")
    return tuple(notes)


def _people(request: PlanRequest) -> People:
    sender = request.organizer
    return People(
        organizer=Organizer(name=sender.name, email=sender.email) if sender else None,
        attendees={code: tuple(mails) for code, mails in sorted(request.attendees.items())},
        facilitators={person.id: person.name for person in request.facilitators},
    )
