"""What prices prove: never more than is true, whatever the prices are; and no best plan is lost by it."""

from __future__ import annotations

import random
from math import inf

import numpy as np
import pytest

from meetings._constraints.candidates import Table
from meetings._constraints.problem import Placed
from meetings._solver.dual_bound import Proof
from meetings._solver.formulation import Plan, build
from meetings._solver.highs import Program
from meetings._solver.lexicographic import least, solve
from meetings._solver.model import Model, Row
from tests.differential.plan_oracle import random_problem


def plan_of(seed: int) -> Plan:
    of = random_problem(seed, meetings=5, days=7, rounds=1 + seed % 2)
    return build(of, Table(of).all_candidates())


def cost_of(model: Model, terms: dict[int, int]) -> np.ndarray:
    return np.array([terms.get(column, 0) for column in range(len(model.upper))], np.int64)


def by_searching_it_all(plan: Plan) -> tuple[Placed, ...] | None:
    """Level by level in whole numbers, each least as a row of the next; at last the least sum of hashes."""
    rows = list(plan.model.rows)
    for level in plan.model.levels:
        values = least(plan.model, rows, level)
        if values is None:
            return None
        best = round(sum(weight * values[column] for column, weight in level.items()))
        rows.append(Row(level, -inf, best))
    values = least(plan.model, rows, plan.model.ties)
    assert values is not None
    return plan.placed(values)


@pytest.mark.parametrize("seed", range(200, 240))
def test_the_plan_is_the_one_that_a_search_of_everything_finds(seed: int):
    plan = plan_of(seed)
    solution, found = solve(plan), by_searching_it_all(plan)
    assert (solution.placed if solution else None) == found


@pytest.mark.parametrize("seed", range(300, 320))
def test_no_prices_prove_too_much_and_none_lose_the_best(seed: int):
    plan = plan_of(seed)
    model, level = plan.model, plan.model.levels[-1]
    values = least(model, model.rows, level)
    if values is None:
        assert solve(plan) is None
        return
    best = round(sum(weight * values[column] for column, weight in level.items()))
    dice = random.Random(seed)  # noqa: S311  # no secret
    program, cost = Program.of(model, model.rows), cost_of(model, level)
    relaxed = program.relaxed(cost, corner=True)
    assert relaxed is not None
    ties = cost_of(model, model.ties)
    equals = program.with_row(cost, best).least(ties)
    assert equals is not None
    for off in (0.0, 1e-6, 0.3, 500.0):
        prices = relaxed.prices + np.array([dice.uniform(-off, off) for _ in model.rows])
        proof = Proof(program, cost, prices)
        assert proof.bound <= best
        face = proof.face(best)
        found = face.least(ties[face.origin])
        assert found is not None
        assert round(found.value) == round(equals.value)
        assert round(float(cost[face.origin] @ found.values)) == best
        near = proof.within(best - proof.bound)
        again = near.least(cost[near.origin])
        assert again is not None
        assert round(again.value) == best
        room = (best - proof.bound) // 2
        beyond = proof.beyond(room, best - 1)
        assert beyond.least(cost[beyond.origin]) is None


@pytest.mark.parametrize("seed", range(200, 220))
def test_prices_from_interior_points_lead_to_the_same_plan(seed: int, monkeypatch: pytest.MonkeyPatch):
    from_corners = solve(plan_of(seed))
    monkeypatch.setattr("meetings._solver.highs._MANY", 0)
    assert solve(plan_of(seed)) == from_corners


def test_interior_points_prove_the_same_bound_as_a_corner():
    plan = plan_of(200)
    program, cost = Program.of(plan.model, plan.model.rows), cost_of(plan.model, plan.model.levels[-1])
    bounds = set()
    for corner in (True, False):
        relaxed = program.relaxed(cost, corner=corner)
        assert relaxed is not None
        bounds.add(Proof(program, cost, relaxed.prices).bound)
    assert len(bounds) == 1
