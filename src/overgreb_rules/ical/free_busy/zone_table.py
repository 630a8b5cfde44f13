"""The time zones of one VCALENDAR: a TZID means the VTIMEZONE of the same object and nothing else.

A name of IANA or Windows stands for the zone of the pinned data where the VTIMEZONE has the same offsets all through
the year, or where there is no VTIMEZONE; else the VTIMEZONE decides.

Source:
    RFC 5545 § 3.2.19, § 3.8.3.1.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from itertools import islice
from typing import NoReturn

from overgreb_rules.ical.free_busy.content_lines import ComponentBlock
from overgreb_rules.ical.free_busy.notes import NotUnderstoodError, ReadingNote, build_note
from overgreb_rules.ical.free_busy.property_line import PropertyLine
from overgreb_rules.ical.free_busy.recurrence_set import WorkBudget
from overgreb_rules.ical.free_busy.time_values import DAY, TimeValue, wall_of
from overgreb_rules.ical.free_busy.zone_names import find_fixed_offset, find_shown_name, find_zone_name, format_offset
from overgreb_rules.ical.free_busy.zones import COPENHAGEN_ZONE, UTC_ZONE, CalendarZone, FileZone, FixedZone, PinnedZone

_STEPS_OF_A_COMPARISON = 500
"""What it takes to compare two zones, in steps of a recurrence."""
_STEPS_OF_A_TIME = 8
"""What it takes to parse a time or a rule of a VTIMEZONE."""
_MOST_ZONES_CHECKED = 500
"""So many VTIMEZONEs are looked at for a warning: a file of an ordinary program has at most some dozens."""


class ZoneTable:
    """The zones of one VCALENDAR by TZID.

    Attributes:
        names: The names of the zones in use that may be repeated, in order.
    """

    def __init__(self, calendar: ComponentBlock, year: int, budget: WorkBudget) -> None:
        """Collect the VTIMEZONEs; none is parsed before it is used."""
        self.names: set[str] = set()
        self._notes: list[ReadingNote] = []
        self._year, self._budget = year, budget
        self._blocks: dict[str, list[ComponentBlock]] = {}
        for block in calendar.parts("VTIMEZONE"):
            # Without a TZID no time can name it.
            tzid = next((line.value for line in block.all("TZID")), "")
            self._blocks.setdefault(_key(tzid), []).append(block)
        self._zones: dict[str, CalendarZone] = {}
        self._floating: CalendarZone | None = None
        self._default = next(iter(calendar.all("X-WR-TIMEZONE")), None)
        self._floating_lines: set[int] = set()

    def zone_of(self, value: TimeValue, line: int) -> CalendarZone:
        """Return the zone in which a time is written.

        Args:
            value: The time.
            line: The physical line of the time, for notes.

        Returns:
            UTC for a time with Z, Copenhagen for a day, the zone of the file for a time without a zone.

        Raises:
            NotUnderstoodError: The VTIMEZONE of the zone cannot be understood.
        """
        if value.kind == "utc":
            return UTC_ZONE
        if value.kind == "day":
            return COPENHAGEN_ZONE
        if value.zone is None:
            self._floating_lines.add(line)
            return self.default_zone
        zone = self._zones.get(value.zone)
        if zone is None:
            zone = self._zones[value.zone] = self._resolve(value.zone, line)
        return zone

    @property
    def default_zone(self) -> CalendarZone:
        """The zone of times without a zone: X-WR-TIMEZONE, else Europe/Copenhagen.

        Raises:
            NotUnderstoodError: The zone that the file names is broken.
        """
        if self._floating is None:
            self._floating = COPENHAGEN_ZONE if self._default is None else self._resolve_default(self._default)
        return self._floating

    def describe(self) -> list[ReadingNote]:
        """Describe what had to be guessed or taken from the file, and the zones that are broken.

        Returns:
            One note for each zone, and one for all times without a zone; to be asked when all times have been read.
        """
        return [*self._notes, *self._describe_floating(), *self._describe_broken()]

    def _describe_floating(self) -> list[ReadingNote]:
        if not self._floating_lines:
            return []
        zone = self.default_zone
        shown = None if self._default is None else find_shown_name(self._default.value)
        name = zone.name if isinstance(zone, PinnedZone) else shown
        count, line = len(self._floating_lines), min(self._floating_lines)
        read_as = (name, name) if name else ("filens tidszone", "the zone of the file")
        few = count == 1
        return [
            build_note(
                "no_zone", line,
                f"{count} {'tidspunkt' if few else 'tidspunkter'} har ingen kendt tidszone og er læst som {read_as[0]}",
                f"{count} {'time has' if few else 'times have'} no time zone that is known; read as {read_as[1]}",
            )
        ]  # fmt: skip

    def _describe_broken(self) -> Iterator[ReadingNote]:
        every = ((key, block) for key, blocks in self._blocks.items() for block in blocks)
        used = {_key(tzid) for tzid in self._zones}
        for key, block in islice(every, _MOST_ZONES_CHECKED):
            if not _is_readable(block, self._budget):
                tzid = next((line.value for line in block.all("TZID")), "")
                yield _build_broken_zone_note(find_shown_name(tzid), block.number, is_used=key in used)

    def _resolve_default(self, line: PropertyLine) -> CalendarZone:
        name = find_zone_name(line.value)
        if _key(line.value) in self._blocks or name is not None:
            return self._resolve(line.value, line.number)
        return COPENHAGEN_ZONE

    def _resolve(self, tzid: str, line: int) -> CalendarZone:
        name, blocks = find_zone_name(tzid), self._list_blocks(tzid)
        shown = find_shown_name(tzid)
        if shown:
            self.names.add(shown)
        if not blocks:
            if name is not None:
                return PinnedZone(name)
            offset = find_fixed_offset(tzid)
            if offset is not None:
                return FixedZone(offset)
            self._notes.append(_build_unknown_zone_note(shown, line))
            self._floating_lines.add(line)
            return self.default_zone
        pinned = None if name is None else PinnedZone(name)
        own = self._own_zone(blocks, pinned, shown)
        if own is None:
            # A VTIMEZONE without content says nothing against the name.
            return pinned if pinned is not None else self._refuse(blocks[0].number, shown)
        if pinned is not None and self._agree(pinned, own):
            return pinned
        is_danish = self._agree(COPENHAGEN_ZONE, own)
        if pinned is not None or not is_danish:
            self._notes.append(
                _build_own_zone_note(shown, _list_offsets(own, self._year), blocks[0].number, is_danish=is_danish)
            )
        return COPENHAGEN_ZONE if is_danish else own

    def _list_blocks(self, tzid: str) -> list[ComponentBlock]:
        """Return the VTIMEZONEs of a TZID: those with the same capitals, or else those with others."""
        blocks = self._blocks.get(_key(tzid), [])
        self._budget.spend(len(blocks))
        exact = tzid.strip().strip('"')
        return [block for block in blocks if any(line.value == exact for line in block.all("TZID")[:1])] or blocks

    def _own_zone(self, blocks: list[ComponentBlock], pinned: PinnedZone | None, shown: str | None) -> FileZone | None:
        try:
            zones = [FileZone(block, self._budget) for block in blocks if block.blocks]
        except NotUnderstoodError as error:
            return None if pinned is not None else self._refuse(error.note.line, shown)
        self._budget.spend(_STEPS_OF_A_TIME * sum(zone.size for zone in zones))
        different = list({zone.definition: zone for zone in zones}.values())
        if any(not self._agree(different[0], other) for other in different[1:]):
            raise NotUnderstoodError(_build_doubled_zone_note(shown, blocks[1].number))
        return different[0] if different else None

    def _agree(self, first: CalendarZone, second: CalendarZone) -> bool:
        self._budget.spend(_STEPS_OF_A_COMPARISON)
        return _agree(first, second, self._year)

    @staticmethod
    def _refuse(line: int | None, shown: str | None) -> NoReturn:
        raise NotUnderstoodError(_build_unreadable_zone_note(shown, line))


def _key(tzid: str) -> str:
    return tzid.strip().strip('"').lower()


def _is_readable(block: ComponentBlock, budget: WorkBudget) -> bool:
    try:
        FileZone(block, budget)
    except NotUnderstoodError:
        return False
    return True


def _list_offsets(zone: CalendarZone, year: int) -> str:
    """Name the offsets of a zone on the first of January and of July."""
    days = (wall_of(dt.date(year, month, 1)) for month in (1, 7))
    return "/".join(dict.fromkeys(format_offset(zone.wall(day) - day) for day in days))


def _agree(first: CalendarZone, second: CalendarZone, year: int) -> bool:
    """Decide whether two zones have the same offset at every half hour of a year, and a day more on both sides."""
    begin, end = wall_of(dt.date(year, 1, 1)) - DAY, wall_of(dt.date(year + 1, 1, 1)) + DAY
    # Days first: two zones that differ do so for months, and only around a change for hours.
    days = range(begin, end, DAY)
    walls = [first.wall(day) for day in days]
    if walls != [second.wall(day) for day in days]:
        return False
    changes = [day for day, wall, after in zip(days, walls, walls[1:], strict=False) if after - wall != DAY]
    return all(
        first.wall(instant) == second.wall(instant) for day in changes for instant in range(day, day + DAY, 1800)
    )


def _build_own_zone_note(shown: str | None, offsets: str, line: int, *, is_danish: bool) -> ReadingNote:
    danish = "er dansk tid og ikke" if is_danish else "hverken er dansk tid eller"
    english = "is Danish time and not" if is_danish else "is neither Danish time nor"
    return _build_zone_note(
        "zone_of_file", shown, line,
        f"er læst efter filens egen definition, {offsets}, som {danish} den tid, navnet står for",
        f"is read as the file defines it, {offsets}, which {english} what the name stands for",
    )  # fmt: skip


def _build_unreadable_zone_note(shown: str | None, line: int | None) -> ReadingNote:
    return _build_zone_note(
        "unreadable_zone", shown, line, "er i brug, og filens definition af den (VTIMEZONE) kan ikke læses",
        "is in use, and its definition in the file (VTIMEZONE) cannot be read",
    )  # fmt: skip


def _build_doubled_zone_note(shown: str | None, line: int) -> ReadingNote:
    return _build_zone_note(
        "unreadable_zone", shown, line, "er i brug og er defineret to gange, hver på sin måde (VTIMEZONE)",
        "is in use, and is defined twice in two ways (VTIMEZONE)",
    )  # fmt: skip


def _build_broken_zone_note(shown: str | None, line: int, *, is_used: bool) -> ReadingNote:
    danish, english = ("er læst efter sit navn", "is read by its name") if is_used else ("bruges ikke", "is not used")
    return _build_zone_note(
        "broken_zone", shown, line, f"{danish}; filens definition af den (VTIMEZONE) kan ikke læses",
        f"{english}; its definition in the file (VTIMEZONE) cannot be read",
    )  # fmt: skip


def _build_unknown_zone_note(shown: str | None, line: int) -> ReadingNote:
    return _build_zone_note(
        "unknown_zone", shown, line, "er ukendt og ikke defineret i filen",
        "is unknown, and the file does not define it",
    )  # fmt: skip


def _build_zone_note(code: str, shown: str | None, line: int | None, da: str, en: str) -> ReadingNote:
    """Build a note that begins with the name of the zone, where the name may be shown."""
    danish, english = (f"tidszonen »{shown}«", f"the time zone “{shown}”") if shown else ("en tidszone", "a time zone")
    return build_note(code, line, f"{danish} {da}", f"{english} {en}")
