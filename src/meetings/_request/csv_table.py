"""Tables that people fill in: CSV with one row for each entry, as a Danish Excel or another program writes it.

The first row names the columns, in Danish or in English.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from meetings.errors import RequestError
from overgreb_rules.shared.system_error import NOT_UTF_8
from overgreb_rules.shared.text import Text, join_texts

MOST_ROWS = 20_000
"""The most rows of a table, empty ones among them."""
_CODE_AS_NUMBER = re.compile(r"([0-9]{3,4})(?:[.,]0+)?\Z")


@dataclass(frozen=True, slots=True)
class TableRow:
    """A row of a table: its cells by the English name of the column, without the spaces around them."""

    place: Text
    """The file and the line, or the sheet and the row."""
    cells: dict[str, str]

    def place_of(self, column: Text) -> Text:
        """Name the cell of a column.

        Args:
            column: The name of the column.

        Returns:
            The place of the row with the name of the column.
        """
        return Text(f"{self.place.da}, {column.da}", f"{self.place.en}, {column.en}")


def restore_code(text: str) -> str:
    """Give a code back the form that a spreadsheet took from it: the zero before it, or none behind a decimal sign.

    Args:
        text: The cell of a code or name.

    Returns:
        A code of four figures where the cell holds a whole number of three or four; else the text as it is.

    Example:
        851 and 851.0 give 0851.
    """
    found = _CODE_AS_NUMBER.match(text)
    return found[1].zfill(4) if found else text


def read_csv_table(raw: bytes, file: str, columns: Sequence[Text], optional: Sequence[Text] = ()) -> Iterator[TableRow]:
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
        raise RequestError(file, NOT_UTF_8, Text("gem den som CSV UTF-8", "save it as CSV UTF-8")) from None
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
    check_length(len(rows), file)
    yield from name_cells(
        [(Text(f"{file}, linje {line}", f"{file}, line {line}"), row) for line, row in rows], file, columns, optional
    )


def check_length(rows: int, file: str) -> None:
    """Check the number of the rows of a table.

    Args:
        rows: The number of rows.
        file: The name of the file, for the place of an error.

    Raises:
        RequestError: There are more than `MOST_ROWS`.
    """
    if rows > MOST_ROWS:
        raise RequestError(
            file,
            Text(f"der er over {MOST_ROWS} rækker", f"it has more than {MOST_ROWS} rows"),
            Text("behold kun årets rækker", "keep the rows of the year"),
        )


def name_cells(
    rows: Sequence[tuple[Text, Sequence[str]]], file: str, columns: Sequence[Text], optional: Sequence[Text]
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
        RequestError: A column is missing, unknown or stands twice, or a row has more cells than there are columns.
    """
    names = {word: column.en for column in (*columns, *optional) for word in (column.da, column.en)}
    head = [cell.strip().lower() for cell in rows[0][1]] if rows else []
    while head and not head[-1]:
        head.pop()
    head = [names.get(cell, "") for cell in head]
    if any(column.en not in head for column in columns) or len(set(head)) < len(head) or "" in head:
        allowed = join_texts((*columns, *optional))
        raise RequestError(
            rows[0][0] if rows else file,
            Text("den første række skal nævne kolonnerne", "the first row must name the columns"),
            Text(f"skriv {allowed.da}, hver én gang", f"write {allowed.en}, each once"),
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
