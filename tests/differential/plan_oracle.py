"""The minimum cost of a plan by enumeration of all plans, and by another solver."""

from __future__ import annotations

import json
import subprocess  # for the other solver
import sys
from collections.abc import Iterator, Sequence
from itertools import combinations
from math import isinf
from pathlib import Path

from meetings._constraints.candidates import Candidate, CandidateTable
from meetings._constraints.problem import MeetingAssignment, Problem
from meetings._constraints.registry import plan_violations
from meetings._domain.cost_catalog import LEVELS
from meetings._solver.model import IntegerModel


def cost_by_level(table: CandidateTable, assignments: tuple[MeetingAssignment, ...]) -> tuple[int, ...]:
    """Return the cost of a plan on each objective level, from its named cost terms."""
    terms = table.add_costs(assignments)
    return tuple(sum(terms[name] for name in level) for level in LEVELS)


def minimum_by_enumeration(problem: Problem) -> tuple[int, ...] | None:
    """Return the minimum cost by level of all plans that violate no rule; None where there is no such plan."""
    table = CandidateTable(problem)
    options = [list(_assignments_of(problem, table.candidates(task))) for task in problem.tasks]

    def plans(partial: tuple[MeetingAssignment, ...]) -> Iterator[tuple[MeetingAssignment, ...]]:
        if plan_violations(problem, partial):
            return  # a violation among some of the meetings is one among all of them
        if len(partial) == len(options):
            yield partial
            return
        for option in options[len(partial)]:
            yield from plans((*partial, option))

    return min((cost_by_level(table, plan) for plan in plans(())), default=None)


def _assignments_of(problem: Problem, candidates: tuple[Candidate, ...]) -> Iterator[MeetingAssignment]:
    for candidate in candidates:
        for names in combinations(candidate.facilitators, problem.request.facilitators_per_meeting):
            yield MeetingAssignment(candidate.task, candidate.slot, names)


def minimum_by_cp_sat(models: Sequence[IntegerModel], *, seconds: float | None = None) -> list[tuple[int, ...] | None]:
    """Return the minimum of each level of each model by CP-SAT, lexicographically; None for an infeasible model.

    Args:
        models: the models.
        seconds: how long the search for all of them may take; None for any time.

    Returns:
        For each model the minimum of each level.

    Raises:
        subprocess.TimeoutExpired: if the search takes longer.
    """
    data = [
        {
            "upper": [int(upper) for upper in model.upper_bounds],
            "rows": [(list(row.terms.items()), _finite(row.low), _finite(row.high)) for row in model.constraints],
            "levels": [list(level.items()) for level in model.objective_levels],
        }
        for model in models
    ]
    script = Path(__file__).with_name("cp_sat.py")
    run = subprocess.run(  # our own script
        [sys.executable, str(script)],
        input=json.dumps(data),
        capture_output=True,
        text=True,
        check=True,
        timeout=seconds,
    )
    return [None if minima is None else tuple(minima) for minima in json.loads(run.stdout)]


def _finite(limit: float) -> int | None:
    return None if isinf(limit) else int(limit)
