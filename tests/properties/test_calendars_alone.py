"""A calendar is read alone: in a process of its own, or after any other calendars in any order, it says the same."""

from __future__ import annotations

import os
import random
import subprocess
import sys
from pathlib import Path

import pytest

from overgreb_rules.ical import read_busy_time
from tests.fixtures.calendar_dialects import DialectWriter
from tests.fixtures.foreign_calendars import OUTLOOK_ZONE, YEAR, build_calendar, build_event, build_fixed_zone

ONE_EACH = """
import os, pathlib, sys
from overgreb_rules.ical import read_busy_time
for file in sys.argv[2:]:
    child = os.fork()
    if not child:
        print(repr(read_busy_time(pathlib.Path(file).read_bytes(), int(sys.argv[1]))), flush=True)
        os._exit(0)
    os.waitpid(child, 0)
"""
"""Reads each file in a process of its own, which has read no other, and prints a line for each."""


def july(zone: str, uid: str) -> tuple[str, ...]:
    times = (f"DTSTART;TZID={zone}:20270712T090000", f"DTEND;TZID={zone}:20270712T100000")
    return build_event(*times, uid=uid)


def rename_zone(name: str) -> tuple[str, ...]:
    return tuple(line.replace("Romance Standard Time", name) for line in OUTLOOK_ZONE)


ZONES = [
    # The names that nearly every Danish Outlook and every zone without a name have, defined in different ways.
    build_calendar(*zone, *july(name, uid))
    for name in ("Romance Standard Time", "Customized Time Zone", "Europe/Copenhagen")
    for uid, zone in (
        ("a", rename_zone(name)),
        ("b", build_fixed_zone(name, "+0100")),
        ("c", build_fixed_zone(name, "-0500")),
        ("a", ()),
    )
]
DAMAGED = [
    build_calendar(*build_event("DTSTART:Emma"), *july("Europe/Copenhagen", "a")),
    build_calendar(*july("Nowhere/None", "a"), end="\r"),
    b"<html>login</html>",
]


@pytest.mark.slow
@pytest.mark.skipif(not hasattr(os, "fork"), reason="this system cannot fork")
def test_a_calendar_says_the_same_alone_and_after_any_others(tmp_path: Path):
    files = [*ZONES, *DAMAGED, *(DialectWriter(seed).write() for seed in range(40))]
    names = [tmp_path / f"{number:03}.ics" for number in range(len(files))]
    for name, data in zip(names, files, strict=True):
        name.write_bytes(data)
    command = [sys.executable, "-c", ONE_EACH, str(YEAR), *map(str, names)]
    done = subprocess.run(command, capture_output=True, check=True, encoding="utf-8", timeout=300)
    alone = done.stdout.splitlines()
    assert len(alone) == len(files)
    assert len({line.split("sha256")[0] for line in alone}) > len(files) // 2
    for seed in range(5):
        order = list(range(len(files)))
        random.Random(seed).shuffle(order)  # noqa: S311
        for number in order:
            assert repr(read_busy_time(files[number], YEAR)) == alone[number], names[number].name
