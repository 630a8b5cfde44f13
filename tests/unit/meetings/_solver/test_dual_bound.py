"""A dual bound never proves too much, whatever the dual values are, and its fixings lose no optimum."""

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


def build_knapsack() -> tuple[LinearProgram, np.ndarray]:
    """Three binary columns of cost 3, 5 and 9, of which two must be 1: the minimum is 8, and so is the relaxation's."""
    model = IntegerModel()
    columns = [model.add_variable() for _ in range(3)]
    model.add_constraint(dict.fromkeys(columns, 1), 2, inf)
    return LinearProgram.from_model(model, model.constraints), np.array([3, 5, 9], np.int64)


def test_optimal_duals_prove_the_minimum():
    program, cost = build_knapsack()
    assert DualBound(program, cost, np.array([5.0])).value == 8


@pytest.mark.parametrize(("dual", "value"), [(0.0, 0), (4.0, 7), (7.5, 8), (-3.0, 0), (1000.0, -983)])
def test_any_duals_prove_a_lower_bound(dual: float, value: int):
    program, cost = build_knapsack()
    assert DualBound(program, cost, np.array([dual])).value <= 8
    assert DualBound(program, cost, np.array([dual])).value == value


@pytest.mark.parametrize("weight", [1, 1_000_000, 1 << 40])
@pytest.mark.parametrize("dual", [0.0, 1.0, 2.0**24, 2.0**50, -(2.0**62), 1e300, inf, float("nan")])
def test_a_dual_proves_no_more_than_the_minimum_however_large_it_and_the_weights_are(weight: int, dual: float):
    model = IntegerModel()
    column = model.add_variable(upper=10)
    model.add_constraint({column: weight}, 0, inf)
    cost = np.array([-1], np.int64)
    bound = DualBound(LinearProgram.from_model(model, model.constraints), cost, np.array([dual]))
    assert bound.value <= -10
    assert bound.reduced_costs.tolist() == [-bound.scale - weight * bound.duals.tolist()[0]]


def test_the_reduced_cost_of_a_column_is_its_cost_less_what_the_rows_pay():
    program, cost = build_knapsack()
    bound = DualBound(program, cost, np.array([5.0]))
    assert (bound.reduced_costs / bound.scale).tolist() == [-2, 0, 4]


@pytest.mark.parametrize(("gap", "kept"), [(0, [0, 1]), (3, [0, 1]), (4, [0, 1, 2])])
def test_columns_whose_reduced_cost_exceeds_the_gap_are_dropped(gap: int, kept: list[int]):
    program, cost = build_knapsack()
    assert DualBound(program, cost, np.array([5.0])).within_gap(gap).origin.tolist() == kept


def test_outside_the_gap_only_solutions_with_a_dropped_column_remain():
    program, cost = build_knapsack()
    rest = DualBound(program, cost, np.array([5.0])).outside_gap(0, 12)
    solution = rest.minimise(cost[rest.origin])
    assert solution is not None
    assert solution.value == pytest.approx(12)


def test_the_optimal_face_holds_the_optima_and_nothing_else():
    program, cost = build_knapsack()
    face = DualBound(program, cost, np.array([5.0])).optimal_face(8)
    assert face.origin.tolist() == [0, 1]
    dearest = face.minimise(-cost[face.origin])
    assert dearest is not None
    assert dearest.value == pytest.approx(-8)


def formulate(seed: int) -> PlanFormulation:
    of = random_problem(seed, meetings=5, days=7, rounds=1 + seed % 2)
    return build_formulation(of, CandidateTable(of).all_candidates())


def to_array(model: IntegerModel, terms: dict[int, int]) -> np.ndarray:
    return np.array([terms.get(column, 0) for column in range(len(model.upper_bounds))], np.int64)


def search_level_by_level(plan: PlanFormulation) -> tuple[MeetingAssignment, ...] | None:
    """Minimise each level in whole numbers, each minimum a row of the next search, and the tie-break last."""
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
def test_the_plan_is_that_of_a_search_without_dual_bounds(seed: int):
    plan = formulate(seed)
    solution, expected = solve(plan), search_level_by_level(plan)
    assert (solution.assignments if solution else None) == expected


@pytest.mark.parametrize("seed", range(300, 320))
def test_no_duals_prove_too_much_and_none_lose_an_optimum(seed: int):
    plan = formulate(seed)
    model, level = plan.model, plan.model.objective_levels[-1]
    values = minimise(model, model.constraints, level)
    if values is None:
        assert solve(plan) is None
        return
    best = round(sum(weight * values[column] for column, weight in level.items()))
    dice = random.Random(seed)  # noqa: S311  # no secret
    program, cost = LinearProgram.from_model(model, model.constraints), to_array(model, level)
    relaxation = program.solve_relaxation(cost, by_interior_points=False)
    assert relaxation is not None
    ties = to_array(model, model.tie_break)
    equals = program.with_row(cost, best).minimise(ties)
    assert equals is not None
    for off in (0.0, 1e-6, 0.3, 500.0):
        duals = relaxation.duals + np.array([dice.uniform(-off, off) for _ in model.constraints])
        bound = DualBound(program, cost, duals)
        assert bound.value <= best
        face = bound.optimal_face(best)
        found = face.minimise(ties[face.origin])
        assert found is not None
        assert round(found.value) == round(equals.value)
        assert round(float(cost[face.origin] @ found.values)) == best
        near = bound.within_gap(best - bound.value)
        again = near.minimise(cost[near.origin])
        assert again is not None
        assert round(again.value) == best
        gap = (best - bound.value) // 2
        outside = bound.outside_gap(gap, best - 1)
        assert outside.minimise(cost[outside.origin]) is None


@pytest.mark.parametrize("seed", range(200, 220))
def test_duals_of_interior_points_lead_to_the_same_plan(seed: int, monkeypatch: pytest.MonkeyPatch):
    from_vertices = solve(formulate(seed))
    monkeypatch.setattr("meetings._solver.highs._LARGE", 0)
    assert solve(formulate(seed)) == from_vertices


def test_interior_points_prove_the_same_bound_as_a_vertex():
    plan = formulate(200)
    program, cost = (
        LinearProgram.from_model(plan.model, plan.model.constraints),
        to_array(plan.model, plan.model.objective_levels[-1]),
    )
    bounds = set()
    for by_interior_points in (True, False):
        relaxation = program.solve_relaxation(cost, by_interior_points=by_interior_points)
        assert relaxation is not None
        bounds.add(DualBound(program, cost, relaxation.duals).value)
    assert len(bounds) == 1
