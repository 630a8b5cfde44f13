"""The figures of a department as a picture and as a page."""

from __future__ import annotations

import re
from xml.etree import ElementTree as ET

import pytest

from overgreb_rules.render.figures_page import render_figures_page, render_figures_svg
from tests.fixtures.department_figures import build_figures

SVG = "{http://www.w3.org/2000/svg}"


def _bars(*statuses: str) -> list[float]:
    """Return the widths of the bars of the picture, without its ground."""
    root = ET.fromstring(render_figures_svg(build_figures(*statuses), "da"))  # noqa: S314  # our own picture
    return [float(rect.get("width", "")) for rect in list(root.iter(f"{SVG}rect"))[1:]]


def test_the_dark_bar_is_the_safe_share_and_the_light_one_the_outer_share() -> None:
    outer, safe = _bars("met", "contested", "overdue")
    assert outer == pytest.approx(2 * safe)


def test_what_has_no_decided_duty_has_no_bar() -> None:
    assert _bars("undetermined") == []


def test_the_group_of_cases_without_a_kommune_is_named_as_in_the_table() -> None:
    figures = build_figures("met", by=("kommune",), kommune=None)
    assert "kommune ikke oplyst" in render_figures_svg(figures, "da")
    assert "kommune not told" in render_figures_svg(figures, "en")


def test_a_published_figure_is_marked_with_its_source_and_its_year() -> None:
    assert "<title>92 % (Ankestyrelsen, 2022)</title>" in render_figures_svg(build_figures("met"), "da")


@pytest.mark.parametrize("language", ["da", "en"])
def test_the_page_holds_the_picture_and_its_tables_can_be_reached_by_keyboard(language: str) -> None:
    page = render_figures_page(build_figures("met", "overdue", by=("kommune",)), language)
    assert page.startswith(f'<!DOCTYPE html>\n<html lang="{language}"')
    assert "<svg" in page
    boxes = re.findall(r'tabindex="0" role="group" aria-label="([^"]+)"', page)
    assert len(boxes) == page.count("<table>") + page.count("<figure") >= 3
    assert '<figure tabindex="0"' in page
    assert '<th scope="row">0751</th>' in page
