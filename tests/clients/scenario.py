"""What every program must agree about: a plan, and the same plan after two moves and a cancellation."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from pathlib import Path

from meetings.districts import politikredse_on
from meetings.export import read_plan, write_calendars
from overgreb_rules.ical import CANCELLED_MARK
from tests.meetings.export.plans import AT, INVITED, LATER, move, plan, without

MOVED, IN_JULY, CANCELLED, STILL = "1462", "1466", "1461", "1460"
"""The meeting of March and that of July are moved, that of February is cancelled, that of January stays."""

FIRST = move(plan(INVITED), STILL, days=2)
SECOND = move(move(without(FIRST, CANCELLED), MOVED, days=1), IN_JULY, days=-1)


@dataclass(frozen=True)
class Told:
    """What a program is to show of a meeting."""

    uid: str
    title: str
    start: dt.datetime
    end: dt.datetime
    cancelled: bool
    sequence: int

    @property
    def utc(self) -> str:
        """The start as a program says it that works in UTC."""
        return self.start.astimezone(dt.UTC).strftime("%Y%m%dT%H%M%SZ")

    @property
    def clock(self) -> str:
        """The start on the Danish clock."""
        return self.start.strftime("%Y-%m-%d %H:%M")


@dataclass(frozen=True)
class Published:
    """A folder as it was published, and what it says."""

    folder: Path
    told: dict[str, Told]
    """By kreds."""

    @property
    def feed(self) -> Path:
        """The feed of all meetings."""
        return self.folder / "calendars" / "all.ics"

    def single(self, kreds: str) -> Path:
        """The file of one meeting."""
        return self.folder / "meetings" / f"{kreds}-1.ics"


def publish(root: Path) -> tuple[Published, Published]:
    """The first and the second run, each in a folder of its own."""
    published = []
    for name, schedules in (("first", ((FIRST, AT),)), ("second", ((FIRST, AT), (SECOND, LATER)))):
        for schedule, at in schedules:
            write_calendars(schedule, root / name, at=at)
        published.append(Published(root / name, _told(root / name)))
    return published[0], published[1]


def _told(folder: Path) -> dict[str, Told]:
    schedule = read_plan(folder)
    assert schedule is not None
    names = {kreds.code: kreds.name for kreds in politikredse_on(dt.date(schedule.year, 1, 1))}
    told = {}
    for meeting in schedule.meetings:
        off = meeting.status == "cancelled"
        title = f"Koordinationsmøde: {names[meeting.district]} og kommunerne"
        told[meeting.district] = Told(
            uid=meeting.uid,
            title=CANCELLED_MARK + title if off else title,
            start=meeting.start,
            end=meeting.end,
            cancelled=off,
            sequence=meeting.sequence,
        )
    return told
