"""Cases in Parquet and Arrow files: one nested file in pieces, or a folder with two files."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pyarrow as pa
import pytest
from pyarrow import feather, parquet

from overgreb_rules._columnar.io.table_files import read_batches, read_tables
from overgreb_rules.arrow import tables_of
from overgreb_rules.errors import CaseError
from tests.fixtures.event_columns import build_case, build_event
from tests.fixtures.nested_tables import nest_events

CASES, EVENTS = tables_of(
    [build_case(build_event("u1", "underretning_modtaget", day), case_id=f"sag-{day}") for day in (3, 4)]
)
NESTED = nest_events(CASES, EVENTS)


def write_file_format(table: pa.Table, path: Path) -> None:
    with pa.OSFile(str(path), "wb") as sink, pa.ipc.new_file(sink, table.schema) as writer:
        writer.write_table(table)


def write_stream_format(table: pa.Table, path: Path) -> None:
    with pa.OSFile(str(path), "wb") as sink, pa.ipc.new_stream(sink, table.schema) as writer:
        writer.write_table(table)


WRITERS: list[tuple[str, Callable[[pa.Table, Path], None]]] = [
    (".parquet", parquet.write_table),
    (".arrow", write_file_format),
    (".arrow", write_stream_format),
    (".feather", lambda table, path: feather.write_feather(table, str(path))),
]


def read_rows(source: Path) -> tuple[list[str], list[str]]:
    """Read the case ids of the tables of cases and of events."""
    pieces = [*read_tables(source)]
    cases = [case_id for piece, _ in pieces for case_id in piece["case_id"].to_pylist()]
    return cases, [case_id for _, piece in pieces for case_id in piece["case_id"].to_pylist()]


@pytest.mark.parametrize(("suffix", "write"), WRITERS)
def test_a_file_of_cases_with_their_events_gives_both_tables(
    tmp_path: Path, suffix: str, write: Callable[[pa.Table, Path], None]
) -> None:
    write(NESTED, tmp_path / f"cases{suffix}")
    assert read_rows(tmp_path / f"cases{suffix}") == (["sag-3", "sag-4"], ["sag-3", "sag-4"])


@pytest.mark.parametrize(("suffix", "write"), WRITERS)
def test_a_folder_of_two_files_is_read_whole(
    tmp_path: Path, suffix: str, write: Callable[[pa.Table, Path], None]
) -> None:
    write(CASES, tmp_path / f"cases{suffix}")
    write(EVENTS, tmp_path / f"events{suffix}")
    assert read_rows(tmp_path) == (["sag-3", "sag-4"], ["sag-3", "sag-4"])
    assert len([*read_tables(tmp_path)]) == 1


def test_a_large_file_comes_in_pieces_that_hold_every_case_once(tmp_path: Path) -> None:
    parquet.write_table(NESTED, tmp_path / "cases.parquet")
    assert [piece.num_rows for piece, _ in read_tables(tmp_path / "cases.parquet", size=1)] == [0, 1, 1]


def test_pieces_have_one_size_whatever_the_row_groups_of_the_file(tmp_path: Path) -> None:
    table = pa.concat_tables([NESTED] * 5)
    parquet.write_table(table, tmp_path / "cases.parquet", row_group_size=3)
    pieces = [*read_tables(tmp_path / "cases.parquet", size=4)]
    assert [piece.num_rows for piece, _ in pieces] == [0, 4, 4, 2]
    assert read_rows(tmp_path / "cases.parquet") == (["sag-3", "sag-4"] * 5, ["sag-3", "sag-4"] * 5)


@pytest.mark.parametrize("size", [1, 2, 3, 100])
@pytest.mark.parametrize(("suffix", "write"), WRITERS)
def test_every_case_whose_key_stands_twice_in_a_file_is_marked_wherever_its_pieces_end(
    tmp_path: Path, suffix: str, write: Callable[[pa.Table, Path], None], size: int
) -> None:
    others = tables_of([build_case(case_id=f"sag-{number}") for number in (1, 2)])
    write(pa.concat_tables([NESTED, nest_events(*others), NESTED.slice(0, 1)]), tmp_path / f"cases{suffix}")
    marked = [
        (batch.cases["case_id"][row].as_py())
        for batch in read_batches(tmp_path / f"cases{suffix}", size)
        for row in batch.duplicates.tolist()
    ]
    assert marked == ["sag-3", "sag-3"]


@pytest.mark.parametrize("suffix", [".parquet", ".arrow"])
def test_a_file_whose_keys_are_damaged_is_refused(tmp_path: Path, suffix: str) -> None:
    damaged = pa.StringArray.from_buffers(2, pa.py_buffer(b"\0\0\0\0\1\0\0\0\2\0\0\0"), pa.py_buffer(b"\xff\xfe"))
    table = NESTED.set_column(NESTED.column_names.index("case_id"), "case_id", damaged)
    dict(WRITERS)[suffix](table, tmp_path / f"cases{suffix}")
    with pytest.raises(CaseError, match="the file cannot be read"):
        list(read_batches(tmp_path / f"cases{suffix}"))


def test_texts_in_a_dictionary_are_read_over_row_groups_as_any_others(tmp_path: Path) -> None:
    place = EVENTS.column_names.index("type")
    encoded = EVENTS.set_column(place, "type", EVENTS["type"].dictionary_encode())
    parquet.write_table(
        pa.concat_tables([nest_events(CASES, encoded)] * 5), tmp_path / "cases.parquet", row_group_size=3
    )
    assert read_rows(tmp_path / "cases.parquet") == (["sag-3", "sag-4"] * 5, ["sag-3", "sag-4"] * 5)
    (tmp_path / "tables").mkdir()
    parquet.write_table(CASES, tmp_path / "tables" / "cases.parquet")
    parquet.write_table(encoded, tmp_path / "tables" / "events.parquet", row_group_size=1)
    assert read_rows(tmp_path / "tables") == (["sag-3", "sag-4"], ["sag-3", "sag-4"])


@pytest.mark.parametrize(("suffix", "write"), WRITERS)
def test_texts_that_are_no_utf_8_are_refused(
    tmp_path: Path, suffix: str, write: Callable[[pa.Table, Path], None]
) -> None:
    texts = pa.array([case_id.encode("latin-1") for case_id in ("sag-ø", "sag-å")], pa.binary())
    column = pa.Array.from_buffers(pa.string(), 2, texts.buffers())
    write(NESTED.set_column(NESTED.column_names.index("case_id"), "case_id", column), tmp_path / f"cases{suffix}")
    folder = tmp_path / "tables"
    folder.mkdir()
    write(CASES.set_column(CASES.column_names.index("case_id"), "case_id", column), folder / f"cases{suffix}")
    write(EVENTS, folder / f"events{suffix}")
    for source in (tmp_path / f"cases{suffix}", folder):
        with pytest.raises(CaseError, match="the file cannot be read"):
            read_rows(source)


def test_a_file_without_cases_still_tells_its_columns(tmp_path: Path) -> None:
    parquet.write_table(NESTED.slice(0, 0), tmp_path / "cases.parquet")
    ((cases, events),) = read_tables(tmp_path / "cases.parquet")
    assert (cases.num_rows, events.num_rows) == (0, 0)
    assert "type" in events.column_names


@pytest.mark.parametrize("missing", ["cases", "events"])
def test_a_folder_without_one_of_the_files_is_refused(tmp_path: Path, missing: str) -> None:
    for name, table in {"cases": CASES, "events": EVENTS}.items():
        if name != missing:
            parquet.write_table(table, tmp_path / f"{name}.parquet")
    with pytest.raises(CaseError, match=f"this folder holds no file “{missing}”"):
        list(read_tables(tmp_path))


@pytest.mark.parametrize("suffix", [".parquet", ".arrow"])
def test_a_file_that_is_no_table_is_refused_without_a_word_of_it(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"cases{suffix}"
    path.write_bytes(b"HEMMELIGT" * 50)
    with pytest.raises(CaseError) as caught:
        list(read_tables(path))
    assert "HEMMELIGT" not in str(caught.value)


def test_a_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(CaseError, match="CASE: the file cannot be read"):
        list(read_tables(tmp_path / "cases.parquet"))
