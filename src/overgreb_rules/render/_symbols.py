"""The shapes of a timeline. Each meaning has a shape of its own, so that none rests on colour alone."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from xml.etree import ElementTree as ET

from overgreb_rules.render._said import Tone, clean

__all__ = ["INK", "LOOKS", "PAPER", "RULE", "SOFT", "Look", "mark", "path", "patterns", "rect", "status_mark", "text"]

INK, SOFT, RULE, PAPER = "#16202b", "#4a5560", "#d3d9df", "#ffffff"


@dataclass(frozen=True, slots=True)
class Look:
    """The colours of a tone: of its words and outlines, and of its bar."""

    ink: str
    bar: str


LOOKS: Mapping[Tone, Look] = {
    "late": Look("#9b1c1c", "#f3bdb9"),
    "contested": Look("#6b2fa0", "#ddcbf1"),
    "soon": Look("#7d4300", "#f9d699"),
    "running": Look("#0b4f8a", "#b9d7f0"),
    "unknown": Look("#45455f", "#f4f4f8"),
    "open": Look("#0f5c63", "#c4e6e6"),
    "done": Look("#1e6432", "#d3ead7"),
    "gone": Look("#55606b", "#e9ecef"),
}

_SHAPES = {
    # The last moment of the strict reading: a flag that points down on the end of the bar.
    "strict": "M-6.5 -11h13L0 0z",
    # Of the lenient one: an open diamond below the bar.
    "lenient": "M0 0l5.5 5.5L0 11l-5.5 -5.5z",
    # From here on an act is lawful: a flag that points forward.
    "opens": "M0 -12l11 6l-11 6z",
    "start": "M-5 0a5 5 0 1 0 10 0a5 5 0 1 0 -10 0z",
    "met": "M-7.5 -7.5h15v15h-15z",
    "tick": "M-4 0.5l3 3.2l5 -7",
    "right": "M0 -5l7 5l-7 5z",
    "left": "M0 -5l-7 5l7 5z",
}
_STATUS: Mapping[Tone, tuple[str, str]] = {
    # Filled shapes ask for something now, outlines do not; the second path is drawn over the first.
    "late": ("M0 -7.5L8 6.5h-16z", "M0 -3v4.5M0 3.4v1.4"),
    "contested": ("M0 -8l8 8l-8 8l-8 -8z", "M0 -4v8"),
    "soon": ("M-7 0a7 7 0 1 0 14 0a7 7 0 1 0 -14 0z", "M0 -4v4l3 2"),
    "running": ("M-6 0a6 6 0 1 0 12 0a6 6 0 1 0 -12 0z", "M0 -3.5v3.5l2.5 1.7"),
    "unknown": ("M-6 0a6 6 0 1 0 12 0a6 6 0 1 0 -12 0z", "M-2 -1.4a2 2 0 1 1 2.6 1.9q-.6 .3 -.6 1.1M0 3v1"),
    "open": ("M-5.5 -5.5h11v11h-11z", ""),
    "done": ("M-6 -6h12v12h-12z", "M-3.4 0.4l2.5 2.7l4.2 -5.9"),
    "gone": ("M-5.5 0h11", ""),
}
_FILLED = frozenset({"late", "contested", "soon"})


def rect(parent: ET.Element, x: float, y: float, width: float, height: float, **look: str) -> ET.Element:
    """A rectangle; `look` holds further attributes, with _ for -."""
    place = {"x": f"{x:.1f}", "y": f"{y:.1f}", "width": f"{max(width, 0):.1f}", "height": f"{height:.1f}"}
    return ET.SubElement(parent, "rect", place | _attributes(look))


def path(parent: ET.Element, d: str, **look: str) -> ET.Element:
    """A path."""
    return ET.SubElement(parent, "path", {"d": d} | _attributes(look))


def text(parent: ET.Element, x: float, y: float, words: str, size: float, **look: str) -> ET.Element:
    """Words with their baseline at a point."""
    place = {"x": f"{x:.1f}", "y": f"{y:.1f}", "font-size": f"{size:g}", "fill": INK}
    element = ET.SubElement(parent, "text", place | _attributes(look))
    element.text = clean(words)
    return element


def mark(parent: ET.Element, shape: str, x: float, y: float, colour: str = INK) -> ET.Element:
    """One of the marks of the axis at a point, with a rim of paper that keeps it apart from what it lies on."""
    hollow = shape in ("lenient", "met")
    look = {"fill": PAPER, "stroke": colour, "stroke_width": "1.8"} if hollow else {"fill": colour, "stroke": PAPER}
    group = ET.SubElement(parent, "g", {"transform": f"translate({x:.1f} {y:.1f})"})
    path(group, _SHAPES[shape], **look)
    if shape == "met":
        path(group, _SHAPES["tick"], fill="none", stroke=colour, stroke_width="2")
    return group


def status_mark(parent: ET.Element, tone: Tone, x: float, y: float, ink: str = "", paper: str = PAPER) -> None:
    """The shape of a status, in the colour of its tone or in one that is given."""
    ink = ink or LOOKS[tone].ink
    group = ET.SubElement(parent, "g", {"transform": f"translate({x:.1f} {y:.1f})"})
    outline, inside = _STATUS[tone]
    filled = tone in _FILLED
    path(group, outline, fill=ink if filled else paper, stroke=ink, stroke_width="1.6", stroke_linejoin="round")
    if inside:
        path(group, inside, fill="none", stroke=paper if filled else ink, stroke_width="1.8", stroke_linecap="round")


def patterns(root: ET.Element) -> None:
    """The hatchings: of days that no reading counts, and of days that one of them counts."""
    defs = ET.SubElement(root, "defs")
    out = _pattern(defs, "tl-out", "6", "rotate(45)")
    rect(out, 0, 0, 6, 6, fill=PAPER)
    path(out, "M1 0v6", stroke=INK, stroke_width="1.6")
    half = _pattern(defs, "tl-half", "5", "rotate(45)")
    rect(half, 0, 0, 5, 5, fill=PAPER)
    ET.SubElement(half, "circle", {"cx": "2.5", "cy": "2.5", "r": "1.1", "fill": INK})


def _pattern(defs: ET.Element, name: str, size: str, turned: str) -> ET.Element:
    place = {"id": name, "width": size, "height": size, "patternUnits": "userSpaceOnUse", "patternTransform": turned}
    return ET.SubElement(defs, "pattern", place)


def _attributes(look: Mapping[str, str]) -> dict[str, str]:
    return {name.rstrip("_").replace("_", "-"): value for name, value in look.items()}
