"""Correlation of events within their cases: what the ways of `of` lead to, for all cases of a batch at once.

The columnar counterpart of `_case.correlation`. The functions here find supersets: what an event surely does not touch
is left out, and what is left is decided by the scalar pipeline in the slice that it gets.
"""

from __future__ import annotations

from collections.abc import Set as AbstractSet

import numpy as np

from overgreb_rules._columnar.columns.arrays import (
    ABSENT,
    BoolArray,
    CaseIndexArray,
    CodeArray,
    EpochSecondsArray,
    EventIndexArray,
    mark_members,
    sort_distinct,
)
from overgreb_rules._columnar.columns.event_columns import EventColumns
from overgreb_rules._columnar.columns.links import EventLists
from overgreb_rules._rules.vocabulary import Vocabulary
from overgreb_rules.shared.value_object import ValueObject


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


class Ways(ValueObject):
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
    owner, event = pair_with_cases(columns, columns.case[triggers], events)
    trigger = triggers[owner]
    return trigger[trigger != event], event[trigger != event]


def pair_with_cases(
    columns: EventColumns, cases: CaseIndexArray, events: EventIndexArray
) -> tuple[CodeArray, EventIndexArray]:
    """Pair some cases with those of some events that are theirs.

    Args:
        columns: The events of the batch.
        cases: int64[t] rows of cases.
        events: int64[k] event indices, ascending.

    Returns:
        int64[p] the position in `cases` and int64[p] the event of each pair, in the order of both.
    """
    case = columns.case[events]
    low, high = (np.searchsorted(case, cases, side=side) for side in ("left", "right"))
    count = high - low
    position = np.repeat(np.arange(len(cases)), count)
    return position, events[low[position] + np.arange(len(position)) - np.repeat(np.cumsum(count) - count, count)]


def complete_slices(
    columns: EventColumns,
    owner: CodeArray,
    event: EventIndexArray,
    vocabulary: Vocabulary,
    answer_types: AbstractSet[str],
    up_to: EpochSecondsArray | None = None,
) -> tuple[CodeArray, EventIndexArray]:
    """Add to slices everything on the ways of their events, and what ran where more than the ways is read.

    More is read where an event that names nothing may be about something that ran: then it was about all of that kind,
    but for those that had ended, or that another event of the type of the answer has named.

    Args:
        columns: The events of the batch.
        owner: int64[n] the slice of each row.
        event: int64[n] the event of each row.
        vocabulary: The event types.
        answer_types: The types of the events whose ways are followed.
        up_to: int64[cases] the instant after which events do not count; None where all count.

    Returns:
        int64[m] slices and int64[m] events, ordered by both, each pair once.
    """
    owner, event = _add_ways(columns, owner, event)
    reading_more = _find_reading_more(columns, owner, event, vocabulary)
    if not len(reading_more):
        return owner, event
    words = vocabulary.events.values()
    running = {word.name for word in words if word.ended_by}.union(*(word.ended_by for word in words))
    events = np.flatnonzero(mark_types(running | answer_types, vocabulary)[columns.type])
    if up_to is not None:
        events = events[columns.earliest[events] <= up_to[columns.case[events]]]
    first = event[np.searchsorted(owner, reading_more)]
    position, more = pair_with_cases(columns, columns.case[first], events)
    return _add_ways(columns, np.append(owner, reading_more[position]), np.append(event, more))


def _add_ways(columns: EventColumns, owner: CodeArray, event: EventIndexArray) -> tuple[CodeArray, EventIndexArray]:
    """Add what is on the ways of the events of slices; return each pair once, in order."""
    position, above = columns.ancestors.expand(event)
    number = max(len(columns.case), 1)
    owners, events = np.divmod(sort_distinct(owner * number + event, owner[position] * number + above), number)
    return owners, events


def _find_reading_more(
    columns: EventColumns, owner: CodeArray, event: EventIndexArray, vocabulary: Vocabulary
) -> CodeArray:
    """Return the slices in which an event that names nothing may be about something that ran before it, ascending."""
    is_free = columns.parents.count(event) == 0
    type_ = columns.type[event]
    found = [np.zeros(0, np.int64)]
    for number, name in enumerate(vocabulary.events):
        things = np.flatnonzero(type_ == number) if vocabulary.events[name].ended_by else ()
        if not len(things):
            continue
        can_be_about = mark_types(
            {word.name for word in vocabulary.events.values() if name in word.reaches}, vocabulary
        )
        free = np.flatnonzero(is_free & can_be_about[type_])
        if not len(free):
            continue
        # Rows of a slice stand in order of time: the first thing and the last free event decide.
        slices, first = np.unique(owner[things], return_index=True)
        latest = np.full(len(slices), ABSENT)
        place = np.minimum(np.searchsorted(slices, owner[free]), len(slices) - 1)
        is_of_slice = slices[place] == owner[free]
        np.maximum.at(latest, place[is_of_slice], columns.latest[event[free[is_of_slice]]])
        found.append(slices[columns.earliest[event[things[first]]] <= latest])
    return sort_distinct(*found)
