"""What prices prove: never more than is true, whatever the prices are; and no best plan is lost by it."""

from __future__ import annotations

import random
from math import inf

import numpy as np
import pytest

from meetings._constraints.candidates import CandidateTable
from meetings._constraints.problem import MeetingAssignment
from meetings._solver.dual_bound import DualBound
from meetings._solver.formulation import PlanFormulation, build_formulation
from meetings._solver.highs import LinearProgram
from meetings._solver.lexicographic import minimise, solve
from meetings._solver.model import IntegerModel, LinearConstraint
from tests.fixtures.random_problems import random_problem


def plan_of(seed: int) -> PlanFormulation:
    of = random_problem(seed, meetings=5, days=7, rounds=1 + seed % 2)
    return build_formulation(of, CandidateTable(of).all_candidates())


def cost_of(model: IntegerModel, terms: dict[int, int]) -> np.ndarray:
    return np.array([terms.get(column, 0) for column in range(len(model.upper_bounds))], np.int64)


def by_searching_it_all(plan: PlanFormulation) -> tuple[MeetingAssignment, ...] | None:
    """Level by level in whole numbers, each least as a row of the next; at last the least sum of hashes."""
    rows = list(plan.model.constraints)
    for level in plan.model.objective_levels:
        values = minimise(plan.model, rows, level)
        if values is None:
            return None
        best = round(sum(weight * values[column] for column, weight in level.items()))
        rows.append(LinearConstraint(level, -inf, best))
    values = minimise(plan.model, rows, plan.model.tie_break)
    assert values is not None
    return plan.assignments(values)


@pytest.mark.parametrize("seed", range(200, 240))
def test_the_plan_is_the_one_that_a_search_of_everything_finds(seed: int):
    plan = plan_of(seed)
    solution, found = solve(plan), by_searching_it_all(plan)
    assert (solution.assignments if solution else None) == found


@pytest.mark.parametrize("seed", range(300, 320))
def test_no_prices_prove_too_much_and_none_lose_the_best(seed: int):
    plan = plan_of(seed)
    model, level = plan.model, plan.model.objective_levels[-1]
    values = minimise(model, model.constraints, level)
    if values is None:
        assert solve(plan) is None
        return
    best = round(sum(weight * values[column] for column, weight in level.items()))
    dice = random.Random(seed)  # noqa: S311  # no secret
    program, cost = LinearProgram.from_model(model, model.constraints), cost_of(model, level)
    relaxation = program.solve_relaxation(cost, at_vertex=True)
    assert relaxation is not None
    ties = cost_of(model, model.tie_break)
    equals = program.with_row(cost, best).minimise(ties)
    assert equals is not None
    for off in (0.0, 1e-6, 0.3, 500.0):
        prices = relaxation.duals + np.array([dice.uniform(-off, off) for _ in model.constraints])
        proof = DualBound(program, cost, prices)
        assert proof.value <= best
        face = proof.optimal_face(best)
        found = face.minimise(ties[face.origin])
        assert found is not None
        assert round(found.value) == round(equals.value)
        assert round(float(cost[face.origin] @ found.values)) == best
        near = proof.within_gap(best - proof.value)
        again = near.minimise(cost[near.origin])
        assert again is not None
        assert round(again.value) == best
        room = (best - proof.value) // 2
        beyond = proof.outside_gap(room, best - 1)
        assert beyond.minimise(cost[beyond.origin]) is None


@pytest.mark.parametrize("seed", range(200, 220))
def test_prices_from_interior_points_lead_to_the_same_plan(seed: int, monkeypatch: pytest.MonkeyPatch):
    from_corners = solve(plan_of(seed))
    monkeypatch.setattr("meetings._solver.highs._LARGE", 0)
    assert solve(plan_of(seed)) == from_corners


def test_interior_points_prove_the_same_bound_as_a_corner():
    plan = plan_of(200)
    program, cost = (
        LinearProgram.from_model(plan.model, plan.model.constraints),
        cost_of(plan.model, plan.model.objective_levels[-1]),
    )
    bounds = set()
    for at_vertex in (True, False):
        relaxation = program.solve_relaxation(cost, at_vertex=at_vertex)
        assert relaxation is not None
        bounds.add(DualBound(program, cost, relaxation.duals).value)
    assert len(bounds) == 1
