"""The frame of an HTML page that needs nothing else: head, page style, text elements and serialisation."""

from __future__ import annotations

from collections.abc import Mapping
from importlib import resources
from xml.etree import ElementTree as ET

from overgreb_rules.shared.svg import clean_xml

PAGE_STYLE = "\n" + resources.files(__package__).joinpath("page.css").read_text(encoding="utf-8")
"""The style of every page: on a screen in light and in dark, and on paper."""


def start_page(language: str, title: str) -> ET.Element:
    """Return a page with its head and without a body.

    Args:
        language: da or en.
        title: the title of the window.

    Returns:
        The element `html`.
    """
    html = ET.Element("html", {"lang": language})
    head = ET.SubElement(html, "head")
    ET.SubElement(head, "meta", {"charset": "utf-8"})
    ET.SubElement(head, "meta", {"name": "viewport", "content": "width=device-width, initial-scale=1"})
    add_words(head, "title", title)
    ET.SubElement(head, "style").text = PAGE_STYLE
    return html


def add_words(parent: ET.Element, tag: str, words: str, attributes: Mapping[str, str] | None = None) -> ET.Element:
    """Add an element that holds text.

    Args:
        parent: the element that gets the new one.
        tag: the name of the new element.
        words: its text, never markup; characters that XML cannot hold are replaced.
        attributes: its attributes.

    Returns:
        The new element.
    """
    element = ET.SubElement(parent, tag, dict(attributes or {}))
    element.text = clean_xml(words)
    return element


def add_citation(parent: ET.Element, tag: str, cite: str, language: str) -> None:
    """Add a legal basis, marked as Danish on a page in another language.

    Args:
        parent: the element that gets the new one.
        tag: the name of the new element.
        cite: the legal basis.
        language: the language of the page, da or en.
    """
    add_words(parent, tag, cite, {} if language == "da" else {"lang": "da"})


def serialise_page(html: ET.Element) -> str:
    """Return the page as text.

    Args:
        html: the element `html`.

    Returns:
        The document with its doctype and a line end.
    """
    return f"<!DOCTYPE html>\n{ET.tostring(html, encoding='unicode', method='html')}\n"
