"""What schemathesis cannot read from the OpenAPI document: relations inside a case, and lines in place of a document.

JSON Schema can say of each value which it may be. It cannot say that an id stands once, that `of` names an id of the
same case, that a time without an offset needs a zone, which names the database of time zones has, what looks like a
CPR number, that 7.0 is another number than 7, or that an offset moves the last hours of a year into the next. So the
generated cases are mended here in these places alone; everything else reaches the service as it was made from the
document. What is wrong on purpose is not mended.
"""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import schemathesis
from schemathesis.generation.meta import TestPhase

from overgreb_rules import Case, evaluate
from overgreb_rules.errors import has_cpr_shape

LINES = "application/jsonl"
ZONES = ("Europe/Copenhagen", "Atlantic/Faroe", "America/Nuuk", "UTC")
AT = "2026-11-21T12:00:00+01:00"
EXAMPLE = Path(__file__).parents[4] / "examples" / "cases" / "christmas-notification.json"
_NO_OFFSET = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:.,]+\Z")


@schemathesis.serializer(LINES, "application/x-ndjson")
def write_line(_: Any, value: Any) -> bytes:
    """One value on one line."""
    return json.dumps(value).encode()


@schemathesis.hook
def map_case(_: Any, case: Any) -> Any:
    """Mend what is generated to be accepted."""
    if case.meta is not None and case.meta.generation.mode is schemathesis.GenerationMode.NEGATIVE:
        return case
    name, body = case.operation.definition.raw.get("operationId"), case.body
    if isinstance(case.query, dict) and "rulebook" in case.query:
        # Another rulebook than the one that is served is answered with 409: a test of its own holds that.
        del case.query["rulebook"]
    if not isinstance(body, dict):
        return case
    case.body = body = make_whole(body)
    if "at" in (case.query or {}):
        case.query["at"] = keep_from_the_ends(case.query["at"])
    inner = body["case"] if isinstance(body.get("case"), dict) else body
    mend(inner)
    if "suppose" in body:
        body["suppose"] = [mend_supposition(one, number) for number, one in enumerate(body["suppose"])]
    if isinstance(body.get("id"), str):
        body["id"] = mend_key(body["id"], "line")
    if name == "replay":
        # A saved answer is one that was given: its schema allows any other.
        body["receipt"] = json.loads(evaluate(Case.model_validate(inner), at=AT).to_json())
    if name == "explain":
        duties = evaluate(Case.model_validate(inner), at=case.query["at"]).obligations
        if not duties:
            case.body = inner = json.loads(EXAMPLE.read_bytes())
            case.query["at"] = AT
            duties = evaluate(Case.model_validate(inner), at=AT).obligations
        case.query["key"] = duties[-1].key
    return case


@schemathesis.hook
def before_call(_: Any, case: Any, __: Any) -> None:
    """Mend what the phase of states made right after it had been generated: it puts earlier answers into a case."""
    if case.meta is not None and case.meta.phase.name is TestPhase.STATEFUL:
        map_case(None, case)


@schemathesis.hook
def filter_failure(_: Any, failure: Any, case: Any, response: Any) -> bool:
    """Drop the reproach that a stream is answered with 200 where its lines say that they are refused."""
    is_lines = (case.media_type or "").startswith(LINES)
    if not is_lines or response.status_code != 200 or "data" not in type(failure).__name__.lower():
        return True
    told = response.content.decode()
    return not ('"error":' in told or '"refused":' in told or "at" not in (case.query or {}))


def make_whole(value: Any) -> Any:
    """Write whole numbers without a point: JSON Schema takes 7.0 as whole, the reader of cases does not."""
    if isinstance(value, dict):
        return {name: make_whole(one) for name, one in value.items()}
    if isinstance(value, list):
        return [make_whole(one) for one in value]
    return int(value) if isinstance(value, float) and value.is_integer() else value


def mend(case: dict[str, Any]) -> None:
    """Mend the relations inside a case."""
    case["case_id"] = mend_key(case["case_id"], "case")
    if case.get("zone") is not None:
        case["zone"] = ZONES[len(case["zone"]) % len(ZONES)]
    add_offsets(case.get("barn") or {}, case)
    ids: list[str] = []
    for number, event in enumerate(case.get("events", ())):
        event_id = mend_key(event.get("id", ""), f"k{number}")
        event["id"] = f"{event_id}-{number}"[-200:] if event_id in ids else event_id
        names = [event["of"]] if isinstance(event.get("of"), str) else event.get("of", [])
        if names and ids:
            # As many as were generated, of those that stand before it.
            event["of"] = ids[-len(names) :] if isinstance(event["of"], list) else ids[-1]
        else:
            event.pop("of", None)
        add_offsets(event, case)
        ids.append(event["id"])


def mend_supposition(supposed: Any, number: int) -> Any:
    """Mend a supposed event: as text it has a form of its own, and it names nothing of the case."""
    if isinstance(supposed, str):
        return "underretning_modtaget@2026-11-22T08:00"
    supposed.pop("of", None)
    add_offsets(supposed, {"zone": "Europe/Copenhagen"})
    return {**supposed, "id": f"supposed-{number}"}


def mend_key(key: str, instead: str) -> str:
    """Return a key that the reader takes: what looks like a CPR number, or cannot be shown, is replaced."""
    return key if key and key.isprintable() and not has_cpr_shape(key) else instead


def add_offsets(facts: dict[str, Any], case: dict[str, Any]) -> None:
    """Give the times an offset where the case has no zone."""
    for name, value in facts.items():
        if isinstance(value, str):
            facts[name] = keep_from_the_ends(value)
            if case.get("zone") is None and _NO_OFFSET.match(value):
                facts[name] += "Z"


def keep_from_the_ends(time: str) -> str:
    """Move a time by a day where its offset could lead out of the supported years."""
    return time.replace("2200-12-31T", "2200-12-30T").replace("1900-01-01T", "1900-01-02T")
