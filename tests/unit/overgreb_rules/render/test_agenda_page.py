"""The agenda as a page."""

from __future__ import annotations

import html
import re

import pytest

from overgreb_rules import Agenda, Rulebook, agenda
from overgreb_rules.render._agenda_words import format_group
from overgreb_rules.render.agenda_page import render_agenda_page

AT = "2026-02-03T12:00:00+01:00"
NOTIFIED = {"id": "u1", "type": "underretning_modtaget", "at": "2026-02-02T15:00:00+01:00"}
BOOK = Rulebook.load(matcher="reference")


def _agenda(limit: int | None = None) -> Agenda:
    cases = [{"case_id": f"<i>{number}</i>", "events": [NOTIFIED]} for number in range(3)]
    return agenda(cases, at=AT, rulebook=BOOK, limit=limit)


@pytest.mark.parametrize("language", ["da", "en"])
def test_each_group_has_a_heading_with_its_count_and_a_row_for_each_duty(language: str) -> None:
    found = _agenda()
    page = render_agenda_page(found, language)
    for group, count in found.counts.items():
        assert (f'<h2 id="{group}">{format_group(group, language)} ({count})</h2>' in page) == bool(count)
    assert page.count('<th scope="row" ') == len(found.items)


def test_a_page_begins_with_the_counts_and_links_each_to_its_table() -> None:
    found = _agenda(limit=4)
    header = render_agenda_page(found, "da").partition("</header>")[0]
    listed = {item.group for item in found.items}
    counted = {group: f"{format_group(group, 'da')}: {count}" for group, count in found.counts.items() if count}
    assert 0 < len(listed) < len(counted)
    for group, words in counted.items():
        assert (f'<a href="#{group}">{words}</a>' if group in listed else f"<span>{words}</span>") in header


def test_a_narrow_screen_shows_each_duty_as_a_card_whose_parts_name_their_heading() -> None:
    page = render_agenda_page(_agenda(limit=1), "da")
    assert page.count('<table class="og-cards" role="table">') == 1
    assert re.findall(r'data-label="(\w+)"', page) == ["Senest", "Sag", "Pligt", "Hjemmel", "Hvem"]


def test_a_page_that_lists_a_part_says_so() -> None:
    page = render_agenda_page(_agenda(limit=2), "da")
    assert re.search(r"Vist: 2 af \d+\.", page)
    assert "Vist:" not in render_agenda_page(_agenda(), "da")


def test_a_key_is_text_and_never_markup() -> None:
    page = render_agenda_page(_agenda(), "da")
    assert "<i>" not in page
    assert html.escape("<i>0</i>") in page


def test_an_agenda_without_duties_says_so() -> None:
    assert "Ingen pligter kræver noget nu." in render_agenda_page(agenda([], at=AT, rulebook=BOOK), "da")
