"""Tables that people fill in: CSV with one row for each entry, as a Danish Excel or another program writes it."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from meetings.errors import RequestError
from overgreb_rules.shared.text import Text

_MOST_ROWS = 20_000


@dataclass(frozen=True, slots=True)
class TableRow:
    """A row of a table: its cells by the name of the column, without the spaces around them."""

    place: Text
    """The file and the line, or the sheet and the row."""
    cells: dict[str, str]


def read_csv_table(raw: bytes, file: str, columns: Sequence[str], optional: Sequence[str] = ()) -> Iterator[TableRow]:
    """Read a CSV file whose first line names the columns.

    Args:
        raw: The bytes of the file, UTF-8 with or without a byte order mark; commas, semicolons or tabs between cells.
        file: The name of the file, for the place of an error.
        columns: The columns that the table must have, in any order.
        optional: The columns that it may have.

    Yields:
        Each row that is not empty; a cell that is missing is empty.

    Raises:
        RequestError: The file is no UTF-8 text or no such table.
    """
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise RequestError(
            file,
            Text("teksten er ikke UTF-8", "this is no UTF-8 text"),
            Text("gem den som CSV UTF-8", "save it as CSV UTF-8"),
        ) from None
    first = text.partition("\n")[0]
    delimiter = max(";,\t", key=first.count)
    lines = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    try:
        rows = [(lines.line_num, row) for row in lines]
    except csv.Error:
        place = Text(f"{file}, linje {lines.line_num}", f"{file}, line {lines.line_num}")
        raise RequestError(
            place,
            Text("linjen kan ikke læses som CSV", "the line cannot be read as CSV"),
            Text("gem filen som CSV igen", "save the file as CSV again"),
        ) from None
    yield from name_cells(
        [(Text(f"{file}, linje {line}", f"{file}, line {line}"), row) for line, row in rows], file, columns, optional
    )


def name_cells(
    rows: Sequence[tuple[Text, Sequence[str]]], file: str, columns: Sequence[str], optional: Sequence[str]
) -> Iterator[TableRow]:
    """Name the cells of a table by its first row.

    Args:
        rows: The place and the cells of each row.
        file: The name of the file, for the place of an error.
        columns: The columns that the table must have, in any order.
        optional: The columns that it may have.

    Yields:
        Each row that is not empty, without the first.

    Raises:
        RequestError: A column is missing, unknown or stands twice, or there are too many rows.
    """
    head = [cell.strip().lower() for cell in rows[0][1]] if rows else []
    while head and not head[-1]:
        head.pop()
    allowed = ", ".join((*columns, *optional))
    if any(name not in head for name in columns) or len(set(head)) < len(head) or set(head) - {*columns, *optional}:
        raise RequestError(
            rows[0][0] if rows else file,
            Text("den første række skal nævne kolonnerne", "the first row must name the columns"),
            Text(f"skriv {allowed}, hver én gang", f"write {allowed}, each once"),
        )
    if len(rows) > _MOST_ROWS:
        raise RequestError(
            file,
            Text(f"der er over {_MOST_ROWS} rækker", f"it has more than {_MOST_ROWS} rows"),
            Text("behold kun årets rækker", "keep the rows of the year"),
        )
    for place, row in rows[1:]:
        cells = [cell.strip() for cell in row]
        if any(cells):
            if any(cells[len(head) :]):
                raise RequestError(
                    place,
                    Text(
                        "rækken har flere felter, end der er kolonner", "the row has more cells than there are columns"
                    ),
                    Text(
                        "sæt anførselstegn om et felt med skilletegn i",
                        "put quotes around a cell with a separator in it",
                    ),
                )
            yield TableRow(place, dict(zip(head, [*cells, *[""] * len(head)], strict=False)))
