"""Sets of time as lists of intervals in order and apart."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

Interval = tuple[int, int]
"""Epoch seconds, the end excluded."""


def merge_intervals(intervals: Iterable[Interval]) -> tuple[Interval, ...]:
    """Return the union of intervals.

    Args:
        intervals: Intervals in any order; empty and reversed ones are left out.

    Returns:
        Intervals in order, apart from each other.
    """
    merged: list[Interval] = []
    for begins, ends in sorted(intervals):
        if begins >= ends:
            continue
        if merged and begins <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(merged[-1][1], ends))
        else:
            merged.append((begins, ends))
    return tuple(merged)


def clip_intervals(intervals: Iterable[Interval], bounds: Interval) -> tuple[Interval, ...]:
    """Return what lies within bounds.

    Args:
        intervals: Intervals in any order.
        bounds: The bounds.

    Returns:
        The union of the parts within the bounds.
    """
    return merge_intervals((max(begins, bounds[0]), min(ends, bounds[1])) for begins, ends in intervals)


def subtract_intervals(intervals: Iterable[Interval], taken: Sequence[Interval]) -> tuple[Interval, ...]:
    """Return the time of intervals without another time.

    Args:
        intervals: Intervals in any order.
        taken: Intervals in any order.

    Returns:
        What is left, in order and apart.
    """
    left: list[Interval] = []
    others = merge_intervals(taken)
    at = 0
    for begins, ends in merge_intervals(intervals):
        now = begins
        while at < len(others) and others[at][1] <= begins:
            at += 1
        for start, stop in others[at:]:
            if start >= ends:
                break
            left.append((now, start))
            now = max(now, stop)
        left.append((now, ends))
    return merge_intervals(left)
