"""Fast conversion of generated cases to tables: `overgreb_rules.arrow.tables_of` without its checks.

With the checks a stream of a million cases would spend most of its time in the conversion.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

import pyarrow as pa

from overgreb_rules.arrow import CASES, EVENTS

__all__ = ["build_tables"]

_OWN = frozenset({"case_id", "at", "day"})
_INSTANTS = frozenset(field.name for field in EVENTS if pa.types.is_timestamp(field.type)) - _OWN
_DAYS = frozenset(field.name for field in EVENTS if pa.types.is_date(field.type)) - _OWN


def build_tables(cases: Sequence[Mapping[str, Any]]) -> tuple[pa.Table, pa.Table]:
    """Build the table of cases and the table of events."""
    rows = [{"case_id": case["case_id"], "kommune": case.get("kommune"), **case.get("barn", {})} for case in cases]
    for row in rows:
        for name in ("foedselsdato", "termin"):
            if name in row:
                row[name] = dt.date.fromisoformat(row[name])
    events = [_event(case["case_id"], event) for case in cases for event in case["events"]]
    return pa.Table.from_pylist(rows, schema=CASES), pa.Table.from_pylist(events, schema=EVENTS)


def _event(case_id: str, event: Mapping[str, Any]) -> dict[str, Any]:
    row = {**event, "case_id": case_id}
    at = row.pop("at")
    if "of" in row:
        row["of"] = [row["of"]]
    if len(at) == len("2025-01-01"):
        row["day"] = dt.date.fromisoformat(at)
    else:
        row["at"] = dt.datetime.fromisoformat(at)
    for name in _INSTANTS & row.keys() - _OWN:
        row[name] = dt.datetime.fromisoformat(row[name])
    for name in _DAYS & row.keys() - _OWN:
        row[name] = dt.date.fromisoformat(row[name])
    return row
