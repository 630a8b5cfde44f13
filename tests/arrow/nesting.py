"""Two tables as one, the events of each case nested in its row: what `unnested` takes apart."""

from __future__ import annotations

import pyarrow as pa


def nested(cases: pa.Table, events: pa.Table) -> pa.Table:
    """One table of both; cases that stand twice have the same events."""
    kept = [field for field in events.schema if field.name != "case_id"]
    by_case: dict[str, list[dict[str, object]]] = {}
    for event in events.to_pylist():
        by_case.setdefault(event.pop("case_id"), []).append(event)
    lists = [by_case.get(case_id, []) for case_id in cases["case_id"].to_pylist()]
    return cases.append_column("events", pa.array(lists, pa.list_(pa.struct(kept))))
