"""Events become files: what each profile asks, what is refused, and that nothing is left to chance."""

from __future__ import annotations

import dataclasses
import datetime as dt
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from overgreb_rules.calendar import COPENHAGEN
from overgreb_rules.ical import (
    Address,
    CalendarEvent,
    EventStatus,
    Profile,
    ProfileError,
    build_calendar,
    lint,
    read_events,
    read_name,
)
from tests.fixtures import calendar_files


def test_the_same_events_give_the_same_bytes_in_whatever_order_they_come() -> None:
    assert calendar_files.build_feed() == calendar_files.build_feed(list(reversed(calendar_files.build_events())))


def test_what_is_read_back_is_what_was_written() -> None:
    assert read_events(calendar_files.build_feed()) == calendar_files.build_events()
    assert read_name(calendar_files.build_feed()) == "Møder, 2027"
    off = calendar_files.cancel_event(calendar_files.build_event(3))
    assert read_events(calendar_files.build_meeting_file(off)) == [off]
    for data in (calendar_files.build_invitation(), calendar_files.build_invitation(off)):
        assert build_calendar(read_events(data), profile=Profile.INVITATION) == data
    data = calendar_files.build_deadline_file()
    assert build_calendar(read_events(data), profile=Profile.DEADLINES, name="Frister") == data


def test_the_address_of_a_video_meeting_is_a_conference_and_comes_back() -> None:
    event = calendar_files.build_event(3, conference="https://example.org/m?a=1,2&b=3;c")
    data = calendar_files.build_meeting_file(event)
    unfolded = data.replace(b"\r\n ", b"").decode()
    assert "\r\nCONFERENCE;VALUE=URI;FEATURE=VIDEO;LABEL=Videomøde:https://example.org/m?a=1,2&b=3;c\r\n" in unfolded
    assert lint(data) == []
    assert read_events(data) == [event]


@given(
    text=st.text(max_size=200),
    start=st.integers(855_000_000, 7_258_000_000),
    minutes=st.integers(1, 3000),
    sequence=st.integers(0, 99),
    status=st.sampled_from(EventStatus),
)
def test_any_event_that_can_be_made_is_a_good_file_and_comes_back(
    text: str, start: int, minutes: int, sequence: int, status: EventStatus
) -> None:
    instant = dt.datetime.fromtimestamp(start, dt.UTC)
    try:
        event = calendar_files.build_event(
            3,
            start=instant,
            end=instant + dt.timedelta(minutes=minutes),
            summary=f"Møde {text}".replace("\n", " ").replace("\r", " "),
            description=text,
            location=text,
            sequence=sequence,
            status=status,
        )
    except ProfileError:
        return
    data = calendar_files.build_meeting_file(event)
    assert {finding.check for finding in lint(data)} <= {"plain-text", "no-cpr-number"}
    (back,) = read_events(data)
    assert dataclasses.replace(back, location="", description="") == dataclasses.replace(
        event, location="", description=""
    )


@pytest.mark.parametrize(
    ("changes", "word"),
    [
        ({"sequence": -1}, "starts at 0"),
        ({"summary": " "}, "summary"),
        ({"summary": "to\nlinjer"}, "summary"),
        ({"description": "x\x00"}, "control character"),
        ({"created": dt.datetime(2026, 1, 1)}, "no time zone"),  # noqa: DTZ001
        ({"start": dt.datetime(2026, 1, 1)}, "no time zone"),  # noqa: DTZ001
        ({"last_modified": calendar_files.STAMP.replace(microsecond=1)}, "fraction"),
        ({"last_modified": dt.datetime(2026, 1, 1, tzinfo=dt.UTC)}, "before it was created"),
        ({"end": calendar_files.build_event(3).start}, "ends before"),
        ({"end": dt.date(2027, 3, 10)}, "two instants or two days"),
    ],
)
def test_an_event_that_cannot_be_is_refused(changes: dict[str, object], word: str) -> None:
    with pytest.raises(ProfileError, match=word):
        calendar_files.build_event(3, **changes)


@pytest.mark.parametrize(
    "email",
    ["", "navn", "@example.org", "a b@example.org", "a@example.org\r\nBCC:x@example.org", "mailto:a@b.org"],
)
def test_an_address_that_is_none_is_refused(email: str) -> None:
    with pytest.raises(ProfileError):
        Address(email)


