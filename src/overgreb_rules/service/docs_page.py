"""The documentation of the paths as one page that needs nothing else, made from the OpenAPI document."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from xml.etree import ElementTree as ET

from overgreb_rules.render._html import add_card, add_card_table, add_words, serialise_page, start_page

_HEADINGS = ("Name", "Needed", "Values", "Meaning")


def build_docs_page(document: Mapping[str, Any]) -> str:
    """Return the page.

    Args:
        document: The OpenAPI document.

    Returns:
        The HTML document, in English as the OpenAPI document is.
    """
    html = start_page("en", document["info"]["title"])
    body = ET.SubElement(html, "body")
    header = ET.SubElement(body, "header")
    add_words(header, "h1", f"{document['info']['title']} {document['info']['version']}")
    add_words(header, "p", document["info"]["description"])
    link = ET.SubElement(ET.SubElement(header, "p"), "a", {"href": "/openapi.json"})
    link.text = "OpenAPI document"
    main = ET.SubElement(body, "main")
    for path, operations in document["paths"].items():
        for method, told in operations.items():
            _add_operation(main, f"{method.upper()} {path}", told)
    return serialise_page(html)


def _add_operation(main: ET.Element, name: str, operation: Mapping[str, Any]) -> None:
    section = ET.SubElement(main, "article")
    add_words(section, "h2", name)
    add_words(section, "p", operation.get("summary", ""))
    if operation.get("parameters"):
        rows = add_card_table(section, "Parameters", _HEADINGS)
        for parameter in operation["parameters"]:
            schema = parameter["schema"]
            words = (
                parameter["name"],
                "yes" if parameter.get("required") else "no",
                ", ".join(schema.get("enum", ())) or schema.get("format", schema["type"]),
                parameter.get("description", ""),
            )
            for cell, text in zip(add_card(rows, _HEADINGS, _HEADINGS[0]), words, strict=True):
                add_words(cell, "span", text)
    if "requestBody" in operation:
        add_words(section, "p", f"Body: {', '.join(operation['requestBody']['content'])}")
    answers = ET.SubElement(section, "dl")
    for code, answer in operation["responses"].items():
        add_words(answers, "dt", code)
        add_words(answers, "dd", answer["description"])
