"""A component with a start and a length: a VEVENT or an AVAILABLE."""

from __future__ import annotations

from dataclasses import dataclass

from overgreb_rules.ical.free_busy.appointments import find_single
from overgreb_rules.ical.free_busy.content_lines import ComponentBlock
from overgreb_rules.ical.free_busy.intervals import Interval
from overgreb_rules.ical.free_busy.property_line import PropertyLine
from overgreb_rules.ical.free_busy.recurrence_rule import parse_rule
from overgreb_rules.ical.free_busy.time_values import DAY, LengthOfTime, TimeValue, parse_length_of, parse_time
from overgreb_rules.ical.free_busy.zone_table import ZoneTable
from overgreb_rules.ical.free_busy.zones import CalendarZone


@dataclass(frozen=True, slots=True)
class TimedBlock:
    """A component with DTSTART and a length: its start, the zone of its clock, and how long it lasts."""

    block: ComponentBlock
    zones: ZoneTable
    start: TimeValue
    zone: CalendarZone
    length: LengthOfTime

    @classmethod
    def read(cls, block: ComponentBlock, zones: ZoneTable, start_line: PropertyLine) -> TimedBlock:
        """Read the times of a component.

        Args:
            block: A VEVENT or AVAILABLE.
            zones: The zones of its VCALENDAR.
            start_line: Its DTSTART.

        Returns:
            The component with its times.

        Raises:
            NotUnderstoodError: A time cannot be read. An end before the start is left in: see `is_backward`.
        """
        start = parse_time(start_line)
        end_line, length_line = find_single(block, "DTEND"), find_single(block, "DURATION")
        end = None if end_line is None else parse_time(end_line)
        whole_day = block.word("X-MICROSOFT-CDO-ALLDAYEVENT") == "TRUE"
        if whole_day and start.is_midnight and (end is None or end.is_midnight):
            start, end = start.as_day(), None if end is None else end.as_day()
        zone = zones.zone_of(start, start_line.number)
        if end is not None and end_line is not None:
            if start.kind == end.kind == "day":
                length = LengthOfTime((end.wall - start.wall) // DAY, 0)
            else:
                # RFC 5545 § 3.8.5.3: each instance has the same exact duration.
                instant = zones.zone_of(end, end_line.number).instant(end.wall)
                length = LengthOfTime(0, instant - zone.instant(start.wall))
        else:
            length = LengthOfTime(0, 0) if length_line is None else parse_length_of(length_line)
        if start.kind == "day" and length.is_zero:
            length = LengthOfTime(1, 0)
        return cls(block, zones, start, zone, length)

    @property
    def end_line(self) -> int:
        """The physical line of DTEND or DURATION; that of BEGIN where it has neither."""
        found = (*self.block.all("DTEND"), *self.block.all("DURATION"))
        return found[0].number if found else self.block.number

    @property
    def is_backward(self) -> bool:
        """Whether it ends before it starts."""
        return self.length.is_negative

    @property
    def first_span(self) -> Interval:
        """The time of DTSTART and its end."""
        return self.span_at(self.start.wall)

    def span_at(self, wall: int, length: LengthOfTime | None = None) -> Interval:
        """Return the time of an instance.

        Args:
            wall: The wall clock at which the instance begins, in wall seconds.
            length: Its length; None for that of the component.

        Returns:
            The start and the end.
        """
        lasts = self.length if length is None else length
        # RFC 5545 § 3.3.6: days of a duration are days of the calendar, hours are elapsed time.
        end = self.zone.instant(wall + lasts.days * DAY) + lasts.seconds
        return self.zone.instant(wall), end

    def repeats_beyond(self, wall: int) -> bool:
        """Return whether a recurrence rule has no end, or one so late that it stands for none.

        Args:
            wall: A wall clock.

        Returns:
            True where a rule has neither COUNT nor UNTIL, or an UNTIL after that time.

        Raises:
            NotUnderstoodError: A recurrence rule cannot be read.
        """
        rules = map(parse_rule, self.block.all("RRULE"))
        return any(rule.count is None and (rule.until is None or rule.until[1] > wall) for rule in rules)