@pytest.mark.parametrize("name", ['"Chefen"', "to\nlinjer", "x\x07"])
def test_a_name_that_cannot_stand_in_an_address_is_refused(name: str) -> None:
    with pytest.raises(ProfileError):
        Address("a@example.org", name)


def misfits() -> list[tuple[list[CalendarEvent], Profile, str]]:
    one, free = calendar_files.build_event(3), calendar_files.build_event(4, organizer=None)
    invited = dataclasses.replace(one, attendees=(Address("a@example.org"),))
    return [
        ([one, calendar_files.build_event(4)], Profile.MEETING, ""),
        ([], Profile.INVITATION, ""),
        ([one], Profile.MEETING, "Navn"),
        ([one], Profile.FEED, ""),
        ([one, free], Profile.FEED, "Navn"),
        ([invited], Profile.MEETING, ""),
        ([one], Profile.INVITATION, ""),
        ([one], Profile.DEADLINES, "Navn"),
        ([calendar_files.build_event(3, end=None)], Profile.MEETING, ""),
    ]


@pytest.mark.parametrize(("events", "profile", "name"), misfits())
def test_events_that_do_not_fit_the_profile_are_refused(
    events: list[CalendarEvent], profile: Profile, name: str
) -> None:
    with pytest.raises(ProfileError):
        build_calendar(events, profile=profile, name=name)


@pytest.mark.parametrize(
    ("data", "method"),
    [
        (calendar_files.build_meeting_file(), b"PUBLISH"),
        (calendar_files.build_meeting_file(calendar_files.cancel_event(calendar_files.build_event(3))), b"CANCEL"),
        (calendar_files.build_feed([calendar_files.cancel_event(calendar_files.build_event(3))]), b"PUBLISH"),
        (calendar_files.build_invitation(), b"REQUEST"),
        (calendar_files.build_invitation(calendar_files.cancel_event(calendar_files.build_event(3))), b"CANCEL"),
        (calendar_files.build_meeting_file(calendar_files.build_event(3, organizer=None)), None),
        (calendar_files.build_deadline_file(), None),
    ],
)
def test_the_method_follows_from_the_use_and_stands_only_beside_an_organizer(data: bytes, method: bytes | None) -> None:
    found = re.findall(rb"^METHOD:(\w+)\r$", data, re.MULTILINE)
    assert found == ([] if method is None else [method])
    assert (b"\r\nORGANIZER" in data) == (method is not None)


def test_a_time_in_another_zone_is_written_on_the_danish_clock() -> None:
    start = dt.datetime(2027, 7, 9, 7, 30, tzinfo=dt.UTC)
    data = calendar_files.build_meeting_file(
        calendar_files.build_event(7, start=start, end=start.astimezone(COPENHAGEN) + dt.timedelta(hours=3))
    )
    assert data == calendar_files.build_meeting_file(calendar_files.build_event(7))


@pytest.mark.parametrize(
    "data", [b"", b"<html>", calendar_files.build_meeting_file().replace(b"SEQUENCE:0", b"SEQUENCE:x")]
)
def test_what_is_no_file_of_the_profile_is_not_read(data: bytes) -> None:
    with pytest.raises(ProfileError):
        read_events(data)
    assert read_name(b"\xff") == ""


def test_in_the_repeated_hour_two_deadlines_keep_their_instants_and_their_order() -> None:
    passes = [dt.datetime(2026, 10, 25, 0, 30, tzinfo=dt.UTC), dt.datetime(2026, 10, 25, 1, 10, tzinfo=dt.UTC)]
    events = [
        calendar_files.build_event(
            number + 1, uid=f"{1 - number}0000000-0000-5000-8000-000000000000", start=instant, end=None, organizer=None
        )
        for number, instant in enumerate(passes)
    ]
    data = build_calendar(events, profile=Profile.DEADLINES, name="Frister")
    assert b"DTSTART:20261025T003000Z" in data
    assert lint(data, profile=Profile.DEADLINES) == []
    assert [
        event.start.astimezone(dt.UTC) for event in read_events(data) if isinstance(event.start, dt.datetime)
    ] == passes
