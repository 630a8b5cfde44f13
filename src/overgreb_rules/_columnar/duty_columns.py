"""The duties of all supported cases as columns: joined, marked where a case was closed on them, and in their order."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import TypeVar

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from msgspec.structs import replace

from overgreb_rules._columnar.columns.arrays import (
    ABSENT,
    NEVER,
    CaseIndexArray,
    CodeArray,
    EpochSecondsArray,
    EventIndexArray,
    to_int64,
)
from overgreb_rules._columnar.columns.closing_columns import find_closings
from overgreb_rules._columnar.columns.day_numbers import local_days, midnights
from overgreb_rules._columnar.columns.event_columns import EventColumns
from overgreb_rules._columnar.columns.links import EventLists
from overgreb_rules._columnar.grouping.results import OutcomeColumns, OutcomeKey
from overgreb_rules._deadlines.deadline import TimeSpanSeconds
from overgreb_rules._duties.consequences import list_escalation_steps
from overgreb_rules._duties.status import STATUS_ORDER, UNMET_STATUSES, status_transition_times
from overgreb_rules._rules.vocabulary import Vocabulary
from overgreb_rules.policy import Policy
from overgreb_rules.rulebook import Rulebook
from overgreb_rules.shared.value_object import ValueObject

_T = TypeVar("_T")


class DutyColumns(ValueObject):
    """The n duties of all supported cases.

    Attributes:
        keys: The different outcomes.
        key: int64[n] index of the outcome of each duty in `keys`.
        case: int64[n] row of the case.
        trigger: int64[n] event index of the trigger.
        start: int64[n] first second of its time.
        strict: int64[n] last second by the strict reading, NEVER where the time has no end.
        lenient: int64[n] last second by the lenient reading, NEVER where the time has no end.
        next_change: int64[n] the next instant at which time changes something of the duty, NEVER if none does.
        closing: int64[n] event index of the closing of the case on the duty, ABSENT where there is none.
        met_by: The events that met the duties.
        cause_events: The events that decided their statuses.
    """

    keys: Sequence[OutcomeKey]
    key: CodeArray
    case: CaseIndexArray
    trigger: EventIndexArray
    start: EpochSecondsArray
    strict: EpochSecondsArray
    lenient: EpochSecondsArray
    next_change: EpochSecondsArray
    closing: EventIndexArray
    met_by: EventLists
    cause_events: EventLists

    def for_each_key(self, value_of: Callable[[OutcomeKey], _T]) -> list[_T]:
        """Compute a value of each outcome.

        Args:
            value_of: The value of an outcome.

        Returns:
            A value for each of `keys`.
        """
        return [value_of(key) for key in self.keys]


def build_duty_columns(
    outcomes: Sequence[OutcomeColumns], columns: EventColumns, book: Rulebook, policy: Policy | None, as_of: int
) -> DutyColumns:
    """Build the duties of the supported cases of a batch.

    Args:
        outcomes: The duties, outcome by outcome.
        columns: The events of the supported cases.
        book: The rules.
        policy: The ladders of escalation, of which the steps are next changes too; None for none.
        as_of: The instant of the evaluation in epoch seconds.

    Returns:
        The duties by case, urgency of the status, strict end and key, as `evaluate` sorts them.
    """
    next_changes = [_next_changes(one, book, policy, as_of) for one in outcomes]
    return _sort(_close(_concatenate(outcomes, columns, next_changes), columns, book.rules.vocabulary), columns)


def sort_duties(
    columns: Sequence[CodeArray],
    keys: Sequence[OutcomeKey],
    key: CodeArray,
    trigger: EventIndexArray,
    events: EventColumns,
) -> CodeArray:
    """Compute the order of duties by some columns and then by the key of the duty in the answer, which is a text.

    Args:
        columns: int64[n] each, the most significant first.
        keys: The different outcomes.
        key: int64[n] index of the outcome of each duty in `keys`.
        trigger: int64[n] event index of the trigger of each duty.
        events: The events of the batch.

    Returns:
        int64[n], the sort permutation.
    """
    # With the «@» that follows the rule in the key of a duty, names of rules sort as the keys do.
    names = [f"{one.rule.id}@" for one in keys]
    rank_of_name = {name: rank for rank, name in enumerate(sorted(set(names)))}
    rule = np.array([rank_of_name[name] for name in names], np.int64)[key]
    order = np.lexsort((rule, *reversed(columns)))
    equal = np.ones(max(len(order) - 1, 0), np.bool_)
    for column in (rule, *columns):
        ordered = column[order]
        equal &= ordered[1:] == ordered[:-1]
    tied = np.flatnonzero(np.append(False, equal) | np.append(equal, False)) if len(order) else order
    if len(tied):
        rows, group = order[tied], np.cumsum(np.append(True, ~equal))[tied]
        year_numbers = year_number_suffixes(keys).take(pa.array(key[rows]))
        names_of_rows = pc.binary_join_element_wise(events.ids_of(trigger[rows]), year_numbers, "")
        ranks = to_int64(pc.rank(names_of_rows, tiebreaker="dense"))
        order[tied] = rows[np.lexsort((ranks, group))]
    return order


def year_number_suffixes(keys: Sequence[OutcomeKey]) -> pa.Array:
    """Return what follows the trigger in the key of a duty: `#` and the number of its year, where it has one.

    Args:
        keys: The different outcomes.

    Returns:
        string[keys], empty where the duty is not counted in years.
    """
    return pa.array(["" if key.year_number is None else f"#{key.year_number}" for key in keys], pa.string())


def _next_changes(outcome: OutcomeColumns, book: Rulebook, policy: Policy | None, as_of: int) -> EpochSecondsArray:
    """Compute the next instant at which time alone changes each duty: int64[k] epoch seconds, NEVER if none does."""
    key, run = outcome.key, outcome.deadlines.run
    soonest = np.full(len(outcome.triggers), NEVER)
    transition = book.rules.transition_from(key.rule.law)
    if transition is not None and key.status in UNMET_STATUSES and as_of < transition.instant:
        soonest[:] = transition.instant
    if key.status in UNMET_STATUSES:
        waived_from = outcome.deadlines.waived_from
        np.minimum(soonest, np.where(waived_from > as_of, waived_from, NEVER), out=soonest)
    if run is None:
        if key.status == "open" and key.rule.clock.before is not None:
            ahead = outcome.deadlines.broken
            np.minimum(soonest, np.where(ahead > as_of, ahead, NEVER), out=soonest)
        return soonest
    in_years, asks = key.year_number is not None, key.asks_when_past
    instants = list(status_transition_times(key.rule, key.status, run, in_years=in_years, asks_when_past=asks))
    if key.status in UNMET_STATUSES and key.status != "undetermined":
        steps = list_escalation_steps(key.rule, key.convention, book.rules, policy, book.programs)
        instants += [step.starts_at(run, _midnights_after) for step in steps]
    for instant in instants:
        np.minimum(soonest, np.where(instant > as_of, instant, NEVER), out=soonest)
    return soonest


def _midnights_after(seconds: EpochSecondsArray, days: int) -> EpochSecondsArray:
    return midnights(local_days(seconds) + days)


def _concatenate(
    outcomes: Sequence[OutcomeColumns], columns: EventColumns, next_changes: Sequence[EpochSecondsArray]
) -> DutyColumns:
    sizes = [len(one.triggers) for one in outcomes]
    trigger = _join(one.triggers for one in outcomes)
    met_by_count = np.array([one.key.met_by_count for one in outcomes], np.int64).repeat(sizes)
    cause_event_count = np.array([one.key.cause_event_count for one in outcomes], np.int64).repeat(sizes)
    runs = [one.deadlines.run or _endless(one.deadlines.start) for one in outcomes]
    return DutyColumns(
        [one.key for one in outcomes],
        np.arange(len(outcomes)).repeat(sizes),
        columns.case[trigger],
        trigger,
        _join(one.deadlines.start for one in outcomes),
        _join(run.strict_last for run in runs),
        _join(run.lenient_last for run in runs),
        _join(next_changes),
        np.full(sum(sizes), ABSENT),
        _join_lists((one.met_by for one in outcomes), met_by_count),
        _join_lists((one.cause_events for one in outcomes), cause_event_count),
    )


def _endless(start: EpochSecondsArray) -> TimeSpanSeconds[EpochSecondsArray]:
    never = np.full(len(start), NEVER)
    return TimeSpanSeconds(start, never, never, never)


def _join_lists(rows: Iterable[EventIndexArray], counts: CodeArray) -> EventLists:
    """Join the rows of some outcomes, int64[k, c] each; `counts` holds c for each of the n duties."""
    return EventLists(np.append(0, np.cumsum(counts)), _join(one.reshape(-1) for one in rows))


def _join(arrays: Iterable[CodeArray]) -> CodeArray:
    return np.concatenate([np.zeros(0, np.int64), *arrays])


def _close(duties: DutyColumns, columns: EventColumns, vocabulary: Vocabulary) -> DutyColumns:
    """Mark the unmet duties that a case was closed on: nothing of them changes by time any more."""
    is_unmet = np.array(duties.for_each_key(lambda key: key.status in UNMET_STATUSES), np.bool_)[duties.key]
    opening = np.minimum(duties.start, columns.earliest[duties.trigger])
    closing = np.where(is_unmet, find_closings(columns, duties.case, opening, vocabulary), ABSENT)
    return replace(duties, closing=closing, next_change=np.where(closing == ABSENT, duties.next_change, NEVER))


def _sort(duties: DutyColumns, columns: EventColumns) -> DutyColumns:
    """Sort the duties by case, urgency of the status, strict end and key, as `evaluate` sorts them."""
    urgency = np.array(duties.for_each_key(lambda key: STATUS_ORDER.index(key.status)), np.int64)[duties.key]
    order = sort_duties([duties.case, urgency, duties.strict], duties.keys, duties.key, duties.trigger, columns)
    names = ("key", "case", "trigger", "start", "strict", "lenient", "next_change", "closing")
    ordered = {name: getattr(duties, name)[order] for name in names}
    return replace(duties, **ordered, met_by=duties.met_by.take(order), cause_events=duties.cause_events.take(order))
