"""An evaluation as a table for a terminal: words beside the colours, the weekday with every date."""

from __future__ import annotations

import io

from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text as Rich

from overgreb_rules._text.formatting import (
    format_fact,
    format_missing_date,
    format_when,
    format_when_short,
)
from overgreb_rules._text.status_words import format_status, format_tally
from overgreb_rules.evaluation import DueDates, Evaluation, Obligation
from overgreb_rules.shared.text import Text, translate

_COLOURS = {
    "breached": "bold red", "overdue": "bold red", "contested": "bold magenta", "due_soon": "bold yellow",
    "pending": "blue", "undetermined": "magenta", "open": "cyan", "met_late": "red", "met": "green", "used": "green",
    "met_contested": "magenta",
}  # fmt: skip
_NARROW = 56
"""Fewer columns than this leave no room for a table."""
_HEADINGS = {"da": ("Status", "Senest", "Pligt", "Hjemmel"), "en": ("Status", "No later than", "Duty", "Legal basis")}
_WORDS = {
    "da": {
        "title": "Sag {case}, {at}",
        "none": "Ingen pligter på dette tidspunkt.",
        "or": "eller",
        "missing": "mangler: {needs}",
        "ignored": "Ikke sket endnu og derfor ikke med: {ids}.",
        "next": "Næste ændring af sig selv: {at}.",
        "two": "To datoer: den første er den strenge læsning, den anden den lempelige. Først efter den anden er "
        "fristen brudt.",
    },
    "en": {
        "title": "Case {case}, {at}",
        "none": "No duties at this instant.",
        "or": "or",
        "missing": "missing: {needs}",
        "ignored": "Has not happened yet and is left out: {ids}.",
        "next": "Next change by time alone: {at}.",
        "two": "Two dates: the first is the strict reading, the second the lenient one. Only after the second is "
        "there a breach.",
    },
}


def render_table(result: Evaluation, language: str, *, colour: bool, width: int | None = None) -> str:
    """Return the duties of an evaluation as a table for a terminal.

    Args:
        result: the evaluation.
        language: da or en.
        colour: whether the terminal shows colours.
        width: columns of the terminal; None for the terminal itself where it shows colours, else 100.

    Returns:
        The lines of the table, with the counts and the notes below; a list where the terminal is narrow.
    """
    words = _WORDS[language]
    out = io.StringIO()
    console = Console(
        file=out,
        force_terminal=colour,
        no_color=None if colour else True,
        width=width or (None if colour else 100),
        highlight=False,
    )
    title = words["title"].format(case=result.case_id, at=format_when(result.at, language))
    console.print(Rich(title, style="bold"))
    if not result.obligations:
        console.print(words["none"])
    else:
        console.print(_rows(result, language) if console.width >= _NARROW else Rich(_blocks(result, language)))
        console.print(Rich(format_tally((duty.status for duty in result.obligations), language)))
    for line in _notes(result, language):
        console.print(Rich(line))
    return out.getvalue()


def _rows(result: Evaluation, language: str) -> Table:
    grid = Table(box=box.SIMPLE_HEAD, pad_edge=False, expand=False)
    for heading, keeps_its_width in zip(_HEADINGS[language], (True, True, False, False), strict=True):
        grid.add_column(heading, overflow="fold", no_wrap=keeps_its_width)
    for duty in result.obligations:
        status = Rich(format_status(duty.status, language), style=_COLOURS.get(duty.status, "dim"))
        title_cell = Rich(translate(duty.title, language))
        if duty.needs:
            title_cell.append(
                "\n"
                + _WORDS[language]["missing"].format(
                    needs=", ".join(format_fact(name, language) for name in duty.needs)
                ),
                style="magenta",
            )
        # As text and not as markup: an id may hold brackets.
        grid.add_row(status, Rich(_due(duty, language)), title_cell, Rich(f"{duty.cite} ({duty.trigger})"))
    return grid


def _blocks(result: Evaluation, language: str) -> str:
    """Return the duties as lines one under the other, where a terminal has no room for columns."""
    lines = list(_HEADINGS[language])
    for duty in result.obligations:
        lines += [
            "",
            format_status(duty.status, language),
            _due(duty, language),
            translate(duty.title, language),
        ]
        if duty.needs:
            lines.append(_missing(duty, language))
        lines.append(f"{duty.cite} ({duty.trigger})")
    return "\n".join(lines)


def _missing(duty: Obligation, language: str) -> str:
    return _WORDS[language]["missing"].format(needs=", ".join(format_fact(name, language) for name in duty.needs))


def _due(duty: Obligation, language: str) -> str:
    if duty.due is None:
        return format_missing_date(duty, language)
    return _both(duty.due, language)


def _both(due: DueDates, language: str) -> str:
    strict, lenient = (format_when_short(when, language) for when in (due.strict, due.lenient))
    return strict if due.strict == due.lenient else f"{strict}\n{_WORDS[language]['or']} {lenient}"


def _notes(result: Evaluation, language: str) -> list[str]:
    words = _WORDS[language]
    notes = []
    if any(duty.due and duty.due.strict != duty.due.lenient for duty in result.obligations):
        notes.append(words["two"])
    if result.ignored_events:
        notes.append(words["ignored"].format(ids=", ".join(result.ignored_events)))
    if result.next_change is not None:
        notes.append(words["next"].format(at=format_when(result.next_change, language)))
    return [*notes, *(translate(Text(warned.da, warned.en), language) for warned in result.warnings)]
