"""An evaluation as one page that needs nothing else: no script, no font, no picture from elsewhere.

Read from the top it says what stands worst, then shows the timeline, then each duty with its counting and its
explanation folded away. Everything that came with the case is text, never markup.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from xml.etree import ElementTree as ET

from overgreb_rules._deadlines.moment import Moment
from overgreb_rules._text.formatting import (
    format_bearer,
    format_fact,
    format_missing_date,
    format_when,
    format_when_short,
)
from overgreb_rules._text.status_words import STATUS_WORDS, format_count, format_status
from overgreb_rules.evaluation import Counting, Evaluation, Obligation
from overgreb_rules.render._html import add_citation, add_words, serialise_page, start_page
from overgreb_rules.render._page_text import PAGE_WORDS
from overgreb_rules.render._symbols import add_status_mark, tone_of
from overgreb_rules.render.timeline import draw_timeline
from overgreb_rules.shared.svg import clean_xml
from overgreb_rules.shared.text import Text, translate

_NO_TIMES: Mapping[str, Moment] = {}


def render_page(result: Evaluation, language: str, event_times: Mapping[str, Moment] = _NO_TIMES) -> str:
    """Return an evaluation as an HTML page.

    Args:
        result: the evaluation.
        language: da or en.
        event_times: the moments of the events of the case by event id, for the timeline.

    Returns:
        The document.
    """
    return _Page(result, language).build(draw_timeline(result, language, event_times))


class _Page:
    def __init__(self, result: Evaluation, language: str) -> None:
        self.result, self.language = result, language

    def build(self, drawn: ET.Element) -> str:
        title = self._say("title", case=self.result.case_id)
        html = start_page(self.language, title)
        body = ET.SubElement(html, "body")
        add_words(body, "a", self._say("skip"), {"class": "skip", "href": "#overview"})
        self._add_header(ET.SubElement(body, "header"), title)
        main = ET.SubElement(body, "main")
        self._add_overview(self._add_section(main, "overview"))
        self._add_figure(self._add_section(main, "timeline"), drawn)
        if self.result.obligations:
            self._add_duties(self._add_section(main, "duties"))
        self._add_receipt(ET.SubElement(body, "footer"))
        return serialise_page(html)

    def _say(self, name: str, **parts: object) -> str:
        return translate(PAGE_WORDS[name], self.language).format(**parts)

    def _add_section(self, main: ET.Element, name: str) -> ET.Element:
        section = ET.SubElement(main, "section", {"id": name, "aria-labelledby": f"{name}-title"})
        add_words(section, "h2", self._say(name), {"id": f"{name}-title"})
        return section

    def _add_header(self, header: ET.Element, title: str) -> None:
        add_words(header, "h1", title)
        add_words(header, "p", self._say("at", at=format_when(self.result.at, self.language)))
        if self.result.next_change is not None:
            at = format_when(self.result.next_change, self.language)
            add_words(header, "p", self._say("next", at=at), {"class": "soft"})
        counts = Counter(duty.status for duty in self.result.obligations)
        if counts:
            listed = ET.SubElement(header, "ul", {"class": "counts", "aria-label": self._say("counts")})
            for word in STATUS_WORDS:
                if counts[word]:
                    duty = next(duty for duty in self.result.obligations if duty.status == word)
                    item = ET.SubElement(listed, "li")
                    self._add_status(item, duty, format_count(word, counts[word], self.language))
        notes = [translate(Text(warned.da, warned.en), self.language) for warned in self.result.warnings]
        if self.result.ignored_events:
            notes.append(self._say("ignored", ids=", ".join(self.result.ignored_events)))
        if notes:
            beside = ET.SubElement(header, "div", {"class": "warnings"})
            add_words(beside, "h2", self._say("warnings"))
            for note in notes:
                add_words(beside, "p", note)

    def _add_status(self, parent: ET.Element, duty: Obligation, words: str) -> None:
        """Add a status as a shape, a word and a colour."""
        kind = tone_of(duty)
        span = ET.SubElement(parent, "span", {"class": f"status {kind}"})
        shape = ET.SubElement(span, "svg", {"viewBox": "-9 -9 18 18", "aria-hidden": "true"})
        add_status_mark(shape, kind, 0, 0, "currentColor", "var(--paper)")
        shape.tail = words

    def _add_overview(self, section: ET.Element) -> None:
        if not self.result.obligations:
            add_words(section, "p", self._say("none"))
            return
        table = self._add_table(section, self._say("caption"), ("status", "duty", "due", "basis", "who"), "overview")
        for number, duty in enumerate(self.result.obligations, 1):
            row = ET.SubElement(table, "tr")
            self._add_status(ET.SubElement(row, "td"), duty, format_status(duty.status, self.language))
            name = ET.SubElement(row, "th", {"scope": "row"})
            add_words(name, "a", translate(duty.title, self.language), {"href": f"#duty-{number}"})
            self._add_dates(ET.SubElement(row, "td"), duty)
            add_citation(row, "td", duty.cite, self.language)
            add_words(row, "td", format_bearer(duty.bearer, self.language))
        if any(duty.due and duty.due.strict != duty.due.lenient for duty in self.result.obligations):
            add_words(section, "p", self._say("two"), {"class": "soft"})

    def _add_dates(self, cell: ET.Element, duty: Obligation) -> None:
        if duty.due is None:
            add_words(cell, "span", format_missing_date(duty, self.language), {"class": "soft"})
            return
        strict, lenient = (format_when_short(when, self.language) for when in (duty.due.strict, duty.due.lenient))
        if duty.modality == "window":
            strict = lenient = f"{self._say('opens').lower()} {strict}"
        add_words(cell, "span", strict, {"class": "when"})
        if lenient != strict:
            ET.SubElement(cell, "br").tail = f"{self._say('or')} "
            add_words(cell, "span", lenient, {"class": "when"})

    def _add_table(self, parent: ET.Element, caption: str, headings: Iterable[str], look: str = "") -> ET.Element:
        """Add a table that can be scrolled by keyboard where the screen is narrow, and return its body."""
        region = {"class": "scroll", "tabindex": "0", "role": "group", "aria-label": clean_xml(caption)}
        table = ET.SubElement(ET.SubElement(parent, "div", region), "table", {"class": look} if look else {})
        add_words(table, "caption", caption)
        row = ET.SubElement(ET.SubElement(table, "thead"), "tr")
        for name in headings:
            add_words(row, "th", self._say(name), {"scope": "col"})
        return ET.SubElement(table, "tbody")

    def _add_figure(self, section: ET.Element, drawn: ET.Element) -> None:
        look = {"tabindex": "0", "role": "group", "aria-labelledby": "timeline-title"}
        ET.SubElement(section, "figure", look).append(drawn)

    def _add_duties(self, section: ET.Element) -> None:
        for number, duty in enumerate(self.result.obligations, 1):
            name = f"duty-{number}"
            article = ET.SubElement(section, "article", {"id": name, "aria-labelledby": f"{name}-title"})
            add_words(article, "h3", translate(duty.title, self.language), {"id": f"{name}-title"})
            self._add_status(ET.SubElement(article, "p"), duty, format_status(duty.status, self.language))
            self._add_facts(ET.SubElement(article, "dl"), duty)
            self._add_details(article, "explanation", [translate(duty.explanation, self.language)])
            self._add_counting(article, duty)
            self._add_steps(article, duty)
            doubts = [translate(doubt, self.language) for doubt in duty.open_questions]
            if duty.certainty == "secondary":
                doubts.insert(0, self._say("secondary"))
            if doubts:
                self._add_details(article, "doubts", doubts)

    def _add_facts(self, listed: ET.Element, duty: Obligation) -> None:
        """Add the facts that a duty has."""
        if duty.due is not None:
            strict, lenient = (format_when(when, self.language) for when in (duty.due.strict, duty.due.lenient))
            name = "opens" if duty.modality == "window" else "due"
            if strict == lenient:
                self._add_fact(listed, name, strict)
            else:
                self._add_fact(listed, name, self._say("strict", when=strict), self._say("lenient", when=lenient))
        else:
            self._add_fact(listed, "due", format_missing_date(duty, self.language))
        add_words(listed, "dt", self._say("basis"))
        add_citation(listed, "dd", duty.cite, self.language)
        self._add_fact(listed, "who", format_bearer(duty.bearer, self.language))
        self._add_fact(listed, "start", format_when(duty.clock_start, self.language))
        self._add_fact(listed, "trigger", duty.trigger)
        if duty.met_by:
            self._add_fact(listed, "met", ", ".join(duty.met_by))
        if duty.needs:
            self._add_fact(listed, "missing", *(f"{format_fact(name, self.language)} ({name})" for name in duty.needs))
        if duty.consequence is not None:
            self._add_fact(listed, "breach", translate(duty.consequence, self.language))

    def _add_fact(self, listed: ET.Element, name: str, *values: str) -> None:
        add_words(listed, "dt", self._say(name))
        for value in values:
            add_words(listed, "dd", value)

    def _add_details(self, article: ET.Element, name: str, paragraphs: Iterable[str]) -> ET.Element:
        details = ET.SubElement(article, "details")
        add_words(details, "summary", self._say(name))
        for words in paragraphs:
            add_words(details, "p", words)
        return details

    def _add_counting(self, article: ET.Element, duty: Obligation) -> None:
        if not duty.counting:
            return
        details = self._add_details(article, "counting", ())
        caption = self._say("counted", title=translate(duty.title, self.language))
        body = self._add_table(details, caption, ("day", "is_counted", "why"))
        for day in duty.counting:
            row = ET.SubElement(body, "tr")
            add_words(row, "th", format_when(day.day, self.language), {"scope": "row"})
            add_words(row, "td", self._say(_counted(day)))
            add_words(row, "td", translate(day.why, self.language))

    def _add_steps(self, article: ET.Element, duty: Obligation) -> None:
        if not duty.escalations:
            return
        details = self._add_details(article, "steps", ())
        caption = self._say("step_caption", title=translate(duty.title, self.language))
        body = self._add_table(details, caption, ("step_from", "step_to", "step_what"))
        for step in duty.escalations:
            row = ET.SubElement(body, "tr")
            active = f" · {self._say('active')}" if step.active else ""
            add_words(row, "th", format_when(step.from_, self.language) + active, {"scope": "row"})
            who = format_bearer(step.to, self.language)
            # A municipality names its own people in its own language.
            add_words(row, "td", who, {"lang": "da"} if self.language != "da" and who == step.to else None)
            add_words(row, "td", translate(step.action, self.language))

    def _add_receipt(self, footer: ET.Element) -> None:
        receipt = self.result.receipt
        add_words(footer, "p", self._say("no_advice"))
        add_words(footer, "h2", self._say("proof"))
        listed = ET.SubElement(footer, "dl")
        for name, value in (
            ("rulebook", f"{receipt.rulebook} · {receipt.sha256}"),
            ("engine", receipt.engine),
            ("tzdata", receipt.tzdata),
            ("holidays", receipt.holidays),
            ("case_hash", receipt.case_sha256),
        ):
            self._add_fact(listed, name, value)


def _counted(day: Counting) -> str:
    by = day.counted
    if by.strict and by.lenient:
        return "yes"
    return "strict_only" if by.strict else "lenient_only" if by.lenient else "no"
