"""Calendars of parties: what the reader finds, or unknown; never guessed free."""

from __future__ import annotations

from meetings._request.busy_calendar import build_too_large_calendar, read_calendar
from tests.fixtures.foreign_calendars import NINE, NINE_TO_ELEVEN, YEAR, build_calendar, build_event, format_spans


def test_a_calendar_has_busy_and_tentative_time_and_the_time_of_which_it_says_nothing():
    tentative = build_event("DTSTART:20270401T080000Z", "DURATION:PT1H", "STATUS:TENTATIVE", uid="b")
    found = read_calendar(build_calendar(*build_event(*NINE), *tentative), YEAR)
    assert format_spans(found.busy) == NINE_TO_ELEVEN
    assert format_spans(found.tentative) == ["04-01 10:00 - 04-01 11:00"]
    assert format_spans(found.not_known) == ["04-01 11:00 - 01-01 00:00"]
    assert found.unknown is None
    assert len(found.sha256) == 64


def test_what_the_party_declined_is_free():
    declined = build_event(*NINE, "ATTENDEE;PARTSTAT=DECLINED:mailto:boern@example.org")
    assert read_calendar(build_calendar(*declined), YEAR, ["boern@example.org"]).busy == ()


def test_a_meeting_to_be_planned_takes_no_time_and_shows_how_far_the_calendar_reaches():
    data = build_calendar(*build_event(*NINE, uid="meeting"))
    found = read_calendar(data, YEAR, free_uids={"meeting"})
    assert found.busy == ()
    assert found.not_known == read_calendar(data, YEAR).not_known


def test_a_file_that_cannot_be_understood_is_unknown_in_both_languages():
    found = read_calendar(b"<html>", YEAR)
    assert found.busy == ()
    assert found.unknown is not None
    assert found.unknown.da == "det er ikke en kalenderfil; det er en webside, måske en login-side"
    assert found.unknown.en == "it is no calendar file; it is a web page, perhaps of a login"


def test_a_file_that_is_too_large_is_unknown():
    found = build_too_large_calendar()
    assert found.unknown is not None
    assert "20 MB" in found.unknown.da


def test_no_title_is_repeated_in_a_message():
    found = read_calendar(build_calendar(*build_event("SUMMARY:Samtale om Emma", uid="x1")), YEAR)
    assert found.unknown is not None
    assert "Emma" not in str(found)
