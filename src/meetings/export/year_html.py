"""The year as a page without scripts: the picture, the same as a table, and links to every file."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from importlib import resources
from xml.etree import ElementTree as ET

from meetings.export.closed_days import ClosedDays, Kind, Part, format_span, group_runs
from meetings.export.event_text import DisplayNames, format_feed_title
from meetings.export.layout import PLAN, TABLE, YEAR_PICTURE, feed_file, mail_file, meeting_file
from meetings.schedule import Meeting, PlanWarning, Schedule
from overgreb_rules.shared.date_words import format_day
from overgreb_rules.shared.text import Text, translate

__all__ = ["SiblingFiles", "render_year_page"]

_STYLE = "\n" + resources.files(__package__).joinpath("year_page.css").read_text(encoding="utf-8")
_STATUS = {
    "confirmed": Text("fastlagt", "confirmed"),
    "tentative": Text("foreløbigt", "tentative"),
    "cancelled": Text("AFLYST", "CANCELLED"),
}
_ASSUMPTIONS = frozenset({"assumed_free", "school_weeks_assumed", "boernehuse_assumed", "calendar_unknown"})
"""The codes of the warnings that say what a plan rests on."""

_FEW = 3
_SUMS = {
    "calendar_unknown": Text(
        "Kalendere, der ikke kan læses; ejerne regnes som fraværende",
        "Unreadable calendars, whose owners count as absent",
    ),
    "host_passed_over": Text("Møder, hvor en vært er sprunget over", "Meetings whose host in turn is passed over"),
    "not_known": Text("Møder, som en kalender ikke dækker", "Meetings that some calendar does not cover"),
}
"""What stands over more than a few warnings of one code."""

_COLUMNS = (
    Text("Dag", "Day"),
    Text("Tid", "Time"),
    Text("Politikreds", "Police district"),
    Text("Vært", "Host"),
    Text("Kan ikke deltage", "Cannot come"),
    Text("Børnehus", "Children's house"),
    Text("Facilitator", "Facilitator"),
    Text("Status", "Status"),
    Text("Filer", "Files"),
)


@dataclass(frozen=True, slots=True)
class SiblingFiles:
    """The files beside the page that it links to."""

    feeds: Collection[str]
    """By name."""
    mails: Collection[str]
    """By file."""


def render_year_page(
    schedule: Schedule,
    names: DisplayNames,
    closed_days: ClosedDays,
    pictures: Mapping[str, ET.Element],
    siblings: SiblingFiles,
) -> bytes:
    """Render the page of the year, which shows one language at a time.

    Args:
        schedule: the plan.
        names: the names of the participants.
        closed_days: the closed days.
        pictures: the picture by language, as SVG elements.
        siblings: the files that the page links to.

    Returns:
        The page in UTF-8.
    """
    page = ET.Element("html", {"lang": "da"})
    title = Text(f"Koordinationsmøder {schedule.year}", f"Coordination meetings {schedule.year}")
    head = ET.SubElement(page, "head")
    ET.SubElement(head, "meta", {"charset": "utf-8"})
    ET.SubElement(head, "meta", {"name": "viewport", "content": "width=device-width, initial-scale=1"})
    ET.SubElement(head, "title").text = f"{title.da} · {title.en}"
    ET.SubElement(head, "style").text = _STYLE
    body = ET.SubElement(page, "body")
    for language, words in (("da", "Dansk"), ("en", "English")):
        switch = {"type": "radio", "name": "language", "id": f"show-{language}"}
        ET.SubElement(body, "input", switch | ({"checked": ""} if language == "da" else {}))
        ET.SubElement(body, "label", {"for": f"show-{language}", "lang": language}).text = words
    main = ET.SubElement(body, "main")
    _write_bilingual(ET.SubElement(main, "h1"), title)
    intro = Text(
        "Her står, hvem der mødes hvornår, og hvilke dage der er lukket. Et klik på et møde åbner dets kalenderfil.",
        "Who meets when, and which days were closed. A click on a meeting opens its calendar file.",
    )
    _write_bilingual(ET.SubElement(main, "p", {"class": "intro"}), intro)
    for language, picture in pictures.items():
        ET.SubElement(main, "figure", {"lang": language}).append(picture)
    tables = ET.SubElement(main, "div", {"class": "tables"})
    _add_meetings(tables, schedule, names, siblings.mails)
    _add_warnings(tables, schedule, names)
    _add_feeds(tables, schedule, names, sorted(siblings.feeds))
    _add_closed_days(tables, schedule.year, names, closed_days)
    return f"<!DOCTYPE html>\n{ET.tostring(page, encoding='unicode', method='html')}\n".encode()


def _write_bilingual(element: ET.Element, text: Text) -> None:
    """Write the text in both languages, each marked as such; the page shows one of them."""
    if text.en == text.da:
        element.text = text.da
        return
    for language in ("da", "en"):
        ET.SubElement(element, "span", {"lang": language}).text = translate(text, language)


def _add_heading(parent: ET.Element, text: Text) -> None:
    _write_bilingual(ET.SubElement(parent, "h2"), text)


def _add_meetings(parent: ET.Element, schedule: Schedule, names: DisplayNames, mails: Collection[str]) -> None:
    _add_heading(parent, Text("Møderne", "The meetings"))
    table = ET.SubElement(parent, "table")
    head = ET.SubElement(ET.SubElement(table, "thead"), "tr")
    for text in _COLUMNS:
        _write_bilingual(ET.SubElement(head, "th", {"scope": "col"}), text)
    body = ET.SubElement(table, "tbody")
    for meeting in schedule.meetings:
        _add_meeting_row(body, meeting, names, mails)


def _add_meeting_row(body: ET.Element, meeting: Meeting, names: DisplayNames, mails: Collection[str]) -> None:
    row = ET.SubElement(body, "tr", {"class": "off"} if meeting.status == "cancelled" else {})
    day = format_day(meeting.start.date())
    week = meeting.start.isocalendar().week
    _write_bilingual(
        ET.SubElement(row, "th", {"scope": "row", "class": "when"}),
        Text(f"{day.da} (uge {week})", f"{day.en} (week {week})"),
    )
    start, end = meeting.start, meeting.end
    cells: tuple[Text | str, ...] = (
        Text(f"{start:%H.%M}–{end:%H.%M}", f"{start:%H:%M}–{end:%H:%M}"),
        names.politikreds(meeting.district),
        names.kommune_in_full(meeting.host),
        ", ".join(names.kommune(code) for code in meeting.absent),
        ", ".join(names.boernehus(place) for place in meeting.boernehuse),
        ", ".join(names.facilitator(id_) for id_ in meeting.facilitators),
        _STATUS[meeting.status],
    )
    for title, words in zip(_COLUMNS[1:], cells, strict=False):
        cell = _add_cell(row, title)
        _write_bilingual(cell, words if isinstance(words, Text) else Text(words, words))
    files = _add_cell(row, _COLUMNS[-1])
    _add_link(files, meeting_file(meeting), Text("møde", "meeting"))
    if mail_file(meeting) in mails:
        _add_link(files, mail_file(meeting), Text("indkaldelse", "invitation"))


def _add_cell(row: ET.Element, title: Text) -> ET.Element:
    """Add a cell that knows the title of its column, which stands beside it where the page is narrow."""
    return ET.SubElement(row, "td", {"data-da": title.da, "data-en": title.en})


def _add_link(parent: ET.Element, href: str, text: Text) -> None:
    link = ET.SubElement(parent, "a", {"href": href})
    _write_bilingual(link, text)
    link.tail = " "


def _add_warnings(parent: ET.Element, schedule: Schedule, names: DisplayNames) -> None:
    """Write what the plan rests on, then the warnings of single meetings; many of a kind stand under their sum.

    On paper such a sum stands alone. The warnings of what was read in single calendars are told when the plan is made.
    """
    for title, warnings in (
        (Text("Forudsætninger", "Assumptions"), [one for one in schedule.warnings if one.code in _ASSUMPTIONS]),
        (Text("Bemærkninger", "Remarks"), [one for one in schedule.warnings if one.district is not None]),
    ):
        if warnings:
            _add_heading(parent, title)
            entries = ET.SubElement(parent, "ul", {"class": "remarks"})
            for code in dict.fromkeys(one.code for one in warnings):
                _add_kind(entries, [one for one in warnings if one.code == code], schedule, names)


def _add_kind(entries: ET.Element, own: Sequence[PlanWarning], schedule: Schedule, names: DisplayNames) -> None:
    code = own[0].code
    if len(own) > _FEW and code in _SUMS:
        who = [names.politikreds(one.district) for one in own if one.district is not None]
        if code == "calendar_unknown":
            who = [names.kommune(party.rpartition(" ")[2]) for party in schedule.receipt.get("unknown", {})]
        listed, words = ", ".join(dict.fromkeys(who)), _SUMS[code]
        details = ET.SubElement(ET.SubElement(entries, "li"), "details")
        total = Text(f"{words.da}: {len(own)} ({listed})", f"{words.en}: {len(own)} ({listed})")
        _write_bilingual(ET.SubElement(details, "summary"), total)
        entries = ET.SubElement(details, "ul", {"class": "remarks"})
    for warning in own:
        _write_bilingual(ET.SubElement(entries, "li"), Text(warning.da, warning.en))


def _add_feeds(parent: ET.Element, schedule: Schedule, names: DisplayNames, feeds: list[str]) -> None:
    parent = ET.SubElement(parent, "section", {"class": "no-print"})
    _add_heading(parent, Text("Kalendere, man kan abonnere på", "Calendars to subscribe to"))
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
            _write_bilingual(ET.SubElement(details, "summary"), text)
            listed = ET.SubElement(details, "ul")
            for feed in own:
                title = format_feed_title(feed, schedule.year, names)
                _add_link(ET.SubElement(listed, "li"), feed_file(feed), Text(*2 * (title.rpartition(" – ")[2],)))
    others = ET.SubElement(parent, "p")
    for name, text in (
        (TABLE, Text("Planen til Excel", "The plan for Excel")),
        (YEAR_PICTURE, Text("Årsoversigten som billede", "The year as a picture")),
        (PLAN, Text("Planen til andre programmer", "The plan for other programs")),
    ):
        _add_link(others, name, text)


def _add_closed_days(parent: ET.Element, year: int, names: DisplayNames, closed_days: ClosedDays) -> None:
    section = ET.SubElement(parent, "section", {"class": "no-print"})
    _add_heading(section, Text("Lukkede dage", "Closed days"))
    days_in_year = (dt.date(year + 1, 1, 1) - dt.date(year, 1, 1)).days
    for code, days in closed_days.items():
        details = ET.SubElement(section, "details")
        left = days_in_year - sum(closure.part is Part.DAY for closure in days.values())
        summary = Text(
            f"{names.politikreds(code)}: {left} af årets {days_in_year} dage er ledige",
            f"{names.politikreds(code)}: {left} of the {days_in_year} days of the year were free",
        )
        _write_bilingual(ET.SubElement(details, "summary"), summary)
        listed = ET.SubElement(details, "ul")
        for first, last, closure in group_runs(days):
            if closure.kind is not Kind.WEEKEND:
                span, why = format_span(first, last), closure.words
                _write_bilingual(ET.SubElement(listed, "li"), Text(f"{span.da}: {why.da}", f"{span.en}: {why.en}"))
