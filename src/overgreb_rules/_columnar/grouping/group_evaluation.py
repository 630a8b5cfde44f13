"""Evaluation of signature groups: a few slices are evaluated, and their outcomes hold for every slice like them.

A status depends on nothing but the order of moments: those of the events, of the ends of the clock, and the instant
of the evaluation. Slices of one signature in which these stand in one order have one outcome.
"""

from __future__ import annotations

from typing import Self

import numpy as np

from overgreb_rules._columnar.columns.arrays import CodeArray, EventIndexArray
from overgreb_rules._columnar.columns.deadline_columns import (
    DeadlineColumns,
    DeadlineFormula,
    derive_deadline_formula,
)
from overgreb_rules._columnar.columns.event_columns import EventColumns
from overgreb_rules._columnar.grouping.representative import RepresentativeEvaluator, RepresentativeResult
from overgreb_rules._columnar.grouping.results import DutyOutcome, OutcomeColumns, ResultCollector
from overgreb_rules._columnar.grouping.signature import SignatureGroup
from overgreb_rules._columnar.grouping.signature_memory import SignatureMemory
from overgreb_rules._duties.causes import find_cause
from overgreb_rules._duties.event_use import find_answering_events, find_opening_events
from overgreb_rules._duties.link_findings import find_older_acts
from overgreb_rules._duties.status import AssessedDuty, due_soon_from
from overgreb_rules.shared.value_object import Entity, ValueObject

_FEWEST_GROUPED = 4
"""A new signature with fewer slices costs less evaluated slice by slice than compared by moments."""
_ORDERS_KEPT = 64

_OutcomesByOrder = dict[int, tuple[DutyOutcome, ...]]
"""The outcomes of a duty for each code of `_encode_moment_orders`."""


class SignatureEvaluation(Entity):
    """What is known of a signature: for each of its duties the formula of the clock, and the outcomes by order."""

    formulas: list[DeadlineFormula | None]
    outcomes: list[_OutcomesByOrder]

    @classmethod
    def from_representative(cls, result: RepresentativeResult) -> Self:
        """Derive the formulas of the clocks from the slice that was evaluated.

        Args:
            result: The duties of that slice.

        Returns:
            The formulas, and no outcomes yet.
        """
        numbers = range(len(result.duties))
        formulas = [derive_deadline_formula(result.time_first(number), result.event_log) for number in numbers]
        return cls(formulas, [{} for _ in formulas])


def evaluate_group(
    evaluator: RepresentativeEvaluator,
    lineage: int,
    group: SignatureGroup,
    cache: SignatureMemory[SignatureEvaluation],
    results: ResultCollector,
) -> None:
    """Evaluate the duties of every slice of a group.

    Args:
        evaluator: Takes single slices through the scalar pipeline.
        lineage: Number of the lineage.
        group: The slices of one signature.
        cache: The signatures evaluated before; a new one is added.
        results: Where the duties are added.
    """
    known = cache.get(lineage, group.signature)
    if known is None and len(group.events) < _FEWEST_GROUPED:
        for events in group.events:
            result = evaluator.evaluate_slice(events, group)
            for duty in range(len(result.duties)):
                _add_assessed(evaluator, result, duty, events, results)
        return
    if known is None:
        result = evaluator.evaluate_slice(group.events[0], group)
        known = SignatureEvaluation.from_representative(result)
        cache.put(lineage, group.signature, known)
    context = evaluator.context
    for duty, formula in enumerate(known.formulas):
        one_by_one, events = group.events, group.events[:0]
        if formula is not None:
            # Once time alone waives a duty, its status depends on more than the order of moments that is encoded.
            waived_from = formula.waived_from(context.child.foedselsdato[context.columns.case[group.events[:, 0]]])
            is_waived = waived_from <= context.as_of
            one_by_one, events = group.events[is_waived], group.events[~is_waived]
            if len(events):
                deadlines = formula.compute(events, context.columns, waived_from[~is_waived])
                _GroupDuty(evaluator, group, events, duty, deadlines).add_to(results, known.outcomes[duty])
        for events in one_by_one:
            _add_assessed(evaluator, evaluator.evaluate_slice(events, group), duty, events, results)


