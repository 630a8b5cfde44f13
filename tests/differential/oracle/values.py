"""Moments, events and three-valued truth."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from tests.differential import plain_day_count as count


@dataclass(frozen=True)
class Moment:
    """An instant, or a day that stands for an unknown time on it; seconds since 1970."""

    first: int
    last: int
    day: dt.date
    exact: bool

    @property
    def order(self) -> tuple[int, int]:
        """Return the sort key among other moments."""
        return self.first, self.last

    def __str__(self) -> str:
        return count.format_instant(self.first) if self.exact else self.day.isoformat()


def moment_of_instant(seconds: int) -> Moment:
    return Moment(seconds, seconds, count.local_day(seconds), exact=True)


def moment_of_day(day: dt.date) -> Moment:
    return Moment(count.midnight(day), count.end_of(day), day, exact=False)


def parse_moment(text: str) -> Moment:
    return moment_of_instant(count.parse_instant(text)) if "T" in text else moment_of_day(dt.date.fromisoformat(text))


def is_at_or_after(one: Moment, other: Moment) -> bool:
    """Whether one is not earlier; a moment given by its day alone counts as after every moment on that day."""
    if one.exact and other.exact:
        return one.first >= other.first
    return one.day >= other.day


def is_after(one: Moment, other: Moment) -> bool:
    """Whether one is later, by its latest reading and the earliest of the other; at the same instant it is not."""
    return one.last > other.first


def is_surely_earlier(one: Moment, other: Moment) -> bool:
    return one.first < other.first if one.exact and other.exact else one.day < other.day


def is_possibly_earlier(one: Moment, other: Moment) -> bool:
    """Whether both are on the same day, the time of one of them is unknown, and a second of it leaves room for that."""
    last_second = other.first if other.exact else other.last - 1
    return one.day == other.day and not (one.exact and other.exact) and one.first < last_second


def is_earlier(one: Moment, other: Moment) -> bool:
    return not is_at_or_after(one, other)


@dataclass(frozen=True)
class Event:
    """An event of the case."""

    id: str
    type: str
    at: Moment
    of: tuple[str, ...]
    facts: Mapping[str, Any]


class Truth(NamedTuple):
    """True, false, or unknown (None) while the named facts are missing."""

    value: bool | None
    needs: frozenset[str] = frozenset()


TRUE, FALSE = Truth(value=True), Truth(value=False)


def all_of(truths: Iterable[Truth]) -> Truth:
    """Conjunction in three-valued logic: false wins, then unknown."""
    listed = list(truths)
    if any(t.value is False for t in listed):
        return FALSE
    unknown = [t for t in listed if t.value is None]
    return Truth(None, frozenset().union(*(t.needs for t in unknown))) if unknown else TRUE


def any_of(truths: Iterable[Truth]) -> Truth:
    """Disjunction in three-valued logic: true wins, then unknown."""
    listed = list(truths)
    if any(t.value for t in listed):
        return TRUE
    unknown = [t for t in listed if t.value is None]
    return Truth(None, frozenset().union(*(t.needs for t in unknown))) if unknown else FALSE


def negation(truth: Truth) -> Truth:
    return truth if truth.value is None else Truth(not truth.value)
