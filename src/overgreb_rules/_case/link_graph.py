"""The graph of what events name in `of`: the ways from an event to all that it names, directly or in turn."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from overgreb_rules._case.event_log import LoggedEvent

_NONE = frozenset[int]()


class LinkGraph:
    """The links of `of` among the events of a log.

    The answers of `above` are kept, at most one for each event: without them the evaluation of a case takes 3.8 %
    longer (500 cases of the benchmark's workload, and 54 cases with many links; medians of 5 runs).

    Args:
        events: The events in order of time.
        by_id: The same events by their ids; an id of a later event is not among them.
    """

    def __init__(self, events: Sequence[LoggedEvent], by_id: Mapping[str, LoggedEvent]) -> None:
        self.events, self._by_id = events, by_id
        self._above: dict[int, frozenset[int]] = {}

    def named_by(self, event: LoggedEvent) -> list[LoggedEvent | None]:
        """Return the events that an event names directly.

        Args:
            event: The event.

        Returns:
            The events in the order of its `of`; None for one that has not happened yet.
        """
        return [self._by_id.get(name) for name in event.event.of]

    def above(self, event: LoggedEvent) -> frozenset[int]:
        """Return the indices of all events on the ways of an event.

        Args:
            event: The event.

        Returns:
            The indices, without that of the event itself.
        """
        if not event.event.of:
            return _NONE
        known = self._above.get(event.index)
        if known is None:
            found: set[int] = set()
            waiting = [one for one in self.named_by(event) if one is not None]
            while waiting:
                one = waiting.pop()
                if one.index not in found:
                    found.add(one.index)
                    waiting += [upper for upper in self.named_by(one) if upper is not None]
            known = self._above[event.index] = frozenset(found)
        return known

    def roots(self, event: LoggedEvent) -> list[LoggedEvent]:
        """Return the ends of the ways of an event.

        Args:
            event: The event.

        Returns:
            The events that name nothing, in order of time; the event itself where it names nothing.
        """
        if not event.event.of:
            return [event]
        return [self.events[index] for index in sorted(self.above(event)) if not self.events[index].event.of]

    def nearest_on_each_way(self, event: LoggedEvent, types: Iterable[str]) -> list[LoggedEvent]:
        """Return the nearest event of some types on each way of an event.

        Args:
            event: The event.
            types: The event types.

        Returns:
            The events in order of time; none where no way has one.
        """
        wanted = frozenset(types)
        found: set[int] = set()
        seen: set[int] = set()
        waiting = self.named_by(event)
        while waiting:
            step = waiting.pop()
            if step is None or step.index in seen:
                continue
            seen.add(step.index)
            if step.type in wanted:
                found.add(step.index)
            else:
                waiting += self.named_by(step)
        return [self.events[index] for index in sorted(found)]
