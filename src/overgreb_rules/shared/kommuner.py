"""The table of the kommuner since the reform of 2007: `data/politikredse.csv`, one row for every state of a kommune."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path


def read_table_bytes() -> bytes:
    """Read the table as it stands in the package.

    Returns:
        CSV in UTF-8 with a header.
    """
    return (Path(__file__).parent / "data" / "politikredse.csv").read_bytes()


def read_rows() -> Iterator[Mapping[str, str]]:
    """Read the rows of the table.

    Yields:
        Texts by the names of the columns; the days from and to which a row holds are ISO 8601, the last one empty.
    """
    import csv  # noqa: PLC0415  # most cases name no kommune

    yield from csv.DictReader(read_table_bytes().decode().splitlines())


@cache
def kommune_codes() -> frozenset[int]:
    """Return the official codes of all kommuner.

    Cached, one value: reading takes 0.4 ms, as long as evaluating a case, and every case with a kommune asks.

    Returns:
        The codes as numbers: 751 for 0751.
    """
    return frozenset(int(row["kommune_kode"]) for row in read_rows())
