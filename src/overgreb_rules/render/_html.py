"""The frame of HTML that needs nothing else: page or fragment, style, text elements, links and serialisation."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from importlib import resources
from xml.etree import ElementTree as ET

from overgreb_rules.shared.no_break_spaces import add_no_break_spaces
from overgreb_rules.shared.svg import clean_xml

ROOT_CLASS = "overgreb-rules"
"""The class of the element under which every rule of the style stands."""
PAGE_STYLE = "\n" + resources.files(__package__).joinpath("page.css").read_text(encoding="utf-8")
"""The style of every page and fragment: on a screen in light and in dark, and on paper."""


def start_page(language: str, title: str) -> ET.Element:
    """Return a page with its head and without a body.

    Args:
        language: da or en.
        title: the title of the window.

    Returns:
        The element `html`.
    """
    html = ET.Element("html", {"lang": language, "class": ROOT_CLASS})
    head = ET.SubElement(html, "head")
    ET.SubElement(head, "meta", {"charset": "utf-8"})
    ET.SubElement(head, "meta", {"name": "viewport", "content": "width=device-width, initial-scale=1"})
    add_words(head, "title", title)
    ET.SubElement(head, "style").text = PAGE_STYLE
    return html


def start_fragment(language: str) -> ET.Element:
    """Return the element that holds a fragment, with its style, to stand in somebody else's page.

    Args:
        language: da or en.

    Returns:
        The element `div`.
    """
    root = ET.Element("div", {"lang": language, "class": ROOT_CLASS})
    ET.SubElement(root, "style").text = PAGE_STYLE
    return root


def add_words(parent: ET.Element, tag: str, words: str, attributes: Mapping[str, str] | None = None) -> ET.Element:
    """Add an element that holds text.

    Args:
        parent: the element that gets the new one.
        tag: the name of the new element.
        words: its text, never markup; characters that XML cannot hold are replaced, and lines do not end inside
            citations, dates and measures.
        attributes: its attributes.

    Returns:
        The new element.
    """
    element = ET.SubElement(parent, tag, dict(attributes or {}))
    element.text = add_no_break_spaces(clean_xml(words))
    return element


def add_card_table(parent: ET.Element, caption: str, labels: Iterable[str]) -> ET.Element:
    """Add a table of which a narrow screen shows each row as a card.

    Args:
        parent: the element that gets the table.
        caption: what the table shows.
        labels: its headings.

    Returns:
        The body of the table; the roles keep it a table for screen readers.
    """
    table = ET.SubElement(parent, "table", {"class": "og-cards", "role": "table"})
    add_words(table, "caption", caption)
    row = ET.SubElement(ET.SubElement(table, "thead", {"role": "rowgroup"}), "tr", {"role": "row"})
    for label in labels:
        add_words(row, "th", label, {"scope": "col", "role": "columnheader"})
    return ET.SubElement(table, "tbody", {"role": "rowgroup"})


def add_card(body: ET.Element, labels: Iterable[str], heading: str) -> list[ET.Element]:
    """Add a row with empty cells to a table of cards.

    Args:
        body: the body of the table.
        labels: the headings of the table, which the cells name in `data-label`.
        heading: the label of the column that names the row.

    Returns:
        The cells, in the order of the headings; what they show stands in one element inside.
    """
    row = ET.SubElement(body, "tr", {"role": "row"})
    cells = []
    for label in labels:
        tag, look = ("th", {"scope": "row", "role": "rowheader"}) if label == heading else ("td", {"role": "cell"})
        cells.append(ET.SubElement(row, tag, {**look, "data-label": label}))
    return cells


def add_citation(parent: ET.Element, tag: str, cite: str, language: str) -> ET.Element:
    """Add a legal basis, marked as Danish on a page in another language.

    Args:
        parent: the element that gets the new one.
        tag: the name of the new element.
        cite: the legal basis.
        language: the language of the page, da or en.

    Returns:
        The new element.
    """
    return add_words(parent, tag, cite, {} if language == "da" else {"lang": "da"})


def add_id_prefix(root: ET.Element, prefix: str) -> None:
    """Put a prefix before every id of a tree, and before every reference to one.

    Args:
        root: the tree, whose references all lead into it.
        prefix: the prefix.
    """
    for element in root.iter():
        for name, value in element.attrib.items():
            if name == "id":
                element.set(name, prefix + value)
            elif name in ("aria-labelledby", "aria-describedby"):
                element.set(name, " ".join(prefix + one for one in value.split()))
            elif name == "href" and value.startswith("#"):
                element.set(name, f"#{prefix}{value[1:]}")
            elif value.startswith("url(#"):
                element.set(name, f"url(#{prefix}{value.removeprefix('url(#')}")


def serialise_page(html: ET.Element) -> str:
    """Return the page as text.

    Args:
        html: the element `html`.

    Returns:
        The document with its doctype and a line end.
    """
    return f"<!DOCTYPE html>\n{serialise_fragment(html)}"


def serialise_fragment(root: ET.Element) -> str:
    """Return an element as text.

    Args:
        root: the element.

    Returns:
        The HTML with a line end.
    """
    return f"{ET.tostring(root, encoding='unicode', method='html')}\n"
