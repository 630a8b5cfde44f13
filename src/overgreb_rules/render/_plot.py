"""The plot of a timeline: the periods of duties on the axis of their band."""

from __future__ import annotations

import datetime as dt
from xml.etree import ElementTree as ET

from overgreb_rules._text.formatting import format_when
from overgreb_rules.calendar import end_of_day, midnight
from overgreb_rules.evaluation import Counting
from overgreb_rules.render._symbols import LOOKS, add_mark, tone_of
from overgreb_rules.render._time_axis import Band, Lane
from overgreb_rules.shared.svg import INK, add_path, add_rect
from overgreb_rules.shared.text import translate

LEFT, PLOT = 322.0, 536.0
"""Left edge and width of the plot, in user units."""
_BAR = 16.0


def x_of(band: Band, second: int) -> float:
    """Return where an instant lies in the plot.

    Args:
        band: the band whose axis is used.
        second: the instant, epoch seconds.

    Returns:
        User units from the left; an instant beyond the axis lies at its edge.
    """
    return LEFT + min(max(band.share(second), 0.0), 1.0) * PLOT


def draw_period(group: ET.Element, band: Band, lane: Lane, y: float, language: str) -> None:
    """Draw the period of a duty as a bar, with its days, its ends and its marks.

    Args:
        group: the element of the lane.
        band: the band of the lane.
        lane: the duty with its dates.
        y: upper edge of the bar, in user units.
        language: da or en, for the titles of days.
    """
    look = LOOKS[tone_of(lane.duty.status)]
    start = x_of(band, lane.start)
    strict, lenient = x_of(band, lane.strict), x_of(band, lane.lenient)
    outline = {"stroke": look.ink, "stroke_width": "1.2", "rx": "2"}
    if lane.duty.status == "undetermined":
        outline["stroke_dasharray"] = "4 3"
    if lane.opens:
        add_rect(group, strict, y, LEFT + PLOT - strict, _BAR, fill=look.bar, **outline)
        add_mark(group, "opens", strict, y, look.ink)
    else:
        if lenient > strict:
            add_rect(group, strict, y, lenient - strict, _BAR, fill="url(#tl-half)", **outline)
        add_rect(group, start, y, max(strict - start, 1.5), _BAR, fill=look.bar, **outline)
        for day in lane.duty.counting:
            _draw_day(group, band, lane, day, y, language)
        _draw_ends(group, strict, lenient, y)
    add_mark(group, "start", start, y + _BAR / 2)
    for second in lane.met:
        _draw_fulfilment(group, band, second, y + _BAR / 2)


def _draw_ends(group: ET.Element, strict: float, lenient: float, y: float) -> None:
    for x, overhang in ((strict, 0), (lenient, 3)) if lenient > strict else ((strict, 0),):
        add_path(group, f"M{x:.1f} {y - 1:.1f}V{y + _BAR + overhang:.1f}", stroke=INK, stroke_width="1.8")
    add_mark(group, "strict", strict, y - 1)
    if lenient > strict:
        add_mark(group, "lenient", lenient, y + _BAR + 1)


def _draw_fulfilment(group: ET.Element, band: Band, second: int, y: float) -> None:
    colour = LOOKS["done"].ink
    share = band.share(second)
    if 0 <= share <= 1:
        add_mark(group, "met", LEFT + share * PLOT, y, colour)
        return
    edge, direction = (LEFT, -1) if share < 0 else (LEFT + PLOT, 1)
    add_mark(group, "met", edge - direction * 10, y, colour)
    add_mark(group, "left" if share < 0 else "right", edge, y, colour)


def _draw_day(group: ET.Element, band: Band, lane: Lane, counting: Counting, y: float, language: str) -> None:
    """Hatch a day of the count that one reading or both leave out."""
    counted = counting.counted
    day = counting.day.date() if isinstance(counting.day, dt.datetime) else counting.day
    first, last = max(midnight(day), lane.start), min(end_of_day(day), lane.lenient)
    if (counted.strict and counted.lenient) or first >= last:
        return
    left = x_of(band, first)
    fill = "url(#tl-half)" if counted.strict or counted.lenient else "url(#tl-out)"
    hatching = add_rect(group, left, y + 1, max(x_of(band, last) - left, 1.5), _BAR - 2, fill=fill)
    ET.SubElement(hatching, "title").text = f"{format_when(day, language)}: {translate(counting.why, language)}"
