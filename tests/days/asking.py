"""Cases of triggers alone, asked of the public function, and the days that it answers."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

from overgreb_rules import Case, Obligation, Rulebook, evaluate
from tests.days import reckoning as count

BOOK = Rulebook.load(matcher="reference")


def noon(day: dt.date) -> str:
    return count.written(count.midnight(day) + 12 * 3600)


def told(kind: str, at: str, name: str, **facts: object) -> dict[str, Any]:
    return {"id": name, "type": kind, "at": at, **facts}


def answered(events: Iterable[dict[str, Any]], at: str, **barn: object) -> dict[tuple[str, str], Obligation]:
    """The obligations by rule and trigger, or by `trigger#1` and so on for the years of a duty that comes back."""
    listed = list(events)
    case = Case.model_validate({"case_id": "days", "barn": barn, "events": listed})
    found = {}
    for one in evaluate(case, at=at, rulebook=BOOK).obligations:
        year = one.key.rpartition("#")[2] if "#" in one.key else ""
        found[one.rule, f"{one.trigger}#{year}" if year else one.trigger] = one
    return found


def dates(one: Obligation) -> tuple[str, str]:
    assert one.due is not None, one.key
    return one.due.strict.isoformat(), one.due.lenient.isoformat()


def both(due: dt.date) -> tuple[str, str]:
    return due.isoformat(), due.isoformat()


def pair(due: tuple[dt.date, dt.date]) -> tuple[str, str]:
    return due[0].isoformat(), due[1].isoformat()
