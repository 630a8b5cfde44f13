"""The tables of cases and events as they are given: every column found, in its type, each event with its case."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from overgreb_rules._columnar.io.schema import CASES, EVENTS
from overgreb_rules.errors import CaseError, redact_key, redact_value

_EDGES = tuple((day - dt.date(1970, 1, 1)).days for day in (dt.date(2, 1, 1), dt.date(9998, 12, 31)))
"""Days since 1970 of which every zone has the instants too."""
Ints = npt.NDArray[np.int64]
Table = Any
"""What holds a table of Arrow: a Table or RecordBatch, or anything with an Arrow stream (Polars, DuckDB, pandas)."""


@dataclass(frozen=True, slots=True)
class CaseBatch:
    """Cases with their events: `case_of` is the row of the case of each event, `rows` the events of each case.

    `rows` are in the order of the table, case after case; those of case i stand from `starts[i]` to `starts[i + 1]`.
    """

    cases: pa.Table
    events: pa.Table
    case_of: Ints
    rows: Ints
    starts: Ints
    duplicates: Ints

    def split(self, size: int) -> Iterator[CaseBatch]:
        """So many cases at a time, each with its events."""
        for first in range(0, max(len(self.starts) - 1, 1), size):
            starts = self.starts[first : first + size + 1]
            rows = np.sort(self.rows[starts[0] : starts[-1]])
            place = np.empty(len(self.case_of), np.int64)
            place[rows] = np.arange(len(rows))
            yield CaseBatch(
                self.cases.slice(first, size),
                self.events.take(pa.array(rows)),
                self.case_of[rows] - first,
                place[self.rows[starts[0] : starts[-1]]],
                starts - starts[0],
                self.duplicates[(self.duplicates >= first) & (self.duplicates < first + size)] - first,
            )


def build_batch(cases: Table, events: Table) -> CaseBatch:
    """Both tables with every column of their schemas.

    Raises CaseError where a column is unknown or has another type, where a key of a case is missing, and where an
    event belongs to no case. `twice` are the cases whose key stands in more than one row.
    """
    cases, events = (conform_table(*one) for one in ((cases, CASES, "cases"), (events, EVENTS, "events")))
    keys = cases["case_id"].combine_chunks()
    first = pc.index_in(keys, value_set=keys).to_numpy(zero_copy_only=False)
    twice = np.flatnonzero(np.isin(first, first[first != np.arange(len(first))]))
    found = pc.index_in(events["case_id"].combine_chunks(), value_set=keys)
    if found.null_count:
        raise CaseError(
            "events/case_id",
            f"{found.null_count} events belong to no case",
            allowed="a case_id of the table of cases",
            mend="add the cases, or leave their events out",
        )
    case_of = found.to_numpy(zero_copy_only=False).astype(np.int64)
    rows = np.argsort(case_of, kind="stable")
    starts = np.searchsorted(case_of[rows], np.arange(len(keys) + 1))
    return CaseBatch(cases, events, case_of, rows, starts, twice)


def conform_table(given: Table, schema: pa.Schema, name: str) -> pa.Table:
    """The table with the columns of `schema`, null where it has none; raises CaseError for what does not fit."""
    table = _as_table(given)
    for column in table.column_names:
        if column not in schema.names:
            allowed, mend = ", ".join(schema.names), "correct or remove the column"
            raise CaseError(f"{name}/{redact_key(column)}", "this column is unknown", allowed=allowed, mend=mend)
        _check_once(table, column, f"{name}/{column}")
    return pa.table([_column(table, field, name) for field in schema], schema=schema)


def _as_table(given: Table) -> pa.Table:
    if isinstance(given, pa.Table):
        return given
    if hasattr(given, "__arrow_c_stream__"):
        return pa.table(given)
    if hasattr(given, "__arrow_c_array__"):
        return pa.Table.from_batches([pa.record_batch(given)])
    raise TypeError(f"a table of Arrow is expected, not {type(given).__name__}")


def _check_once(table: pa.Table, column: str, place: str) -> None:
    if column not in table.column_names:
        raise CaseError(place, "this column is missing", allowed="a column once", mend=f"add a column «{column}»")
    if table.column_names.count(column) > 1:
        raise CaseError(place, "this column stands twice", allowed="a column once", mend="remove one of them")


def _column(table: pa.Table, field: pa.Field, name: str) -> pa.ChunkedArray:
    place = f"{name}/{field.name}"
    if field.name not in table.column_names:
        if not field.nullable:
            what, mend = "this column is missing", f"add a column «{field.name}»"
            raise CaseError(place, what, allowed=str(field.type), mend=mend)
        return pa.chunked_array([pa.nulls(table.num_rows, field.type)])
    column = table[field.name]
    if field.name == "case_id" and column.null_count:
        what, mend = f"{column.null_count} rows have none", "give every row the key of its case"
        raise CaseError(place, what, allowed="text", mend=mend)
    try:
        return _within_python(_cast(column, field.type))
    except (pa.ArrowInvalid, pa.ArrowNotImplementedError, TypeError):
        given, mend = redact_value(str(column.type)), f"cast the column to {field.type}"
        what = "this column has another type"
        raise CaseError(place, what, value=given, allowed=str(field.type), mend=mend) from None


def _cast(column: pa.ChunkedArray, type_: pa.DataType) -> pa.ChunkedArray:
    if column.type == type_:
        return column
    if pa.types.is_null(column.type):
        return column.cast(type_)
    if pa.types.is_timestamp(type_):
        if not pa.types.is_timestamp(column.type) or column.type.tz is None:
            # A time without a zone can mean two instants: it is never guessed.
            raise TypeError(column.type)
        # A fraction of a second is cut off, as from a text: in UTC, where no time comes twice.
        in_utc = column.cast(pa.timestamp(column.type.unit, "UTC"))
        return pc.floor_temporal(in_utc, unit="second").cast(pa.timestamp("s", "UTC")).cast(type_)
    if pa.types.is_dictionary(column.type):
        column = column.cast(column.type.value_type)
    fits = {
        pa.types.is_string: (pa.types.is_string, pa.types.is_large_string, pa.types.is_string_view),
        pa.types.is_integer: (pa.types.is_integer,),
        pa.types.is_boolean: (pa.types.is_boolean,),
        pa.types.is_date: (pa.types.is_date,),
    }
    if not any(test(column.type) for wanted, tests in fits.items() if wanted(type_) for test in tests):
        raise TypeError(column.type)
    return column.cast(type_)


def _within_python(column: pa.ChunkedArray) -> pa.ChunkedArray:
    """Days and instants that Python can tell: one beyond its years is put at their edge, and refused there as it is."""
    if not (pa.types.is_timestamp(column.type) or pa.types.is_date(column.type)):
        return column
    a_day = 86_400 if pa.types.is_timestamp(column.type) else 1
    first, last = (edge * a_day for edge in _EDGES)
    plain = column.cast(pa.int64() if pa.types.is_timestamp(column.type) else pa.int32())
    found = pc.min_max(plain).as_py()
    if found["min"] is None or (first <= found["min"] and found["max"] <= last):
        return column
    edges = (pa.scalar(edge, plain.type) for edge in (first, last))
    clipped = pc.max_element_wise(plain, next(edges), skip_nulls=False)
    return pc.min_element_wise(clipped, next(edges), skip_nulls=False).cast(column.type)


_NESTED = "a list of structs, which have the columns of the events without case_id"


def unnested(table: Table) -> tuple[pa.Table, pa.Table]:
    """The two tables out of one whose column `events` holds, in each row, the list of the events of a case.

    For systems that hand a function one stream of batches. The structs of the list have the columns of the events
    without `case_id`. Raises CaseError where the columns are not so.
    """
    table = _as_table(table)
    for name in ("case_id", "events"):
        _check_once(table, name, f"cases/{name}")
    nested = table["events"].combine_chunks()
    cases = table.drop_columns(["events"])
    if pa.types.is_null(nested.type):
        return cases, EVENTS.empty_table()
    type_ = nested.type
    if not (pa.types.is_list(type_) or pa.types.is_large_list(type_)) or not pa.types.is_struct(type_.value_type):
        what, mend = "this column has another type", "make it a list of structs, a struct for each event"
        raise CaseError("cases/events", what, value=redact_value(str(type_)), allowed=_NESTED, mend=mend)
    if "case_id" in (field.name for field in type_.value_type):
        what, mend = "the events have a «case_id» of their own", "remove it: an event belongs to the case of its row"
        raise CaseError("cases/events/case_id", what, allowed=_NESTED, mend=mend)
    flat = pc.list_flatten(nested)
    columns = dict(zip((field.name for field in flat.type), flat.flatten(), strict=True))
    owners = table["case_id"].combine_chunks().take(pc.list_parent_indices(nested))
    return cases, pa.table({"case_id": owners, **columns})
