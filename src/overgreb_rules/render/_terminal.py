"""Tables for a terminal: the console that writes them, and cells in which a line ends where it may."""

from __future__ import annotations

import io

from rich.console import Console, RenderableType
from rich.text import Text as Rich

from overgreb_rules.shared.no_break_spaces import NO_BREAK_SPACE, add_no_break_spaces

_GLUE = "\ue000"
"""Stands for a no-break space while lines are broken: rich ends lines at those too."""
_COLUMNS, _LINES = 100, 40
"""The size of the page where there is no terminal."""


class TerminalText:
    """Text for a terminal, collected before it is written.

    Attributes:
        width: The number of columns.
        height: The number of lines that can be seen at a time.
    """

    def __init__(self, *, colour: bool, width: int | None = None, height: int | None = None) -> None:
        """Begin without a line.

        Args:
            colour: whether the terminal shows colours.
            width: columns of the terminal; None for the terminal itself where it shows colours, else 100.
            height: lines of the terminal; None for the terminal itself where it shows colours, else 40.
        """
        self._out = io.StringIO()
        self._console = Console(
            file=self._out,
            force_terminal=colour,
            no_color=None if colour else True,
            width=width or (None if colour else _COLUMNS),
            height=height or (None if colour else _LINES),
            highlight=False,
        )
        self.width, self.height = self._console.size

    def add(self, part: RenderableType) -> None:
        """Add a line or a table.

        Args:
            part: a cell, or a table of cells.
        """
        self._console.print(part)

    def count_lines(self, *parts: RenderableType) -> int:
        """Return how many lines parts will take.

        Args:
            *parts: cells or tables of cells.

        Returns:
            The number of lines at this width.
        """
        return sum(len(self._console.render_lines(part, pad=False)) for part in parts)

    def text(self) -> str:
        """Return all that was added.

        Returns:
            The lines, with no-break spaces where a line must not end.
        """
        return self._out.getvalue().replace(_GLUE, NO_BREAK_SPACE)


def build_cell(words: str, style: str = "") -> Rich:
    """Return words as a cell or line, in which citations, dates and measures do not break.

    Args:
        words: the words, never markup: an id may hold brackets.
        style: the style of a terminal.

    Returns:
        The cell.
    """
    return Rich(add_no_break_spaces(words).replace(NO_BREAK_SPACE, _GLUE), style=style)
