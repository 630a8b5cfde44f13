"""Assembly of the answer table: the duties of each case in their order, next changes, ignored events and warnings."""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from overgreb_rules._columnar.answer_dictionaries import AnswerDictionaries
from overgreb_rules._columnar.columns.arrays import (
    ABSENT,
    NEVER,
    BoolArray,
    CaseIndexArray,
    CodeArray,
    EpochSecondsArray,
    EventIndexArray,
    EventRowArray,
    sort_distinct,
    to_int64,
)
from overgreb_rules._columnar.columns.closing_columns import closing_reasons, find_closings
from overgreb_rules._columnar.columns.day_numbers import day_number_of, local_days, midnights
from overgreb_rules._columnar.columns.event_columns import EventColumns
from overgreb_rules._columnar.event_names import BatchEventNames
from overgreb_rules._columnar.grouping.results import OutcomeColumns, OutcomeKey
from overgreb_rules._columnar.io.input_tables import CaseBatch
from overgreb_rules._columnar.io.schema import ANSWERS, INSTANT, OBLIGATION
from overgreb_rules._deadlines.deadline import TimeSpanSeconds
from overgreb_rules._duties.case_warnings import CaseWarning, build_case_warning
from overgreb_rules._duties.consequences import list_escalation_steps
from overgreb_rules._duties.outlook import build_warning, law_not_read_so_far, warning_codes
from overgreb_rules._duties.status import STATUS_ORDER, UNMET_STATUSES, status_transition_times
from overgreb_rules._duties.transitions import stays_after_its_law
from overgreb_rules._rules.rule_set import RuleSet
from overgreb_rules.evaluation import Warned
from overgreb_rules.policy import Policy
from overgreb_rules.rulebook import Rulebook

_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class _EventLists:
    """A list of events for each of n duties.

    Attributes:
        events: int64[m] event indices, duty after duty.
        bounds: int64[n + 1]; the events of duty i are `events[bounds[i]:bounds[i + 1]]`.
    """

    events: EventIndexArray
    bounds: CodeArray

    @classmethod
    def of(cls, rows: Iterable[EventIndexArray], counts: CodeArray) -> _EventLists:
        """Join the rows of some outcomes, int64[k, c] each; `counts` holds c for each of the n duties."""
        return cls(_join(one.reshape(-1) for one in rows), np.append(0, np.cumsum(counts)))

    def take(self, order: CodeArray) -> _EventLists:
        count = np.diff(self.bounds)[order]
        bounds = np.append(0, np.cumsum(count))
        events = self.bounds[:-1][order].repeat(count) + np.arange(bounds[-1]) - bounds[:-1].repeat(count)
        return _EventLists(self.events[events], bounds)

    def to_lists(self, values: pa.Array, is_null: BoolArray | None = None) -> pa.ListArray:
        """Put the values of the events into lists: list[n], null where `is_null` says so."""
        mask = None if is_null is None else pa.array(is_null)
        return pa.ListArray.from_arrays(pa.array(self.bounds, pa.int32()), values, mask=mask)


@dataclass(frozen=True, slots=True)
class _DutyColumns:
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
    met_by: _EventLists
    cause_events: _EventLists

    def for_each_key(self, value_of: Callable[[OutcomeKey], _T]) -> list[_T]:
        return [value_of(key) for key in self.keys]


