"""An evaluation as a timeline: one lane a duty, its period as a bar, the days that do not count hatched.

Invariants:
    The same evaluation gives the same bytes: the drawing reads no clock and holds no script, font file or link. Every
    meaning has a shape and a word beside its colour, and every lane has its content in words for screen readers.
"""

from __future__ import annotations

import textwrap
from collections.abc import Iterable
from xml.etree import ElementTree as ET

from overgreb_rules._case.case import Event
from overgreb_rules._text.due_words import describe_dates, format_dates
from overgreb_rules._text.formatting import (
    format_missing_date,
    format_when,
    format_when_short,
    to_moment,
)
from overgreb_rules._text.need_words import format_not_told
from overgreb_rules._text.status_words import NO_DUTIES, format_status
from overgreb_rules.evaluation import Evaluation, Obligation
from overgreb_rules.render._duty_notes import format_cause, list_notes
from overgreb_rules.render._event_names import EventNames
from overgreb_rules.render._notes import format_suppositions
from overgreb_rules.render._plot import LEFT, PLOT, draw_period, x_of
from overgreb_rules.render._symbols import LOOKS, RULE, add_mark, add_patterns, add_status_mark, tone_of
from overgreb_rules.render._time_axis import Band, Lane, build_bands, build_lane
from overgreb_rules.render._timeline_text import TIMELINE_LEGEND, TIMELINE_WORDS
from overgreb_rules.shared.no_break_spaces import add_no_break_spaces
from overgreb_rules.shared.svg import INK, PAPER, SOFT, add_path, add_rect, add_text, clean_xml
from overgreb_rules.shared.text import begin_sentence, end_sentence, translate

_RIGHT, _EDGE = 262.0, 14.0
_WIDTH = LEFT + PLOT + _RIGHT
_HEAD, _AXIS, _LANE, _GAP = 66.0, 50.0, 88.0, 16.0
_TITLE_LENGTH, _SMALL_LENGTH, _HEAD_LENGTH = 36, 50, 140
_HEAD_LINES = 8
_FONT = "'Segoe UI', 'Helvetica Neue', Arial, 'Liberation Sans', 'DejaVu Sans', sans-serif"


def render_timeline(
    result: Evaluation, language: str, events: Iterable[Event] = (), supposed: Iterable[Event] = ()
) -> str:
    """Return an evaluation as an SVG file.

    Args:
        result: the evaluation.
        language: da or en.
        events: the events of the case, which name what met a duty.
        supposed: those of the events that are supposed, which the head names.

    Returns:
        The SVG text with a line end.
    """
    return ET.tostring(draw_timeline(result, language, events, supposed), encoding="unicode") + "\n"


def draw_timeline(
    result: Evaluation, language: str, events: Iterable[Event] = (), supposed: Iterable[Event] = ()
) -> ET.Element:
    """Return an evaluation as an SVG element, to stand in a page.

    Args:
        result: the evaluation.
        language: da or en.
        events: the events of the case, which name what met a duty.
        supposed: those of the events that are supposed, which the head names.

    Returns:
        The element `svg`.
    """
    lanes = (build_lane(duty) for duty in result.obligations)
    dated = [lane for lane in lanes if lane is not None]
    undated = [duty for duty in result.obligations if duty.due is None]
    names = EventNames(result, language, events)
    drawing = _Drawing(result, language, names)
    drawing.add_suppositions(format_suppositions(supposed, names, language))
    for band in build_bands(dated, to_moment(result.at).earliest):
        drawing.add_band(band)
    if undated:
        drawing.add_undated(undated)
    if not result.obligations:
        add_text(drawing.root, _EDGE, drawing.y + 24, translate(NO_DUTIES, language), 14)
        drawing.y += 44
    return drawing.finish(len(dated), len(undated), has_legend=bool(dated))


