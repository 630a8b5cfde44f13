"""A request made concrete: the meetings to place, the starts to choose from, and who is free when.

Nothing here decides anything; the rules and costs ask it.
"""

from __future__ import annotations

import bisect
import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any, Literal

from meetings._domain.districts import Politikreds
from meetings._domain.parties import BusyCalendar, KredsParties, Party
from meetings.request import PlanRequest
from meetings.schedule import Meeting
from overgreb_rules.calendar import COPENHAGEN, local
from overgreb_rules.shared.cached_attribute import cached_attribute

State = Literal["free", "not_known", "tentative", "busy", "unknown"]


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
            absences: Times at which parties are away, in order and apart; beside what their calendars say.
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


@dataclass(frozen=True, slots=True)
class Task:
    """A meeting that needs a start."""

    index: int
    kreds: Politikreds
    round: int
    hosts: tuple[str, ...]
    """The kommuner that could be host, in the order of their turns."""
    last: dt.date | None = None
    """The day of the same round of last year."""
    pinned: int | None = None
    """The start that the request sets."""
    published: Meeting | None = None
    """The meeting in the earlier plan, where there is one that is not cancelled."""
    held: Meeting | None = None
    """The meeting where it is over: then nothing about it can change."""

    @property
    def key(self) -> str:
        """Kreds and round: 1460-1."""
        return f"{self.kreds.code}-{self.round}"

    def keeps_start(self, slot: Slot) -> bool:
        """Decide whether a start is the one that was published.

        Args:
            slot: The start.

        Returns:
            Whether the meeting was published with this start.
        """
        return self.published is not None and int(self.published.start.timestamp()) == slot.start


@dataclass(frozen=True, slots=True)
class MeetingAssignment:
    """A meeting with its start and its facilitators."""

    task: Task
    slot: Slot
    facilitators: tuple[str, ...]


@dataclass(frozen=True)
class Problem:
    """All that decides a plan."""

    request: PlanRequest
    slots: tuple[Slot, ...]
    tasks: tuple[Task, ...]
    availability: Availability
    at: int = 0
    """The instant of planning, in seconds since 1970-01-01T00:00Z."""
    is_revision: bool = False
    """Whether a plan has been published: then new starts lie after `at`."""

    @cached_attribute
    def notice_ends(self) -> int:
        """The first instant that is `notice_days` days after `at`, by the local clock."""
        return self._days_after_now(self.request.notice_days)

    @cached_attribute
    def freeze_ends(self) -> int:
        """The first instant that is `freeze_days` days after `at`, by the local clock."""
        return self._days_after_now(self.request.freeze_days)

    def _days_after_now(self, days: int) -> int:
        return int((local(self.at) + dt.timedelta(days=days)).timestamp())

    @cached_attribute
    def facilitators(self) -> tuple[str, ...]:
        """Ids in order of the request; one nameless where it names none."""
        return tuple(person.id for person in self.request.facilitators) or ("",)

    @cached_attribute
    def every_facilitator_comes(self) -> bool:
        """Whether there is no choice between facilitators."""
        return len(self.facilitators) == self.request.facilitators_per_meeting

    def slot_at(self, start: int) -> Slot:
        """Return the slot that starts at an instant.

        Args:
            start: Seconds since 1970-01-01T00:00Z.

        Returns:
            The slot.

        Raises:
            KeyError: No slot starts then.
        """
        return self._by_start[start]

    @cached_attribute
    def _by_start(self) -> dict[int, Slot]:
        return {slot.start: slot for slot in self.slots}

    def absent(self, kreds: Politikreds, slot: Slot) -> tuple[str, ...]:
        """List the kommuner of a kreds that cannot come, or whose availability is unknown.

        Args:
            kreds: A kreds of the request.
            slot: A slot of the problem.

        Returns:
            Codes of kommuner, in order.
        """
        can_come, kommuner = self.availability.can_come, self._parties_of(kreds).kommuner
        return tuple(party.id for party in kommuner if not can_come(party, slot))

    def share_in_state(self, kreds: Politikreds, slot: Slot, state: State) -> Fraction:
        """Compute the share of the parties of a kreds of whose calendars a slot has one state.

        Args:
            kreds: A kreds of the request.
            slot: A slot of the problem.
            state: The state; any but free.

        Returns:
            The share of kommuner, politikreds, børnehuse and facilitators.
        """
        parties, in_state = self._parties_of(kreds), self.availability.state
        number = sum(in_state(party, slot) == state for party in (*parties.kommuner, *parties.others))
        return Fraction(number, parties.number) if number else Fraction(0)

    def _parties_of(self, kreds: Politikreds) -> KredsParties:
        parties = self._parties.get(kreds.code)
        if parties is None:
            has_entries = self.availability.has_entries
            parties = self._parties[kreds.code] = KredsParties.of(kreds, self.facilitators, has_entries)
        return parties

    @cached_attribute
    def _parties(self) -> dict[str, KredsParties]:
        """The parties that are not free all year, by kreds: at most one entry for each kreds of the country.

        Without this and `CandidateTable._slot_costs` the starts of 48 meetings take 0.40 s and not 0.21 s.
        """
        return {}

    def find_host(self, task: Task, slot: Slot) -> str | None:
        """Find the host of a meeting.

        Args:
            task: The meeting.
            slot: A slot of the problem.

        Returns:
            The first kommune in turn that can come then; None where none of them can.
        """
        can_come, taken = self.availability.can_come, self._kommuner_with_entries
        return next((code for code in task.hosts if code not in taken or can_come(Party("kommune", code), slot)), None)

    @cached_attribute
    def _kommuner_with_entries(self) -> frozenset[str]:
        """The codes of the kommuner that are not simply free at every slot."""
        availability = self.availability
        named = {*availability.busy, *availability.tentative, *availability.not_known, *availability.unknown}
        return frozenset(party.id for party in named if party.kind == "kommune")

    def free_facilitators(self, slot: Slot) -> tuple[str, ...]:
        """List the facilitators who can come, and whose calendars cover the slot where coverage is needed.

        Args:
            slot: A slot of the problem.

        Returns:
            Ids in the order of the request.
        """
        return self._free_facilitators[slot.index]

    @cached_attribute
    def _free_facilitators(self) -> tuple[tuple[str, ...], ...]:
        """The facilitators who can come, by index of slot."""
        can_come, lacks_coverage = self.availability.can_come, self.availability.lacks_coverage
        parties = {name: Party("facilitator", name) for name in self.facilitators}
        return tuple(
            tuple(name for name, who in parties.items() if can_come(who, slot) and not lacks_coverage(who, slot))
            for slot in self.slots
        )

    def list_uncovered(self, kreds: Politikreds, slot: Slot) -> tuple[Party, ...]:
        """List those of a kreds who forbid a slot because their calendars do not cover it.

        Args:
            kreds: A kreds of the request.
            slot: A slot of the problem.

        Returns:
            Kommuner, the politikreds and børnehuse, in this order; facilitators are not among them.
        """
        if not self.availability.needs_coverage:
            return ()
        parties, lacks_coverage = self._parties_of(kreds), self.availability.lacks_coverage
        return tuple(
            party
            for party in (*parties.kommuner, *parties.others)
            if party.kind != "facilitator" and lacks_coverage(party, slot)
        )
