"""Slices of cases: the rows of one owner are one slice."""

from __future__ import annotations

import numpy as np
import pytest

from overgreb_rules._columnar.grouping.case_slices import Partition


def build_partition(owner: list[int]) -> Partition:
    """Build the partition of rows that the owners own."""
    rows = np.arange(len(owner))
    return Partition.by_owner(rows + 10, np.array(owner, np.int64), rows % 2 == 0)


@pytest.mark.parametrize(
    ("owner", "starts", "sizes"),
    [
        ([], [], []),
        ([4], [0], [1]),
        ([4, 4, 4], [0], [3]),
        ([4, 4, 7, 2, 2], [0, 2, 3], [2, 1, 2]),
        ([1, 2, 1], [0, 1, 2], [1, 1, 1]),
    ],
)
def test_neighbouring_rows_of_one_owner_are_a_slice(owner: list[int], starts: list[int], sizes: list[int]) -> None:
    partition = build_partition(owner)
    assert partition.starts.tolist() == starts
    assert partition.sizes.tolist() == sizes


def test_the_rows_stay_as_they_stand() -> None:
    partition = build_partition([4, 4, 7])
    assert partition.events.tolist() == [10, 11, 12]
    assert partition.is_subject.tolist() == [True, False, True]


def test_each_event_stands_for_itself_unless_something_else_is_said() -> None:
    assert build_partition([1]).stands_for is None