class _Drawing:
    """A timeline as far as it is drawn: `y` is where the next part begins, in user units from the top.

    Args:
        result: the evaluation.
        language: da or en.
        names: the names of the events of the case.
    """

    def __init__(self, result: Evaluation, language: str, names: EventNames) -> None:
        self.result, self.language, self.names = result, language, names
        self.now = to_moment(result.at).earliest
        self.root = ET.Element("svg", {"xmlns": "http://www.w3.org/2000/svg", "role": "group", "lang": language})
        self.title = ET.SubElement(self.root, "title", {"id": "tl-title"})
        self.desc = ET.SubElement(self.root, "desc", {"id": "tl-desc"})
        add_patterns(self.root)
        self.paper = add_rect(self.root, 0, 0, _WIDTH, 0, fill=PAPER)
        self.y = _HEAD

    def _say(self, name: str, **parts: object) -> str:
        return translate(TIMELINE_WORDS[name], self.language).format(**parts)

    def finish(self, dated: int, undated: int, *, has_legend: bool) -> ET.Element:
        """Add what is known last: the legend, the heading and the height.

        Args:
            dated: number of duties with a date.
            undated: number of duties without a date.
            has_legend: whether the shapes are explained.

        Returns:
            The element `svg`.
        """
        if has_legend:
            self._add_legend()
        self.title.text = clean_xml(self._say("title", case=self.result.case_id))
        self.desc.text = self._say("desc", dated=dated, undated=undated)
        add_text(self.root, _EDGE, 30, _cut(self.title.text, 90), 19, font_weight="600")
        add_text(self.root, _EDGE, 51, self._say("at", at=format_when(self.result.at, self.language)), 13, fill=SOFT)
        height = f"{self.y + 12:g}"
        self.paper.set("height", height)
        self.root.set("viewBox", f"0 0 {_WIDTH:g} {height}")
        self.root.set("width", f"{_WIDTH:g}")
        self.root.set("height", height)
        self.root.set("aria-labelledby", "tl-title tl-desc")
        self.root.set("font-family", _FONT)
        ET.indent(self.root, space=" ")
        return self.root

    def add_suppositions(self, words: str) -> None:
        """Write below the heading what is supposed.

        Args:
            words: a sentence; empty where nothing is supposed.
        """
        for line in _wrap(words, _HEAD_LENGTH, _HEAD_LINES):
            add_text(self.root, _EDGE, self.y + 4, line, 13, font_weight="700")
            self.y += 18

    def add_band(self, band: Band) -> None:
        """Draw one axis with its lanes.

        Args:
            band: the band.
        """
        top, bottom = self.y + _AXIS, self.y + _AXIS + _LANE * len(band.lanes)
        add_text(self.root, _EDGE, self.y + 40, translate(band.title, self.language), 13, font_weight="700", fill=SOFT)
        for tick in band.ticks:
            x = x_of(band, tick.second)
            add_path(self.root, f"M{x:.1f} {top - 5:.1f}V{bottom:.1f}", stroke=RULE, fill="none")
        add_path(self.root, f"M{_EDGE:g} {top:.1f}H{_WIDTH - _EDGE:.1f}", stroke=SOFT, fill="none")
        self.y = top
        for lane in band.lanes:
            self._add_lane(band, lane)
        self._add_now_line(band, top, bottom)
        for tick in band.ticks:
            x = x_of(band, tick.second)
            if LEFT + 16 <= x <= LEFT + PLOT - 16:
                words = translate(tick.label, self.language)
                # The rim keeps the words readable where the line of now crosses them.
                rim = {"paint_order": "stroke", "stroke": PAPER, "stroke_width": "5"}
                add_text(self.root, x, top - 10, words, 11, text_anchor="middle", fill=SOFT, **rim)
        self.y = bottom + _GAP

    def _add_now_line(self, band: Band, top: float, bottom: float) -> None:
        """Draw the instant of the evaluation as a line, or as an arrow where the instant lies beyond the axis."""
        share = band.share(self.now)
        words = self._say("now")
        if 0 <= share <= 1:
            x = LEFT + share * PLOT
            add_path(
                self.root,
                f"M{x:.1f} {top - 26:.1f}V{bottom:.1f}",
                stroke=INK,
                stroke_width="2",
                stroke_dasharray="6 3",
            )
            add_rect(self.root, x - 15, top - 43, 30, 17, rx="8.5", fill=INK)
            add_text(self.root, x, top - 30.5, words, 11.5, text_anchor="middle", fill=PAPER, font_weight="700")
            return
        words = f"{words}: {format_when_short(self.result.at, self.language)}"
        wide = 7 * len(words) + 14.0
        x = LEFT if share < 0 else LEFT + PLOT - wide
        add_rect(self.root, x, top - 43, wide, 17, rx="8.5", fill=INK)
        look = {"text_anchor": "middle", "fill": PAPER, "font_weight": "700"}
        add_text(self.root, x + wide / 2, top - 30.5, words, 11.5, **look)
        tip = LEFT - 3 if share < 0 else LEFT + PLOT + 3
        add_mark(self.root, "left" if share < 0 else "right", tip, top - 34.5)

    def _add_lane(self, band: Band, lane: Lane) -> None:
        """Draw one duty with a date."""
        duty, y = lane.duty, self.y
        group = ET.SubElement(self.root, "g", {"role": "img"})
        ET.SubElement(group, "title").text = clean_xml(self._describe_lane(duty))
        self._add_names(group, duty, y)
        draw_period(group, band, lane, y + 30, self.language)
        self._add_standing(group, lane, y)
        add_path(group, f"M{_EDGE:g} {y + _LANE:.1f}H{_WIDTH - _EDGE:.1f}", stroke=RULE, fill="none")
        self.y += _LANE

    def _describe_lane(self, duty: Obligation) -> str:
        """Return what a lane shows as sentences, for screen readers."""
        status = begin_sentence(format_status(duty.status, self.language))
        parts = [f"{status}: {translate(duty.title, self.language)}, {duty.cite}"]
        parts.append(begin_sentence(self.names.name_trigger(duty)))
        if duty.due is not None:
            parts.append(self._say("starts", when=format_when(duty.clock_start, self.language)))
            parts.append(describe_dates(duty.due, duty.modality, self.language))
        if duty.met_by:
            parts.append(self._say("met_by", events=", ".join(self.names.name_fulfilments(duty))))
        beside = format_not_told(duty, self.language) or format_cause(duty, self.language)
        parts += [begin_sentence(beside)] if beside else []
        return " ".join(end_sentence(part) for part in [*parts, *list_notes(duty, self.language)])

    def _add_names(self, group: ET.Element, duty: Obligation, y: float) -> float:
        """Write the duty, its legal basis and the event that opened it on the left; return where the words end."""
        for line in _wrap(translate(duty.title, self.language), _TITLE_LENGTH, 2):
            add_text(group, _EDGE, y + 20, line, 13, font_weight="600")
            y += 15
        add_text(group, _EDGE, y + 20, _cut(duty.cite, _SMALL_LENGTH), 11, fill=SOFT, lang="da")
        for line in _wrap(self.names.name_trigger(duty), _SMALL_LENGTH, 2):
            y += 14
            add_text(group, _EDGE, y + 20, line, 11, fill=SOFT)
        return y + 30

    def _add_standing(self, group: ET.Element, lane: Lane, y: float) -> None:
        """Write the status and the dates on the right."""
        duty, x = lane.duty, _WIDTH - _RIGHT + 26
        self._add_status(group, duty, y)
        lines = format_dates(duty.due, duty.modality, self.language)
        marks = () if lane.opens else (("strict", 41), ("lenient", 46))[: len(lines)]
        for shape, down in marks:
            add_mark(group, shape, x + 1, y + down)
        for number, line in enumerate(lines):
            add_text(group, x + 16, y + 40 + 16 * number, line, 12)

    def _add_status(self, group: ET.Element, duty: Obligation, y: float) -> None:
        tone, x = tone_of(duty.status), _WIDTH - _RIGHT + 26
        add_status_mark(group, tone, x + 1, y + 17)
        words = format_status(duty.status, self.language)
        add_text(group, x + 16, y + 22, words, 13 if len(words) <= 25 else 11, font_weight="700", fill=LOOKS[tone].ink)

    def add_undated(self, duties: list[Obligation]) -> None:
        """Write the duties without a date below the axes.

        Args:
            duties: the duties.
        """
        add_text(self.root, _EDGE, self.y + 24, self._say("undated"), 13, font_weight="700", fill=SOFT)
        self.y += 34
        add_path(self.root, f"M{_EDGE:g} {self.y:.1f}H{_WIDTH - _EDGE:.1f}", stroke=SOFT, fill="none")
        for duty in duties:
            group = ET.SubElement(self.root, "g", {"role": "img"})
            ET.SubElement(group, "title").text = clean_xml(self._describe_lane(duty))
            end = self._add_names(group, duty, self.y)
            why = format_not_told(duty, self.language) or format_missing_date(duty, self.language)
            lines = _wrap(why, 80, 4)
            for number, line in enumerate(lines):
                add_text(group, LEFT, self.y + 20 + 15 * number, line, 12, fill=SOFT)
            self._add_status(group, duty, self.y)
            self.y = max(end, self.y + 14 + 15 * len(lines))
            add_path(group, f"M{_EDGE:g} {self.y:.1f}H{_WIDTH - _EDGE:.1f}", stroke=RULE, fill="none")
        self.y += _GAP

    def _add_legend(self) -> None:
        """Write what the shapes mean."""
        for number, (shape, words) in enumerate(TIMELINE_LEGEND):
            x, y = _EDGE + 8 + number % 4 * 276, self.y + 14 + number // 4 * 24
            if shape in ("out", "half"):
                add_rect(self.root, x - 8, y - 7, 20, 14, fill=f"url(#tl-{shape})", stroke=SOFT)
            else:
                down = {"strict": 6.0, "lenient": -5.5, "opens": 6.0}.get(shape, 0.0)
                add_mark(self.root, shape, x, y + down)
            add_text(self.root, x + 18, y + 4, translate(words, self.language), 11.5, fill=SOFT)
        self.y += 54


def _wrap(words: str, length: int, lines: int) -> list[str]:
    return textwrap.wrap(add_no_break_spaces(words), length, max_lines=lines, placeholder=" …")


def _cut(words: str, length: int) -> str:
    return words if len(words) <= length else f"{words[: length - 2].rstrip()} …"
