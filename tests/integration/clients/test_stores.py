"""Programs that keep calendars: what they take over when a feed changes, and what a repeated import does."""

from __future__ import annotations

import contextlib
import os
import re
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import icalendar
import pytest

from tests.fixtures.khal_calendar import import_into_khal, list_year_of_khal
from tests.integration.clients.scenario import PublishedFolder


def same_as(publication: PublishedFolder, events: list[icalendar.Event]) -> None:
    """The events that a program kept are those that were published."""
    assert len(events) == 12
    by_title = {str(event["SUMMARY"]): event for event in events}
    for told in publication.meetings.values():
        event = by_title[told.title]
        assert event.start == told.start
        assert event.start.strftime("%Y-%m-%d %H:%M") == told.clock
        assert event.end == told.end
        assert int(str(event["SEQUENCE"])) == told.sequence
        assert (str(event["STATUS"]) == "CANCELLED") is told.cancelled


def vdirsyncer(address: str, kept: Path, folder: Path) -> Callable[[str], int]:
    """Set vdirsyncer up to subscribe to a feed; the test is skipped where it is missing.

    Args:
        address: The address of the feed.
        kept: The folder in which it keeps one file an event.
        folder: Where its configuration goes.

    Returns:
        A function that takes a command and returns how many events were copied.
    """
    pytest.importorskip("vdirsyncer", reason="vdirsyncer (PyPI) is not installed")
    config = folder / "config"
    config.write_text(
        f'[general]\nstatus_path = "{folder}/status/"\n[pair moeder]\na = "here"\nb = "there"\n'
        'collections = null\nconflict_resolution = "b wins"\n'
        f'[storage here]\ntype = "filesystem"\npath = "{kept}"\nfileext = ".ics"\n'
        f'[storage there]\ntype = "http"\nurl = "{address}"\n',
        encoding="utf-8",
    )
    kept.mkdir()

    def sync(word: str) -> int:
        command = [sys.executable, "-W", "ignore", "-m", "vdirsyncer", "-v", "DEBUG", "-c", str(config), word]
        done = subprocess.run(
            command,
            input="y\n",
            capture_output=True,
            encoding="utf-8",
            check=False,
            env={**os.environ, "LANG": "C.UTF-8"},
            timeout=800,
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return len(re.findall(r"Copying \((?:updating|uploading)\) item", done.stdout + done.stderr))

    return sync


def test_vdirsyncer_copies_twelve_and_then_only_what_changed(
    first: PublishedFolder,
    second: PublishedFolder,
    year: list[PublishedFolder],
    server: tuple[str, Path],
    tmp_path: Path,
) -> None:
    address, served = server
    kept = tmp_path / "kept"
    sync = vdirsyncer(f"{address}/all.ics", kept, tmp_path)

    def held() -> set[bytes]:
        return {path.read_bytes() for path in kept.glob("*.ics")}

    def events() -> list[icalendar.Event]:
        return [icalendar.Calendar.from_ical(data).walk("VEVENT")[0] for data in held()]

    shutil.copy(first.feed, served / "all.ics")
    sync("discover")
    assert sync("sync") == 12
    before = held()
    same_as(first, events())
    assert sync("sync") == 0

    # It gives what it fetches a UID by its content, so a changed meeting comes as a new one and the old one goes.
    shutil.copy(second.feed, served / "all.ics")
    assert sync("sync") == 3
    assert len(before & held()) == 9
    same_as(second, events())
    assert sync("sync") == 0
    for publication in year:
        shutil.copy(publication.feed, served / "all.ics")
        sync("sync")
        same_as(publication, events())


@contextlib.contextmanager
def radicale(folder: Path) -> Iterator[str]:
    """A Radicale on this machine alone; its address."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-W", "ignore", "-m", "radicale", "--config", ""]
    command += ["--server-hosts", f"127.0.0.1:{port}", "--auth-type", "none"]
    command += ["--storage-filesystem-folder", str(folder)]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        try:
            until = time.monotonic() + 20
            while time.monotonic() < until:
                with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
                    break
                time.sleep(0.05)
            yield f"http://127.0.0.1:{port}"
        finally:
            process.terminate()


def ask(method: str, url: str, data: bytes | None = None) -> tuple[int, bytes]:
    """A request to a server on this machine."""
    assert url.startswith("http://127.0.0.1:")
    request = urllib.request.Request(url, data=data, method=method)  # noqa: S310
    request.add_header("Content-Type", "text/calendar; charset=utf-8")
    request.add_header("Authorization", "Basic azprCg==")
    with urllib.request.urlopen(request) as answer:  # noqa: S310
        return answer.status, answer.read()


def test_radicale_takes_the_feed_again_and_again_and_holds_twelve(
    first: PublishedFolder, second: PublishedFolder, year: list[PublishedFolder], tmp_path: Path
) -> None:
    pytest.importorskip("radicale", reason="Radicale (PyPI) is not installed")
    with radicale(tmp_path / "store") as address:
        collection = f"{address}/k/moeder/"
        for publication in (*year, first, first, second):
            status, _ = ask("PUT", collection, publication.feed.read_bytes())
            assert status == 201
            status, data = ask("GET", collection)
            assert status == 200
            events = icalendar.Calendar.from_ical(data).walk("VEVENT")
            same_as(publication, events)
            assert {str(event["UID"]) for event in events} == {told.uid for told in publication.meetings.values()}
        assert data.count(b"STATUS:CANCELLED") == 1


def test_khal_imports_twice_and_takes_over_what_changed(
    first: PublishedFolder, second: PublishedFolder, year: list[PublishedFolder], tmp_path: Path
) -> None:
    pytest.importorskip("khal", reason="khal (PyPI) is not installed")
    zone = "Pacific/Auckland"
    for publication in (first, first, second, *year):
        import_into_khal(tmp_path, publication.feed, zone=zone)
        shown = list_year_of_khal(tmp_path, "{start-long}|{title}|{status}", zone=zone)
        expected = [
            f"{told.clock}|{told.title}|{'CANCELLED' if told.cancelled else 'CONFIRMED'}"
            for told in publication.meetings.values()
        ]
        assert sorted(shown) == sorted(expected)
