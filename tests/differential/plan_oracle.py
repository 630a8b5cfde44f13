"""Small random problems, and the least cost of a plan by trying them all, and by another solver."""

from __future__ import annotations

import json
import random
import subprocess  # for the other solver
import sys
from collections.abc import Iterator, Sequence
from itertools import combinations
from math import isinf
from pathlib import Path
from typing import Any

from meetings._constraints.candidates import Candidate, CandidateTable
from meetings._constraints.costs import plan_terms
from meetings._constraints.plan_rules import plan_violations
from meetings._constraints.problem import MeetingAssignment, Problem
from meetings._domain.cost_catalog import LEVELS
from meetings._domain.parties import BusyCalendar
from meetings._solver.model import IntegerModel
from tests.fixtures.planning_requests import busy, problem

KREDSE = ("1460", "1461", "1462", "1463", "1471")
DAYS = ("2027-04-01", "2027-04-02", "2027-04-05", "2027-04-06", "2027-04-07", "2027-04-30", "2027-05-03")


def random_problem(seed: int, *, meetings: int, days: int, rounds: int = 1) -> Problem:
    """A problem with few meetings in a window of few days, some of them taken for some."""
    dice = random.Random(seed)  # noqa: S311  # no secret
    open_days = sorted(dice.sample(DAYS, days))
    every = [f"2027-{month:02}-{day:02}" for month, last in ((4, 30), (5, 3)) for day in range(1, last + 1)]
    kredse = dice.sample(KREDSE, meetings)
    people = dice.choice([1, 1, 2])
    calendars: dict[str, BusyCalendar] = {}
    for party in [*(f"politikreds {code}" for code in kredse), *(f"facilitator f{n}" for n in range(people))]:
        halves = [(f"{day}T{hour:02}:00", f"{day}T{hour + 4:02}:00") for day in open_days for hour in (8, 13)]
        spans = [half for half in halves if dice.random() < 0.4]
        perhaps = tuple((f"{day}T08:00", f"{day}T10:00") for day in open_days if dice.random() < 0.2)
        calendars[party] = busy(*spans, tentative=perhaps)
    keys: dict[str, Any] = {
        "districts": kredse,
        "meetings_per_district": rounds,
        "window": {"from": "2027-04-01", "to": "2027-05-03"},
        "blocked": {"dates": [day for day in every if day not in open_days]},
        "facilitators": [{"id": f"f{n}", "name": f"F {n}"} for n in range(people)],
        "facilitator_meetings_per_day": dice.choice([1, 1, 2]),
        "facilitator_rest_days": dice.choice([0, 0, 1]),
        "weights": {"travel": dice.choice([0, 2, 3.5]), "spread_year": dice.choice([0, 2]), "tentative": 5},
    }
    if rounds > 1:
        keys["spacing_days"] = {"min": dice.choice([1, 2, 4]), "max": dice.choice([5, 25, 40])}
    return problem(calendars, **keys)


def levels_of(of: Problem, table: CandidateTable, placed: tuple[MeetingAssignment, ...]) -> tuple[int, ...]:
    """What a plan costs on each level, by the costs in words."""
    terms = dict(plan_terms(of, placed))
    for one in placed:
        for name, cost in table.cost_of(one.task, one.slot).items():
            terms[name] = terms.get(name, 0) + cost
    return tuple(sum(terms.get(name, 0) for name in level) for level in LEVELS)


def least_by_trying(of: Problem) -> tuple[int, ...] | None:
    """The least cost of all plans that break no rule; None where every plan does."""
    table = CandidateTable(of)
    options = [list(_placed(of, table.candidates(task))) for task in of.tasks]

    def plans(begun: tuple[MeetingAssignment, ...]) -> Iterator[tuple[MeetingAssignment, ...]]:
        if plan_violations(of, begun):
            return  # what clashes among some of the meetings clashes among all of them
        if len(begun) == len(options):
            yield begun
            return
        for option in options[len(begun)]:
            yield from plans((*begun, option))

    return min((levels_of(of, table, plan) for plan in plans(())), default=None)


def _placed(of: Problem, candidates: tuple[Candidate, ...]) -> Iterator[MeetingAssignment]:
    for candidate in candidates:
        for names in combinations(candidate.facilitators, of.request.facilitators_per_meeting):
            yield MeetingAssignment(candidate.task, candidate.slot, names)


def least_by_cp_sat(models: Sequence[IntegerModel], *, seconds: float | None = None) -> list[tuple[int, ...] | None]:
    """The least cost of each level of each model by CP-SAT, which knows nothing of HiGHS.

    subprocess.TimeoutExpired where it takes longer than `seconds`.
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
    return [None if found is None else tuple(found) for found in json.loads(run.stdout)]


def _finite(limit: float) -> int | None:
    return None if isinf(limit) else int(limit)
