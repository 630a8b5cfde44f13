"""The year as a picture: a line for each politikreds with its meetings and its closed days."""

from __future__ import annotations

import calendar
import datetime as dt
from collections.abc import Mapping
from xml.etree import ElementTree as ET

from meetings._domain.names import format_time
from meetings.export.closed_days import (
    ClosedDays,
    Closure,
    Kind,
    Part,
    format_short_day,
    format_span,
    group_runs,
)
from meetings.export.event_text import DisplayNames
from meetings.export.layout import feed_file, meeting_file
from meetings.schedule import Meeting, Schedule
from overgreb_rules.ical import CANCELLED_MARK
from overgreb_rules.shared.date_words import MONTHS, format_day
from overgreb_rules.shared.svg import SOFT, add_line, add_pattern, add_text
from overgreb_rules.shared.text import Text, translate

__all__ = ["draw_year", "render_year_svg"]

_WIDTH, _LEFT, _RIGHT = 1180.0, 186.0, 12.0
_TOP, _ROW, _LANE = 92.0, 46.0, 22.0
_LEGEND = 74.0
_LOOK = {
    Kind.WEEKEND: "#e4e7ea",
    Kind.HOLIDAY: "#9aa5b1",
    Kind.BLOCKED: "url(#{}-blocked)",
    Kind.PARTY: "url(#{}-party)",
}
"""The ground of each kind; patterns by the language of the picture, since a page holds one picture in each."""
_TOPS = {Part.DAY: (0.0, 1.0), Part.MORNING: (0.0, 0.5), Part.AFTERNOON: (0.5, 0.5)}
"""Where a closed part begins in the lane, and how high it is, as shares of the lane."""
_RULE, _MEETING, _CANCELLED = "#c3cad1", "#0b4f8a", "#a4262c"
_BOLD = {"font_weight": "600"}
_MIDDLE = {"text_anchor": "middle"}
_MARK = 7.0
_LETTER = 6.6
_FONT = "'Segoe UI', 'Helvetica Neue', Arial, sans-serif"


def render_year_svg(picture: ET.Element) -> bytes:
    """Render the picture as a file, whose links lead to the files beside it.

    Args:
        picture: the picture.

    Returns:
        The file in UTF-8.
    """
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{ET.tostring(picture, encoding="unicode")}\n'.encode()


def draw_year(schedule: Schedule, names: DisplayNames, closed_days: ClosedDays, language: str) -> ET.Element:
    """Draw the year in one language.

    Args:
        schedule: the plan.
        names: the names of the participants.
        closed_days: the closed days.
        language: `da` or `en`.

    Returns:
        The SVG element, to stand in a page or in a file.
    """
    height = _TOP + _ROW * len(closed_days) + _LEGEND
    title = translate(Text(f"Koordinationsmøder {schedule.year}", f"Coordination meetings {schedule.year}"), language)
    root = ET.Element(
        "svg",
        {
            "xmlns": "http://www.w3.org/2000/svg",
            "viewBox": f"0 0 {_WIDTH:g} {height:g}",
            "lang": language,
            "role": "group",
            "aria-labelledby": f"{language}-title {language}-desc",
            "font-family": _FONT,
        },
    )
    ET.SubElement(root, "title", {"id": f"{language}-title"}).text = title
    ET.SubElement(root, "desc", {"id": f"{language}-desc"}).text = _describe(schedule, names, language)
    _add_patterns(root, language)
    ET.SubElement(root, "rect", {"width": f"{_WIDTH:g}", "height": f"{height:g}", "fill": "#ffffff"})
    add_text(root, 12, 34, title, 20, **_BOLD)
    scale = _Scale(schedule.year)
    _add_months(root, scale, language, rows=len(closed_days))
    for index, (code, days) in enumerate(closed_days.items()):
        y = _TOP + _ROW * index
        meetings = [meeting for meeting in schedule.meetings if meeting.district == code]
        _add_heading(root, y, code, names.politikreds(code))
        _add_lane(root, scale, y, days, language)
        places = _place_labels(
            [scale.middle(meeting) for meeting in meetings], [_label_of(one, language) for one in meetings]
        )
        for meeting, place in zip(meetings, places, strict=True):
            _add_meeting(root, (scale.middle(meeting), y), place, meeting, names, language)
    _add_legend(root, height - _LEGEND + 26, language)
    return root


class _Scale:
    """The horizontal places of days, in user units."""

    def __init__(self, year: int) -> None:
        self.year = year
        self._first = dt.date(year, 1, 1)
        self.days = 366 if calendar.isleap(year) else 365
        self.width = (_WIDTH - _LEFT - _RIGHT) / self.days

    def x(self, day: dt.date) -> float:
        """Return the left edge of a day.

        Args:
            day: the day.

        Returns:
            User units.
        """
        return _LEFT + (day - self._first).days * self.width

    def middle(self, meeting: Meeting) -> float:
        """Return the middle of the day of a meeting.

        Args:
            meeting: the meeting.

        Returns:
            User units.
        """
        return self.x(meeting.start.date()) + self.width / 2


