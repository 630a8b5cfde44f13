"""Who is taken at which slot, as the calendars and the absences of the request have it."""

from __future__ import annotations

import bisect
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from meetings._constraints.slot import Slot
from meetings._domain.parties import BusyCalendar, Party

State = Literal["free", "not_known", "tentative", "busy", "unknown"]
"""What the calendar of a party says about a slot."""


@dataclass(frozen=True, slots=True)
class Availability:
    """Who is taken at which slot: for each party a whole number whose bit i stands for slot i."""

    busy: Mapping[Party, int] = field(default_factory=dict)
    tentative: Mapping[Party, int] = field(default_factory=dict)
    unknown: frozenset[Party] = frozenset()
    not_known: Mapping[Party, int] = field(default_factory=dict)
    """The slots that no part of a readable calendar covers."""
    needs_coverage: bool = False
    """Whether a slot is forbidden that the calendar of somebody concerned does not cover."""

    @classmethod
    def of(
        cls,
        calendars: Mapping[Party, BusyCalendar],
        slots: tuple[Slot, ...],
        absences: Mapping[Party, tuple[tuple[int, int], ...]],
        *,
        needs_coverage: bool = False,
    ) -> Availability:
        """Lay calendars and absences over slots.

        Args:
            calendars: The calendars by party.
            slots: The slots of the problem.
            absences: Times at which parties are away, beside what their calendars say: epoch seconds, the ends
                excluded, in order and apart.
            needs_coverage: Whether a slot is forbidden that the calendar of somebody concerned does not cover.

        Returns:
            The availability. A party without a calendar and without absences stands in none of the tables: it is free.
        """
        known = {party: calendar for party, calendar in calendars.items() if calendar.unknown is None}
        busy = {party: _mask(calendar.busy, slots) for party, calendar in known.items()}
        for party, spans in absences.items():
            busy[party] = busy.get(party, 0) | _mask(spans, slots)
        return cls(
            busy,
            {party: _mask(calendar.tentative, slots) for party, calendar in known.items()},
            frozenset(party for party, calendar in calendars.items() if calendar.unknown is not None),
            {party: _mask(calendar.not_known, slots) for party, calendar in known.items()},
            needs_coverage,
        )

    def state(self, party: Party, slot: Slot) -> State:
        """Return what the calendar of a party says about a slot.

        Args:
            party: The party.
            slot: A slot of the problem.

        Returns:
            The state; free where the party has no calendar.
        """
        if party in self.unknown:
            return "unknown"
        if self.busy.get(party, 0) >> slot.index & 1:
            return "busy"
        if self.tentative.get(party, 0) >> slot.index & 1:
            return "tentative"
        return "not_known" if self.not_known.get(party, 0) >> slot.index & 1 else "free"

    def can_come(self, party: Party, slot: Slot) -> bool:
        """Decide whether a party can come.

        Args:
            party: The party.
            slot: A slot of the problem.

        Returns:
            Whether the party is free, has nothing but a tentative appointment, or has a calendar that does not cover
            the slot.
        """
        return party not in self.unknown and not self.busy.get(party, 0) >> slot.index & 1

    def lacks_coverage(self, party: Party, slot: Slot) -> bool:
        """Decide whether a slot is forbidden because the calendar of a party does not cover it.

        Args:
            party: The party.
            slot: A slot of the problem.

        Returns:
            Whether coverage is needed, and the calendar says nothing about the slot.
        """
        return self.needs_coverage and bool(self.not_known.get(party, 0) >> slot.index & 1)

    def has_entries(self, party: Party) -> bool:
        """Decide whether a party is not simply free at every slot.

        Args:
            party: The party.

        Returns:
            Whether its calendar is unreadable, or says something about a slot.
        """
        return party in self.unknown or any(table.get(party) for table in (self.busy, self.tentative, self.not_known))

    def to_data(self) -> dict[str, Any]:
        """Return the availability as it stands in a receipt.

        Returns:
            The bits as hexadecimal numbers, by party; parties without an appointment are left out.
        """
        return {
            "busy": {str(party): f"{bits:x}" for party, bits in sorted(self.busy.items()) if bits},
            "tentative": {str(party): f"{bits:x}" for party, bits in sorted(self.tentative.items()) if bits},
            "unknown": [str(party) for party in sorted(self.unknown)],
            "not_known": {str(party): f"{bits:x}" for party, bits in sorted(self.not_known.items()) if bits},
            "needs_coverage": self.needs_coverage,
        }

    @classmethod
    def from_data(cls, data: Mapping[str, Any]) -> Availability:
        """Read the availability of a receipt.

        Args:
            data: What `to_data` returned.

        Returns:
            The availability.
        """
        return cls(
            {Party.parse(name): int(bits, 16) for name, bits in data["busy"].items()},
            {Party.parse(name): int(bits, 16) for name, bits in data["tentative"].items()},
            frozenset(Party.parse(name) for name in data["unknown"]),
            {Party.parse(name): int(bits, 16) for name, bits in data.get("not_known", {}).items()},
            bool(data.get("needs_coverage", False)),
        )


def _mask(intervals: tuple[tuple[int, int], ...], slots: tuple[Slot, ...]) -> int:
    ends = [end for _, end in intervals]
    bits = 0
    for slot in slots:
        # Intervals lie apart and in order: only the first that ends after the slot begins can overlap it.
        at = bisect.bisect_right(ends, slot.start)
        if at < len(intervals) and intervals[at][0] < slot.end:
            bits |= 1 << slot.index
    return bits
