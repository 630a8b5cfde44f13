"""What every part of a page is made of."""

from __future__ import annotations

from xml.etree import ElementTree as ET

from overgreb_rules.render._page_parts import PageWriter


def test_headings_begin_at_the_level_of_the_page() -> None:
    parent = ET.Element("div")
    PageWriter("da", 2).add_heading(parent, 1, "Overblik", "overview-title")
    assert (parent[0].tag, parent[0].get("id"), parent[0].text) == ("h3", "overview-title", "Overblik")


def test_a_table_of_cards_keeps_its_roles_and_another_table_can_be_scrolled() -> None:
    cards, plain = ET.Element("div"), ET.Element("div")
    PageWriter("da", 1).add_table(cards, "Pligterne", ("status", "duty"), is_cards=True)
    PageWriter("da", 1).add_table(plain, "Dag for dag", ("day",))
    assert [element.get("role") for element in cards.iter() if element.tag in {"table", "th"}] == [
        "table", "columnheader", "columnheader",
    ]  # fmt: skip
    assert [element.get("tabindex") for element in plain.iter("div")] == [None, "0"]
