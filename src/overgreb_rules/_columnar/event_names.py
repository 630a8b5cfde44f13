"""Names of single events of a batch, as `_case.event_names` gives them for one case."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from overgreb_rules._case.event_names import format_event_name, quote_event_name
from overgreb_rules._columnar.columns.arrays import BoolArray
from overgreb_rules._columnar.columns.event_columns import EventColumns
from overgreb_rules._deadlines.moment import Moment
from overgreb_rules._rules.vocabulary import Vocabulary
from overgreb_rules.shared.cached_attribute import cached_attribute
from overgreb_rules.shared.text import Text


@dataclass(frozen=True)
class BatchEventNames:
    """The names of the events of a batch.

    Attributes:
        columns: The events.
        vocabulary: The event types.
    """

    columns: EventColumns
    vocabulary: Vocabulary

    @cached_attribute
    def _types(self) -> list[str]:
        return list(self.vocabulary.events)

    @cached_attribute
    def _has_twin(self) -> BoolArray:
        """bool[n]: whether another event of the case has the same type and time."""
        columns = self.columns
        fields = (columns.case, columns.type, columns.earliest, columns.latest)
        order = np.lexsort(tuple(reversed(fields)))
        same = np.ones(max(len(order) - 1, 0), np.bool_)
        for values in fields:
            same &= values[order][1:] == values[order][:-1]
        marked = np.zeros(len(order), np.bool_)
        marked[order[1:][same]] = True
        marked[order[:-1][same]] = True
        return marked

    def name(self, index: int) -> Text:
        """Return the name of an event.

        Args:
            index: The event index.

        Returns:
            What happened, and when; the id in brackets behind it where another event of the case has the same name.
        """
        type_, at, id_ = self._parts_of(index)
        return format_event_name(type_, at, self.vocabulary, id_)

    def quote(self, index: int) -> Text:
        """Return the name of an event as the subject or the object of a sentence.

        Args:
            index: The event index.

        Returns:
            As `name`, with what happened in quotation marks.
        """
        type_, at, id_ = self._parts_of(index)
        return quote_event_name(type_, at, self.vocabulary, id_)

    def _parts_of(self, index: int) -> tuple[str, Moment, str | None]:
        columns = self.columns
        at = Moment(int(columns.earliest[index]), int(columns.latest[index]))
        id_ = columns.ids_of(np.array([index]))[0].as_py() if self._has_twin[index] else None
        return self._types[int(columns.type[index])], at, id_
