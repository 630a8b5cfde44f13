"""The possible starts of a year, in order of time: one for each start time of the request on each of its days."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from meetings.request import PlanRequest
from overgreb_rules.calendar import COPENHAGEN, local


@dataclass(frozen=True, slots=True)
class Slot:
    """A possible start with its end."""

    index: int
    start: int
    """Seconds since 1970-01-01T00:00Z, as `end`."""
    end: int
    starts: dt.datetime
    """The local time of Europe/Copenhagen, as `ends`."""
    ends: dt.datetime
    day: dt.date
    clock: dt.time

    def __hash__(self) -> int:
        """Return the hash of the two instants, which decide all other fields."""
        return hash((self.start, self.end))

    @classmethod
    def of(cls, index: int, start: int, end: int) -> Slot:
        """Return the slot between two instants.

        Args:
            index: The position among the slots of the problem.
            start: Seconds since 1970-01-01T00:00Z.
            end: Seconds since 1970-01-01T00:00Z.

        Returns:
            The slot with its local times.
        """
        starts = local(start)
        return cls(index, start, end, starts, local(end), starts.date(), starts.time().replace(tzinfo=None))


def build_slots(request: PlanRequest, further: Iterable[int] = ()) -> tuple[Slot, ...]:
    """Build every possible start of a year.

    Args:
        request: The request, with the start times and the duration.
        further: Further starts, in seconds since 1970-01-01T00:00Z.

    Returns:
        Every start time on every day of the year, and the further starts; in order of time, numbered from 0.
    """
    starts = set(further)
    day = dt.date(request.year, 1, 1)
    while day.year == request.year:
        for time in request.start_times:
            starts.add(int(dt.datetime.combine(day, time, tzinfo=COPENHAGEN).timestamp()))
        day += dt.timedelta(days=1)
    length = request.duration * 60
    return tuple(Slot.of(index, start, start + length) for index, start in enumerate(sorted(starts)))
