"""The possible starts of a kreds before there is a plan, ranked by their costs: for a poll, or for a pin."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, replace

from meetings._constraints.candidates import Candidate, CandidateTable
from meetings._constraints.costs import SCALE
from meetings._constraints.plan_warnings import build_calendar_warnings, list_assumed_free
from meetings._constraints.problem_builder import build_planning_problem, list_parties
from meetings._domain.cost_catalog import LEVELS
from meetings._domain.instants import parse_instant
from meetings._domain.names import format_kreds
from meetings._domain.parties import Party
from meetings._solver.infeasibility import explain_infeasibility
from meetings.errors import RequestError
from meetings.request import PlanRequest
from overgreb_rules.shared.text import Text

__all__ = ["PossibleStart", "list_calendar_warnings", "list_possible_starts"]


@dataclass(frozen=True, slots=True)
class PossibleStart:
    """A start that no requirement on one meeting forbids."""

    round: int
    start: dt.datetime
    end: dt.datetime
    host: str
    """The code of the kommune that would be host."""
    absent: tuple[str, ...]
    """The codes of the kommuner that cannot come."""
    not_known: tuple[Party, ...]
    """Those whose calendar does not cover the start."""
    no_calendar: tuple[Party, ...]
    """Those who are taken as free, because neither a calendar nor an absence of theirs was given."""
    cost: Mapping[str, float]
    """What the start costs, weighted, by the name of the cost; costs of the whole plan are not among them."""


def list_possible_starts(request: PlanRequest, district: str, *, at: dt.datetime | str) -> tuple[PossibleStart, ...]:
    """List the possible starts of a kreds.

    Args:
        request: The request.
        district: The code of the politikreds.
        at: The instant of the question, a text or datetime with an offset, from which `notice_days` counts.

    Returns:
        For each round, in order, its starts; the best first, and of equal ones the earlier.

    Raises:
        RequestError: The request has no such kreds, cannot be planned as it stands, or `at` is no instant.
        NoPlanError: A round has no possible start; it holds a smallest set of requirements that exclude each other.
    """
    problem = build_planning_problem(request, at=int(parse_instant(at, "at").timestamp()), earlier=None)
    tasks = tuple(task for task in problem.tasks if task.kreds.code == district)
    if not tasks:
        who = format_kreds(district, request.year)
        raise RequestError(
            "KREDS",
            Text(f"bestillingen har ikke {who} med", f"the request does not ask for {who}"),
            Text("tilføj den under districts", "add it under districts"),
        )
    table = CandidateTable(replace(problem, tasks=tasks))
    candidates = [table.candidates(task) for task in tasks]
    if not all(candidates):
        raise explain_infeasibility(table.problem, table)
    parties, assumed_free = list_parties(request, district), list_assumed_free(request, district)
    return tuple(
        _describe_start(table, candidate, parties, assumed_free)
        for options in candidates
        for candidate in sorted(options, key=_rank)
    )


def list_calendar_warnings(request: PlanRequest, district: str) -> tuple[Text, ...]:
    """List what is not known of the calendars on which the possible starts of a kreds rest.

    Args:
        request: The request.
        district: The code of the politikreds.

    Returns:
        A sentence on those without a calendar, and on each calendar that is unreadable or covers a part of the year.
    """
    return tuple(Text(one.da, one.en) for one in build_calendar_warnings(request, district))


def _rank(candidate: Candidate) -> tuple[int, ...]:
    levels = (sum(cost for name, cost in candidate.cost.items() if name in level) for level in LEVELS)
    return (*levels, candidate.slot.start)


def _describe_start(
    table: CandidateTable, candidate: Candidate, parties: tuple[Party, ...], assumed_free: tuple[Party, ...]
) -> PossibleStart:
    task, slot, problem = candidate.task, candidate.slot, table.problem
    return PossibleStart(
        round=task.round,
        start=slot.starts,
        end=slot.ends,
        host=problem.find_host(task, slot) or task.hosts[0],
        absent=candidate.absent,
        not_known=tuple(one for one in parties if problem.availability.state(one, slot) == "not_known"),
        no_calendar=assumed_free,
        cost={name: cost / SCALE for name, cost in candidate.cost.items()},
    )
