"""The columns by what they use: which column has a meeting begin when."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from itertools import groupby
from typing import Any, NamedTuple

from meetings._constraints.problem import Slot, Task
from meetings._solver.model import Terms

__all__ = ["Use", "by_day", "grouped", "overlapping", "possible", "terms_of"]


class Use(NamedTuple):
    """A column that stands for `upper` meetings at most that begin then."""

    column: int
    slot: Slot
    task: Task | None
    """The one meeting that it is about; None where it counts some of several."""
    upper: int = 1


def grouped(uses: Iterable[Use], key: Callable[[Use], Any]) -> dict[Any, list[Use]]:
    """The uses by key, in the order in which the keys first come."""
    groups: dict[Any, list[Use]] = {}
    for use in uses:
        groups.setdefault(key(use), []).append(use)
    return groups


def by_day(uses: Iterable[Use]) -> dict[int, list[Use]]:
    """The uses by the ordinal of the day, in order."""
    return dict(sorted(grouped(uses, lambda use: use.slot.day.toordinal()).items()))


def terms_of(uses: Iterable[Use]) -> Terms:
    """How many of the meetings take place."""
    return {use.column: 1 for use in uses}


def possible(uses: Iterable[Use]) -> int:
    """How many of the meetings could take place at most, were there no rows."""
    shared, own = 0, set()
    for use in uses:
        if use.task is None:
            shared += use.upper
        else:
            own.add(use.task.index)
    return shared + len(own)


def overlapping(uses: Iterable[Use]) -> list[list[Use]]:
    """The largest sets of uses whose meetings go on at one moment, where those could be several."""
    starts = [list(same) for _, same in groupby(sorted(uses, key=_start), _start)]
    found: list[list[Use]] = []
    going: list[list[Use]] = []
    for same in starts:
        still = [others for others in going if others[0].slot.end > same[0].slot.start]
        if len(still) < len(going) or not found:
            found.append([])
        going = [*still, same]
        found[-1] = [use for others in going for use in others]
    return [at_once for at_once in found if possible(at_once) > 1]


def _start(use: Use) -> int:
    return use.slot.start
