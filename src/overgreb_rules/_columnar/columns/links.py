"""The links (`of`) of the events of a batch as columns: what each event names, and everything on its ways."""

from __future__ import annotations

from typing import Self

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from overgreb_rules._columnar.columns.arrays import (
    ABSENT,
    BoolArray,
    CodeArray,
    EventIndexArray,
    EventRowArray,
    mark_members,
    sort_distinct,
    to_int64,
)
from overgreb_rules._columnar.columns.support import is_supported_key
from overgreb_rules._columnar.io.input_tables import CaseBatch
from overgreb_rules.shared.value_object import ValueObject


class EventLists(ValueObject):
    """A list of events for each of n events or duties.

    Attributes:
        starts: int64[n + 1]; list i is `values[starts[i]:starts[i + 1]]`.
        values: int64[m] the events in the lists.
    """

    starts: CodeArray
    values: EventIndexArray

    @classmethod
    def from_pairs(cls, owners: EventIndexArray, values: EventIndexArray, number: int) -> Self:
        """Build the lists from pairs.

        Args:
            owners: int64[m] the event to whose list each value belongs.
            values: int64[m] the events in the lists.
            number: How many events have a list.

        Returns:
            The lists, each ascending.
        """
        order = np.lexsort((values, owners))
        return cls(np.append(0, np.cumsum(np.bincount(owners, minlength=number))), values[order])

    def expand(self, events: EventIndexArray) -> tuple[CodeArray, EventIndexArray]:
        """Return the lists of some events, one after the other.

        Args:
            events: int64[k].

        Returns:
            int64[p] the position among `events` of the owner of each value, and int64[p] the values.
        """
        count = self.count(events)
        position = np.repeat(np.arange(len(events)), count)
        offset = np.arange(len(position)) - np.repeat(np.cumsum(count) - count, count)
        return position, self.values[self.starts[events][position] + offset]

    def count(self, events: EventIndexArray) -> CodeArray:
        """Return the length of the list of each event.

        Args:
            events: int64[k].

        Returns:
            int64[k].
        """
        lengths: CodeArray = self.starts[events + 1] - self.starts[events]
        return lengths

    def take(self, order: CodeArray) -> Self:
        """Return some of the lists.

        Args:
            order: int64[k] which lists.

        Returns:
            The k lists, in this order.
        """
        return type(self)(np.append(0, np.cumsum(self.count(order))), self.expand(order)[1])

    def select(self, rows: EventIndexArray, new_index: EventIndexArray) -> Self:
        """Return the lists of some events under other numbers.

        Args:
            rows: int64[k] the events that are kept, in their new order; with an event, all of its list.
            new_index: int64[n] the new number of each event that is kept.

        Returns:
            The k lists.
        """
        position, values = self.expand(rows)
        return self.from_pairs(position, new_index[values], len(rows))


class EventLinks(ValueObject):
    """What the `of` of every event of a batch leads to, by rows of the table of events.

    Attributes:
        ids: string[n] the ids; an event without one is called e1, e2 … by its position in its case.
        parents: The events that each event names.
        ancestors: The events on the ways of each event, without the event itself.
        supported: bool[n], whether the keys of the event are supported and unique, and its links are resolved, differ
            and lead into no circle.
    """

    ids: pa.Array
    parents: EventLists
    ancestors: EventLists
    supported: BoolArray


def resolve_links(batch: CaseBatch) -> EventLinks:
    """Resolve the `of` of every event within its case.

    Args:
        batch: The cases and their events.

    Returns:
        The links.
    """
    ids, of = (batch.events[name].combine_chunks() for name in ("id", "of"))
    if ids.null_count:
        position = np.empty(len(ids), np.int64)
        position[batch.rows] = np.arange(len(ids)) - batch.starts[:-1].repeat(np.diff(batch.starts)) + 1
        ids = pc.coalesce(ids, pc.binary_join_element_wise("e", pa.array(position).cast(pa.string()), ""))
    lengths = to_int64(pc.list_value_length(of))
    child = np.repeat(np.arange(len(ids)), np.where(lengths == ABSENT, 0, lengths))
    both = pa.concat_arrays([ids, pc.list_flatten(of)]).dictionary_encode()
    is_key = is_supported_key(both.dictionary)
    codes = to_int64(both.indices)
    own, named = codes[: len(ids)], codes[len(ids) :]
    key = batch.case_of * len(is_key) + own
    order = np.argsort(key, kind="stable")
    ordered = key[order]
    supported = is_key[own]
    supported[order[1:][ordered[1:] == ordered[:-1]]] = False
    supported[lengths == 0] = False
    supported[child[named == ABSENT]] = False
    child, named = child[named != ABSENT], named[named != ABSENT]
    parent = child
    if len(child):
        wanted = batch.case_of[child] * len(is_key) + named
        place = np.minimum(np.searchsorted(ordered, wanted), len(ordered) - 1)
        is_resolved = ordered[place] == wanted
        supported[child[~is_resolved]] = False
        child, parent = child[is_resolved], order[place[is_resolved]]
    pairs, count = np.unique(child * max(len(ids), 1) + parent, return_counts=True)
    supported[pairs[count > 1] // max(len(ids), 1)] = False
    parents, ancestors = _close(pairs, len(ids))
    owner, above = ancestors.expand(np.arange(len(ids)))
    supported[owner[owner == above]] = False
    return EventLinks(ids, parents, ancestors, supported)


def _close(pairs: CodeArray, number: int) -> tuple[EventLists, EventLists]:
    """Return the lists of some pairs `child * number + parent`, and the lists of all that can be reached in steps."""
    parents = EventLists.from_pairs(*np.divmod(pairs, max(number, 1)), number)
    found = added = pairs
    while len(added):
        child, step = np.divmod(added, number)
        position, above = parents.expand(step)
        added = sort_distinct(child[position] * number + above)
        added = added[~mark_members(added, found)]
        found = sort_distinct(found, added)
    return parents, EventLists.from_pairs(*np.divmod(found, max(number, 1)), number)


def find_links_to_later_events(links: EventLinks, known: BoolArray) -> EventRowArray:
    """Find the events that name an event that has not happened yet.

    Args:
        links: The links of the batch.
        known: bool[n], whether the event has happened by the instant of the evaluation.

    Returns:
        int64[m] rows of the events.
    """
    happened = np.flatnonzero(known)
    position, named = links.parents.expand(happened)
    return happened[position[~known[named]]]
