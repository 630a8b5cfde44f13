"""What an error may show of a refused value: words near an allowed one, times and small numbers; never a name."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable
from pathlib import PurePath

from overgreb_rules.shared.cpr_number import has_cpr_shape, replace_cpr_numbers
from overgreb_rules.shared.nearest_word import nearest_word
from overgreb_rules.shared.text import Text, translate

__all__ = [
    "HIDDEN",
    "LOOKS_LIKE_CPR_NUMBER",
    "hide_cpr_numbers",
    "name_file",
    "name_key",
    "name_value",
    "redact_key",
    "redact_value",
    "show_value",
]

HIDDEN = "«hidden»"
"""What stands in the place of a name, a number or a text that must not be repeated."""
LOOKS_LIKE_CPR_NUMBER = Text("dette ligner et CPR-nummer", "this looks like a CPR number")
"""What is wrong with a value that may be a CPR number."""
_LARGE_NUMBER, _OBJECT, _LIST = "a very large number", "an object", "a list"
_VALUE_WORDS = {
    HIDDEN: Text("»skjult«", HIDDEN),
    _LARGE_NUMBER: Text("et meget stort tal", _LARGE_NUMBER),
    _OBJECT: Text("et objekt", _OBJECT),
    _LIST: Text("en liste", _LIST),
}
_CODE_WORD = re.compile(r"[A-Za-z0-9_.:+\-/æøåÆØÅ]{1,60}\Z")
_PLAIN_ID = re.compile(r"[A-Za-z]{1,2}-?[0-9]{1,4}\Z")
_TIME = re.compile(
    r"([0-9]{4}-[0-9]{2}-[0-9]{2}|[0-9]{1,2}[-./][0-9]{1,2}[-./][0-9]{4})"
    r"([T ]([0-9]{1,2}([:.][0-9]{1,2}){0,2}([.,][0-9]{1,9})?(Z|[+-][0-9]{1,2}(:?[0-9]{2})?)?)?)?\Z"
)
_SHORT_NUMBER = re.compile(r"[0-9]{1,2}[:.][0-9]{2}\Z|[0-9]{1,4}\Z")
_SMALL_NUMBER, _LARGE = 10_000, 10**12


def redact_value(value: object, words: Iterable[str] = ()) -> str:
    """Return a value as an error may show it.

    Args:
        value: any value of JSON.
        words: the words that are allowed there, or anywhere.

    Returns:
        Texts that are near an allowed word, that are a time, or that are a letter or two with a number; numbers below
        ten thousand; «an object» and «a list»; `HIDDEN` for all else.
    """
    if value is None or isinstance(value, bool):
        return {None: "null", True: "true", False: "false"}[value]
    if isinstance(value, str):
        return f"«{value}»" if _can_be_shown(value, words) else HIDDEN
    if isinstance(value, int | float):
        if not abs(value) < _LARGE:
            return _LARGE_NUMBER
        return str(value) if abs(value) < _SMALL_NUMBER else HIDDEN
    if isinstance(value, dict):
        return _OBJECT
    return _LIST if isinstance(value, list | tuple) else HIDDEN


def redact_key(key: object, words: Iterable[str] = ()) -> str:
    """Return a key as an error may show it.

    Args:
        key: the key of an object, or the name of a column.
        words: the words that are allowed there, or anywhere.

    Returns:
        A word that is near an allowed one as it is; `HIDDEN` for all else.
    """
    text = str(key)
    return text if _is_near(text, words) else HIDDEN


def name_key(key: object, words: Iterable[str], number: int) -> tuple[str, Text]:
    """Return how an error names a key: in its place, and behind what is wrong with the key.

    Args:
        key: the key of an object, or the name of a parameter.
        words: the words that are allowed there, or anywhere.
        number: the place of the key among the others, from 1.

    Returns:
        The key as `redact_key` shows it; and where it is hidden its number in brackets, with a blank before them.
    """
    shown = redact_key(key, words)
    return shown, Text(f" (nr. {number})", f" (number {number})") if shown == HIDDEN else Text("", "")


def hide_cpr_numbers(text: str, language: str = "en") -> str:
    """Return a text that may name a file or a path as it may be shown.

    Args:
        text: the text.
        language: `da` or `en`, for what stands in the place of a number.

    Returns:
        The text with `HIDDEN` in the place of what looks like a CPR number.
    """
    return replace_cpr_numbers(text, show_value(HIDDEN, language))


def name_file(path: str | os.PathLike[str]) -> str:
    """Return the name of a file as it may be shown.

    Args:
        path: the path of the file.

    Returns:
        The last part of the path; `HIDDEN` in the place of its figures where they end what looks like a CPR number
        and began in the folder.
    """
    return PurePath(hide_cpr_numbers(os.fspath(path))).name


def _can_be_shown(text: str, words: Iterable[str]) -> bool:
    if has_cpr_shape(text):
        return False
    return _PLAIN_ID.match(text) is not None or _TIME.match(text) is not None or _is_near(text, words)


def _is_near(text: str, words: Iterable[str]) -> bool:
    return _CODE_WORD.match(text) is not None and nearest_word(text, words) is not None


def name_value(value: object, words: Iterable[str] = ()) -> Text:
    """Return a value as a sentence of an error may name it, in both languages.

    Args:
        value: any value of a file.
        words: the words that are allowed there.

    Returns:
        What `redact_value` shows, and a code or time of day of at most four figures, in the words and quotation marks
        of each language.
    """
    is_short = isinstance(value, str) and _SHORT_NUMBER.match(value)
    shown = f"«{value}»" if is_short else redact_value(value, words)
    return Text(show_value(shown, "da"), show_value(shown, "en"))


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
