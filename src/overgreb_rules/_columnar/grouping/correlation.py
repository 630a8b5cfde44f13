"""Correlation of events within their cases: what the ways of `of` lead to, for all cases of a batch at once.

The columnar counterpart of `_case.correlation`. The functions here find supersets: what an event surely does not touch
is left out, and what is left is decided by the scalar pipeline in the slice that it gets.
"""

from __future__ import annotations

from collections.abc import Set as AbstractSet
from dataclasses import dataclass

import numpy as np

from overgreb_rules._columnar.columns.arrays import (
    BoolArray,
    CodeArray,
    EventIndexArray,
    mark_members,
    sort_distinct,
)
from overgreb_rules._columnar.columns.event_columns import EventColumns
from overgreb_rules._columnar.columns.links import EventLists
from overgreb_rules._rules.vocabulary import Vocabulary


def cases_with(columns: EventColumns, events: EventIndexArray) -> BoolArray:
    """Mark the cases that hold any of some events.

    Args:
        columns: The events of the batch.
        events: int64[k] event indices.

    Returns:
        bool[cases of the batch].
    """
    marked = np.zeros(len(columns.supported), np.bool_)
    marked[columns.case[events]] = True
    return marked


def mark_types(types: AbstractSet[str], vocabulary: Vocabulary) -> BoolArray:
    """Mark some event types by their numbers in the vocabulary.

    Args:
        types: The event types.
        vocabulary: All event types.

    Returns:
        bool[types of the vocabulary].
    """
    return np.array([type_ in types for type_ in vocabulary.events], np.bool_)


@dataclass(frozen=True, slots=True)
class Ways:
    """Where the ways of some events end, if they end at the events that decide.

    Attributes:
        deciders: For each of k events the first deciding events on its ways.
        is_open: bool[k], whether some way of the event meets no deciding event.
    """

    deciders: EventLists
    is_open: BoolArray


def follow_ways(columns: EventColumns, events: EventIndexArray, decides: BoolArray) -> Ways:
    """Follow the ways of each event upwards until they meet a deciding event or end.

    Args:
        columns: The events of the batch.
        events: int64[k] indices of the events whose ways are followed; one that names nothing has no way.
        decides: bool[types], the types of the events that decide.

    Returns:
        The ways of the k events.
    """
    number = max(len(columns.case), 1)
    is_open = np.zeros(len(events), np.bool_)
    owner, step = columns.parents.expand(events)
    found, seen = [np.zeros(0, np.int64)], np.zeros(0, np.int64)
    while len(owner):
        pairs = sort_distinct(owner * number + step)
        pairs = pairs[~mark_members(pairs, seen)]
        seen = sort_distinct(seen, pairs)
        owner, step = np.divmod(pairs, number)
        is_decider = decides[columns.type[step]]
        found.append(pairs[is_decider])
        owner, step = owner[~is_decider], step[~is_decider]
        is_open[owner[columns.parents.count(step) == 0]] = True
        position, step = columns.parents.expand(step)
        owner = owner[position]
    deciders = np.concatenate(found)
    return Ways(EventLists.from_pairs(*np.divmod(deciders, number), len(events)), is_open)


def pair_within_cases(
    columns: EventColumns, triggers: EventIndexArray, events: EventIndexArray
) -> tuple[EventIndexArray, EventIndexArray]:
    """Pair every trigger with every other one of some events of the same case.

    Args:
        columns: The events of the batch.
        triggers: int64[t] event indices.
        events: int64[k] event indices, ascending.

    Returns:
        int64[p] the trigger and int64[p] the event of each pair, in the order of the triggers, then of the events.
    """
    case = columns.case[events]
    low, high = (np.searchsorted(case, columns.case[triggers], side=side) for side in ("left", "right"))
    count = high - low
    owner = np.repeat(np.arange(len(triggers)), count)
    event = events[low[owner] + np.arange(len(owner)) - np.repeat(np.cumsum(count) - count, count)]
    trigger = triggers[owner]
    return trigger[trigger != event], event[trigger != event]


def complete_slices(
    columns: EventColumns, owner: CodeArray, event: EventIndexArray, vocabulary: Vocabulary
) -> tuple[CodeArray, EventIndexArray]:
    """Add to slices everything on the ways of their events, and the whole case where more than the ways is read.

    More is read where an event that names nothing may be about something that ran: then it was about all of that kind.

    Args:
        columns: The events of the batch.
        owner: int64[n] the slice of each row.
        event: int64[n] the event of each row.
        vocabulary: The event types.

    Returns:
        int64[m] slices and int64[m] events, ordered by both, each pair once.
    """
    position, above = columns.ancestors.expand(event)
    on_way = owner[position]
    owner, event = _unique_pairs(columns, np.append(owner, on_way), np.append(event, above))
    runs = mark_types({word.name for word in vocabulary.events.values() if word.ended_by}, vocabulary)
    on_way, above = on_way[runs[columns.type[above]]], above[runs[columns.type[above]]]
    if not len(above):
        return owner, event
    is_free = columns.parents.count(event) == 0
    free_owner, free_type = owner[is_free], columns.type[event[is_free]]
    reads_more = [np.zeros(0, np.int64)]
    for type_ in sort_distinct(columns.type[above]).tolist():
        name = list(vocabulary.events)[type_]
        can_be_about = mark_types(
            {word.name for word in vocabulary.events.values() if name in word.reaches}, vocabulary
        )
        about = sort_distinct(free_owner[can_be_about[free_type]])
        on_ways = on_way[columns.type[above] == type_]
        reads_more.append(on_ways[mark_members(on_ways, about)])
    whole = sort_distinct(*reads_more)
    if not len(whole):
        return owner, event
    first = event[np.searchsorted(owner, whole)]
    low, high = (np.searchsorted(columns.case, columns.case[first], side=side) for side in ("left", "right"))
    count = high - low
    members = np.arange(int(count.sum())) - np.repeat(np.cumsum(count) - count, count) + np.repeat(low, count)
    return _unique_pairs(columns, np.append(owner, np.repeat(whole, count)), np.append(event, members))


def _unique_pairs(columns: EventColumns, owner: CodeArray, event: EventIndexArray) -> tuple[CodeArray, EventIndexArray]:
    number = max(len(columns.case), 1)
    owners, events = np.divmod(sort_distinct(owner * number + event), number)
    return owners, events
