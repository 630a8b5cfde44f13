"""Evolution Data Server, which keeps the calendars of GNOME: import, import again, change, cancel."""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path

from tests.clients.conftest import PROGRAMS, program, system_module
from tests.clients.scenario import CANCELLED, IN_JULY, MOVED, Published
from tests.clients.test_parsers import agree


def test_evolution_holds_twelve_three_times_then_the_changes_and_eleven_after_a_cancellation(
    first: Published, second: Published, tmp_path: Path
) -> None:
    bus = program("dbus-run-session")
    python = system_module("ECal", "2.0", "evolution-data-server with gir1.2-ecal-2.0 and gir1.2-edataserver-1.2")
    environment = {**os.environ, "HOME": str(tmp_path), "TZ": "Pacific/Auckland"}
    for name in ("DATA", "CONFIG", "CACHE", "STATE"):
        environment[f"XDG_{name}_HOME"] = str(tmp_path / name)
    (tmp_path / "run").mkdir(mode=0o700)
    environment["XDG_RUNTIME_DIR"] = str(tmp_path / "run")
    files = [first.feed, first.feed, second.feed, second.single(MOVED), second.single(CANCELLED)]
    done = subprocess.run(  # noqa: S603
        [bus, "--", python, str(PROGRAMS / "eds.py"), *map(str, files)],
        capture_output=True,
        check=False,
        env=environment,
        timeout=120,
    )
    assert done.returncode == 0, done.stderr.decode()
    once, again, changed, single, cancelled = json.loads(done.stdout)
    assert [len(held) for held in (once, again, changed, single, cancelled)] == [12, 12, 12, 12, 11]
    for told in first.told.values():
        agree(told, once[told.uid])
    assert again == once
    for told in second.told.values():
        agree(told, changed[told.uid])
    differ = {uid for uid in changed if changed[uid] != once[uid]}
    assert differ == {first.told[kreds].uid for kreds in (MOVED, IN_JULY, CANCELLED)}
    assert single == changed
    assert set(changed) - set(cancelled) == {first.told[CANCELLED].uid}
