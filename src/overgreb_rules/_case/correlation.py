"""Correlation: which of several duties of one kind an event is about, by the chain of `of` from event to event.

An event names with `of` the event that it is about; that event may name another one, and so on. The events on this way
are the correlation chain (the causation ids of event sourcing).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from overgreb_rules._case.event_log import EventLog, LoggedEvent
from overgreb_rules._deadlines.quantities import EventIndex


@dataclass(slots=True)
class ActivationAnchor:
    """What ties events to one activation of a duty.

    Attributes:
        trigger: The event that activated the duty.
        answerable_from: The first epoch second from which an event can answer the duty: that of the trigger, or the
            clock start where the clock starts earlier.
    """

    trigger: LoggedEvent
    answerable_from: int


@dataclass(slots=True)
class Activations:
    """Every activation of one duty in a case, under whichever act: among them an event finds the one it is about."""

    anchors: tuple[ActivationAnchor, ...]
    trigger_indices: frozenset[EventIndex]

    @classmethod
    def of(cls, anchors: Iterable[ActivationAnchor]) -> Activations:
        """Build the activations of one duty.

        Args:
            anchors: One anchor for each activation.

        Returns:
            The activations, in the order of the anchors.
        """
        anchors = tuple(anchors)
        return cls(anchors, frozenset(anchor.trigger.index for anchor in anchors))


def correlation_chain(log: EventLog, event: LoggedEvent) -> tuple[Sequence[LoggedEvent], bool]:
    """Follow `of` from an event, step by step.

    Args:
        log: The log of the event.
        event: Where the chain starts; it is not part of the chain.

    Returns:
        The events on the chain, nearest first, and whether all that are named have happened. A chain that names a
        later event stops before that event.
    """
    of = event.event.of
    if of is None:
        return (), True
    chain: list[LoggedEvent] = []
    while of is not None:
        step = log.find(of)
        if step is None:
            return chain, False
        chain.append(step)
        of = step.event.of
    return chain, True


def correlates_to(log: EventLog, event: LoggedEvent, anchor: ActivationAnchor, activations: Activations) -> bool:
    """Return whether an event touches one activation of a duty, at or after that activation.

    The first event on the chain that activated the duty decides: the event touches that activation alone. Where no
    event on the chain did, the event touches every activation at or before the end of the chain. An event that names
    something that has not happened yet touches nothing.

    Args:
        log: The log of the event.
        event: The event that may answer the duty.
        anchor: The activation.
        activations: All activations of the same duty.

    Returns:
        True where the event touches the activation.
    """
    if event.at.latest < anchor.answerable_from:
        return False
    chain, complete = correlation_chain(log, event)
    for step in chain:
        if step.index in activations.trigger_indices:
            return step is anchor.trigger
    end = chain[-1] if chain else event
    return complete and anchor.answerable_from <= end.at.latest


def correlates_at_any_time(
    log: EventLog, event: LoggedEvent, anchor: ActivationAnchor, activations: Activations
) -> bool:
    """Return whether an event touches one activation of a duty, or no activation by name, whenever it happened.

    Args:
        log: The log of the event.
        event: The event that may answer the duty.
        anchor: The activation.
        activations: All activations of the same duty.

    Returns:
        True unless the event is about another activation or about something that has not happened yet.
    """
    chain, complete = correlation_chain(log, event)
    for step in chain:
        if step.index in activations.trigger_indices:
            return step is anchor.trigger
    return complete


def is_still_running(log: EventLog, start: LoggedEvent, ended_by: Sequence[str], by: LoggedEvent) -> bool:
    """Return whether nothing has ended what an event began.

    Args:
        log: The log of the events.
        start: The event that began something.
        ended_by: The event types that end it.
        by: The event at or before which an end counts.

    Returns:
        True where no event of these types that touches `start` came at or before `by`.
    """
    anchor = ActivationAnchor(start, start.at.earliest)
    begun = Activations.of(ActivationAnchor(item, item.at.earliest) for item in log.of_types((start.type,)))
    return not any(
        item.at.earliest <= by.at.earliest and correlates_to(log, item, anchor, begun)
        for item in log.of_types(ended_by)
    )
