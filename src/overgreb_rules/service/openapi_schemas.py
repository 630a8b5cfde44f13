"""The schemas of the OpenAPI document: those that are published, and those of what a service alone sends."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from overgreb_rules._case.json_schema import Schema
from overgreb_rules._evaluate.json_schemas import build_json_schema
from overgreb_rules._rules.rule_set import RuleSet
from overgreb_rules.evaluation import Evaluation
from overgreb_rules.service.settings import ServiceLimits

COMPONENT = "#/components/schemas/"
"""What the reference to a schema of the document begins with."""
_PUBLISHED = ("case", "envelope", "evaluation", "what-if", "why-not", "agenda", "error")
_TEXT: Schema = {"type": "string"}
_TEXT_OR_NULL: Schema = {"type": ["string", "null"]}
_FLAG: Schema = {"type": "boolean"}
_VERSION: Schema = {"type": "integer", "const": 1}
_BOTH: Schema = {"$ref": f"{COMPONENT}Text"}
_IN_FORCE: Schema = {
    "type": "object",
    "additionalProperties": False,
    "required": ["from", "to"],
    "properties": {
        "from": {"type": "string", "format": "date"},
        "to": {"type": ["string", "null"], "format": "date"},
    },
}
_LEFT_OUT = " What `detail` leaves out is not there."


def schemas_of(rules: RuleSet, limits: ServiceLimits) -> dict[str, Any]:
    """Return the schemas of the document.

    Args:
        rules: The rules, whose vocabulary decides what a case can hold.
        limits: The limits of the service, which may take fewer events than the library.

    Returns:
        The schemas by name.
    """
    schemas: dict[str, Any] = {}
    for name in _PUBLISHED:
        _add_published(schemas, build_json_schema(name, rules))
    for detail in ("dates", "counted"):
        _make_optional(schemas, schemas["Evaluation"], Evaluation.fields_left_out(detail))
    told = schemas["Case"]["properties"]["events"]
    told["maxItems"] = min(told["maxItems"], limits.events)
    _write_for_generators(schemas)
    for changed in ("Evaluation", "WhatIf"):
        schemas[changed]["description"] += _LEFT_OUT
    events = [{"$ref": f"{COMPONENT}{name}"} for name in rules.vocabulary.events]
    schemas["Line"] = {
        "description": "One line of a stream: a case, or a case with what is asked about it.",
        "anyOf": [{"$ref": f"{COMPONENT}Case"}, {"$ref": f"{COMPONENT}Envelope"}],
    }
    schemas["Question"] = _object(
        case={"$ref": f"{COMPONENT}Case"},
        suppose={"type": "array", "items": {"anyOf": [_TEXT, *events]}, "minItems": 1},
    )
    schemas["SavedAnswer"] = _object(receipt={"$ref": f"{COMPONENT}Evaluation"}, case={"$ref": f"{COMPONENT}Case"})
    schemas |= _answers() | _documents(rules)
    return schemas


def _answers() -> dict[str, Schema]:
    """Return the schemas of what a service answers about a case beside the published ones."""
    moved = _object(da=_TEXT, en=_TEXT, old=_TEXT_OR_NULL, new=_TEXT_OR_NULL)
    refusal = {"place": _TEXT, "what": _TEXT, "value": _TEXT_OR_NULL, "allowed": _TEXT_OR_NULL, "mend": _TEXT}
    return {
        "Explanation": _object(schema=_VERSION, obligation={"$ref": f"{COMPONENT}Obligation"}, da=_TEXT, en=_TEXT),
        "Replay": _object(schema=_VERSION, same=_FLAG, moved=_list(moved)),
        "Problem": _object(type=_TEXT, title=_TEXT, status={"type": "integer"}, detail=_TEXT, **refusal),
    }


def _documents(rules: RuleSet) -> dict[str, Schema]:
    """Return the schemas of what a service knows without a case."""
    words = _list(_TEXT)
    event_types = _list({"type": "string", "enum": list(rules.vocabulary.events)})
    summary: dict[str, Schema] = {
        "rule": _TEXT,
        "law": {"type": "string", "enum": list(rules.laws)},
        "cite": _TEXT,
        "title": _BOTH,
        "modality": _TEXT,
        "bearer": {"type": "string", "enum": list(rules.vocabulary.bearers)},
        "in_force": _IN_FORCE,
        "certainty": _TEXT,
    }
    fact = _object(da=_TEXT, en=_TEXT, kind=_TEXT, values=words, default={"type": ["boolean", "string", "null"]})
    facts: Schema = {"type": "object", "additionalProperties": fact}
    event = _object(da=_TEXT, en=_TEXT, about=words, facts=facts)
    events: Schema = {"type": "object", "additionalProperties": event}
    succession = _object(rule=_TEXT, cite=_TEXT, successors=words, moves=_FLAG)
    count: Schema = {"type": "integer", "minimum": 1}
    return {
        "RuleSummary": _object(**summary),
        "RuleList": _object(schema=_VERSION, rulebook=_TEXT, rules=_list({"$ref": f"{COMPONENT}RuleSummary"})),
        "Rule": _object(
            schema=_VERSION,
            **summary,
            summary=_BOTH,
            triggers=event_types,
            met_by=event_types,
            sources=words,
            eli=words,
            kle=_TEXT_OR_NULL,
            covers=words,
            doubts=_list(_BOTH),
            as_law=_list(_BOTH),
        ),
        "Concordance": _object(schema=_VERSION, rules=_list(succession)),
        "Vocabulary": _object(schema=_VERSION, events=events),
        "Bundle": {"type": "object", "description": "The rules as one file, for programs in other languages."},
        "Plan": {"type": "object", "description": "The plan.json of `overgreb-meetings plan`."},
        "JsonSchema": {"type": "object", "description": "A JSON Schema, draft 2020-12."},
        "Limits": _object(**dict.fromkeys(ServiceLimits().as_json(), count)),
    }


def _object(**properties: Schema) -> Schema:
    return {"type": "object", "additionalProperties": False, "required": list(properties), "properties": properties}


def _list(items: Schema) -> Schema:
    return {"type": "array", "items": items}


def _add_published(schemas: dict[str, Any], published: Mapping[str, Any]) -> None:
    """Add a published schema under its title, and its definitions, which mean the same in each schema, under theirs."""
    text = json.dumps({key: value for key, value in published.items() if key not in {"$id", "$schema"}})
    document = json.loads(text.replace('"#/$defs/', f'"{COMPONENT}'))
    definitions = document.pop("$defs", {})
    for name, schema in {document["title"]: document, **definitions}.items():
        schemas.setdefault(name, schema)


def _write_for_generators(schemas: Mapping[str, Any]) -> None:
    """Say the same in the words that generators of clients read rightly.

    A union of a text and a list gives Java that does not compile where it is written as `anyOf`; a constant with a
    default does too, and in TypeScript the two constants of `is_day` become one.
    """
    for schema in schemas.values():
        properties = schema.get("properties", {})
        if "anyOf" in properties.get("of", {}):
            text, several = properties["of"].pop("anyOf")
            properties["of"] |= {**text, **several, "type": [text["type"], several["type"]]}
        if "is_day" in properties:
            del properties["is_day"]["const"], properties["is_day"]["default"]


def _make_optional(schemas: Mapping[str, Any], schema: dict[str, Any], left_out: Any) -> None:
    """Take the fields that a detail leaves out from the required ones.

    Args:
        schemas: The schemas of the document, to follow references.
        schema: The schema of an object or list.
        left_out: The names of fields; a mapping leads to what is left out of a field, `__all__` to that of each item.
    """
    while isinstance(reference := schema.get("$ref") or _only_reference(schema), str):
        schema = schemas[reference.removeprefix(COMPONENT)]
    for name in left_out:
        below = left_out[name] if isinstance(left_out, Mapping) else True
        if name == "__all__":
            _make_optional(schemas, schema["items"], below)
        elif below is not True:
            _make_optional(schemas, schema["properties"][name], below)
        elif name in schema.get("required", ()):
            schema["required"].remove(name)


def _only_reference(schema: Mapping[str, Any]) -> str | None:
    """Return the reference of a schema that is one or null; None for another schema."""
    references = [one["$ref"] for one in schema.get("anyOf", ()) if "$ref" in one]
    return references[0] if len(references) == 1 else None
