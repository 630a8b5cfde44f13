"""The constraint on the distance from one round of a kreds to the next, over cumulative variables."""

from __future__ import annotations

import bisect
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from math import inf

from meetings._constraints.conflict import Conflict
from meetings._constraints.constraint import DroppableConstraint, PlanConstraint, SubjectText, UpperBound, name_both
from meetings._constraints.problem import MeetingAssignment, Problem
from meetings._constraints.variables import (
    LinearExpression,
    PlanVariables,
    RowModel,
    SlotVariable,
    group_by,
    group_by_day,
)
from meetings._domain.names import count_noun, format_kreds
from overgreb_rules.shared.text import Text


class Spacing(PlanConstraint, DroppableConstraint):
    """From one round of a kreds to the next: `spacing_days`, both ends included.

    For a day d, «the next round is held by d» implies «this round was held by d - least», and «this round is held by
    d» implies «the next round is held by d + most».

    Source:
        The step formulation (cumulative time-indexed variables) of precedence constraints: Artigues, Koné, Lopez and
        Mongeau, Mixed-Integer Linear Programming Formulations, Handbook on Project Management and Scheduling 1, 2015.
    """

    name = "spacing"
    spans_districts = False

    def _check(self, problem: Problem, assignments: Sequence[MeetingAssignment]) -> Iterator[SubjectText]:
        least, most = problem.request.spacing
        rounds = {(one.task.kreds.code, one.task.round): one for one in assignments}
        for (code, number), first in sorted(rounds.items(), key=lambda item: item[0]):
            second = rounds.get((code, number + 1))
            if second is None or (first.task.held and second.task.held):
                continue
            days = (second.slot.day - first.slot.day).days
            if not least <= days <= most:
                both = name_both(problem, first, second)
                yield (
                    code,
                    Text(
                        f"{count_noun(days, 'dag', 'dage')} mellem møde {number} og {number + 1} i stedet for "
                        f"{least}-{most}: {both.da}",
                        f"{count_noun(days, 'day')} between the rounds {number} and {number + 1}, and not {least} to "
                        f"{most}: {both.en}",
                    ),
                )

    def _rows(self, problem: Problem, model: RowModel, variables: PlanVariables) -> Iterator[UpperBound]:
        least, most = problem.request.spacing
        meetings: dict[tuple[str, int], _CumulativeStarts] = {}
        for same_rounds in group_by(variables.meetings, _first_index).values():
            task, starts = same_rounds[0].task, _CumulativeStarts(same_rounds)
            if task is not None and starts.rounds > 1:
                yield from ((task.kreds.code, terms, high) for terms, high in _bind_path(model, starts, least, most))
            elif task is not None:
                meetings[task.kreds.code, task.round] = starts
        for (code, number), first in sorted(meetings.items()):
            second = meetings.get((code, number + 1))
            if second is None or (first.is_held and second.is_held):
                continue
            first.define_in(model)
            second.define_in(model)
            for day, earlier in _keep_last((day, first.count_days(day - least)) for day in second.days):
                yield code, _subtract(second.variable_by(day), first.variable_at(earlier)), 0
            for day, later in _keep_last((day, second.count_days(day + most)) for day in first.days):
                yield code, _subtract(first.variable_by(day), second.variable_at(later)), 0

    def _sentence(self, conflict: Conflict, subject: str) -> Text:
        request = conflict.problem.request
        least, most = request.spacing
        kreds = format_kreds(subject, request.year)
        return Text(
            f"fra et møde i {kreds} til det næste er der {least}-{most} dage",
            f"from one round of {kreds} to the next: {least} to {most} days",
        )


def _first_index(variable: SlotVariable) -> int | None:
    return variable.task.index if variable.task else None


