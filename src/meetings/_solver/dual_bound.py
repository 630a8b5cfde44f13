"""A dual bound in exact whole numbers, and the fixings that its reduced costs prove.

By weak duality any dual values of the constraints bound the objective from below, however rounded or wrong they are.
So nothing here rests on the floating-point arithmetic of the solver that found them.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from meetings._solver.highs import FloatArray, IntegerArray, LinearProgram

_BITS = 61
"""The size in bits of what the scaled duals and the cost of one column come to at most: it fits into 64 bits."""


class DualBound:
    """The lower bound of an objective over a program that dual values of its rows prove.

    Invariants:
        All sums are exact, in `1 / scale` of a unit: int64 where they fit, Python's integers elsewhere.

    Source:
        Weak duality and reduced-cost fixing, for example Wolsey, Integer Programming, chapters 2 and 7; safe dual
        bounds as Neumaier and Shcherbina, Safe bounds in linear and mixed-integer linear programming, 2004.
    """

    def __init__(self, program: LinearProgram, cost: IntegerArray, duals: FloatArray) -> None:
        """Round the dual values and compute the bound and the reduced costs.

        Args:
            program: the program to minimise over; its coefficients are whole numbers.
            cost: int64[column], the cost of each column in units of the objective.
            duals: float64[row], the dual value of each row; any values are sound, optimal ones give the best bound.
                Values that are no numbers, or too large to be counted with, are taken as zero.
        """
        self.program, self.cost = program, cost
        largest = _largest_sum(program, cost, duals)
        if largest is None:
            duals, largest = np.zeros_like(duals), int(np.abs(cost).max(initial=0))
        self.scale = 1 << max(0, min(20, _BITS - largest.bit_length()))
        rounded = np.rint(duals * self.scale).astype(np.int64)
        # A dual value only counts on the side on which the row has a limit.
        rounded[(rounded > 0) & np.isinf(program.low)] = 0
        rounded[(rounded < 0) & np.isinf(program.high)] = 0
        self.duals = rounded
        self.reduced_costs = cost * self.scale
        """int64[column], in 1 / scale of a unit: the cost of a column less what the duals of its rows pay."""
        np.subtract.at(self.reduced_costs, program.columns, rounded[program.rows] * program.weights.astype(np.int64))
        limits = np.where(rounded > 0, program.low, program.high)
        at = np.where(self.reduced_costs > 0, program.lower, program.upper)
        (priced_rows,), (priced_columns,) = np.nonzero(rounded), np.nonzero(self.reduced_costs)
        self._total = _multiply_exactly(rounded[priced_rows], limits[priced_rows]) + _multiply_exactly(
            self.reduced_costs[priced_columns], at[priced_columns]
        )

    @property
    def value(self) -> int:
        """The bound, in units: no solution in whole numbers costs less."""
        return -(-self._total // self.scale)

    def within_gap(self, gap: int) -> LinearProgram:
        """Drop the columns whose reduced cost exceeds the gap (reduced-cost fixing).

        Args:
            gap: units of the objective, at least 0.

        Returns:
            The restricted program; it contains every solution of a cost up to the bound plus the gap.
        """
        spare = self._spare(self.value + gap)
        return self.program.restricted_to((self.reduced_costs <= spare) | (self.program.lower > 0))

    def outside_gap(self, gap: int, value: int) -> LinearProgram:
        """Restrict the program to the solutions that `within_gap` leaves out.

        Args:
            gap: units of the objective, as given to `within_gap`.
            value: the largest cost of interest, in units.

        Returns:
            The program of the solutions of a cost up to `value` that use some column which `within_gap` drops.
        """
        dropped = (self.reduced_costs > self._spare(self.value + gap)) & (self.program.lower == 0)
        covered = self.program.with_row(-dropped.astype(np.int64), -1).with_row(self.cost, value)
        return covered.restricted_to((self.reduced_costs <= self._spare(value)) | (self.program.lower > 0))

    def optimal_face(self, value: int) -> LinearProgram:
        """Restrict the program to the solutions of one cost.

        Args:
            value: the cost in units; no solution costs less.

        Returns:
            The program of the solutions that cost `value`: columns with large reduced costs are fixed at a bound, rows
            with large duals become equations, and a row for the cost is added where these do not imply it.
        """
        program, spare = self.program, self._spare(value)
        upper = np.where(self.reduced_costs > spare, program.lower, program.upper)
        lower = np.where(-self.reduced_costs > spare, upper, program.lower)
        # In whole numbers a row that is not at its limit is off it by one or more.
        high = np.where(self.duals > spare, program.low, program.high)
        low = np.where(-self.duals > spare, high, program.low)
        face = replace(program, lower=lower, upper=upper, low=low, high=high)
        if self._total + self._largest_excess(face) >= (value + 1) * self.scale:
            face = face.with_row(self.cost, value)
        return face.restricted_to(upper > 0)

    def _spare(self, value: int) -> int:
        """Return the distance from the exact bound to a value, in 1 / scale of a unit."""
        return value * self.scale - self._total

    def _largest_excess(self, face: LinearProgram) -> int:
        """Return by how much at most a solution can cost more than the bound, in 1 / scale of a unit."""
        (free,) = np.nonzero((face.upper > face.lower) & (self.reduced_costs != 0))
        (loose,) = np.nonzero((face.high > face.low) & (self.duals != 0))
        least, most = face.activity_bounds()
        slack = np.where(self.duals > 0, most - face.low, face.high - least)
        return _multiply_exactly(np.abs(self.reduced_costs[free]), (face.upper - face.lower)[free]) + _multiply_exactly(
            np.abs(self.duals[loose]), slack[loose]
        )


def _largest_sum(program: LinearProgram, cost: IntegerArray, duals: FloatArray) -> int | None:
    """Return what the cost of a column and the duals of its rows come to at most, in units; None above `_BITS`.

    One more than each dual is counted, by which it changes at most where it is rounded.
    """
    with np.errstate(over="ignore"):
        paid = (np.abs(duals) + 1)[program.rows] * np.abs(program.weights)
    largest = (np.bincount(program.columns, paid, minlength=len(cost)) + np.abs(cost)).max(initial=0.0)
    return int(largest) if largest < 1 << _BITS else None


def _multiply_exactly(weights: IntegerArray, amounts: FloatArray) -> int:
    """Return the scalar product in integers of any size."""
    return sum(weight * int(amount) for weight, amount in zip(weights.tolist(), amounts.tolist(), strict=True))
