"""The links of `of` with the words of a vocabulary: what an event can be about by its type, and what can end what."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from overgreb_rules._case.link_graph import LinkGraph
from overgreb_rules.shared.cached_attribute import cached_attribute

if TYPE_CHECKING:
    from overgreb_rules._case.event_log import LoggedEvent
    from overgreb_rules._rules.event_definition import EventDefinition


class TypedLinks(LinkGraph):
    """The links of a log, and what they can be by the types of the events.

    Args:
        events: The events in order of time.
        by_id: The same events by their ids; an id of a later event is not among them.
        words: The event types of the vocabulary.

    Attributes:
        by_type: The events of each type that came, in order of time.
    """

    def __init__(
        self, events: Sequence[LoggedEvent], by_id: Mapping[str, LoggedEvent], words: Mapping[str, EventDefinition]
    ) -> None:
        super().__init__(events, by_id)
        self.words = words
        self.by_type: dict[str, list[LoggedEvent]] = {}
        for event in events:
            self.by_type.setdefault(event.type, []).append(event)
        self._enders: dict[str, list[LoggedEvent]] = {}

    def can_be_about(self, event: LoggedEvent, other: LoggedEvent) -> bool:
        """Return whether the type of an event can be about another event, by the lists of the vocabulary.

        A list that asks a fact of the other event means only events whose fact has that value or is unknown. What the
        own facts of the event take away (`not_about`) is reached by no way.

        Args:
            event: The event with the `of`.
            other: The event that it would be about.

        Returns:
            True where some list allows it.
        """
        word = self.words[event.type]
        alternatives = word.reaches.get(other.type)
        if alternatives is None:
            return False
        for exclusion in word.not_about:
            if event.event.facts.get(exclusion.fact) in exclusion.values and other.type in exclusion.types:
                return False
        facts = other.event.facts
        for tests in alternatives:
            for name, value in tests:
                if facts.get(name, value) != value:
                    break
            else:
                return True
        return False

    def thing_types(self, event: LoggedEvent) -> frozenset[str]:
        """Return the types of which an event of a `single` type can be about one only.

        Args:
            event: The event.

        Returns:
            The types; none where its type is about the child as a whole.
        """
        word = self.words[event.type]
        return word.single | word.single_of_running

    def names_a_thing(self, event: LoggedEvent) -> bool:
        """Return whether a thing that an event of a `single` type can be about stands on one of its ways.

        Args:
            event: The event.

        Returns:
            True where one does.
        """
        types = self.thing_types(event)
        return any(self.events[index].type in types for index in self.above(event))

    @cached_attribute
    def unplaced(self) -> tuple[LoggedEvent, ...]:
        """The events of `single` types that name none of their things, where the case has more than one of these.

        Whether they had opened when the event came is not asked here: a clock can start before the thing is told.
        """
        found = []
        for event in self.events:
            types = self.thing_types(event)
            things = [one for type_ in types for one in self.by_type.get(type_, ()) if one is not event]
            if len(things) > 1 and not self.names_a_thing(event):
                found.append(event)
        return tuple(found)

    def enders(self, begun_by: LoggedEvent) -> list[LoggedEvent]:
        """Return the events of the types that end what another event began.

        Args:
            begun_by: The event that began it.

        Returns:
            The events in order of time; one list for all events of a type.
        """
        known = self._enders.get(begun_by.type)
        if known is None:
            types = self.words[begun_by.type].ended_by
            found = [event for type_ in types for event in self.by_type.get(type_, ())]
            known = self._enders[begun_by.type] = sorted(found, key=lambda event: event.index)
        return known
