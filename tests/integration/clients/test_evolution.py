"""Evolution Data Server, which keeps the calendars of GNOME: import, import again, change, cancel."""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path

from tests.integration.clients.conftest import PROGRAMS, program, system_module
from tests.integration.clients.scenario import CANCELLED, IN_JULY, MOVED, PublishedFolder
from tests.integration.clients.test_parsers import agree


def after_each(files: list[Path], home: Path) -> list[dict[str, dict[str, object]]]:
    """What Evolution Data Server holds after each file, by UID."""
    bus = program("dbus-run-session")
    python = system_module("ECal", "2.0", "evolution-data-server with gir1.2-ecal-2.0 and gir1.2-edataserver-1.2")
    environment = {**os.environ, "HOME": str(home), "TZ": "Pacific/Auckland"}
    for name in ("DATA", "CONFIG", "CACHE", "STATE"):
        environment[f"XDG_{name}_HOME"] = str(home / name)
    (home / "run").mkdir(mode=0o700)
    environment["XDG_RUNTIME_DIR"] = str(home / "run")
    done = subprocess.run(
        [bus, "--", python, str(PROGRAMS / "eds.py"), *map(str, files)],
        capture_output=True,
        check=False,
        env=environment,
        timeout=120,
    )
    assert done.returncode == 0, done.stderr.decode()
    held: list[dict[str, dict[str, object]]] = json.loads(done.stdout)
    return held


def test_evolution_follows_a_year_step_by_step(year: list[PublishedFolder], tmp_path: Path) -> None:
    for publication, held in zip(year, after_each([one.feed for one in year], tmp_path), strict=True):
        assert len(held) == 12
        for told in publication.meetings.values():
            agree(told, held[told.uid])


def test_evolution_holds_twelve_three_times_then_the_changes_and_eleven_after_a_cancellation(
    first: PublishedFolder, second: PublishedFolder, tmp_path: Path
) -> None:
    files = [first.feed, first.feed, second.feed, second.meeting_file(MOVED), second.meeting_file(CANCELLED)]
    once, again, changed, single, cancelled = after_each(files, tmp_path)
    assert [len(held) for held in (once, again, changed, single, cancelled)] == [12, 12, 12, 12, 11]
    for told in first.meetings.values():
        agree(told, once[told.uid])
    assert again == once
    for told in second.meetings.values():
        agree(told, changed[told.uid])
    differ = {uid for uid in changed if changed[uid] != once[uid]}
    assert differ == {first.meetings[kreds].uid for kreds in (MOVED, IN_JULY, CANCELLED)}
    assert single == changed
    assert set(changed) - set(cancelled) == {first.meetings[CANCELLED].uid}
