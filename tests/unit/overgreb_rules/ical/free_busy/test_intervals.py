"""Sets of time."""

from __future__ import annotations

from overgreb_rules.ical.free_busy.intervals import merge_intervals, subtract_intervals


def test_intervals_are_merged_and_subtracted():
    assert merge_intervals([(5, 7), (1, 3), (3, 4), (6, 9), (9, 9), (8, 2)]) == ((1, 4), (5, 9))
    assert subtract_intervals([(0, 10), (20, 30)], [(2, 3), (5, 22), (29, 40)]) == ((0, 2), (3, 5), (22, 29))
    assert subtract_intervals([(0, 10)], []) == ((0, 10),)
