"""Programs that read a file: the number, the times on the Danish clock and in UTC, the letters, what is off."""

from __future__ import annotations

import datetime as dt
import json
import os
import subprocess
from collections.abc import Sequence
from pathlib import Path

import pytest

from tests.integration.clients.conftest import PROGRAMS, node_modules, system_module
from tests.integration.clients.scenario import CANCELLED, IN_JULY, MOVED, STILL, ExpectedMeeting, PublishedFolder


def agree(told: ExpectedMeeting, found: dict[str, object]) -> None:
    """What a program says of a meeting is what was planned."""
    assert found["cancelled"] is told.cancelled
    assert found["sequence"] == told.sequence
    assert str(found["clock"]).replace("T", " ").startswith(told.clock)
    utc = str(found["utc"]).replace("-", "").replace(":", "").replace(".000", "")
    assert utc == told.utc
    assert found["title"] == told.title


def follow(feeds: Sequence[PublishedFolder], found: Sequence[Sequence[dict[str, object]]]) -> None:
    """What a program says after each publication is what was planned; the third one changed three meetings."""
    for publication, events in zip(feeds, found, strict=True):
        held = {str(event["uid"]): event for event in events}
        assert len(events) == len(held) == 12
        for told in publication.meetings.values():
            agree(told, held[told.uid])
    changed = {event["uid"] for event in found[2] if event not in found[1]}
    assert changed == {feeds[2].meetings[kreds].uid for kreds in (MOVED, IN_JULY, CANCELLED)}


def test_libical_finds_nothing_wrong_by_the_rules_of_any_method_and_reads_all_as_planned(
    first: PublishedFolder, second: PublishedFolder, year: list[PublishedFolder], tmp_path: Path
) -> None:
    python = system_module("ICalGLib", "3.0", "gir1.2-ical-3.0")
    for publication in (first, second, *year):
        files = sorted((publication.folder / "calendars").glob("*.ics"))
        files += sorted((publication.folder / "meetings").glob("*.ics"))
        for mail in sorted((publication.folder / "invitations").glob("*.eml")):
            files.append(_calendar_of(mail, tmp_path))
        done = subprocess.run(
            [python, str(PROGRAMS / "libical.py"), *map(str, files)], capture_output=True, check=True, timeout=800
        )
        found = json.loads(done.stdout)
        assert {path: (one["errors"], one["count"]) for path, one in found.items()} == {
            str(path): ([], 0) for path in files
        }
        events = found[str(publication.feed)]["events"]
        assert len(events) == 12
        for told in publication.meetings.values():
            agree(told, events[told.uid])


def _calendar_of(mail: Path, folder: Path) -> Path:
    from overgreb_rules.ical import calendar_in_mail  # noqa: PLC0415

    data = calendar_in_mail(mail.read_bytes())
    assert data is not None
    path = folder / f"{mail.parent.parent.name}-{mail.stem}.ics"
    path.write_bytes(data)
    return path


@pytest.mark.parametrize("name", ["ical.js", "node-ical"])
def test_the_readers_in_javascript_read_all_as_planned(
    name: str, first: PublishedFolder, second: PublishedFolder, year: list[PublishedFolder]
) -> None:
    node, modules = node_modules(name)
    feeds = [str(publication.feed) for publication in (first, second, *year)]
    done = subprocess.run(
        [node, str(PROGRAMS / "readers.cjs"), name, *feeds, str(second.meeting_file(CANCELLED))],
        capture_output=True,
        check=True,
        # A clock far from Denmark: a time that is read as the local one of the machine is seen.
        env={**os.environ, "NODE_PATH": modules, "TZ": "Pacific/Auckland"},
        timeout=800,
    )
    found = json.loads(done.stdout)
    for publication in (first, second, *year):
        events = {event["uid"]: event for event in found[str(publication.feed)]}
        assert len(found[str(publication.feed)]) == 12
        for told in publication.meetings.values():
            agree(told, events[told.uid])
    (off,) = found[str(second.meeting_file(CANCELLED))]
    agree(second.meetings[CANCELLED], off)


def test_the_parser_of_home_assistant_reads_all_as_planned(
    first: PublishedFolder, second: PublishedFolder, year: list[PublishedFolder]
) -> None:
    streams = pytest.importorskip("ical.calendar_stream", reason="ical (PyPI) is not installed")
    for publication in (first, second, *year):
        calendar = streams.IcsCalendarStream.calendar_from_ics(publication.feed.read_text(encoding="utf-8"))
        events = {event.uid: event for event in calendar.events}
        assert len(calendar.events) == len(events) == 12
        for told in publication.meetings.values():
            event = events[told.uid]
            start = event.dtstart.astimezone(dt.UTC)
            found = {
                "clock": event.dtstart.strftime("%Y-%m-%d %H:%M"),
                "utc": start.strftime("%Y%m%dT%H%M%SZ"),
                "title": event.summary,
                "cancelled": event.status == "CANCELLED",
                "sequence": event.sequence,
            }
            agree(told, found)


def test_vobject_finds_every_file_valid_and_reads_all_as_planned(
    first: PublishedFolder, second: PublishedFolder, year: list[PublishedFolder]
) -> None:
    vobject = pytest.importorskip("vobject", reason="vobject (PyPI) is not installed")
    for publication in (first, second, *year):
        for path in sorted(publication.folder.rglob("*.ics")):
            (calendar,) = vobject.readComponents(path.read_bytes().decode())
            calendar.validate(raiseException=True)
        (calendar,) = vobject.readComponents(publication.feed.read_bytes().decode())
        events = {event.uid.value: event for event in calendar.vevent_list}
        assert len(calendar.vevent_list) == 12
        for told in publication.meetings.values():
            event = events[told.uid]
            found = {
                "clock": event.dtstart.value.strftime("%Y-%m-%d %H:%M"),
                "utc": event.dtstart.value.astimezone(dt.UTC).strftime("%Y%m%dT%H%M%SZ"),
                "title": event.summary.value,
                "cancelled": event.status.value == "CANCELLED",
                "sequence": int(event.sequence.value),
            }
            agree(told, found)


def test_the_scenario_moves_a_meeting_in_winter_and_one_in_summer_and_cancels_one(
    first: PublishedFolder, second: PublishedFolder
) -> None:
    changed = [kreds for kreds, told in first.meetings.items() if second.meetings[kreds] != told]
    assert sorted(changed) == sorted([MOVED, IN_JULY, CANCELLED])
    assert STILL not in changed
    assert {first.meetings[kreds].start.utcoffset() for kreds in (MOVED, IN_JULY)} == {
        dt.timedelta(hours=1),
        dt.timedelta(hours=2),
    }
