"""The answer: every duty of a case at an instant, in the form in which other systems read it (schema version 1).

The fields that cost time and are not always read (reasons, steps, counted days, hashes) are lazy: they are computed
on first access (see `shared.lazy_model`).
"""

from __future__ import annotations

from overgreb_rules.evaluation._evaluation import Detail, Evaluation, Warned
from overgreb_rules.evaluation._instants import Day, Instant, When
from overgreb_rules.evaluation._obligation import (
    Cause,
    Closed,
    CountedBy,
    Counting,
    DueDates,
    DueDay,
    DueEnds,
    DueInstant,
    Escalation,
    Obligation,
    OpenedBy,
    StatusWord,
    UndatedReason,
    Wording,
)
from overgreb_rules.evaluation._receipt import LawRead, Receipt

__all__ = [
    "Cause",
    "Closed",
    "CountedBy",
    "Counting",
    "Day",
    "Detail",
    "DueDates",
    "DueDay",
    "DueEnds",
    "DueInstant",
    "Escalation",
    "Evaluation",
    "Instant",
    "LawRead",
    "Obligation",
    "OpenedBy",
    "Receipt",
    "StatusWord",
    "UndatedReason",
    "Warned",
    "When",
    "Wording",
]
