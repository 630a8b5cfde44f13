"""A fingerprint of everything that a table says of each case, by which the night after finds what has changed."""

from __future__ import annotations

import hashlib

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from overgreb_rules._columnar.columns.arrays import to_int64
from overgreb_rules._columnar.io.input_tables import CaseBatch

FingerprintArray = npt.NDArray[np.uint64]
"""uint64[n], one for each case; a changed case keeps its fingerprint once in 2**64 times."""

_OWNER = "case_id"


def compute_fingerprints(batch: CaseBatch) -> FingerprintArray:
    """Compute the fingerprint of each case from its row and the rows of its events, without its key.

    Args:
        batch: The cases and their events.

    Returns:
        uint64[cases]; the same for the same values, in whatever order the events stand. Of an event without an id,
        its place among the events of its case is one of the values, because it is called by it.
    """
    place = np.empty(len(batch.rows), np.uint64)
    place[batch.rows] = np.arange(len(batch.rows)) - batch.starts[:-1].repeat(np.diff(batch.starts))
    has_id = np.asarray(pc.is_valid(batch.events["id"]))
    events = _mix(_hash_rows(batch.events) + _mix(np.where(has_id, np.uint64(0), place + np.uint64(1))))
    of_events = np.zeros(len(batch.starts) - 1, np.uint64)
    np.add.at(of_events, batch.case_of, events)
    return _mix(_hash_rows(batch.cases) + _mix(of_events))


def _hash_rows(table: pa.Table) -> FingerprintArray:
    """Return a hash of the values of each row: a sum over the columns, each with its own salt; null adds nothing."""
    rows = np.zeros(table.num_rows, np.uint64)
    for field in table.schema:
        column = table[field.name]
        if field.name == _OWNER or column.null_count == len(column):
            continue
        salt = np.uint64(int.from_bytes(_digest(field.name), "big"))
        is_null = np.asarray(pc.is_null(column))
        rows += np.where(is_null, np.uint64(0), _mix(_hash_values(column.combine_chunks()) + salt))
    return rows


def _hash_values(values: pa.Array) -> FingerprintArray:
    if pa.types.is_list(values.type):
        lengths = to_int64(pc.fill_null(pc.list_value_length(values), -1))
        hashes = lengths.astype(np.uint64)
        owners = np.asarray(pc.list_parent_indices(values)).astype(np.int64)
        np.add.at(hashes, owners, _mix(_hash_values(pc.list_flatten(values))))
        return _mix(hashes)
    if not pa.types.is_string(values.type):
        return _mix(to_int64(values).astype(np.uint64))
    encoded = values.fill_null("").dictionary_encode()
    known = [int.from_bytes(_digest(text), "big") for text in encoded.dictionary.to_pylist()]
    of_texts: FingerprintArray = np.array(known, np.uint64)[np.asarray(encoded.indices)]
    return of_texts


def _digest(text: str) -> bytes:
    return hashlib.blake2b(text.encode(), digest_size=8).digest()


def _mix(values: FingerprintArray) -> FingerprintArray:
    """Return the values, each bit of which bears on all others.

    Source: the finalizer of SplitMix64 (Steele, Lea, Flood 2014).
    """
    mixed = (values ^ (values >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    mixed = (mixed ^ (mixed >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return mixed ^ (mixed >> np.uint64(31))
