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
    Event,
    Profile,
    ProfileError,
    Status,
    build_calendar,
    lint,
    read_events,
    read_name,
)
from tests.fixtures import calendar_files as samples


def test_the_same_events_give_the_same_bytes_in_whatever_order_they_come() -> None:
    assert samples.feed() == samples.feed(list(reversed(samples.meetings())))


def test_what_is_read_back_is_what_was_written() -> None:
    assert read_events(samples.feed()) == samples.meetings()
    assert read_name(samples.feed()) == "Møder, 2027"
    off = samples.cancelled(samples.meeting(3))
    assert read_events(samples.single(off)) == [off]
    for data in (samples.invitation(), samples.invitation(off)):
        assert build_calendar(read_events(data), profile=Profile.INVITATION) == data
    data = samples.deadlines()
    assert build_calendar(read_events(data), profile=Profile.DEADLINES, name="Frister") == data


@given(
    text=st.text(max_size=200),
    start=st.integers(855_000_000, 7_258_000_000),
    minutes=st.integers(1, 3000),
    sequence=st.integers(0, 99),
    status=st.sampled_from(Status),
)
def test_any_event_that_can_be_made_is_a_good_file_and_comes_back(
    text: str, start: int, minutes: int, sequence: int, status: Status
) -> None:
    instant = dt.datetime.fromtimestamp(start, dt.UTC)
    try:
        event = samples.meeting(
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
    data = samples.single(event)
    assert {finding.rule for finding in lint(data)} <= {"plain-text", "no-cpr-number"}
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
        ({"last_modified": samples.STAMP.replace(microsecond=1)}, "fraction"),
        ({"last_modified": dt.datetime(2026, 1, 1, tzinfo=dt.UTC)}, "before it was created"),
        ({"end": samples.meeting(3).start}, "ends before"),
        ({"end": dt.date(2027, 3, 10)}, "two instants or two days"),
    ],
)
def test_an_event_that_cannot_be_is_refused(changes: dict[str, object], word: str) -> None:
    with pytest.raises(ProfileError, match=word):
        samples.meeting(3, **changes)


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


def misfits() -> list[tuple[list[Event], Profile, str]]:
    one, free = samples.meeting(3), samples.meeting(4, organizer=None)
    invited = dataclasses.replace(one, attendees=(Address("a@example.org"),))
    return [
        ([one, samples.meeting(4)], Profile.MEETING, ""),
        ([], Profile.INVITATION, ""),
        ([one], Profile.MEETING, "Navn"),
        ([one], Profile.FEED, ""),
        ([one, free], Profile.FEED, "Navn"),
        ([invited], Profile.MEETING, ""),
        ([one], Profile.INVITATION, ""),
        ([one], Profile.DEADLINES, "Navn"),
        ([samples.meeting(3, end=None)], Profile.MEETING, ""),
    ]


@pytest.mark.parametrize(("events", "profile", "name"), misfits())
def test_events_that_do_not_fit_the_profile_are_refused(events: list[Event], profile: Profile, name: str) -> None:
    with pytest.raises(ProfileError):
        build_calendar(events, profile=profile, name=name)


@pytest.mark.parametrize(
    ("data", "method"),
    [
        (samples.single(), b"PUBLISH"),
        (samples.single(samples.cancelled(samples.meeting(3))), b"CANCEL"),
        (samples.feed([samples.cancelled(samples.meeting(3))]), b"PUBLISH"),
        (samples.invitation(), b"REQUEST"),
        (samples.invitation(samples.cancelled(samples.meeting(3))), b"CANCEL"),
        (samples.single(samples.meeting(3, organizer=None)), None),
        (samples.deadlines(), None),
    ],
)
def test_the_method_follows_from_the_use_and_stands_only_beside_an_organizer(data: bytes, method: bytes | None) -> None:
    found = re.findall(rb"^METHOD:(\w+)\r$", data, re.MULTILINE)
    assert found == ([] if method is None else [method])
    assert (b"\r\nORGANIZER" in data) == (method is not None)


def test_a_time_in_another_zone_is_written_on_the_danish_clock() -> None:
    start = dt.datetime(2027, 7, 9, 7, 30, tzinfo=dt.UTC)
    data = samples.single(samples.meeting(7, start=start, end=start.astimezone(COPENHAGEN) + dt.timedelta(hours=3)))
    assert data == samples.single(samples.meeting(7))


@pytest.mark.parametrize("data", [b"", b"<html>", samples.single().replace(b"SEQUENCE:0", b"SEQUENCE:x")])
def test_what_is_no_file_of_the_profile_is_not_read(data: bytes) -> None:
    with pytest.raises(ProfileError):
        read_events(data)
    assert read_name(b"\xff") == ""
