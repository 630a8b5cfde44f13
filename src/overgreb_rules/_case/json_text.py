"""JSON as a case may be written in: no key twice, no NaN, no nesting bomb, no text that is not UTF-8."""

from __future__ import annotations

import json
from typing import NoReturn

from overgreb_rules._case.reader import vocabulary_words
from overgreb_rules._rules.source import packaged_vocabulary
from overgreb_rules.errors import HIDDEN, CaseError, redact_key
from overgreb_rules.shared.refusal import Words
from overgreb_rules.shared.system_error import NOT_UTF_8, SAVE_AS_UTF_8
from overgreb_rules.shared.text import Text

_ALLOWED = Text("ét JSON-objekt i UTF-8", "one JSON object in UTF-8")
_LINE_1 = Text("linje 1", "line 1")


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
            raise _refusal(f"byte {error.start + 1}", NOT_UTF_8, SAVE_AS_UTF_8) from None
    text = text.removeprefix("\ufeff")
    if not text.strip():
        what = Text("der er intet at læse", "the input is empty")
        raise _refusal(_LINE_1, what, Text("giv sagen som et JSON-objekt", "give the case as a JSON object"))
    try:
        return _DECODER.decode(text)
    except json.JSONDecodeError as error:
        raise _refusal(
            Text(f"linje {error.lineno}, tegn {error.colno}", f"line {error.lineno}, column {error.colno}"),
            Text("dette er ikke JSON", "this is no JSON"),
            Text("ret teksten dér", f"mend the text there ({error.msg})"),
        ) from None
    except RecursionError:
        what = Text("JSON er indlejret for dybt", "the JSON is nested too deeply")
        mend = Text("fjern de overflødige niveauer; en sag har højst 4", "take out levels; a case has four at most")
        raise _refusal(_LINE_1, what, mend) from None
    except ValueError:
        # Python refuses to read an integer of thousands of figures.
        what = Text("et tal er alt for langt", "a number is far too long")
        raise _refusal(_LINE_1, what, Text("skriv det tal, der menes", "write a number that is meant")) from None


def _each_key_once(pairs: list[tuple[str, object]]) -> dict[str, object]:
    found = dict(pairs)
    if len(found) != len(pairs):
        name = redact_key(_first_repeated(pairs), vocabulary_words(packaged_vocabulary()))
        raise _refusal(
            Text("nøglen »skjult«", f"key {HIDDEN}") if name == HIDDEN else Text(f"nøglen »{name}«", f"key “{name}”"),
            Text("en nøgle står to gange i samme objekt", "a key stands twice in one object"),
            Text("behold den ene", "keep one of them"),
        )
    return found


def _first_repeated(pairs: list[tuple[str, object]]) -> str:
    seen: set[str] = set()
    for key, _ in pairs:
        if key in seen:
            return key
        seen.add(key)
    raise ValueError("every key stands once")


def _no_such_number(name: str) -> NoReturn:
    what = Text(f"{name} er ikke et tal i JSON", f"{name} is no number of JSON")
    mend = Text("udelad oplysningen, hvis den er ukendt", "leave the fact out where it is unknown")
    raise _refusal(_LINE_1, what, mend)


_DECODER = json.JSONDecoder(object_pairs_hook=_each_key_once, parse_constant=_no_such_number)


def _refusal(place: Words, what: Text, mend: Text) -> CaseError:
    return CaseError(place, what, allowed=_ALLOWED, mend=mend)
