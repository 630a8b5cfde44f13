"""Writes a folder over and over in a process that is killed at random moments, and looks at what is left.

Run as a program: `python -m tests.integration.sigkill_writer COUNT SEED`. It ends with exit code 1 and says what was
found where a folder was ever anything but the old plan or the new one, or where no writer wrote.
"""

from __future__ import annotations

import contextlib
import os
import random
import signal
import sys
import tempfile
import time
from pathlib import Path

from meetings.export import read_plan, write_calendars
from meetings.export.atomic_folder import lock_folder
from meetings.export.layout import is_ours
from tests.fixtures.schedules import AT, LATER, WITH_ATTENDEES, build_schedule, drop_meeting, move_meeting, read_folder

_LONGEST = 0.08
"""Seconds: a few whole writes."""
_POLLS = 10_000
"""So often a writer is looked at, a thousandth of a second apart, until it has written: a busy machine is slow."""
_ENOUGH = 30
"""After so many kills both plans must have been found."""


def _write_forever(directory: Path, states: list[dict[str, bytes]]) -> None:
    while True:
        for files in states:
            with lock_folder(directory, is_own=is_ours) as folder:
                folder.replace(files)


def _wait_for_writes(directory: Path, writes: int) -> None:
    """Wait until the folder has been another one so often, or for as long as a writer is waited for."""
    before, changes = directory.stat().st_ino, 0
    for _ in range(_POLLS):
        if changes >= writes:
            break
        time.sleep(0.001)
        with contextlib.suppress(FileNotFoundError):
            now = directory.stat().st_ino
            before, changes = now, changes + (now != before)


def _kill_writer(directory: Path, states: list[dict[str, bytes]], writes: int, seconds: float) -> int:
    """Start a writer and kill it some seconds after so many writes; return how it ended: negative for a signal."""
    child = os.fork()
    if child == 0:
        try:
            _write_forever(directory, states)
        finally:
            os._exit(1)
    _wait_for_writes(directory, writes)
    time.sleep(seconds)
    os.kill(child, signal.SIGKILL)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def kill_writers(count: int, seed: int, root: Path) -> list[str]:
    """Kill `count` writers; what was wrong with the folder afterwards or with the writers, or nothing."""
    directory = root / "årets møder"
    states = []
    for schedule, at in (
        (build_schedule(WITH_ATTENDEES), AT),
        (drop_meeting(move_meeting(build_schedule(WITH_ATTENDEES), "1461", days=1), "1460"), LATER),
    ):
        write_calendars(schedule, directory, at=at)
        states.append(read_folder(directory))
    dice = random.Random(seed)  # noqa: S311  nothing here is a secret
    wrong, found = [], [0, 0]
    for number in range(count):
        ended = _kill_writer(directory, states, number % 3, dice.uniform(0, _LONGEST))
        if ended != -signal.SIGKILL:
            wrong.append(f"kill {number}: the writer had ended by itself ({ended})")
            break
        if directory.exists() and read_folder(directory) not in states:
            wrong.append(f"kill {number}: the folder was neither the old nor the new one")
        read_plan(directory)
        left = sorted(path.name for path in root.iterdir())
        if left != [directory.name] or read_folder(directory) not in states:
            wrong.append(f"kill {number}: after the next start the folder was not whole, or beside it stood {left}")
            break
        found[states.index(read_folder(directory))] += 1
    if not wrong and count >= _ENOUGH and 0 in found:
        wrong.append("one of the two plans was never found")
    print(f"{count} kills with seed {seed}: {found[0]} times the one plan, {found[1]} times the other")  # noqa: T201
    return wrong


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as place:
        complaints = kill_writers(int(sys.argv[1]), int(sys.argv[2]), Path(place))
    sys.exit("\n".join(complaints) if complaints else 0)
