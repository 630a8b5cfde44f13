"""The year on one page: readable as XML and as a table, linked to the files, safe, and true."""

from __future__ import annotations

import datetime as dt
import re
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from meetings import PlanRequest, plan, write_calendars
from meetings.export.closed_days import Closure, Kind, Part, find_closed_days, format_span, group_runs
from meetings.export.year_svg import _place_labels
from meetings.schedule import Schedule
from overgreb_rules.shared.text import Text
from tests.fixtures import schedules
from tests.fixtures.planning_requests import UNREADABLE_CALENDAR, build_busy_calendar, build_request
from tests.fixtures.schedules import AT, LATER, WITH_ATTENDEES

SVG = "{http://www.w3.org/2000/svg}"


class Page(HTMLParser):
    """What a page links to, the tags that it has, and its languages."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.links: list[str] = []
        self.tags: set[str] = set()
        self.languages: set[str | None] = set()
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Called by the parser for each tag."""
        found = dict(attrs)
        self.tags.add(tag)
        self.languages.add(found.get("lang"))
        self.links += [value for name, value in found.items() if name in ("href", "src") and value]
        assert not any(name.startswith("on") for name in found)


def picture_in(folder: Path) -> ET.Element:
    return ET.parse(folder / "year.svg").getroot()  # noqa: S314  the file is our own


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    directory = tmp_path / "ud"
    write_calendars(schedules.build_schedule(WITH_ATTENDEES), directory, at=AT)
    changed = schedules.change_meeting(
        schedules.drop_meeting(schedules.build_schedule(WITH_ATTENDEES), "1460"), "1465", status="tentative"
    )
    write_calendars(changed, directory, at=LATER)
    return directory


def test_the_picture_is_a_file_of_its_own_with_a_title_and_the_year_in_words(folder: Path) -> None:
    root = picture_in(folder)
    assert root.tag == f"{SVG}svg"
    assert root.findtext(f"{SVG}title") == "Koordinationsmøder 2027"
    described = root.findtext(f"{SVG}desc") or ""
    assert "Nordjyllands Politi: lørdag den 9. januar 2027 kl. 09.30 (aflyst)" in described
    assert described.count(";") == 11
    assert {root.get("aria-labelledby")} == {"da-title da-desc"}


def test_a_meeting_stands_on_its_day_in_the_row_of_its_kreds(folder: Path) -> None:
    root = picture_in(folder)
    marks = {
        link.get("href"): link.find(f"{SVG}rect")
        for link in root.iter(f"{SVG}a")
        if str(link.get("href")).startswith("meetings/")
    }
    assert len(marks) == 12
    places = {n: (float(m.get("x", "")), float(m.get("y", ""))) for n, m in marks.items() if m is not None}
    by_day = sorted(places, key=lambda name: places[name][0])
    by_row = sorted(places, key=lambda name: places[name][1])
    assert by_day == by_row == [f"meetings/{code}-1.ics" for code in range(1460, 1472)]
    dashed = [name for name, mark in marks.items() if mark is not None and mark.get("stroke-dasharray")]
    assert dashed == ["meetings/1460-1.ics"]


@pytest.mark.slow
def test_every_link_leads_to_a_file_that_is_there_and_every_calendar_is_linked(folder: Path) -> None:
    page = Page((folder / "year.html").read_text(encoding="utf-8"))
    for link in page.links:
        assert (folder / link).is_file()
    written = {name for name in schedules.read_folder(folder) if name.endswith((".ics", ".eml"))}
    assert written <= set(page.links)
    root = picture_in(folder)
    for link in root.iter(f"{SVG}a"):
        assert (folder / str(link.get("href"))).is_file()


def test_the_page_needs_no_script_and_nothing_from_elsewhere_and_speaks_both_languages(folder: Path) -> None:
    text = (folder / "year.html").read_text(encoding="utf-8")
    page = Page(text)
    assert not page.tags & {"script", "iframe", "link", "img", "object", "embed"}
    assert "http" not in text.replace("http://www.w3.org/2000/svg", "")
    assert {"da", "en"} <= page.languages
    assert text.startswith('<!DOCTYPE html>\n<html lang="da">')
    assert "tirsdag den 9. marts 2027 (uge 10)" in text
    assert "Tuesday 9 March 2027 (week 10)" in text
    assert "@media print" in text


