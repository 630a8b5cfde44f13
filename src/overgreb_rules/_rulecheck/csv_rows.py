"""The rows of a CSV file that stands beside the rules."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator

from overgreb_rules.errors import RuleError
from overgreb_rules.shared.text import Text


def read_csv_rows(text: str, file: str) -> Iterator[tuple[str, list[str]]]:
    """Read a CSV file.

    Args:
        text: The text of the file.
        file: Its name.

    Yields:
        The place of each row, as errors name it, and its cells.

    Raises:
        RuleError: A row cannot be read, such as one whose quotation mark is never closed; with the line.
    """
    rows = csv.reader(io.StringIO(text), strict=True)
    try:
        for row in rows:
            yield f"{file}, line {rows.line_num}", row
    except csv.Error:
        raise RuleError(
            f"{file}, line {rows.line_num}",
            Text("linjen kan ikke læses som CSV", "the line cannot be read as CSV"),
            allowed=Text("en række i CSV, anførselstegn i par", "a row of CSV, quotation marks in pairs"),
            mend=Text(
                "ret linjen, eller luk anførselstegnet før den",
                "correct the line, or close the quotation mark before it",
            ),
        ) from None
