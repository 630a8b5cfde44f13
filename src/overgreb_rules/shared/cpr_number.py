"""Detection of what looks like a CPR number (the Danish personal identity number), so that it is refused or hidden.

The guard is made to err on the safe side: a number of ten figures whose first six are a day is refused wherever it
came from. How often it errs is measured and published in `docs/reference/errors.en.md`.
"""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections.abc import Iterator

__all__ = ["CANONICAL_UUID", "POSSIBLE_CPR", "has_cpr_shape", "replace_cpr_numbers"]

_UUID = r"[0-9A-Fa-f]{8}(?:-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}"
CANONICAL_UUID = f"^{_UUID}$"
"""RE2 pattern of a key that is a UUID of five groups: it is never a CPR number."""

_DASH = r"\-\u2010-\u2015\u2212"
_DATE = rf"(?P<day>[0-9]{{2}})[{_DASH}./\s]?(?P<month>[0-9]{{2}})[{_DASH}./\s]?(?P<year>(?:18|19|20)?[0-9]{{2}})"
_SERIAL = rf"\s{{0,2}}[{_DASH}./_:]?\s{{0,2}}[0-9]{{4}}"
# A number that stands in for the real one may have letters among its last four characters.
_WITH_LETTERS = rf"\s?[{_DASH}./_:]\s?(?=[A-Za-z]*[0-9])(?=[0-9]*[A-Za-z])[0-9A-Za-z]{{4}}"
_LETTER_OR_DIGIT = r"[^\W_]"
# The lookahead makes matches overlap: a group of figures before a number takes none of its figures.
_FIND_CPR = re.compile(rf"(?<!{_LETTER_OR_DIGIT})(?=({_DATE}(?:{_SERIAL}|{_WITH_LETTERS}))(?!{_LETTER_OR_DIGIT}))")
_FIND_UUID = re.compile(rf"(?<!{_LETTER_OR_DIGIT}){_UUID}(?!{_LETTER_OR_DIGIT})")
_HAS_SIX_DIGITS = re.compile(r"(?:[0-9][^0-9]?){6}")

POSSIBLE_CPR = (
    r"(?:^|[^0-9A-Za-z])(?:0[1-9]|[12][0-9]|3[01]|6[1-9]|[78][0-9]|9[01])[\-./\s]?(?:0[1-9]|1[0-2])[\-./\s]?"
    r"(?:18|19|20)?[0-9]{2}(?:[\-./_:\s]{0,5}[0-9]{4}|[\-./_:\s]{1,3}[0-9A-Za-z]{4})(?:[^0-9A-Za-z]|$)"
)
"""RE2 pattern for printable ASCII text: what it does not match holds nothing that `has_cpr_shape` finds."""
_REPLACEMENT_DAYS = 60
"""What is added to the day of birth in a number that stands in for the real one."""


def has_cpr_shape(text: str) -> bool:
    """Return whether a text holds what looks like a CPR number.

    A number ends at a letter or digit beside it; a UUID of five groups holds none.

    Args:
        text: any text, in any script.

    Returns:
        True for a day ddmmyy or ddmmyyyy, also one with 60 added to its day, followed by four figures, or by four
        letters and figures behind a separator.
    """
    plain = text if text.isascii() else _normalize(text)
    if _HAS_SIX_DIGITS.search(plain) is None:
        return False
    without_uuids = _FIND_UUID.sub("x", plain)
    return next(_find_numbers(without_uuids), None) is not None


def replace_cpr_numbers(text: str, replacement: str) -> str:
    """Return a text without what looks like a CPR number.

    Args:
        text: any text, in any script.
        replacement: what stands in the place of each such number; nothing that looks like one.

    Returns:
        The text; the replacement alone where a number cannot be cut out, such as one of other figures than ASCII.
    """
    if not has_cpr_shape(text):
        return text
    pieces, end = [], 0
    for start, stop in _find_numbers(text):
        if start >= end:
            pieces += [text[end:start], replacement]
        end = max(end, stop)
    replaced = "".join([*pieces, text[end:]])
    return replacement if has_cpr_shape(replaced) else replaced


def _find_numbers(text: str) -> Iterator[tuple[int, int]]:
    """Yield where what looks like a CPR number begins and ends, in order of the beginnings; two may overlap."""
    for found in _FIND_CPR.finditer(text):
        if _is_day(*found.group("day", "month", "year")):
            yield found.span(1)


def _normalize(text: str) -> str:
    """Return the text with figures of every script in ASCII, one kind of space, and no invisible characters."""
    characters = []
    for character in unicodedata.normalize("NFKC", text):
        if character.isdecimal():
            characters.append(str(unicodedata.decimal(character)))
        elif character.isspace():
            characters.append(" ")
        elif unicodedata.category(character) != "Cf":
            characters.append(character)
    return "".join(characters)


def _is_day(day: str, month: str, year: str) -> bool:
    number = int(day)
    if number > _REPLACEMENT_DAYS:
        number -= _REPLACEMENT_DAYS
    # Two figures of a year can mean three centuries: 29 February is a day if it is one in any of them.
    years = [int(year)] if len(year) == 4 else [century + int(year) for century in (1800, 1900, 2000)]
    return any(_exists(one, int(month), number) for one in years)


def _exists(year: int, month: int, day: int) -> bool:
    try:
        dt.date(year, month, day)
    except ValueError:
        return False
    return True
