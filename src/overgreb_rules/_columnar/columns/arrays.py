"""Array types of the columnar evaluation: each alias says what the numbers of a one-dimensional array mean.

All numbers are int64. Every alias is the same type to a type checker; the name documents the unit. Where a
docstring says `int64[n]`, n is the length of the array.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

EpochSecondsArray = npt.NDArray[np.int64]
"""Instants in seconds since 1970-01-01T00:00Z."""
DayNumberArray = npt.NDArray[np.int64]
"""Local days of Europe/Copenhagen, counted from 1 January 1970."""
EventIndexArray = npt.NDArray[np.int64]
"""Indices of events in an `EventColumns`: supported cases only, ordered by case and time."""
CaseIndexArray = npt.NDArray[np.int64]
"""Row numbers in the table of cases of a batch."""
EventRowArray = npt.NDArray[np.int64]
"""Row numbers in the table of events of a batch."""
CodeArray = npt.NDArray[np.int64]
"""Codes of a dictionary: event types, fact values, signatures, ranks, numbers of slices."""
BoolArray = npt.NDArray[np.bool_]
"""Truth values, a mask."""

ABSENT = int(np.iinfo(np.int64).min)
"""The value that stands in an array of numbers where there is none (null, unknown, no such event)."""
NEVER = int(np.iinfo(np.int64).max)
"""The value that stands in an array of epoch seconds for an instant that does not come."""


def to_int64(column: Any) -> npt.NDArray[np.int64]:
    """Convert an Arrow column of whole numbers, truth values, days or instants to a NumPy array.

    Args:
        column: A pyarrow Array or ChunkedArray of length n; days become day numbers, instants epoch seconds.

    Returns:
        int64[n], ABSENT where the column is null.
    """
    if isinstance(column, pa.ChunkedArray):
        column = column.combine_chunks()
    if pa.types.is_date32(column.type):
        column = column.cast(pa.int32())
    filled = pc.fill_null(column.cast(pa.int64()), ABSENT)
    return np.array(filled, dtype=np.int64)
