"""Case slices: groups of events of a case that are evaluated together, for all cases of a batch at once."""

from __future__ import annotations

import numpy as np

from overgreb_rules._columnar.columns.arrays import BoolArray, CodeArray, EventIndexArray
from overgreb_rules.shared.value_object import ValueObject


class Partition(ValueObject):
    """Slices of cases. The n rows stand slice after slice, each slice in order of time; an event may be in several.

    With an event, all events on its ways are in the slice.

    Attributes:
        events: int64[n] event indices.
        starts: int64[slices] the row at which each slice begins.
        sizes: int64[slices] the number of events of each slice.
        is_subject: bool[n], whether the event is the trigger whose duties the slice is about. A slice without a
            subject is about all of its triggers.
        stands_for: int64[events of the batch] the event for which each event stands where another names it; None where
            each stands for itself. No slice holds an event that stands for another.
    """

    events: EventIndexArray
    starts: CodeArray
    sizes: CodeArray
    is_subject: BoolArray
    stands_for: EventIndexArray | None = None

    @classmethod
    def by_owner(
        cls,
        events: EventIndexArray,
        owner: CodeArray,
        is_subject: BoolArray,
        stands_for: EventIndexArray | None = None,
    ) -> Partition:
        """Build the partition in which the rows of one owner are a slice.

        Args:
            events: int64[n] event indices.
            owner: int64[n] the owner of each row; equal owners stand together.
            is_subject: bool[n].
            stands_for: int64[events of the batch] the event for which each event stands; None for itself.

        Returns:
            The slices, in the order of the rows.
        """
        begins = np.ones(len(events), np.bool_)
        begins[1:] = owner[1:] != owner[:-1]
        starts = np.flatnonzero(begins)
        return cls(events, starts, np.diff(np.append(starts, len(events))), is_subject, stands_for)
