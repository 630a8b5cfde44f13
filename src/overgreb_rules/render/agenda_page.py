"""An agenda as one accessible page that needs nothing else."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from xml.etree import ElementTree as ET

from overgreb_rules._evaluate.work_list import Agenda, AgendaItem
from overgreb_rules._evaluate.work_list_filter import AgendaGroup
from overgreb_rules._text.formatting import format_bearer, format_when
from overgreb_rules.render._agenda_words import (
    AGENDA_WORDS,
    format_counts,
    format_dates,
    format_group,
    format_missing,
    format_notes,
    format_number,
    format_opening,
    format_selection,
    format_size,
)
from overgreb_rules.render._html import add_citation, add_words, serialise_page, start_page
from overgreb_rules.shared.text import translate


def render_agenda_page(agenda: Agenda, language: str) -> str:
    """Return the agenda as one page: the counts of all groups, then a heading and a table for each group.

    Args:
        agenda: the agenda.
        language: da or en.

    Returns:
        The HTML document.
    """
    title = translate(AGENDA_WORDS["title"], language)
    html = start_page(language, title)
    body = ET.SubElement(html, "body")
    header = ET.SubElement(body, "header")
    add_words(header, "h1", title)
    add_words(header, "p", f"{format_size(agenda, language)}, {format_when(agenda.at, language)}.")
    _add_counts(header, agenda, language)
    main = ET.SubElement(body, "main")
    for group, items in itertools.groupby(agenda.items, key=lambda item: item.group):
        _add_group(main, group, list(items), agenda.selected[group], language)
    for line in format_selection(agenda, language):
        add_words(main, "p", line)
    for line in format_notes(agenda, language):
        add_words(main, "p", line)
    return serialise_page(html)


def _add_counts(header: ET.Element, agenda: Agenda, language: str) -> None:
    """Add the counts of the groups, each with a link to its table where the page has one."""
    counts = format_counts(agenda, language)
    if not counts:
        return
    label = translate(AGENDA_WORDS["counts"], language)
    listed = ET.SubElement(header, "ul", {"class": "og-counts", "aria-label": label})
    groups = {item.group for item in agenda.items}
    for group, words in counts.items():
        entry = ET.SubElement(listed, "li")
        if group in groups:
            add_words(entry, "a", words, {"href": f"#{group}"})
        else:
            add_words(entry, "span", words)


def _add_group(main: ET.Element, group: AgendaGroup, items: Sequence[AgendaItem], count: int, language: str) -> None:
    title = format_group(group, language)
    section = ET.SubElement(main, "section", {"aria-labelledby": group})
    add_words(section, "h2", f"{title} ({format_number(count, language)})", {"id": group})
    table = ET.SubElement(section, "table")
    add_words(table, "caption", translate(AGENDA_WORDS["caption"], language).format(group=title))
    row = ET.SubElement(ET.SubElement(table, "thead"), "tr")
    for name in ("due", "case", "duty", "basis", "who"):
        add_words(row, "th", translate(AGENDA_WORDS[name], language), {"scope": "col"})
    body = ET.SubElement(table, "tbody")
    for item in items:
        _add_item(ET.SubElement(body, "tr"), item, language)
    if len(items) < count:
        shown, all_ = format_number(len(items), language), format_number(count, language)
        add_words(section, "p", translate(AGENDA_WORDS["more"], language).format(shown=shown, count=all_))


def _add_item(row: ET.Element, item: AgendaItem, language: str) -> None:
    dates = format_dates(item, language) or [translate(AGENDA_WORDS["undated"], language)]
    due = add_words(row, "td", dates[0])
    for later in dates[1:]:
        add_words(due, "br", "")
        add_words(due, "span", later)
    case = add_words(row, "th", item.case_id, {"scope": "row"})
    add_words(case, "small", f" {format_opening(item, language)}")
    title = add_words(row, "td", translate(item.title, language))
    if missing := format_missing(item, language):
        add_words(title, "small", f" – {missing}")
    add_citation(row, "td", item.cite, language)
    add_words(row, "td", format_bearer(item.bearer, language))
