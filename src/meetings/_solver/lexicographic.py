"""Solves a model exactly with HiGHS: level by level, each with its proof, and one answer of several best.

The relaxation of a level, in which fractions will do, has prices for its rows. In exact whole numbers they prove a
bound, and they tell what every answer at the bound has in common: only such answers are left for the next level. Last,
among all plans that are equally good, the one with the least sum of hashes is taken: the same on every machine.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from importlib import metadata
from math import ceil

import numpy as np

from meetings._constraints.costs import SCALE
from meetings._constraints.problem import MeetingAssignment
from meetings._solver.dual_bound import DualBound
from meetings._solver.formulation import PlanFormulation
from meetings._solver.highs import FloatArray, IntegerArray, LinearProgram, Relaxation, SolverError
from meetings._solver.model import IntegerModel, LinearConstraint, LinearExpression

__all__ = ["LevelOptimum", "Solution", "SolverError", "first_feasible", "minimise", "solve", "solver_name"]

_TIE_BREAK_GAP = 1 << 20
"""A sixteenth of the largest hash: how far from the bound of their sums the first search looks."""

_COST_GAP = SCALE // 20
"""As much for the costs. Where no answer is as good as the bound, the best one is most often hardly worse."""

_GAP_FACTOR = 8

_BOUND_TOLERANCE = 0.05
"""By how much of a thousandth prices may miss the least of a relaxation, and its value be off."""


@dataclass(frozen=True, slots=True)
class LevelOptimum:
    """The least cost of one level, in thousandths, and the bound that proves it."""

    value: int
    bound: int


@dataclass(frozen=True, slots=True)
class Solution:
    """The one best plan."""

    assignments: tuple[MeetingAssignment, ...]
    levels: tuple[LevelOptimum, ...]


def solver_name() -> str:
    """The solver and its version, for receipts."""
    return f"HiGHS {metadata.version('highspy')}"


def solve(plan: PlanFormulation) -> Solution | None:
    """The best plan, or None where the rows cannot all be met."""
    model = plan.model
    found = _minimise_in_order(
        LinearProgram.from_model(model, model.constraints),
        [_dense(model, terms) for terms in (*model.objective_levels, model.tie_break)],
    )
    if found is None:
        return None
    values, levels = found
    return Solution(plan.assignments(values.tolist()), tuple(levels))


def minimise(model: IntegerModel, rows: Sequence[LinearConstraint], objective: LinearExpression) -> list[float] | None:
    """The values of the columns that meet these rows at the least of the objective, or None where none do."""
    found = LinearProgram.from_model(model, rows).minimise(_dense(model, objective))
    return found.values.tolist() if found else None


def first_feasible(
    model: IntegerModel, rows: Sequence[LinearConstraint], objective: LinearExpression
) -> list[float] | None:
    """As `least`, but the first good answer will do: it meets the rows, and its objective is small."""
    cost = _dense(model, objective)
    found = LinearProgram.from_model(model, rows).minimise(cost, mip_max_nodes=1, mip_max_improving_sols=4)
    if found is None:
        return None
    return found.values.tolist() if found.is_feasible else minimise(model, rows, {})


def _dense(model: IntegerModel, terms: LinearExpression) -> IntegerArray:
    return np.array([terms.get(column, 0) for column in range(len(model.upper_bounds))], np.int64)


def _minimise_in_order(
    program: LinearProgram, costs: Sequence[IntegerArray]
) -> tuple[FloatArray, list[LevelOptimum]] | None:
    """The answer that is least by each of the costs in turn, and what each but the last comes to."""
    cost, further = costs[0][program.origin], costs[1:]
    if further and not cost.any():
        found = _minimise_in_order(program, further)
        return found and (found[0], [LevelOptimum(0, 0), *found[1]])
    if not further:
        last = _minimise_tie_break(program, costs[0])
        return None if last is None else (last, [])
    proof = _find_dual_bound(program, cost)
    if proof is None:
        return None
    # Mostly some answer is as good as the bound. Then it need not be found before the further costs are looked at.
    level = LevelOptimum(proof.value, proof.value)
    found = _minimise_in_order(proof.optimal_face(level.value), further)
    if found is None:
        answer = _minimise_near_bound(proof, costs[0], _COST_GAP)
        if answer is None:
            return None
        level = answer[1]
        found = _minimise_in_order(proof.optimal_face(level.value), further)
        if found is None:
            raise SolverError("the best plan was found and then lost: the rows of the costs are too fine")
    return found[0], [level, *found[1]]


def _find_dual_bound(program: LinearProgram, cost: IntegerArray) -> DualBound | None:
    """The best bound of the cost that prices can prove; None where the rows cannot be met even in fractions."""
    relaxed = program.solve_relaxation(cost, corner=not program.is_large)
    if relaxed is None:
        return None
    proof = DualBound(program, cost, relaxed.duals)
    if program.is_large and proof.value < ceil(relaxed.value - _BOUND_TOLERANCE):
        relaxed = program.solve_relaxation(cost, corner=True)
        proof = proof if relaxed is None else DualBound(program, cost, relaxed.duals)
    return proof


def _minimise_tie_break(program: LinearProgram, every: IntegerArray) -> FloatArray | None:
    """The answer with the least sum of hashes."""
    cost = every[program.origin]
    relaxed = program.solve_relaxation(cost, corner=True)
    if relaxed is None:
        return None
    if _is_integral(program, relaxed):
        return program.expand(relaxed.values, len(every))
    found = _minimise_near_bound(DualBound(program, cost, relaxed.duals), every, _TIE_BREAK_GAP)
    return found and found[0]


def _is_integral(program: LinearProgram, relaxed: Relaxation) -> bool:
    values = relaxed.values[program.is_integer]
    return bool(np.all(np.abs(values - np.rint(values)) < 1e-6))


def _minimise_near_bound(proof: DualBound, cost: IntegerArray, room: int) -> tuple[FloatArray, LevelOptimum] | None:
    """The least in whole numbers, sought near the bound first; None where the rows cannot be met."""
    while True:
        part = proof.within_gap(room)
        answer = part.minimise(cost[part.origin])
        if answer is not None or len(part.upper) == len(proof.program.upper):
            break
        room *= _GAP_FACTOR
    if answer is None:
        return None
    values, value, bound = part.expand(answer.values, len(cost)), round(answer.value), ceil(answer.bound - 1e-6)
    if value > proof.value + room:
        # A better answer uses some column that was left out, and none that makes every answer dearer than this one.
        rest = proof.outside_gap(room, value - 1)
        better = rest.minimise(cost[rest.origin])
        if better is not None:
            values, value = rest.expand(better.values, len(cost)), round(better.value)
            bound = ceil(better.bound - 1e-6)
    return values, LevelOptimum(value, bound)
