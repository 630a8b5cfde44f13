"""The night after: only the cases that have changed, or that time has changed, are evaluated again."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from overgreb_rules._columnar.columns.arrays import BoolArray, CaseIndexArray, to_int64
from overgreb_rules._columnar.fingerprints import FingerprintArray
from overgreb_rules._columnar.io.input_tables import CaseBatch
from overgreb_rules.shared.value_object import ValueObject


class EarlierAnswers(ValueObject):
    """Answers that were given at an earlier instant by the same rules, with the same policy.

    Attributes:
        answers: A row of `ANSWERS` for each case, in any order.
        fingerprints: uint64[rows] the fingerprint of the case of each row as it was then.
    """

    answers: pa.Table
    fingerprints: FingerprintArray

    def update(
        self,
        batch: CaseBatch,
        fingerprints: FingerprintArray,
        as_of: int,
        evaluate: Callable[[CaseBatch], pa.Table],
    ) -> pa.Table:
        """Return the answers to all cases of a batch, evaluating those that may have changed.

        Args:
            batch: All cases as they are now.
            fingerprints: uint64[cases] their fingerprints.
            as_of: The instant of the evaluation in epoch seconds, not before that of the earlier answers.
            evaluate: Evaluates a batch.

        Returns:
            A row for each case, in their order: what `evaluate` says of the whole batch.
        """
        row, is_same = self._find_unchanged(batch, fingerprints, as_of)
        changed = np.flatnonzero(~is_same)
        if not len(changed):
            return self.answers.take(pa.array(row))
        evaluated = evaluate(batch.select(changed))
        row[changed] = self.answers.num_rows + np.arange(len(changed))
        return pa.concat_tables([self.answers, evaluated]).take(pa.array(row))

    def _find_unchanged(
        self, batch: CaseBatch, fingerprints: FingerprintArray, as_of: int
    ) -> tuple[CaseIndexArray, BoolArray]:
        """Return the earlier row of each case, and whether its answer still holds."""
        answers = self.answers
        keys = answers["case_id"].combine_chunks()
        row = pc.index_in(batch.cases["case_id"].combine_chunks(), value_set=keys)
        is_same = np.asarray(pc.is_valid(row)).copy()
        rows = to_int64(pc.fill_null(row, 0))
        if not answers.num_rows:
            return rows, is_same
        is_same &= self.fingerprints[rows] == fingerprints
        is_same &= (self._is_settled(as_of))[rows]
        is_same[batch.duplicates] = False
        return rows, is_same

    def _is_settled(self, as_of: int) -> BoolArray:
        """Mark the answers that time alone has not changed: no event was ahead, and no change was due by now.

        Of a duty that was closed the answer tells no next change, though its status goes on: such a case is not marked.
        """
        next_change = to_int64(self.answers["next_change"])
        is_ahead = to_int64(pc.fill_null(pc.list_value_length(self.answers["ignored_events"]), 1)) > 0
        is_due = np.asarray(pc.is_valid(self.answers["next_change"])) & (next_change <= as_of)
        is_answered: BoolArray = np.asarray(pc.is_null(self.answers["error"])) & ~is_ahead & ~is_due
        return is_answered & ~_has_closed_duty(self.answers["obligations"])


def _has_closed_duty(obligations: pa.ChunkedArray) -> BoolArray:
    """Return bool[rows]: whether a case was closed on one of its duties."""
    marked = [np.zeros(0, np.bool_)]
    for chunk in obligations.chunks:
        is_closed = np.zeros(len(chunk), np.bool_)
        closed = np.asarray(pc.is_valid(pc.struct_field(pc.list_flatten(chunk), "closed_by")))
        is_closed[np.asarray(pc.list_parent_indices(chunk))[closed]] = True
        marked.append(is_closed)
    return np.concatenate(marked)
