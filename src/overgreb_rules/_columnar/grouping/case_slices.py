"""Case slices: groups of events of a case that are evaluated together, for all cases of a batch at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from overgreb_rules._columnar.columns.arrays import BoolArray, CodeArray, EventIndexArray


@dataclass(frozen=True, slots=True)
class Partition:
    """Slices of cases. The n rows stand slice after slice, each slice in order of time; an event may be in several.

    Attributes:
        events: int64[n] event indices.
        starts: int64[slices] the row at which each slice begins.
        sizes: int64[slices] the number of events of each slice.
        is_linked: bool[n], whether it matters which other event of the slice the event answers.
        is_subject: bool[n], whether the event is the trigger whose duties the slice is about. A slice without a
            subject is about all of its triggers.
    """

    events: EventIndexArray
    starts: CodeArray
    sizes: CodeArray
    is_linked: BoolArray
    is_subject: BoolArray

    @classmethod
    def by_owner(
        cls, events: EventIndexArray, owner: CodeArray, is_linked: BoolArray, is_subject: BoolArray
    ) -> Partition:
        """Build the partition in which the rows of one owner are a slice.

        Args:
            events: int64[n] event indices.
            owner: int64[n] the owner of each row; equal owners stand together.
            is_linked: bool[n].
            is_subject: bool[n].

        Returns:
            The slices, in the order of the rows.
        """
        begins = np.ones(len(events), np.bool_)
        begins[1:] = owner[1:] != owner[:-1]
        starts = np.flatnonzero(begins)
        return cls(events, starts, np.diff(np.append(starts, len(events))), is_linked, is_subject)


@dataclass(frozen=True, slots=True)
class SliceMembers:
    """Events, each with the trigger to whose slice it belongs; an event may belong to several.

    Attributes:
        trigger: int64[p] event index of the trigger.
        event: int64[p] event index of the member.
        is_linked: Whether it matters which other event of the slice the members answer.
        is_subject: Whether the members are the triggers that their slices are about.
    """

    trigger: EventIndexArray
    event: EventIndexArray
    is_linked: bool = False
    is_subject: bool = False


def join_members(members: Sequence[SliceMembers]) -> Partition:
    """Join members to slices: one slice for each trigger, with each of its events once.

    Args:
        members: The members, in any order.

    Returns:
        The slices in order of their triggers, each in order of time. An event is linked, or a subject, where any of
        the members that hold it says so.
    """
    trigger, event = (np.concatenate([getattr(some, name) for some in members]) for name in ("trigger", "event"))
    is_linked, is_subject = (
        np.concatenate([np.full(len(some.event), getattr(some, name)) for some in members])
        for name in ("is_linked", "is_subject")
    )
    order = np.lexsort((event, trigger))
    trigger, event = trigger[order], event[order]
    is_first = np.ones(len(event), np.bool_)
    is_first[1:] = (trigger[1:] != trigger[:-1]) | (event[1:] != event[:-1])
    first = np.flatnonzero(is_first)
    if not len(first):
        return Partition.by_owner(event, trigger, is_linked, is_subject)
    is_linked, is_subject = (np.logical_or.reduceat(some[order], first) for some in (is_linked, is_subject))
    return Partition.by_owner(event[first], trigger[first], is_linked, is_subject)
