"""The year as a picture."""

from __future__ import annotations

import datetime as dt
from xml.etree import ElementTree as ET

import pytest

from meetings.export.closed_days import find_closed_days
from meetings.export.event_text import DisplayNames
from meetings.export.year_svg import draw_year, render_year_svg
from meetings.schedule import Meeting, Schedule
from overgreb_rules.shared.no_break_spaces import NO_BREAK_SPACE
from tests.fixtures.schedules import build_schedule, change_meeting, move_meeting

NAMES = DisplayNames(dt.date(2027, 6, 1), {})


def _draw(schedule: Schedule, language: str = "da") -> ET.Element:
    return draw_year(schedule, NAMES, find_closed_days(schedule), language)


def _labels(picture: ET.Element) -> list[ET.Element]:
    """Return the labels of the meetings, which are links with a box."""
    return [text for link in picture.iter("a") if link.find("rect") is not None for text in link.iter("text")]


@pytest.mark.parametrize(("language", "when"), [("da", "9. mar. kl. 09.30"), ("en", "9 Mar at 09:30")])
def test_each_politikreds_has_a_line_and_each_meeting_its_day_and_its_hour(language: str, when: str) -> None:
    labels = [(label.text or "").replace(NO_BREAK_SPACE, " ") for label in _labels(_draw(build_schedule(), language))]
    assert len(labels) == 12
    assert when in labels


def test_a_meeting_links_to_its_file_and_says_who_meets_where() -> None:
    picture = _draw(build_schedule())
    (link,) = (link for link in picture.iter("a") if link.get("href") == "meetings/1461-1.ics")
    title = link.find("title")
    assert title is not None
    assert (title.text or "").startswith("Østjyllands Politi, ")
    assert "kl. 09.30–12.30" in (title.text or "")


def test_a_cancelled_meeting_is_told_in_words_and_drawn_with_a_broken_edge() -> None:
    picture = _draw(change_meeting(build_schedule(), "1461", status="cancelled"))
    (link,) = (link for link in picture.iter("a") if link.get("href") == "meetings/1461-1.ics")
    (box,) = link.iter("rect")
    assert box.get("stroke-dasharray")
    assert [(text.text or "")[:8] for text in link.iter("text")] == ["aflyst: "]
    description = picture.find("desc")
    assert description is not None
    assert (description.text or "").count("(aflyst)") == 1


def test_a_tentative_meeting_is_hollow() -> None:
    picture = _draw(change_meeting(build_schedule(), "1461", status="tentative"))
    (link,) = (link for link in picture.iter("a") if link.get("href") == "meetings/1461-1.ics")
    (box,) = link.iter("rect")
    assert box.get("fill") == "#ffffff"


def test_the_labels_of_two_meetings_in_one_week_do_not_overlap() -> None:
    first = build_schedule()
    both = first.model_copy(update={"meetings": (*first.meetings, *_second_round(first))})
    places = sorted(float(label.get("x", "")) for label in _labels(_draw(both)) if "mar." in (label.text or ""))
    assert len(places) == 2
    assert places[1] - places[0] > 80


def _second_round(schedule: Schedule) -> tuple[Meeting, ...]:
    march = next(meeting for meeting in schedule.meetings if meeting.start.month == 3)
    moved = move_meeting(schedule, march.district, days=1)
    return tuple(
        meeting.model_copy(update={"round": 2, "uid": f"{meeting.uid}-2"})
        for meeting in moved.meetings
        if meeting.district == march.district
    )


def test_the_file_is_a_picture_that_needs_nothing_else() -> None:
    data = render_year_svg(_draw(build_schedule()))
    assert data.startswith(b'<?xml version="1.0" encoding="UTF-8"?>\n<svg xmlns="http://www.w3.org/2000/svg"')
    assert b"http" not in data.replace(b"http://www.w3.org/2000/svg", b"")
