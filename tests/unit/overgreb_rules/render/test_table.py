"""The table for a terminal."""

from __future__ import annotations

import re

import pytest

from overgreb_rules.render.table import render_table
from overgreb_rules.shared.no_break_spaces import NO_BREAK_SPACE
from tests.fixtures.rendered_evaluations import (
    EXAMPLE_INSTANTS,
    build_evaluation,
    build_full_evaluation,
    build_obligation,
    evaluate_example,
)


def _table(name: str, **options: int) -> str:
    result, events = evaluate_example(name)
    return render_table(result, "da", colour=False, events=events, **options)


def test_a_row_says_what_opened_it_and_both_dates_say_what_they_are() -> None:
    said = re.sub(r"\s+", " ", _table("christmas-notification", width=200))
    assert "sikker: lør. 31.12.2016" in said
    assert "yderste: tirs. 3.1.2017" in said
    assert "underretning modtaget fre. 23.12.2016 kl. 16.30" in said
    assert "(u1)" not in said
    assert "Måske overskredet: 1 · Uafklaret: 1 · Åben: 5 · Mulig: 1 · Opfyldt: 1" in said


@pytest.mark.parametrize("name", EXAMPLE_INSTANTS)
def test_no_line_ends_inside_a_citation_a_time_or_a_measure(name: str) -> None:
    for width in (60, 80, 100):
        for line in _table(name, width=width).splitlines():
            cells = re.split(r" {2,}", line)
            assert not [cell for cell in cells if re.search(r"(§|stk\.|nr\.|kl\.)$", cell.strip())]


def test_the_table_holds_no_break_spaces_and_no_character_of_its_own() -> None:
    said = _table("christmas-notification")
    assert f"§{NO_BREAK_SPACE}155" in said
    assert "\ue000" not in said


def test_what_an_id_says_is_no_markup() -> None:
    said = render_table(build_full_evaluation(hostile="[bold red]x[/]"), "da", colour=False, width=250)
    assert "A-17[bold red]x[/]" in said


def test_no_duties_say_so() -> None:
    assert "Ingen pligter på dette tidspunkt." in render_table(build_evaluation(), "da", colour=False)
    assert "No duties at this instant." in render_table(build_evaluation(), "en", colour=False)


def test_a_status_without_a_date_says_why() -> None:
    undated = build_obligation(1, due=None, status="open"), build_obligation(2, due=None, status="breached")
    said = render_table(build_evaluation(*undated), "da", colour=False)
    assert said.count("ingen fast frist") == 1
    assert said.count("ingen dato") == 1
