"""A model as arrays, solved by HiGHS: as a linear relaxation or in whole numbers."""

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
from overgreb_rules.shared.text import Text

FloatArray: TypeAlias = NDArray[np.float64]
IntegerArray: TypeAlias = NDArray[np.int64]

_LARGE = 15_000
"""Columns. Up to this size the simplex method is as fast as interior points, or faster."""

_OPTIONS: Mapping[str, int | float | str] = {
    "threads": 1,
    "parallel": "off",
    "random_seed": 0,
    "mip_rel_gap": 0.0,
    "mip_abs_gap": 0.0,
    "mip_feasibility_tolerance": 1e-9,
}


class SolverError(MeetingsError, RuntimeError):
    """The solver gave no proven answer. It has no time limit, so this is a fault and not a lack of time."""


@dataclass(frozen=True, slots=True)
class Relaxation:
    """An optimum of the linear relaxation: its cost, the values by column and the dual values by row."""

    value: float
    values: FloatArray
    duals: FloatArray


@dataclass(frozen=True, slots=True)
class IntegerSolution:
    """A solution in whole numbers: the values by column, their cost, and a lower bound of every cost."""

    values: FloatArray
    value: float
    bound: float
    is_feasible: bool
    """Whether there are values at all: a search that was cut short may have found none."""


class _SilentHighs(highspy.Highs):
    """HiGHS without any output.

    The constructor of highspy 1.16 enables callbacks, and that prints a banner to file descriptor 1 unless the output
    is switched off before.
    """

    def enableCallbacks(self) -> None:  # noqa: N802  # overrides a method of highspy
        """Switch the output off, then enable the callbacks."""
        self.silent()
        super().enableCallbacks()  # type: ignore[no-untyped-call]  # the Python part of highspy has no types