def build_answer_table(
    batch: CaseBatch,
    columns: EventColumns,
    outcomes: Sequence[OutcomeColumns],
    used: EventIndexArray,
    case_warnings: Iterable[tuple[int, CaseWarning]],
    dictionaries: AnswerDictionaries,
    book: Rulebook,
    policy: Policy | None,
    as_of: int,
) -> pa.Table:
    """Build the answers to the supported cases of a batch.

    Args:
        batch: The cases and their events.
        columns: The events of the supported cases.
        outcomes: The duties of the supported cases.
        used: int64[u] event indices of the events that did something to a duty.
        case_warnings: Warnings on what the supported cases tell, each with the row of its case.
        dictionaries: The texts of the rules and the vocabulary.
        book: The rules.
        policy: The ladders of escalation, of which the steps are next changes too; None for none.
        as_of: The instant of the evaluation in epoch seconds.

    Returns:
        A row of `ANSWERS` for each supported case, in their order.
    """
    next_changes = [_next_changes(one, book, policy, as_of) for one in outcomes]
    duties = _sort(_close(_concatenate(outcomes, columns, next_changes), columns, book.rules), columns)
    cases = np.flatnonzero(columns.supported)
    bounds = np.searchsorted(duties.case, np.append(cases, len(columns.supported)))
    next_change = np.full(len(columns.supported), NEVER)
    np.minimum.at(next_change, duties.case, duties.next_change)
    next_change = next_change[cases]
    answers = [
        batch.cases["case_id"].combine_chunks().take(pa.array(cases)),
        batch.cases["kommune"].combine_chunks().take(pa.array(cases)).cast(pa.int32()),
        pa.ListArray.from_arrays(
            pa.array(bounds, pa.int32()), _obligations(duties, columns, dictionaries, book.rules, policy, as_of)
        ),
        pa.array(next_change, pa.int64(), mask=next_change == NEVER).cast(INSTANT),
        _ids_by_case(batch, columns, columns.ignored, cases),
        _ids_by_case(batch, columns, _find_unused(columns, used, duties), cases),
        _warnings(duties, columns, cases, case_warnings, book.rules, as_of),
        pa.nulls(len(cases), ANSWERS.field("error").type),
    ]
    return pa.table(answers, schema=ANSWERS)


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
    names = [f"{one.rule_id}@" for one in keys]
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
        year_numbers = _year_number_suffixes(keys).take(pa.array(key[rows]))
        names_of_rows = pc.binary_join_element_wise(events.ids_of(trigger[rows]), year_numbers, "")
        ranks = to_int64(pc.rank(names_of_rows, tiebreaker="dense"))
        order[tied] = rows[np.lexsort((ranks, group))]
    return order


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
) -> _DutyColumns:
    sizes = [len(one.triggers) for one in outcomes]
    trigger = _join(one.triggers for one in outcomes)
    met_by_count = np.array([one.key.met_by_count for one in outcomes], np.int64).repeat(sizes)
    cause_event_count = np.array([one.key.cause_event_count for one in outcomes], np.int64).repeat(sizes)
    runs = [one.deadlines.run or _endless(one.deadlines.start) for one in outcomes]
    return _DutyColumns(
        [one.key for one in outcomes],
        np.arange(len(outcomes)).repeat(sizes),
        columns.case[trigger],
        trigger,
        _join(one.deadlines.start for one in outcomes),
        _join(run.strict_last for run in runs),
        _join(run.lenient_last for run in runs),
        _join(next_changes),
        np.full(sum(sizes), ABSENT),
        _EventLists.of((one.met_by for one in outcomes), met_by_count),
        _EventLists.of((one.cause_events for one in outcomes), cause_event_count),
    )


def _endless(start: EpochSecondsArray) -> TimeSpanSeconds[EpochSecondsArray]:
    never = np.full(len(start), NEVER)
    return TimeSpanSeconds(start, never, never, never)


def _join(arrays: Iterable[CodeArray]) -> CodeArray:
    return np.concatenate([np.zeros(0, np.int64), *arrays])


def _close(duties: _DutyColumns, columns: EventColumns, rules: RuleSet) -> _DutyColumns:
    """Mark the unmet duties that a case was closed on: nothing of them changes by time any more."""
    is_unmet = np.array(duties.for_each_key(lambda key: key.status in UNMET_STATUSES), np.bool_)[duties.key]
    opening = np.minimum(duties.start, columns.earliest[duties.trigger])
    closing = np.where(is_unmet, find_closings(columns, duties.case, opening, rules.vocabulary), ABSENT)
    return replace(duties, closing=closing, next_change=np.where(closing == ABSENT, duties.next_change, NEVER))


def _find_unused(columns: EventColumns, used: EventIndexArray, duties: _DutyColumns) -> EventRowArray:
    """Return the rows of the events of supported cases that did nothing to any duty."""
    is_used = ~columns.supported[columns.case]
    is_used[used] = True
    is_used[duties.closing[duties.closing != ABSENT]] = True
    return columns.row[~is_used]


def _sort(duties: _DutyColumns, columns: EventColumns) -> _DutyColumns:
    """Sort the duties by case, urgency of the status, strict end and key, as `evaluate` sorts them."""
    urgency = np.array(duties.for_each_key(lambda key: STATUS_ORDER.index(key.status)), np.int64)[duties.key]
    order = sort_duties([duties.case, urgency, duties.strict], duties.keys, duties.key, duties.trigger, columns)
    names = ("key", "case", "trigger", "start", "strict", "lenient", "next_change", "closing")
    ordered = {name: getattr(duties, name)[order] for name in names}
    return replace(duties, **ordered, met_by=duties.met_by.take(order), cause_events=duties.cause_events.take(order))


