"""The constraint on the distance from one round of a kreds to the next, over cumulative variables."""

from __future__ import annotations

import bisect
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from meetings._constraints.conflict import Conflict
from meetings._constraints.constraint import PlanConstraint, SubjectText, UpperBound, name_both
from meetings._constraints.problem import MeetingAssignment, Problem
from meetings._constraints.variables import (
    LinearExpression,
    PlanVariables,
    RowModel,
    SlotVariable,
    group_by,
    group_by_day,
)
from meetings._domain.names import format_kreds
from overgreb_rules.shared.text import Text


class Spacing(PlanConstraint):
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
                        f"{days} dage mellem møde {number} og {number + 1} i stedet for {least}-{most}: {both.da}",
                        f"{days} days between the rounds {number} and {number + 1}, and not {least} to {most}: "
                        f"{both.en}",
                    ),
                )

    def _rows(self, problem: Problem, model: RowModel, variables: PlanVariables) -> Iterator[UpperBound]:
        least, most = problem.request.spacing
        meetings: dict[tuple[str, int], _CumulativeStarts] = {}
        for same_task in group_by(variables.meetings, _task_index).values():
            task = same_task[0].task
            if task is not None:
                meetings[task.kreds.code, task.round] = _CumulativeStarts(same_task, is_held=task.held is not None)
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


def _task_index(variable: SlotVariable) -> int | None:
    return variable.task.index if variable.task else None


def _keep_last(pairs: Iterable[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Keep of pairs with the same second part only the last, whose constraint implies those of the others."""
    every = list(pairs)
    for (day, position), (_, following) in pairwise([*every, (0, -1)]):
        if position != following:
            yield day, position


class _CumulativeStarts:
    """The variables «the meeting has begun by the end of this day», one for each day on which it can begin."""

    def __init__(self, variables: Sequence[SlotVariable], *, is_held: bool) -> None:
        self.is_held = is_held
        self._by_day = group_by_day(variables)
        self.days = list(self._by_day)
        self._variables: list[int] = []

    def define_in(self, model: RowModel) -> None:
        """Add the variables with their defining constraints, unless the model has them already."""
        if self._variables:
            return
        for index, starts in enumerate(self._by_day.values()):
            variable = model.add_variable(is_integer=False)
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


def _subtract(left: int | None, right: int | None) -> LinearExpression:
    terms = {} if left is None else {left: 1}
    if right is not None:
        terms[right] = terms.get(right, 0) - 1
    return terms
