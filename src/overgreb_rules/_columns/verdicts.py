"""How every duty of a batch stands: some parts of each group are judged, and the verdict holds for all like them.

A status depends on nothing but the order of moments: those of the events, of the ends of the clock, and the instant
of the evaluation. Parts of one shape in which these stand in one order have one verdict.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np

from overgreb_rules._columns.dates import Dated, Timing, timing
from overgreb_rules._columns.happened import Happened
from overgreb_rules._columns.judge import Judge, Judged
from overgreb_rules._columns.shapes import Group
from overgreb_rules._columns.tables import Ints
from overgreb_rules._counting import Run
from overgreb_rules._remedies import broken_since
from overgreb_rules._rules import Rule
from overgreb_rules._status import Standing, Status, soon_from

__all__ = ["Memory", "Rows", "Said", "rows_of"]

_TOO_FEW = 4
"""So few parts are sooner judged one by one than compared."""
_SHAPES_REMEMBERED = 2**16


@dataclass(frozen=True, slots=True)
class Said:
    """What is said of a duty besides its dates: the events by their place in the part, `count` how its time counts."""

    rule: Rule
    trigger: int
    status: Status
    met_by: tuple[int, ...]
    needs: tuple[str, ...]
    count: str
    number: int | None
    start_is_day: bool
    due_is_day: bool
    past_when_waived: bool
    past_while_unknown: bool

    @classmethod
    def of(cls, one: Standing) -> Said:
        """What a standing says."""
        clocked = one.clocked
        return cls(
            clocked.duty.rule,
            clocked.duty.trigger.position,
            one.status,
            tuple(int(name) for name in one.met_by),
            one.needs,
            clocked.duty.opening.rule.clock.count or "",
            clocked.number,
            clocked.start.is_day,
            clocked.due is not None and clocked.due.strict.day is not None,
            one.past_when_waived,
            one.past_while_unknown,
        )


@dataclass(frozen=True, slots=True)
class Rows:
    """Duties of which the same is said, in several parts: the places of the events, and the dates."""

    said: Said
    events: Ints
    dated: Dated


@dataclass(slots=True)
class _Known:
    """What is known of a shape: how each of its duties is timed, and what is said of it in each order of moments."""

    timings: list[Timing | None]
    said: list[dict[int, tuple[Said, ...]]]


@dataclass(slots=True)
class Memory:
    """The shapes that have been judged, line by line; bounded."""

    _known: dict[tuple[int, bytes], _Known] = field(default_factory=dict)

    def get(self, line: int, shape: bytes) -> _Known | None:
        """What is known of a shape."""
        return self._known.get((line, shape))

    def put(self, line: int, shape: bytes, known: _Known) -> _Known:
        """Remember a shape."""
        if len(self._known) >= _SHAPES_REMEMBERED:
            self._known.clear()
        self._known[line, shape] = known
        return known


def rows_of(judge: Judge, number: int, group: Group, memory: Memory, *, ways: bool) -> Iterator[Rows]:
    """The duties of a group; `number` is that of the line."""
    known = memory.get(number, group.shape)
    if known is None and len(group.events) < _TOO_FEW:
        for events in group.events:
            judged = judge.judged(events, ways=ways)
            for duty in range(len(judged.duties)):
                yield from _one_by_one(judged, duty, events)
        return
    yield from _Group(judge, group.events, ways).rows(
        known or memory.put(number, group.shape, _known(judge.example(group, ways=ways)))
    )


def _known(judged: Judged) -> _Known:
    timings = [timing(duty, judged.history) for duty in judged.duties]
    return _Known(timings, [{} for _ in timings])


def _one_by_one(judged: Judged, duty: int, events: Ints) -> Iterator[Rows]:
    for one in judged.standings(duty):
        run = one.clocked.run
        start, broken = np.array([one.clocked.start.earliest]), np.array([broken_since(one.clocked)])
        ends = run and Run(start, *(np.array([second]) for second in (run.strict, run.lenient, run.over)))
        yield Rows(Said.of(one), events[None, :], Dated(start, broken, ends))


class _Group:
    """The parts of one shape, of which some are taken through the pipeline."""

    def __init__(self, judge: Judge, events: Ints, ways: bool) -> None:
        self.judge, self.events, self.ways = judge, events, ways

    def rows(self, known: _Known) -> Iterator[Rows]:
        """The duties of all parts."""
        for duty, (timed, said) in enumerate(zip(known.timings, known.said, strict=True)):
            if timed is None:
                for events in self.events:
                    yield from _one_by_one(self.judge.judged(events, ways=self.ways), duty, events)
                continue
            dated = timed.dated(self.events, self.judge.told.happened)
            yield from self._stand(duty, dated, said)

    def _stand(self, duty: int, dated: Dated, said: dict[int, tuple[Said, ...]]) -> Iterator[Rows]:
        orders, first, which = np.unique(
            _orders(dated, self.events, self.judge.told.happened, self.judge.told.until),
            return_index=True,
            return_inverse=True,
        )
        for number, (order, part) in enumerate(zip(orders.tolist(), first.tolist(), strict=True)):
            if order not in said:
                said[order] = tuple(
                    Said.of(one) for one in self.judge.judged(self.events[part], ways=self.ways).standings(duty)
                )
            if len(orders) == 1:
                yield from (Rows(one, self.events, dated) for one in said[order])
                continue
            members = np.flatnonzero(which == number)
            events, clocks = self.events[members], dated.of(members)
            yield from (Rows(one, events, clocks) for one in said[order])


def _orders(dated: Dated, events: Ints, told: Happened, until: int) -> Ints:
    """A number for the order in which the ends of the clock stand among the events, the start and the instant."""
    run = dated.run
    if run is None:
        return np.zeros(len(events), np.int64)
    moments = np.column_stack([told.earliest[events], told.latest[events]])
    order: Ints = (until >= soon_from(run)).astype(np.int64)
    for last in run.strict, run.lenient:
        order = order << 2 | (until > last).astype(np.int64) << 1 | (run.begins > last)
        for end in last - 1, last, last + 1:
            # A plain case has a hundred events: two hundred moments.
            order = order << 8 | np.count_nonzero(moments <= end[:, None], axis=1)
    return order
