"""The errors of pydantic as one sentence with a place, a problem and a hint."""

from __future__ import annotations

import difflib
from collections.abc import Sequence
from typing import Any

from pydantic import ValidationError
from pydantic_core import PydanticCustomError

from overgreb_rules.shared.redaction import name_value
from overgreb_rules.shared.text import Text

Path = tuple[str | int, ...]

_WORDS = {
    "missing": Text("nøglen mangler; tilføj den", "this key is needed; add it"),
    "string_type": Text("det er ikke en tekst; sæt det i anførselstegn", "this is no text; put it in quotes"),
    "int_type": Text("det er ikke et helt tal", "this is no whole number"),
    "bool_type": Text("det er hverken true eller false", "this is neither true nor false"),
    "float_type": Text("det er ikke et tal", "this is no number"),
    "tuple_type": Text("det er ikke en liste; skriv [ … ]", "this is no list; write [ … ]"),
    "dict_type": Text("det er ikke en tabel; skriv nøgle: værdi", "this is no mapping; write key: value"),
    "none_required": Text("her skal der ikke stå noget", "this is more than nothing"),
}
_NO_INSTANT = Text(
    "det er ikke et tidspunkt med tidszone; skriv det som 2027-03-09T09:00:00+01:00",
    "this is no instant with an offset; write it as 2027-03-09T09:00:00+01:00",
)
_OF_KIND = {
    "json": Text("det er ikke JSON, eller filen er afkortet", "this is no JSON, or the file is cut off"),
    "extra": Text("ukendt nøgle", "unknown key"),
    "datetime": _NO_INSTANT,
    "timezone": _NO_INSTANT,
}
"""The words for errors of pydantic that have none of their own, by the first part of their type."""
_NOT_ALLOWED = Text("værdien kan ikke stå her", "the value cannot stand here")
_LIMITS = {
    "greater_than": ("gt", Text("større end", "greater than")),
    "greater_than_equal": ("ge", Text("mindst", "greater than or equal to")),
    "less_than": ("lt", Text("mindre end", "less than")),
    "less_than_equal": ("le", Text("højst", "less than or equal to")),
}


def refuse(path: Path, what: Text) -> PydanticCustomError:
    """Build the error for a value that is refused.

    Args:
        path: The place of the value, counted from the model that raises the error.
        what: What is wrong and how to correct it, with a semicolon between, in each language.

    Returns:
        The error, for pydantic to collect.
    """
    return PydanticCustomError("refused", "{english}", {"english": what.en, "what": what, "path": path})


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
        keys = ", ".join(allowed)
        what = Text(
            f"det er ikke en tabel; her kan stå nøglerne {keys}",
            f"this is no mapping; allowed here are the keys {keys}",
        )
        raise refuse((), what)
    for key in data:
        if key not in allowed:
            raise refuse((key,), describe_unknown_key(key, allowed))
    return data


def describe_unknown_key(key: object, allowed: Sequence[str]) -> Text:
    """Describe a key that does not exist.

    Args:
        key: The key.
        allowed: The keys that do.

    Returns:
        What is wrong, with the nearest key, and the keys that may stand there.
    """
    near = difflib.get_close_matches(str(key), allowed, n=1)
    danish, english = (f" (mente du »{near[0]}«?)", f" (did you mean “{near[0]}”?)") if near else ("", "")
    keys, name = ", ".join(allowed), name_value(key, [*allowed, *near])
    return Text(
        f"ukendt nøgle {name.da}{danish}; her kan stå {keys}",
        f"unknown key {name.en}{english}; allowed here are {keys}",
    )


def describe_first_error(error: ValidationError) -> tuple[Path, Text]:
    """Describe the first thing that is wrong.

    Args:
        error: The error of pydantic.

    Returns:
        The place of the value, and a sentence without a full stop, in which a semicolon may stand before the mend.
    """
    found = error.errors(include_url=False)[0]
    context: dict[str, Any] = found.get("ctx") or {}
    path = tuple(part for part in found["loc"] if part != "[key]")
    if found["type"] == "refused":
        return (*path, *context["path"]), context["what"]
    if found["type"] in _LIMITS:
        name, words = _LIMITS[found["type"]]
        value, limit = found["input"], context[name]
        return path, Text(
            f"{name_value(value).da} kan ikke bruges; skriv et tal, der er {words.da} {limit}",
            f"{name_value(value).en} is not allowed; write a number that is {words.en} {limit}",
        )
    if found["type"] == "literal_error":
        # Pydantic writes its list in English: 'a', 'b' or 'c'.
        allowed = context["expected"].replace(" or ", ", ").replace("'", "")
        return path, Text(f"her kan stå {allowed}", f"allowed here is {allowed}")
    return path, _WORDS.get(found["type"]) or _OF_KIND.get(found["type"].partition("_")[0], _NOT_ALLOWED)


def split_hint(sentence: Text) -> tuple[Text, Text]:
    """Split a sentence into what is wrong and how to mend it.

    Args:
        sentence: The sentence, in which the last semicolon stands before the mend.

    Returns:
        The problem and the hint; that the value is to be corrected, where the sentence holds no hint.
    """
    (danish, mend), (english, hint) = (_split(words) for words in (sentence.da, sentence.en))
    return Text(danish, english), Text(mend or "ret værdien", hint or "correct the value")


def _split(sentence: str) -> tuple[str, str]:
    problem, _, hint = sentence.rpartition("; ")
    return (problem, hint) if problem else (hint, "")
