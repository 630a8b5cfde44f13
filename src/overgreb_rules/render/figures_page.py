"""The figures of a department as a picture (SVG) and as an accessible page (HTML) that needs nothing else."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from xml.etree import ElementTree as ET

from overgreb_rules._evaluate.figures import DepartmentFigures, GroupKey, MeasureFigures
from overgreb_rules.render._agenda_words import format_refused
from overgreb_rules.render._html import add_words, serialise_page, start_page
from overgreb_rules.render.figures import (
    coming_rows,
    figures_rows,
    figures_title,
    format_group,
    format_share,
    published_rows,
    say_figures,
)
from overgreb_rules.shared.svg import INK, PAPER, SOFT, add_line, add_path, add_rect, add_text
from overgreb_rules.shared.text import translate

_WIDTH, _LEFT, _RIGHT, _LANE = 900.0, 330.0, 720.0, 40.0
_TOP = 64.0
_BAR, _BAR_OUTER = "#0b4f8a", "#8fb8dc"


def render_figures_svg(figures: DepartmentFigures, language: str) -> str:
    """Return the shares as a picture: a bar a measure, light from the safe share to the outer one.

    Args:
        figures: The figures.
        language: da or en.

    Returns:
        The SVG document with a line end.
    """
    return ET.tostring(_draw(figures, language), encoding="unicode") + "\n"


def render_figures_page(figures: DepartmentFigures, language: str) -> str:
    """Return the figures as a page: the picture, the shares, what falls due, and the published figures.

    Args:
        figures: The figures.
        language: da or en.

    Returns:
        The HTML document.
    """
    title = figures_title(figures, language)
    html = start_page(language, title)
    body = ET.SubElement(html, "body")
    header = ET.SubElement(body, "header")
    add_words(header, "h1", title)
    for words in format_refused(len(figures.refused), language):
        add_words(header, "p", words)
    main = ET.SubElement(body, "main")
    # The picture is wider than a narrow screen: as every box that scrolls, it takes the focus, for the keyboard.
    ET.SubElement(main, "figure", _build_scroll_attributes(title)).append(_draw(figures, language))
    rows = list(figures_rows(figures, language))
    names = ["measure", "decided", "kept", "undetermined", "missing", "median", "p90"]
    is_broken_down = any(row.group for row in rows)
    headings = [say_figures(name, language) for name in (["group"] if is_broken_down else []) + names]
    cells = [row.cells[not is_broken_down :] for row in rows]
    _add_table(main, title, say_figures("interval", language), headings, cells)
    coming_title, published_title = say_figures("coming", language), say_figures("published", language)
    add_words(main, "h2", coming_title)
    coming = list(coming_rows(figures, language))
    if coming:
        headings = [say_figures(name, language) for name in ("week", "measure", "count")]
        _add_table(main, coming_title, "", headings, coming)
    else:
        add_words(main, "p", say_figures("none coming", language))
    add_words(main, "h2", published_title)
    headings = [say_figures(name, language) for name in ("measure", "share", "year", "source")]
    _add_table(main, published_title, say_figures("warning", language), headings, published_rows(figures, language))
    return serialise_page(html)


def _build_scroll_attributes(label: str) -> dict[str, str]:
    return {"tabindex": "0", "role": "group", "aria-label": label}


def _add_table(
    main: ET.Element, label: str, caption: str, headings: Sequence[str], rows: Iterable[Sequence[str]]
) -> None:
    box = ET.SubElement(main, "div", {"class": "og-scroll", **_build_scroll_attributes(label)})
    table = ET.SubElement(box, "table")
    if caption:
        add_words(table, "caption", caption)
    head = ET.SubElement(ET.SubElement(table, "thead"), "tr")
    for heading in headings:
        add_words(head, "th", heading, {"scope": "col"})
    body = ET.SubElement(table, "tbody")
    for row in rows:
        line = ET.SubElement(body, "tr")
        add_words(line, "th", row[0], {"scope": "row"})
        for cell in row[1:]:
            add_words(line, "td", cell)


def _draw(figures: DepartmentFigures, language: str) -> ET.Element:
    lanes = [(key, one) for key, measures in figures.groups.items() for one in measures if one.decided]
    height = _TOP + _LANE * max(len(lanes), 1) + 30
    title = figures_title(figures, language)
    svg = ET.Element(
        "svg",
        {
            "xmlns": "http://www.w3.org/2000/svg",
            "viewBox": f"0 0 {_WIDTH:g} {height:g}",
            "role": "img",
            "aria-label": title,
            "font-family": "'Segoe UI', 'Helvetica Neue', Arial, 'Liberation Sans', sans-serif",
        },
    )
    add_rect(svg, 0, 0, _WIDTH, height, fill=PAPER)
    add_text(svg, 20, 30, title, 18, font_weight="600")
    for words in format_refused(len(figures.refused), language):
        add_text(svg, 20, 50, words, 13)
    for percent in (0, 25, 50, 75, 100):
        x = _x(percent / 100)
        add_line(svg, (x, _TOP - 8), (x, height - 26), "#c9d0d7")
        add_text(svg, x, height - 10, f"{percent} %", 12, text_anchor="middle", fill=SOFT)
    for number, (key, one) in enumerate(lanes):
        _draw_lane(svg, figures, key, one, _TOP + number * _LANE, language)
    return svg


def _draw_lane(
    svg: ET.Element, figures: DepartmentFigures, key: GroupKey, one: MeasureFigures, y: float, language: str
) -> None:
    add_text(svg, 20, y + 16, translate(one.measure.title, language), 13)
    if group := format_group(key, language):
        add_text(svg, 20, y + 30, group, 11, fill=SOFT)
    strict, lenient = one.kept_strict / one.decided, one.kept_lenient / one.decided
    add_rect(svg, _LEFT, y + 4, _x(lenient) - _LEFT, 18, fill=_BAR_OUTER)
    add_rect(svg, _LEFT, y + 4, _x(strict) - _LEFT, 18, fill=_BAR)
    add_text(svg, _RIGHT + 14, y + 18, format_share(one, language), 13, font_weight="600")
    for published in figures.definition.published:
        if published.measure == one.measure.name:
            x = _x(published.share / 100)
            mark = add_path(svg, f"M{x:.1f} {y + 1:.1f}V{y + 26:.1f}", stroke=INK, stroke_width="2")
            words = f"{published.share} % ({translate(published.source, language)}, {published.year})"
            ET.SubElement(mark, "title").text = words


def _x(share: float) -> float:
    return _LEFT + share * (_RIGHT - _LEFT)
