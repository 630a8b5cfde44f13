"""An agenda as a table for a terminal, as CSV for a Danish Excel, as JSON, and as an accessible page."""

from __future__ import annotations

import io
import json
from collections.abc import Mapping, Sequence
from xml.etree import ElementTree as ET

from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text as Rich

from overgreb_rules._evaluate.work_list import GROUPS, Agenda, AgendaItem, Group
from overgreb_rules._text.formatting import format_bearer, format_fact, format_when, format_when_short
from overgreb_rules.render._html import add_citation, add_words, serialise_page, start_page
from overgreb_rules.render.csv_table import format_excel_date
from overgreb_rules.shared.csv_cells import build_csv
from overgreb_rules.shared.text import Text, translate

_GROUP_WORDS: dict[Group, Text] = {
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
_JSON_FIELDS = {"rule", "key", "law", "cite", "title", "bearer", "trigger", "due", "status", "needs"}
_TABLE_TITLE = Text("Dagsorden {at}: {items} pligter i {cases} sager", "Agenda {at}: {items} duties in {cases} cases")

_PAGE_WORDS = {
    "title": Text("Dagsorden", "Agenda"),
    "at": Text("{items} pligter i {cases} sager, {at}.", "{items} duties in {cases} cases, {at}."),
    "nothing": Text("Intet kræver noget nu.", "Nothing asks for anything now."),
    "caption": Text("{group}, den mest presserende først.", "{group}, the most urgent first."),
    "due": Text("Senest", "No later than"),
    "case": Text("Sag", "Case"),
    "duty": Text("Pligt", "Duty"),
    "basis": Text("Hjemmel", "Legal basis"),
    "who": Text("Hvem", "Who"),
    "missing": Text("mangler: {facts}", "missing: {facts}"),
    "undated": Text("ingen dato", "no date"),
}


def render_agenda_json(agenda: Agenda) -> str:
    """Return the agenda as JSON, schema version 1.

    Args:
        agenda: the agenda.

    Returns:
        The JSON text with a line end.
    """
    items = [
        {"group": item.group, "case_id": item.case_id, **item.duty.model_dump(mode="json", include=_JSON_FIELDS)}
        for item in agenda.items
    ]
    at = agenda.at.isoformat() if agenda.at is not None else None
    data = {"schema": 1, "at": at, "cases": agenda.cases, "counts": agenda.counts, "items": items}
    return json.dumps(data, ensure_ascii=False, indent=2) + "\n"


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
    duty = item.duty
    due = (duty.due.strict, duty.due.lenient) if duty.due else ()
    dates = [format_excel_date(when) for when in due] or [""] * 2
    return (
        translate(_GROUP_WORDS[item.group], language),
        *dates,
        item.case_id,
        translate(duty.title, language),
        duty.cite,
        format_bearer(duty.bearer, language),
        ", ".join(f"{format_fact(name, language)} ({name})" for name in duty.needs),
        duty.key,
    )


def render_agenda_table(agenda: Agenda, language: str, *, colour: bool, width: int | None = None) -> str:
    """Return the agenda as a table for a terminal, group by group, with the counts.

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
    at = format_when(agenda.at, language) if agenda.at is not None else ""
    title = translate(_TABLE_TITLE, language).format(at=at, items=len(agenda.items), cases=agenda.cases)
    console.print(Rich(title, style="bold"))
    for group in GROUPS:
        items = [item for item in agenda.items if item.group == group]
        if items:
            heading = f"\n{translate(_GROUP_WORDS[group], language)} ({len(items)})"
            console.print(Rich(heading, style=_COLOURS[group]))
            console.print(_group_table(items, language))
    return out.getvalue()


def _group_table(items: list[AgendaItem], language: str) -> Table:
    grid = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    for heading, keeps_its_width in zip(_HEADINGS[language], (True, False, False, False), strict=True):
        grid.add_column(heading, overflow="fold", no_wrap=keeps_its_width)
    for item in items:
        due = item.duty.due
        when = format_when_short(due.strict, language) if due is not None else "–"
        title = Rich(translate(item.duty.title, language))
        if item.duty.needs:
            title.append("\n? " + ", ".join(format_fact(name, language) for name in item.duty.needs))
        # As text and not as markup: a key may hold brackets.
        grid.add_row(Rich(when), Rich(item.case_id), title, Rich(item.duty.cite))
    return grid


def render_agenda_page(agenda: Agenda, language: str) -> str:
    """Return the agenda as one accessible page that needs nothing else: a heading and a table for each group.

    Args:
        agenda: the agenda.
        language: da or en.

    Returns:
        The HTML document.
    """
    words = {name: translate(text, language) for name, text in _PAGE_WORDS.items()}
    html = start_page(language, words["title"])
    body = ET.SubElement(html, "body")
    header = ET.SubElement(body, "header")
    add_words(header, "h1", words["title"])
    at = format_when(agenda.at, language) if agenda.at is not None else ""
    add_words(header, "p", words["at"].format(items=len(agenda.items), cases=agenda.cases, at=at))
    main = ET.SubElement(body, "main")
    for group in GROUPS:
        items = [item for item in agenda.items if item.group == group]
        if items:
            _add_group(main, group, items, language, words)
    if not agenda.items:
        add_words(main, "p", words["nothing"])
    return serialise_page(html)


def _add_group(
    main: ET.Element, group: Group, items: Sequence[AgendaItem], language: str, words: Mapping[str, str]
) -> None:
    title = translate(_GROUP_WORDS[group], language)
    section = ET.SubElement(main, "section", {"aria-labelledby": group})
    add_words(section, "h2", f"{title} ({len(items)})", {"id": group})
    table = ET.SubElement(section, "table")
    add_words(table, "caption", words["caption"].format(group=title))
    row = ET.SubElement(ET.SubElement(table, "thead"), "tr")
    for name in ("due", "case", "duty", "basis", "who"):
        add_words(row, "th", words[name], {"scope": "col"})
    body = ET.SubElement(table, "tbody")
    for item in items:
        _add_item(ET.SubElement(body, "tr"), item, language, words)


def _add_item(row: ET.Element, item: AgendaItem, language: str, words: Mapping[str, str]) -> None:
    duty = item.duty
    add_words(row, "td", format_when_short(duty.due.strict, language) if duty.due else words["undated"])
    add_words(row, "th", item.case_id, {"scope": "row"})
    title = add_words(row, "td", translate(duty.title, language))
    if duty.needs:
        facts = ", ".join(format_fact(name, language) for name in duty.needs)
        add_words(title, "small", f" – {words['missing'].format(facts=facts)}")
    add_citation(row, "td", duty.cite, language)
    add_words(row, "td", format_bearer(duty.bearer, language))
