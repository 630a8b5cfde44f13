"""The rows of the answer put together: the duties of each case in their order, and what stands beside them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from overgreb_rules._columnar.columns.event_columns import EventColumns
from overgreb_rules._columnar.grouping.results import OutcomeColumns, OutcomeKey
from overgreb_rules._columnar.io.input_tables import CaseBatch, Ints
from overgreb_rules._columnar.io.schema import ANSWERS, INSTANT, OBLIGATION
from overgreb_rules._columnar.turns import NEVER, next_changes
from overgreb_rules._deadlines.counting import TimeSpanSeconds
from overgreb_rules._duties.consequences import citation
from overgreb_rules._duties.status import STATUS_ORDER
from overgreb_rules._evaluate.assembly import stays_after_its_law, warning, warnings_of
from overgreb_rules._rules.rule_set import RuleSet
from overgreb_rules.policy import Policy
from overgreb_rules.rulebook import Rulebook

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class _Duties:
    """The duties of all plain cases, a row each, in the order of the answer.

    `said` is the number of what is said of it among `all_said`. `met` are the events that met it: those of row i stand
    from `met_from[i]` to `met_from[i + 1]`. `strict` is NEVER where its time has no end.
    """

    all_said: Sequence[OutcomeKey]
    said: Ints
    case: Ints
    trigger: Ints
    start: Ints
    strict: Ints
    lenient: Ints
    change: Ints
    met: Ints
    met_from: Ints

    def each(self, of: Callable[[OutcomeKey], T]) -> list[T]:
        """Something of all that is said, to be taken by number."""
        return [of(one) for one in self.all_said]


def build_answer_table(
    batch: CaseBatch,
    told: EventColumns,
    found: Sequence[OutcomeColumns],
    book: Rulebook,
    policy: Policy | None,
    until: int,
) -> pa.Table:
    """The answers to the plain cases of the batch, in the order of their rows."""
    duties = _in_order(_gathered(found, told, next_changes(found, book, policy, until)), told)
    cases = np.flatnonzero(told.supported)
    nested = _obligations(duties, told, book.rules, until)
    bounds = np.searchsorted(duties.case, np.append(cases, len(told.supported)))
    change = np.full(len(told.supported), NEVER)
    np.minimum.at(change, duties.case, duties.change)
    change = change[cases]
    columns = [
        batch.cases["case_id"].combine_chunks().take(pa.array(cases)),
        pa.ListArray.from_arrays(pa.array(bounds, pa.int32()), nested),
        pa.array(change, pa.int64(), mask=change == NEVER).cast(INSTANT),
        _ignored(batch, told, cases),
        _warnings(duties, told, cases, book.rules, until),
        pa.nulls(len(cases), ANSWERS.field("error").type),
    ]
    return pa.table(columns, schema=ANSWERS)


def _gathered(found: Sequence[OutcomeColumns], told: EventColumns, changes: Sequence[Ints]) -> _Duties:
    sizes = [len(rows.triggers) for rows in found]
    trigger = _joined(rows.triggers for rows in found)
    number = np.array([rows.key.met_by_count for rows in found], np.int64).repeat(sizes)
    runs = [rows.deadlines.run or _never(rows.deadlines.start) for rows in found]
    return _Duties(
        [rows.key for rows in found],
        np.arange(len(found)).repeat(sizes),
        told.case[trigger],
        trigger,
        _joined(rows.deadlines.start for rows in found),
        _joined(run.strict_last for run in runs),
        _joined(run.lenient_last for run in runs),
        _joined(changes),
        _joined(rows.met_by.reshape(-1) for rows in found),
        np.append(0, np.cumsum(number)),
    )


def _never(start: Ints) -> TimeSpanSeconds[Ints]:
    never = np.full(len(start), NEVER)
    return TimeSpanSeconds(start, never, never, never)


def _joined(columns: Iterable[Ints]) -> Ints:
    return np.concatenate([np.zeros(0, np.int64), *columns])


def _in_order(duties: _Duties, told: EventColumns) -> _Duties:
    """By case; then the most urgent first, by the strict end, by the key: as `evaluate` has them."""
    rank = np.array(duties.each(lambda one: STATUS_ORDER.index(one.status)), np.int64)[duties.said]
    order = sort_rows([duties.case, rank, duties.strict], duties.all_said, duties.said, duties.trigger, told)
    number = np.diff(duties.met_from)[order]
    met_from = np.append(0, np.cumsum(number))
    met = duties.met_from[:-1][order].repeat(number) + np.arange(met_from[-1]) - met_from[:-1].repeat(number)
    names = ("said", "case", "trigger", "start", "strict", "lenient", "change")
    moved = {name: getattr(duties, name)[order] for name in names}
    return replace(duties, **moved, met=duties.met[met], met_from=met_from)


def sort_rows(
    columns: Sequence[Ints], all_said: Sequence[OutcomeKey], said: Ints, trigger: Ints, told: EventColumns
) -> Ints:
    """The order of rows by some columns and then by the key of the duty, which is a text."""
    # The «@» after the name of the rule keeps the order of names as that of keys.
    names = [f"{one.rule.id}@" for one in all_said]
    place = {name: number for number, name in enumerate(sorted(set(names)))}
    rule = np.array([place[name] for name in names], np.int64)[said]
    order = np.lexsort((rule, *reversed(columns)))
    same = np.ones(max(len(order) - 1, 0), np.bool_)
    for column in (rule, *columns):
        ordered = column[order]
        same &= ordered[1:] == ordered[:-1]
    tied = np.flatnonzero(np.append(False, same) | np.append(same, False)) if len(order) else order
    if len(tied):
        rows, group = order[tied], np.cumsum(np.append(True, ~same))[tied]
        rest = pc.binary_join_element_wise(
            told.ids_of(trigger[rows]), _numbered(all_said).take(pa.array(said[rows])), ""
        )
        keys = np.array(pc.rank(rest, tiebreaker="dense"), np.int64)
        order[tied] = rows[np.lexsort((keys, group))]
    return order


def _numbered(all_said: Sequence[OutcomeKey]) -> pa.Array:
    """What follows the trigger in a key: the number of the year, where there is one."""
    return pa.array(["" if one.year_number is None else f"#{one.year_number}" for one in all_said], pa.string())


def _obligations(duties: _Duties, told: EventColumns, rules: RuleSet, until: int) -> pa.StructArray:
    said = pa.array(duties.said)

    def text(of: Callable[[OutcomeKey], str]) -> pa.Array:
        return pa.array(duties.each(of), pa.string()).take(said)

    def flag(of: Callable[[OutcomeKey], bool]) -> pa.Array:
        return pa.array(np.array(duties.each(of), np.bool_)[duties.said])

    def names(of: Callable[[OutcomeKey], Sequence[str] | None]) -> pa.Array:
        return pa.array(duties.each(of), pa.list_(pa.string())).take(said)

    def stays(one: OutcomeKey) -> bool:
        return stays_after_its_law(one.rule, one.status, until)

    def ends(last: Ints) -> pa.Array:
        return pa.array(last, pa.int64(), mask=endless).cast(INSTANT)

    endless = duties.strict == NEVER
    trigger = told.ids_of(duties.trigger)
    key = pc.binary_join_element_wise(
        text(lambda one: f"{one.rule.id}@"), trigger, _numbered(duties.all_said).take(said), ""
    )
    made: Mapping[str, pa.Array] = {
        "rule": text(lambda one: one.rule.id),
        "key": key,
        "law": text(lambda one: one.rule.law),
        "cite": text(lambda one: citation(one.rule.id, rules).da),
        "modality": text(lambda one: one.rule.modality),
        "bearer": text(lambda one: one.rule.bearer),
        "trigger": trigger,
        "clock_start": pa.array(duties.start).cast(INSTANT),
        "clock_start_is_day": flag(lambda one: one.start_is_day),
        "due_strict": ends(duties.strict),
        "due_lenient": ends(duties.lenient),
        "due_is_day": pa.array(np.array(duties.each(lambda one: one.due_is_day), np.bool_)[duties.said], mask=endless),
        "status": text(lambda one: one.status),
        "met_by": pa.ListArray.from_arrays(pa.array(duties.met_from, pa.int32()), told.ids_of(duties.met)),
        "needs": names(lambda one: one.needs),
        "certainty": text(lambda one: one.rule.certainty),
        "transition": flag(stays),
        "successor": names(lambda one: rules.successor.get(one.rule.id) if stays(one) else None),
    }
    return pa.StructArray.from_arrays([made[field.name] for field in OBLIGATION], fields=list(OBLIGATION))


def _ignored(batch: CaseBatch, told: EventColumns, cases: Ints) -> pa.Array:
    """The ids of the events that come later, in order of their names."""
    case = batch.case_of[told.ignored]
    names = pc.rank(told.ids.take(pa.array(told.ignored)), tiebreaker="dense")
    rows = told.ignored[np.lexsort((np.array(names, np.int64), case))]
    bounds = np.searchsorted(np.sort(case), np.append(cases, len(told.supported)))
    return pa.ListArray.from_arrays(pa.array(bounds, pa.int32()), told.ids.take(pa.array(rows)))


def _warnings(duties: _Duties, told: EventColumns, cases: Ints, rules: RuleSet, until: int) -> pa.Array:
    codes = duties.each(
        lambda one: warnings_of(one.rule, one.status, one.past_while_unknown, one.past_when_waived, until)
    )
    marked = np.flatnonzero(np.array([bool(some) for some in codes], np.bool_)[duties.said])
    found, owners = [], []
    for row, trigger in zip(marked.tolist(), told.ids_of(duties.trigger[marked]).to_pylist(), strict=True):
        one = duties.all_said[duties.said[row]]
        key = f"{one.rule.id}@{trigger}" + (f"#{one.year_number}" if one.year_number is not None else "")
        for code in codes[duties.said[row]]:
            said = warning(code, one.rule, key, rules)
            found.append({"code": said.code, "da": said.da, "en": said.en})
            owners.append(duties.case[row])
    type_ = ANSWERS.field("warnings").type
    bounds = np.searchsorted(np.array(owners, np.int64), np.append(cases, len(told.supported)))
    return pa.ListArray.from_arrays(pa.array(bounds, pa.int32()), pa.array(found, type_.value_type), type=type_)
