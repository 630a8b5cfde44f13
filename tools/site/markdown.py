"""Pieces of Markdown that hold text of the rules as text."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Sequence

from overgreb_rules.shared.no_break_spaces import add_no_break_spaces
from overgreb_rules.shared.text import Text, translate

_MARKUP = re.compile(r"([\\`*_{}\[\]<>#|~^])")
NONE = Text("Ingen.", "None.")


def escape(words: str) -> str:
    """Return words so that Markdown shows them as they are.

    Args:
        words: Any text in one line.

    Returns:
        The text with a backslash before every sign of Markdown or HTML, and no line end inside citations and dates.
    """
    return _MARKUP.sub(r"\\\1", add_no_break_spaces(words))


def build_table(headings: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Return a table.

    Args:
        headings: The headings of the columns.
        rows: The cells of each row, in Markdown.

    Returns:
        Markdown with a line end.
    """
    lines = [_row(headings), _row(["---"] * len(headings)), *(_row(row) for row in rows)]
    return "\n".join(lines) + "\n"


def build_list(items: Iterable[str], language: str) -> str:
    """Return a list, or that there is nothing.

    Args:
        items: The items, in Markdown.
        language: da or en.

    Returns:
        Markdown with a line end.
    """
    return "".join(f"- {item}\n" for item in items) or f"{translate(NONE, language)}\n"


def fold_json(summary: str, data: object) -> str:
    """Return JSON that is folded away under a summary.

    Args:
        summary: What the JSON is.
        data: The data.

    Returns:
        Markdown with a line end.
    """
    text = json.dumps(data, ensure_ascii=False, indent=2)
    inside = "\n".join(f"    {line}" for line in text.splitlines())
    return f'??? note "{summary}"\n\n    ```json\n{inside}\n    ```\n'


def mark_language(body: str, language: str) -> str:
    """Return a page whose words are marked as of a language.

    Args:
        body: The page, in Markdown.
        language: da or en.

    Returns:
        Markdown.
    """
    return f'<div lang="{language}" markdown>\n\n{body}\n</div>\n'


def _row(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"
