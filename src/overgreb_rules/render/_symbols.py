"""Shapes and colours of a timeline. Each meaning has a shape of its own, so that none rests on colour alone."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal
from xml.etree import ElementTree as ET

from overgreb_rules.evaluation import StatusWord
from overgreb_rules.shared.svg import INK, PAPER, add_path, add_pattern, add_rect

RULE = "#d3d9df"
"""The colour of grid lines."""
Tone = Literal["late", "contested", "soon", "running", "unknown", "open", "done", "gone"]
"""What a status asks of the reader; each tone has a shape and a colour of its own, beside the word of the status."""

_TONES: dict[StatusWord, Tone] = {
    "breached": "late", "overdue": "late", "contested": "contested", "due_soon": "soon", "pending": "running",
    "undetermined": "unknown", "open": "open", "available": "open", "met_late": "late", "met_contested": "contested",
    "met": "done", "used": "done", "waived": "gone", "replaced": "gone", "expired": "gone",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Look:
    """The colours of a tone: `ink` of words and outlines, `bar` of the bar."""

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


def tone_of(status: StatusWord) -> Tone:
    """Return the tone of a status.

    Args:
        status: the status.

    Returns:
        The tone; several statuses share one.
    """
    return _TONES[status]


def add_mark(parent: ET.Element, shape: str, x: float, y: float, colour: str = INK) -> None:
    """Draw one of the marks of the axis, with a rim of paper that keeps the mark apart from the ground.

    Args:
        parent: the element that gets the mark.
        shape: a key of `_SHAPES`.
        x: place from the left, in user units.
        y: place from the top, in user units.
        colour: the colour of the mark.
    """
    hollow = shape in ("lenient", "met")
    look = {"fill": PAPER, "stroke": colour, "stroke_width": "1.8"} if hollow else {"fill": colour, "stroke": PAPER}
    group = ET.SubElement(parent, "g", {"transform": f"translate({x:.1f} {y:.1f})"})
    add_path(group, _SHAPES[shape], **look)
    if shape == "met":
        add_path(group, _SHAPES["tick"], fill="none", stroke=colour, stroke_width="2")


def add_status_mark(parent: ET.Element, tone: Tone, x: float, y: float, ink: str = "", paper: str = PAPER) -> None:
    """Draw the shape of a status.

    Args:
        parent: the element that gets the shape.
        tone: the tone of the status.
        x: middle from the left, in user units.
        y: middle from the top, in user units.
        ink: colour of the shape; empty for the colour of the tone.
        paper: colour of the ground.
    """
    ink = ink or LOOKS[tone].ink
    group = ET.SubElement(parent, "g", {"transform": f"translate({x:.1f} {y:.1f})"})
    outline, inside = _STATUS[tone]
    filled = tone in _FILLED
    add_path(group, outline, fill=ink if filled else paper, stroke=ink, stroke_width="1.6", stroke_linejoin="round")
    if inside:
        add_path(
            group, inside, fill="none", stroke=paper if filled else ink, stroke_width="1.8", stroke_linecap="round"
        )


def add_patterns(root: ET.Element) -> None:
    """Define the hatchings `tl-out` (days that no reading counts) and `tl-half` (days that one reading counts).

    Args:
        root: the element `svg`.
    """
    defs = ET.SubElement(root, "defs")
    out = add_pattern(defs, "tl-out", "6", "45")
    add_rect(out, 0, 0, 6, 6, fill=PAPER)
    add_path(out, "M1 0v6", stroke=INK, stroke_width="1.6")
    half = add_pattern(defs, "tl-half", "5", "45")
    add_rect(half, 0, 0, 5, 5, fill=PAPER)
    ET.SubElement(half, "circle", {"cx": "2.5", "cy": "2.5", "r": "1.1", "fill": INK})
