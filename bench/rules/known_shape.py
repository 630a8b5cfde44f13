"""The same histories with other ids and dates, in the same order: cases of a shape that has been seen once."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from typing import Any

__all__ = ["build_known_shape"]

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}(?=\Z|T)")
_FOUR_WEEKS = dt.timedelta(days=28)


def build_known_shape(case: Mapping[str, Any]) -> dict[str, Any]:
    """Return a case whose events lie four weeks earlier, on the same weekdays, and have other ids."""
    named: dict[str, Any] = {}
    for key, value in case.items():
        named[key] = [_move(event) for event in value] if key == "events" else value
    return named | {"case_id": f"{case['case_id']}-again"}


def _move(event: Mapping[str, Any]) -> dict[str, Any]:
    moved = {name: _earlier(value) if isinstance(value, str) else value for name, value in event.items()}
    if "id" in event:
        moved["id"] = f"{event['id']}x"
    if "of" in event:
        moved["of"] = f"{event['of']}x" if isinstance(event["of"], str) else [f"{name}x" for name in event["of"]]
    return moved


def _earlier(text: str) -> str:
    return _DAY.sub(lambda found: (dt.date.fromisoformat(found[0]) - _FOUR_WEEKS).isoformat(), text)
