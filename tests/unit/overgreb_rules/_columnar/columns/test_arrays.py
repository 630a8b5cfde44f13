"""Arrays of numbers: different ones in order, and which are among others."""

from __future__ import annotations

import numpy as np
import pytest

from overgreb_rules._columnar.columns.arrays import ABSENT, mark_members, sort_distinct

EMPTY = np.zeros(0, np.int64)


@pytest.mark.parametrize("seed", range(5))
def test_different_numbers_of_several_arrays_come_once_and_ascending(seed: int) -> None:
    rng = np.random.default_rng(seed)
    parts = [rng.integers(-9, 9, size) * 10**12 for size in (0, 1, 40)]
    assert sort_distinct(*parts).tolist() == sorted({number for part in parts for number in part.tolist()})


def test_no_numbers_give_none() -> None:
    assert sort_distinct(EMPTY).tolist() == []


def test_the_absent_number_is_a_number_as_another() -> None:
    assert sort_distinct(np.array([3, ABSENT]), np.array([ABSENT])).tolist() == [ABSENT, 3]


def test_a_number_is_marked_where_it_is_among_the_others() -> None:
    marked = mark_members(np.array([7, 1, 5, 9, 5]), np.array([1, 5, 8]))
    assert marked.tolist() == [False, True, True, False, True]


def test_nothing_is_among_no_others() -> None:
    assert mark_members(np.array([1, 2]), EMPTY).tolist() == [False, False]
