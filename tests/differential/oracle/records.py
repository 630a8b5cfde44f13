"""Deadlines, duties and answers of the oracle."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from tests.differential import plain_day_count as count
from tests.differential.oracle.values import Event, Moment, Truth

CHANGE_OF_LAW = count.midnight(dt.date(2024, 1, 1))
"""The first instant of barnets lov."""
RULES_BEGIN = dt.date(2013, 10, 1)
"""The first day of the rules; what happened before opens no duty, whenever that would begin."""


UNMET_STATUSES = {"breached", "overdue", "contested", "due_soon", "pending", "undetermined", "open", "available"}


BREACH_STATUSES = {"overdue", "met_late", "breached"}


Due = int | dt.date
"""The last moment in time: an instant (seconds since 1970) where hours are counted, else a day."""


def end_of(due: Due) -> int:
    """Return the end of a deadline: the instant itself, or midnight after the day."""
    return due if isinstance(due, int) else count.end_of(due)


def is_past(due: Due, at: int) -> bool:
    """Whether the deadline is past: the last instant is still in time; a day is over when the next one begins."""
    return at > due if isinstance(due, int) else at >= count.end_of(due)


@dataclass(frozen=True)
class Answer:
    """The status and dates of one duty."""

    status: str
    strict: str | None = None
    lenient: str | None = None
    needs: tuple[str, ...] = ()
    met_by: tuple[str, ...] = ()
    transition: bool = False
    clock_start: str = ""


@dataclass(frozen=True)
class Duty:
    """A duty after its activation: its rule, its trigger, and whether it is owed."""

    rule: str
    trigger: Event
    about: tuple[Event, ...]
    opened: Moment
    owed: Truth
    moved: bool = False
    commenced: Moment | None = None


@dataclass(frozen=True)
class ClocksInTurn:
    """The duties of which one runs at a time, and the notifications that a running clock took in.

    Each of those stands by its id with the one that started the clock, and with the examination that gave it a clock
    of its own. `perhaps` holds those that would have started one had a waiver held that hangs on unknown facts.
    """

    opened: list[Duty]
    taken: dict[str, tuple[Event, Event | None]]
    perhaps: dict[str, tuple[Duty, frozenset[str]]]


@dataclass(frozen=True)
class Clock:
    """The start and the ends in the two readings; `unknown` names the missing facts."""

    start: Moment
    strict: Due | None
    lenient: Due | None
    unknown: frozenset[str] = frozenset()
