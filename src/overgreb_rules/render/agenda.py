"""An agenda as a table for a terminal, and as CSV for a Danish Excel."""

from __future__ import annotations

import itertools

from rich import box
from rich.table import Table

from overgreb_rules._evaluate.work_list import Agenda, AgendaItem
from overgreb_rules._evaluate.work_list_filter import AgendaGroup
from overgreb_rules._text.formatting import format_bearer, get_shown_dates
from overgreb_rules.render._agenda_words import (
    AGENDA_WORDS,
    format_dates,
    format_group,
    format_missing,
    format_notes,
    format_number,
    format_opening,
    format_selection,
    format_title,
)
from overgreb_rules.render._terminal import TerminalText, build_cell
from overgreb_rules.render.csv_table import format_excel_date
from overgreb_rules.shared.csv_cells import build_csv
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
_COLUMNS = {
    "da": (
        "Gruppe", "Sikker frist", "Yderste frist", "Sag", "Udløst af",
        "Pligt", "Hjemmel", "Hvem", "Ikke oplyst", "Nøgle",
    ),
    "en": (
        "Group", "Due (strict)", "Due (lenient)", "Case", "Opened by",
        "Duty", "Legal basis", "Who", "Not told", "Key",
    ),
}  # fmt: skip


def render_agenda_csv(agenda: Agenda, language: str) -> str:
    """Return the agenda as a table for a Danish Excel.

    Args:
        agenda: the agenda.
        language: da or en.

    Returns:
        CSV text with a row of headings and one row for each duty.
    """
    return build_csv([_COLUMNS[language], *(_row(item, language) for item in agenda.items)])


def _row(item: AgendaItem, language: str) -> tuple[str, ...]:
    due = get_shown_dates(item.due) if item.due else ()
    return (
        format_group(item.group, language),
        *([format_excel_date(when) for when in due] or [""] * 2),
        item.case_id,
        format_opening(item, language),
        translate(item.title, language),
        item.cite,
        format_bearer(item.bearer, language),
        format_missing(item, language),
        item.key,
    )


def render_agenda_table(agenda: Agenda, language: str, *, colour: bool, width: int | None = None) -> str:
    """Return the agenda as a table for a terminal: the counts of all groups, then each group that is listed.

    Args:
        agenda: the agenda.
        language: da or en.
        colour: whether the terminal shows colours.
        width: columns of the terminal; None for the terminal itself where it shows colours, else 100.

    Returns:
        The lines of the table.
    """
    out = TerminalText(colour=colour, width=width)
    out.add(build_cell(format_title(agenda, language), "bold"))
    if any(agenda.counts.values()):
        out.add(build_cell(_format_counts(agenda, language)))
    for line in format_selection(agenda, language):
        out.add(build_cell(line))
    for group, items in itertools.groupby(agenda.items, key=lambda item: item.group):
        listed = list(items)
        count = agenda.selected[group]
        heading = f"\n{format_group(group, language)} ({format_number(count, language)})"
        out.add(build_cell(heading, _COLOURS.get(group, "bold")))
        out.add(_group_table(listed, language))
        if len(listed) < count:
            shown, all_ = format_number(len(listed), language), format_number(count, language)
            out.add(build_cell(translate(AGENDA_WORDS["more"], language).format(shown=shown, count=all_)))
    notes = format_notes(agenda, language)
    for line in ["", *notes] if notes else []:
        out.add(build_cell(line))
    return out.text()


def _format_counts(agenda: Agenda, language: str) -> str:
    return " · ".join(
        f"{format_group(group, language)}: {format_number(count, language)}"
        for group, count in agenda.counts.items()
        if count
    )


def _group_table(items: list[AgendaItem], language: str) -> Table:
    """Return the duties of a group; what opened them stands once for all that one event opened."""
    grid = Table(box=box.SIMPLE_HEAD, pad_edge=False, expand=True)
    for name, ratio in (("due", None), ("case", 3), ("duty", 4), ("basis", 2)):
        heading = translate(AGENDA_WORDS[name], language)
        grid.add_column(heading, overflow="fold", no_wrap=name == "due", ratio=ratio)
    matter = None
    for item in items:
        when = "\n".join(format_dates(item, language)) or "–"
        title = build_cell(translate(item.title, language))
        if missing := format_missing(item, language):
            title.append("\n").append(build_cell(missing, "dim"))
        case = build_cell("")
        if matter != (item.case_id, item.trigger):
            case = build_cell(item.case_id).append("\n").append(build_cell(format_opening(item, language), "dim"))
        matter = item.case_id, item.trigger
        grid.add_row(build_cell(when), case, title, build_cell(item.cite))
    return grid