def test_the_page_shows_one_language_at_a_time_by_a_switch_without_script(folder: Path) -> None:
    text = (folder / "year.html").read_text(encoding="utf-8")
    assert re.findall(r'<input type="radio" name="language" id="(show-..)"( checked)?', text) == [
        ("show-da", " checked"),
        ("show-en", ""),
    ]
    assert "#show-da:checked ~ main [lang=en] { display: none; }" in text
    danish, english = re.findall(r'<figure lang="(..)"><svg', text)
    assert (danish, english) == ("da", "en")
    svg = (folder / "year.svg").read_text(encoding="utf-8")
    assert ">uge<" in svg
    assert ">week<" not in svg
    assert len(text.encode()) < 1_000_000


def test_who_cannot_come_is_a_column(tmp_path: Path) -> None:
    schedule = schedules.change_meeting(schedules.build_schedule(), "1460", absent=("0851", "0860"))
    write_calendars(schedule, tmp_path / "ud", at=AT)
    text = (tmp_path / "ud" / "year.html").read_text(encoding="utf-8")
    assert '<td data-da="Kan ikke deltage" data-en="Cannot come">Aalborg, Hjørring</td>' in text


def test_what_the_plan_assumes_stands_on_the_page(tmp_path: Path) -> None:
    schedule = plan(build_request({"kommune 0810": UNREADABLE_CALENDAR}, quorum=0.5), at=AT)
    write_calendars(schedule, tmp_path / "ud", at=AT)
    page = (tmp_path / "ud" / "year.html").read_text(encoding="utf-8")
    told = {warning.code: warning for warning in schedule.warnings}
    for code in ("assumed_free", "school_weeks_assumed", "boernehuse_assumed", "calendar_unknown"):
        assert f'<span lang="da">{told[code].da}</span><span lang="en">{told[code].en}</span>' in page
    assert page.count('<h2><span lang="da">Forudsætninger</span>') == 1


def test_many_calendars_that_cannot_be_read_stand_under_their_sum(tmp_path: Path) -> None:
    unreadable = {f"kommune {code}": UNREADABLE_CALENDAR for code in ("0810", "0813", "0820", "0840")}
    schedule = plan(build_request(unreadable, quorum=0.5, districts=["1460"]), at=AT)
    write_calendars(schedule, tmp_path / "ud", at=AT)
    page = (tmp_path / "ud" / "year.html").read_text(encoding="utf-8")
    names = "Brønderslev, Frederikshavn, Vesthimmerlands, Rebild"
    assert f"regnes som fraværende: 4 ({names})</span>" in page
    assert page.count("kan ikke læses, så") == 4, "each stands below with what is wrong"


def test_a_name_cannot_become_a_tag(tmp_path: Path) -> None:
    people = WITH_ATTENDEES.model_copy(update={"facilitators": {"f1": "<script>alert(1)</script> & co"}})
    write_calendars(schedules.build_schedule(people), tmp_path / "ud", at=AT)
    text = (tmp_path / "ud" / "year.html").read_text(encoding="utf-8")
    assert "<script" not in text
    assert "&lt;script&gt;alert(1)&lt;/script&gt; &amp; co" in text


def request(**changes: object) -> Schedule:
    data: dict[str, object] = {"year": 2027, "window": {"from": "2027-01-15", "to": "2027-12-10"}}
    return plan(PlanRequest.model_validate(data | changes), at=AT)


def test_the_days_that_are_closed_to_all_are_known_without_a_request() -> None:
    days = find_closed_days(schedules.build_schedule())["1460"]
    assert days[dt.date(2027, 1, 2)].kind is Kind.WEEKEND
    assert days[dt.date(2027, 5, 6)].why.da == "Kristi himmelfartsdag"
    assert days[dt.date(2027, 12, 24)].why.en == "Christmas Eve"
    assert dt.date(2027, 4, 23) not in days
    assert len(days) == 104 + 8


def test_what_the_request_blocks_is_closed_and_said_why() -> None:
    schedule = request(blocked={"dates": ["2027-03-09"], "weeks": [42]})
    days = find_closed_days(schedule)["1460"]
    assert days[dt.date(2027, 3, 9)].why.da == "spærret dag"
    assert days[dt.date(2027, 10, 18)].why.da == "spærret uge"
    assert days[dt.date(2027, 1, 14)].why.da == "uden for perioden"
    assert dt.date(2027, 3, 10) not in days
    assert not {meeting.start.date() for meeting in schedule.meetings} & days.keys()


