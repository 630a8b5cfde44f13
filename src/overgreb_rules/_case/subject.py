"""What an event can touch: a duty, or a state that an event began."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from overgreb_rules.shared.value_object import ValueObject

if TYPE_CHECKING:
    from overgreb_rules._case.event_log import LoggedEvent

LINK_NEEDED = frozenset({"of"})
"""What would tell which of several subjects an event is about."""


class Substitution(ValueObject):
    """That an event stands for the trigger of a running clock, for the events before an index; None: for all."""

    trigger: LoggedEvent
    until: int | None = None


@dataclass(slots=True, eq=False)
class Subject:
    """What an event can touch: a duty with its trigger, or a state with the event that began it. Never changed.

    Attributes:
        trigger: The event that opened the duty, or began the state.
        opening: The first second at which an answer counts.
        own: The indices of the events that are this subject's own: the trigger, what it names, and events whose facts
            stand beside it.
        own_types: The types of these events.
        trigger_types: The types that open such a duty, under both laws, or that begin such a state.
        stands_for: By index, the trigger for which an event stands that a running clock took in.
    """

    trigger: LoggedEvent
    opening: int
    own: frozenset[int]
    own_types: frozenset[str]
    trigger_types: frozenset[str]
    stands_for: Mapping[int, Substitution] = field(default_factory=dict)

    def with_trigger_types(self, types: frozenset[str]) -> Subject:
        """Return this subject as that of a duty which events of other types open.

        Args:
            types: The types that open such a duty.

        Returns:
            Another subject, which has all else of this one.
        """
        return Subject(self.trigger, self.opening, self.own, self.own_types, types, self.stands_for)

    def with_stand_ins(self, stands_for: Mapping[int, Substitution]) -> Subject:
        """Return this subject as it is where its clock took other events in.

        Args:
            stands_for: By index, the trigger for which an event stands that the clock took in.

        Returns:
            Another subject, which has all else of this one.
        """
        return Subject(self.trigger, self.opening, self.own, self.own_types, self.trigger_types, stands_for)

    def taken_as(self, named: LoggedEvent, event: LoggedEvent) -> LoggedEvent:
        """Return the event that another event means by what it names.

        Args:
            named: An event on a way of the other event.
            event: The other event.

        Returns:
            The trigger of the clock that took `named` in; `named` itself where none did, or no longer.
        """
        found = self.stands_for.get(named.index)
        if found is None or (found.until is not None and event.index >= found.until):
            return named
        return found.trigger
