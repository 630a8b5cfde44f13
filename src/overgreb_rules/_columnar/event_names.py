"""Names of the events of a batch, as `_case.event_names` has them for one case."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from overgreb_rules._case.event_names import SHOWN_SECONDS, EventName
from overgreb_rules._columnar.columns.arrays import BoolArray, EventIndexArray
from overgreb_rules._columnar.columns.event_columns import EventColumns
from overgreb_rules._deadlines.moment import Moment
from overgreb_rules._rules.vocabulary import Vocabulary
from overgreb_rules.shared.cached_attribute import cached_attribute
from overgreb_rules.shared.value_object import ValueObject


class BatchEventNames(ValueObject, dict=True, gc=True):
    """The names of the events of a batch.

    Attributes:
        columns: The events.
        vocabulary: The event types.
    """

    columns: EventColumns
    vocabulary: Vocabulary

    @cached_attribute
    def _has_twin(self) -> BoolArray:
        """bool[n]: whether another event of the case has the same type, and the same time to the minute."""
        columns = self.columns
        marked = np.zeros(len(columns.case), np.bool_)
        if not len(marked):
            return marked
        # The events of a case stand in order of time: those of one minute stand together.
        fields = (columns.case, columns.earliest // SHOWN_SECONDS)
        is_new = np.logical_or.reduce([np.diff(values, prepend=values[0] - 1) != 0 for values in fields])
        minute = np.cumsum(is_new)
        shared = np.flatnonzero(np.bincount(minute)[minute] > 1)
        moment = 2 * minute[shared] + (columns.latest != columns.earliest)[shared]
        number = len(self.vocabulary.events)
        kinds, which, count = np.unique(moment * number + columns.type[shared], return_inverse=True, return_counts=True)
        if len(kinds):
            marked[shared[count[which] > 1]] = True
        return marked

    def name(self, events: EventIndexArray) -> Iterator[EventName]:
        """Yield what names events.

        Args:
            events: int64[k] event indices.

        Yields:
            The type and the time; the id where another event of the case has the same name.
        """
        columns, types = self.columns, list(self.vocabulary.events)
        ids: list[str | None] = [None] * len(events)
        twins = np.flatnonzero(self._has_twin[events])
        for place, id_ in zip(twins.tolist(), columns.ids_of(events[twins]).to_pylist(), strict=True):
            ids[place] = id_
        moments = (columns.earliest[events].tolist(), columns.latest[events].tolist())
        for type_, earliest, latest, id_ in zip(columns.type[events].tolist(), *moments, ids, strict=True):
            yield EventName(types[type_], Moment(earliest, latest), id_)
