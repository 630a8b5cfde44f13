"""Reading of cases from Parquet and Arrow files, some thousand cases at a time."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from itertools import starmap
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
from pyarrow import parquet

from overgreb_rules._columnar.io.input_tables import CaseBatch, build_batch, unnested
from overgreb_rules._columnar.io.stream_join import regroup_rows
from overgreb_rules.errors import CaseError
from overgreb_rules.shared.file_suffixes import TABLE_SUFFIXES
from overgreb_rules.shared.system_error import describe_unreadable
from overgreb_rules.shared.text import Text

CASES_OF_A_FILE_READ = 4096
"""With 8,192 a command needed 398 MB instead of 283, for as much time of the processor (11,184 cases); with 2,048 it
takes a fifth longer."""
_ROWS_OF_A_READ = 256
"""A reader of Parquet keeps some 9 KB for each row that it reads at a time, beside the rows."""
_BUFFER_BYTES = 2**16
"""Without a buffer the reader holds all bytes of a row group, which may be the whole file."""
_ENDINGS = ", ".join(TABLE_SUFFIXES)
_ALLOWED = Text(
    f"en fil med kolonnen »events« eller en mappe med filerne »cases« og »events«, der ender på {_ENDINGS}",
    f"a file with a column “events”, or a folder with the files “cases” and “events”, each {_ENDINGS}",
)


def read_tables(source: Path, size: int = CASES_OF_A_FILE_READ) -> Iterator[tuple[pa.Table, pa.Table]]:
    """Read the cases of a file or a folder.

    Args:
        source: A file in which each case has its events nested (`unnested`), which is read in pieces; or a folder
            with a table of cases and a table of events in any order, which is read whole.
        size: The number of cases in a piece of a file.

    Yields:
        A table of cases and the table of their events, as `evaluate_arrow` takes them; of a file first empty ones,
        which have its columns.

    Raises:
        CaseError: The source can be read as neither.
    """
    with _refuse_unreadable():
        if source.is_dir():
            yield _check_texts(_whole(_in_folder(source, "cases"))), _check_texts(_whole(_in_folder(source, "events")))
            return
        schema, batches = _in_batches(source)
        yield unnested(schema.empty_table())
        tables = (_check_texts(pa.Table.from_batches([batch])) for batch in batches)
        yield from map(unnested, regroup_rows(tables, schema, size))


@contextmanager
def _refuse_unreadable() -> Iterator[None]:
    """Turn what goes wrong while a file is read into the refusal of the argument."""
    try:
        yield
    except (OSError, pa.ArrowException) as error:
        raise CaseError(
            "CASE",
            describe_unreadable(error),
            allowed=_ALLOWED,
            mend=Text("se stien og filen efter", "check the path and the file"),
        ) from None


def read_batches(source: Path, size: int = CASES_OF_A_FILE_READ) -> Iterator[CaseBatch]:
    """Read the cases of a file or a folder, and mark every case whose key stands twice anywhere in the source.

    Args:
        source: As `read_tables` takes it.
        size: The number of cases in a piece of a file.

    Yields:
        The cases with their events; of a file first none.

    Raises:
        CaseError: The source can be read as neither a file nor a folder, or its tables do not fit their schemas.
    """
    tables = read_tables(source, size)
    repeated: pa.Array | None = None
    if not source.is_dir():
        yield build_batch(*next(tables))
        with _refuse_unreadable():
            repeated = _find_repeated_keys(source)
    # No name holds a piece while the next one is read.
    yield from starmap(partial(build_batch, repeated=repeated), tables)


def _find_repeated_keys(path: Path) -> pa.Array:
    """Return the keys of cases that stand in several rows of a file: string[k].

    The column is read beside the pieces: which cases are refused must not hang on where a piece ends.
    """
    if path.suffix == ".parquet":
        keys = parquet.ParquetFile(path).read(columns=["case_id"])
    else:
        schema, batches = _arrow(path)
        column = pa.schema([schema.field("case_id")])
        keys = pa.Table.from_batches([batch.select(["case_id"]) for batch in batches], column)
    counts = pc.value_counts(_check_texts(keys)["case_id"].cast(pa.string()).combine_chunks())
    return counts.field("values").filter(pc.greater(counts.field("counts"), 1))


def read_row_groups(file: parquet.ParquetFile) -> pa.Table:
    """Read a whole file of Parquet.

    Row group by row group: pyarrow cannot read texts in a dictionary, in a list of structs, over two of them at once.

    Args:
        file: The file.

    Returns:
        Its rows.
    """
    groups = [file.read_row_group(number) for number in range(file.num_row_groups)]
    return pa.concat_tables([file.schema_arrow.empty_table(), *groups])


def _check_texts(table: pa.Table) -> pa.Table:
    """Return a table as it is; one with a text that is not UTF-8, or with offsets beyond its bytes, is refused."""
    table.validate(full=True)
    return table


def _in_folder(folder: Path, name: str) -> Path:
    for suffix in TABLE_SUFFIXES:
        if (path := folder / f"{name}{suffix}").exists():
            return path
    raise CaseError(
        "CASE",
        Text(f"mappen har ingen fil »{name}«", f"this folder holds no file “{name}”"),
        allowed=_ALLOWED,
        mend=Text("giv filerne navn efter deres indhold", "name the files by what they hold"),
    )


def _whole(path: Path) -> pa.Table:
    if path.suffix == ".parquet":
        return read_row_groups(parquet.ParquetFile(path))
    schema, batches = _arrow(path)
    return pa.Table.from_batches(batches, schema)


def _in_batches(path: Path) -> tuple[pa.Schema, Iterator[pa.RecordBatch]]:
    """Open a file; return its schema and its batches, which are read as they are taken."""
    if path.suffix != ".parquet":
        return _arrow(path)
    file = parquet.ParquetFile(path, buffer_size=_BUFFER_BYTES)
    # Threads that each read some of the columns would take memory of their own, and save no time of the processor.
    # A read never goes over two row groups, as in `read_row_groups`.
    batches = (
        batch
        for number in range(file.num_row_groups)
        for batch in file.iter_batches(batch_size=_ROWS_OF_A_READ, row_groups=[number], use_threads=False)
    )
    return file.schema_arrow, batches


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
