"""A model as arrays, and HiGHS on it: once as a relaxation, once in whole numbers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain
from typing import Any, TypeAlias

import highspy
import numpy as np
from numpy.typing import NDArray

from meetings._solver.model import IntegerModel, LinearConstraint
from meetings.errors import MeetingsError

__all__ = ["FloatArray", "IntegerArray", "IntegerSolution", "LinearProgram", "Relaxation", "SolverError"]

FloatArray: TypeAlias = NDArray[np.float64]
IntegerArray: TypeAlias = NDArray[np.int64]


class SolverError(MeetingsError, RuntimeError):
    """The solver gave no proven answer. It has no time limit: this is a fault, never a matter of patience."""


@dataclass(frozen=True, slots=True)
class Relaxation:
    """The least of an objective where fractions will do: what it is, the columns, and a price for each row."""

    value: float
    values: FloatArray
    duals: FloatArray


@dataclass(frozen=True, slots=True)
class IntegerSolution:
    """Values of the columns; what they come to, and the bound that proves that nothing comes to less."""

    values: FloatArray
    value: float
    bound: float
    is_feasible: bool


@dataclass(frozen=True, slots=True)
class LinearProgram:
    """Columns from `lower` to `upper`, rows from `low` to `high`, row after row in `columns` and `weights`."""

    columns: IntegerArray
    weights: FloatArray
    rows: IntegerArray
    """The row of each weight."""
    low: FloatArray
    high: FloatArray
    lower: FloatArray
    upper: FloatArray
    is_integer: NDArray[np.bool_]
    origin: IntegerArray
    """The column of the model that each column is."""

    @classmethod
    def from_model(cls, model: IntegerModel, rows: Sequence[LinearConstraint]) -> LinearProgram:
        """The model with these rows in place of its own."""
        lengths = [len(row.terms) for row in rows]
        count = sum(lengths)
        return cls(
            columns=np.fromiter(chain.from_iterable(row.terms for row in rows), np.int64, count),
            weights=np.fromiter(chain.from_iterable(row.terms.values() for row in rows), np.float64, count),
            rows=np.repeat(np.arange(len(rows)), lengths),
            low=np.array([row.low for row in rows], np.float64),
            high=np.array([row.high for row in rows], np.float64),
            lower=np.zeros(len(model.upper_bounds)),
            upper=np.array(model.upper_bounds, np.float64),
            is_integer=np.array(model.is_integer, np.bool_),
            origin=np.arange(len(model.upper_bounds)),
        )

    def activity_bounds(self) -> tuple[FloatArray, FloatArray]:
        """The least and the most that each row can come to."""
        up, down = self.weights * self.upper[self.columns], self.weights * self.lower[self.columns]
        least, most = np.zeros(len(self.low)), np.zeros(len(self.low))
        np.add.at(least, self.rows, np.minimum(up, down))
        np.add.at(most, self.rows, np.maximum(up, down))
        return least, most

    def restricted_to(self, kept: NDArray[np.bool_]) -> LinearProgram:
        """The program with the other columns at zero, and without them."""
        at = np.cumsum(kept) - 1
        used = kept[self.columns]
        return replace(
            self,
            columns=at[self.columns[used]],
            weights=self.weights[used],
            rows=self.rows[used],
            lower=self.lower[kept],
            upper=self.upper[kept],
            is_integer=self.is_integer[kept],
            origin=self.origin[kept],
        )

    def with_row(self, weights: IntegerArray, high: int) -> LinearProgram:
        """The program with one more row, in which the columns weigh so much and come to at most `high`."""
        (used,) = np.nonzero(weights)
        return replace(
            self,
            columns=np.append(self.columns, used),
            weights=np.append(self.weights, weights[used].astype(np.float64)),
            rows=np.append(self.rows, np.full(len(used), len(self.low))),
            low=np.append(self.low, -np.inf),
            high=np.append(self.high, float(high)),
        )

    def expand(self, values: FloatArray, count: int) -> FloatArray:
        """The values by column of the model, which has so many."""
        every = np.zeros(count)
        every[self.origin] = values
        return every

    @property
    def is_large(self) -> bool:
        """Whether interior points are the faster way to prices."""
        return len(self.upper) > _LARGE

    def solve_relaxation(self, cost: IntegerArray, *, corner: bool) -> Relaxation | None:
        """The least where fractions will do; None where the rows cannot be met even so.

        `corner`: at a corner, with few fractions. Otherwise the prices are what is wanted, and somewhat off they are
        good enough.
        """
        if not len(self.upper):
            return Relaxation(0.0, np.zeros(0), np.zeros(len(self.low))) if self._empty_will_do() else None
        options = {} if corner else {"solver": "ipm", "run_crossover": "off"}
        highs = self._run(cost, whole=False, **options)
        if not corner and highs.getModelStatus() != highspy.HighsModelStatus.kOptimal:
            return self.solve_relaxation(cost, corner=True)
        if _infeasible(highs):
            return None
        solution = highs.getSolution()
        value = highs.getObjectiveValue()
        return Relaxation(value, np.array(solution.col_value), np.array(solution.row_dual))

    def minimise(self, cost: IntegerArray, **limits: int) -> IntegerSolution | None:
        """The least in whole numbers; None where the rows cannot be met. `limits` are options of HiGHS."""
        if not len(self.upper):
            return IntegerSolution(np.zeros(0), 0.0, 0.0, is_feasible=True) if self._empty_will_do() else None
        highs = self._run(cost, whole=True, **limits)
        if _infeasible(highs, limits):
            return None
        info = highs.getInfo()
        return IntegerSolution(
            np.array(highs.getSolution().col_value),
            highs.getObjectiveValue(),
            info.mip_dual_bound,
            info.primal_solution_status == highspy.kSolutionStatusFeasible,
        )

    def _empty_will_do(self) -> bool:
        # HiGHS does not look at the rows of a model without columns.
        return bool(np.all(self.low <= 0) and np.all(self.high >= 0))

    def _run(self, cost: IntegerArray, *, whole: bool, **options: int | str) -> Any:
        highs: Any = highspy.Highs()  # type: ignore[no-untyped-call]  # its Python part has no types
        highs.silent()
        for option, value in {**_OPTIONS, **options}.items():
            highs.setOptionValue(option, value)
        program = highspy.HighsLp()
        program.num_col_, program.num_row_ = len(self.upper), len(self.low)
        program.col_cost_ = cost.astype(np.float64)
        program.col_lower_, program.col_upper_ = self.lower, self.upper
        program.row_lower_, program.row_upper_ = self.low, self.high
        matrix = program.a_matrix_
        matrix.format_ = highspy.MatrixFormat.kRowwise
        matrix.start_ = np.append(0, np.cumsum(np.bincount(self.rows, minlength=len(self.low))))
        matrix.index_, matrix.value_ = self.columns, self.weights
        if whole:
            kinds = (highspy.HighsVarType.kContinuous, highspy.HighsVarType.kInteger)
            program.integrality_ = [kinds[one] for one in self.is_integer.tolist()]
        highs.passModel(program)
        highs.run()
        return highs


def _infeasible(highs: Any, limits: Mapping[str, int] | None = None) -> bool:
    status = highs.getModelStatus()
    if status == highspy.HighsModelStatus.kInfeasible:
        return True
    if status != highspy.HighsModelStatus.kOptimal and not (
        limits and status == highspy.HighsModelStatus.kSolutionLimit
    ):
        raise SolverError(f"the solver stopped with «{highs.modelStatusToString(status)}»")
    return False


_LARGE = 15_000
"""Columns. Up to here the simplex method is as fast as interior points, or faster."""

_OPTIONS: Mapping[str, int | float | str] = {
    "threads": 1,
    "parallel": "off",
    "random_seed": 0,
    "mip_rel_gap": 0.0,
    "mip_abs_gap": 0.0,
    "mip_feasibility_tolerance": 1e-9,
}
