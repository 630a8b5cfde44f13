"""What prices prove: a bound in exact whole numbers, and which columns no plan up to a given cost can use.

The prices of the rows may come from anywhere, rounded or even wrong: each set of prices bounds the objective from
below. So nothing here rests on the arithmetic of the solver that found them.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from meetings._solver.highs import Floats, Program, Whole

__all__ = ["Proof"]

_BITS = 54
"""Prices are counted in fractions of a unit so fine that sums of some of them still fit into 64 bits."""


class Proof:
    """The bound of an objective over a program that prices of its rows give."""

    def __init__(self, program: Program, cost: Whole, prices: Floats) -> None:
        self.program, self.cost = program, cost
        largest = int(np.abs(prices).max(initial=0.0)) + int(np.abs(cost).max(initial=0)) + 1
        self.unit = 1 << max(0, min(20, _BITS - largest.bit_length()))
        bought = np.rint(prices * self.unit).astype(np.int64)
        # A price only counts on the side on which the row has a limit.
        bought[(bought > 0) & np.isinf(program.low)] = 0
        bought[(bought < 0) & np.isinf(program.high)] = 0
        self.prices = bought
        self.left = cost * self.unit
        """What a column costs beside what its rows pay for it, in fractions of a unit."""
        np.subtract.at(self.left, program.columns, bought[program.rows] * program.weights.astype(np.int64))
        limits = np.where(bought > 0, program.low, program.high)
        at = np.where(self.left > 0, program.lower, program.upper)
        (used,), (dear,) = np.nonzero(bought), np.nonzero(self.left)
        self.total = _sum(bought[used], limits[used]) + _sum(self.left[dear], at[dear])

    @property
    def bound(self) -> int:
        """No answer in whole numbers costs less."""
        return -(-self.total // self.unit)

    def within(self, room: int) -> Program:
        """The program without the columns that make every answer cost more than `room` units above the bound."""
        return self.program.only((self.left <= self._spare(self.bound + room)) | (self.program.lower > 0))

    def beyond(self, room: int, value: int) -> Program:
        """The program of the answers up to `value` that use some column that is not `within` the room."""
        out = (self.left > self._spare(self.bound + room)) & (self.program.lower == 0)
        some = self.program.with_row(-out.astype(np.int64), -1).with_row(self.cost, value)
        return some.only((self.left <= self._spare(value)) | (self.program.lower > 0))

    def face(self, value: int) -> Program:
        """The program of the answers that cost `value`, where none costs less."""
        program, spare = self.program, self._spare(value)
        upper = np.where(self.left > spare, program.lower, program.upper)
        lower = np.where(-self.left > spare, upper, program.lower)
        # In whole numbers a row that is not at its limit is off it by one or more.
        high = np.where(self.prices > spare, program.low, program.high)
        low = np.where(-self.prices > spare, high, program.low)
        found = replace(program, lower=lower, upper=upper, low=low, high=high)
        if self.total + self._freedom(found) >= (value + 1) * self.unit:
            found = found.with_row(self.cost, value)
        return found.only(upper > 0)

    def _spare(self, value: int) -> int:
        return value * self.unit - self.total

    def _freedom(self, found: Program) -> int:
        """By how much at most an answer can cost more than the bound, in fractions of a unit."""
        (free,) = np.nonzero((found.upper > found.lower) & (self.left != 0))
        (loose,) = np.nonzero((found.high > found.low) & (self.prices != 0))
        least, most = found.reach()
        off = np.where(self.prices > 0, most - found.low, found.high - least)
        return _sum(np.abs(self.left[free]), (found.upper - found.lower)[free]) + _sum(
            np.abs(self.prices[loose]), off[loose]
        )


def _sum(prices: Whole, amounts: Floats) -> int:
    """The sum of the products, in numbers of any size."""
    return sum(price * int(amount) for price, amount in zip(prices.tolist(), amounts.tolist(), strict=True))
