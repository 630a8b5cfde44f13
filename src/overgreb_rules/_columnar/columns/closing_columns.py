"""The closings of the cases of a batch: the first one since each duty was opened."""

from __future__ import annotations

import numpy as np
import pyarrow as pa

from overgreb_rules._columnar.columns.arrays import ABSENT, CaseIndexArray, EpochSecondsArray, EventIndexArray
from overgreb_rules._columnar.columns.event_columns import EventColumns, all_words_of
from overgreb_rules._columnar.columns.support import time_keys
from overgreb_rules._rules.vocabulary import Vocabulary


def find_closings(
    columns: EventColumns, case: CaseIndexArray, opening: EpochSecondsArray, vocabulary: Vocabulary
) -> EventIndexArray:
    """Find the first closing of each case since an instant, as `_duties.closings` finds it for one duty.

    Args:
        columns: The events of the batch.
        case: int64[k] row of the case.
        opening: int64[k] the second since which a closing counts.
        vocabulary: The event types; some of them close a case.

    Returns:
        int64[k] event indices, ABSENT where no closing has come.
    """
    numbers = [number for number, name in enumerate(vocabulary.events) if name in vocabulary.closing_types]
    closings = np.concatenate([np.zeros(0, np.int64), *(columns.by_type[number] for number in numbers)])
    found = np.full(len(case), ABSENT)
    if not len(closings):
        return found
    closings = closings[np.lexsort((closings, columns.latest[closings], columns.case[closings]))]
    keys = time_keys(columns.case[closings], columns.latest[closings])
    place = np.searchsorted(keys, time_keys(case, opening))
    candidate = closings[np.minimum(place, len(closings) - 1)]
    is_closed = (place < len(closings)) & (columns.case[candidate] == case)
    found[is_closed] = candidate[is_closed]
    return found


def closing_reasons(columns: EventColumns, closings: EventIndexArray, vocabulary: Vocabulary) -> pa.Array:
    """Return why each case was closed.

    Args:
        columns: The events of the batch.
        closings: int64[k] event indices, ABSENT where a case is not closed.
        vocabulary: The event types; of each that closes a case, the fact that says why.

    Returns:
        string[k], null where the case is not closed or the reason is not told.
    """
    reasons: list[str | None] = [None] * len(closings)
    types = list(vocabulary.events.values())
    for row in np.flatnonzero(closings != ABSENT).tolist():
        event = int(closings[row])
        fact = types[columns.type[event]].closes or ""
        code = int(columns.fact_values(fact, np.array([event]))[0])
        if code != ABSENT:
            reasons[row] = all_words_of(fact, vocabulary)[code]
    return pa.array(reasons, pa.string())