def _keep_last(pairs: Iterable[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Keep of pairs with the same second part only the last, whose constraint implies those of the others."""
    every = list(pairs)
    for (day, position), (_, following) in pairwise([*every, (0, -1)]):
        if position != following:
            yield day, position


class _CumulativeStarts:
    """The variables «so many of the rounds have begun by the end of this day», one for each day on which one can."""

    def __init__(self, variables: Sequence[SlotVariable]) -> None:
        self.rounds = len(variables[0].rounds)
        self.is_held = any(task.held for task in variables[0].rounds)
        self._by_day = group_by_day(variables)
        self.days = list(self._by_day)
        self._variables: list[int] = []

    def define_in(self, model: RowModel) -> None:
        """Add the variables with their defining constraints, unless the model has them already."""
        if self._variables:
            return
        for index, starts in enumerate(self._by_day.values()):
            variable = model.add_variable(upper=self.rounds, is_integer=False)
            before = {self._variables[index - 1]: -1} if index else {}
            model.add_constraint({variable: 1, **before, **{start.variable: -1 for start in starts}}, 0, 0)
            self._variables.append(variable)

    def count_days(self, day: int) -> int:
        """Return how many of the possible days are not after this one."""
        return bisect.bisect_right(self.days, day)

    def variable_at(self, count: int) -> int | None:
        """Return the variable of the last of the first `count` days; None for no day."""
        return self._variables[count - 1] if count else None

    def variable_by(self, day: int) -> int | None:
        """Return the variable of the last possible day up to `day`; None where there is none."""
        return self.variable_at(self.count_days(day))


class _CumulativeStep:
    """The variables «by the end of this day», from 0 to 1, for the days of a window; before it 0, on its last day 1."""

    def __init__(self, model: RowModel, days: Sequence[int]) -> None:
        self._days = days
        self._variables = [model.add_variable(is_integer=False) for _ in days[:-1]]
        for earlier, later in pairwise(self._variables):
            model.add_constraint({earlier: 1, later: -1}, -inf, 0)

    def value_on(self, day: int) -> tuple[LinearExpression, int]:
        """Return the step on a day, as an expression and a constant."""
        count = bisect.bisect_right(self._days, day)
        if 0 < count < len(self._days):
            return {self._variables[count - 1]: 1}, 0
        return {}, int(count > 0)


def _bind_path(
    model: RowModel, starts: _CumulativeStarts, least: int, most: int
) -> Iterator[tuple[LinearExpression, int]]:
    """Bind the days of alike rounds to each other, without telling which round a day belongs to.

    The days are a path from a first to a last one. The meetings up to a day that have one before them are no more than
    the meetings up to `least` days earlier that have one after them; and those that have one after them are no more
    than the meetings up to `most` days later that have one before them.

    Source:
        A unit flow through a time-expanded network (Ford and Fulkerson, Flows in Networks, 1962), whose arcs all have
        the same range of lengths, so that cumulative variables state it.
    """
    starts.define_in(model)
    days = starts.days
    earliest, latest = [days[0]], [days[-1]]
    for _ in range(starts.rounds - 1):
        earliest.append(days[bisect.bisect_left(days, earliest[-1] + least)])
        latest.insert(0, days[bisect.bisect_right(days, latest[0] - least) - 1])
    first = _CumulativeStep(model, [day for day in days if day <= latest[0]])
    last = _CumulativeStep(model, [day for day in days if day >= earliest[-1]])

    def compare(day: int, end: _CumulativeStep, other: int, other_end: _CumulativeStep) -> tuple[LinearExpression, int]:
        (here, one), (there, another) = end.value_on(day), other_end.value_on(other)
        terms = _subtract(starts.variable_by(day), starts.variable_by(other))
        return {**terms, **dict.fromkeys(here, -1), **there}, one - another

    for day, _ in _keep_last((day, starts.count_days(day - least)) for day in days):
        yield compare(day, first, day - least, last)
    for day, _ in _keep_last((day, starts.count_days(day + most)) for day in days):
        yield compare(day, last, day + most, first)
    for number, day in enumerate(earliest):
        before = starts.variable_by(day - 1)
        if before is not None:
            yield {before: 1}, number
    for number, day in enumerate(latest, start=1):
        yield _subtract(None, starts.variable_by(day)), -number


def _subtract(left: int | None, right: int | None) -> LinearExpression:
    terms = {} if left is None else {left: 1}
    if right is not None:
        terms[right] = terms.get(right, 0) - 1
    return terms
