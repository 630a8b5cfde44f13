"""The columns by what they use: which column has a meeting begin when."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from itertools import groupby
from typing import Any, NamedTuple

from meetings._constraints.problem import Slot, Task
from meetings._solver.model import LinearExpression

__all__ = ["SlotVariable", "count_possible_meetings", "find_overlaps", "group_by", "group_by_day", "sum_of"]


class SlotVariable(NamedTuple):
    """A column that stands for `upper` meetings at most that begin then."""

    column: int
    slot: Slot
    task: Task | None
    """The one meeting that it is about; None where it counts some of several."""
    upper: int = 1


def group_by(uses: Iterable[SlotVariable], key: Callable[[SlotVariable], Any]) -> dict[Any, list[SlotVariable]]:
    """The uses by key, in the order in which the keys first come."""
    groups: dict[Any, list[SlotVariable]] = {}
    for use in uses:
        groups.setdefault(key(use), []).append(use)
    return groups


def group_by_day(uses: Iterable[SlotVariable]) -> dict[int, list[SlotVariable]]:
    """The uses by the ordinal of the day, in order."""
    return dict(sorted(group_by(uses, lambda use: use.slot.day.toordinal()).items()))


def sum_of(uses: Iterable[SlotVariable]) -> LinearExpression:
    """How many of the meetings take place."""
    return {use.column: 1 for use in uses}


def count_possible_meetings(uses: Iterable[SlotVariable]) -> int:
    """How many of the meetings could take place at most, were there no rows."""
    shared, own = 0, set()
    for use in uses:
        if use.task is None:
            shared += use.upper
        else:
            own.add(use.task.index)
    return shared + len(own)


def find_overlaps(uses: Iterable[SlotVariable]) -> list[list[SlotVariable]]:
    """The largest sets of uses whose meetings go on at one moment, where those could be several."""
    starts = [list(same) for _, same in groupby(sorted(uses, key=_start), _start)]
    found: list[list[SlotVariable]] = []
    going: list[list[SlotVariable]] = []
    for same in starts:
        still = [others for others in going if others[0].slot.end > same[0].slot.start]
        if len(still) < len(going) or not found:
            found.append([])
        going = [*still, same]
        found[-1] = [use for others in going for use in others]
    return [at_once for at_once in found if count_possible_meetings(at_once) > 1]


def _start(use: SlotVariable) -> int:
    return use.slot.start
