"""How every duty of a batch stands: some parts of each group are judged, and the verdict holds for all like them.

A status depends on nothing but the order of moments: those of the events, of the ends of the clock, and the instant
of the evaluation. Parts of one shape in which these stand in one order have one verdict.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from overgreb_rules._columnar.columns.deadline_columns import Dated, Timing, timing
from overgreb_rules._columnar.columns.event_columns import Happened
from overgreb_rules._columnar.grouping.representative import Judge, Judged
from overgreb_rules._columnar.grouping.results import Found, Rows, Verdict, row_of
from overgreb_rules._columnar.grouping.signature import Group
from overgreb_rules._columnar.io.input_tables import Ints
from overgreb_rules._duties.status import soon_from

__all__ = ["Memory", "judge_group"]

_TOO_FEW = 4
"""So few parts are sooner judged one by one than compared."""
_SHAPES_REMEMBERED, _ORDERS_REMEMBERED = 2**15, 64


@dataclass(slots=True)
class _Known:
    """What is known of a shape: how each of its duties is timed, and what is said of it in each order of moments."""

    timings: list[Timing | None]
    said: list[dict[int, tuple[Verdict, ...]]]

    @classmethod
    def of(cls, judged: Judged) -> _Known:
        """What one part of the shape tells at once."""
        timings = [timing(duty, judged.history) for duty in judged.duties]
        return cls(timings, [{} for _ in timings])


@dataclass(slots=True)
class Memory:
    """The shapes that have been judged, line by line, and what was said of them; bounded."""

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


def judge_group(judge: Judge, number: int, group: Group, memory: Memory, found: Found) -> None:
    """Add the duties of a group to what has been found; `number` is that of the line."""
    known = memory.get(number, group.shape)
    if known is None and len(group.events) < _TOO_FEW:
        for events in group.events:
            judged = judge.judged(events, group.outline)
            for duty in range(len(judged.duties)):
                _add_rows(judged, duty, events, found)
        return
    known = known or memory.put(number, group.shape, _Known.of(judge.example(group)))
    for duty, (timed, said) in enumerate(zip(known.timings, known.said, strict=True)):
        if timed is None:
            for events in group.events:
                _add_rows(judge.judged(events, group.outline), duty, events, found)
        else:
            dated = timed.dated(group.events, judge.told.happened)
            _Duty(judge, group, duty, dated).add_to(found, said)


def _add_rows(judged: Judged, duty: int, events: Ints, found: Found) -> None:
    places = events.tolist()
    for one in judged.standings(duty):
        verdict = Verdict.of(one)
        found.add_row(verdict.said, row_of(one, verdict, places))


@dataclass(frozen=True, slots=True)
class _Duty:
    """One duty of every part of a group."""

    judge: Judge
    group: Group
    number: int
    dated: Dated

    def add_to(self, found: Found, said: dict[int, tuple[Verdict, ...]]) -> None:
        """Say how it stands: of each order of moments one part is judged, unless it has been before."""
        told, all_events = self.judge.told, self.group.events
        orders, first, which = np.unique(
            _orders(self.dated, all_events, told.happened, told.until), return_index=True, return_inverse=True
        )
        for place, (order, part) in enumerate(zip(orders.tolist(), first.tolist(), strict=True)):
            verdicts = said.get(order)
            if verdicts is None:
                if len(said) >= _ORDERS_REMEMBERED:
                    said.clear()
                judged = self.judge.judged(all_events[part], self.group.outline)
                verdicts = said[order] = tuple(Verdict.of(one) for one in judged.standings(self.number))
            members = slice(None) if len(orders) == 1 else np.flatnonzero(which == place)
            events, dated = all_events[members], self.dated.of(members)
            for one in verdicts:
                found.add(Rows(one.said, events[:, one.trigger], events[:, list(one.met_by)], dated))


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
