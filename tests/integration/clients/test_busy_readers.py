"""A second reader of the calendars of others: ical.js finds the same busy and tentative half hours.

Where the two differ the RFC decides, and `programs/busy_reader.cjs` names the section: an instance that was changed and
that its series does not have (RFC 5545 § 3.8.4.4) is busy at its own time. `OVERGREB_CALENDARS=5000` reads as many.
"""

from __future__ import annotations

import datetime as dt
import json
import os
import subprocess
from collections.abc import Iterable
from pathlib import Path

import pytest

from overgreb_rules.calendar import midnight
from overgreb_rules.ical import read_busy_time, year_bounds
from tests.fixtures.calendar_dialects import DIALECTS, DialectWriter
from tests.fixtures.foreign_calendars import YEAR
from tests.integration.clients.conftest import PROGRAMS, node_modules

CALENDARS = int(os.environ.get("OVERGREB_CALENDARS", "250"))
FIRST, LAST = year_bounds(YEAR)


def count_half_hours(spans: Iterable[tuple[int, int]]) -> set[int]:
    """The half hours of the year that the spans touch."""
    found: set[int] = set()
    for start, end in spans:
        begin, stop = max(start, FIRST) - FIRST, min(end, LAST) - FIRST
        if begin < stop:
            found.update(range(begin // 1800, (stop - 1) // 1800 + 1))
    return found


def instant_of(value: int | str) -> int:
    return value if isinstance(value, int) else midnight(dt.date.fromisoformat(value))


@pytest.fixture(scope="module")
def calendars(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """Calendars in all dialects, one file for each seed."""
    folder = tmp_path_factory.mktemp("dialects")
    paths = [folder / f"{seed}.ics" for seed in range(CALENDARS)]
    for seed, path in enumerate(paths):
        path.write_bytes(DialectWriter(seed).write())
    return paths


def test_ical_js_finds_the_same_half_hours_in_every_dialect(calendars: list[Path], tmp_path: Path):
    node, modules = node_modules("ical.js")
    listed = tmp_path / "list"
    listed.write_text("\n".join(map(str, calendars)), encoding="utf-8")
    done = subprocess.run(
        [node, str(PROGRAMS / "busy_reader.cjs"), str(FIRST), str(LAST), str(listed)],
        capture_output=True,
        check=True,
        # A clock far from Denmark: a time that is read as the local one of the machine is seen.
        env={**os.environ, "NODE_PATH": modules, "TZ": "Pacific/Auckland"},
        timeout=800,
    )
    answers = json.loads(done.stdout)
    busy_in_all = 0
    for path in calendars:
        found, other = read_busy_time(path.read_bytes(), YEAR), answers[str(path)]
        assert found.unknown is None, path
        spans = [(instant_of(start), instant_of(end), kind) for start, end, kind in other]
        busy = count_half_hours((start, end) for start, end, kind in spans if kind == "busy")
        tentative = count_half_hours((start, end) for start, end, kind in spans if kind == "tentative") - busy
        assert count_half_hours(found.busy) == busy, path
        assert count_half_hours(found.tentative) - busy == tentative, path
        busy_in_all += len(busy)
    assert busy_in_all > 100 * len(calendars)


def test_every_dialect_is_read_without_a_warning_but_of_coverage():
    for seed in range(len(DIALECTS) * 10):
        found = read_busy_time(DialectWriter(seed).write(), YEAR)
        assert found.unknown is None
        assert not [note for note in found.warnings if not note.code.startswith("covers_")]
