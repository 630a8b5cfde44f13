"""An evaluation as a picture: one lane a duty, its period as a bar, the days that do not count hatched.

The same answer gives the same picture: no clock, no script, no font file, nothing from elsewhere. Every meaning has a
shape and a word beside its colour, and every lane says in words what it shows.
"""

from __future__ import annotations

import datetime as dt
import textwrap
from collections.abc import Mapping
from xml.etree import ElementTree as ET

from overgreb_rules._deadlines.moment import Moment
from overgreb_rules.calendar import end_of_day, midnight
from overgreb_rules.evaluation import Counting, Evaluation, Obligation
from overgreb_rules.render import _symbols as marks
from overgreb_rules.render._said import clean, fact, in_full, moment, say, short, status, tone, unset
from overgreb_rules.render._time_axis import Band, Lane, bands, lane
from overgreb_rules.shared.text import Text

__all__ = ["picture", "timeline"]

_WIDTH, _LEFT, _RIGHT, _EDGE = 1120.0, 322.0, 262.0, 14.0
_PLOT = _WIDTH - _LEFT - _RIGHT
_HEAD, _AXIS, _LANE, _BAR, _UNDATED, _GAP = 66.0, 50.0, 66.0, 16.0, 46.0, 16.0
_LINE = 36
_FONT = "'Segoe UI', 'Helvetica Neue', Arial, 'Liberation Sans', 'DejaVu Sans', sans-serif"
_NOTHING: Mapping[str, Moment] = {}
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


def timeline(result: Evaluation, language: str, happened: Mapping[str, Moment] = _NOTHING) -> str:
    """The picture as an SVG file, its words in `language` (da or en).

    `happened` says when the events of the case were, by their ids: an answer itself names what fulfilled a duty, not
    when. Without it no mark stands where a duty was met.
    """
    return ET.tostring(picture(result, language, happened), encoding="unicode") + "\n"


def picture(result: Evaluation, language: str, happened: Mapping[str, Moment] = _NOTHING) -> ET.Element:
    """The picture as an element, to stand in a page."""
    dated = [one for duty in result.obligations if (one := lane(duty, _met(duty, happened))) is not None]
    undated = [duty for duty in result.obligations if duty.due is None]
    groups = bands(dated, moment(result.at).earliest)
    draw = _Drawing(result, language)
    for band in groups:
        draw.band(band)
    if undated:
        draw.undated(undated)
    if not result.obligations:
        marks.text(draw.root, _EDGE, draw.y + 24, say(_WORDS["none"], language), 14)
        draw.y += 44
    return draw.finished(len(dated), len(undated), legend=bool(dated))


def _met(duty: Obligation, happened: Mapping[str, Moment]) -> list[int]:
    return [happened[name].earliest for name in duty.met_by if name in happened]


