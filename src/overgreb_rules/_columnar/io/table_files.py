"""Cases in files of Parquet and Arrow, some thousand at a time."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pyarrow as pa
from pyarrow import parquet

from overgreb_rules._columnar.io.input_tables import unnested
from overgreb_rules.errors import CaseError

_CASES_AT_A_TIME = 8192
_SUFFIXES = (".parquet", ".arrow", ".feather")
_ALLOWED = "a file with a column «events», or a folder with the files «cases» and «events», each " + ", ".join(
    _SUFFIXES
)


def read_tables(source: Path) -> Iterator[tuple[pa.Table, pa.Table]]:
    """The cases of the file, or of the folder, with their events: pairs of tables as `evaluate_arrow` takes them.

    A file has the events of each case nested (`unnested`) and comes piece by piece; a folder holds a table of cases
    and a table of events, in any order, and comes whole. Raises CaseError where it can be read as neither.
    """
    try:
        if source.is_dir():
            yield _whole(_in_folder(source, "cases")), _whole(_in_folder(source, "events"))
            return
        for piece in _pieces(source):
            yield unnested(piece)
    except (OSError, pa.ArrowException) as error:
        what = f"this cannot be read ({getattr(error, 'strerror', None) or type(error).__name__})"
        raise CaseError("CASE", what, allowed=_ALLOWED, mend="check the path and the file") from None


def _in_folder(folder: Path, name: str) -> Path:
    for suffix in _SUFFIXES:
        if (path := folder / f"{name}{suffix}").exists():
            return path
    what, mend = f"this folder holds no file «{name}»", "name the files by what they hold"
    raise CaseError("CASE", what, allowed=_ALLOWED, mend=mend)


def _whole(path: Path) -> pa.Table:
    pieces = list(_pieces(path))
    return pa.concat_tables(pieces)


def _pieces(path: Path) -> Iterator[pa.Table]:
    """The rows in pieces; one without rows where there are none."""
    if path.suffix == ".parquet":
        file = parquet.ParquetFile(path)
        schema, batches = file.schema_arrow, file.iter_batches(batch_size=_CASES_AT_A_TIME)
    else:
        schema, batches = _arrow(path)
    yield schema.empty_table()
    for batch in batches:
        for start in range(0, batch.num_rows, _CASES_AT_A_TIME):
            yield pa.Table.from_batches([batch.slice(start, _CASES_AT_A_TIME)])


def _arrow(path: Path) -> tuple[pa.Schema, Iterator[pa.RecordBatch]]:
    """A file of Arrow in either of its two formats, of which both carry this suffix."""
    mapped = pa.memory_map(str(path))
    try:
        file = pa.ipc.open_file(mapped)
    except pa.ArrowInvalid:
        mapped.seek(0)
        stream = pa.ipc.open_stream(mapped)
        return stream.schema, iter(stream)
    return file.schema, (file.get_batch(number) for number in range(file.num_record_batches))
