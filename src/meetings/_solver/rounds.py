"""The distance from one round of a kreds to the next, in rows."""

from __future__ import annotations

import bisect
from collections.abc import Iterator, Sequence
from itertools import pairwise
from math import inf

from meetings._constraints.problem import Problem
from meetings._solver.columns import SlotVariable, group_by, group_by_day
from meetings._solver.model import IntegerModel, LinearExpression

__all__ = ["add_spacing_constraints"]


def add_spacing_constraints(problem: Problem, model: IntegerModel, uses: Sequence[SlotVariable]) -> None:
    """Between two rounds lie at least so many days and at most so many."""
    least, most = problem.request.spacing
    counts: dict[tuple[str, int], _Count] = {}
    for theirs in group_by(uses, lambda use: use.task.index if use.task else None).values():
        task = theirs[0].task
        if task is not None:
            counts[task.kreds.code, task.round] = _Count(theirs, held=task.held is not None)
    for (code, number), first in sorted(counts.items()):
        second = counts.get((code, number + 1))
        if second is None or (first.held and second.held):
            continue
        first.count_in(model)
        second.count_in(model)
        # Where the next round has begun by a day, this one has `least` days before.
        for day, earlier in _last_of_each((day, first.at(day - least)) for day in second.days):
            model.add_constraint(_difference(second.by(day), first.column(earlier)), -inf, 0, "spacing", code)
        # Where this round has begun by a day, the next one has `most` days after.
        for day, later in _last_of_each((day, second.at(day + most)) for day in first.days):
            model.add_constraint(_difference(first.by(day), second.column(later)), -inf, 0, "spacing", code)


def _last_of_each(pairs: Iterator[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Of several days that are held against the same day only the last: what has begun before it has begun by it."""
    every = list(pairs)
    for (day, other), (_, following) in pairwise([*every, (0, -1)]):
        if other != following:
            yield day, other


class _Count:
    """Whether a meeting has taken place by the end of a day, as a column for each day on which it can."""

    def __init__(self, uses: Sequence[SlotVariable], *, held: bool) -> None:
        self.held = held
        self._by_day = group_by_day(uses)
        self.days = list(self._by_day)
        self._columns: list[int] = []

    def count_in(self, model: IntegerModel) -> None:
        if self._columns:
            return
        for index, (_, here) in enumerate(self._by_day.items()):
            column = model.add_variable(is_integer=False)
            before = {self._columns[index - 1]: -1} if index else {}
            model.add_constraint({column: 1, **before, **{use.column: -1 for use in here}}, 0, 0)
            self._columns.append(column)

    def at(self, day: int) -> int:
        """How many of the days lie before the end of this one."""
        return bisect.bisect_right(self.days, day)

    def column(self, at: int) -> int | None:
        """The column for the last of so many days; None for no day."""
        return self._columns[at - 1] if at else None

    def by(self, day: int) -> int | None:
        """The column for the last day up to `day`; None where the meeting cannot have been yet."""
        return self.column(self.at(day))


def _difference(left: int | None, right: int | None) -> LinearExpression:
    terms = {} if left is None else {left: 1}
    if right is not None:
        terms[right] = terms.get(right, 0) - 1
    return terms
