"""The frame of HTML: what stands around a page, and that a text never becomes markup."""

from __future__ import annotations

from xml.etree import ElementTree as ET

from overgreb_rules.render._html import (
    PAGE_STYLE,
    add_citation,
    add_id_prefix,
    add_words,
    serialise_fragment,
    serialise_page,
    start_fragment,
    start_page,
)
from overgreb_rules.shared.no_break_spaces import NO_BREAK_SPACE


def test_a_page_names_its_language_its_title_and_its_width_and_carries_its_style() -> None:
    page = serialise_page(start_page("da", "Sag A-17"))
    assert page.startswith('<!DOCTYPE html>\n<html lang="da"')
    assert '<meta charset="utf-8">' in page
    assert '<meta name="viewport" content="width=device-width, initial-scale=1">' in page
    assert f"<title>Sag{NO_BREAK_SPACE}A-17</title>" in page or "<title>Sag A-17</title>" in page
    assert PAGE_STYLE in page


def test_a_fragment_has_no_page_around_it() -> None:
    fragment = serialise_fragment(start_fragment("en"))
    assert fragment.startswith('<div lang="en"')
    assert "<html" not in fragment
    assert "<style>" in fragment


def test_words_are_text_and_characters_that_xml_cannot_hold_are_replaced() -> None:
    element = add_words(ET.Element("div"), "p", "<b>fed</b>\x00")
    assert "<b>" not in serialise_fragment(element)
    assert "\x00" not in (element.text or "")


def test_a_line_does_not_end_inside_a_citation() -> None:
    assert add_words(ET.Element("div"), "p", "§ 136").text == f"§{NO_BREAK_SPACE}136"


def test_a_legal_basis_is_marked_as_danish_on_an_english_page_alone() -> None:
    parent = ET.Element("div")
    assert add_citation(parent, "td", "barnets lov § 136", "en").get("lang") == "da"
    assert add_citation(parent, "td", "barnets lov § 136", "da").get("lang") is None


def test_a_prefix_is_put_before_every_id_and_every_reference_to_one_and_before_nothing_else() -> None:
    root = ET.fromstring(  # noqa: S314  # written here
        '<div id="a" class="a"><p aria-labelledby="a b" id="b"/><a href="#a"/><a href="https://x"/>'
        '<rect fill="url(#b)"/></div>'
    )
    add_id_prefix(root, "duty-")
    assert ET.tostring(root, encoding="unicode") == (
        '<div id="duty-a" class="a"><p aria-labelledby="duty-a duty-b" id="duty-b" /><a href="#duty-a" />'
        '<a href="https://x" /><rect fill="url(#duty-b)" /></div>'
    )
