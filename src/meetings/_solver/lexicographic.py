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
from meetings._constraints.problem import Placed
from meetings._solver.dual_bound import Proof
from meetings._solver.formulation import Plan
from meetings._solver.highs import Floats, Program, Relaxed, SolverError, Whole
from meetings._solver.model import Model, Row, Terms

__all__ = ["Level", "Solution", "SolverError", "least", "little", "solve", "solver_name"]

_TIE_ROOM = 1 << 20
"""A sixteenth of the largest hash: how far from the bound of their sums the first search looks."""

_ROOM = SCALE // 20
"""As much for the costs. Where no answer is as good as the bound, the best one is most often hardly worse."""

_WIDER = 8

_ROUGH = 0.05
"""By how much of a thousandth prices may miss the least of a relaxation, and its value be off."""


@dataclass(frozen=True, slots=True)
class Level:
    """The least cost of one level, in thousandths, and the bound that proves it."""

    value: int
    bound: int


@dataclass(frozen=True, slots=True)
class Solution:
    """The one best plan."""

    placed: tuple[Placed, ...]
    levels: tuple[Level, ...]


def solver_name() -> str:
    """The solver and its version, for receipts."""
    return f"HiGHS {metadata.version('highspy')}"


def solve(plan: Plan) -> Solution | None:
    """The best plan, or None where the rows cannot all be met."""
    model = plan.model
    found = _best(Program.of(model, model.rows), [_by_column(model, terms) for terms in (*model.levels, model.ties)])
    if found is None:
        return None
    values, levels = found
    return Solution(plan.placed(values.tolist()), tuple(levels))


def least(model: Model, rows: Sequence[Row], objective: Terms) -> list[float] | None:
    """The values of the columns that meet these rows at the least of the objective, or None where none do."""
    found = Program.of(model, rows).least(_by_column(model, objective))
    return found.values.tolist() if found else None


def little(model: Model, rows: Sequence[Row], objective: Terms) -> list[float] | None:
    """As `least`, but the first good answer will do: it meets the rows, and its objective is small."""
    cost = _by_column(model, objective)
    found = Program.of(model, rows).least(cost, mip_max_nodes=1, mip_max_improving_sols=4)
    if found is None:
        return None
    return found.values.tolist() if found.finished else least(model, rows, {})


def _by_column(model: Model, terms: Terms) -> Whole:
    return np.array([terms.get(column, 0) for column in range(len(model.upper))], np.int64)


def _best(program: Program, costs: Sequence[Whole]) -> tuple[Floats, list[Level]] | None:
    """The answer that is least by each of the costs in turn, and what each but the last comes to."""
    cost, further = costs[0][program.origin], costs[1:]
    if further and not cost.any():
        found = _best(program, further)
        return found and (found[0], [Level(0, 0), *found[1]])
    if not further:
        last = _last(program, costs[0])
        return None if last is None else (last, [])
    proof = _proof(program, cost)
    if proof is None:
        return None
    # Mostly some answer is as good as the bound. Then it need not be found before the further costs are looked at.
    level = Level(proof.bound, proof.bound)
    found = _best(proof.face(level.value), further)
    if found is None:
        answer = _least(proof, costs[0], _ROOM)
        if answer is None:
            return None
        level = answer[1]
        found = _best(proof.face(level.value), further)
        if found is None:
            raise SolverError("the best plan was found and then lost: the rows of the costs are too fine")
    return found[0], [level, *found[1]]


def _proof(program: Program, cost: Whole) -> Proof | None:
    """The best bound of the cost that prices can prove; None where the rows cannot be met even in fractions."""
    relaxed = program.relaxed(cost, corner=not program.is_large)
    if relaxed is None:
        return None
    proof = Proof(program, cost, relaxed.prices)
    if program.is_large and proof.bound < ceil(relaxed.value - _ROUGH):
        relaxed = program.relaxed(cost, corner=True)
        proof = proof if relaxed is None else Proof(program, cost, relaxed.prices)
    return proof


def _last(program: Program, every: Whole) -> Floats | None:
    """The answer with the least sum of hashes."""
    cost = every[program.origin]
    relaxed = program.relaxed(cost, corner=True)
    if relaxed is None:
        return None
    if _is_whole(program, relaxed):
        return program.spread(relaxed.values, len(every))
    found = _least(Proof(program, cost, relaxed.prices), every, _TIE_ROOM)
    return found and found[0]


def _is_whole(program: Program, relaxed: Relaxed) -> bool:
    values = relaxed.values[program.whole]
    return bool(np.all(np.abs(values - np.rint(values)) < 1e-6))


def _least(proof: Proof, cost: Whole, room: int) -> tuple[Floats, Level] | None:
    """The least in whole numbers, sought near the bound first; None where the rows cannot be met."""
    while True:
        part = proof.within(room)
        answer = part.least(cost[part.origin])
        if answer is not None or len(part.upper) == len(proof.program.upper):
            break
        room *= _WIDER
    if answer is None:
        return None
    values, value, bound = part.spread(answer.values, len(cost)), round(answer.value), ceil(answer.bound - 1e-6)
    if value > proof.bound + room:
        # A better answer uses some column that was left out, and none that makes every answer dearer than this one.
        rest = proof.beyond(room, value - 1)
        better = rest.least(cost[rest.origin])
        if better is not None:
            values, value = rest.spread(better.values, len(cost)), round(better.value)
            bound = ceil(better.bound - 1e-6)
    return values, Level(value, bound)
