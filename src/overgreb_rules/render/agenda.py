"""An agenda as a table for a person, as CSV for Danish Excel, and as JSON."""

from __future__ import annotations

import io
import json

from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text as Rich

from overgreb_rules._evaluate.work_list import GROUPS, Agenda, AgendaItem, Group
from overgreb_rules.render._said import bearer, fact, in_full, say, short
from overgreb_rules.render.csv_table import local_date
from overgreb_rules.shared.csv_cells import build_csv
from overgreb_rules.shared.text import Text

__all__ = ["agenda_csv", "agenda_json", "agenda_table"]

GROUP_WORDS: dict[Group, Text] = {
    "overdue": Text("Overskredet", "Overdue"),
    "contested": Text("Omstridt", "Contested"),
    "due_today": Text("Frist i dag", "Due today"),
    "due_soon": Text("Snart frist", "Due soon"),
    "open": Text("Åben, loven nævner intet tal", "Open, no number in the law"),
    "undetermined": Text("Uafklaret", "Undetermined"),
}
_COLOURS: dict[Group, str] = {
    "overdue": "bold red",
    "contested": "bold magenta",
    "due_today": "bold yellow",
    "due_soon": "yellow",
    "open": "cyan",
    "undetermined": "magenta",
}
_HEADINGS = {
    "da": ("Senest", "Sag", "Pligt", "Hjemmel"),
    "en": ("No later than", "Case", "Duty", "Legal basis"),
}
_COLUMNS = {
    "da": ("Gruppe", "Senest (streng)", "Senest (lempelig)", "Sag", "Pligt", "Hjemmel", "Hvem", "Mangler", "Nøgle"),
    "en": ("Group", "Due (strict)", "Due (lenient)", "Case", "Duty", "Legal basis", "Who", "Missing", "Key"),
}
_TITLE = Text("Dagsorden {at}: {items} pligter i {cases} sager", "Agenda {at}: {items} duties in {cases} cases")


def agenda_json(found: Agenda) -> str:
    """The agenda as JSON, schema version 1."""
    items = [
        {"group": item.group, "case_id": item.case_id, **item.duty.model_dump(mode="json", include=_INCLUDED)}
        for item in found.items
    ]
    at = found.at.isoformat() if found.at is not None else None
    told = {"schema": 1, "at": at, "cases": found.cases, "counts": found.counts, "items": items}
    return json.dumps(told, ensure_ascii=False, indent=2) + "\n"


_INCLUDED = {"rule", "key", "law", "cite", "title", "bearer", "trigger", "due", "status", "needs"}


def agenda_csv(found: Agenda, language: str) -> str:
    """The agenda for Danish Excel: one row a duty."""
    return build_csv([_COLUMNS[language], *(_row(item, language) for item in found.items)])


def _row(item: AgendaItem, language: str) -> tuple[str, ...]:
    duty = item.duty
    strict, lenient = (local_date(duty.due.strict), local_date(duty.due.lenient)) if duty.due else ("", "")
    return (
        say(GROUP_WORDS[item.group], language),
        strict,
        lenient,
        item.case_id,
        say(duty.title, language),
        duty.cite,
        bearer(duty.bearer, language),
        ", ".join(f"{fact(name, language)} ({name})" for name in duty.needs),
        duty.key,
    )


def agenda_table(found: Agenda, language: str, *, colour: bool, width: int | None = None) -> str:
    """The agenda as a table for a terminal, group by group, with the counts."""
    out = io.StringIO()
    width = width or (None if colour else 100)
    console = Console(file=out, force_terminal=colour, no_color=None if colour else True, width=width, highlight=False)
    at = in_full(found.at, language) if found.at is not None else ""
    title = say(_TITLE, language).format(at=at, items=len(found.items), cases=found.cases)
    console.print(Rich(title, style="bold"))
    for group in GROUPS:
        items = [item for item in found.items if item.group == group]
        if items:
            heading = f"\n{say(GROUP_WORDS[group], language)} ({len(items)})"
            console.print(Rich(heading, style=_COLOURS[group]))
            console.print(_group_table(items, language))
    return out.getvalue()


def _group_table(items: list[AgendaItem], language: str) -> Table:
    grid = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    for heading, keeps_its_width in zip(_HEADINGS[language], (True, False, False, False), strict=True):
        grid.add_column(heading, overflow="fold", no_wrap=keeps_its_width)
    for item in items:
        due = item.duty.due
        when = short(due.strict, language) if due is not None else "–"
        what = Rich(say(item.duty.title, language))
        if item.duty.needs:
            what.append("\n? " + ", ".join(fact(name, language) for name in item.duty.needs))
        # As text and not as markup: a key may hold brackets.
        grid.add_row(Rich(when), Rich(item.case_id), what, Rich(item.duty.cite))
    return grid
