"""JSON as a case may be written in: no key twice, no NaN, no nesting bomb, no text that is not UTF-8."""

from __future__ import annotations

import json
from typing import NoReturn

from overgreb_rules.errors import HIDDEN, CaseError, redact_key

_ALLOWED = "one JSON object in UTF-8"


def parse(text: str | bytes | bytearray) -> object:
    """Read JSON strictly: no key twice, no NaN, nothing behind the value.

    Args:
        text: JSON text; bytes are UTF-8, with or without a byte order mark.

    Returns:
        The value of the text.

    Raises:
        CaseError: The text is no JSON or is not UTF-8; the place is the line and column.
    """
    if not isinstance(text, str):
        try:
            text = bytes(text).decode("utf-8")
        except UnicodeDecodeError as error:
            raise _refusal(f"byte {error.start + 1}", "this is not UTF-8", "save the file as UTF-8") from None
    text = text.removeprefix("\ufeff")
    if not text.strip():
        raise _refusal("line 1", "the input is empty", "give the case as a JSON object")
    try:
        return _DECODER.decode(text)
    except json.JSONDecodeError as error:
        place = f"line {error.lineno}, column {error.colno}"
        raise _refusal(place, "this is no JSON", f"mend the text there ({error.msg})") from None
    except RecursionError:
        raise _refusal("line 1", "the JSON is nested too deeply", "a case is four levels deep at most") from None
    except ValueError:
        # Python refuses to read an integer of thousands of figures.
        raise _refusal("line 1", "a number is far too long", "write a number that is meant") from None


def _each_key_once(pairs: list[tuple[str, object]]) -> dict[str, object]:
    found = dict(pairs)
    if len(found) != len(pairs):
        keys = [key for key, _ in pairs]
        twice = next(key for key in keys if keys.count(key) > 1)
        name = redact_key(twice)
        raise _refusal(
            f"key {name if name == HIDDEN else f'«{name}»'}", "a key stands twice in one object", "keep one of them"
        )
    return found


def _no_such_number(name: str) -> NoReturn:
    raise _refusal("line 1", f"{name} is no number of JSON", "leave the fact out where it is unknown")


_DECODER = json.JSONDecoder(object_pairs_hook=_each_key_once, parse_constant=_no_such_number)


def _refusal(place: str, what: str, mend: str) -> CaseError:
    return CaseError(place, what, allowed=_ALLOWED, mend=mend)
