"""What prices prove: a bound in exact whole numbers, and which columns no plan up to a given cost can use.

The prices of the rows may come from anywhere, rounded or even wrong: each set of prices bounds the objective from
below. So nothing here rests on the arithmetic of the solver that found them.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from meetings._solver.highs import FloatArray, IntegerArray, LinearProgram

__all__ = ["DualBound"]

_BITS = 54
"""Prices are counted in fractions of a unit so fine that sums of some of them still fit into 64 bits."""


class DualBound:
    """The bound of an objective over a program that prices of its rows give."""

    def __init__(self, program: LinearProgram, cost: IntegerArray, prices: FloatArray) -> None:
        self.program, self.cost = program, cost
        largest = int(np.abs(prices).max(initial=0.0)) + int(np.abs(cost).max(initial=0)) + 1
        self.unit = 1 << max(0, min(20, _BITS - largest.bit_length()))
        bought = np.rint(prices * self.unit).astype(np.int64)
        # A price only counts on the side on which the row has a limit.
        bought[(bought > 0) & np.isinf(program.low)] = 0
        bought[(bought < 0) & np.isinf(program.high)] = 0
        self.duals = bought
        self.reduced_costs = cost * self.unit
        """What a column costs beside what its rows pay for it, in fractions of a unit."""
        np.subtract.at(self.reduced_costs, program.columns, bought[program.rows] * program.weights.astype(np.int64))
        limits = np.where(bought > 0, program.low, program.high)
        at = np.where(self.reduced_costs > 0, program.lower, program.upper)
        (used,), (dear,) = np.nonzero(bought), np.nonzero(self.reduced_costs)
        self.total = _sum(bought[used], limits[used]) + _sum(self.reduced_costs[dear], at[dear])

    @property
    def value(self) -> int:
        """No answer in whole numbers costs less."""
        return -(-self.total // self.unit)

    def within_gap(self, room: int) -> LinearProgram:
        """The program without the columns that make every answer cost more than `room` units above the bound."""
        return self.program.restricted_to(
            (self.reduced_costs <= self._spare(self.value + room)) | (self.program.lower > 0)
        )

    def outside_gap(self, room: int, value: int) -> LinearProgram:
        """The program of the answers up to `value` that use some column that is not `within` the room."""
        out = (self.reduced_costs > self._spare(self.value + room)) & (self.program.lower == 0)
        some = self.program.with_row(-out.astype(np.int64), -1).with_row(self.cost, value)
        return some.restricted_to((self.reduced_costs <= self._spare(value)) | (self.program.lower > 0))

    def optimal_face(self, value: int) -> LinearProgram:
        """The program of the answers that cost `value`, where none costs less."""
        program, spare = self.program, self._spare(value)
        upper = np.where(self.reduced_costs > spare, program.lower, program.upper)
        lower = np.where(-self.reduced_costs > spare, upper, program.lower)
        # In whole numbers a row that is not at its limit is off it by one or more.
        high = np.where(self.duals > spare, program.low, program.high)
        low = np.where(-self.duals > spare, high, program.low)
        found = replace(program, lower=lower, upper=upper, low=low, high=high)
        if self.total + self._freedom(found) >= (value + 1) * self.unit:
            found = found.with_row(self.cost, value)
        return found.restricted_to(upper > 0)

    def _spare(self, value: int) -> int:
        return value * self.unit - self.total

    def _freedom(self, found: LinearProgram) -> int:
        """By how much at most an answer can cost more than the bound, in fractions of a unit."""
        (free,) = np.nonzero((found.upper > found.lower) & (self.reduced_costs != 0))
        (loose,) = np.nonzero((found.high > found.low) & (self.duals != 0))
        least, most = found.activity_bounds()
        off = np.where(self.duals > 0, most - found.low, found.high - least)
        return _sum(np.abs(self.reduced_costs[free]), (found.upper - found.lower)[free]) + _sum(
            np.abs(self.duals[loose]), off[loose]
        )


def _sum(prices: IntegerArray, amounts: FloatArray) -> int:
    """The sum of the products, in numbers of any size."""
    return sum(price * int(amount) for price, amount in zip(prices.tolist(), amounts.tolist(), strict=True))
