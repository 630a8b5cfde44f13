"""Assembly of the answer table: the duties of each case in their order, next changes, ignored events and warnings."""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from overgreb_rules._case.event_names import EventName
from overgreb_rules._columnar.answer_dictionaries import AnswerDictionaries
from overgreb_rules._columnar.columns.arrays import (
    ABSENT,
    NEVER,
    CaseIndexArray,
    EpochSecondsArray,
    EventIndexArray,
    EventRowArray,
    sort_distinct,
    to_int64,
)
from overgreb_rules._columnar.columns.closing_columns import closing_reasons
from overgreb_rules._columnar.columns.day_numbers import day_number_of
from overgreb_rules._columnar.columns.event_columns import EventColumns
from overgreb_rules._columnar.columns.links import EventLists
from overgreb_rules._columnar.duty_columns import DutyColumns, build_duty_columns, year_number_suffixes
from overgreb_rules._columnar.event_names import BatchEventNames
from overgreb_rules._columnar.grouping.results import OutcomeColumns, OutcomeKey
from overgreb_rules._columnar.io.input_tables import CaseBatch
from overgreb_rules._columnar.io.schema import ANSWERS, INSTANT, OBLIGATION
from overgreb_rules._duties.case_warnings import CaseWarning, build_case_warning
from overgreb_rules._duties.outlook import WarnedYears, build_warning, law_not_read_so_far, warning_codes
from overgreb_rules._duties.transitions import stays_after_its_law
from overgreb_rules._rules.rule_set import RuleSet
from overgreb_rules.evaluation import Warned
from overgreb_rules.policy import Policy
from overgreb_rules.rulebook import Rulebook


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
    duties = build_duty_columns(outcomes, columns, book, policy, as_of)
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


def _find_unused(columns: EventColumns, used: EventIndexArray, duties: DutyColumns) -> EventRowArray:
    """Return the rows of the events of supported cases that did nothing to any duty."""
    is_used = ~columns.supported[columns.case]
    is_used[used] = True
    is_used[duties.closing[duties.closing != ABSENT]] = True
    return columns.row[~is_used]


def _keys_in_answer(duties: DutyColumns, columns: EventColumns) -> pa.Array:
    rules = pa.array(duties.for_each_key(lambda key: f"{key.rule.id}@"), pa.string())
    key = pa.array(duties.key)
    suffixes = year_number_suffixes(duties.keys).take(key)
    return pc.binary_join_element_wise(rules.take(key), columns.ids_of(duties.trigger), suffixes, "")


def _obligations(
    duties: DutyColumns,
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
        "rule": texts("rule", lambda one: one.rule.id),
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
        "met_by": _lists_of(met_by, columns.ids_of(met_by.values)),
        "met_at": _lists_of(met_by, pa.array(columns.earliest[met_by.values]).cast(INSTANT)),
        "needs": lists(lambda one: one.needs),
        "cause_events": _lists_of(cause_events, columns.ids_of(cause_events.values), pa.array(has_no_cause)),
        "cause_facts": lists(lambda one: one.cause_facts),
        "cause_rule": texts("cause_rule", lambda one: one.cause_rule),
        "closed_by": pc.if_else(is_open_ended, None, columns.ids_of(closing)),
        "closed_at": pc.if_else(is_open_ended, None, pa.array(columns.earliest[closing]).cast(INSTANT)),
        "closed_grund": closing_reasons(columns, duties.closing, rules.vocabulary),
        "not_recorded": flags(lambda one: one.rule.id in not_recorded),
        "past_due": pc.and_(
            flags(lambda one: one.status == "undetermined" and one.rule.modality != "window"),
            pa.array(as_of > duties.strict),
        ),
        "certainty": texts("certainty", lambda one: one.certainty),
        "transition": flags(stays),
        "successor": lists(lambda one: rules.successor.get(one.rule.id) if stays(one) else None),
    }
    return pa.StructArray.from_arrays([values[field.name] for field in OBLIGATION], fields=list(OBLIGATION))


def _lists_of(events: EventLists, values: pa.Array, is_null: pa.BooleanArray | None = None) -> pa.ListArray:
    """Return lists of a value for each event: list[n], null where `is_null` says so."""
    return pa.ListArray.from_arrays(pa.array(events.starts, pa.int32()), values, mask=is_null)


def _ids_by_case(batch: CaseBatch, columns: EventColumns, rows: EventRowArray, cases: CaseIndexArray) -> pa.Array:
    """Return for each case the ids of those of its events that stand in some rows, sorted: list<string>[cases]."""
    case = batch.case_of[rows]
    ids = columns.ids.take(pa.array(rows))
    order = np.lexsort((to_int64(pc.rank(ids, tiebreaker="dense")), case))
    bounds = np.searchsorted(case[order], np.append(cases, len(columns.supported)))
    return pa.ListArray.from_arrays(pa.array(bounds, pa.int32()), ids.take(pa.array(order)))


def _warnings(
    duties: DutyColumns,
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
    of_duties = _warnings_of_duties(duties, rows, names, codes, rules)
    of_events = ((case, build_case_warning(one)) for case, one in case_warnings)
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


def _warnings_of_duties(
    duties: DutyColumns,
    rows: EventIndexArray,
    names: Iterable[EventName],
    codes: Sequence[Sequence[str]],
    rules: RuleSet,
) -> Iterator[tuple[int, Warned]]:
    """Yield the warnings about duties, each with its case."""
    years = WarnedYears()
    places = (duties.case[rows].tolist(), duties.key[rows].tolist(), duties.trigger[rows].tolist(), names)
    for case, number, trigger, name in zip(*places, strict=True):
        key = duties.keys[number]
        for code in codes[number]:
            if years.is_first(key.year_number, code, key.rule.id, trigger, key.needs):
                yield case, build_warning(code, key.rule, name, key.needs, rules)


def _unread_laws(duties: DutyColumns, columns: EventColumns, rules: RuleSet) -> Iterator[tuple[int, Warned]]:
    """Yield for each law the cases with a duty from after the day up to which the law was read, and the warning."""
    laws = np.array(duties.for_each_key(lambda key: key.rule.law), object)[duties.key]
    for law, source in sorted(rules.sources.items()):
        is_later = (laws == law) & (columns.day[duties.trigger] > day_number_of(source.read_to))
        if is_later.any():
            warning = law_not_read_so_far(law, rules)
            yield from ((case, warning) for case in sort_distinct(duties.case[is_later]).tolist())
