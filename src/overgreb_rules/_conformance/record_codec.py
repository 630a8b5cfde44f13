"""The records of a bundle as JSON, read back, and as a JSON Schema: one set of conventions for all of them.

A record is a value object or a text. It becomes an object with the names of its fields; a field with its default is
left out. Tests are short lists, dates ISO texts, sets sorted lists. A legal state stands once in a bundle and is named
elsewhere.
"""

from __future__ import annotations

import datetime as dt
import types
from collections.abc import Callable, Mapping
from fractions import Fraction
from functools import cache
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

from msgspec import NODEFAULT
from msgspec.structs import fields

from overgreb_rules._matching.program import Comparison
from overgreb_rules._rules.conditions import FactTest
from overgreb_rules._rules.derived_conditions import (
    AboutCondition,
    AgeCondition,
    DerivedCondition,
    LatestCondition,
    NotAboutCondition,
    RecentCondition,
    StateCondition,
    TriggerNotNamedBy,
)
from overgreb_rules._rules.event_definition import TypeWithFacts
from overgreb_rules._rules.legal_state import LegalState
from overgreb_rules.shared.text import Text
from overgreb_rules.shared.value_object import ValueObject

FORMS: Mapping[type, str] = {
    StateCondition: "state",
    AboutCondition: "about",
    NotAboutCondition: "not_about",
    LatestCondition: "latest",
    AgeCondition: "age",
    RecentCondition: "in_the_year_before",
    TriggerNotNamedBy: "not_named_by",
}
"""The word by which a bundle tells the kinds of conditions apart that look back over the case."""
_FORM = "form"
_OPTIONAL = (Union, types.UnionType)


def write_record(value: Any) -> Any:
    """Return a record as JSON data.

    Args:
        value: A value object, or a value of one of its fields.

    Returns:
        Objects, lists, texts, numbers, truths and None.
    """
    match value:
        case Comparison(name, operator, constant):
            return [name, operator, constant]
        case FactTest(name, operator, values):
            return [name, operator, list(values)]
        case TypeWithFacts(type_, facts):
            return {"type": type_, **({"facts": dict(facts)} if facts else {})}
        case LegalState():
            return value.name
        case dt.date():
            return value.isoformat()
        case Fraction():
            return f"{value.numerator}/{value.denominator}"
        case Mapping():
            return {key: write_record(one) for key, one in value.items()}
        case frozenset():
            return sorted((write_record(one) for one in value), key=str)
        case tuple() | list():
            return [write_record(one) for one in value]
    kind: Any = type(value)
    if not _is_record(kind):
        return value
    form = {_FORM: FORMS[kind]} if kind in FORMS else {}
    told = {
        _json_name(name): write_record(one)
        for name, default in _defaults(kind).items()
        if (one := getattr(value, name)) != default
    }
    return form | told


def read_record(kind: Any, data: Any, states: Mapping[str, LegalState]) -> Any:
    """Return a record that was written as JSON data.

    Args:
        kind: The class of the value object, or the type of a field.
        data: The data.
        states: The legal states by name.

    Returns:
        The record.

    Raises:
        TypeError: No record can have a field of the type.
    """
    origin, arguments = get_origin(kind), get_args(kind)
    if kind == DerivedCondition:
        form = next(one for one, word in FORMS.items() if word == data[_FORM])
        return read_record(form, {key: one for key, one in data.items() if key != _FORM}, states)
    if origin in _OPTIONAL and len(arguments) == 2 and type(None) in arguments:
        inner = arguments[0] if arguments[1] is type(None) else arguments[1]
        return None if data is None else read_record(inner, data, states)
    if origin is Literal or origin in _OPTIONAL or kind in {bool, int, str}:
        return data
    if kind is LegalState:
        return states[data]
    if kind in _READERS:
        return _READERS[kind](data)
    if origin is tuple:
        inner = arguments if arguments[-1] is not Ellipsis else (arguments[0],) * len(data)
        return tuple(read_record(one, item, states) for one, item in zip(inner, data, strict=True))
    if origin is frozenset:
        return frozenset(read_record(arguments[0], one, states) for one in data)
    if origin is not None and issubclass(origin, Mapping):
        return {key: read_record(arguments[1], one, states) for key, one in data.items()}
    if _is_record(kind):
        hints = _hints(kind)
        told = {name: key for name in _defaults(kind) if (key := _json_name(name)) in data}
        return kind(**{name: read_record(hints[name], data[key], states) for name, key in told.items()})
    raise TypeError(f"{kind} is no type of a record")


