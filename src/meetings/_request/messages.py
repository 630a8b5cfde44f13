"""The errors of pydantic as one sentence with a place, a problem and a hint."""

from __future__ import annotations

import difflib
from collections.abc import Sequence
from typing import Any

from pydantic import ValidationError
from pydantic_core import PydanticCustomError

Path = tuple[str | int, ...]

_WORDS = {
    "missing": "this key is needed",
    "string_type": "this is no text; put it in quotes",
    "int_type": "this is no whole number",
    "bool_type": "this is neither true nor false",
    "float_type": "this is no number",
    "tuple_type": "this is no list; write [ … ]",
    "dict_type": "this is no mapping; write key: value",
    "none_required": "this is more than nothing",
}


def refuse(path: Path, what: str) -> PydanticCustomError:
    """Build the error for a value that is refused.

    Args:
        path: The place of the value, counted from the model that raises the error.
        what: What is wrong and how to correct it, with a semicolon between.

    Returns:
        The error, for pydantic to collect.
    """
    return PydanticCustomError("refused", "{what}", {"what": what, "path": path})


def refuse_unknown_keys(data: object, allowed: Sequence[str]) -> object:
    """Check that a value is a mapping with known keys.

    Args:
        data: The value.
        allowed: The keys that the mapping may have.

    Returns:
        The value itself.

    Raises:
        PydanticCustomError: The value is no mapping, or has another key.
    """
    if not isinstance(data, dict):
        raise refuse((), f"this is no mapping; allowed here are the keys {', '.join(allowed)}")
    for key in data:
        if key not in allowed:
            near = difflib.get_close_matches(str(key), allowed, n=1)
            meant = f" (did you mean «{near[0]}»?)" if near else ""
            raise refuse((key,), f"unknown key «{key}»{meant}; allowed here are {', '.join(allowed)}")
    return data


def describe_first_error(error: ValidationError) -> tuple[Path, str]:
    """Describe the first thing that is wrong.

    Args:
        error: The error of pydantic.

    Returns:
        The place of the value, and a sentence without a full stop.
    """
    found = error.errors(include_url=False)[0]
    context: dict[str, Any] = found.get("ctx") or {}
    path = tuple(part for part in found["loc"] if part != "[key]")
    if found["type"] == "refused":
        return (*path, *context["path"]), str(context["what"])
    if found["type"] == "value_error":
        return path, str(context["error"])
    if found["type"] in {
        "greater_than",
        "greater_than_equal",
        "less_than",
        "less_than_equal",
        "literal_error",
    }:
        return path, f"{found['input']!r} is not allowed: {found['msg'].removeprefix('Input ')}"
    return path, _WORDS.get(found["type"], found["msg"])
