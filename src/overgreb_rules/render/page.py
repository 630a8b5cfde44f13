"""An evaluation as one page that needs nothing else, or as a fragment of somebody else's page.

Read from the top it says what stands worst, then shows the timeline, then each duty with its counting and its
explanation folded away. Everything that came with the case is text, never markup; no script, no font, no picture from
elsewhere.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable
from xml.etree import ElementTree as ET

from overgreb_rules._case.case import Event
from overgreb_rules._text.due_words import LONG_LINES, format_dates
from overgreb_rules._text.formatting import format_missing_date, format_when
from overgreb_rules._text.status_words import NO_DUTIES, STATUS_WORDS, format_count, format_status
from overgreb_rules.evaluation import Evaluation, Obligation
from overgreb_rules.render._duty_article import DutyArticle
from overgreb_rules.render._duty_notes import list_row_notes
from overgreb_rules.render._event_names import EventNames
from overgreb_rules.render._html import (
    add_citation,
    add_id_prefix,
    add_words,
    serialise_fragment,
    serialise_page,
    start_fragment,
    start_page,
)
from overgreb_rules.render._notes import (
    TWO_DATES,
    format_next_change,
    format_suppositions,
    has_two_dates,
    list_warnings,
)
from overgreb_rules.render._page_parts import PageWriter
from overgreb_rules.render._page_receipt import add_receipt
from overgreb_rules.render.link_template import LinkTemplate
from overgreb_rules.render.timeline import draw_timeline
from overgreb_rules.shared.text import translate


def render_page(
    result: Evaluation,
    language: str,
    events: Iterable[Event] = (),
    link: LinkTemplate | None = None,
    supposed: Iterable[Event] = (),
) -> str:
    """Return an evaluation as an HTML page.

    Args:
        result: the evaluation.
        language: da or en.
        events: the events of the case, which name what met a duty and what has not happened yet.
        link: where another system shows a duty; None where the page leads nowhere.
        supposed: those of the events that are supposed, which the head names.

    Returns:
        The document.
    """
    page = _Page(result, language, events, link, supposed, top=1)
    html = start_page(language, page.title)
    body = ET.SubElement(html, "body")
    add_words(body, "a", page.say("skip"), {"class": "og-skip", "href": "#overview"})
    page.add_header(ET.SubElement(body, "header"))
    page.add_content(ET.SubElement(body, "main"))
    page.add_footer(ET.SubElement(body, "footer", {"class": "og-foot"}))
    return serialise_page(html)


def render_fragment(
    result: Evaluation,
    language: str,
    events: Iterable[Event] = (),
    link: LinkTemplate | None = None,
    supposed: Iterable[Event] = (),
) -> str:
    """Return an evaluation as one HTML element with its style, to stand in a page of another system.

    The headings begin at the second level. Every id begins with the hash of the key of the case, and every rule of the
    style stands under one class, so that fragments of several cases can stand in one page.

    Args:
        result: the evaluation.
        language: da or en.
        events: the events of the case, which name what met a duty and what has not happened yet.
        link: where another system shows a duty; None where the fragment leads nowhere.
        supposed: those of the events that are supposed, which the head names.

    Returns:
        The element `div`.
    """
    page = _Page(result, language, events, link, supposed, top=2)
    root = start_fragment(language)
    page.add_header(ET.SubElement(root, "div"))
    page.add_content(ET.SubElement(root, "div"))
    page.add_footer(ET.SubElement(root, "div", {"class": "og-foot"}))
    add_id_prefix(root, f"og-{hashlib.sha256(result.case_id.encode('utf-8', 'replace')).hexdigest()[:8]}-")
    return serialise_fragment(root)


class _Page(PageWriter):
    """The parts of a page; `top` is the level of its first heading."""

    def __init__(
        self,
        result: Evaluation,
        language: str,
        events: Iterable[Event],
        link: LinkTemplate | None,
        supposed: Iterable[Event],
        top: int,
    ) -> None:
        super().__init__(language, top)
        self.result, self.events, self.link = result, tuple(events), link
        self.names = EventNames(result, language, self.events)
        self.supposed = tuple(supposed)
        self.title = self.say("title", case=result.case_id)

    def add_header(self, header: ET.Element) -> None:
        """Add the title, what is supposed, the instant, the counts and the warnings."""
        self.add_heading(header, 0, self.title)
        if suppositions := format_suppositions(self.supposed, self.names, self.language):
            add_words(ET.SubElement(header, "p"), "strong", suppositions)
        add_words(header, "p", self.say("at", at=format_when(self.result.at, self.language)))
        next_change = format_next_change(self.result, self.language)
        if next_change:
            add_words(header, "p", next_change, {"class": "og-soft"})
        if self.link is not None:
            address = self.link.fill(self.result.case_id)
            line = ET.SubElement(header, "p", {"class": "og-screen"})
            add_words(line, "a", self.say("open_case"), {"href": address})
        self._add_counts(header)
        warnings = list_warnings(self.result, self.names, self.language)
        if warnings:
            beside = ET.SubElement(header, "div", {"class": "og-warnings"})
            self.add_heading(beside, 1, self.say("warnings"))
            for words in warnings:
                add_words(beside, "p", words)

    def add_content(self, content: ET.Element) -> None:
        """Add the overview, the timeline and the duties one by one."""
        self._add_overview(self._add_section(content, "overview"))
        look = {"tabindex": "0", "role": "group", "aria-labelledby": "timeline-title"}
        figure = ET.SubElement(self._add_section(content, "timeline"), "figure", look)
        figure.append(draw_timeline(self.result, self.language, self.events, self.supposed))
        if self.result.obligations:
            section = self._add_section(content, "duties")
            for number, duty in enumerate(self.result.obligations, 1):
                article = DutyArticle(duty, self.names, self.language, self.top)
                href = self.link.fill(self.result.case_id, duty.key) if self.link is not None else ""
                article.add_to(section, f"duty-{number}", href)

    def add_footer(self, footer: ET.Element) -> None:
        """Add what the answer rests on."""
        add_words(footer, "p", self.say("no_advice"))
        self.add_heading(footer, 1, self.say("proof"))
        add_receipt(self, ET.SubElement(footer, "dl"), self.result.receipt)

    def _add_section(self, content: ET.Element, name: str) -> ET.Element:
        # In a page of another system a section would be a landmark beside those of that page.
        tag, label = ("section", {"aria-labelledby": f"{name}-title"}) if self.top == 1 else ("div", {})
        section = ET.SubElement(content, tag, {"id": name, **label})
        self.add_heading(section, 1, self.say(name), f"{name}-title")
        return section

    def _add_counts(self, header: ET.Element) -> None:
        counts = Counter(duty.status for duty in self.result.obligations)
        if not counts:
            return
        listed = ET.SubElement(header, "ul", {"class": "og-counts", "aria-label": self.say("counts")})
        for status in STATUS_WORDS:
            if counts[status]:
                words = format_count(status, counts[status], self.language)
                self.add_status(ET.SubElement(listed, "li"), status, words)

    def _add_overview(self, section: ET.Element) -> None:
        if not self.result.obligations:
            add_words(section, "p", translate(NO_DUTIES, self.language))
            return
        headings = ("status", "duty", "due", "basis", "who")
        table = self.add_table(section, self.say("caption"), headings, is_cards=True)
        for number, duty in enumerate(self.result.obligations, 1):
            cells = self.add_card(table, headings, heading="duty")
            self.add_status(cells[0], duty.status, format_status(duty.status, self.language))
            self._add_name(cells[1], number, duty)
            self._add_dates(cells[2], duty)
            add_citation(cells[3], "span", duty.cite, self.language)
            add_words(cells[4], "span", self.format_bearer(duty.bearer))
        if has_two_dates(self.result):
            add_words(section, "p", translate(TWO_DATES, self.language), {"class": "og-soft"})

    def _add_name(self, cell: ET.Element, number: int, duty: Obligation) -> None:
        name = ET.SubElement(cell, "span")
        add_words(name, "a", translate(duty.title, self.language), {"href": f"#duty-{number}"})
        for words in list_row_notes(duty, self.names, self.language):
            add_words(name, "small", words)

    def _add_dates(self, cell: ET.Element, duty: Obligation) -> None:
        dates = ET.SubElement(cell, "span")
        if duty.due is None:
            dates.set("class", "og-soft")
            dates.text = format_missing_date(duty, self.language)
            return
        for words in format_dates(duty.due, duty.modality, self.language, LONG_LINES):
            add_words(dates, "span", words, {"class": "og-when"})
