"""CSV text for a Danish Excel, with cells that no spreadsheet runs as a formula."""

from __future__ import annotations

import csv
import io
import unicodedata
from collections.abc import Iterable, Sequence

__all__ = ["build_csv", "neutralise_formula"]

_BYTE_ORDER_MARK = "\ufeff"
_FORMULA_STARTS = frozenset("=+-@")
_CONTROL_STARTS = frozenset("\t\r\n")
_BLANK_CATEGORIES = frozenset({"Zs", "Zl", "Zp", "Cc", "Cf", "Cn", "Co"})
_BLANK_LETTERS = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0")
"""Characters that are drawn as nothing although Unicode counts them as letters, marks or symbols."""


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
        The cell; unchanged where it begins, after whatever is drawn as nothing (spaces of every width, zero-width
        spaces, controls, variation selectors), with no sign of a formula in any width.

    Source:
        OWASP, CSV Injection.

    """
    for character in cell:
        # Fullwidth and small forms are the same sign after NFKC.
        if character in _CONTROL_STARTS or unicodedata.normalize("NFKC", character)[:1] in _FORMULA_STARTS:
            return f"'{cell}"
        if not _is_blank(character):
            return cell
    return cell


def _is_blank(character: str) -> bool:
    is_selector = "\ufe00" <= character <= "\ufe0f" or "\U000e0100" <= character <= "\U000e01ef"
    return is_selector or character in _BLANK_LETTERS or unicodedata.category(character) in _BLANK_CATEGORIES
