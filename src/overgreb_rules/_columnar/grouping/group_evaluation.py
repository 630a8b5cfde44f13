"""How every duty of a batch stands: some parts of each group are judged, and the verdict holds for all like them.

A status depends on nothing but the order of moments: those of the events, of the ends of the clock, and the instant
of the evaluation. Parts of one shape in which these stand in one order have one verdict.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from overgreb_rules._columnar.columns.deadline_columns import DeadlineColumns, DeadlineFormula, derive_deadline_formula
from overgreb_rules._columnar.columns.event_columns import EventColumns
from overgreb_rules._columnar.grouping.representative import RepresentativeEvaluator, RepresentativeResult
from overgreb_rules._columnar.grouping.results import DutyOutcome, OutcomeColumns, ResultCollector, build_row
from overgreb_rules._columnar.grouping.signature import SignatureGroup
from overgreb_rules._columnar.io.input_tables import Ints
from overgreb_rules._duties.status import due_soon_from

_FEWEST_GROUPED = 4
"""So few parts are sooner judged one by one than compared."""
_SIGNATURES_KEPT, _ORDERS_KEPT = 2**15, 64


@dataclass(slots=True)
class _SignatureEvaluation:
    """What is known of a shape: how each of its duties is timed, and what is said of it in each order of moments."""

    formulas: list[DeadlineFormula | None]
    outcomes: list[dict[int, tuple[DutyOutcome, ...]]]

    @classmethod
    def of(cls, judged: RepresentativeResult) -> _SignatureEvaluation:
        """What one part of the shape tells at once."""
        timings = [derive_deadline_formula(duty, judged.history) for duty in judged.duties]
        return cls(timings, [{} for _ in timings])


@dataclass(slots=True)
class SignatureCache:
    """The shapes that have been judged, line by line, and what was said of them; bounded."""

    _evaluations: dict[tuple[int, bytes], _SignatureEvaluation] = field(default_factory=dict)

    def get(self, line: int, shape: bytes) -> _SignatureEvaluation | None:
        """What is known of a shape."""
        return self._evaluations.get((line, shape))

    def put(self, line: int, shape: bytes, known: _SignatureEvaluation) -> _SignatureEvaluation:
        """Remember a shape."""
        if len(self._evaluations) >= _SIGNATURES_KEPT:
            self._evaluations.clear()
        self._evaluations[line, shape] = known
        return known


def evaluate_group(
    judge: RepresentativeEvaluator, number: int, group: SignatureGroup, memory: SignatureCache, found: ResultCollector
) -> None:
    """Add the duties of a group to what has been found; `number` is that of the line."""
    known = memory.get(number, group.signature)
    if known is None and len(group.events) < _FEWEST_GROUPED:
        for events in group.events:
            judged = judge.evaluate_slice(events, group.layout)
            for duty in range(len(judged.duties)):
                _add_rows(judged, duty, events, found)
        return
    known = known or memory.put(number, group.signature, _SignatureEvaluation.of(judge.evaluate_representative(group)))
    for duty, (timed, said) in enumerate(zip(known.formulas, known.outcomes, strict=True)):
        if timed is None:
            for events in group.events:
                _add_rows(judge.evaluate_slice(events, group.layout), duty, events, found)
        else:
            dated = timed.compute(group.events, judge.context.events)
            _GroupDuty(judge, group, duty, dated).add_to(found, said)


def _add_rows(judged: RepresentativeResult, duty: int, events: Ints, found: ResultCollector) -> None:
    places = events.tolist()
    for one in judged.assess_duty(duty):
        verdict = DutyOutcome.of(one)
        found.add_row(verdict.key, build_row(one, verdict, places))


@dataclass(frozen=True, slots=True)
class _GroupDuty:
    """One duty of every part of a group."""

    evaluator: RepresentativeEvaluator
    group: SignatureGroup
    number: int
    deadlines: DeadlineColumns

    def add_to(self, found: ResultCollector, said: dict[int, tuple[DutyOutcome, ...]]) -> None:
        """Say how it stands: of each order of moments one part is judged, unless it has been before."""
        told, all_events = self.evaluator.context, self.group.events
        orders, first, which = np.unique(
            _encode_moment_orders(self.deadlines, all_events, told.events, told.as_of),
            return_index=True,
            return_inverse=True,
        )
        for place, (order, part) in enumerate(zip(orders.tolist(), first.tolist(), strict=True)):
            verdicts = said.get(order)
            if verdicts is None:
                if len(said) >= _ORDERS_KEPT:
                    said.clear()
                judged = self.evaluator.evaluate_slice(all_events[part], self.group.layout)
                verdicts = said[order] = tuple(DutyOutcome.of(one) for one in judged.assess_duty(self.number))
            members = slice(None) if len(orders) == 1 else np.flatnonzero(which == place)
            events, dated = all_events[members], self.deadlines.select(members)
            for one in verdicts:
                found.add(OutcomeColumns(one.key, events[:, one.trigger], events[:, list(one.met_by)], dated))


def _encode_moment_orders(dated: DeadlineColumns, events: Ints, told: EventColumns, until: int) -> Ints:
    """A number for the order in which the ends of the clock stand among the events, the start and the instant."""
    run = dated.run
    if run is None:
        return np.zeros(len(events), np.int64)
    moments = np.column_stack([told.earliest[events], told.latest[events]])
    order: Ints = (until >= due_soon_from(run)).astype(np.int64)
    for last in run.strict_last, run.lenient_last:
        order = order << 2 | (until > last).astype(np.int64) << 1 | (run.start > last)
        for end in last - 1, last, last + 1:
            # A plain case has a hundred events: two hundred moments.
            order = order << 8 | np.count_nonzero(moments <= end[:, None], axis=1)
    return order
