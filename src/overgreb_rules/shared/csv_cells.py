"""CSV text for a Danish Excel, with cells that no spreadsheet runs as a formula."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence

__all__ = ["build_csv", "neutralise_formula"]

_BYTE_ORDER_MARK = "\ufeff"
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def build_csv(rows: Iterable[Sequence[str]]) -> str:
    """Return the rows as CSV text: semicolons, CRLF, and a byte order mark in front.

    Without the mark a Danish Excel reads æ, ø and å as other letters.

    Args:
        rows: the rows of cells, the headings first.

    Returns:
        The text of the file; each cell went through `neutralise_formula`.

    """
    out = io.StringIO()
    out.write(_BYTE_ORDER_MARK)
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    writer.writerows([neutralise_formula(cell) for cell in row] for row in rows)
    return out.getvalue()


def neutralise_formula(cell: str) -> str:
    """Return the cell with an apostrophe in front where a spreadsheet would run it as a formula.

    Args:
        cell: the text of the cell.

    Returns:
        The cell; unchanged where it begins, after spaces and no-break spaces, with no character of a formula.

    Source:
        OWASP, CSV Injection.

    """
    return f"'{cell}" if cell.lstrip(" \u00a0").startswith(_FORMULA_STARTS) else cell
