"""The errors that this package raises on purpose, and the redaction of the values that they name.

Invariants:
    No error carries a name, a CPR number or free text of a case: such a value stands as «hidden».
"""

from __future__ import annotations

import re

from overgreb_rules.shared.refusal import Refusal

__all__ = [
    "HIDDEN",
    "CaseError",
    "EngineMissing",
    "InstantError",
    "OvergrebError",
    "RuleError",
    "has_cpr_shape",
    "redact_key",
    "redact_value",
]

HIDDEN = "«hidden»"
"""What stands in the place of a name, a number or a text that must not be repeated."""
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
            return "a very large number"
        # A CPR number is a number to a caller who forgot the quotes, and loses its first nought.
        return HIDDEN if has_cpr_shape(str(abs(int(value))).zfill(10)) else str(value)
    if isinstance(value, dict):
        return "an object"
    return "a list" if isinstance(value, list | tuple) else HIDDEN


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


class OvergrebError(Exception):
    """The root of every error that this package raises on purpose."""


class CaseError(Refusal, OvergrebError):
    """A case that is refused; `place` is a JSON pointer, or a line and column where the case is no JSON."""


class InstantError(Refusal, OvergrebError):
    """An instant of evaluation that is no instant with an offset."""


class RuleError(Refusal, OvergrebError):
    """A rule file or vocabulary that is refused; `place` is the file and the line."""


class EngineMissing(OvergrebError):
    """durable-rules is a dependency here and cannot be loaded; the message says how to mend it."""
