"""An evaluation as a timeline: one lane a duty, its period as a bar, the days that do not count hatched.

Invariants:
    The same evaluation gives the same bytes: the drawing reads no clock and holds no script, font file or link. Every
    meaning has a shape and a word beside its colour, and every lane has its content in words for screen readers.
"""

from __future__ import annotations

import textwrap
from collections.abc import Mapping
from xml.etree import ElementTree as ET

from overgreb_rules._deadlines.moment import Moment
from overgreb_rules._text.formatting import (
    format_fact,
    format_missing_date,
    format_when,
    format_when_short,
    to_moment,
)
from overgreb_rules._text.status_words import format_status
from overgreb_rules.evaluation import Evaluation, Obligation
from overgreb_rules.render._plot import LEFT, PLOT, draw_period, x_of
from overgreb_rules.render._symbols import LOOKS, RULE, add_mark, add_patterns, add_status_mark, tone_of
from overgreb_rules.render._time_axis import Band, Lane, build_bands, build_lane
from overgreb_rules.shared.svg import INK, PAPER, SOFT, add_path, add_rect, add_text, clean_xml
from overgreb_rules.shared.text import Text, translate

_RIGHT, _EDGE = 262.0, 14.0
_WIDTH = LEFT + PLOT + _RIGHT
_HEAD, _AXIS, _LANE, _UNDATED, _GAP = 66.0, 50.0, 66.0, 46.0, 16.0
_TITLE_LENGTH = 36
_FONT = "'Segoe UI', 'Helvetica Neue', Arial, 'Liberation Sans', 'DejaVu Sans', sans-serif"
_NO_TIMES: Mapping[str, Moment] = {}
_WORDS = {
    "title": Text("Tidslinje for sag {case}", "Timeline of case {case}"),
    "at": Text("Beregnet for {at}", "As of {at}"),
    "desc": Text(
        "{dated} pligter med dato og {undated} uden. Hver linje er en pligt: dens periode, dage der ikke tæller, "
        "fristen efter begge læsninger og status. Korte og lange frister har hver sin tidsakse.",
        "{dated} duties with a date and {undated} without. Each line is a duty: its period, days that are not "
        "counted, the time limit on both readings, and the status. Short and long periods have axes of their own.",
    ),
    "none": Text("Ingen pligter på dette tidspunkt.", "No duties at this instant."),
    "undated": Text("Uden dato", "Without a date"),
    "missing": Text("mangler: {needs}", "missing: {needs}"),
    "met_by": Text("Opfyldt af {ids}.", "Met by {ids}."),
    "now": Text("nu", "now"),
    "starts": Text("Uret starter {when}.", "The clock starts {when}."),
    "last": Text("Senest {strict}.", "No later than {strict}."),
    "first": Text("Tidligst {strict}.", "No earlier than {strict}."),
    "both": Text(
        "Senest {strict} efter den strenge læsning, {lenient} efter den lempelige.",
        "No later than {strict} on the strict reading, {lenient} on the lenient one.",
    ),
    "opens": Text("tidligst {when}", "from {when}"),
}
_LEGEND = (
    ("start", Text("uret starter", "the clock starts")),
    ("met", Text("opfyldt", "met")),
    ("strict", Text("senest (den strenge læsning)", "no later than (strict reading)")),
    ("lenient", Text("senest efter den lempelige læsning", "no later than on the lenient reading")),
    ("out", Text("dag, der ikke tæller", "day that is not counted")),
    ("half", Text("dag, som kun den ene læsning tæller", "day that one reading alone counts")),
    ("opens", Text("tidligst", "no earlier than")),
    ("right", Text("uden for tidsaksen", "beyond the axis")),
)


def render_timeline(result: Evaluation, language: str, event_times: Mapping[str, Moment] = _NO_TIMES) -> str:
    """Return an evaluation as an SVG file.

    Args:
        result: the evaluation.
        language: da or en.
        event_times: the moments of the events of the case by event id. An evaluation names what fulfilled a duty but
            not when: without the moment of an event no mark stands where the duty was met.

    Returns:
        The SVG text with a line end.
    """
    return ET.tostring(draw_timeline(result, language, event_times), encoding="unicode") + "\n"


def draw_timeline(result: Evaluation, language: str, event_times: Mapping[str, Moment] = _NO_TIMES) -> ET.Element:
    """Return an evaluation as an SVG element, to stand in a page.

    Args:
        result: the evaluation.
        language: da or en.
        event_times: the moments of the events of the case by event id.

    Returns:
        The element `svg`.
    """
    lanes = (build_lane(duty, _times_met(duty, event_times)) for duty in result.obligations)
    dated = [lane for lane in lanes if lane is not None]
    undated = [duty for duty in result.obligations if duty.due is None]
    drawing = _Drawing(result, language)
    for band in build_bands(dated, to_moment(result.at).earliest):
        drawing.add_band(band)
    if undated:
        drawing.add_undated(undated)
    if not result.obligations:
        add_text(drawing.root, _EDGE, drawing.y + 24, translate(_WORDS["none"], language), 14)
        drawing.y += 44
    return drawing.finish(len(dated), len(undated), has_legend=bool(dated))


def _times_met(duty: Obligation, event_times: Mapping[str, Moment]) -> list[int]:
    return [event_times[name].earliest for name in duty.met_by if name in event_times]


