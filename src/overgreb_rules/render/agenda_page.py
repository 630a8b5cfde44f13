"""An agenda as one accessible page that needs nothing else."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from xml.etree import ElementTree as ET

from overgreb_rules._evaluate.work_list import Agenda, AgendaItem
from overgreb_rules._evaluate.work_list_filter import AgendaGroup
from overgreb_rules._text.due_words import format_dates
from overgreb_rules._text.formatting import format_bearer, format_when
from overgreb_rules._text.need_words import format_not_told
from overgreb_rules.render._agenda_words import (
    AGENDA_WORDS,
    format_counts,
    format_group,
    format_notes,
    format_number,
    format_opening,
    format_selection,
    format_size,
)
from overgreb_rules.render._html import add_card, add_card_table, add_citation, add_words, serialise_page, start_page
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
    labels = [translate(AGENDA_WORDS[name], language) for name in ("due", "case", "duty", "basis", "who")]
    body = add_card_table(section, translate(AGENDA_WORDS["caption"], language).format(group=title), labels)
    for item in items:
        _fill_cells(add_card(body, labels, heading=translate(AGENDA_WORDS["case"], language)), item, language)
    if len(items) < count:
        shown, all_ = format_number(len(items), language), format_number(count, language)
        add_words(section, "p", translate(AGENDA_WORDS["more"], language).format(shown=shown, count=all_))


def _fill_cells(cells: Sequence[ET.Element], item: AgendaItem, language: str) -> None:
    due = ET.SubElement(cells[0], "span")
    for when in format_dates(item.due, item.modality, language) or [translate(AGENDA_WORDS["undated"], language)]:
        add_words(due, "span", when, {"class": "og-when"})
    case = add_words(cells[1], "span", item.case_id)
    add_words(case, "small", format_opening(item, language))
    duty = add_words(cells[2], "span", translate(item.title, language))
    if missing := format_not_told(item, language):
        add_words(duty, "small", missing)
    add_citation(cells[3], "span", item.cite, language)
    add_words(cells[4], "span", format_bearer(item.bearer, language))
