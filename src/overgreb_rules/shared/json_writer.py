"""A frozen model as JSON: the text of `model_dump_json(by_alias=True)`, byte for byte, in less time.

An answer of 19 duties holds some 900 values. Pydantic goes through Python for each lazy field in turn and knows nothing
of what is alike in them. Here each value is its text at once: no data are built that the collector has to look at.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable, Mapping, Sequence
from json.encoder import encode_basestring
from typing import Any

import msgspec
from pydantic import BaseModel

from overgreb_rules.shared.text import Text

LeftOut = Mapping[str, Any]
"""The fields that are left out: True for a whole field, a mapping for fields of its parts; `__all__` is every item."""

NOTHING: LeftOut = {}
"""Nothing is left out."""

_encode = msgspec.json.Encoder().encode
"""Writes a text in two languages in a third of the time that `json` takes to escape both; for a few letters the way
from bytes to text costs more than that."""
_NOTHING_PRIVATE: Mapping[str, Any] = {}
_Writer = Callable[[Any, LeftOut], str]


def to_json_text(value: object, left_out: LeftOut = NOTHING) -> str:
    """Return a value as JSON, on one line and without blanks.

    Args:
        value: A frozen model, or a value that such a model holds: a text, number, day, instant, tuple or mapping.
        left_out: What is left out, and not computed.

    Returns:
        The JSON; the fields in their order, by alias.
    """
    return _WRITERS[type(value)](value, left_out)


def _model_writer(kind: type[BaseModel]) -> _Writer:
    stored = {name: field.serialization_alias or field.alias or name for name, field in kind.model_fields.items()}
    lazy = {name: name for name in kind.model_computed_fields}
    keys = [(name, f"{encode_basestring(alias)}:") for name, alias in (stored | lazy).items()]

    def write(model: Any, left_out: LeftOut) -> str:
        values, parts = vars(model), []
        if lazy and not values.keys() >= lazy.keys():
            _compute_missing(model, values, [name for name in lazy if left_out.get(name) is not True])
        for name, key in keys:
            inside = left_out.get(name, NOTHING) if left_out else NOTHING
            if inside is not True:
                value: object = values[name]
                parts.append(key + _WRITERS[type(value)](value, inside))
        return f"{{{','.join(parts)}}}"

    return write


def _compute_missing(model: Any, values: dict[str, Any], names: Sequence[str]) -> None:
    """Compute lazy fields as their attributes do, and keep them: the way by the attribute takes as long as most."""
    compute = (model.__pydantic_private__ or _NOTHING_PRIVATE).get("compute")
    for name in names:
        if name not in values:
            values.setdefault(name, getattr(model, name) if compute is None else compute(name))


def _write_items(values: Sequence[object], left_out: LeftOut) -> str:
    if not values:
        return "[]"
    inside = left_out.get("__all__", NOTHING)
    return f"[{','.join([_WRITERS[type(value)](value, inside) for value in values])}]"


def _write_mapping(values: Mapping[str, Any], _: LeftOut) -> str:
    return f"{{{','.join([f'{encode_basestring(name)}:{to_json_text(value)}' for name, value in values.items()])}}}"


def _write_text(value: Text, _: LeftOut) -> str:
    return _encode(value).decode()


def _write_string(value: str, _: LeftOut) -> str:
    return encode_basestring(value)


def _write_date(value: dt.date, _: LeftOut) -> str:
    return f'"{value.isoformat()}"'


def _write_scalar(value: object, _: LeftOut) -> str:
    return json.dumps(value)


class _Writers(dict[type, _Writer]):
    """The function that writes the values of each type.

    Grows by one entry for each type that occurs in answers (some 30): every value asks for the function of its type,
    and looking for it among the base types takes 1 µs.
    """

    def __missing__(self, kind: type) -> _Writer:
        write = _model_writer(kind) if issubclass(kind, BaseModel) else self._writer_of_base(kind)
        return self.setdefault(kind, write)

    def _writer_of_base(self, kind: type) -> _Writer:
        return next((write for base, write in [*self.items()] if issubclass(kind, base)), _write_scalar)


_WRITERS = _Writers(
    {
        str: _write_string,
        tuple: _write_items,
        list: _write_items,
        Mapping: _write_mapping,
        Text: _write_text,
        dt.date: _write_date,
        bool: lambda value, _: "true" if value else "false",
        type(None): lambda _value, _: "null",
    }
)
