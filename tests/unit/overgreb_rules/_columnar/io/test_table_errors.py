"""The refusals of tables."""

from __future__ import annotations

import pyarrow as pa
import pytest

from overgreb_rules._columnar.io import table_errors
from overgreb_rules.shared.text import Text


@pytest.mark.parametrize(("column", "shown"), [("afsendr", "afsendr"), ("mette", "«hidden»"), ("", "«hidden»")])
def test_an_unknown_column_is_shown_where_it_is_near_a_known_one_and_numbered(column: str, shown: str) -> None:
    error = table_errors.unknown_column_error("events", column, 3, ["afsender", "at"])
    assert (error.place, error.parts()["what"]) == (f"events/{shown}", "this column is unknown (number 3)")


@pytest.mark.parametrize(
    ("type_", "shown"),
    [
        (pa.int64(), "«int64»"),
        (pa.timestamp("us"), "«timestamp[us]»"),
        (pa.timestamp("us", "Mette/Hansen"), "«hidden»"),
        (pa.struct([("mette", pa.int8())]), "«hidden»"),
    ],
    ids=["a number", "a time", "a time of a zone", "a struct"],
)
def test_a_type_is_shown_where_it_holds_no_foreign_name(type_: pa.DataType, shown: str) -> None:
    mend = Text("omdan den", "cast it")
    assert table_errors.column_type_error("cases/kommune", type_, "int32", mend).value == shown


@pytest.mark.parametrize(("count", "danish"), [(1, "1 række har ingen nøgle"), (2, "2 rækker har ingen nøgle")])
def test_rows_without_a_key_are_counted(count: int, danish: str) -> None:
    assert table_errors.keyless_rows_error("cases/case_id", count).parts("da")["what"] == danish


@pytest.mark.parametrize(
    ("count", "danish"), [(1, "1 hændelse hører ikke til en sag"), (2, "2 hændelser hører ikke til en sag")]
)
def test_events_without_a_case_are_counted(count: int, danish: str) -> None:
    assert table_errors.ownerless_events_error(count).parts("da")["what"] == danish


def test_a_missing_and_a_repeated_column_are_told_apart() -> None:
    missing, twice = table_errors.missing_column_error("cases/x", "x"), table_errors.repeated_column_error("cases/x")
    assert missing.parts()["mend"] == "add a column “x”"
    assert twice.parts()["mend"] == "keep one of them"
