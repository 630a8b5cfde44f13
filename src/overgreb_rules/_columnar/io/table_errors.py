"""The refusals of tables: what is wrong with a column, and with rows that belong to no case."""

from __future__ import annotations

import re
from collections.abc import Sequence

import pyarrow as pa

from overgreb_rules.errors import HIDDEN, CaseError, redact_key
from overgreb_rules.shared.refusal import Words
from overgreb_rules.shared.text import Text

_COLUMN_ONCE = Text("kolonnen én gang", "a column once")
_PLAIN_TYPE = re.compile(r"[a-z_]+[0-9]*(\[(s|ms|us|ns|day)\])?\Z")


def unknown_column_error(table: str, column: str, number: int, known: Sequence[str]) -> CaseError:
    """Build the refusal of a column that the schema does not have.

    Args:
        table: What the error calls the table.
        column: The name of the column, which is shown if it is near a known one.
        number: The place of the column in the table, from 1.
        known: The columns that may stand.

    Returns:
        The error, not raised.
    """
    return CaseError(
        f"{table}/{redact_key(column, known)}",
        Text(f"kolonnen er ukendt (nr. {number})", f"this column is unknown (number {number})"),
        allowed=", ".join(known),
        mend=Text("ret eller fjern kolonnen", "correct or remove the column"),
    )


def missing_column_error(place: str, column: str) -> CaseError:
    """Build the refusal of a table that lacks a column.

    Args:
        place: The table and the column.
        column: The column.

    Returns:
        The error, not raised.
    """
    what = Text("kolonnen mangler", "this column is missing")
    mend = Text(f"tilføj kolonnen »{column}«", f"add a column “{column}”")
    return CaseError(place, what, allowed=_COLUMN_ONCE, mend=mend)


def repeated_column_error(place: str) -> CaseError:
    """Build the refusal of a column that stands twice.

    Args:
        place: The table and the column.

    Returns:
        The error, not raised.
    """
    what, mend = Text("kolonnen står to gange", "this column stands twice"), Text("behold den ene", "keep one of them")
    return CaseError(place, what, allowed=_COLUMN_ONCE, mend=mend)


def column_type_error(place: str, type_: pa.DataType, allowed: Words, mend: Text) -> CaseError:
    """Build the refusal of a column of another type.

    Args:
        place: The table and the column.
        type_: The type that the column has.
        allowed: The type that it should have.
        mend: How to get there.

    Returns:
        The error, not raised; the type is hidden where it holds names of fields.
    """
    name = str(type_)
    value = f"«{name}»" if _PLAIN_TYPE.match(name) else HIDDEN
    what = Text("kolonnen har en anden type", "this column has another type")
    return CaseError(place, what, value=value, allowed=allowed, mend=mend)


def keyless_rows_error(place: str, count: int) -> CaseError:
    """Build the refusal of rows without the key of a case.

    Args:
        place: The table and the column.
        count: How many rows there are.

    Returns:
        The error, not raised.
    """
    what = (
        Text("1 række har ingen nøgle", "1 row has none")
        if count == 1
        else Text(f"{count} rækker har ingen nøgle", f"{count} rows have none")
    )
    mend = Text("giv hver række nøglen på sin sag", "give every row the key of its case")
    return CaseError(place, what, allowed=Text("en tekst", "text"), mend=mend)


def ownerless_events_error(count: int) -> CaseError:
    """Build the refusal of events that belong to none of the cases.

    Args:
        count: How many events there are.

    Returns:
        The error, not raised.
    """
    what = (
        Text("1 hændelse hører ikke til en sag", "1 event belongs to no case")
        if count == 1
        else Text(f"{count} hændelser hører ikke til en sag", f"{count} events belong to no case")
    )
    allowed = Text("et »case_id« fra tabellen med sager", "a “case_id” of the table of cases")
    mend = Text("tilføj sagerne, eller udelad deres hændelser", "add the cases, or leave their events out")
    return CaseError("events/case_id", what, allowed=allowed, mend=mend)
