"""Input tables of cases and events: every column in the type of its schema, each event with its case."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Protocol

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from overgreb_rules._columnar.columns.arrays import CaseIndexArray, CodeArray, EventRowArray, to_int64
from overgreb_rules._columnar.io.schema import CASES, EVENTS
from overgreb_rules._columnar.io.table_errors import (
    column_type_error,
    keyless_rows_error,
    missing_column_error,
    ownerless_events_error,
    repeated_column_error,
    unknown_column_error,
)
from overgreb_rules.errors import CaseError
from overgreb_rules.shared.text import Text
from overgreb_rules.shared.value_object import ValueObject

_EDGES = tuple((day - dt.date(1970, 1, 1)).days for day in (dt.date(2, 1, 1), dt.date(9998, 12, 31)))
"""The first and last day number at which every time zone still has a Python datetime."""


class ArrowTable(Protocol):
    """A table that can be exported as an Arrow stream: of pyarrow, Polars, DuckDB or pandas.

    Source: the Arrow PyCapsule interface. A table of pyarrow may also be a single record batch.
    """

    def __arrow_c_stream__(self, requested_schema: object | None = None) -> object:
        """Export the table as a capsule of a C stream.

        Args:
            requested_schema: The schema to which the consumer wishes the table cast; may be ignored.

        Returns:
            A PyCapsule of an `ArrowArrayStream`.
        """
        ...


class ArrowReader(ArrowTable, Protocol):
    """A stream of record batches: the part of `pyarrow.RecordBatchReader` that tells it from a table."""

    def read_next_batch(self) -> pa.RecordBatch:
        """Read the next batch of the stream, and end the iteration where the stream is over.

        Returns:
            The batch.
        """
        ...


class CaseBatch(ValueObject):
    """Cases with their events.

    Attributes:
        cases: A row for each case, with the columns of `CASES`.
        events: A row for each event, in any order, with the columns of `EVENTS`.
        case_of: int64[events] row of the case of each event.
        rows: int64[events] rows of the events: case after case, those of a case in the order of the table.
        starts: int64[cases + 1]; the events of case i are `rows[starts[i]:starts[i + 1]]`.
        duplicates: int64[d] rows of the cases whose key stands in more than one row.
    """

    cases: pa.Table
    events: pa.Table
    case_of: CaseIndexArray
    rows: EventRowArray
    starts: CodeArray
    duplicates: CaseIndexArray

    def split(self, size: int) -> Iterator[CaseBatch]:
        """Split the batch into smaller ones.

        Args:
            size: The most cases in one.

        Yields:
            The cases in their order, each with its events; one empty batch where there are no cases.
        """
        if len(self.starts) - 1 <= size:
            yield self
            return
        for first in range(0, len(self.starts) - 1, size):
            starts = self.starts[first : first + size + 1]
            rows = np.sort(self.rows[starts[0] : starts[-1]])
            new_row = np.empty(len(self.case_of), np.int64)
            new_row[rows] = np.arange(len(rows))
            yield CaseBatch(
                self.cases.slice(first, size),
                _take_rows(self.events, rows),
                self.case_of[rows] - first,
                new_row[self.rows[starts[0] : starts[-1]]],
                starts - starts[0],
                self.duplicates[(self.duplicates >= first) & (self.duplicates < first + size)] - first,
            )

    def select(self, cases: CaseIndexArray) -> CaseBatch:
        """Select some of the cases.

        Args:
            cases: int64[k] rows of the cases, ascending.

        Returns:
            These cases with their events.
        """
        is_wanted = np.zeros(len(self.starts) - 1, np.bool_)
        is_wanted[cases] = True
        rows = np.flatnonzero(is_wanted[self.case_of])
        number = np.cumsum(is_wanted) - 1
        case_of = number[self.case_of[rows]]
        order = np.argsort(case_of, kind="stable")
        starts = np.searchsorted(case_of[order], np.arange(len(cases) + 1))
        duplicates = number[self.duplicates[is_wanted[self.duplicates]]]
        return CaseBatch(
            self.cases.take(pa.array(cases)), self.events.take(pa.array(rows)), case_of, order, starts, duplicates
        )


def _take_rows(table: pa.Table, rows: EventRowArray) -> pa.Table:
    """Return some rows, ascending; without a copy where they stand together, as in a table ordered by case."""
    if len(rows) and rows[-1] - rows[0] == len(rows) - 1:
        return table.slice(rows[0], len(rows))
    return table.take(pa.array(rows))


def build_batch(cases: ArrowTable, events: ArrowTable, repeated: pa.Array | None = None) -> CaseBatch:
    """Build a batch of both tables.

    Args:
        cases: A table with columns of `CASES`.
        events: A table with columns of `EVENTS`.
        repeated: Keys of cases that stand in further rows elsewhere; None where the table holds all cases.

    Returns:
        The batch; columns that a table lacks are null.

    Raises:
        CaseError: A column is unknown or has another type, the key of a case is missing, or an event belongs to no
            case.
    """
    case_table, event_table = conform_table(cases, CASES, "cases"), conform_table(events, EVENTS, "events")
    keys = case_table["case_id"].combine_chunks()
    first = pc.index_in(keys, value_set=keys).to_numpy(zero_copy_only=False)
    is_repeated = np.isin(first, first[first != np.arange(len(first))])
    if repeated is not None:
        is_repeated |= np.asarray(pc.is_in(keys, value_set=repeated))
    owners = pc.index_in(event_table["case_id"].combine_chunks(), value_set=keys)
    if owners.null_count:
        raise ownerless_events_error(owners.null_count)
    case_of = owners.to_numpy(zero_copy_only=False).astype(np.int64)
    rows = np.argsort(case_of, kind="stable")
    starts = np.searchsorted(case_of[rows], np.arange(len(keys) + 1))
    return CaseBatch(case_table, event_table, case_of, rows, starts, np.flatnonzero(is_repeated))


def conform_table(table: ArrowTable, schema: pa.Schema, name: str) -> pa.Table:
    """Bring a table into the form of a schema.

    Args:
        table: The table.
        schema: The columns that it may have.
        name: What an error calls the table.

    Returns:
        A table with every column of the schema, null where `table` lacks one.

    Raises:
        CaseError: A column is unknown, stands twice, has another type, or is missing where it must not be null.
    """
    arrow_table = _as_table(table)
    for number, column in enumerate(arrow_table.column_names, start=1):
        if column not in schema.names:
            raise unknown_column_error(name, column, number, schema.names)
        _check_once(arrow_table, column, f"{name}/{column}")
    return pa.table([_column(arrow_table, field, name) for field in schema], schema=schema)


def _as_table(table: ArrowTable) -> pa.Table:
    if isinstance(table, pa.Table):
        return table
    if hasattr(table, "__arrow_c_stream__"):
        return pa.table(table)
    if hasattr(table, "__arrow_c_array__"):
        return pa.Table.from_batches([pa.record_batch(table)])
    raise TypeError(f"a table of Arrow is expected, not {type(table).__name__}")


def _check_once(table: pa.Table, column: str, place: str) -> None:
    if column not in table.column_names:
        raise missing_column_error(place, column)
    if table.column_names.count(column) > 1:
        raise repeated_column_error(place)


def _column(table: pa.Table, field: pa.Field, name: str) -> pa.ChunkedArray:
    place = f"{name}/{field.name}"
    if field.name not in table.column_names:
        if not field.nullable:
            raise missing_column_error(place, field.name)
        return pa.chunked_array([pa.nulls(table.num_rows, field.type)])
    column = table[field.name]
    if field.name == "case_id" and column.null_count:
        raise keyless_rows_error(place, column.null_count)
    try:
        return _within_python(_cast(column, field.type))
    except (pa.ArrowInvalid, pa.ArrowNotImplementedError, TypeError):
        mend = Text(f"omdan kolonnen til {field.type}", f"cast the column to {field.type}")
        raise column_type_error(place, column.type, str(field.type), mend) from None


def _cast(column: pa.ChunkedArray, type_: pa.DataType) -> pa.ChunkedArray:
    if column.type == type_:
        return column
    if pa.types.is_null(column.type):
        return column.cast(type_)
    if pa.types.is_list(type_):
        return _cast_to_lists(column, type_)
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


def _cast_to_lists(column: pa.ChunkedArray, type_: pa.ListType) -> pa.ChunkedArray:
    """Take a text as a list of one, and any kind of list of texts as a list."""
    is_list = pa.types.is_list(column.type) or pa.types.is_large_list(column.type)
    if is_list or pa.types.is_fixed_size_list(column.type):
        pieces = [_list_of_texts(piece, type_) for piece in column.chunks]
        return pa.chunked_array(pieces, type_)
    texts = _cast(column, type_.value_type).combine_chunks()
    is_text = np.asarray(pc.is_valid(texts))
    starts = pa.array(np.append(0, np.cumsum(is_text)), pa.int32(), mask=np.append(~is_text, False))
    return pa.chunked_array([pa.ListArray.from_arrays(starts, texts.drop_null())], type_)


def _list_of_texts(lists: pa.Array, type_: pa.ListType) -> pa.ListArray:
    lengths = pc.list_value_length(lists)
    flat = pa.chunked_array([pc.list_flatten(lists)])
    texts = _cast(flat, type_.value_type).combine_chunks()
    ends = np.cumsum(to_int64(pc.fill_null(lengths, 0)))
    is_null = np.asarray(pc.is_null(lists))
    starts = pa.array(np.append(0, ends), pa.int32(), mask=np.append(is_null, False))
    return pa.ListArray.from_arrays(starts, texts)


def _within_python(column: pa.ChunkedArray) -> pa.ChunkedArray:
    """Move days and instants outside of the years of Python to the nearest edge, where they are refused as well."""
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


_NESTED = Text(
    "en liste af structs med hændelsernes kolonner uden »case_id«",
    "a list of structs, which have the columns of the events without “case_id”",
)


def unnested(table: ArrowTable) -> tuple[pa.Table, pa.Table]:
    """Split a table of cases with nested events into the two tables that `evaluate_arrow` takes.

    Systems that hand a function one stream of batches need the events in the rows of their cases.

    Args:
        table: Cases with a column `events`: in each row the list of the events of the case, as structs with the
            columns of `EVENTS` without `case_id`.

    Returns:
        The table of cases and the table of events.

    Raises:
        CaseError: The column `case_id` or `events` is missing, stands twice or has another type.
    """
    nested_table = _as_table(table)
    for name in ("case_id", "events"):
        _check_once(nested_table, name, f"cases/{name}")
    nested = nested_table["events"].combine_chunks()
    cases = nested_table.drop_columns(["events"])
    if pa.types.is_null(nested.type):
        return cases, EVENTS.empty_table()
    type_ = nested.type
    if not (pa.types.is_list(type_) or pa.types.is_large_list(type_)) or not pa.types.is_struct(type_.value_type):
        mend = Text(
            "gør den til en liste af structs, en struct for hver hændelse",
            "make it a list of structs, a struct for each event",
        )
        raise column_type_error("cases/events", type_, _NESTED, mend)
    if "case_id" in (field.name for field in type_.value_type):
        what = Text("hændelserne har deres eget »case_id«", "the events have a “case_id” of their own")
        mend = Text(
            "fjern det: en hændelse hører til rækkens sag", "remove it: an event belongs to the case of its row"
        )
        raise CaseError("cases/events/case_id", what, allowed=_NESTED, mend=mend)
    flat = pc.list_flatten(nested)
    columns = dict(zip((field.name for field in flat.type), flat.flatten(), strict=True))
    owners = nested_table["case_id"].combine_chunks().take(pc.list_parent_indices(nested))
    return cases, pa.table({"case_id": owners, **columns})