def _year_number_suffixes(keys: Sequence[OutcomeKey]) -> pa.Array:
    """Return what follows the trigger in the key of each duty: the number of its year, where it has one."""
    return pa.array(["" if key.year_number is None else f"#{key.year_number}" for key in keys], pa.string())


def _keys_in_answer(duties: _DutyColumns, columns: EventColumns) -> pa.Array:
    rules = pa.array(duties.for_each_key(lambda key: f"{key.rule_id}@"), pa.string())
    key = pa.array(duties.key)
    suffixes = _year_number_suffixes(duties.keys).take(key)
    return pc.binary_join_element_wise(rules.take(key), columns.ids_of(duties.trigger), suffixes, "")


def _obligations(
    duties: _DutyColumns,
    columns: EventColumns,
    dictionaries: AnswerDictionaries,
    rules: RuleSet,
    policy: Policy | None,
    as_of: int,
) -> pa.StructArray:
    key = pa.array(duties.key)
    has_no_deadline = duties.strict == NEVER
    opened, met_by, cause_events = columns.earliest[duties.trigger], duties.met_by, duties.cause_events
    has_no_cause = np.array(duties.for_each_key(lambda one: one.cause_facts is None), np.bool_)[duties.key]
    is_open_ended = pa.array(duties.closing == ABSENT)
    closing = np.where(duties.closing == ABSENT, duties.trigger, duties.closing)
    not_recorded = policy.not_recorded if policy is not None else {}

    def texts(column: str, value_of: Callable[[OutcomeKey], str | None]) -> pa.Array:
        return dictionaries.encode(column, duties.for_each_key(value_of), duties.key)

    def flags(value_of: Callable[[OutcomeKey], bool]) -> pa.Array:
        return pa.array(duties.for_each_key(value_of), pa.bool_()).take(key)

    def lists(values_of: Callable[[OutcomeKey], Sequence[str] | None]) -> pa.Array:
        return pa.array(duties.for_each_key(values_of), pa.list_(pa.string())).take(key)

    def stays(one: OutcomeKey) -> bool:
        return stays_after_its_law(one.rule, one.status, rules, as_of)

    def days(day_of: Callable[[OutcomeKey], dt.date | None]) -> pa.Array:
        return pa.array(duties.for_each_key(day_of), pa.date32()).take(key)

    def ends(seconds: EpochSecondsArray) -> pa.Array:
        return pa.array(seconds, pa.int64(), mask=has_no_deadline).cast(INSTANT)

    values: Mapping[str, pa.Array] = {
        "rule": texts("rule", lambda one: one.rule_id),
        "key": _keys_in_answer(duties, columns),
        "law": texts("law", lambda one: one.rule.law),
        "cite": texts("cite", lambda one: one.cite),
        "modality": texts("modality", lambda one: one.rule.modality),
        "bearer": texts("bearer", lambda one: one.rule.bearer),
        "trigger": columns.ids_of(duties.trigger),
        "clock_start": pa.array(duties.start).cast(INSTANT),
        "clock_start_is_day": flags(lambda one: one.start_is_day),
        "opened_by": dictionaries.encode("opened_by", list(rules.vocabulary.events), columns.type[duties.trigger]),
        "opened_at": pa.array(opened).cast(INSTANT),
        "opened_at_is_day": pa.array(opened != columns.latest[duties.trigger]),
        "wording_from": days(lambda one: one.wording[0]),
        "wording_to": days(lambda one: one.wording[1]),
        "due_strict": ends(duties.strict),
        "due_lenient": ends(duties.lenient),
        "due_is_day": pc.if_else(pa.array(has_no_deadline), None, flags(lambda one: one.due_is_day)),
        "ends_strict": ends(duties.strict + 1),
        "ends_lenient": ends(duties.lenient + 1),
        "status": texts("status", lambda one: one.status),
        "met_by": met_by.to_lists(columns.ids_of(met_by.events)),
        "met_at": met_by.to_lists(pa.array(columns.earliest[met_by.events]).cast(INSTANT)),
        "needs": lists(lambda one: one.needs),
        "cause_events": cause_events.to_lists(columns.ids_of(cause_events.events), has_no_cause),
        "cause_facts": lists(lambda one: one.cause_facts),
        "cause_rule": texts("cause_rule", lambda one: one.cause_rule),
        "closed_by": pc.if_else(is_open_ended, None, columns.ids_of(closing)),
        "closed_at": pc.if_else(is_open_ended, None, pa.array(columns.earliest[closing]).cast(INSTANT)),
        "closed_grund": closing_reasons(columns, duties.closing, rules.vocabulary),
        "not_recorded": flags(lambda one: one.rule_id in not_recorded),
        "past_due": pc.and_(
            flags(lambda one: one.status == "undetermined" and one.rule.modality != "window"),
            pa.array(as_of > duties.strict),
        ),
        "certainty": texts("certainty", lambda one: one.certainty),
        "transition": flags(stays),
        "successor": lists(lambda one: rules.successor.get(one.rule_id) if stays(one) else None),
    }
    return pa.StructArray.from_arrays([values[field.name] for field in OBLIGATION], fields=list(OBLIGATION))


