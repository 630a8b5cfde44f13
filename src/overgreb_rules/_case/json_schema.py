"""The JSON Schema of a case, generated from the vocabulary: every event type with exactly its facts."""

from __future__ import annotations

from collections.abc import Mapping

from overgreb_rules._rules.fact_definition import FactDefinition
from overgreb_rules._rules.vocabulary import EventDefinition, Vocabulary

_DAY = r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$"
_INSTANT = r"^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}(:[0-9]{2}([.,][0-9]{1,9})?)?(Z|[+-][0-9]{2}:[0-9]{2})?$"
_KEY = {"type": "string", "minLength": 1, "maxLength": 200}

Schema = dict[str, object]


def case_schema(vocabulary: Vocabulary) -> Schema:
    """Build the JSON Schema (draft 2020-12) of a case.

    Args:
        vocabulary: The event types, facts and values of a case.

    Returns:
        The schema as JSON data. A schema cannot refuse an id that occurs twice, a CPR number or a circle of `of`: those
        are refused when a case is read.
    """
    case = {name: _fact(word) for name, word in vocabulary.case.items() if "." not in name}
    barn = {name.removeprefix("barn."): _fact(word) for name, word in vocabulary.case.items() if "." in name}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Case",
        "type": "object",
        "additionalProperties": False,
        "required": ["case_id"],
        "properties": {
            **case,
            "case_id": _KEY,
            "barn": {"type": "object", "additionalProperties": False, "properties": barn},
            "events": {"type": "array", "items": {"oneOf": [_event(word) for word in vocabulary.events.values()]}},
        },
    }


def _event(word: EventDefinition) -> Schema:
    facts: Mapping[str, Schema] = {name: _fact(fact) for name, fact in word.facts.items()}
    return {
        "type": "object",
        "description": word.says.en,
        "additionalProperties": False,
        "required": ["type", "at"],
        "properties": {
            "id": _KEY,
            "type": {"const": word.name},
            "at": {"type": "string", "anyOf": [{"pattern": _INSTANT}, {"pattern": _DAY}]},
            "of": {"anyOf": [_KEY, {"type": "array", "minItems": 1, "uniqueItems": True, "items": _KEY}]},
            **facts,
        },
    }


def _fact(word: FactDefinition) -> Schema:
    says = {"description": word.says.en}
    match word.kind:
        case "bool":
            return {"type": "boolean", **says} | ({} if word.default is None else {"default": word.default})
        case "int":
            return {"type": "integer", "minimum": 0, **says}
        case "date":
            return {"type": "string", "pattern": _DAY, **says}
        case "datetime":
            return {"type": "string", "pattern": _INSTANT, **says}
        case "word":
            return {"enum": list(word.words), **says} | ({} if word.default is None else {"default": word.default})
        case "text":
            return {"type": "string", **says}
