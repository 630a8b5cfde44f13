"""Reading of cases from Parquet and Arrow files, some thousand cases at a time."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pyarrow as pa
from pyarrow import parquet

from overgreb_rules._columnar.io.input_tables import unnested
from overgreb_rules.errors import CaseError
from overgreb_rules.shared.system_error import describe_unreadable
from overgreb_rules.shared.text import Text

_CASES_AT_A_TIME = 8192
_SUFFIXES = (".parquet", ".arrow", ".feather")
_ENDINGS = ", ".join(_SUFFIXES)
_ALLOWED = Text(
    f"en fil med kolonnen »events« eller en mappe med filerne »cases« og »events«, der ender på {_ENDINGS}",
    f"a file with a column “events”, or a folder with the files “cases” and “events”, each {_ENDINGS}",
)


def read_tables(source: Path) -> Iterator[tuple[pa.Table, pa.Table]]:
    """Read the cases of a file or a folder.

    Args:
        source: A file in which each case has its events nested (`unnested`), which is read in pieces; or a folder
            with a table of cases and a table of events in any order, which is read whole.

    Yields:
        A table of cases and the table of their events, as `evaluate_arrow` takes them.

    Raises:
        CaseError: The source can be read as neither.
    """
    try:
        if source.is_dir():
            yield _whole(_in_folder(source, "cases")), _whole(_in_folder(source, "events"))
            return
        for piece in _pieces(source):
            yield unnested(piece)
    except (OSError, pa.ArrowException) as error:
        raise CaseError(
            "CASE",
            describe_unreadable(error),
            allowed=_ALLOWED,
            mend=Text("se stien og filen efter", "check the path and the file"),
        ) from None


def _in_folder(folder: Path, name: str) -> Path:
    for suffix in _SUFFIXES:
        if (path := folder / f"{name}{suffix}").exists():
            return path
    raise CaseError(
        "CASE",
        Text(f"mappen har ingen fil »{name}«", f"this folder holds no file “{name}”"),
        allowed=_ALLOWED,
        mend=Text("giv filerne navn efter deres indhold", "name the files by what they hold"),
    )


def _whole(path: Path) -> pa.Table:
    pieces = list(_pieces(path))
    return pa.concat_tables(pieces)


def _pieces(path: Path) -> Iterator[pa.Table]:
    """Yield an empty table with the schema of the file, then its rows in pieces."""
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
    """Open an Arrow file in its file or its stream format: both use the same suffixes."""
    mapped = pa.memory_map(str(path))
    try:
        file = pa.ipc.open_file(mapped)
    except pa.ArrowInvalid:
        mapped.seek(0)
        stream = pa.ipc.open_stream(mapped)
        return stream.schema, iter(stream)
    return file.schema, (file.get_batch(number) for number in range(file.num_record_batches))
