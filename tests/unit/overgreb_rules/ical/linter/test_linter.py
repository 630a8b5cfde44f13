"""Every rule of the linter is shown a good file with its one kind of damage, and finds it."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from overgreb_rules.ical import (
    MAX_CALENDAR_BYTES,
    EventStatus,
    Profile,
    build_calendar,
    detect_profile,
    lint,
    lint_mail,
    list_checks,
)
from tests.fixtures import calendar_files

Damage = Callable[[bytes], bytes]


def swap(old: str, new: str, count: int = 1) -> Damage:
    """Replace the first `count` of `old`; the damage must be one."""

    def damage(data: bytes) -> bytes:
        changed = data.replace(old.replace("\n", "\r\n").encode(), new.replace("\n", "\r\n").encode(), count)
        assert changed != data, f"{old!r} is not in the file"
        return changed

    return damage


def drop(start: str) -> Damage:
    """Take out the first line that begins so."""

    def damage(data: bytes) -> bytes:
        lines = data.split(b"\r\n")
        del lines[next(i for i, line in enumerate(lines) if line.startswith(start.encode()))]
        return b"\r\n".join(lines)

    return damage


def after(start: str, new: str) -> Damage:
    """Put a line in after the first one that begins so."""

    def damage(data: bytes) -> bytes:
        lines = data.split(b"\r\n")
        at = next(i for i, line in enumerate(lines) if line.startswith(start.encode()))
        lines[at + 1 : at + 1] = new.encode().split(b"\n")
        return b"\r\n".join(lines)

    return damage


def split_letter(data: bytes) -> bytes:
    at = data.index("SUMMARY:Koordinationsmø".encode()) + len(b"SUMMARY:Koordinationsm") + 1
    return data[:at] + b"\r\n " + data[at:]


def unfold(data: bytes) -> bytes:
    return data.replace(b"\r\n ", b"")


def last_event_first(data: bytes) -> bytes:
    head, *events = data.split(b"BEGIN:VEVENT")
    events[-1], tail = events[-1].split(b"END:VCALENDAR")
    return head + b"".join(b"BEGIN:VEVENT" + event for event in reversed(events)) + b"END:VCALENDAR" + tail


DAYLIGHT = "DTSTART:19810329T020000"
START, END = "DTSTART;TZID=Europe/Copenhagen:", "DTEND;TZID=Europe/Copenhagen:"


def add_event_of_april(data: bytes) -> bytes:
    """Put the event of April in after the one of March."""
    march = calendar_files.build_meeting_file()
    event = march[march.index(b"BEGIN:VEVENT") :].removesuffix(b"\r\n")
    april = event.replace(calendar_files.build_uid(3).encode(), calendar_files.build_uid(4).encode())
    return data.replace(b"END:VCALENDAR", april)


PLANTED: list[tuple[str, str, Damage]] = [
    ("byte-order-mark", "feed", lambda data: b"\xef\xbb\xbf" + data),
    ("line-ends", "feed", lambda data: data.replace(b"\r\n", b"\n")),
    ("line-ends", "feed", lambda data: data.removesuffix(b"\r\n")),
    ("line-ends", "single", swap("STATUS:CONFIRMED\n", "STATUS:CONFIRMED\n\r")),
    ("line-length", "feed", unfold),
    ("utf-8", "feed", split_letter),
    ("utf-8", "single", lambda data: data.decode().replace("🙂", "").encode("latin-1")),
    ("lost-character", "single", swap("Ærø Kommune", "\ufffdrø Kommune")),
    ("control-character", "single", swap("Ærø Kommune", "Ærø\x0b Kommune")),
    ("content-line", "single", swap("LOCATION:Ærø Kommune", "LOCATION:Ærø\nKommune")),
    ("content-line", "single", after("CLASS", "")),
    ("content-line", "single", lambda data: b"X-BEFORE:1\r\n" + data),
    ("one-calendar", "single", lambda data: data + data),
    ("one-calendar", "single", lambda _: b""),
    ("one-calendar", "single", lambda _: b"<!DOCTYPE html>\r\n"),
    ("whole-file", "feed", lambda data: data[: data.rindex(b"BEGIN:VEVENT")]),
    ("whole-file", "single", drop("END:VEVENT")),
    ("whole-file", "single", after("END:VEVENT", "END:VEVENT")),
    ("version", "single", drop("VERSION")),
    ("version", "single", swap("VERSION:2.0", "VERSION:1.0")),
    ("version", "single", swap("VERSION:2.0\n", "X-FIRST:1\nVERSION:2.0\n")),
    ("prodid", "single", drop("PRODID")),
    ("method", "feed", swap("METHOD:PUBLISH", "METHOD:FOO")),
    ("method", "feed", swap("METHOD:PUBLISH", "METHOD:REQUEST")),
    ("method", "single", after("METHOD", "METHOD:PUBLISH")),
    ("method", "invitation", drop("METHOD")),
    ("method", "deadlines", after("CALSCALE", "METHOD:PUBLISH")),
    ("calendar-uid", "feed", after("PRODID", f"UID:{calendar_files.build_uid(99)}")),
    ("calendar-name", "single", after("METHOD", "X-WR-CALNAME:Møder")),
    ("calendar-name", "invitation", after("METHOD", "NAME:Møder")),
    ("calendar-name", "feed", drop("NAME")),
    ("calendar-name", "feed", swap("X-WR-CALNAME:Møder", "X-WR-CALNAME:Andre møder")),
    ("refresh", "feed", swap("REFRESH-INTERVAL;VALUE=DURATION:P1D", "REFRESH-INTERVAL:P1D")),
    ("refresh", "feed", swap("DURATION:P1D", "DURATION:1 day")),
    ("refresh", "feed", drop("X-PUBLISHED-TTL")),
    ("latest-change", "feed", swap("LAST-MODIFIED:20261121", "LAST-MODIFIED:20261120")),
    ("one-event", "single", add_event_of_april),
    ("known-parts", "feed", after("END:VTIMEZONE", "BEGIN:VJOURNAL\nEND:VJOURNAL")),
    ("order", "feed", last_event_first),
    ("once", "single", drop("DTSTAMP")),
    ("once", "single", drop("DTEND")),
    ("once", "single", drop("DTSTART;")),
    ("once", "single", drop("UID")),
    ("once", "single", drop("SEQUENCE")),
    ("once", "single", after("SEQUENCE", "SEQUENCE:1")),
    ("once", "single", after("LOCATION", "LOCATION:Anholt")),
    ("uid-form", "single", swap(f"UID:{calendar_files.build_uid(3)}", "UID:moede-3@example.org")),
    ("uid-twice", "feed", swap(calendar_files.build_uid(2), calendar_files.build_uid(1))),
    ("sequence", "single", swap("SEQUENCE:0", "SEQUENCE:-1")),
    ("sequence", "single", swap("SEQUENCE:0", "SEQUENCE:en")),
    ("stamps", "single", swap("DTSTAMP:20261121T110000Z", "DTSTAMP:20261121T120000")),
    ("stamps", "single", swap("DTSTAMP:20261121T110000Z", "DTSTAMP:20261121T110001Z")),
    ("stamps", "single", swap("CREATED:20261121", "CREATED:20271121")),
    ("known-values", "single", swap("STATUS:CONFIRMED", "STATUS:FOO")),
    ("known-values", "single", swap("TRANSP:OPAQUE", "TRANSP:BUSY")),
    ("cancelled-is-free", "feed cancelled", swap("TRANSP:TRANSPARENT", "TRANSP:OPAQUE")),
    ("cancelled-is-free", "feed cancelled", swap("BUSYSTATUS:FREE", "BUSYSTATUS:BUSY")),
    ("busy-both-ways", "single", swap("BUSYSTATUS:BUSY", "BUSYSTATUS:FREE")),
    ("once", "single", drop("X-MICROSOFT")),
    ("cancelled-mark", "feed cancelled", swap("SUMMARY:AFLYST: ", "SUMMARY:")),
    ("cancelled-mark", "feed", swap("SUMMARY:", "SUMMARY:AFLYST: ")),
    ("method-status", "invitation cancelled", swap("METHOD:CANCEL", "METHOD:REQUEST")),
    ("method-status", "single", swap("METHOD:PUBLISH", "METHOD:CANCEL")),
    ("method-status", "single cancelled", swap("METHOD:CANCEL", "METHOD:PUBLISH")),
    ("organizer", "single", drop("ORGANIZER")),
    ("organizer", "single", swap(":mailto:koordinator", ":koordinator")),
    ("organizer", "single", after("ORGANIZER", "ORGANIZER:mailto:anden@example.org")),
    ("organizer", "single", drop("METHOD")),
    ("attendee", "feed", after("ORGANIZER", "ATTENDEE:mailto:boern@example.org")),
    ("attendee", "invitation", lambda data: drop("ATTENDEE")(drop("ATTENDEE")(unfold(data)))),
    ("attendee", "invitation", lambda data: swap("mailto:politi@", "politi@")(unfold(data))),
    ("no-recurrence", "single", after("DTEND", "RRULE:FREQ=YEARLY")),
    ("no-recurrence", "single", after("DTEND", "RECURRENCE-ID:20270309T083000Z")),
    ("one-alarm", "single", after("STATUS", "BEGIN:VALARM\nEND:VALARM\nBEGIN:VALARM\nEND:VALARM")),
    ("plain-text", "single", after("CLASS", "X-ALT-DESC;FMTTYPE=text/html:<p>Møde</p>")),
    ("plain-text", "single", swap("DESCRIPTION:Kommuner", "DESCRIPTION:<p>Kommuner</p>")),
    ("escapes", "single", swap("LOCATION:Ærø Kommune", "LOCATION:Ærø, Kommune")),
    ("escapes", "single", swap("LOCATION:Ærø Kommune", "LOCATION:Ærø \\Kommune")),
    ("empty-summary", "deadlines", swap("SUMMARY:24 timer", "SUMMARY:")),
    ("no-cpr-number", "single", swap("LOCATION:Ærø Kommune", "LOCATION:Ærø 010203-1234")),
    ("no-cpr-number", "single", swap("LOCATION:Ærø", "LOCATION;X-WHO=0102031234:Ærø")),
    ("time-form", "single", swap("20270309T093000", "20270230T093000")),
    ("time-form", "single", swap("20270309T093000", "20270309T0930")),
    ("time-form", "single", swap("20270309T093000", "20270328T023000")),
    ("floating-time", "single", swap(START, "DTSTART:")),
    ("zone-and-utc", "single", swap("20270309T093000", "20270309T093000Z")),
    ("local-time", "single", swap(START + "20270309T093000", "DTSTART:20270309T083000Z")),
    ("local-time", "single", swap(START + "20270309T093000", "DTSTART;VALUE=DATE:20270309")),
    ("same-zone", "single", swap("DTEND;TZID=Europe/Copenhagen", "DTEND;TZID=Europe/Berlin")),
    ("ends-after-start", "single", swap(END + "20270309", END + "20270308")),
    ("ends-after-start", "deadlines", swap("DTEND;VALUE=DATE:20270331", "DTEND;VALUE=DATE:20270330")),
    ("zone-defined", "single", swap("DTSTART;TZID=Europe/Copenhagen", "DTSTART;TZID=Romance Standard Time")),
    ("zone-defined", "single", swap("DTSTART;TZID=Europe/Copenhagen", 'DTSTART;TZID="+01:00"')),
    ("zone-defined", "single", lambda data: cut(data, b"BEGIN:VTIMEZONE", b"END:VTIMEZONE\r\n")),
    ("zone-form", "single", after("TZID", "X-LIC-LOCATION:Europe/Copenhagen")),
    ("zone-form", "single", after("TZID", "COMMENT:made by hand")),
    ("zone-form", "single", swap("RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3", "RDATE:20270328T020000")),
    ("zone-form", "single", drop("TZOFFSETTO")),
    ("zone-form", "single", swap(DAYLIGHT, "DTSTART:i går")),
    ("zone-truth", "single", swap(DAYLIGHT, "DTSTART:19810329T030000")),
    ("zone-truth", "single", swap("BYDAY=-1SU;BYMONTH=3", "BYDAY=1SU;BYMONTH=3")),
    ("zone-truth", "single", swap("TZOFFSETTO:+0200", "TZOFFSETTO:+0300")),
    ("zone-truth", "single", swap("TZID:Europe/Copenhagen", "TZID:Europe/Ribe")),
]  # fmt: skip


def cut(data: bytes, first: bytes, last: bytes) -> bytes:
    return data[: data.index(first)] + data[data.index(last) + len(last) :]


def good(name: str) -> tuple[bytes, Profile]:
    events = calendar_files.build_events()
    off = calendar_files.cancel_event(calendar_files.build_event(3))
    return {
        "feed": (calendar_files.build_feed(), Profile.FEED),
        "feed cancelled": (calendar_files.build_feed([*events[:2], off, *events[3:]]), Profile.FEED),
        "feed of nothing": (calendar_files.build_feed([]), Profile.FEED),
        "feed without organizer": (
            calendar_files.build_feed([dataclasses.replace(event, organizer=None) for event in events]),
            Profile.FEED,
        ),
        "single": (calendar_files.build_meeting_file(), Profile.MEETING),
        "single cancelled": (calendar_files.build_meeting_file(off), Profile.MEETING),
        "single tentative": (
            calendar_files.build_meeting_file(calendar_files.build_event(7, status=EventStatus.TENTATIVE)),
            Profile.MEETING,
        ),
        "single without organizer": (
            calendar_files.build_meeting_file(calendar_files.build_event(7, organizer=None)),
            Profile.MEETING,
        ),
        "invitation": (calendar_files.build_invitation(), Profile.INVITATION),
        "invitation cancelled": (calendar_files.build_invitation(off), Profile.INVITATION),
        "deadlines": (calendar_files.build_deadline_file(), Profile.DEADLINES),
    }[name]


GOOD = (
    "feed", "feed cancelled", "feed of nothing", "feed without organizer", "single", "single cancelled",
    "single tentative", "single without organizer", "invitation", "invitation cancelled", "deadlines",
)  # fmt: skip


@pytest.mark.parametrize("name", GOOD)
def test_a_good_file_has_no_finding_in_its_profile_or_in_the_one_that_is_guessed(name: str) -> None:
    data, profile = good(name)
    assert lint(data, profile=profile) == []
    assert detect_profile(data) is profile
    assert lint(data) == []


@pytest.mark.parametrize(
    ("rule", "name", "damage"), PLANTED, ids=[f"{rule}-{n}" for n, (rule, _, _) in enumerate(PLANTED)]
)
def test_planted_damage_is_found_under_its_name(rule: str, name: str, damage: Damage) -> None:
    data, profile = good(name)
    found = lint(damage(data), profile=profile)
    assert rule in {finding.check for finding in found}
    for finding in found:
        assert finding.line >= 1
        assert finding.message
        assert finding.mend
        problem, hint = finding.danish.split("; ", 1)
        assert problem != finding.message
        assert hint
        assert finding.text.da == f"linje {finding.line}: {finding.check}: {finding.danish}"
        assert str(finding).startswith(f"line {finding.line}: {finding.check}: ")


def test_the_line_of_a_finding_is_the_line_of_the_damage() -> None:
    data, profile = good("single")
    (finding,) = lint(swap("STATUS:CONFIRMED", "STATUS:FOO")(data), profile=profile)
    assert data.split(b"\r\n")[finding.line - 1] == b"STATUS:CONFIRMED"


def test_no_finding_repeats_a_cpr_number() -> None:
    data = swap(f"UID:{calendar_files.build_uid(3)}", "UID:010203-1234")(
        swap("STATUS:CONFIRMED", "STATUS:0102031234")(calendar_files.build_meeting_file())
    )
    found = lint(data, uids=[calendar_files.build_uid(3)])
    assert {"uid-form", "uid-of-plan", "known-values"} <= {finding.check for finding in found}
    assert not any("1234" in str(finding) for finding in found)


MARK = "Kanariefugl"


def mark_lines(data: bytes) -> list[bytes]:
    """Return the file many times, each time with a text in the name, the parameters or the value of one line."""
    lines = data.replace(b"\r\n ", b"").split(b"\r\n")[:-1]
    found: list[bytes] = []
    for at, line in enumerate(lines):
        head, _, value = line.decode().partition(":")
        name = head.split(";")[0]
        changes = (
            f"{head}:{MARK}",
            f"{head}:{value};{MARK}<p>",
            f"X-{MARK}:{value}",
            f"{name};TZID={MARK};VALUE={MARK}:{value}",
            f"{head}{MARK}",
            f"{line.decode()}\r\n{name}:{MARK} 2, a",
        )
        found += [b"\r\n".join([*lines[:at], new.encode(), *lines[at + 1 :], b""]) for new in changes]
    return found


@pytest.mark.parametrize("name", ["feed cancelled", "single", "invitation", "deadlines"])
def test_no_finding_repeats_a_text_of_a_file_of_the_profile(name: str) -> None:
    data, profile = good(name)
    events = data.count(b"BEGIN:VEVENT")
    head = data[: data.index(b"BEGIN:VEVENT")]
    first = data[data.index(b"BEGIN:VEVENT") : data.index(b"END:VEVENT") + len(b"END:VEVENT\r\n")]
    short = head + first + b"END:VCALENDAR\r\n" if events > 1 else data
    count = 0
    for marked in mark_lines(short):
        for found in (lint(marked, profile=profile, earlier=short), lint(short, profile=profile, earlier=marked)):
            count += len(found)
            assert MARK.lower() not in str(found).lower()
    assert count > 100


def test_the_events_are_exactly_those_of_the_plan() -> None:
    data, profile = good("feed")
    plan = [calendar_files.build_uid(month) for month in range(1, 13)]
    assert lint(data, profile=profile, uids=plan) == []
    assert {finding.check for finding in lint(data, profile=profile, uids=plan[1:])} == {"uid-of-plan"}
    assert {finding.check for finding in lint(data, profile=profile, uids=[*plan, calendar_files.build_uid(13)])} == {
        "uid-of-plan"
    }


MOVED = calendar_files.build_event(3, sequence=1, last_modified=calendar_files.LATER, location="Samsø Kommune")
HISTORY = [
    ("sequence-down", MOVED, calendar_files.build_event(3, last_modified=calendar_files.LATER, location="Ærø Kommune")),
    ("sequence-not-raised", calendar_files.build_event(3), dataclasses.replace(MOVED, sequence=0)),
    (
        "sequence-not-raised",
        calendar_files.build_event(3),
        calendar_files.build_event(
            3, last_modified=calendar_files.LATER, end=calendar_files.build_event(3).end + dt.timedelta(hours=1)
        ),
    ),
    (
        "sequence-not-raised",
        calendar_files.build_event(3),
        dataclasses.replace(calendar_files.cancel_event(calendar_files.build_event(3)), sequence=0),
    ),
    ("stamp-back", MOVED, dataclasses.replace(MOVED, last_modified=calendar_files.STAMP, description="Nyt")),
    ("unchanged-bytes", calendar_files.build_event(3), calendar_files.build_event(3, description="Nyt")),
    (
        "unchanged-bytes",
        calendar_files.build_event(3),
        calendar_files.build_event(3, last_modified=calendar_files.LATER),
    ),
    ("dropped-event", calendar_files.build_event(4), calendar_files.build_event(3)),
]


@pytest.mark.parametrize(("rule", "before", "now"), HISTORY)
def test_damage_against_the_file_before_is_found(rule: str, before: object, now: object) -> None:
    earlier, data = calendar_files.build_feed([before]), calendar_files.build_feed([now])  # type: ignore[list-item]
    assert rule in {finding.check for finding in lint(data, profile=Profile.FEED, earlier=earlier)}
    assert lint(data, profile=Profile.FEED) == []


def test_good_changes_have_no_finding_against_the_file_before() -> None:
    earlier = calendar_files.build_feed()
    events = calendar_files.build_events()
    events[2] = MOVED
    events[3] = calendar_files.cancel_event(events[3])
    events[4] = calendar_files.build_event(5, last_modified=calendar_files.LATER, description="En anden tekst")
    events.append(calendar_files.build_event(12, uid=calendar_files.build_uid(13)))
    assert lint(calendar_files.build_feed(events), earlier=earlier) == []
    assert lint(earlier, earlier=earlier) == []


def test_every_rule_has_planted_damage() -> None:
    planted = {rule for rule, _, _ in PLANTED} | {rule for rule, _, _ in HISTORY} | {"uid-of-plan"}
    assert planted == {name for name in list_checks() if not name.startswith("mail-")}


@pytest.mark.parametrize(
    ("name", "damage"),
    [
        ("single", swap("SEQUENCE:0", "SEQUENCE:²")),
        ("single", swap("20270309T", "99991231T", 2)),
        ("single", swap("20270309T", "00010101T", 2)),
        ("single", swap("BEGIN:VEVENT", "BEGIN:A\n" * 1500 + "BEGIN:VEVENT")),
        ("single", swap("DTSTART;TZID=Europe/Copenhagen", f"DTSTART;TZID={'A' * 300}")),
    ],
    ids=[
        "a digit that is no number",
        "the last year",
        "the first year",
        "many components in each other",
        "a long zone",
    ],
)
def test_values_at_the_ends_of_what_python_holds_are_findings(name: str, damage: Damage) -> None:
    data, profile = good(name)
    bad = damage(data)
    assert lint(bad, profile=profile, earlier=data)
    lint(data, profile=profile, earlier=bad)
    assert lint(bad) == lint(bad, profile=detect_profile(bad))


def test_a_calendar_that_is_too_large_is_one_finding() -> None:
    data = calendar_files.build_feed() + b" " * MAX_CALENDAR_BYTES
    (finding,) = lint(data, profile=Profile.FEED)
    assert finding.check == "reads-too-large"
    # No year is known here: it names none.
    assert "filen fylder over 20 MB; eksportér kun året;" in finding.text.da


def test_events_of_the_hour_that_comes_twice_are_in_the_order_of_their_instants() -> None:
    instants = [dt.datetime(2026, 10, 24, 23, tzinfo=dt.UTC), dt.datetime(2026, 10, 25, 0, 30, tzinfo=dt.UTC)]
    events = [
        calendar_files.build_event(number, start=instant, end=None, organizer=None, busy=False)
        for number, instant in enumerate(instants, 1)
    ]
    data = build_calendar(events, profile=Profile.DEADLINES, name="Frister")
    assert lint(data, profile=Profile.DEADLINES) == []


@given(st.binary(max_size=300) | st.text(alphabet="BEGIN:VCALDRTZ;=,\r\n \"'\\20", max_size=300).map(str.encode))
def test_no_bytes_at_all_stop_the_linter(data: bytes) -> None:
    for profile in Profile:
        assert lint(data, profile=profile, earlier=data)
    assert lint_mail(data)


@given(st.integers(0, 4000), st.binary(min_size=1, max_size=4))
def test_a_good_file_with_any_bytes_put_in_never_stops_the_linter(at: int, extra: bytes) -> None:
    data = calendar_files.build_meeting_file()
    lint(data[:at] + extra + data[at:], earlier=data)
