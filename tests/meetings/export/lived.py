"""A year lived through, with the planner and the clock of the law: each step, and what it may change."""

from __future__ import annotations

import datetime as dt
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from meetings import PlanRequest, plan, write_calendars
from meetings.export import read_plan
from tests.meetings.export.published import Published

KREDSE = [str(code) for code in range(1460, 1472)]
TEXT = "Åse Ærøskøbing"


@dataclass(frozen=True)
class Step:
    """What was done, the folder after it, the meetings that it is about, and which of them get a new SEQUENCE."""

    name: str
    published: Published
    about: frozenset[str]
    raised: frozenset[str]
    rebuilt: bool


class _Year:
    def __init__(self, root: Path) -> None:
        self._root, self._folder = root, root / "ud"
        self._days = 0
        self.request: dict[str, Any] = {
            "year": 2027,
            "facilitators": [{"id": "f1", "name": "Facilitator 1"}],
            "organizer": {"name": "Koordinator, børn", "email": "koordinator@example.org"},
            "attendees": {"0851": ["boern@example.org"], "0751": ["aarhus@example.org"]},
            "window": {"from": "2027-02-01", "to": "2027-12-10"},
            "start_times": ["09:00"],
            # The planner may put every meeting anywhere; a wish sees to it that summer and winter both have some.
            "pinned": {"1462": "2027-03-09T09:00", "1466": "2027-07-06T12:30"},
        }
        self.steps: list[Step] = []

    @property
    def now(self) -> Published:
        return self.steps[-1].published

    def step(self, name: str, about: set[str], *, raised: bool = True) -> None:
        self._days += 1
        at = dt.datetime(2026, 11, 20, 12, tzinfo=dt.UTC) + dt.timedelta(days=self._days)
        request = PlanRequest.model_validate(self.request)
        schedule = plan(request, at=at, earlier=read_plan(self._folder))
        written = write_calendars(schedule, self._folder, at=at)
        copy = self._root / f"{len(self.steps)} {name}"
        shutil.copytree(self._folder, copy)
        grown = frozenset(about if raised else ())
        self.steps.append(Step(name, Published.of(copy), frozenset(about), grown, written.rebuilt))

    def damage(self, change: Callable[[Path], None]) -> None:
        change(self._folder)


def live_through(root: Path) -> list[Step]:
    """Plan, publish, move two, cancel one, pin one, revive one, change a text, lose the ledger."""
    year = _Year(root)
    year.step("published", set(KREDSE), raised=False)
    year.step("published again", set())
    year.request["pinned"] |= {"1462": "2027-03-10T09:00", "1466": "2027-07-06T09:00"}
    year.step("two moved", {"1462", "1466"})
    year.request["districts"] = [code for code in KREDSE if code != "1461"]
    year.step("one cancelled", {"1461"})
    year.request["pinned"]["1463"] = _another_day(year, "1463")
    year.step("one pinned", {"1463"})
    year.request["districts"] = "all"
    year.step("one revived", {"1461"})
    year.request["facilitators"] = [{"id": "f1", "name": TEXT}]
    year.step("a text changed", set(KREDSE), raised=False)
    year.damage(lambda folder: (folder / "ledger.json").unlink())
    year.step("the ledger lost", set())
    return year.steps


def _another_day(year: _Year, kreds: str) -> str:
    """A free Tuesday for a meeting, at the hour that it has."""
    taken = {told.start.date() for told in year.now.told.values()}
    start = year.now.told[kreds].start
    day = dt.date(2027, 9, 7)
    while day in taken:
        day += dt.timedelta(days=7)
    return f"{day.isoformat()}T{start:%H:%M}"
