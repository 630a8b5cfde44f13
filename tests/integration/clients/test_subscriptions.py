"""Feeds that are subscribed to over the service: byte for byte, sent again only where something changed."""

from __future__ import annotations

import hashlib
import os
import shutil
import urllib.error
import urllib.request
from collections import Counter
from collections.abc import Iterator
from email.message import Message
from pathlib import Path

import icalendar
import pytest

from tests.fixtures.running_service import RunningService, running_service
from tests.integration.clients.conftest import ask_thunderbird
from tests.integration.clients.scenario import PublishedFolder
from tests.integration.clients.test_parsers import follow
from tests.integration.clients.test_stores import same_as, vdirsyncer

FEED = "/calendars/all.ics"


@pytest.fixture
def served(first: PublishedFolder, tmp_path: Path) -> Iterator[tuple[RunningService, Path]]:
    """A service with calendars, and the folder of which it serves them."""
    folder = tmp_path / "plan"
    (folder / "calendars").mkdir(parents=True)
    shutil.copy(first.feed, folder / "calendars" / "all.ics")
    with running_service("--calendars", str(folder), log_file=tmp_path / "log") as service:
        yield service, folder / "calendars" / "all.ics"


def fetch(service: RunningService, headers: dict[str, str]) -> tuple[int, bytes, Message]:
    """Fetch the feed."""
    request = urllib.request.Request(service.address + FEED, headers=headers)  # noqa: S310  # on this machine
    try:
        with urllib.request.urlopen(request) as answer:  # noqa: S310
            return answer.status, answer.read(), answer.headers
    except urllib.error.HTTPError as error:
        return error.code, error.read(), error.headers


def statuses(service: RunningService) -> Counter[object]:
    """How often the feed was answered with which status."""
    return Counter(line["status"] for line in service.log() if line.get("route") == "/calendars/{name}")


def test_a_feed_has_the_bytes_of_its_file_and_is_not_sent_again_until_they_change(
    first: PublishedFolder, second: PublishedFolder, served: tuple[RunningService, Path]
) -> None:
    service, file = served
    status, data, headers = fetch(service, {})
    tag = headers["ETag"]
    assert (status, data) == (200, first.feed.read_bytes())
    assert tag == f'"{hashlib.sha256(data).hexdigest()}"'
    assert fetch(service, {"If-None-Match": tag})[:2] == (304, b"")
    assert fetch(service, {"If-Modified-Since": headers["Last-Modified"]})[:2] == (304, b"")
    # The same bytes written again are nothing new, though the file is.
    os.utime(file, (2**31, 2**31))
    assert fetch(service, {"If-None-Match": tag})[0] == 304
    shutil.copy(second.feed, file)
    status, data, headers = fetch(service, {"If-None-Match": tag})
    assert (status, data) == (200, second.feed.read_bytes())
    assert headers["ETag"] != tag


def test_vdirsyncer_subscribes_and_takes_over_only_what_changed(
    first: PublishedFolder, second: PublishedFolder, served: tuple[RunningService, Path], tmp_path: Path
) -> None:
    service, file = served
    kept = tmp_path / "kept"
    sync = vdirsyncer(service.address + FEED, kept, tmp_path)

    def events() -> list[icalendar.Event]:
        return [icalendar.Calendar.from_ical(path.read_bytes()).walk("VEVENT")[0] for path in kept.glob("*.ics")]

    sync("discover")
    assert sync("sync") == 12
    same_as(first, events())
    assert sync("sync") == 0
    shutil.copy(second.feed, file)
    assert sync("sync") == 3
    same_as(second, events())
    assert set(statuses(service)) <= {200, 304}


def test_thunderbird_subscribes_and_follows_the_feed(
    first: PublishedFolder, second: PublishedFolder, served: tuple[RunningService, Path], tmp_path: Path
) -> None:
    service, file = served
    feeds = [first, first, second]
    said = ask_thunderbird(
        tmp_path, address=service.address + FEED, served=str(file), feeds=[str(one.feed) for one in feeds], singles=[]
    )
    follow(feeds, said["feeds"])
    assert statuses(service)[200] >= 2
