"""JSON as a case may be written in: no key twice, no NaN, no nesting bomb, no text that is not UTF-8."""

from __future__ import annotations

import json
from collections.abc import Iterable
from contextlib import suppress
from typing import NoReturn

from overgreb_rules._case.reader import vocabulary_words
from overgreb_rules._rules.source import packaged_vocabulary
from overgreb_rules.errors import CaseError, redact_key
from overgreb_rules.shared.redaction import name_key
from overgreb_rules.shared.refusal import Words
from overgreb_rules.shared.system_error import NOT_UTF_8, SAVE_AS_UTF_8
from overgreb_rules.shared.text import Text
from overgreb_rules.shared.value_object import ValueObject

_ALLOWED = Text("ét JSON-objekt i UTF-8", "one JSON object in UTF-8")
_LINE_1 = Text("linje 1", "line 1")


class _UnfaithfulText(ValueError):
    """A key that stands twice, or what is no number of JSON: Python would read it and lose something."""


class _Pairs(list[tuple[str, object]]):
    """The keys and values of an object, each as often as it stands."""


class _NoNumber(ValueObject):
    """What stands in the place of a number."""

    name: str


def parse(text: str | bytes | bytearray, keys: Iterable[str] = ()) -> object:
    """Read JSON strictly: no key twice, no NaN, nothing behind the value.

    Args:
        text: JSON text; bytes are UTF-8, with or without a byte order mark.
        keys: The keys that an error may show beside those of a case.

    Returns:
        The value of the text.

    Raises:
        CaseError: The text is no JSON or is not UTF-8, and the place is the line and column; or a key stands twice or a
            value is no number of JSON, and the place is a JSON pointer.
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
        return _decode(text, keys)
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


def _decode(text: str, keys: Iterable[str]) -> object:
    with suppress(_UnfaithfulText):
        return _DECODER.decode(text)
    # A decoder does not know where in the text it is: all that stands there is read, and then looked through.
    value = _DECODER_OF_ALL.decode(text)
    _FaultFinder([*keys, *vocabulary_words(packaged_vocabulary())]).check(value)
    return value


def _each_key_once(pairs: list[tuple[str, object]]) -> dict[str, object]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise _UnfaithfulText
    return found


def _no_such_number(name: str) -> NoReturn:
    raise _UnfaithfulText(name)


_DECODER = json.JSONDecoder(object_pairs_hook=_each_key_once, parse_constant=_no_such_number)
_DECODER_OF_ALL = json.JSONDecoder(object_pairs_hook=_Pairs, parse_constant=_NoNumber)


class _FaultFinder:
    """A search for the first fault in the value of a text; its path is the keys and indices to the part looked at."""

    def __init__(self, words: Iterable[str]) -> None:
        self._words, self._path = [*words], list[str | int]()

    def check(self, value: object) -> None:
        """Refuse the first key that stands twice in its object, or what is no number."""
        if isinstance(value, _Pairs):
            seen: set[str] = set()
            for number, (key, one) in enumerate(value, start=1):
                self._path.append(key)
                if key in seen:
                    raise self._refuse_second(key, number)
                seen.add(key)
                self.check(one)
                self._path.pop()
        elif isinstance(value, list):
            for index, one in enumerate(value):
                self._path.append(index)
                self.check(one)
                self._path.pop()
        elif isinstance(value, _NoNumber):
            what = Text(f"{value.name} er ikke et tal i JSON", f"{value.name} is no number of JSON")
            mend = Text("udelad oplysningen, hvis den er ukendt", "leave the fact out where it is unknown")
            raise _refusal(self._build_pointer(), what, mend)

    def _refuse_second(self, key: str, number: int) -> CaseError:
        _, which = name_key(key, self._words, number)
        what = Text(f"en nøgle står to gange i samme objekt{which.da}", f"a key stands twice in one object{which.en}")
        return _refusal(self._build_pointer(), what, Text("behold den ene", "keep one of them"))

    def _build_pointer(self) -> str:
        shown = (part if isinstance(part, int) else redact_key(part, self._words) for part in self._path)
        return "".join(f"/{part}" for part in shown) or "/"


def _refusal(place: Words, what: Text, mend: Text) -> CaseError:
    return CaseError(place, what, allowed=_ALLOWED, mend=mend)
