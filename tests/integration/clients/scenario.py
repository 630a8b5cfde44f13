"""What every program must agree about: a plan, and the same plan after two moves and a cancellation."""

from __future__ import annotations

from pathlib import Path

from meetings.export import write_calendars
from tests.fixtures.published_folder import ExpectedMeeting, PublishedFolder
from tests.fixtures.schedules import AT, LATER, WITH_ATTENDEES, build_schedule, drop_meeting, move_meeting

__all__ = ["CANCELLED", "IN_JULY", "MOVED", "STILL", "ExpectedMeeting", "PublishedFolder", "publish"]

MOVED, IN_JULY, CANCELLED, STILL = "1462", "1466", "1461", "1460"
"""The meeting of March and that of July are moved, that of February is cancelled, that of January stays."""

FIRST = move_meeting(build_schedule(WITH_ATTENDEES), STILL, days=2)
SECOND = move_meeting(move_meeting(drop_meeting(FIRST, CANCELLED), MOVED, days=1), IN_JULY, days=-1)


def publish(root: Path) -> tuple[PublishedFolder, PublishedFolder]:
    """The first and the second run, each in a folder of its own."""
    published = []
    for name, schedules in (("first", ((FIRST, AT),)), ("second", ((FIRST, AT), (SECOND, LATER)))):
        for schedule, at in schedules:
            write_calendars(schedule, root / name, at=at)
        published.append(PublishedFolder.read(root / name))
    return published[0], published[1]
