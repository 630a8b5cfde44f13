"""An evaluation as a table for a terminal: words beside the colours, the weekday with every date."""

from __future__ import annotations

from collections.abc import Iterable

from rich import box
from rich.table import Table

from overgreb_rules._case.case import Event
from overgreb_rules._text.due_words import format_dates
from overgreb_rules._text.formatting import format_missing_date, format_when
from overgreb_rules._text.status_words import NO_DUTIES, format_status, format_tally
from overgreb_rules.evaluation import Evaluation, Obligation
from overgreb_rules.render._duty_notes import list_row_notes
from overgreb_rules.render._event_names import EventNames
from overgreb_rules.render._notes import format_suppositions, list_closing_notes
from overgreb_rules.render._terminal import TerminalText, build_cell
from overgreb_rules.shared.text import Text, translate

_COLOURS = {
    "breached": "bold red", "overdue": "bold red", "contested": "bold magenta", "due_soon": "bold yellow",
    "pending": "blue", "undetermined": "magenta", "open": "cyan", "met_late": "red", "met": "green", "used": "green",
    "met_contested": "magenta",
}  # fmt: skip
_NARROW = 56
"""Fewer columns than this leave no room for a table."""
_WIDTHS = (14, None, None, 25)
"""The columns that may be broken to leave room for the duty."""
_HEADINGS = {"da": ("Status", "Senest", "Pligt", "Hjemmel"), "en": ("Status", "No later than", "Duty", "Legal basis")}
_TITLE = Text("Sag {case}, {at}", "Case {case}, {at}")


def render_table(
    result: Evaluation,
    language: str,
    *,
    colour: bool,
    width: int | None = None,
    events: Iterable[Event] = (),
    supposed: Iterable[Event] = (),
) -> str:
    """Return the duties of an evaluation as a table for a terminal.

    Args:
        result: the evaluation.
        language: da or en.
        colour: whether the terminal shows colours.
        width: columns of the terminal; None for the terminal itself where it shows colours, else 100.
        events: the events of the case, which name what has not happened yet.
        supposed: those of the events that are supposed, which the head names.

    Returns:
        The lines of the table, with the counts and the notes below; a list where the terminal is narrow.
    """
    out = TerminalText(colour=colour, width=width)
    names = EventNames(result, language, events)
    title = translate(_TITLE, language).format(case=result.case_id, at=format_when(result.at, language))
    out.add(build_cell(title, "bold"))
    if suppositions := format_suppositions(supposed, names, language):
        out.add(build_cell(suppositions, "bold"))
    if not result.obligations:
        out.add(translate(NO_DUTIES, language))
    else:
        is_wide = out.width >= _NARROW
        out.add(_rows(result, names, language) if is_wide else build_cell(_blocks(result, names, language)))
        out.add(build_cell(format_tally((duty.status for duty in result.obligations), language)))
    for line in list_closing_notes(result, names, language):
        out.add(build_cell(line))
    return out.text()


def _rows(result: Evaluation, names: EventNames, language: str) -> Table:
    grid = Table(box=box.SIMPLE_HEAD, pad_edge=False, expand=False)
    for heading, width in zip(_HEADINGS[language], _WIDTHS, strict=True):
        grid.add_column(heading, overflow="fold", max_width=width)
    for duty in result.obligations:
        title_cell = build_cell(translate(duty.title, language))
        for line in list_row_notes(duty, names, language):
            title_cell.append("\n").append(build_cell(line, "dim"))
        status = build_cell(format_status(duty.status, language), _COLOURS.get(duty.status, "dim"))
        grid.add_row(status, build_cell(_due(duty, language)), title_cell, build_cell(duty.cite))
    return grid


def _blocks(result: Evaluation, names: EventNames, language: str) -> str:
    """Return the duties as lines one under the other, where a terminal has no room for columns."""
    lines = list(_HEADINGS[language])
    for duty in result.obligations:
        lines += ["", format_status(duty.status, language), _due(duty, language)]
        lines += [translate(duty.title, language), *list_row_notes(duty, names, language), duty.cite]
    return "\n".join(lines)


def _due(duty: Obligation, language: str) -> str:
    return "\n".join(format_dates(duty.due, duty.modality, language)) or format_missing_date(duty, language)