class _Drawing:
    """The picture as far as it is drawn: `y` is where the next part begins."""

    def __init__(self, result: Evaluation, language: str) -> None:
        self.result, self.language = result, language
        self.now = moment(result.at).earliest
        self.root = ET.Element("svg", {"xmlns": "http://www.w3.org/2000/svg", "role": "group", "lang": language})
        self.title = ET.SubElement(self.root, "title", {"id": "tl-title"})
        self.desc = ET.SubElement(self.root, "desc", {"id": "tl-desc"})
        marks.patterns(self.root)
        self.paper = marks.rect(self.root, 0, 0, _WIDTH, 0, fill=marks.PAPER)
        self.y = _HEAD

    def say(self, name: str, **parts: object) -> str:
        return say(_WORDS[name], self.language).format(**parts)

    def finished(self, dated: int, undated: int, *, legend: bool) -> ET.Element:
        """The picture with its heading and its height, which are known last."""
        if legend:
            self.legend()
        self.title.text = clean(self.say("title", case=self.result.case_id))
        self.desc.text = self.say("desc", dated=dated, undated=undated)
        marks.text(self.root, _EDGE, 30, _cut(self.title.text, 90), 19, font_weight="600")
        marks.text(self.root, _EDGE, 51, self.say("at", at=in_full(self.result.at, self.language)), 13, fill=marks.SOFT)
        height = f"{self.y + 12:g}"
        self.paper.set("height", height)
        self.root.set("viewBox", f"0 0 {_WIDTH:g} {height}")
        self.root.set("width", f"{_WIDTH:g}")
        self.root.set("height", height)
        self.root.set("aria-labelledby", "tl-title tl-desc")
        self.root.set("font-family", _FONT)
        ET.indent(self.root, space=" ")
        return self.root

    def band(self, band: Band) -> None:
        """One axis and its lanes."""
        top, bottom = self.y + _AXIS, self.y + _AXIS + _LANE * len(band.lanes)
        marks.text(
            self.root, _EDGE, self.y + 40, say(band.title, self.language), 13, font_weight="700", fill=marks.SOFT
        )
        for tick in band.ticks:
            x = _x(band, tick.second)
            marks.path(self.root, f"M{x:.1f} {top - 5:.1f}V{bottom:.1f}", stroke=marks.RULE, fill="none")
        marks.path(self.root, f"M{_EDGE:g} {top:.1f}H{_WIDTH - _EDGE:.1f}", stroke=marks.SOFT, fill="none")
        self.y = top
        for one in band.lanes:
            self.lane(band, one)
        self.now_line(band, top, bottom)
        for tick in band.ticks:
            x = _x(band, tick.second)
            if _LEFT + 16 <= x <= _LEFT + _PLOT - 16:
                words = say(tick.says, self.language)
                # The rim keeps the words readable where the line of now crosses them.
                rim = {"paint_order": "stroke", "stroke": marks.PAPER, "stroke_width": "5"}
                marks.text(self.root, x, top - 10, words, 11, text_anchor="middle", fill=marks.SOFT, **rim)
        self.y = bottom + _GAP

    def now_line(self, band: Band, top: float, bottom: float) -> None:
        """The instant of the evaluation, or an arrow to where it lies."""
        share = band.share(self.now)
        words = self.say("now")
        if 0 <= share <= 1:
            x = _LEFT + share * _PLOT
            marks.path(
                self.root,
                f"M{x:.1f} {top - 26:.1f}V{bottom:.1f}",
                stroke=marks.INK,
                stroke_width="2",
                stroke_dasharray="6 3",
            )
            marks.rect(self.root, x - 15, top - 43, 30, 17, rx="8.5", fill=marks.INK)
            marks.text(self.root, x, top - 30.5, words, 11.5, text_anchor="middle", fill=marks.PAPER, font_weight="700")
            return
        words = f"{words}: {short(self.result.at, self.language)}"
        wide = 7 * len(words) + 14.0
        x = _LEFT if share < 0 else _LEFT + _PLOT - wide
        marks.rect(self.root, x, top - 43, wide, 17, rx="8.5", fill=marks.INK)
        look = {"text_anchor": "middle", "fill": marks.PAPER, "font_weight": "700"}
        marks.text(self.root, x + wide / 2, top - 30.5, words, 11.5, **look)
        tip = _LEFT - 3 if share < 0 else _LEFT + _PLOT + 3
        marks.mark(self.root, "left" if share < 0 else "right", tip, top - 34.5)

    def lane(self, band: Band, one: Lane) -> None:
        """One duty."""
        duty, y = one.duty, self.y
        group = ET.SubElement(self.root, "g", {"role": "img"})
        ET.SubElement(group, "title").text = clean(self.in_words(duty))
        self.names(group, duty, y)
        self.bar(group, band, one, y + 24)
        self.standing(group, one, y)
        marks.path(group, f"M{_EDGE:g} {y + _LANE:.1f}H{_WIDTH - _EDGE:.1f}", stroke=marks.RULE, fill="none")
        self.y += _LANE

    def in_words(self, duty: Obligation) -> str:
        """What a lane shows, as a sentence for those who hear it."""
        word = status(duty, self.language)
        parts = [f"{word[:1].upper()}{word[1:]}: {say(duty.title, self.language)}, {duty.cite} ({duty.trigger})."]
        parts.append(self.say("starts", when=in_full(duty.clock_start, self.language)))
        if duty.due is not None:
            strict, lenient = (in_full(when, self.language) for when in (duty.due.strict, duty.due.lenient))
            which = "first" if duty.modality == "window" else "last" if strict == lenient else "both"
            parts.append(self.say(which, strict=strict, lenient=lenient))
        if duty.met_by:
            parts.append(self.say("met_by", ids=", ".join(duty.met_by)))
        if duty.needs:
            parts.append(self.missing(duty).capitalize() + ".")
        return " ".join(parts)

    def missing(self, duty: Obligation) -> str:
        return self.say("missing", needs=", ".join(fact(name, self.language) for name in duty.needs))

    def names(self, group: ET.Element, duty: Obligation, y: float) -> None:
        """The duty and its legal basis, on the left."""
        title = textwrap.wrap(say(duty.title, self.language), _LINE, max_lines=2, placeholder=" …")
        for number, line in enumerate(title):
            marks.text(group, _EDGE, y + 20 + 15 * number, line, 13, font_weight="600")
        cite = _cut(f"{duty.cite} ({duty.trigger})", 46)
        marks.text(group, _EDGE, y + 21 + 15 * len(title), cite, 11, fill=marks.SOFT, lang="da")

    def standing(self, group: ET.Element, one: Lane, y: float) -> None:
        """The status and the dates, on the right."""
        duty, x = one.duty, _WIDTH - _RIGHT + 26
        self.status(group, duty, y)
        if duty.due is None:
            return
        strict, lenient = (short(when, self.language) for when in (duty.due.strict, duty.due.lenient))
        if one.opens:
            marks.text(group, x + 16, y + 40, self.say("opens", when=strict), 12)
            return
        marks.mark(group, "strict", x + 1, y + 41)
        marks.text(group, x + 16, y + 40, strict, 12)
        if strict != lenient:
            marks.mark(group, "lenient", x + 1, y + 46)
            marks.text(group, x + 16, y + 56, lenient, 12)

    def status(self, group: ET.Element, duty: Obligation, y: float) -> None:
        kind, x = tone(duty), _WIDTH - _RIGHT + 26
        marks.status_mark(group, kind, x + 1, y + 17)
        word = status(duty, self.language)
        by = f" ({', '.join(duty.met_by)})" if duty.met_by else ""
        words = word + by if len(word + by) <= 25 else word
        marks.text(
            group, x + 16, y + 22, words, 13 if len(words) <= 25 else 11, font_weight="700", fill=marks.LOOKS[kind].ink
        )

    def bar(self, group: ET.Element, band: Band, one: Lane, y: float) -> None:
        """The period of a duty, and the marks on it."""
        look = marks.LOOKS[tone(one.duty)]
        start = _x(band, one.start)
        strict, lenient = _x(band, one.strict), _x(band, one.lenient)
        outline = {"stroke": look.ink, "stroke_width": "1.2", "rx": "2"}
        if one.duty.status == "undetermined":
            outline["stroke_dasharray"] = "4 3"
        if one.opens:
            marks.rect(group, strict, y, _LEFT + _PLOT - strict, _BAR, fill=look.bar, **outline)
            marks.mark(group, "opens", strict, y, look.ink)
        else:
            if lenient > strict:
                marks.rect(group, strict, y, lenient - strict, _BAR, fill="url(#tl-half)", **outline)
            marks.rect(group, start, y, max(strict - start, 1.5), _BAR, fill=look.bar, **outline)
            for day in one.duty.counting:
                self.day(group, band, one, day, y)
            for x, below in ((strict, False), (lenient, True)):
                if not below or lenient > strict:
                    ends = (y - 1, y + _BAR + (3 if below else 0))
                    marks.path(group, f"M{x:.1f} {ends[0]:.1f}V{ends[1]:.1f}", stroke=marks.INK, stroke_width="1.8")
            marks.mark(group, "strict", strict, y - 1)
            if lenient > strict:
                marks.mark(group, "lenient", lenient, y + _BAR + 1)
        marks.mark(group, "start", start, y + _BAR / 2)
        for second in one.met:
            self.met(group, band, second, y + _BAR / 2)

    def met(self, group: ET.Element, band: Band, second: int, y: float) -> None:
        share = band.share(second)
        if 0 <= share <= 1:
            marks.mark(group, "met", _LEFT + share * _PLOT, y, marks.LOOKS["done"].ink)
            return
        edge, way = (_LEFT, -1) if share < 0 else (_LEFT + _PLOT, 1)
        marks.mark(group, "met", edge - way * 10, y, marks.LOOKS["done"].ink)
        marks.mark(group, "left" if share < 0 else "right", edge, y, marks.LOOKS["done"].ink)

    def day(self, group: ET.Element, band: Band, one: Lane, counted: Counting, y: float) -> None:
        """A day of the count that one reading or both leave out."""
        by = counted.counted
        day = counted.day.date() if isinstance(counted.day, dt.datetime) else counted.day
        first, last = max(midnight(day), one.start), min(end_of_day(day), one.lenient)
        if (by.strict and by.lenient) or first >= last:
            return
        left = _x(band, first)
        fill = "url(#tl-half)" if by.strict or by.lenient else "url(#tl-out)"
        drawn = marks.rect(group, left, y + 1, max(_x(band, last) - left, 1.5), _BAR - 2, fill=fill)
        said = f"{in_full(day, self.language)}: {say(counted.why, self.language)}"
        ET.SubElement(drawn, "title").text = said

    def undated(self, duties: list[Obligation]) -> None:
        """The duties without a date, below the axes."""
        marks.text(self.root, _EDGE, self.y + 24, self.say("undated"), 13, font_weight="700", fill=marks.SOFT)
        self.y += 34
        marks.path(self.root, f"M{_EDGE:g} {self.y:.1f}H{_WIDTH - _EDGE:.1f}", stroke=marks.SOFT, fill="none")
        for duty in duties:
            group = ET.SubElement(self.root, "g", {"role": "img"})
            ET.SubElement(group, "title").text = clean(self.in_words(duty))
            self.names(group, duty, self.y)
            two = len(textwrap.wrap(say(duty.title, self.language), _LINE)) > 1
            why = self.missing(duty) if duty.needs else unset(duty, self.language)
            lines = textwrap.wrap(why, 80, max_lines=3, placeholder=" …")
            for number, line in enumerate(lines):
                marks.text(group, _LEFT, self.y + 20 + 15 * number, line, 12, fill=marks.SOFT)
            self.status(group, duty, self.y)
            self.y += max(_UNDATED + 15 * two, 14 + 15 * len(lines))
            marks.path(group, f"M{_EDGE:g} {self.y:.1f}H{_WIDTH - _EDGE:.1f}", stroke=marks.RULE, fill="none")
        self.y += _GAP

    def legend(self) -> None:
        """What the shapes mean."""
        for number, (shape, words) in enumerate(_LEGEND):
            x, y = _EDGE + 8 + number % 4 * 276, self.y + 14 + number // 4 * 24
            if shape in ("out", "half"):
                marks.rect(self.root, x - 8, y - 7, 20, 14, fill=f"url(#tl-{shape})", stroke=marks.SOFT)
            else:
                down = {"strict": 6.0, "lenient": -5.5, "opens": 6.0}.get(shape, 0.0)
                marks.mark(self.root, shape, x, y + down)
            marks.text(self.root, x + 18, y + 4, say(words, self.language), 11.5, fill=marks.SOFT)
        self.y += 54


def _x(band: Band, second: int) -> float:
    return _LEFT + min(max(band.share(second), 0.0), 1.0) * _PLOT


def _cut(words: str, length: int) -> str:
    return words if len(words) <= length else f"{words[: length - 2].rstrip()} …"
