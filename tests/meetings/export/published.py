"""A folder as it was published, and what every program must say of the meetings in it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from pathlib import Path

from meetings._domain.districts import politikredse_on
from meetings.export import read_plan
from overgreb_rules.ical import CANCELLED_MARK


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
    """A folder and what it says, by kreds."""

    folder: Path
    told: dict[str, Told]

    @classmethod
    def of(cls, folder: Path) -> Published:
        """What the plan in the folder says, with no help from the calendar files."""
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
        return cls(folder, told)

    @property
    def feed(self) -> Path:
        """The feed of all meetings."""
        return self.folder / "calendars" / "all.ics"

    def single(self, kreds: str) -> Path:
        """The file of one meeting."""
        return self.folder / "meetings" / f"{kreds}-1.ics"