def _describe(schedule: Schedule, names: DisplayNames, language: str) -> str:
    off = translate(Text(" (aflyst)", " (cancelled)"), language)
    return "; ".join(
        f"{names.politikreds(meeting.district)}: {translate(format_time(meeting.start), language)}"
        + (off if meeting.status == "cancelled" else "")
        for meeting in schedule.meetings
    )


def _add_patterns(root: ET.Element, language: str) -> None:
    # Two hatchings that differ without colour too, on paper and for the eye that sees none.
    defs = ET.SubElement(root, "defs")
    for name, ground, line, turn in (
        ("blocked", "#f6ead7", "#b58a3c", "45"),
        ("party", "#ffffff", "#7b8794", "-45"),
    ):
        pattern = add_pattern(defs, f"{language}-{name}", "4", turn)
        ET.SubElement(pattern, "rect", {"width": "4", "height": "4", "fill": ground})
        ET.SubElement(pattern, "rect", {"width": "1.3", "height": "4", "fill": line})


def _add_months(root: ET.Element, scale: _Scale, language: str, *, rows: int) -> None:
    bottom = _TOP + rows * _ROW
    for number, name in enumerate(MONTHS, 1):
        first = dt.date(scale.year, number, 1)
        x = scale.x(first)
        middle = x + scale.width * calendar.monthrange(scale.year, number)[1] / 2
        add_line(root, (x, 46), (x, bottom), _RULE)
        add_text(root, middle, 64, translate(name, language), 12, **_BOLD, **_MIDDLE)
    add_line(root, (_WIDTH - _RIGHT, 46), (_WIDTH - _RIGHT, bottom), _RULE)
    add_text(root, _LEFT - 6, 85, translate(Text("uge", "week"), language), 9, fill=SOFT, text_anchor="end")
    for offset in range(scale.days):
        day = dt.date(scale.year, 1, 1) + dt.timedelta(days=offset)
        if day.weekday() == 3:  # the Thursday gives an ISO week its year and its number
            x = scale.x(day) + scale.width / 2
            add_text(root, x, 85, str(day.isocalendar().week), 8.5, fill=SOFT, **_MIDDLE)


def _add_heading(root: ET.Element, y: float, code: str, name: str) -> None:
    add_line(root, (12, y), (_WIDTH - _RIGHT, y), _RULE)
    head, tail = _fold_name(name)
    link = ET.SubElement(root, "a", {"href": feed_file(f"politikreds-{code}")})
    add_text(link, 12, y + (20 if tail else 27), head, 12, **_BOLD)
    if tail:
        add_text(link, 12, y + 35, tail, 12, **_BOLD)


def _look_of(kind: Kind, language: str) -> dict[str, str]:
    """The attributes of a closed part; by the class a page prints it without a pattern."""
    return {"fill": _LOOK[kind].format(language), "class": kind.name.lower()}


def _add_lane(root: ET.Element, scale: _Scale, y: float, days: Mapping[dt.date, Closure], language: str) -> None:
    top = y + _ROW - _LANE - 4
    weekends: list[str] = []
    groups = {kind: ET.SubElement(root, "g", _look_of(kind, language)) for kind in Kind}
    for first, last, closure in group_runs(days):
        width = ((last - first).days + 1) * scale.width
        offset, share = _TOPS[closure.part]
        outline = f"M{scale.x(first):.1f} {top + offset * _LANE:.1f}h{width:.1f}v{share * _LANE:g}h-{width:.1f}z"
        if closure.kind is Kind.WEEKEND:
            weekends.append(outline)
        else:
            path = ET.SubElement(groups[closure.kind], "path", {"d": outline})
            span, why = format_span(first, last), closure.words
            ET.SubElement(path, "title").text = translate(
                Text(f"{span.da}: {why.da}", f"{span.en}: {why.en}"), language
            )
    # Without a reason to show, all weekends are one path.
    ET.SubElement(groups[Kind.WEEKEND], "path", {"d": "".join(weekends)})
    edge = {"x": f"{_LEFT:g}", "y": f"{top:.1f}", "width": f"{scale.width * scale.days:.2f}"}
    look = {"height": f"{_LANE:g}", "fill": "none", "stroke": _RULE, "stroke-width": "0.7"}
    ET.SubElement(root, "rect", {**edge, **look})


def _fold_name(name: str) -> tuple[str, str]:
    """Return a name on two lines; the second is empty where one line suffices."""
    if len(name) <= 24:
        return name, ""
    head, _, tail = name.rpartition(" ")
    if len(head) > 24:
        head, _, more = head.rpartition(" ")
        tail = f"{more} {tail}"
    return head, tail


