"""An agenda as one accessible page that needs nothing else: a heading and a table for each group."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from xml.etree import ElementTree as ET

from overgreb_rules._evaluate.work_list import GROUPS, Agenda, AgendaItem, Group
from overgreb_rules.render._page_style import STYLE
from overgreb_rules.render._said import bearer, clean, fact, in_full, say, short
from overgreb_rules.render.agenda import GROUP_WORDS
from overgreb_rules.shared.text import Text

__all__ = ["agenda_page"]

_WORDS = {
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


def agenda_page(found: Agenda, language: str) -> str:
    """The page in `language` (da or en)."""
    html = ET.Element("html", {"lang": language})
    head = ET.SubElement(html, "head")
    ET.SubElement(head, "meta", {"charset": "utf-8"})
    ET.SubElement(head, "meta", {"name": "viewport", "content": "width=device-width, initial-scale=1"})
    _line(head, "title", say(_WORDS["title"], language))
    ET.SubElement(head, "style").text = STYLE
    body = ET.SubElement(html, "body")
    header = ET.SubElement(body, "header")
    _line(header, "h1", say(_WORDS["title"], language))
    at = in_full(found.at, language) if found.at is not None else ""
    _line(header, "p", say(_WORDS["at"], language).format(items=len(found.items), cases=found.cases, at=at))
    main = ET.SubElement(body, "main")
    for group in GROUPS:
        items = [item for item in found.items if item.group == group]
        if items:
            _group(main, group, items, language)
    if not found.items:
        _line(main, "p", say(_WORDS["nothing"], language))
    return f"<!DOCTYPE html>\n{ET.tostring(html, encoding='unicode', method='html')}\n"


def _group(main: ET.Element, group: Group, items: Sequence[AgendaItem], language: str) -> None:
    title = say(GROUP_WORDS[group], language)
    section = ET.SubElement(main, "section", {"aria-labelledby": group})
    _line(section, "h2", f"{title} ({len(items)})", {"id": group})
    table = ET.SubElement(section, "table")
    _line(table, "caption", say(_WORDS["caption"], language).format(group=title))
    row = ET.SubElement(ET.SubElement(table, "thead"), "tr")
    for name in ("due", "case", "duty", "basis", "who"):
        _line(row, "th", say(_WORDS[name], language), {"scope": "col"})
    body = ET.SubElement(table, "tbody")
    for item in items:
        _item(ET.SubElement(body, "tr"), item, language)


def _item(row: ET.Element, item: AgendaItem, language: str) -> None:
    duty = item.duty
    _line(row, "td", short(duty.due.strict, language) if duty.due else say(_WORDS["undated"], language))
    _line(row, "th", item.case_id, {"scope": "row"})
    what = _line(row, "td", say(duty.title, language))
    if duty.needs:
        facts = ", ".join(fact(name, language) for name in duty.needs)
        _line(what, "small", f" – {say(_WORDS['missing'], language).format(facts=facts)}")
    _line(row, "td", duty.cite, {} if language == "da" else {"lang": "da"})
    _line(row, "td", bearer(duty.bearer, language))


def _line(parent: ET.Element, tag: str, words: str, look: Mapping[str, str] | None = None) -> ET.Element:
    element = ET.SubElement(parent, tag, dict(look or {}))
    element.text = clean(words)
    return element
