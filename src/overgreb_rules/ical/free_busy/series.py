"""The time that appointments take: each alone, its instances, and the instances that others change."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from overgreb_rules.ical.free_busy.appointments import Appointment, Kind, require_start
from overgreb_rules.ical.free_busy.instances import expand_block, wall_in_series
from overgreb_rules.ical.free_busy.intervals import Interval
from overgreb_rules.ical.free_busy.notes import NotUnderstoodError, build_backward_note
from overgreb_rules.ical.free_busy.recurrence_set import WorkBudget
from overgreb_rules.ical.free_busy.time_values import DAY
from overgreb_rules.ical.free_busy.timed_block import TimedBlock


class SeriesReader:
    """Expands the appointments of one UID, of which some change instances of the others."""

    def __init__(self, bounds: Interval, budget: WorkBudget) -> None:
        """Keep the time for which instances are wanted, and the work that is left."""
        self._bounds, self._budget = bounds, budget

    def spans(self, appointments: Iterable[Appointment]) -> Iterator[tuple[Kind, Interval, TimedBlock]]:
        """Yield the time that the appointments take.

        Args:
            appointments: All valid appointments of one UID.

        Yields:
            The kind, the time, and the component that takes it.

        Raises:
            NotUnderstoodError: Something that decides a time cannot be read.
        """
        every = list(appointments)
        changes = [one for one in every if one.recurrence is not None]
        for one in every:
            if one.kind is None:
                continue
            timed = TimedBlock.read(one.block, one.zones, require_start(one))
            if self._refuse_backward(timed):
                continue
            if one.recurrence is not None:
                yield one.kind, timed.first_span, timed
                continue
            yield from self._series(one.kind, timed, changes)

    def _refuse_backward(self, timed: TimedBlock) -> bool:
        """Return whether an appointment ends before it starts, far from the year; refuse it where it may matter."""
        if not timed.is_backward:
            return False
        repeats = any(timed.block.all(name) for name in ("RRULE", "RDATE"))
        start, end = timed.first_span
        if repeats or not (max(start, end) <= self._bounds[0] or min(start, end) >= self._bounds[1]):
            raise NotUnderstoodError(build_backward_note(timed.end_line))
        return True

    def _series(
        self, kind: Kind, timed: TimedBlock, changes: list[Appointment]
    ) -> Iterator[tuple[Kind, Interval, TimedBlock]]:
        self._budget.spend(len(changes))
        walls, days = set(), set()
        onward: list[tuple[int, Appointment]] = []
        for change in changes:
            if change.recurrence is None:
                continue
            value = change.recurrence[0]
            wall = wall_in_series(value, timed, change.line)
            if value.kind == "day" and timed.start.kind != "day":
                days.add(value.wall)
            else:
                walls.add(wall)
            if change.holds_onward:
                onward.append((wall, change))
        onward.sort(key=lambda entry: entry[0])
        # A change that holds onward may move instances into the year or out of it.
        living = [(wall, change) for wall, change in onward if change.kind is not None]
        moves = [self._shift(wall, timed, wall, change)[0] - timed.zone.instant(wall) for wall, change in living]
        far = max(map(abs, moves), default=0)
        for instance in expand_block(timed, (self._bounds[0] - far, self._bounds[1] + far), self._budget):
            wall = instance.wall
            if wall in walls or wall - wall % DAY in days:
                continue
            self._budget.spend(len(onward))
            later = [entry for entry in onward if entry[0] < wall]
            if not later:
                yield kind, instance.span, timed
            elif later[-1][1].kind is not None:
                yield later[-1][1].kind, self._shift(wall, timed, *later[-1]), timed

    @staticmethod
    def _shift(wall: int, timed: TimedBlock, replaced: int, change: Appointment) -> Interval:
        """Return the time of a later instance of a change that holds onward (RFC 5545 § 3.8.4.4)."""
        new = TimedBlock.read(change.block, change.zones, require_start(change))
        moved = timed.zone.wall(new.zone.instant(new.start.wall)) - replaced
        return timed.span_at(wall + moved, new.length)