def _add_assessed(
    evaluator: RepresentativeEvaluator,
    result: RepresentativeResult,
    duty: int,
    events: EventIndexArray,
    results: ResultCollector,
) -> None:
    indices = events.tolist()
    for assessed in result.assess_duty(duty):
        outcome = _describe_outcome(evaluator, result, assessed)
        results.add_assessed(outcome, assessed, indices)
        results.mark_answering(events[list(outcome.answering)])
        results.mark_used(events[list(outcome.used)])


def _describe_outcome(
    evaluator: RepresentativeEvaluator, result: RepresentativeResult, assessed: AssessedDuty
) -> DutyOutcome:
    dependencies = evaluator.dependencies
    answered_by = find_answering_events(assessed, result.event_log, dependencies.rules)
    answering = tuple(sorted(answered_by.union(result.touching_events(assessed, dependencies.rules))))
    used = tuple(sorted(answered_by | find_opening_events(assessed)))
    older_acts = tuple(find_older_acts(result.event_log, assessed))
    cause = find_cause(assessed, result.event_log)
    return DutyOutcome.from_assessed(assessed, cause, answering, used, older_acts, dependencies)


class _GroupDuty(ValueObject):
    """One duty of every slice of a group, with its clocks."""

    evaluator: RepresentativeEvaluator
    group: SignatureGroup
    events: EventIndexArray
    number: int
    deadlines: DeadlineColumns

    def add_to(self, results: ResultCollector, outcomes: _OutcomesByOrder) -> None:
        """Add the duty of every slice; of each new order of moments one slice is evaluated.

        Args:
            results: Where the duties are added.
            outcomes: The outcomes known of the duty; those of new orders are added.
        """
        context, all_events = self.evaluator.context, self.events
        orders, first, which = np.unique(
            _encode_moment_orders(self.deadlines, all_events, context.columns, context.as_of),
            return_index=True,
            return_inverse=True,
        )
        for code, (order, example) in enumerate(zip(orders.tolist(), first.tolist(), strict=True)):
            outcomes_of_order = outcomes.get(order)
            if outcomes_of_order is None:
                if len(outcomes) >= _ORDERS_KEPT:
                    outcomes.clear()
                result = self.evaluator.evaluate_slice(all_events[example], self.group)
                assessed = result.assess_duty(self.number)
                outcomes_of_order = outcomes[order] = tuple(
                    _describe_outcome(self.evaluator, result, one) for one in assessed
                )
            members = slice(None) if len(orders) == 1 else np.flatnonzero(which == code)
            events, deadlines = all_events[members], self.deadlines.select(members)
            for one in outcomes_of_order:
                met_by, cause_events = events[:, list(one.met_by)], events[:, list(one.cause_events)]
                columns = OutcomeColumns(one.key, events[:, one.trigger], met_by, cause_events, deadlines)
                results.add(columns, is_beyond_columns=one.is_beyond_columns)
                results.note_older_acts(columns, events, one.older_acts)
                results.mark_answering(events[:, list(one.answering)].reshape(-1))
                results.mark_used(events[:, list(one.used)].reshape(-1))


def _encode_moment_orders(
    deadlines: DeadlineColumns, events: EventIndexArray, columns: EventColumns, as_of: int
) -> CodeArray:
    """Encode the order in which the ends of the clock stand among the events, the start and the instant.

    Args:
        deadlines: The clocks of k slices.
        events: int64[k, m] event indices.
        columns: The events of the batch.
        as_of: The instant of the evaluation in epoch seconds.

    Returns:
        int64[k]; equal codes mean equal orders.
    """
    run = deadlines.run
    if run is None:
        # An acute decision of which the case tells an hour that is still to come has not been taken.
        return (deadlines.broken > as_of).astype(np.int64)
    moments = np.column_stack([columns.earliest[events], columns.latest[events]])
    order: CodeArray = (as_of >= due_soon_from(run)).astype(np.int64)
    for last in run.strict_last, run.lenient_last:
        order = order << 2 | (as_of > last).astype(np.int64) << 1 | (run.start > last)
        for end in last - 1, last, last + 1:
            # A supported case has at most 100 events and so 200 moments: eight bits hold the count.
            order = order << 8 | np.count_nonzero(moments <= end[:, None], axis=1)
    return order
