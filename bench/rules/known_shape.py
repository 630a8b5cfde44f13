"""The same histories with other ids and dates, in the same order: cases of a shape that has been seen once."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping, Sequence
from typing import Any

__all__ = ["build_known_shape"]

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}(?=\Z|T)")
_WEEKS = (-4, 4, -1, 1)


def build_known_shape(case: Mapping[str, Any]) -> dict[str, Any]:
    """Return a case whose events lie some weeks earlier or later, on the same weekdays, and have other ids.

    No event is moved into another year where that can be: what another wording of the law or the instant of the
    evaluation lies between would be another order, and no known shape.
    """
    weeks = next((weeks for weeks in _WEEKS if _keeps_years(case["events"], weeks)), _WEEKS[0])
    events = [_move_event(event, weeks) for event in case["events"]]
    return {**case, "events": events, "case_id": f"{case['case_id']}-again"}


def _keeps_years(events: Sequence[Mapping[str, Any]], weeks: int) -> bool:
    return all(event["at"][:4] == _move(event["at"], weeks)[:4] for event in events)


def _move_event(event: Mapping[str, Any], weeks: int) -> dict[str, Any]:
    moved = {name: _move(value, weeks) if isinstance(value, str) else value for name, value in event.items()}
    if "id" in event:
        moved["id"] = f"{event['id']}x"
    if "of" in event:
        moved["of"] = f"{event['of']}x" if isinstance(event["of"], str) else [f"{name}x" for name in event["of"]]
    return moved


def _move(text: str, weeks: int) -> str:
    return _DAY.sub(lambda found: (dt.date.fromisoformat(found[0]) + dt.timedelta(weeks=weeks)).isoformat(), text)
