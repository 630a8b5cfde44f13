"""Free-busy times and availability: VFREEBUSY of RFC 5545, and VAVAILABILITY of RFC 7953."""

from __future__ import annotations

import re
from dataclasses import dataclass

from overgreb_rules.ical.free_busy.appointments import Kind, find_single
from overgreb_rules.ical.free_busy.content_lines import ComponentBlock
from overgreb_rules.ical.free_busy.instances import expand_block
from overgreb_rules.ical.free_busy.intervals import Interval, clip_intervals, subtract_intervals
from overgreb_rules.ical.free_busy.notes import NotUnderstoodError, build_missing_start_note, build_note, name_component
from overgreb_rules.ical.free_busy.recurrence_set import WorkBudget
from overgreb_rules.ical.free_busy.time_values import DAY, TimeValue, parse_length_of, parse_periods, parse_time
from overgreb_rules.ical.free_busy.timed_block import TimedBlock
from overgreb_rules.ical.free_busy.zone_table import ZoneTable

_LOWEST_PRIORITY = 10


@dataclass(frozen=True, slots=True)
class AvailabilityTime:
    """The time of which a VAVAILABILITY speaks, and its kind where nobody is available."""

    range: Interval
    has_bounds: bool
    priority: int
    kind: Kind
    taken: tuple[Interval, ...]


def read_free_busy(block: ComponentBlock, zones: ZoneTable, budget: WorkBudget) -> list[tuple[Kind, Interval]]:
    """Read the periods of a VFREEBUSY.

    Args:
        block: The component.
        zones: The zones of its VCALENDAR.
        budget: The work that is left.

    Returns:
        The periods that are not FREE.

    Raises:
        NotUnderstoodError: A period cannot be read or ends before it starts.
    """
    if block.damage is not None:
        raise NotUnderstoodError(block.damage)
    found: list[tuple[Kind, Interval]] = []
    for line in block.all("FREEBUSY"):
        shown = (line.parameter("FBTYPE") or "BUSY").upper()
        if shown == "FREE":
            continue
        for start, end in parse_periods(line):
            budget.spend(1)
            begins = zones.zone_of(start, line.number).instant(start.wall)
            if isinstance(end, TimeValue):
                ends = zones.zone_of(end, line.number).instant(end.wall)
            else:
                ends = begins + end.days * DAY + end.seconds
            if ends < begins:
                raise NotUnderstoodError(
                    build_note("ends_before_start", line.number, "et optaget tidsrum slutter, før det begynder",
                               "a busy period ends before it starts")
                )  # fmt: skip
            found.append(("tentative" if shown == "BUSY-TENTATIVE" else "busy", (begins, ends)))
    return found


def read_range(block: ComponentBlock, zones: ZoneTable, widest: Interval) -> tuple[Interval, bool]:
    """Read the time of which a VFREEBUSY or VAVAILABILITY speaks.

    Args:
        block: The component.
        zones: The zones of its VCALENDAR.
        widest: The range of a component without DTSTART and DTEND.

    Returns:
        The range, and whether the component gives it.

    Raises:
        NotUnderstoodError: DTSTART, DTEND or DURATION cannot be read, or the range ends before it starts.
    """
    start_line, end_line = find_single(block, "DTSTART"), find_single(block, "DTEND")
    length_line = find_single(block, "DURATION")
    begins, ends = widest
    if start_line is not None:
        start = parse_time(start_line)
        zone = zones.zone_of(start, start_line.number)
        begins = zone.instant(start.wall)
        if length_line is not None:
            length = parse_length_of(length_line)
            ends = zone.instant(start.wall + length.days * DAY) + length.seconds
    if end_line is not None:
        end = parse_time(end_line)
        ends = zones.zone_of(end, end_line.number).instant(end.wall)
    last_line = end_line or length_line
    if start_line is not None and last_line is not None and ends < begins:
        word = name_component(block.name)
        raise NotUnderstoodError(
            build_note("ends_before_start", last_line.number, f"{word.da} slutter, før den begynder",
                       f"{word.en} ends before it starts")
        )  # fmt: skip
    return (begins, ends), start_line is not None or end_line is not None


def read_availability(block: ComponentBlock, zones: ZoneTable, year: Interval, budget: WorkBudget) -> AvailabilityTime:
    """Read a VAVAILABILITY.

    Args:
        block: The component.
        zones: The zones of its VCALENDAR.
        year: The year of which times are kept.
        budget: The work that is left.

    Returns:
        The time of the year in which nobody is available.

    Raises:
        NotUnderstoodError: A time cannot be read, or the work is too much.
    """
    if block.damage is not None:
        raise NotUnderstoodError(block.damage)
    whole, has_bounds = read_range(block, zones, year)
    available: list[Interval] = []
    for part in block.parts("AVAILABLE"):
        start = find_single(part, "DTSTART")
        if part.damage is not None or start is None:
            raise NotUnderstoodError(part.damage or build_missing_start_note(part.name, part.number))
        available += [one.span for one in expand_block(TimedBlock.read(part, zones, start), year, budget)]
    shown = block.word("BUSYTYPE")
    digits = block.word("PRIORITY")
    return AvailabilityTime(
        whole,
        has_bounds,
        (int(digits) if re.fullmatch(r"[1-9]", digits) else _LOWEST_PRIORITY),
        "tentative" if shown == "BUSY-TENTATIVE" else "busy",
        subtract_intervals(clip_intervals([whole], year), available),
    )


def overlay_availability(times: list[AvailabilityTime], year: Interval) -> list[tuple[Kind, Interval]]:
    """Lay the availabilities of a calendar over each other.

    Args:
        times: The availabilities.
        year: The year of which times are kept.

    Returns:
        The time at which nobody is available: a higher priority (1 is the highest) decides within its range, and of
        two with the same priority each can take time.

    Source:
        RFC 7953 § 4.
    """
    busy: tuple[Interval, ...] = ()
    tentative: tuple[Interval, ...] = ()
    for priority in sorted({one.priority for one in times}, reverse=True):
        same = [one for one in times if one.priority == priority]
        ranges = clip_intervals([one.range for one in same], year)
        new = {kind: [span for one in same if one.kind == kind for span in one.taken] for kind in ("busy", "tentative")}
        busy = (*subtract_intervals(busy, ranges), *new["busy"])
        tentative = (*subtract_intervals(tentative, ranges), *new["tentative"])
    return [*(("busy", span) for span in busy), *(("tentative", span) for span in tentative)]
