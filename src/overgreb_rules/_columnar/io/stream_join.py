"""Two streams walked side by side: some thousand cases at a time, with the events that belong to them."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from overgreb_rules._columnar.io.input_tables import CaseBatch, build_batch, conform_table
from overgreb_rules._columnar.io.schema import CASES, EVENTS
from overgreb_rules.errors import CaseError

CASES_AT_A_TIME = 4096
"""The more together, the less each costs; so many take some hundred megabytes."""


def join_streams(cases: pa.RecordBatchReader, events: pa.RecordBatchReader) -> Iterator[CaseBatch]:
    """The cases in pieces, each whole with its events.

    Raises CaseError where an event does not come in the order of the cases, at the latest when the cases are over. A
    piece is given only once the next event has been seen to belong to a later one. An event of a piece that has been
    given can come later still: the answers to a stream hold when the stream has ended, and not when it has failed.
    """
    turn = _EventStream(events)
    unconfirmed: list[CaseBatch] = []
    for piece in _pieces(cases):
        keys = piece["case_id"].combine_chunks()
        if turn.next_is_of(keys):
            yield from unconfirmed
            unconfirmed = []
        unconfirmed.append(build_batch(piece, turn.taken_for(keys)))
        if turn.is_over:
            yield from unconfirmed
            unconfirmed = []
    if not turn.is_over:
        what = "an event does not come in the turn of its case, or its case is missing"
        allowed, mend = "events in the order of the cases", "sort both streams alike, or give tables"
        raise CaseError("events/case_id", what, allowed=allowed, mend=mend)


def _pieces(cases: pa.RecordBatchReader) -> Iterator[pa.Table]:
    """So many cases at a time, whatever the batches they come in: the more together, the less each costs."""
    waiting = CASES.empty_table()
    for given in cases:
        waiting = pa.concat_tables([waiting, conform_table(given, CASES, "cases")])
        while waiting.num_rows >= CASES_AT_A_TIME:
            yield waiting.slice(0, CASES_AT_A_TIME)
            waiting = _rest(waiting, CASES_AT_A_TIME)
    if waiting.num_rows:
        yield waiting


def _rest(table: pa.Table, taken: int) -> pa.Table:
    """What is left of a table; of one that is used up nothing, for an empty slice keeps all of it in memory."""
    return table.slice(taken) if taken < table.num_rows else table.schema.empty_table()


class _EventStream:
    """The stream of events, with those that have been read and not yet taken."""

    def __init__(self, events: pa.RecordBatchReader) -> None:
        self._coming = iter(events)
        self._waiting = EVENTS.empty_table()
        self._read()

    def _read(self) -> None:
        while self._waiting.num_rows == 0 and (batch := next(self._coming, None)) is not None:
            self._waiting = conform_table(batch, EVENTS, "events")

    @property
    def is_over(self) -> bool:
        """Whether every event has been taken."""
        return int(self._waiting.num_rows) == 0

    def next_is_of(self, keys: pa.Array) -> bool:
        """Whether the next event belongs to one of these cases."""
        return not self.is_over and bool(self._own(keys)[0])

    def taken_for(self, keys: pa.Array) -> pa.Table:
        """The events of these cases, up to the first one of another."""
        found = []
        while not self.is_over:
            own = self._own(keys)
            number = int(own.argmin()) if not own.all() else len(own)
            found.append(self._waiting.slice(0, number))
            self._waiting = _rest(self._waiting, number)
            if number < len(own):
                break
            self._read()
        return pa.concat_tables([EVENTS.empty_table(), *found])

    def _own(self, keys: pa.Array) -> npt.NDArray[np.bool_]:
        return np.asarray(pc.is_in(self._waiting["case_id"], value_set=keys))
