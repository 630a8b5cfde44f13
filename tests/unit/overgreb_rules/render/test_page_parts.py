"""What every part of a page is made of."""

from __future__ import annotations

import datetime as dt
from xml.etree import ElementTree as ET

from overgreb_rules._text.formatting import format_when_short
from overgreb_rules.render._page_parts import PageWriter
from tests.fixtures.rendered_evaluations import build_obligation


def test_headings_begin_at_the_level_of_the_page() -> None:
    parent = ET.Element("div")
    PageWriter("da", 2).add_heading(parent, 1, "Overblik", "overview-title")
    assert (parent[0].tag, parent[0].get("id"), parent[0].text) == ("h3", "overview-title", "Overblik")


def test_each_of_two_dates_says_what_it_is() -> None:
    writer = PageWriter("da", 1)
    two = build_obligation(due=(dt.date(2026, 11, 27), dt.date(2026, 11, 30)))
    lines = ["fre. 27.11.2026 (sikker frist)", "man. 30.11.2026 (yderste frist)"]
    assert writer.format_due(two, format_when_short) == lines
    window = build_obligation(due=dt.date(2026, 11, 27), modality="window")
    assert writer.format_due(window, format_when_short) == ["tidligst fre. 27.11.2026"]
    assert writer.format_due(build_obligation(due=None), format_when_short) == []


def test_a_table_of_cards_keeps_its_roles_and_another_table_can_be_scrolled() -> None:
    cards, plain = ET.Element("div"), ET.Element("div")
    PageWriter("da", 1).add_table(cards, "Pligterne", ("status", "duty"), is_cards=True)
    PageWriter("da", 1).add_table(plain, "Dag for dag", ("day",))
    assert [element.get("role") for element in cards.iter() if element.tag in {"table", "th"}] == [
        "table", "columnheader", "columnheader",
    ]  # fmt: skip
    assert [element.get("tabindex") for element in plain.iter("div")] == [None, "0"]