def test_a_day_is_closed_to_the_kreds_whose_police_is_busy_and_open_to_the_others(tmp_path: Path) -> None:
    busy = tmp_path / "busy.ics"
    busy.write_bytes(
        b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//x//x//DA\r\nBEGIN:VEVENT\r\nUID:1\r\n"
        b"DTSTAMP:20260101T000000Z\r\nDTSTART;VALUE=DATE:20270309\r\nDTEND;VALUE=DATE:20270312\r\nSUMMARY:x\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
    )
    file = tmp_path / "request.yaml"
    file.write_text('year: 2027\nbusy: {politikredse: {"1460": busy.ics}}\n', encoding="utf-8")
    closed = find_closed_days(plan(PlanRequest.load(str(file)), at=AT))
    runs = [run for run in group_runs(closed["1460"]) if run[2].kind is Kind.PARTY]
    assert [(first.day, last.day, closure.why.da) for first, last, closure in runs] == [
        (9, 11, "politikredsen er optaget")
    ]
    assert dt.date(2027, 3, 9) not in closed["1461"]


@pytest.mark.slow
def test_half_a_day_is_closed_where_the_other_half_has_a_possible_start() -> None:
    morning = build_busy_calendar(("2027-03-09T08:00", "2027-03-09T12:00"), ("2027-03-10T08:00", "2027-03-10T18:00"))
    schedule = plan(build_request({"politikreds 1460": morning}, districts=["1460"]), at=AT)
    days = find_closed_days(schedule)["1460"]
    assert days[dt.date(2027, 3, 9)].part is Part.MORNING
    assert days[dt.date(2027, 3, 9)].words.da == "politikredsen er optaget (formiddag)"
    assert days[dt.date(2027, 3, 10)].part is Part.DAY
    assert (
        find_closed_days(request(year=2026, window={"from": "2026-01-15", "to": "2026-12-10"}))["1460"][
            dt.date(2026, 5, 1)
        ].part
        is Part.AFTERNOON
    )


@pytest.mark.parametrize(
    ("first", "last", "danish", "english"),
    [
        ((1, 4), (1, 8), "4.–8. jan.", "4–8 Jan"),
        ((1, 30), (2, 2), "30. jan.–2. feb.", "30 Jan–2 Feb"),
        ((5, 6), (5, 6), "6. maj", "6 May"),
    ],
)
def test_a_span_of_days_is_short(first: tuple[int, int], last: tuple[int, int], danish: str, english: str) -> None:
    assert format_span(dt.date(2027, *first), dt.date(2027, *last)) == Text(danish, english)


def test_days_in_a_row_with_one_reason_are_one_run() -> None:
    first, second = (Closure(Kind.BLOCKED, Text(name, name)) for name in "ab")
    days = {dt.date(2027, 1, day): closure for day, closure in ((1, first), (2, first), (4, first), (5, second))}
    assert [(a.day, b.day) for a, b, _ in group_runs(days)] == [(1, 2), (4, 4), (5, 5)]
    assert list(group_runs({})) == []


def test_labels_of_meetings_close_together_stand_beside_each_other_and_inside_the_picture() -> None:
    labels = ["aflyst: 9. jan kl. 09.30", "10. jan kl. 09.30", "11. jan kl. 09.30"]
    for marks in ([190.0, 193.0, 196.0], [1160.0, 1163.0, 1166.0], [300.0, 600.0, 900.0]):
        places = _place_labels(marks, labels)
        edges = [
            (place - 3.3 * len(label), place + 3.3 * len(label)) for place, label in zip(places, labels, strict=True)
        ]
        assert edges[0][0] >= 186 - 0.01
        assert edges[-1][1] <= 1168 + 0.01
        assert all(left[1] <= right[0] + 0.01 for left, right in pairwise(edges))
    assert _place_labels([300.0, 600.0, 900.0], labels) == [300.0, 600.0, 900.0]


def test_the_picture_of_a_leap_year_and_of_a_year_of_53_weeks_holds_every_day(tmp_path: Path) -> None:
    for year, last in ((2028, "52"), (2026, "53")):
        write_calendars(schedules.build_schedule(year=year), tmp_path / str(year), at=AT)
        text = (tmp_path / str(year) / "year.svg").read_text(encoding="utf-8")
        weeks = re.findall(r'font-size="8.5"[^>]*>(\d+)<', text)
        assert weeks[-1] == last
