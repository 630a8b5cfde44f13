"""Elements of an SVG drawing and of the page around it, for the pictures of both packages."""

from __future__ import annotations

import re
from collections.abc import Mapping
from xml.etree import ElementTree as ET

from overgreb_rules.shared.no_break_spaces import add_no_break_spaces

__all__ = ["INK", "PAPER", "SOFT", "add_line", "add_path", "add_pattern", "add_rect", "add_text", "clean_xml"]

INK, SOFT, PAPER = "#16202b", "#4a5560", "#ffffff"
"""The colours of words and marks, of words of less weight, and of the ground."""
_NOT_IN_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def add_rect(parent: ET.Element, x: float, y: float, width: float, height: float, **look: str) -> ET.Element:
    """Add a rectangle.

    Args:
        parent: the element that gets the rectangle.
        x: left edge, in user units.
        y: upper edge, in user units.
        width: width in user units; a negative one counts as 0.
        height: height in user units.
        **look: further attributes, with an underscore for each hyphen of their names.

    Returns:
        The element `rect`.
    """
    place = {"x": f"{x:.1f}", "y": f"{y:.1f}", "width": f"{max(width, 0):.1f}", "height": f"{height:.1f}"}
    return ET.SubElement(parent, "rect", place | _attributes(look))


def add_path(parent: ET.Element, d: str, **look: str) -> ET.Element:
    """Add a path.

    Args:
        parent: the element that gets the path.
        d: the path data.
        **look: further attributes, with an underscore for each hyphen of their names.

    Returns:
        The element `path`.
    """
    return ET.SubElement(parent, "path", {"d": d} | _attributes(look))


def add_line(parent: ET.Element, start: tuple[float, float], end: tuple[float, float], colour: str) -> ET.Element:
    """Add a straight line.

    Args:
        parent: the element that gets the line.
        start: x and y of one end, in user units.
        end: x and y of the other end, in user units.
        colour: the stroke.

    Returns:
        The element `path`.
    """
    d = f"M{start[0]:.1f} {start[1]:.1f}L{end[0]:.1f} {end[1]:.1f}"
    return add_path(parent, d, stroke=colour, fill="none")


def add_text(parent: ET.Element, x: float, y: float, words: str, size: float, **look: str) -> ET.Element:
    """Add a line of words.

    Args:
        parent: the element that gets the words.
        x: anchor of the words, in user units.
        y: baseline, in user units.
        words: the words; characters that XML cannot hold are replaced, and spaces inside citations, dates and measures
            become no-break spaces.
        size: font size in user units.
        **look: further attributes, with an underscore for each hyphen of their names.

    Returns:
        The element `text`.
    """
    place = {"x": f"{x:.1f}", "y": f"{y:.1f}", "font-size": f"{size:g}", "fill": INK}
    element = ET.SubElement(parent, "text", place | _attributes(look))
    element.text = add_no_break_spaces(clean_xml(words))
    return element


def add_pattern(defs: ET.Element, name: str, size: str, angle: str) -> ET.Element:
    """Add an empty square pattern, to be filled with shapes and used as `url(#name)`.

    Args:
        defs: the element `defs` of the drawing.
        name: the id of the pattern.
        size: length of its side, in user units.
        angle: degrees by which the pattern is turned.

    Returns:
        The element `pattern`.
    """
    place = {"id": name, "width": size, "height": size}
    turned = {"patternUnits": "userSpaceOnUse", "patternTransform": f"rotate({angle})"}
    return ET.SubElement(defs, "pattern", place | turned)


def clean_xml(text: str) -> str:
    """Return the text with U+FFFD for each character that XML 1.0 cannot hold.

    Args:
        text: any text.

    Returns:
        The text as an element may hold it.

    Source:
        XML 1.0 § 2.2, production Char.
    """
    return _NOT_IN_XML.sub("\ufffd", text)


def _attributes(look: Mapping[str, str]) -> dict[str, str]:
    return {name.replace("_", "-"): value for name, value in look.items()}
