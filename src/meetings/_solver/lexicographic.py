"""Lexicographic minimisation of a model with HiGHS: level by level, each with a proof, down to one unique plan.

The linear relaxation of a level gives dual values for its rows. They prove a dual bound in exact whole numbers, and
they restrict the program to its optimal face: only solutions at the bound are left for the next level. Among all plans
that are equally good on every level, the tie-break objective, a sum of hashes, chooses the same one on every machine.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from importlib import metadata
from math import ceil

import numpy as np

from meetings._constraints.costs import SCALE
from meetings._constraints.problem import MeetingAssignment
from meetings._constraints.variables import LinearExpression
from meetings._solver.dual_bound import DualBound
from meetings._solver.formulation import PlanFormulation
from meetings._solver.highs import FloatArray, IntegerArray, LinearProgram, Relaxation, SolverError
from meetings._solver.model import IntegerModel, LinearConstraint
from overgreb_rules.shared.text import Text

_TIE_BREAK_GAP = 1 << 20
"""A sixteenth of the largest hash: the first gap above the bound that a search for the tie-break looks into."""

_COST_GAP = SCALE // 20
"""The same for a level of costs. Where no solution reaches the bound, the optimum mostly lies hardly above it."""

_GAP_FACTOR = 8
"""The growth of the gap from one search to the next."""


@dataclass(frozen=True, slots=True)
class LevelOptimum:
    """The least cost of one level, in thousandths of a unit, and the dual bound that proves it."""

    value: int
    bound: int


@dataclass(frozen=True, slots=True)
class Solution:
    """The unique optimal plan: the assignments in order of the meetings, and the optimum of each level."""

    assignments: tuple[MeetingAssignment, ...]
    levels: tuple[LevelOptimum, ...]


def solver_name() -> str:
    """Return the solver and its version, for receipts.

    Returns:
        Such as «HiGHS 1.12.0».
    """
    return f"HiGHS {metadata.version('highspy')}"


def solve(formulation: PlanFormulation) -> Solution | None:
    """Find the optimal plan.

    Args:
        formulation: the model with the meaning of its variables.

    Returns:
        The optimum, or None where the constraints exclude every plan.

    Raises:
        SolverError: if HiGHS ends without an answer, or an optimum cannot be found again.
    """
    model = formulation.model
    costs = [_to_array(model, terms) for terms in (*model.objective_levels, model.tie_break)]
    optimum = _minimise_in_order(LinearProgram.from_model(model, model.constraints), costs)
    if optimum is None:
        return None
    values, levels = optimum
    return Solution(formulation.assignments(values.tolist()), tuple(levels))


def minimise(
    model: IntegerModel, constraints: Sequence[LinearConstraint], objective: LinearExpression
) -> list[float] | None:
    """Minimise one objective under the given constraints.

    Args:
        model: gives the variables; its own constraints and objectives are not used.
        constraints: the constraints.
        objective: the objective.

    Returns:
        The optimal values by variable, or None where nothing satisfies the constraints.

    Raises:
        SolverError: if HiGHS ends without an answer.
    """
    solution = LinearProgram.from_model(model, constraints).minimise(_to_array(model, objective))
    return solution.values.tolist() if solution else None


def first_feasible(
    model: IntegerModel, constraints: Sequence[LinearConstraint], objective: LinearExpression
) -> list[float] | None:
    """Find a solution with a small objective: the best of the first node of the search, without a proof.

    Args:
        model: gives the variables; its own constraints and objectives are not used.
        constraints: the constraints.
        objective: the objective that shall be small.

    Returns:
        The values by variable, or None where nothing satisfies the constraints.

    Raises:
        SolverError: if HiGHS ends without an answer.
    """
    cost = _to_array(model, objective)
    program = LinearProgram.from_model(model, constraints)
    solution = program.minimise(cost, mip_max_nodes=1, mip_max_improving_sols=4)
    if solution is None:
        return None
    return solution.values.tolist() if solution.is_feasible else minimise(model, constraints, {})


def _to_array(model: IntegerModel, terms: LinearExpression) -> IntegerArray:
    return np.array([terms.get(variable, 0) for variable in range(len(model.upper_bounds))], np.int64)


def _minimise_in_order(
    program: LinearProgram, costs: Sequence[IntegerArray]
) -> tuple[FloatArray, list[LevelOptimum]] | None:
    """Minimise each cost among the optima of those before it.

    Args:
        program: the solutions to choose from.
        costs: int64[variable of the model] each, the tie-break last.

    Returns:
        The values by variable, and the optimum of each cost but the last; None where there is no solution.
    """
    cost, further = costs[0][program.origin], costs[1:]
    if further and not cost.any():
        optimum = _minimise_in_order(program, further)
        return optimum and (optimum[0], [LevelOptimum(0, 0), *optimum[1]])
    if not further:
        values = _minimise_tie_break(program, costs[0])
        return None if values is None else (values, [])
    bound = _find_dual_bound(program, cost)
    if bound is None:
        return None
    # Mostly some solution reaches the bound: then none need be found before the further costs are minimised.
    level = LevelOptimum(bound.value, bound.value)
    optimum = _minimise_in_order(bound.optimal_face(level.value), further)
    if optimum is None:
        near = _minimise_near_bound(bound, costs[0], _COST_GAP)
        if near is None:
            return None
        level = near[1]
        optimum = _minimise_in_order(bound.optimal_face(level.value), further)
        if optimum is None:
            raise SolverError(
                Text(
                    "det kan ikke bevises, at planen er den bedste, fordi forskellene mellem ulemperne er mindre end "
                    "beregningens nøjagtighed",
                    "no plan can be proven to be the best: the differences between the costs are smaller than the "
                    "tolerance of the solver",
                )
            )
    return optimum[0], [level, *optimum[1]]


def _find_dual_bound(program: LinearProgram, cost: IntegerArray) -> DualBound | None:
    """Compute the best dual bound of the cost; None where even fractions do not satisfy the rows."""
    relaxation = program.solve_relaxation(cost, by_interior_points=program.is_large)
    return None if relaxation is None else DualBound(program, cost, relaxation.duals)


def _minimise_tie_break(program: LinearProgram, tie_break: IntegerArray) -> FloatArray | None:
    """Return the values by variable with the least sum of hashes; None where there is no solution."""
    cost = tie_break[program.origin]
    relaxation = program.solve_relaxation(cost, by_interior_points=False)
    if relaxation is None:
        return None
    if _is_integral(program, relaxation):
        return program.expand(relaxation.values, len(tie_break))
    near = _minimise_near_bound(DualBound(program, cost, relaxation.duals), tie_break, _TIE_BREAK_GAP)
    return near and near[0]


def _is_integral(program: LinearProgram, relaxation: Relaxation) -> bool:
    values = relaxation.values[program.is_integer]
    return bool(np.all(np.abs(values - np.rint(values)) < 1e-6))


def _minimise_near_bound(bound: DualBound, cost: IntegerArray, gap: int) -> tuple[FloatArray, LevelOptimum] | None:
    """Minimise in whole numbers, searching near the bound first.

    Args:
        bound: the dual bound of the cost.
        cost: int64[variable of the model].
        gap: the distance from the bound that the first search looks into, in units of the cost.

    Returns:
        The values by variable and the optimum; None where nothing satisfies the rows.
    """
    while True:
        near = bound.within_gap(gap)
        solution = near.minimise(cost[near.origin])
        if solution is not None or len(near.upper) == len(bound.program.upper):
            break
        gap *= _GAP_FACTOR
    if solution is None:
        return None
    values, value, proven = near.expand(solution.values, len(cost)), round(solution.value), _round_up(solution.bound)
    if value > bound.value + gap:
        # A better solution uses some column that was dropped, and none whose reduced cost exceeds this value.
        rest = bound.outside_gap(gap, value - 1)
        better = rest.minimise(cost[rest.origin])
        if better is not None:
            values, value = rest.expand(better.values, len(cost)), round(better.value)
            proven = _round_up(better.bound)
    return values, LevelOptimum(value, proven)


def _round_up(bound: float) -> int:
    return ceil(bound - 1e-6)
