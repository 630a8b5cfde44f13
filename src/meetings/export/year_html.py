"""The year as a page: the picture, the same in a table, and links to every file. It needs no script."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass
from xml.etree import ElementTree as ET

from meetings.export._dates import day_text, span_text
from meetings.export.closed_days import ClosedDays, Kind, runs_of
from meetings.export.event_text import Names, feed_title
from meetings.export.layout import PLAN, TABLE, YEAR_PICTURE, feed_file, mail_file, meeting_file
from meetings.schedule import Meeting, Schedule
from overgreb_rules.shared.text import Text

__all__ = ["SiblingFiles", "year_html"]

_STYLE = """
:root { color-scheme: light; }
body { font: 16px/1.5 'Segoe UI', 'Helvetica Neue', Arial, sans-serif; color: #16202b; background: #fff;
  margin: 1.5rem auto; max-width: 82rem; padding: 0 1rem; }
h1, h2 { line-height: 1.2; }
[lang=en] { color: #4a5560; font-weight: 400; }
figure { margin: 0; overflow-x: auto; }
svg { width: 100%; min-width: 60rem; height: auto; }
a { color: #0b4f8a; }
a:focus-visible { outline: 3px solid #b58a3c; outline-offset: 2px; }
table { border-collapse: collapse; width: 100%; }
caption { text-align: left; padding-bottom: .5rem; }
th, td { text-align: left; vertical-align: top; padding: .4rem .8rem .4rem 0;
  border-bottom: 1px solid #c3cad1; }
thead th { border-bottom-width: 2px; }
.off td, .off th { color: #a4262c; }
.off .when { text-decoration: line-through; }
ul { columns: 3 18rem; padding-left: 1.2rem; }
summary { cursor: pointer; font-weight: 600; }
@page { size: A4 landscape; margin: 10mm; }
@media print {
  body { margin: 0; max-width: none; padding: 0; font-size: 10pt; }
  h1, .intro { display: none; }
  svg { min-width: 0; max-height: 185mm; }
  .tables { break-before: page; }
  tr { break-inside: avoid; }
  .no-print { display: none; }
}
"""
_STATUS = {
    "confirmed": Text("fastlagt", "confirmed"),
    "tentative": Text("foreløbigt", "tentative"),
    "cancelled": Text("AFLYST", "CANCELLED"),
}


@dataclass(frozen=True, slots=True)
class SiblingFiles:
    """What stands in the folder beside the page, for it to lead to."""

    feeds: Collection[str]
    """By name."""
    mails: Collection[str]
    """By file."""


def year_html(schedule: Schedule, names: Names, closed: ClosedDays, drawn: ET.Element, beside: SiblingFiles) -> bytes:
    """The page of the year with the picture `drawn` in it."""
    page = ET.Element("html", {"lang": "da"})
    title = Text(f"Koordinationsmøder {schedule.year}", f"Coordination meetings {schedule.year}")
    head = ET.SubElement(page, "head")
    ET.SubElement(head, "meta", {"charset": "utf-8"})
    ET.SubElement(head, "meta", {"name": "viewport", "content": "width=device-width, initial-scale=1"})
    ET.SubElement(head, "title").text = f"{title.da} · {title.en}"
    ET.SubElement(head, "style").text = _STYLE
    main = ET.SubElement(ET.SubElement(page, "body"), "main")
    _both(ET.SubElement(main, "h1"), title)
    intro = Text(
        "Hvem mødes hvornår, og hvilke dage var lukket. Et klik på et møde åbner dets kalenderfil.",
        "Who meets when, and which days were closed. A click on a meeting opens its calendar file.",
    )
    _both(ET.SubElement(main, "p", {"class": "intro"}), intro)
    ET.SubElement(main, "figure").append(drawn)
    tables = ET.SubElement(main, "div", {"class": "tables"})
    _meetings(tables, schedule, names, beside.mails)
    _feeds(tables, schedule, names, sorted(beside.feeds))
    _closed(tables, schedule.year, names, closed)
    return f"<!DOCTYPE html>\n{ET.tostring(page, encoding='unicode', method='html')}\n".encode()


def _both(element: ET.Element, text: Text) -> None:
    """Danish, and then English marked as such."""
    element.text = text.da
    if text.en == text.da:
        return
    element.text += " "
    ET.SubElement(element, "span", {"lang": "en"}).text = f"· {text.en}"


def _heading(parent: ET.Element, text: Text) -> None:
    _both(ET.SubElement(parent, "h2"), text)


def _meetings(parent: ET.Element, schedule: Schedule, names: Names, mails: Collection[str]) -> None:
    _heading(parent, Text("Møderne", "The meetings"))
    table = ET.SubElement(parent, "table")
    head = ET.SubElement(ET.SubElement(table, "thead"), "tr")
    for text in (
        Text("Dag", "Day"),
        Text("Tid", "Time"),
        Text("Politikreds", "Police district"),
        Text("Vært", "Host"),
        Text("Børnehus", "Children's house"),
        Text("Facilitator", "Facilitator"),
        Text("Status", "Status"),
        Text("Filer", "Files"),
    ):
        _both(ET.SubElement(head, "th", {"scope": "col"}), text)
    body = ET.SubElement(table, "tbody")
    for meeting in schedule.meetings:
        _meeting_row(body, meeting, names, mails)


def _meeting_row(body: ET.Element, meeting: Meeting, names: Names, mails: Collection[str]) -> None:
    row = ET.SubElement(body, "tr", {"class": "off"} if meeting.status == "cancelled" else {})
    day = day_text(meeting.start.date())
    week = meeting.start.isocalendar().week
    _both(
        ET.SubElement(row, "th", {"scope": "row", "class": "when"}),
        Text(f"{day.da} (uge {week})", f"{day.en} (week {week})"),
    )
    for words in (
        f"{meeting.start:%H.%M}–{meeting.end:%H.%M}",
        names.politikreds(meeting.district),
        names.kommune_in_full(meeting.host),
        ", ".join(names.boernehus(place) for place in meeting.boernehuse),
        ", ".join(names.facilitator(id_) for id_ in meeting.facilitators),
    ):
        ET.SubElement(row, "td").text = words
    _both(ET.SubElement(row, "td"), _STATUS[meeting.status])
    files = ET.SubElement(row, "td")
    _link(files, meeting_file(meeting), Text("møde", "meeting"))
    if mail_file(meeting) in mails:
        _link(files, mail_file(meeting), Text("indkaldelse", "invitation"))


def _link(parent: ET.Element, href: str, text: Text) -> None:
    link = ET.SubElement(parent, "a", {"href": href})
    link.text = text.da
    link.tail = " "
    if text.en:
        english = ET.SubElement(parent, "span", {"lang": "en"})
        english.text, english.tail = f"· {text.en}", " "


def _feeds(parent: ET.Element, schedule: Schedule, names: Names, feeds: list[str]) -> None:
    _heading(parent, Text("Kalendere at abonnere på", "Calendars to subscribe to"))
    groups = (
        ("all", Text("Alle møder", "All meetings")),
        ("politikreds", Text("Politikredse", "Police districts")),
        ("boernehus", Text("Børnehuse", "Children's houses")),
        ("facilitator", Text("Facilitatorer", "Facilitators")),
        ("kommune", Text("Kommuner", "Municipalities")),
    )
    for kind, text in groups:
        own = [feed for feed in feeds if feed.partition("-")[0] == kind]
        if own:
            details = ET.SubElement(parent, "details", {} if kind == "kommune" else {"open": ""})
            _both(ET.SubElement(details, "summary"), text)
            listed = ET.SubElement(details, "ul")
            for feed in own:
                title = feed_title(feed, schedule.year, names)
                _link(ET.SubElement(listed, "li"), feed_file(feed), Text(title.rpartition(" – ")[2], ""))
    others = ET.SubElement(parent, "p")
    for name, text in (
        (TABLE, Text("planen til Excel", "the plan for Excel")),
        (YEAR_PICTURE, Text("årsbilledet alene", "the picture alone")),
        (PLAN, Text("planen for programmer", "the plan for programs")),
    ):
        _link(others, name, text)


def _closed(parent: ET.Element, year: int, names: Names, closed: ClosedDays) -> None:
    section = ET.SubElement(parent, "section", {"class": "no-print"})
    _heading(section, Text("Lukkede dage", "Closed days"))
    days_in_year = (dt.date(year + 1, 1, 1) - dt.date(year, 1, 1)).days
    for code, days in closed.items():
        details = ET.SubElement(section, "details")
        left = days_in_year - len(days)
        said = Text(
            f"{names.politikreds(code)}: {left} af årets {days_in_year} dage var åbne",
            f"{left} of the {days_in_year} days of the year were open",
        )
        _both(ET.SubElement(details, "summary"), said)
        listed = ET.SubElement(details, "ul")
        for first, last, closure in runs_of(days):
            if closure.kind is not Kind.WEEKEND:
                why = Text(f"{span_text(first, last)}: {closure.why.da}", closure.why.en)
                _both(ET.SubElement(listed, "li"), why)