@dataclass(frozen=True, slots=True)
class LinearProgram:
    """A program in arrays: columns from `lower` to `upper`, rows from `low` to `high`, a sparse matrix by rows."""

    columns: IntegerArray
    """int64[nonzero]: the column of each coefficient, row after row."""
    weights: FloatArray
    """float64[nonzero]: the coefficients, whole numbers."""
    rows: IntegerArray
    """int64[nonzero]: the row of each coefficient, ascending."""
    low: FloatArray
    """float64[row]."""
    high: FloatArray
    """float64[row]."""
    lower: FloatArray
    """float64[column]."""
    upper: FloatArray
    """float64[column]."""
    is_integer: NDArray[np.bool_]
    """bool[column]."""
    origin: IntegerArray
    """int64[column]: the variable of the model that each column stands for."""

    @classmethod
    def from_model(cls, model: IntegerModel, constraints: Sequence[LinearConstraint]) -> LinearProgram:
        """Build the program of the variables of a model under the given constraints.

        Args:
            model: gives the variables; its own constraints and objectives are not used.
            constraints: the constraints, one row each.

        Returns:
            The program with a column for each variable.
        """
        lengths = [len(constraint.terms) for constraint in constraints]
        count = sum(lengths)
        terms = [constraint.terms for constraint in constraints]
        return cls(
            columns=np.fromiter(chain.from_iterable(terms), np.int64, count),
            weights=np.fromiter(chain.from_iterable(row.values() for row in terms), np.float64, count),
            rows=np.repeat(np.arange(len(terms)), lengths),
            low=np.array([constraint.low for constraint in constraints], np.float64),
            high=np.array([constraint.high for constraint in constraints], np.float64),
            lower=np.zeros(len(model.upper_bounds)),
            upper=np.array(model.upper_bounds, np.float64),
            is_integer=np.array(model.is_integer, np.bool_),
            origin=np.arange(len(model.upper_bounds)),
        )

    @property
    def is_large(self) -> bool:
        """Whether interior points are the faster way to an optimum of the relaxation."""
        return len(self.upper) > _LARGE

    def activity_bounds(self) -> tuple[FloatArray, FloatArray]:
        """Compute the range of each row's sum over the bounds of the columns.

        Returns:
            The least and the largest sum of each row, float64[row] both.
        """
        up, down = self.weights * self.upper[self.columns], self.weights * self.lower[self.columns]
        least, most = np.zeros(len(self.low)), np.zeros(len(self.low))
        np.add.at(least, self.rows, np.minimum(up, down))
        np.add.at(most, self.rows, np.maximum(up, down))
        return least, most

    def restricted_to(self, kept: NDArray[np.bool_]) -> LinearProgram:
        """Fix columns at zero and drop them.

        Args:
            kept: bool[column], false for the columns to drop.

        Returns:
            The program with the kept columns, in their order, and all rows.
        """
        position = np.cumsum(kept) - 1
        used = kept[self.columns]
        return replace(
            self,
            columns=position[self.columns[used]],
            weights=self.weights[used],
            rows=self.rows[used],
            lower=self.lower[kept],
            upper=self.upper[kept],
            is_integer=self.is_integer[kept],
            origin=self.origin[kept],
        )

    def with_row(self, weights: IntegerArray, high: int) -> LinearProgram:
        """Add a row with an upper limit.

        Args:
            weights: int64[column], the coefficients of the row.
            high: the largest allowed sum.

        Returns:
            The program with the row behind its own.
        """
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
        """Return the values by variable of the model.

        Args:
            values: float64[column].
            count: the number of variables of the model.

        Returns:
            float64[count], zero for variables without a column.
        """
        expanded = np.zeros(count)
        expanded[self.origin] = values
        return expanded

    def solve_relaxation(self, cost: IntegerArray, *, by_interior_points: bool) -> Relaxation | None:
        """Minimise a cost over the linear relaxation, in which fractions are allowed.

        Args:
            cost: int64[column].
            by_interior_points: whether to search through the interior and to cross over to a vertex; otherwise by the
                simplex method.

        Returns:
            The optimum at a vertex, which has few fractions, or None where even fractions do not satisfy the rows.

        Raises:
            SolverError: if HiGHS ends without an answer.
        """
        if not len(self.upper):
            return Relaxation(0.0, np.zeros(0), np.zeros(len(self.low))) if self._allows_zero_rows() else None
        options = {"solver": "ipm"} if by_interior_points else {}
        highs = self._run(cost, as_integers=False, **options)
        if by_interior_points and highs.getModelStatus() != highspy.HighsModelStatus.kOptimal:
            return self.solve_relaxation(cost, by_interior_points=False)
        if _is_infeasible(highs):
            return None
        solution = highs.getSolution()
        return Relaxation(highs.getObjectiveValue(), np.array(solution.col_value), np.array(solution.row_dual))

    def minimise(self, cost: IntegerArray, **limits: int) -> IntegerSolution | None:
        """Minimise a cost in whole numbers.

        Args:
            cost: int64[column].
            **limits: options of HiGHS that cut the search short.

        Returns:
            The optimum, or with limits the best solution so far; None where nothing satisfies the rows.

        Raises:
            SolverError: if HiGHS ends without an answer.
        """
        if not len(self.upper):
            return IntegerSolution(np.zeros(0), 0.0, 0.0, is_feasible=True) if self._allows_zero_rows() else None
        highs = self._run(cost, as_integers=True, **limits)
        if _is_infeasible(highs, limits):
            return None
        info = highs.getInfo()
        return IntegerSolution(
            np.array(highs.getSolution().col_value),
            highs.getObjectiveValue(),
            info.mip_dual_bound,
            info.primal_solution_status == highspy.kSolutionStatusFeasible,
        )

    def _allows_zero_rows(self) -> bool:
        # HiGHS does not look at the rows of a model without columns.
        return bool(np.all(self.low <= 0) and np.all(self.high >= 0))

    def _run(self, cost: IntegerArray, *, as_integers: bool, **options: int | str) -> Any:
        highs: Any = _SilentHighs()  # type: ignore[no-untyped-call]  # the Python part of highspy has no types
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
        if as_integers:
            kinds = (highspy.HighsVarType.kContinuous, highspy.HighsVarType.kInteger)
            program.integrality_ = [kinds[is_integer] for is_integer in self.is_integer.tolist()]
        highs.passModel(program)
        highs.run()
        return highs


def _is_infeasible(highs: Any, limits: Mapping[str, int] | None = None) -> bool:
    status = highs.getModelStatus()
    if status == highspy.HighsModelStatus.kInfeasible:
        return True
    if status != highspy.HighsModelStatus.kOptimal and not (
        limits and status == highspy.HighsModelStatus.kSolutionLimit
    ):
        raise SolverError(
            Text(
                f"beregningen standsede med »{highs.modelStatusToString(status)}«",
                f"the solver stopped with “{highs.modelStatusToString(status)}”",
            )
        )
    return False
