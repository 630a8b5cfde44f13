"""An index of the variables by slot: which variable counts meetings that begin at which slot."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from math import inf
from typing import NamedTuple, Protocol, TypeVar

from meetings._constraints.problem import Task
from meetings._constraints.slot import Slot

_Key = TypeVar("_Key", bound=Hashable)

LinearExpression = dict[int, int]
"""The coefficient of each variable, by the index of the variable."""

InterchangeableGroup = tuple[str, ...]
"""Ids of facilitators between whom the model makes no difference, sorted."""


class RowModel(Protocol):
    """What a constraint needs of the solver's model in order to state itself."""

    def add_variable(self, *, upper: int = 1, is_integer: bool = True) -> int:
        """Add a variable from 0 to `upper`.

        Args:
            upper: The largest value.
            is_integer: Whether only whole numbers are allowed.

        Returns:
            The index of the variable.
        """

    def add_constraint(
        self, terms: LinearExpression, low: float, high: float, name: str = "", subject: str = ""
    ) -> object:
        """Add the constraint low <= terms <= high.

        Args:
            terms: The weighted variables.
            low: The least allowed sum, or minus infinity.
            high: The largest allowed sum, or infinity.
            name: The name of the scheduling constraint; empty where the row defines a variable.
            subject: The code or id of those who are concerned.

        Returns:
            The row.
        """


class SlotVariable(NamedTuple):
    """A variable that counts meetings which begin at one slot."""

    variable: int
    slot: Slot
    rounds: tuple[Task, ...]
    """The meetings of one kreds of which the variable counts one: a single meeting, or alike rounds; empty where it
    counts meetings of several kredse."""
    upper: int = 1
    """The largest number of meetings that the variable can count."""

    @property
    def task(self) -> Task | None:
        """The meeting that the variable is about, or the first of its alike rounds; None for several kredse."""
        return self.rounds[0] if self.rounds else None


@dataclass(frozen=True, slots=True)
class PlanVariables:
    """The variables over which the constraints of a plan are stated."""

    meetings: Sequence[SlotVariable]
    """One for each possible start of each meeting, and for each team that is named with it."""
    facilitators: Mapping[InterchangeableGroup, Sequence[SlotVariable]]
    """By group the variables that need a member of the group."""


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
        variables: the variables; those about one meeting count it once, those about alike rounds one a day.

    Returns:
        An upper bound of `sum_of` over every plan.

    """
    shared, days = 0, dict[tuple[int, int], set[dt.date]]()
    for variable in variables:
        if variable.rounds:
            days.setdefault((variable.rounds[0].index, len(variable.rounds)), set()).add(variable.slot.day)
        else:
            shared += variable.upper
    return shared + sum(min(rounds, len(those)) for (_, rounds), those in days.items())


def count_held(variables: Iterable[SlotVariable]) -> int:
    """Count the meetings that are over.

    Args:
        variables: the variables.

    Returns:
        The number of variables about a meeting that is over, each of which has one start and one team.

    """
    return sum(variable.task is not None and variable.task.held is not None for variable in variables)


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
    ongoing: list[SlotVariable] = []
    for start, starting in groupby(sorted(variables, key=_start), _start):
        still_ongoing = [variable for variable in ongoing if variable.slot.end > start]
        if len(still_ongoing) < len(ongoing) or not cliques:
            cliques.append([])
        ongoing = [*still_ongoing, *starting]
        cliques[-1] = ongoing
    return [clique for clique in cliques if count_possible_meetings(clique) > 1]


def count_at_work(model: RowModel, here: Sequence[SlotVariable], meetings_per_day: int) -> LinearExpression:
    """Count the facilitators of a group who have a meeting on a day.

    Args:
        model: The model, to which a variable is added where one facilitator can have several meetings that day.
        here: The variables of the group on that day.
        meetings_per_day: The most meetings that a facilitator can have on a day.

    Returns:
        An expression that is at least as large as that number.
    """
    if max(meetings_per_day, count_held(here)) == 1:
        return sum_of(here)
    at_work = model.add_variable(is_integer=False)
    for variable in here:
        model.add_constraint({at_work: -1, variable.variable: 1}, -inf, 0)
    return {at_work: 1}


def _start(variable: SlotVariable) -> int:
    return variable.slot.start