def _ids_by_case(batch: CaseBatch, columns: EventColumns, rows: EventRowArray, cases: CaseIndexArray) -> pa.Array:
    """Return for each case the ids of those of its events that stand in some rows, sorted: list<string>[cases]."""
    case = batch.case_of[rows]
    ids = columns.ids.take(pa.array(rows))
    order = np.lexsort((to_int64(pc.rank(ids, tiebreaker="dense")), case))
    bounds = np.searchsorted(case[order], np.append(cases, len(columns.supported)))
    return pa.ListArray.from_arrays(pa.array(bounds, pa.int32()), ids.take(pa.array(order)))


def _warnings(
    duties: _DutyColumns,
    columns: EventColumns,
    cases: CaseIndexArray,
    case_warnings: Iterable[tuple[int, CaseWarning]],
    rules: RuleSet,
    as_of: int,
) -> pa.Array:
    codes = duties.for_each_key(
        lambda key: warning_codes(key.rule, key.status, key.past_while_unknown, key.past_when_waived, rules, as_of)
    )
    rows = np.flatnonzero(np.array([bool(some) for some in codes], np.bool_)[duties.key])
    names = BatchEventNames(columns, rules.vocabulary).name(duties.trigger[rows])
    of_duties = (
        (case, build_warning(code, duties.keys[key].rule, name, duties.keys[key].needs, rules))
        for case, key, name in zip(duties.case[rows].tolist(), duties.key[rows].tolist(), names, strict=True)
        for code in codes[key]
    )
    of_events = ((case, build_case_warning(one, rules)) for case, one in case_warnings)
    owners: list[int] = []
    texts: tuple[list[str], list[str], list[str]] = ([], [], [])
    # Columns of texts from the first on: records took twelve times as long, and the collector looked at each.
    for case, one in itertools.chain(_unread_laws(duties, columns, rules), of_events, of_duties):
        owners.append(case)
        for column, text in zip(texts, (one.code, one.da, one.en), strict=True):
            column.append(text)
    # The sort is stable: in each case the laws come first, then the events and the duties in their order.
    order = np.argsort(np.array(owners, np.int64), kind="stable")
    bounds = np.searchsorted(np.array(owners, np.int64)[order], np.append(cases, len(columns.supported)))
    type_ = ANSWERS.field("warnings").type
    ordered = [pa.array(column, pa.string()).take(pa.array(order)) for column in texts]
    values = pa.StructArray.from_arrays(ordered, fields=list(type_.value_type))
    return pa.ListArray.from_arrays(pa.array(bounds, pa.int32()), values, type=type_)


def _unread_laws(duties: _DutyColumns, columns: EventColumns, rules: RuleSet) -> Iterator[tuple[int, Warned]]:
    """Yield for each law the cases with a duty from after the day up to which the law was read, and the warning."""
    laws = np.array(duties.for_each_key(lambda key: key.rule.law), object)[duties.key]
    for law, source in sorted(rules.sources.items()):
        is_later = (laws == law) & (columns.day[duties.trigger] > day_number_of(source.read_to))
        if is_later.any():
            warning = law_not_read_so_far(law, rules)
            yield from ((case, warning) for case in sort_distinct(duties.case[is_later]).tolist())
