"""What an error may show of a refused value: never a name, a number of a person or free text."""

from __future__ import annotations

import re

from overgreb_rules.shared.text import Text, translate

__all__ = ["HIDDEN", "has_cpr_shape", "redact_key", "redact_value", "show_value"]

HIDDEN = "«hidden»"
"""What stands in the place of a name, a number or a text that must not be repeated."""
_LARGE_NUMBER, _OBJECT, _LIST = "a very large number", "an object", "a list"
_VALUE_WORDS = {
    HIDDEN: Text("»skjult«", HIDDEN),
    _LARGE_NUMBER: Text("et meget stort tal", _LARGE_NUMBER),
    _OBJECT: Text("et objekt", _OBJECT),
    _LIST: Text("en liste", _LIST),
}
_CPR = re.compile(r"(?<![0-9])([0-9]{2})([0-9]{2})[0-9]{2}[-\s\u2010-\u2015]?[0-9]{4}(?![0-9])")
_CODE_WORD = re.compile(r"[a-z0-9_.:+\-/TZæøå]{1,40}\Z")
_DAYS_IN_MONTH = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


def has_cpr_shape(text: str) -> bool:
    """Return whether a text holds what looks like a CPR number.

    Args:
        text: any text.

    Returns:
        True for six digits that are a date ddmmyy, an optional hyphen or space, and four digits.
    """
    return any(
        1 <= int(month) <= 12 and 1 <= int(day) <= _DAYS_IN_MONTH[int(month) - 1] for day, month in _CPR.findall(text)
    )


def redact_value(value: object) -> str:
    """Return a value as an error may show it.

    Args:
        value: any value of JSON.

    Returns:
        Numbers and single code words as they are; «an object» and «a list»; `HIDDEN` for all else.
    """
    if value is None or isinstance(value, bool):
        return {None: "null", True: "true", False: "false"}[value]
    if isinstance(value, str):
        return f"«{value}»" if _CODE_WORD.match(value) and not has_cpr_shape(value) else HIDDEN
    if isinstance(value, int | float):
        if not abs(value) < 10**12:
            return _LARGE_NUMBER
        # A CPR number is a number to a caller who forgot the quotes, and loses its first nought.
        return HIDDEN if has_cpr_shape(str(abs(int(value))).zfill(10)) else str(value)
    if isinstance(value, dict):
        return _OBJECT
    return _LIST if isinstance(value, list | tuple) else HIDDEN


def redact_key(key: object) -> str:
    """Return a key as an error may show it.

    Args:
        key: the key of an object.

    Returns:
        A plain word of at most 40 characters as it is; `HIDDEN` for all else.
    """
    text = str(key)
    plain = text.replace("_", "").replace(".", "").isalnum() and text.isprintable() and len(text) <= 40
    return text if plain and not has_cpr_shape(text) else HIDDEN


def show_value(value: str, language: str) -> str:
    """Return a redacted value in the words and quotation marks of a language.

    Args:
        value: the value as `redact_value` gives it, which is its form in JSON.
        language: `da` or `en`.

    Returns:
        The value for a message to a person.
    """
    if value in _VALUE_WORDS:
        return translate(_VALUE_WORDS[value], language)
    if value.startswith("«") and value.endswith("»"):
        return f"“{value[1:-1]}”" if language == "en" else f"»{value[1:-1]}«"
    return value