def _label_of(meeting: Meeting, language: str) -> str:
    day, start = format_short_day(meeting.start.date()), meeting.start
    danish, english = ("aflyst: ", "cancelled: ") if meeting.status == "cancelled" else ("", "")
    return translate(Text(f"{danish}{day.da} kl. {start:%H.%M}", f"{english}{day.en} at {start:%H:%M}"), language)


def _place_labels(marks: list[float], labels: list[str]) -> list[float]:
    """Return the middles of the labels: over their marks, moved apart and into the picture where they would overlap."""
    halves = [_LETTER * len(label) / 2 for label in labels]
    places: list[float] = []
    edge = _LEFT
    for mark, half in zip(marks, halves, strict=True):
        places.append(max(mark, edge + half))
        edge = places[-1] + half
    edge = _WIDTH - _RIGHT
    for index in reversed(range(len(places))):
        places[index] = min(places[index], edge - halves[index])
        edge = places[index] - halves[index]
    return places


def _add_meeting(
    root: ET.Element, at: tuple[float, float], label_x: float, meeting: Meeting, names: DisplayNames, language: str
) -> None:
    x, y = at
    off = meeting.status == "cancelled"
    link = ET.SubElement(root, "a", {"href": meeting_file(meeting)})
    kreds, place, when = (
        names.politikreds(meeting.district),
        names.kommune_in_full(meeting.host),
        _format_hours(meeting),
    )
    danish, english = (CANCELLED_MARK, "CANCELLED: ") if off else ("", "")
    words = Text(f"{danish}{kreds}, {when.da}, {place}", f"{english}{kreds}, {when.en}, {place}")
    ET.SubElement(link, "title").text = translate(words, language)
    box = {
        "x": f"{x - _MARK / 2:.2f}",
        "y": f"{y + _ROW - _LANE - 6:.1f}",
        "width": f"{_MARK:g}",
        "height": f"{_LANE + 4:g}",
        "rx": "2",
        "stroke": _CANCELLED if off else "#ffffff",
        "stroke-width": "1.5",
        "fill": "#ffffff" if off else _MEETING,
    }
    if off:
        box["stroke-dasharray"] = "3 2"
    elif meeting.status == "tentative":
        box |= {"fill": "#ffffff", "stroke": _MEETING}
    ET.SubElement(link, "rect", box)
    # A white rim keeps the words readable where they cross the line of a month.
    rim = {"paint_order": "stroke", "stroke": "#ffffff", "stroke_width": "3"}
    colour = _CANCELLED if off else _MEETING
    add_text(
        link, label_x, y + 14, _label_of(meeting, language), 11.5, font_weight="700", fill=colour, **_MIDDLE, **rim
    )


def _format_hours(meeting: Meeting) -> Text:
    day, start, end = format_day(meeting.start.date()), meeting.start, meeting.end
    return Text(f"{day.da} kl. {start:%H.%M}–{end:%H.%M}", f"{day.en}, {start:%H:%M}–{end:%H:%M}")


def _add_legend(root: ET.Element, y: float, language: str) -> None:
    x = _LEFT
    for kind in Kind:
        look = {
            "y": f"{y - 12:.1f}",
            "width": "16",
            "height": "16",
            "stroke": "#7b8794",
            "stroke-width": "0.5",
        }
        ET.SubElement(root, "rect", {"x": f"{x:.1f}", **look, **_look_of(kind, language)})
        add_text(root, x + 22, y, translate(kind.value, language), 11)
        x += 250 if kind in (Kind.BLOCKED, Kind.HOLIDAY) else 140
    marks = (
        (Text("møde", "meeting"), {"fill": _MEETING}),
        (Text("foreløbigt møde", "tentative meeting"), {"fill": "#ffffff", "stroke": _MEETING}),
        (
            Text("aflyst møde", "cancelled meeting"),
            {"fill": "#ffffff", "stroke": _CANCELLED, "stroke-dasharray": "3 2"},
        ),
    )
    x = _LEFT
    for text, look in marks:
        box = {"x": f"{x + 4:.1f}", "y": f"{y + 20:.1f}", "width": f"{_MARK:g}", "height": "18", "rx": "2"}
        ET.SubElement(root, "rect", {**box, "stroke-width": "1.5", **look})
        add_text(root, x + 22, y + 33, translate(text, language), 11)
        x += 140 if text.da == "møde" else 250
    halves = Text(
        "øverste halvdel af en dag: formiddag · nederste: eftermiddag",
        "upper half of a day: morning · lower half: afternoon",
    )
    add_text(root, x, y + 33, translate(halves, language), 11, fill=SOFT)
