"""The JSON Schemas (draft 2020-12) of all that other systems send and get, each under its name."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, get_args

from pydantic import BaseModel

from overgreb_rules._case.json_schema import INSTANT_WITH_OFFSET, KEY, SCHEMA_ID, Schema, case_schema, describe
from overgreb_rules._conformance.warning_words import WARNING_WORDS
from overgreb_rules._evaluate.field_descriptions import FIELD_DESCRIPTIONS, SCHEMA_DESCRIPTIONS
from overgreb_rules._evaluate.what_if import WhatIf
from overgreb_rules._evaluate.why_not import WhyNot
from overgreb_rules._evaluate.work_list import Agenda
from overgreb_rules._rules.rule_set import RuleSet
from overgreb_rules.evaluation import Evaluation, StatusWord

_DRAFT = "https://json-schema.org/draft/2020-12/schema"


def build_json_schema(name: str, rules: RuleSet) -> Schema:
    """Build the schema of one name.

    Args:
        name: A name of `SCHEMA_NAMES`.
        rules: The rules, for their laws, bearers and event types.

    Returns:
        The schema as JSON data.
    """
    return _BUILDERS[name](rules)


def _model_schema(name: str, model: type[BaseModel]) -> Callable[[RuleSet], Schema]:
    def build(rules: RuleSet) -> Schema:
        schema = model.model_json_schema(mode="serialization")
        definitions: dict[str, Schema] = schema.pop("$defs", {})
        for kind, body in {model.__name__: schema, **definitions}.items():
            _complete(kind, body, rules)
        return {
            "$schema": _DRAFT,
            "$id": SCHEMA_ID.format(name),
            **schema,
            **_described(name),
            **({"$defs": definitions} if definitions else {}),
        }

    return build


def _complete(kind: str, body: Schema, rules: RuleSet) -> None:
    """Describe every field of a definition, list the words that are data of the rules, and allow no other field."""
    properties = body.get("properties")
    if not isinstance(properties, dict):
        return
    for name, field in properties.items():
        words = FIELD_DESCRIPTIONS.get(f"{kind}.{name}") or FIELD_DESCRIPTIONS[name]
        field["description"] = describe(words)
        field.pop("title", None)
    listed = {
        "law": ("Obligation", "AgendaItem"),
        "bearer": ("Obligation", "AgendaItem"),
        "code": ("Warned",),
        "type": ("OpenedBy",),
    }
    values: Mapping[str, list[str]] = {
        "law": list(rules.laws),
        "bearer": list(rules.vocabulary.bearers),
        "code": sorted({code.replace("LAW", law) for code in WARNING_WORDS for law in rules.laws}),
        "type": list(rules.vocabulary.events),
    }
    for name, kinds in listed.items():
        if kind in kinds:
            properties[name]["enum"] = values[name]
    if kind == "Receipt":
        properties["law"]["propertyNames"] = {"enum": values["law"]}
    body["additionalProperties"] = False


def _described(name: str) -> Schema:
    return {"description": describe(SCHEMA_DESCRIPTIONS[name])}


def _error(_: RuleSet) -> Schema:
    """Build the schema of an error: the five parts of a refusal, and the line of a stream that holds one."""
    text: Schema = {"type": "string"}
    text_or_null: Schema = {"type": ["string", "null"]}
    kinds: dict[str, Schema] = {
        "place": text,
        "what": text,
        "value": text_or_null,
        "allowed": text_or_null,
        "mend": text,
    }
    parts = {name: _field(name, schema) for name, schema in kinds.items()}
    line: dict[str, Any] = {
        "schema": _field("schema", {"const": 1}),
        "line": _field("line", {"type": "integer", "minimum": 1}),
        "id": _field("ErrorLine.id", KEY),
        "error": _field("ErrorLine.error", {"$ref": "#/$defs/Error"}),
    }
    return {
        "$schema": _DRAFT,
        "$id": SCHEMA_ID.format("error"),
        "title": "ErrorLine",
        **_described("error"),
        **_object(line, ["schema", "line", "error"]),
        "$defs": {"Error": {"title": "Error", **_object(parts, list(parts))}},
    }


def _envelope(rules: RuleSet) -> Schema:
    """Build the schema of a line that asks for the answer to a case at an instant of its own."""
    case = case_schema(rules.vocabulary)
    definitions = case.pop("$defs")
    for key in ("$schema", "$id"):
        del case[key]
    suppositions: Schema = {
        "type": "array",
        "items": {"anyOf": [{"type": "string"}, *({"$ref": f"#/$defs/{name}"} for name in rules.vocabulary.events)]},
    }
    fields = {
        "id": _field("ErrorLine.id", KEY),
        "at": _field("Envelope.at", INSTANT_WITH_OFFSET | {"type": ["string", "null"]}),
        "case": _field("Envelope.case", {"$ref": "#/$defs/Case"}),
        "suppose": _field("Envelope.suppose", suppositions),
        "detail": _field("Envelope.detail", {"enum": ["dates", "counted", "full", None]}),
    }
    return {
        "$schema": _DRAFT,
        "$id": SCHEMA_ID.format("envelope"),
        "title": "Envelope",
        **_described("envelope"),
        **_object(fields, ["case"]),
        "$defs": {"Case": case, **(definitions if isinstance(definitions, dict) else {})},
    }


def _figures(_: RuleSet) -> Schema:
    """Build the schema of the figures of a department."""
    count: Schema = {"type": "integer", "minimum": 0}
    share: Schema = {"type": "number", "minimum": 0, "maximum": 1}
    name: Schema = {"type": "string"}
    day: Schema = {"type": "string", "format": "date"}
    text = _part("Text", {"da": name, "en": name})
    counts = _part("KeptCount", {"strict": count, "lenient": count})
    shares = _part("KeptShare", {"strict": share, "lenient": share})
    missing = _part("Missing", {"name": name, "count": count})
    number: Schema = {"type": "number", "minimum": 0}
    duration = _part("Duration", {"unit": name, "count": count, "median": number, "p90": number})
    statuses: Schema = {
        "type": "object",
        "propertyNames": {"enum": list(get_args(StatusWord))},
        "additionalProperties": count,
    }
    measure = _part(
        "Measure",
        {
            "measure": name,
            "title": text,
            "decided": count,
            "kept": counts,
            "share": _or_null(shares),
            "undetermined": count,
            "missing": _or_null(missing),
            "statuses": statuses,
            "duration": _or_null(duration),
        },
    )
    by: Schema = {"type": "object", "additionalProperties": {"type": ["string", "null"]}}
    group = _part("Group", {"by": by, "measures": {"type": "array", "items": measure}})
    coming = _part("Coming", {"week_from": day, "measure": name, "count": count})
    published = _part(
        "Published",
        {"measure": name, "share": share, "year": name, "source": text, "sample": {"type": "boolean"}},
    )
    error: Schema = {"type": "object", "additionalProperties": {"type": ["string", "null"]}}
    refused = _part("RefusedCase", {"case": {"type": "integer", "minimum": 1}, "error": error})
    whole: dict[str, Schema] = {
        "schema": {"const": 1},
        "from": day,
        "to": day,
        "cases": count,
        "refused": {"type": "array", "items": refused},
        "groups": {"type": "array", "items": group},
        "coming": {"type": "array", "items": coming},
        "published": {"type": "array", "items": published},
    }
    return {"$schema": _DRAFT, "$id": SCHEMA_ID.format("figures"), **_part("Figures", whole), **_described("figures")}


def _part(kind: str, fields: Mapping[str, Schema]) -> Schema:
    """Build the schema of an object of which every field is always there."""
    described = {
        name: {**schema, "description": describe(FIELD_DESCRIPTIONS.get(f"{kind}.{name}") or FIELD_DESCRIPTIONS[name])}
        for name, schema in fields.items()
    }
    return {"title": kind, **_object(described, list(fields))}


def _or_null(schema: Schema) -> Schema:
    return {"anyOf": [schema, {"type": "null"}]}


def _object(properties: Mapping[str, object], required: list[str]) -> Schema:
    return {"type": "object", "additionalProperties": False, "required": required, "properties": dict(properties)}


def _field(name: str, schema: Schema) -> Schema:
    return {**schema, "description": describe(FIELD_DESCRIPTIONS[name])}


_BUILDERS: Mapping[str, Callable[[RuleSet], Schema]] = {
    "case": lambda rules: case_schema(rules.vocabulary),
    "envelope": _envelope,
    "evaluation": _model_schema("evaluation", Evaluation),
    "error": _error,
    "agenda": _model_schema("agenda", Agenda),
    "what-if": _model_schema("what-if", WhatIf),
    "why-not": _model_schema("why-not", WhyNot),
    "figures": _figures,
}
SCHEMA_NAMES = tuple(_BUILDERS)
"""The names of all schemas, which are those of the files in `rules/schema` too."""
