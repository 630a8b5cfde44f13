"""What every part of a page is made of: its words, headings, tables and statuses."""

from __future__ import annotations

from collections.abc import Iterable
from xml.etree import ElementTree as ET

from overgreb_rules._text.formatting import format_bearer
from overgreb_rules.evaluation import StatusWord
from overgreb_rules.render._html import add_card, add_card_table, add_words
from overgreb_rules.render._page_text import PAGE_WORDS
from overgreb_rules.render._symbols import add_status_mark, tone_of
from overgreb_rules.shared.svg import clean_xml
from overgreb_rules.shared.text import translate

_HEADING_CLASSES = ("og-title", "og-section", "og-duty")


class PageWriter:
    """A writer of elements in one language.

    Args:
        language: da or en.
        top: the level of the first heading of the page, 1 to 4.
    """

    def __init__(self, language: str, top: int) -> None:
        self.language, self.top = language, top

    def say(self, name: str, **parts: object) -> str:
        """Return words of the page.

        Args:
            name: a key of `PAGE_WORDS`.
            **parts: the values of its slots.

        Returns:
            The words in the language of the page.
        """
        return translate(PAGE_WORDS[name], self.language).format(**parts)

    def format_bearer(self, name: str) -> str:
        """Return who bears a duty.

        Args:
            name: the bearer.

        Returns:
            The words in the language of the page.
        """
        return format_bearer(name, self.language)

    def add_heading(self, parent: ET.Element, depth: int, words: str, id_: str = "") -> None:
        """Add a heading.

        Args:
            parent: the element that gets the heading.
            depth: 0 for the title of the page, 1 for a section, 2 for a duty.
            words: the heading.
            id_: its id; empty for none.
        """
        look = {"class": _HEADING_CLASSES[depth]} | ({"id": id_} if id_ else {})
        add_words(parent, f"h{self.top + depth}", words, look)

    def add_status(self, parent: ET.Element, status: StatusWord, words: str) -> None:
        """Add a status as a shape, words and a colour.

        Args:
            parent: the element that gets the status.
            status: the status.
            words: the words.
        """
        tone = tone_of(status)
        span = ET.SubElement(parent, "span", {"class": f"og-status og-{tone}"})
        shape = ET.SubElement(span, "svg", {"viewBox": "-9 -9 18 18", "aria-hidden": "true"})
        add_status_mark(shape, tone, 0, 0, "currentColor", "var(--og-paper)")
        shape.tail = words

    def add_fact(self, listed: ET.Element, name: str, *values: str) -> None:
        """Add a term with its values.

        Args:
            listed: the element `dl`.
            name: the key of the term in `PAGE_WORDS`.
            *values: its values, one below the other; without any, nothing is added.
        """
        for number, value in enumerate(values):
            if number == 0:
                add_words(listed, "dt", self.say(name))
            add_words(listed, "dd", value)

    def add_table(
        self, parent: ET.Element, caption: str, headings: Iterable[str], *, is_cards: bool = False
    ) -> ET.Element:
        """Add a table that can be scrolled by keyboard where the screen is narrow.

        Args:
            parent: the element that gets the table.
            caption: what the table shows.
            headings: the keys of its headings in `PAGE_WORDS`.
            is_cards: whether a narrow screen shows each row as a card; the cells then name their heading in
                `data-label`, and the roles keep it a table for screen readers.

        Returns:
            The body of the table.
        """
        labels = [self.say(name) for name in headings]
        if is_cards:
            return add_card_table(parent, caption, labels)
        region = {"class": "og-scroll", "tabindex": "0", "role": "group", "aria-label": clean_xml(caption)}
        table = ET.SubElement(ET.SubElement(parent, "div", region), "table")
        add_words(table, "caption", caption)
        row = ET.SubElement(ET.SubElement(table, "thead"), "tr")
        for label in labels:
            add_words(row, "th", label, {"scope": "col"})
        return ET.SubElement(table, "tbody")

    def add_card(self, body: ET.Element, headings: Iterable[str], heading: str) -> list[ET.Element]:
        """Add a row with empty cells to a table of cards.

        Args:
            body: the body of the table.
            headings: the keys of the headings of the table.
            heading: the key of the column that names the row.

        Returns:
            The cells, in the order of the headings; what they show stands in one element inside.
        """
        return add_card(body, [self.say(name) for name in headings], self.say(heading))
