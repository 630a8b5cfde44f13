"""One duty on a page: its facts, what to do now, and the count, the steps and the doubts folded away."""

from __future__ import annotations

from collections.abc import Iterable
from xml.etree import ElementTree as ET

from overgreb_rules._text.detail import has_one_set_day
from overgreb_rules._text.due_words import LONG_LINES, format_dates
from overgreb_rules._text.formatting import as_day_at_midnight, format_missing_date, format_when, format_when_short
from overgreb_rules._text.need_words import format_needs
from overgreb_rules._text.status_words import format_advice, format_status
from overgreb_rules._text.step_list import list_steps
from overgreb_rules.evaluation import Counting, Obligation
from overgreb_rules.render._duty_notes import format_cause, list_notes
from overgreb_rules.render._event_names import EventNames
from overgreb_rules.render._html import add_citation, add_words
from overgreb_rules.render._page_parts import PageWriter
from overgreb_rules.shared.text import begin_sentence, translate

_BELOW_TERM = {**LONG_LINES, "first": LONG_LINES["last"]}
"""The dates of a duty below their term, which says of a window that the date is the first one."""


class DutyArticle(PageWriter):
    """The article of one duty.

    Args:
        duty: the duty.
        names: the names of the events of the case.
        language: da or en.
        top: the level of the first heading of the page.
    """

    def __init__(self, duty: Obligation, names: EventNames, language: str, top: int) -> None:
        super().__init__(language, top)
        self.duty, self.names = duty, names

    def add_to(self, section: ET.Element, name: str, href: str = "") -> None:
        """Add the article.

        Args:
            section: the element that gets the article.
            name: the id of the article.
            href: where another system shows the duty; empty for no link.
        """
        duty, title = self.duty, translate(self.duty.title, self.language)
        article = ET.SubElement(section, "article", {"id": name, "aria-labelledby": f"{name}-title"})
        self.add_heading(article, 2, title, f"{name}-title")
        self.add_status(ET.SubElement(article, "p"), duty.status, format_status(duty.status, self.language))
        advice = ET.SubElement(article, "p", {"class": "og-now"})
        add_words(advice, "strong", self.say("now")).tail = " "
        add_words(advice, "span", format_advice(duty, self.language))
        self._add_facts(ET.SubElement(article, "dl"))
        if href:
            label = {"aria-label": self.say("open_duty", title=title), "href": href}
            add_words(ET.SubElement(article, "p", {"class": "og-screen"}), "a", self.say("open_case"), label)
        self._add_details(article, "explanation", [translate(duty.explanation, self.language)])
        self._add_counting(article)
        self._add_steps(article)
        doubts = [translate(doubt, self.language) for doubt in duty.open_questions]
        if duty.certainty == "secondary" and not has_one_set_day(duty):
            doubts.insert(0, self.say("secondary"))
        if doubts:
            self._add_details(article, "doubts", doubts)

    def _add_facts(self, listed: ET.Element) -> None:
        """Add the facts that the duty has."""
        duty = self.duty
        due = format_dates(duty.due, duty.modality, self.language, _BELOW_TERM, format_when)
        term = "opens" if duty.modality == "window" else "due"
        self.add_fact(listed, term, *(due or [format_missing_date(duty, self.language)]))
        add_words(listed, "dt", self.say("basis"))
        add_citation(listed, "dd", duty.cite, self.language)
        self.add_fact(listed, "must" if duty.modality == "must" else "may", self.format_bearer(duty.bearer))
        self.add_fact(listed, "trigger", self.names.name_trigger(duty))
        if duty.due is not None and duty.clock_start != duty.opened_by.at:
            self.add_fact(listed, "start", format_when(duty.clock_start, self.language))
        self.add_fact(listed, "met", *self.names.name_fulfilments(duty))
        if duty.needs:
            self.add_fact(listed, "missing", format_needs(duty, self.language))
        elif duty.cause is not None:
            self.add_fact(listed, "cause", format_cause(duty, self.language))
        self.add_fact(listed, "notes", *list_notes(duty, self.language))
        if duty.consequence is not None:
            name = "breach_undated" if duty.due is None else "breach"
            self.add_fact(listed, name, translate(duty.consequence, self.language))

    def _add_details(self, article: ET.Element, name: str, paragraphs: Iterable[str]) -> ET.Element:
        details = ET.SubElement(article, "details")
        add_words(details, "summary", self.say(name))
        for words in paragraphs:
            add_words(details, "p", words)
        return details

    def _add_counting(self, article: ET.Element) -> None:
        if not self.duty.counting:
            return
        details = self._add_details(article, "counting", ())
        caption = self.say("counted", title=translate(self.duty.title, self.language))
        body = self.add_table(details, caption, ("day", "is_counted", "why"))
        for day in self.duty.counting:
            row = ET.SubElement(body, "tr")
            add_words(row, "th", format_when_short(day.day, self.language), {"scope": "row"})
            add_words(row, "td", self.say(_counted(day)))
            add_words(row, "td", translate(day.why, self.language))

    def _add_steps(self, article: ET.Element) -> None:
        """Add the warnings and consequences in the order of time."""
        steps = list_steps(self.duty)
        if not steps:
            return
        details = self._add_details(article, "steps", ())
        caption = self.say("step_caption", title=translate(self.duty.title, self.language))
        headings = ("step_from", "step_kind", "step_to", "step_what")
        body = self.add_table(details, caption, headings, is_cards=True)
        for step in steps:
            cells = self.add_card(body, headings, heading="step_from")
            active = f" · {self.say('active')}" if step.active else ""
            when = format_when_short(as_day_at_midnight(step.from_), self.language)
            add_words(cells[0], "span", when + active)
            add_words(cells[1], "span", self.say(step.kind))
            who = self.format_bearer(step.to)
            # The names in the ladder of a municipality are Danish in an English page too.
            is_foreign = self.language != "da" and who == step.to
            add_words(cells[2], "span", who, {"class": "og-free"} | ({"lang": "da"} if is_foreign else {}))
            action = begin_sentence(translate(step.action, self.language))
            add_words(cells[3], "span", action, {"class": "og-free"})


def _counted(day: Counting) -> str:
    by = day.counted
    if by.strict == by.lenient:
        return "yes" if by.strict else "no"
    return "perhaps"
