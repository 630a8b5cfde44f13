"""Writes a folder over and over in a process that is killed at random moments, and looks at what is left.

Run as a program: `python -m tests.integration.sigkill_writer COUNT SEED`. It ends with exit code 1 and says what was
found where a folder was ever anything but the old plan or the new one, or where no writer wrote.
"""

from __future__ import annotations

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
_ENOUGH = 30
"""After so many kills both plans must have been found."""


def _write_forever(directory: Path, states: list[dict[str, bytes]]) -> None:
    while True:
        for files in states:
            with lock_folder(directory, is_own=is_ours) as folder:
                folder.replace(files)


def _kill_writer(directory: Path, states: list[dict[str, bytes]], seconds: float) -> int:
    """Start a writer and kill it after some seconds; return how it ended: a negative number is that of a signal."""
    child = os.fork()
    if child == 0:
        try:
            _write_forever(directory, states)
        finally:
            os._exit(1)
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
        ended = _kill_writer(directory, states, dice.uniform(0, _LONGEST))
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
