"""A program in arrays and HiGHS on it."""

from __future__ import annotations

import subprocess  # for a process with a standard output of its own
import sys
from math import inf

import numpy as np
import pytest

from meetings._solver.highs import LinearProgram, SolverError
from meetings._solver.model import IntegerModel

PLAN_A_YEAR = """
from meetings import PlanRequest, plan
request = PlanRequest.model_validate({"year": 2027, "districts": ["1460", "1465"]})
plan(request, at="2026-11-01T12:00:00+01:00")
"""


def build_program(*, low: float = 3, high: float = inf) -> LinearProgram:
    """Two variables, x up to 2 and y up to 5 in whole numbers, with low <= 2x + 2y <= high."""
    model = IntegerModel()
    x, y = model.add_variable(upper=2), model.add_variable(upper=5)
    model.add_constraint({x: 2, y: 2}, low, high)
    return LinearProgram.from_model(model, model.constraints)


def cost(*weights: int) -> np.ndarray:
    return np.array(weights, np.int64)


def test_the_relaxation_allows_fractions():
    relaxation = build_program().solve_relaxation(cost(1, 3), by_interior_points=False)
    assert relaxation is not None
    assert relaxation.value == pytest.approx(1.5)
    assert relaxation.values == pytest.approx([1.5, 0])


def test_the_dual_value_of_a_row_is_its_share_of_the_cost():
    relaxation = build_program().solve_relaxation(cost(1, 3), by_interior_points=False)
    assert relaxation is not None
    assert relaxation.duals == pytest.approx([0.5])


def test_the_minimum_in_whole_numbers_is_proven():
    solution = build_program().minimise(cost(1, 3))
    assert solution is not None
    assert (solution.value, solution.bound) == pytest.approx((2, 2))
    assert solution.values == pytest.approx([2, 0])


def test_rows_that_no_values_satisfy_have_no_minimum():
    program = build_program(low=15)
    assert program.minimise(cost(1, 3)) is None
    assert program.solve_relaxation(cost(1, 3), by_interior_points=False) is None
    assert program.solve_relaxation(cost(1, 3), by_interior_points=True) is None


def test_fractions_may_satisfy_rows_that_whole_numbers_do_not():
    program = build_program(low=3, high=3)
    assert program.solve_relaxation(cost(1, 3), by_interior_points=False) is not None
    assert program.minimise(cost(1, 3)) is None


@pytest.mark.parametrize(("low", "is_feasible"), [(0, True), (1, False)])
def test_a_program_without_columns_is_feasible_where_its_rows_allow_zero(low: float, is_feasible: bool):
    program = build_program(low=low).restricted_to(np.zeros(2, np.bool_))
    assert (program.minimise(cost()) is not None) is is_feasible
    assert (program.solve_relaxation(cost(), by_interior_points=False) is not None) is is_feasible


def test_a_dropped_column_is_fixed_at_zero():
    program = build_program().restricted_to(np.array([False, True]))
    solution = program.minimise(cost(1, 3)[program.origin])
    assert solution is not None
    assert solution.value == pytest.approx(6)
    assert program.expand(solution.values, 2) == pytest.approx([0, 2])


def test_a_row_that_is_added_limits_the_solutions():
    program = build_program().with_row(cost(1, 0), 1)
    solution = program.minimise(cost(1, 3))
    assert solution is not None
    assert solution.values == pytest.approx([1, 1])


def test_the_range_of_a_row_follows_from_the_bounds_of_its_columns():
    least, most = build_program().with_row(cost(1, -1), 0).activity_bounds()
    assert least.tolist() == [0, -5]
    assert most.tolist() == [14, 2]


def test_an_unbounded_program_is_a_fault_of_the_solver():
    model = IntegerModel()
    model.add_variable()
    program = LinearProgram.from_model(model, [])
    program.upper[0] = inf
    with pytest.raises(SolverError, match="the solver stopped"):
        program.minimise(cost(-1))


def test_planning_in_another_program_prints_nothing_to_its_standard_output():
    run = subprocess.run([sys.executable, "-c", PLAN_A_YEAR], capture_output=True, check=True, timeout=300)
    assert run.stdout == b""
    assert run.stderr == b""