def schema_of_record(kind: Any, defined: dict[str, Any]) -> dict[str, Any]:
    """Return the JSON Schema of a record.

    Args:
        kind: The class of the value object, or the type of a field.
        defined: The schemas of the classes so far, by name; those of this one are added.

    Returns:
        The schema; of a record a reference to its definition.

    Raises:
        TypeError: No record can have a field of the type.
    """
    origin, arguments = get_origin(kind), get_args(kind)
    if kind == DerivedCondition:
        return {"oneOf": [schema_of_record(one, defined) for one in arguments]}
    if origin in _OPTIONAL:
        return {"anyOf": [schema_of_record(one, defined) for one in arguments]}
    if origin is Literal:
        return {"enum": list(arguments)}
    simple = _SIMPLE.get(kind)
    if simple is not None:
        return simple
    if origin is tuple and arguments[-1] is not Ellipsis:
        items = [schema_of_record(one, defined) for one in arguments]
        return {"type": "array", "prefixItems": items, "minItems": len(items), "maxItems": len(items)}
    if origin in {tuple, frozenset}:
        return {"type": "array", "items": schema_of_record(arguments[0], defined)}
    if origin is not None and issubclass(origin, Mapping):
        return {"type": "object", "additionalProperties": schema_of_record(arguments[1], defined)}
    if not _is_record(kind):
        raise TypeError(f"{kind} is no type of a record")
    if kind.__name__ not in defined:
        defined[kind.__name__] = {}
        defined[kind.__name__] = _schema_of_class(kind, defined)
    return {"$ref": f"#/$defs/{kind.__name__}"}


def _schema_of_class(kind: type, defined: dict[str, Any]) -> dict[str, Any]:
    hints, defaults = _hints(kind), _defaults(kind)
    form = {_FORM: {"const": FORMS[kind]}} if kind in FORMS else {}
    properties = form | {_json_name(name): schema_of_record(hints[name], defined) for name in defaults}
    required = [*form, *(_json_name(name) for name, default in defaults.items() if default is NODEFAULT)]
    return {"type": "object", "properties": properties, "required": required, "additionalProperties": False}


_READERS: Mapping[Any, Callable[[Any], object]] = {
    Comparison: lambda data: Comparison(*data),
    FactTest: lambda data: FactTest(data[0], data[1], tuple(data[2])),
    TypeWithFacts: lambda data: TypeWithFacts(data["type"], tuple(data.get("facts", {}).items())),
    dt.date: dt.date.fromisoformat,
    Fraction: Fraction,
}
"""How a value is read that is no record of its own."""
_TEXTS = {"type": "string"}
_TEST: list[dict[str, Any]] = [_TEXTS, {"enum": ["is", "is_not", "at_least", "known_to_be", "not_known_to_be"]}]
_CONSTANT = {"type": ["string", "integer", "boolean"]}
_SIMPLE: Mapping[Any, dict[str, Any]] = {
    type(None): {"type": "null"},
    bool: {"type": "boolean"},
    int: {"type": "integer"},
    str: _TEXTS,
    dt.date: {"type": "string", "format": "date"},
    Fraction: {"type": "string", "pattern": "^[0-9]+/[0-9]+$"},
    LegalState: _TEXTS,
    Comparison: {"type": "array", "prefixItems": [*_TEST, _CONSTANT], "minItems": 3, "maxItems": 3},
    FactTest: {
        "type": "array",
        "prefixItems": [*_TEST, {"type": "array", "items": _CONSTANT}],
        "minItems": 3,
        "maxItems": 3,
    },
    TypeWithFacts: {
        "type": "object",
        "properties": {"type": _TEXTS, "facts": {"type": "object", "additionalProperties": _TEXTS}},
        "required": ["type"],
        "additionalProperties": False,
    },
}
"""The schema of each type that is no record of its own."""


@cache
def _hints(kind: Any) -> Mapping[str, Any]:
    """The types of the fields. Cached, one entry for each of the some 40 records: a bundle asks 20,000 times."""
    return get_type_hints(kind)


@cache
def _defaults(kind: Any) -> Mapping[str, Any]:
    """The fields, each with its default, or `NODEFAULT`. Cached, as `_hints` is."""
    if kind is Text:
        return dict.fromkeys(Text.__match_args__, NODEFAULT)
    return {
        one.name: one.default if one.default_factory is NODEFAULT else one.default_factory() for one in fields(kind)
    }


def _is_record(kind: Any) -> bool:
    return isinstance(kind, type) and issubclass(kind, (ValueObject, Text))


def _json_name(name: str) -> str:
    return name.removesuffix("_")
