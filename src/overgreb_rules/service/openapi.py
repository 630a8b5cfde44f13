"""The OpenAPI document: bodies, parameters and answers of each path.

A path takes the raw bytes of its body: a framework that parses JSON itself keeps the last of two equal keys, and the
reader of cases refuses both. So the schema of each body is told here.

Source: OpenAPI 3.1.1; RFC 9457 for problems.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from overgreb_rules._case.json_schema import case_schema
from overgreb_rules._rules.rule_set import RuleSet
from overgreb_rules.evaluation import Evaluation
from overgreb_rules.service.problem import MEDIA_TYPE
from overgreb_rules.service.query import DETAILS, LANGUAGES

_COMPONENT = "#/components/schemas/"
_AT = {
    "name": "at",
    "in": "query",
    "description": "The instant of the evaluation, with an offset. The service has no clock.",
    "schema": {"type": "string", "format": "date-time"},
    "example": "2026-11-21T12:00:00+01:00",
}
_PARAMETERS: Mapping[str, Mapping[str, Any]] = {
    "at": _AT,
    "lang": {
        "description": "The language of refusals, and of what exists in one language at a time.",
        "schema": {"type": "string", "enum": list(LANGUAGES), "default": "da"},
    },
    "detail": {
        "description": "How much of an answer is written: without texts and counting, without texts, or all.",
        "schema": {"type": "string", "enum": list(DETAILS), "default": "full"},
    },
    "rulebook": {
        "description": "The version or hash of the rulebook that the client expects; another one is answered with 409.",
        "schema": {"type": "string", "minLength": 1},
    },
    "key": {"description": "The key of a duty.", "schema": {"type": "string", "minLength": 1}},
    "rule": {"description": "The id of a rule.", "schema": {"type": "string", "minLength": 1}},
    "law": {"description": "Only duties of this law.", "schema": {"type": "string"}},
    "bearer": {"description": "Only duties of this bearer.", "schema": {"type": "string"}},
    "status": {
        "description": "Only duties with one of these statuses or groups, with commas between.",
        "schema": {"type": "string"},
    },
    "limit": {
        "description": "How many duties are listed at most.",
        "schema": {"type": "integer", "minimum": 1, "maximum": 1_000_000},
    },
    "closed": {
        "description": "Whether duties of closed cases are listed too.",
        "schema": {"type": "string", "enum": ["true", "false"], "default": "false"},
    },
}
_PROBLEMS = {
    "408": "Nothing came for too long.",
    "409": "The service has another rulebook than the pinned one.",
    "413": "The body, or the number of events, is larger than the limits allow.",
    "415": "The media type is another one.",
    "422": "A parameter, or the case, is refused: with place, allowed values and mend.",
    "429": "Too many requests are under way; `Retry-After` says when to ask again.",
    "503": "The evaluation took too long, or the rule engine failed. There is no answer then.",
}


def parameters_of(required: Sequence[str], optional: Sequence[str]) -> list[dict[str, Any]]:
    """Return the parameters of a path.

    Args:
        required: Those that must be there.
        optional: Those that may be there.

    Returns:
        The parameter objects.
    """
    return [
        {"name": name, "in": "query", "required": name in required, **_PARAMETERS[name]}
        for name in (*required, *optional)
    ]


def operation(
    *,
    parameters: Sequence[Mapping[str, Any]],
    body: Mapping[str, str] | None,
    answers: Mapping[str, str | None],
) -> dict[str, Any]:
    """Return what the document says of a path beside its summary.

    Args:
        parameters: The parameter objects.
        body: The schema of each media type of the body; None where there is no body.
        answers: The schema of each media type of the answer; None for a type without a schema.

    Returns:
        The extra part of the operation object.
    """
    content = {
        media: {"schema": {"$ref": _COMPONENT + name} if name else {"type": "string"}}
        for media, name in answers.items()
    }
    problem = {MEDIA_TYPE: {"schema": {"$ref": f"{_COMPONENT}Problem"}}}
    responses: dict[str, Any] = {"200": {"description": "The answer.", "content": content}}
    responses |= {code: {"description": says, "content": problem} for code, says in _PROBLEMS.items()}
    told: dict[str, Any] = {"parameters": list(parameters), "responses": responses}
    if body is not None:
        schemas = {media: {"schema": {"$ref": _COMPONENT + name}} for media, name in body.items()}
        told["requestBody"] = {"required": True, "content": schemas}
    return told


def schemas_of(rules: RuleSet) -> dict[str, Any]:
    """Return the schemas of the document.

    Args:
        rules: The rules, whose vocabulary decides what a case can hold.

    Returns:
        The schemas by name.
    """
    schemas: dict[str, Any] = {}
    _add(schemas, "Case", case_schema(rules.vocabulary))
    _add(schemas, "Evaluation", Evaluation.model_json_schema(mode="serialization"))
    schemas["Supposition"] = {
        "type": "object",
        "required": ["case", "suppose"],
        "additionalProperties": False,
        "properties": {
            "case": {"$ref": f"{_COMPONENT}Case"},
            "suppose": {"type": "array", "items": {"type": ["object", "string"]}, "minItems": 1},
        },
    }
    schemas["SavedAnswer"] = {
        "type": "object",
        "required": ["receipt", "case"],
        "additionalProperties": False,
        "properties": {
            "receipt": {"$ref": f"{_COMPONENT}Evaluation"},
            "case": {"$ref": f"{_COMPONENT}Case"},
        },
    }
    text = {"type": ["string", "null"]}
    schemas["Problem"] = {
        "type": "object",
        "required": ["type", "title", "status", "detail", "place", "what", "value", "allowed", "mend"],
        "properties": {
            "type": {"type": "string"},
            "title": {"type": "string"},
            "status": {"type": "integer"},
            "detail": {"type": "string"},
            "place": {"type": "string"},
            "what": {"type": "string"},
            "value": text,
            "allowed": text,
            "mend": {"type": "string"},
        },
    }
    return schemas


def _add(schemas: dict[str, Any], name: str, schema: Mapping[str, Any]) -> None:
    """Add a schema; its definitions become schemas of the document, and are named after it."""
    text = json.dumps({key: value for key, value in schema.items() if key not in {"$id", "$schema"}})
    document = json.loads(text.replace('"#/$defs/', f'"{_COMPONENT}{name}.'))
    for inner, definition in document.pop("$defs", {}).items():
        schemas[f"{name}.{inner}"] = definition
    schemas[name] = document
