"""An index of the variables by slot: which variable counts meetings that begin at which slot."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Sequence
from fractions import Fraction
from itertools import groupby
from math import inf
from typing import NamedTuple, TypeVar

from meetings._constraints.costs import scaled
from meetings._constraints.problem import Problem, Slot, Task
from meetings._solver.model import IntegerModel, LinearExpression

_Key = TypeVar("_Key", bound=Hashable)


class SlotVariable(NamedTuple):
    """A variable that counts meetings which begin at one slot."""

    variable: int
    slot: Slot
    task: Task | None
    """The only meeting that the variable is about; None where it counts some of several meetings."""
    upper: int = 1
    """The largest number of meetings that the variable can count."""


def group_by(variables: Iterable[SlotVariable], key: Callable[[SlotVariable], _Key]) -> dict[_Key, list[SlotVariable]]:
    """Group the variables by a key.

    Args:
        variables: the variables.
        key: gives the key of a variable.

    Returns:
        The variables by key, in the order in which the keys first occur.

    """
    groups: dict[_Key, list[SlotVariable]] = {}
    for variable in variables:
        groups.setdefault(key(variable), []).append(variable)
    return groups


def group_by_day(variables: Iterable[SlotVariable]) -> dict[int, list[SlotVariable]]:
    """Group the variables by day.

    Args:
        variables: the variables.

    Returns:
        The variables by the ordinal of their day (`date.toordinal`), in order of day.

    """
    return dict(sorted(group_by(variables, lambda variable: variable.slot.day.toordinal()).items()))


def sum_of(variables: Iterable[SlotVariable]) -> LinearExpression:
    """Return the sum of the variables.

    Args:
        variables: the variables.

    Returns:
        The expression that counts the meetings which take place.

    """
    return {variable.variable: 1 for variable in variables}


def count_possible_meetings(variables: Iterable[SlotVariable]) -> int:
    """Count the meetings that the variables allow where no constraint stands between them.

    Args:
        variables: the variables; those about one meeting count it once.

    Returns:
        An upper bound of `sum_of` over every plan.

    """
    shared, tasks = 0, set()
    for variable in variables:
        if variable.task is None:
            shared += variable.upper
        else:
            tasks.add(variable.task.index)
    return shared + len(tasks)


def find_overlaps(variables: Iterable[SlotVariable]) -> list[list[SlotVariable]]:
    """Find the maximal sets of variables whose meetings all go on at one moment.

    Args:
        variables: the variables, in any order.

    Returns:
        The sets that could hold more than one meeting, in order of time; one constraint on each of them states that
        only one meeting goes on at a time.

    Source:
        The maximal cliques of an interval graph, found by a sweep over the starts.

    """
    cliques: list[list[SlotVariable]] = []
    ongoing: list[list[SlotVariable]] = []
    for _, same_start in groupby(sorted(variables, key=_start), _start):
        starting = list(same_start)
        still_ongoing = [others for others in ongoing if others[0].slot.end > starting[0].slot.start]
        if len(still_ongoing) < len(ongoing) or not cliques:
            cliques.append([])
        ongoing = [*still_ongoing, starting]
        cliques[-1] = [variable for others in ongoing for variable in others]
    return [clique for clique in cliques if count_possible_meetings(clique) > 1]


def add_pair_cost(
    problem: Problem, model: IntegerModel, name: str, variables: Sequence[SlotVariable], group_size: int = 1
) -> None:
    """Add the cost of every pair among the meetings that the variables count.

    The n-th meeting adds n - 1 pairs. A convex cost needs no whole numbers: each step costs more than the one before,
    so the optimum fills the cheap steps first.

    Args:
        problem: gives the weight of the cost.
        model: the model to extend.
        name: the name of the cost in the catalogue.
        variables: the variables that count the meetings.
        group_size: how many people share the meetings evenly; each step then holds one meeting of each of them.

    """
    cost = scaled(problem, name, Fraction(1))
    if not cost:
        return
    most = min(count_possible_meetings(variables), len(problem.tasks) * group_size)
    steps = [model.add_variable(upper=group_size, is_integer=False) for _ in range(-(-most // group_size))]
    for number, step in enumerate(steps):
        model.add_cost(name, step, number * cost)
    model.add_constraint({**sum_of(variables), **dict.fromkeys(steps, -1)}, -inf, 0)


def _start(variable: SlotVariable) -> int:
    return variable.slot.start
