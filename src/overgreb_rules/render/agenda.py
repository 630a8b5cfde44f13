"""An agenda as a table for a terminal, and as CSV for a Danish Excel."""

from __future__ import annotations

import io
import itertools

from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text as Rich

from overgreb_rules._evaluate.work_list import Agenda, AgendaItem
from overgreb_rules._evaluate.work_list_filter import AgendaGroup
from overgreb_rules._text.formatting import format_bearer, format_when_short
from overgreb_rules.render._agenda_words import (
    AGENDA_WORDS,
    format_group,
    format_missing,
    format_notes,
    format_number,
    format_opening,
    format_title,
)
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
    due = (item.due.strict, item.due.lenient) if item.due else ()
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
    """Return the agenda as a table for a terminal: the counts of all groups, then each group.

    Args:
        agenda: the agenda.
        language: da or en.
        colour: whether the terminal shows colours.
        width: columns of the terminal; None for the terminal itself where it shows colours, else 100.

    Returns:
        The lines of the table.
    """
    out = io.StringIO()
    width = width or (None if colour else 100)
    console = Console(file=out, force_terminal=colour, no_color=None if colour else True, width=width, highlight=False)
    console.print(Rich(format_title(agenda, language), style="bold"))
    if any(agenda.counts.values()):
        console.print(Rich(_format_counts(agenda, language)))
    else:
        console.print(translate(AGENDA_WORDS["nothing"], language))
    for group, items in itertools.groupby(agenda.items, key=lambda item: item.group):
        listed = list(items)
        count = agenda.counts[group]
        heading = f"\n{format_group(group, language)} ({format_number(count, language)})"
        console.print(Rich(heading, style=_COLOURS.get(group, "bold")))
        console.print(_group_table(listed, language))
        if len(listed) < count:
            shown, all_ = format_number(len(listed), language), format_number(count, language)
            console.print(Rich(translate(AGENDA_WORDS["more"], language).format(shown=shown, count=all_)))
    notes = format_notes(agenda, language)
    for line in ["", *notes] if notes else []:
        console.print(Rich(line))
    return out.getvalue()


def _format_counts(agenda: Agenda, language: str) -> str:
    return " · ".join(
        f"{format_group(group, language)}: {format_number(count, language)}"
        for group, count in agenda.counts.items()
        if count
    )


def _group_table(items: list[AgendaItem], language: str) -> Table:
    """Return the duties of a group; what opened them stands once for all that one event opened."""
    grid = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    for name in ("due", "case", "duty", "basis"):
        grid.add_column(translate(AGENDA_WORDS[name], language), overflow="fold", no_wrap=name == "due")
    matter = None
    for item in items:
        when = format_when_short(item.due.strict, language) if item.due is not None else "–"
        title = Rich(translate(item.title, language))
        if missing := format_missing(item, language):
            title.append(f"\n{missing}")
        # As text and not as markup: a key may hold brackets.
        case = Rich("") if matter == (item.case_id, item.trigger) else Rich(item.case_id)
        if matter != (item.case_id, item.trigger):
            case.append(f"\n{format_opening(item, language)}", style="dim")
        matter = item.case_id, item.trigger
        grid.add_row(Rich(when), case, title, Rich(item.cite))
    return grid
