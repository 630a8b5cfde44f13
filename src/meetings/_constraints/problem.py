"""A request made concrete: the meetings to place, the starts to choose from, and who is free when.

Nothing here decides anything; the rules and costs ask it.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from fractions import Fraction

from meetings._constraints.availability import Availability, State
from meetings._constraints.slot import Slot
from meetings._domain.districts import Politikreds
from meetings._domain.instants import add_days
from meetings._domain.parties import KredsParties, Party
from meetings.request import PlanRequest
from meetings.schedule import Meeting
from overgreb_rules.shared.cached_attribute import cached_attribute


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


def find_freeze_end(request: PlanRequest, at: int) -> int:
    """Find the end of the days in which a published meeting should stay.

    Args:
        request: The request.
        at: The instant of planning, in seconds since 1970-01-01T00:00Z.

    Returns:
        The first instant that is `freeze_days` days later by the local clock, in the same unit.
    """
    return add_days(at, request.freeze_days)


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
        return add_days(self.at, self.request.notice_days)

    @cached_attribute
    def freeze_ends(self) -> int:
        """The end of the freeze at `at`."""
        return find_freeze_end(self.request, self.at)

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

    def slot_of(self, meeting: Meeting) -> Slot:
        """Return the slot of a meeting of a plan, with the end that it has there.

        Args:
            meeting: The meeting.

        Returns:
            The slot; its end is that of the meeting, whatever duration the request has.

        Raises:
            KeyError: No slot starts when the meeting did.
        """
        slot = self.slot_at(int(meeting.start.timestamp()))
        return Slot.of(slot.index, slot.start, int(meeting.end.timestamp()))

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
        """Compute the share of the parties of a kreds whose calendars give a slot one state.

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
