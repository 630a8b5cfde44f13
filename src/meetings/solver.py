"""Solves a model exactly with HiGHS: level by level, each with its proof, and one answer of several best.

The costs of a level are brought to their least; that least becomes a row; then the next level. Last, among
all plans that are equally good, the one with the least sum of hashes is taken: the same on every machine.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from importlib import metadata
from itertools import accumulate
from math import ceil, inf
from typing import Any

import highspy

from meetings._rows import Model, Row, Terms
from meetings.errors import MeetingsError
from meetings.problem import Placed

__all__ = ["Level", "Solution", "SolverError", "least", "little", "solve", "solver_name"]


class SolverError(MeetingsError, RuntimeError):
    """The solver gave no proven answer. It has no time limit: this is a fault, never a matter of patience."""


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


def solve(model: Model) -> Solution | None:
    """The best plan, or None where the rows cannot all be met."""
    rows = list(model.rows)
    values: list[float] | None = None
    levels = []
    for objective in model.levels:
        if not any(objective.values()):
            levels.append(Level(0, 0))
            continue
        run = _Run(model, rows, objective)
        if run.values is None:
            return None
        values = run.values
        best = round(run.value)
        levels.append(Level(best, ceil(run.bound - 1e-6)))
        rows.append(Row(objective, -inf, best))
    run = _Run(model, rows, model.ties)
    if run.values is None:
        if values is None:
            return None
        raise SolverError("the best plan was found and then lost: the rows of the costs are too fine")
    return Solution(model.placed(run.values), tuple(levels))


def least(model: Model, rows: Sequence[Row], objective: Terms) -> list[float] | None:
    """The values of the columns that meet these rows at the least of the objective, or None where none do."""
    return _Run(model, rows, objective).values


def little(model: Model, rows: Sequence[Row], objective: Terms) -> list[float] | None:
    """As `least`, but the first good answer will do: it meets the rows, and its objective is small."""
    found = _Run(model, rows, objective, mip_max_nodes=1, mip_max_improving_sols=4)
    return found.values if found.finished else least(model, rows, {})


class _Run:
    """One run of HiGHS on one thread, from nothing but its input."""

    def __init__(self, model: Model, rows: Sequence[Row], objective: Terms, **limits: int) -> None:
        self.values: list[float] | None = None
        self.value = self.bound = 0.0
        self.finished = True
        if not model.upper:
            # HiGHS does not look at the rows of a model without columns.
            self.values = [] if all(row.low <= 0 <= row.high for row in rows) else None
            return
        highs: Any = highspy.Highs()  # type: ignore[no-untyped-call]  # its Python part has no types
        highs.silent()
        for option, value in {**_OPTIONS, **limits}.items():
            highs.setOptionValue(option, value)
        highs.passModel(_program(model, rows, objective))
        highs.run()
        status = highs.getModelStatus()
        if status == highspy.HighsModelStatus.kInfeasible:
            return
        if limits and status == highspy.HighsModelStatus.kSolutionLimit:
            self.finished = highs.getInfo().primal_solution_status == highspy.kSolutionStatusFeasible
        elif status != highspy.HighsModelStatus.kOptimal:
            raise SolverError(f"the solver stopped with «{highs.modelStatusToString(status)}»")
        self.values = list(highs.getSolution().col_value)
        self.value = highs.getObjectiveValue()
        self.bound = highs.getInfo().mip_dual_bound


_OPTIONS = {
    "threads": 1,
    "parallel": "off",
    "random_seed": 0,
    "mip_rel_gap": 0.0,
    "mip_abs_gap": 0.0,
    "mip_feasibility_tolerance": 1e-9,
}


def _program(model: Model, rows: Sequence[Row], objective: Terms) -> highspy.HighsLp:
    program = highspy.HighsLp()
    program.num_col_, program.num_row_ = len(model.upper), len(rows)
    program.col_cost_ = [float(objective.get(column, 0)) for column in range(len(model.upper))]
    program.col_lower_ = [0.0] * len(model.upper)
    program.col_upper_ = [float(upper) for upper in model.upper]
    program.row_lower_ = [float(row.low) for row in rows]
    program.row_upper_ = [float(row.high) for row in rows]
    matrix = program.a_matrix_
    matrix.format_ = highspy.MatrixFormat.kRowwise
    matrix.start_ = [0, *accumulate(len(row.terms) for row in rows)]
    matrix.index_ = [column for row in rows for column in row.terms]
    matrix.value_ = [float(weight) for row in rows for weight in row.terms.values()]
    kinds = (highspy.HighsVarType.kContinuous, highspy.HighsVarType.kInteger)
    program.integrality_ = [kinds[whole] for whole in model.whole]
    return program
