"""An agenda as a table for a terminal, and as CSV for a Danish Excel."""

from __future__ import annotations

from collections.abc import Sequence

from rich.console import Group
from rich.text import Text

from overgreb_rules._evaluate.work_list import Agenda, AgendaItem
from overgreb_rules._text.formatting import format_bearer
from overgreb_rules._text.need_words import format_not_told
from overgreb_rules.render._agenda_rows import AgendaRows, build_agenda_rows, fit_to_screen
from overgreb_rules.render._agenda_words import (
    AGENDA_WORDS,
    format_counts,
    format_group,
    format_notes,
    format_opening,
    format_refused,
    format_selection,
    format_title,
)
from overgreb_rules.render._terminal import TerminalText, build_cell
from overgreb_rules.render.csv_table import format_excel_date, list_date_cells
from overgreb_rules.shared.csv_cells import build_csv
from overgreb_rules.shared.text import translate

_LINES_KEPT_FREE = 2
"""An empty one before the notes, and that of the prompt."""
_COLUMNS = {
    "da": (
        "Gruppe", "Sikker frist", "Yderste frist", "Må tidligst ske", "Sag", "Udløst af",
        "Pligt", "Hjemmel", "Hvem", "Ikke oplyst", "Nøgle",
    ),
    "en": (
        "Group", "Safe deadline", "Latest deadline", "No earlier than", "Case", "Opened by",
        "Duty", "Legal basis", "Who", "Not told", "Key",
    ),
}  # fmt: skip


def render_agenda_csv(agenda: Agenda, language: str) -> str:
    """Return the agenda as a table for a Danish Excel.

    Args:
        agenda: the agenda.
        language: da or en.

    Returns:
        CSV text with a row of headings and one row for each duty; a last row says how many cases were refused.
    """
    rows = [_COLUMNS[language], *(_row(item, language) for item in agenda.items)]
    return build_csv([*rows, *([words] for words in format_refused(len(agenda.refused), language))])


def _row(item: AgendaItem, language: str) -> tuple[str, ...]:
    dates = list_date_cells(item.due, item.modality)
    return (
        format_group(item.group, language),
        *(format_excel_date(when, language) if when else "" for when in dates),
        item.case_id,
        format_opening(item, language),
        translate(item.title, language),
        item.cite,
        format_bearer(item.bearer, language),
        format_not_told(item, language),
        item.key,
    )


def render_agenda_table(
    agenda: Agenda,
    language: str,
    *,
    colour: bool,
    width: int | None = None,
    height: int | None = None,
    one_screen: bool = False,
) -> str:
    """Return the agenda as lines for a terminal: the counts of all groups, then the duties of each group.

    Args:
        agenda: the agenda.
        language: da or en.
        colour: whether the terminal shows colours.
        width: columns of the terminal; None for the terminal itself where it shows colours, else 100.
        height: lines of the terminal; None for the terminal itself where it shows colours, else 40.
        one_screen: whether the duties that are shown are cut to the lines of the terminal.

    Returns:
        The lines. Of a group that is not shown whole they say how many duties it has, and the options that list them.
    """
    out = TerminalText(colour=colour, width=width, height=height)
    groups = build_agenda_rows(agenda, language)
    head = [build_cell(format_title(agenda, language), "bold")]
    if counts := format_counts(agenda, language):
        head.append(build_cell(" · ".join(counts.values())))
    head += map(build_cell, format_selection(agenda, language))
    notes = [build_cell(line) for line in format_notes(agenda, language)]
    if one_screen:
        around = out.count_lines(*head, *notes, _name_hidden(groups, language)) + _LINES_KEPT_FREE
        fit_to_screen(groups, out, out.height - around)
    for part in head:
        out.add(part)
    for one in groups:
        if one.shown:
            out.add(one.heading())
            out.add(Group(*one.rows[: one.shown]))
    if hidden := [one for one in groups if not one.shown]:
        notes.insert(0, _name_hidden(hidden, language))
    for part in [build_cell(""), *notes] if notes else []:
        out.add(part)
    return out.text()


def _name_hidden(groups: Sequence[AgendaRows], language: str) -> Text:
    options = ", ".join(f"{format_group(one.group, language)} (--status {one.group})" for one in groups)
    return build_cell(translate(AGENDA_WORDS["hidden"], language).format(groups=options))
