"""The duties of an agenda as rows for a terminal, and how many of them one screen holds."""

from __future__ import annotations

import itertools
import math
from collections.abc import Sequence

from rich.console import Group
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from overgreb_rules._evaluate.work_list import Agenda, AgendaItem
from overgreb_rules._evaluate.work_list_filter import AgendaGroup
from overgreb_rules._text.due_words import format_dates
from overgreb_rules._text.need_words import format_not_told
from overgreb_rules.render._agenda_words import (
    AGENDA_WORDS,
    format_group,
    format_number,
    format_opening,
)
from overgreb_rules.render._terminal import TerminalText, build_cell
from overgreb_rules.shared.text import translate

_COLOURS: dict[AgendaGroup, str] = {
    "overdue": "bold red",
    "past_due": "bold magenta",
    "contested": "bold magenta",
    "due_today": "bold yellow",
    "due_soon": "yellow",
    "open": "cyan",
    "undetermined": "magenta",
}
_TURNS: tuple[AgendaGroup, ...] = ("due_today", "contested", "overdue", "due_today", "past_due")
"""The groups of what must be done today, as they take turns: first, and twice in a round, what can be kept in time."""
_CASE_WIDTH = 24
"""The most columns of the keys of cases: a longer key is folded."""


class AgendaRows:
    """The duties of one group as rows for a terminal.

    The first line of a row has the date, the case and the duty; below it stand what opened the duty, and the legal
    basis. Case and event stand once for all duties that one event opened.

    Attributes:
        group: The group.
        rows: A row for each duty, in the order of the agenda.
        shown: How many of the rows are shown.
    """

    def __init__(self, items: Sequence[AgendaItem], count: int, language: str) -> None:
        """Build the rows, all of them shown.

        Args:
            items: the duties of the group that the agenda lists, at least one.
            count: how many duties the group has.
            language: da or en.
        """
        self.group, self._count, self._language = items[0].group, count, language
        dates = [format_dates(item.due, item.modality, language) for item in items]
        self._due_width = max((len(line) for lines in dates for line in lines), default=0)
        self._case_width = min(max(len(item.case_id) for item in items), _CASE_WIDTH)
        matters = [(item.case_id, item.trigger) for item in items]
        self.rows = [
            self._row(item, lines, repeats=matter == before)
            for item, lines, matter, before in zip(items, dates, matters, [None, *matters[:-1]], strict=True)
        ]
        self.shown = len(self.rows)

    def heading(self) -> Text:
        """Return the heading of the group.

        Returns:
            Below an empty line the name and the count; where not all duties are shown also how many are, and the
            options that list all.
        """
        words = translate(AGENDA_WORDS["heading" if self.shown == self._count else "heading_of_part"], self._language)
        heading = words.format(
            group=format_group(self.group, self._language),
            count=format_number(self._count, self._language),
            shown=format_number(self.shown, self._language),
            options=f"--status {self.group} --limit 0",
        )
        return build_cell(f"\n{heading}", _COLOURS.get(self.group, "bold"))

    def count_lines_of_next(self, out: TerminalText) -> float:
        """Return how many lines one row more would take.

        Args:
            out: the terminal.

        Returns:
            The number of lines, with those of the heading where no row is shown yet; infinity where all rows are shown.
        """
        if self.shown == len(self.rows):
            return math.inf
        return out.count_lines(self.rows[self.shown], *([] if self.shown else [self.heading()]))

    def _row(self, item: AgendaItem, dates: list[str], *, repeats: bool) -> Group:
        cells = ["" if repeats else item.case_id, translate(item.title, self._language)]
        line = Table.grid(padding=(0, 2, 0, 0), expand=True)
        if self._due_width:
            line.add_column(width=self._due_width, no_wrap=True)
            cells.insert(0, "\n".join(dates) or "–")
        line.add_column(width=self._case_width, overflow="fold")
        line.add_column(ratio=1)
        line.add_row(*map(build_cell, cells))
        basis = item.cite if repeats else f"{format_opening(item, self._language)} · {item.cite}"
        below = [words for words in (basis, format_not_told(item, self._language)) if words]
        return Group(Padding(line, (0, 0, 0, 1)), *(Padding(build_cell(words, "dim"), (0, 0, 0, 4)) for words in below))


def build_agenda_rows(agenda: Agenda, language: str) -> list[AgendaRows]:
    """Build the rows of each group that an agenda lists.

    Args:
        agenda: the agenda.
        language: da or en.

    Returns:
        The groups in the order of the agenda, all their rows shown.
    """
    groups = itertools.groupby(agenda.items, key=lambda item: item.group)
    return [AgendaRows(list(items), agenda.selected[group], language) for group, items in groups]


def fit_to_screen(groups: Sequence[AgendaRows], out: TerminalText, lines: float) -> None:
    """Show no more rows than a number of lines holds.

    The groups of what must be done today take turns (`_TURNS`), a row a turn, so that no long group pushes another
    off the screen. The groups after them get what is left, each as much as it can have.

    Args:
        groups: the groups, of which `shown` is set.
        out: the terminal, which counts the lines of a row.
        lines: how many lines there are.
    """
    for one in groups:
        one.shown = 0
    by_name = {one.group: one for one in groups}
    rounds = [[by_name[group] for group in _TURNS if group in by_name]]
    rounds += [[one] for one in groups if one.group not in _TURNS]
    for turns in rounds:
        is_growing = True
        while is_growing:
            is_growing = False
            for one in turns:
                if (cost := one.count_lines_of_next(out)) <= lines:
                    one.shown, lines, is_growing = one.shown + 1, lines - cost, True
