"""Events that end something and name nothing: which of several running states each of them ends."""

from __future__ import annotations

import itertools
import math
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from overgreb_rules._case.correlation import Correlation
    from overgreb_rules._case.event_log import LoggedEvent
    from overgreb_rules._case.subject import Subject

_MOST_ASSUMPTIONS = 64
"""Of how many ways to say what the events that wait are about each is tried; beyond them nobody knows."""


class FreeEnders:
    """Which state each event of a `single` type ends that names none, where it may be about more than one.

    Such an event waits until no fewer of its type wait than things run; then the earliest one counts as naming the
    thing that began earliest, and so on. All types walk together in order of time: what one of them is about hangs on
    what those of another type ended before, and on nothing that came later.

    Args:
        correlation: The correlation of the case.
    """

    def __init__(self, correlation: Correlation) -> None:
        self._correlation = correlation
        self._about: dict[int, LoggedEvent | None] = {}
        self._settled_by: dict[int, int] = {}
        self._waiting: dict[str, list[LoggedEvent]] = {}
        self._things: dict[str, list[LoggedEvent]] = {}

    def walk(self) -> None:
        """Go through the events in order of time and settle which ender is about what."""
        for event in self._correlation.events:
            if self._may_be_about_several(event) and len(self._correlation.things_before(event)) > 1:
                self._waiting.setdefault(event.type, []).append(event)
            for type_ in [*self._waiting]:
                self._settle(type_, event)

    def _may_be_about_several(self, event: LoggedEvent) -> bool:
        correlation = self._correlation
        types = correlation.thing_types(event)
        earlier = correlation.events[: event.index] if types else ()
        return sum(one.type in types for one in earlier) > 1 and not correlation.names_a_thing(event)

    def _settle(self, type_: str, event: LoggedEvent) -> None:
        correlation, waiting = self._correlation, self._waiting[type_]
        types = correlation.thing_types(waiting[0])
        found = {
            one.index: one
            for ender in waiting
            for one in correlation.running_before(types, event.index + 1, ender=ender)
            if not ender.event.of or correlation.touches(ender, correlation.state(one))
        }
        things = self._things[type_] = [found[index] for index in sorted(found)]
        if len(waiting) < len(things):
            return
        last = things[-1] if things else None
        for number, ender in enumerate(waiting):
            self._about[ender.index] = things[number] if number < len(things) else last
            self._settled_by[ender.index] = event.index
        del self._waiting[type_]

    def waits(self, ender: LoggedEvent) -> bool:
        """Return whether nobody knows which of several things that were running an event is about.

        Args:
            ender: The event.

        Returns:
            True for an event that is not settled.
        """
        return ender in self._waiting.get(ender.type, ())

    def settled_since(self, index: int) -> frozenset[int]:
        """Return the enders that an event with an index or a higher one has settled.

        Args:
            index: The index.

        Returns:
            The indices of the enders.
        """
        return frozenset(ender for ender, settled_by in self._settled_by.items() if settled_by >= index)

    def things_left(self, ender: LoggedEvent) -> list[LoggedEvent]:
        """Return what an event that waits may be about, by all that has come since.

        Args:
            ender: An event that is not settled.

        Returns:
            The events that began what runs, in order of time.
        """
        return self._things[ender.type]

    def assumptions(self, enders: Sequence[LoggedEvent]) -> list[Mapping[int, LoggedEvent]]:
        """Return each way to say what those of some enders are about that wait.

        Args:
            enders: The events, in order of time.

        Returns:
            By index of an ender, what it is taken to be about. One empty way where none of them waits, no way where
            there are more than are tried.
        """
        waiting = [ender for ender in enders if self.waits(ender)]
        things = [self.things_left(ender) for ender in waiting]
        if math.prod(max(1, len(choice)) for choice in things) > _MOST_ASSUMPTIONS:
            return []
        indices = [ender.index for ender in waiting]
        return [dict(zip(indices, choice, strict=True)) for choice in itertools.product(*things)]

    def ends(self, ender: LoggedEvent, state: Subject) -> bool:
        """Return whether an event surely ends a state.

        Args:
            ender: The event.
            state: The state.

        Returns:
            False where the event waits, or where nothing was left for it to end.
        """
        if self.waits(ender) or self._about.get(ender.index, ender) is None:
            return False
        return self._correlation.touches(ender, state, about=self._about.get(ender.index))