class _Drawing:
    """A timeline as far as it is drawn: `y` is where the next part begins, in user units from the top.

    Args:
        result: the evaluation.
        language: da or en.
    """

    def __init__(self, result: Evaluation, language: str) -> None:
        self.result, self.language = result, language
        self.now = to_moment(result.at).earliest
        self.root = ET.Element("svg", {"xmlns": "http://www.w3.org/2000/svg", "role": "group", "lang": language})
        self.title = ET.SubElement(self.root, "title", {"id": "tl-title"})
        self.desc = ET.SubElement(self.root, "desc", {"id": "tl-desc"})
        add_patterns(self.root)
        self.paper = add_rect(self.root, 0, 0, _WIDTH, 0, fill=PAPER)
        self.y = _HEAD

    def _say(self, name: str, **parts: object) -> str:
        return translate(_WORDS[name], self.language).format(**parts)

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
        draw_period(group, band, lane, y + 24, self.language)
        self._add_standing(group, lane, y)
        add_path(group, f"M{_EDGE:g} {y + _LANE:.1f}H{_WIDTH - _EDGE:.1f}", stroke=RULE, fill="none")
        self.y += _LANE

    def _describe_lane(self, duty: Obligation) -> str:
        """Return what a lane shows as sentences, for screen readers."""
        word = format_status(duty.status, self.language)
        parts = [f"{word[:1].upper()}{word[1:]}: {translate(duty.title, self.language)}, {duty.cite} ({duty.trigger})."]
        parts.append(self._say("starts", when=format_when(duty.clock_start, self.language)))
        if duty.due is not None:
            strict, lenient = (format_when(when, self.language) for when in (duty.due.strict, duty.due.lenient))
            which = "first" if duty.modality == "window" else "last" if strict == lenient else "both"
            parts.append(self._say(which, strict=strict, lenient=lenient))
        if duty.met_by:
            parts.append(self._say("met_by", ids=", ".join(duty.met_by)))
        if duty.needs:
            parts.append(self._list_missing(duty).capitalize() + ".")
        return " ".join(parts)

    def _list_missing(self, duty: Obligation) -> str:
        return self._say("missing", needs=", ".join(format_fact(name, self.language) for name in duty.needs))

    def _add_names(self, group: ET.Element, duty: Obligation, y: float) -> None:
        """Write the duty and its legal basis on the left."""
        title = textwrap.wrap(translate(duty.title, self.language), _TITLE_LENGTH, max_lines=2, placeholder=" …")
        for number, line in enumerate(title):
            add_text(group, _EDGE, y + 20 + 15 * number, line, 13, font_weight="600")
        cite = _cut(f"{duty.cite} ({duty.trigger})", 46)
        add_text(group, _EDGE, y + 21 + 15 * len(title), cite, 11, fill=SOFT, lang="da")

    def _add_standing(self, group: ET.Element, lane: Lane, y: float) -> None:
        """Write the status and the dates on the right."""
        duty, x = lane.duty, _WIDTH - _RIGHT + 26
        self._add_status(group, duty, y)
        if duty.due is None:
            return
        strict, lenient = (format_when_short(when, self.language) for when in (duty.due.strict, duty.due.lenient))
        if lane.opens:
            add_text(group, x + 16, y + 40, self._say("opens", when=strict), 12)
            return
        add_mark(group, "strict", x + 1, y + 41)
        add_text(group, x + 16, y + 40, strict, 12)
        if strict != lenient:
            add_mark(group, "lenient", x + 1, y + 46)
            add_text(group, x + 16, y + 56, lenient, 12)

    def _add_status(self, group: ET.Element, duty: Obligation, y: float) -> None:
        kind, x = tone_of(duty), _WIDTH - _RIGHT + 26
        add_status_mark(group, kind, x + 1, y + 17)
        word = format_status(duty.status, self.language)
        by = f" ({', '.join(duty.met_by)})" if duty.met_by else ""
        words = word + by if len(word + by) <= 25 else word
        add_text(group, x + 16, y + 22, words, 13 if len(words) <= 25 else 11, font_weight="700", fill=LOOKS[kind].ink)

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
            self._add_names(group, duty, self.y)
            two = len(textwrap.wrap(translate(duty.title, self.language), _TITLE_LENGTH)) > 1
            why = self._list_missing(duty) if duty.needs else format_missing_date(duty, self.language)
            lines = textwrap.wrap(why, 80, max_lines=3, placeholder=" …")
            for number, line in enumerate(lines):
                add_text(group, LEFT, self.y + 20 + 15 * number, line, 12, fill=SOFT)
            self._add_status(group, duty, self.y)
            self.y += max(_UNDATED + 15 * two, 14 + 15 * len(lines))
            add_path(group, f"M{_EDGE:g} {self.y:.1f}H{_WIDTH - _EDGE:.1f}", stroke=RULE, fill="none")
        self.y += _GAP

    def _add_legend(self) -> None:
        """Write what the shapes mean."""
        for number, (shape, words) in enumerate(_LEGEND):
            x, y = _EDGE + 8 + number % 4 * 276, self.y + 14 + number // 4 * 24
            if shape in ("out", "half"):
                add_rect(self.root, x - 8, y - 7, 20, 14, fill=f"url(#tl-{shape})", stroke=SOFT)
            else:
                down = {"strict": 6.0, "lenient": -5.5, "opens": 6.0}.get(shape, 0.0)
                add_mark(self.root, shape, x, y + down)
            add_text(self.root, x + 18, y + 4, translate(words, self.language), 11.5, fill=SOFT)
        self.y += 54


def _cut(words: str, length: int) -> str:
    return words if len(words) <= length else f"{words[: length - 2].rstrip()} …"
