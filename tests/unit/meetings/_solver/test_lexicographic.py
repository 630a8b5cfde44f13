"""The solver against trying every plan, and against another solver."""

from __future__ import annotations

from importlib.util import find_spec

import pytest

from meetings._constraints.candidates import CandidateTable
from meetings._constraints.problem import Problem
from meetings._constraints.registry import plan_violations
from meetings._solver import lexicographic
from meetings._solver.formulation import build_formulation
from meetings._solver.highs import SolverError
from meetings._solver.lexicographic import Solution, solve
from tests.differential.plan_oracle import cost_by_level, minimum_by_cp_sat, minimum_by_enumeration
from tests.fixtures.planning_requests import build_busy_calendar, build_problem
from tests.fixtures.random_problems import random_problem


def solved(of: Problem) -> Solution | None:
    return solve(build_formulation(of, CandidateTable(of).all_candidates()))


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(60))
def test_the_plan_costs_what_the_best_of_all_plans_costs(seed: int):
    of = random_problem(seed, meetings=3, days=4) if seed % 2 else random_problem(seed, meetings=2, days=4, rounds=2)
    solution, least = solved(of), minimum_by_enumeration(of)
    if least is None:
        assert solution is None
        return
    assert solution is not None
    assert tuple(level.value for level in solution.levels) == least
    assert tuple(level.bound for level in solution.levels) == least
    assert cost_by_level(CandidateTable(of), solution.assignments) == least
    assert plan_violations(of, solution.assignments) == ()


@pytest.mark.parametrize("seed", range(200, 215))
def test_three_alike_rounds_cost_what_the_best_of_all_plans_costs(seed: int):
    of = random_problem(seed, meetings=1, days=5, rounds=3)
    solution, least = solved(of), minimum_by_enumeration(of)
    assert (solution and tuple(level.value for level in solution.levels)) == least
    assert solution is None or plan_violations(of, solution.assignments) == ()


def test_an_optimum_that_is_not_found_again_is_refused_with_its_cause(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(lexicographic, "_minimise_tie_break", lambda *_: None)
    of = random_problem(1, meetings=3, days=4)
    with pytest.raises(SolverError) as refused:
        solved(of)
    assert refused.value.message("da").startswith("det kan ikke bevises, at planen er den bedste, fordi forskellene")
    assert refused.value.message("en").endswith("smaller than the tolerance of the solver")


def test_some_of_the_small_problems_have_a_plan_and_some_have_none():
    found = [minimum_by_enumeration(random_problem(seed, meetings=3, days=4)) for seed in range(1, 60, 2)]
    assert 3 <= sum(least is None for least in found) <= 27


@pytest.mark.slow
def test_cp_sat_finds_the_same_least_cost_in_60_problems():
    if find_spec("ortools") is None:
        pytest.skip("ortools cannot be installed here; CP-SAT is only a second opinion")
    problems = [random_problem(seed, meetings=5, days=7, rounds=1 + seed % 2) for seed in range(100, 160)]
    plans = [build_formulation(of, CandidateTable(of).all_candidates()) for of in problems]
    solutions = [solve(plan) for plan in plans]
    found = [None if one is None else tuple(level.value for level in one.levels) for one in solutions]
    assert found == minimum_by_cp_sat([plan.model for plan in plans])
    assert sum(one is not None for one in found) >= 30


@pytest.mark.slow
def test_the_same_problem_gives_the_same_plan():
    first, second = solved(build_problem()), solved(build_problem())
    assert first is not None
    assert first == second


def test_a_plan_is_found_where_the_greedy_way_has_none():
    # M1 can on days a and b, M2 on c and d, M3 on a and c: who takes the first free day leaves none for M3.
    a, b, c, d = "2027-04-05", "2027-04-06", "2027-04-07", "2027-04-08"
    days = {"1460": (a, b), "1465": (c, d), "1467": (a, c)}
    calendars = {
        f"politikreds {code}": build_busy_calendar(
            *((f"{day}T08:00", f"{day}T18:00") for day in (a, b, c, d) if day not in own)
        )
        for code, own in days.items()
    }
    keys = {"districts": list(days), "window": {"from": a, "to": d}, "start_times": ["09:00"]}
    of = build_problem(calendars, **keys, weights={"travel": 0})
    table, taken = CandidateTable(of), set()
    for task in of.tasks:
        first = next((one.slot.day for one in table.candidates(task) if one.slot.day not in taken), None)
        taken.add(first)
    solution = solved(of)
    assert solution is not None
    assert len({one.slot.day for one in solution.assignments}) == 3
    assert {one.slot.day.isoformat() for one in solution.assignments if one.task.kreds.code == "1467"} <= {a, c}
