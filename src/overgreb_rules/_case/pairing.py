"""Which thing each of several events counts as naming that name none, once all of them are settled together."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from overgreb_rules._case.event_log import LoggedEvent
    from overgreb_rules._deadlines.quantities import EventIndex


def pair_in_order(
    events: Sequence[LoggedEvent],
    things: Sequence[LoggedEvent],
    options: Mapping[EventIndex, Collection[EventIndex]],
    nameable: Mapping[EventIndex, Collection[EventIndex]],
) -> list[tuple[LoggedEvent, LoggedEvent | None]]:
    """Pair each event with the thing that opened earliest of those left, and any further event with the last thing.

    No event is given a thing that it cannot be about where the events can be paired otherwise: of two receipts of one
    day, one told by the day alone, a notification of the afternoon is left to that one.

    Args:
        events: The events that are settled, in order of time.
        things: The things, no more than events, in the order in which they opened.
        options: By index of an event, the indices of the things that it may be about.
        nameable: By index of an event, the indices of the things of a type that it can be about.

    Returns:
        Each event with the thing that it counts as naming; None where none is left that it can name.

    Source: a maximum matching in a bipartite graph by augmenting paths.
    """
    left = [one.index for one in things]
    pairs: list[tuple[EventIndex, EventIndex | None]] = []
    partners = _Matching({event.index: [one for one in left if one in options[event.index]] for event in events})
    for place, event in enumerate(events):
        able = [one for one in left if one in nameable[event.index]]
        wanted = [one for one in able if one in options[event.index]]
        rest = [one.index for one in events[place + 1 :]]
        chosen = next((one for one in wanted if partners.fix(event.index, one, rest)), None)
        if chosen is None and able:
            chosen = able[0]
            partners.remove(chosen)
        if len(left) > 1 and chosen is not None:
            left.remove(chosen)
        pairs.append((event.index, chosen))
    by_index = {one.index: one for one in (*events, *things)}
    return [(by_index[event], None if thing is None else by_index[thing]) for event, thing in pairs]


class _Matching:
    """A maximum matching of events and things, in which one event after the other is given its thing for good."""

    def __init__(self, options: Mapping[EventIndex, Sequence[EventIndex]]) -> None:
        self._options = options
        self._thing_of: dict[EventIndex, EventIndex] = {}
        self._event_of: dict[EventIndex, EventIndex] = {}
        self._fixed: set[EventIndex] = set()
        for event in options:
            self._augment(event, set())

    def fix(self, event: EventIndex, thing: EventIndex, rest: Sequence[EventIndex]) -> bool:
        """Give an event a thing for good, where as many of the rest can still be paired as with any other thing.

        Args:
            event: The index of the event.
            thing: The index of the thing, one of its options.
            rest: The indices of the events that are still to be given one.

        Returns:
            Whether it was given the thing.
        """
        if thing in self._fixed:
            # The last thing: every further event counts as naming it too.
            return True
        before, loser = self._thing_of.get(event), self._event_of.get(thing)
        self._fixed.add(thing)
        if before == thing:
            return True
        self._join(event, thing)
        if loser is not None:
            del self._thing_of[loser]
        if before is None:
            return True
        del self._event_of[before]
        seen: set[EventIndex] = set()
        # What the event leaves may be for another one than the event that loses its thing.
        if loser is None or any(self._augment(one, seen) for one in rest if one not in self._thing_of):
            return True
        self._join(event, before)
        self._join(loser, thing)
        self._fixed.remove(thing)
        return False

    def remove(self, thing: EventIndex) -> None:
        """Take a thing away that counts for an event which cannot be about it.

        Args:
            thing: The index of the thing.
        """
        if thing in self._fixed:
            return
        self._fixed.add(thing)
        loser = self._event_of.get(thing)
        if loser is not None:
            del self._thing_of[loser]
            self._augment(loser, set())

    def _join(self, event: EventIndex, thing: EventIndex) -> None:
        self._thing_of[event], self._event_of[thing] = thing, event

    def _augment(self, event: EventIndex, seen: set[EventIndex]) -> bool:
        """Give an event a thing, where others can make room for it."""
        for thing in self._options[event]:
            if thing in seen or thing in self._fixed:
                continue
            seen.add(thing)
            holder = self._event_of.get(thing)
            if holder is None or self._augment(holder, seen):
                self._join(event, thing)
                return True
        return False
