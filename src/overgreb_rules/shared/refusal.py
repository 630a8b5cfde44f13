"""The base of the errors of both packages that refuse an input of the caller."""

from __future__ import annotations

import re
from typing import Self, TypeVar, overload

from overgreb_rules.shared.cpr_number import has_cpr_shape
from overgreb_rules.shared.redaction import HIDDEN, hide_cpr_numbers, show_value
from overgreb_rules.shared.text import Text, end_sentence, translate

__all__ = ["BilingualError", "Refusal", "Words"]

Words = Text | str
"""A clause in both languages; a plain str is a code or a list of codes, the same in both."""

_COUNTED = re.compile(r", (line|entry) (?=[0-9]+\Z)")
_DANISH_UNITS = {"line": "linje", "entry": "punkt"}

R = TypeVar("R", bound="Refusal")


class BilingualError(Exception):
    """An error with a message in both languages.

    Attributes:
        text: The message.

    Invariants:
        `str(error)` is the English message. No message holds a control character other than the end of a line.
    """

    def __init__(self, text: Text) -> None:
        """Keep the message.

        Args:
            text: the message, in both languages.

        """
        super().__init__(text)
        self.text = text

    def message(self, language: str) -> str:
        """Return the error as it is told to a person.

        Args:
            language: `da` or `en`.

        Returns:
            The message in that language.
        """
        return _without_controls(translate(self.text, language))

    def __str__(self) -> str:
        return self.message("en")


class Refusal(BilingualError):
    """An input that is refused, with the place, the problem and the hint that mends it.

    Each package derives its own errors from this class and from the root of its own errors.

    Invariants:
        Every message is one line, built from the attributes and from nothing else. The attributes survive pickling,
        because errors come back from worker processes. No attribute holds what looks like a CPR number, though the
        name of a file, which may be one, stands in many places and problems.
    """

    def __init__(
        self, place: Words, what: Text, mend: Text, *, allowed: Words | None = None, value: str | None = None
    ) -> None:
        """Build the message from its parts.

        Args:
            place: where the input stands: JSON pointer, file and line, or the name of an option.
            what: the problem, as a clause without a full stop.
            mend: the hint that mends the problem, as a clause without a full stop.
            allowed: the values that are allowed; None where `mend` says enough, and the message is shorter then.
            value: the refused value, already redacted; None where the message does not repeat it.

        """
        self.place, self.what, self.mend = _hide(place), _hide(what), _hide(mend)
        self.value = HIDDEN if value is not None and has_cpr_shape(value) else value
        self.allowed = None if allowed is None else _hide(allowed)
        lines = {language: " ".join(self._message(language).splitlines()) for language in ("da", "en")}
        super().__init__(Text(**lines))

    def parts(self, language: str = "en") -> dict[str, str | None]:
        """Return the error as data for JSON.

        Args:
            language: the language of `what`, `allowed` and `mend`: `da` or `en`.

        Returns:
            The keys place, what, value, allowed and mend, in this order; place and value are the same in both
            languages.

        """
        return {
            "place": _say(self.place, "en"),
            "what": _say(self.what, language),
            "value": self.value,
            "allowed": None if self.allowed is None else _say(self.allowed, language),
            "mend": _say(self.mend, language),
        }

    def _message(self, language: str) -> str:
        place, what, mend = (_say(words, language) for words in (self.place, self.what, self.mend))
        head = f"{_show_place(place, language)}: {what}"
        if self.value is not None:
            head += f" ({show_value(self.value, language)})"
        if self.allowed is None:
            return f"{head}; {mend}"
        labels = ("Allowed", "Mend") if language == "en" else ("Tilladt", "Gør sådan")
        allowed = _say(self.allowed, language)
        return f"{head}. {labels[0]}: {end_sentence(allowed)} {labels[1]}: {end_sentence(mend)}"

    def at_place(self, place: Words) -> Self:
        """Return the same refusal of an input that stands inside a larger one.

        Args:
            place: where the refused part stands in the larger input.

        Returns:
            A copy with that place.

        """
        return _rebuild(type(self), place, self.what, self.mend, self.allowed, self.value)

    def __reduce__(self) -> tuple[object, ...]:
        return _rebuild, (type(self), self.place, self.what, self.mend, self.allowed, self.value)


@overload
def _hide(words: Text) -> Text: ...
@overload
def _hide(words: Words) -> Words: ...
def _hide(words: Words) -> Words:
    if isinstance(words, Text):
        return Text(hide_cpr_numbers(words.da, "da"), hide_cpr_numbers(words.en, "en"))
    return hide_cpr_numbers(words)


def _say(words: Words, language: str) -> str:
    return translate(words, language) if isinstance(words, Text) else words


def _show_place(place: str, language: str) -> str:
    """Name a hidden key in the place as a hidden value is named, and what counts the place in the language."""
    shown = place.replace(HIDDEN, show_value(HIDDEN, language))
    return _COUNTED.sub(lambda found: f", {_DANISH_UNITS[found[1]]} ", shown) if language == "da" else shown


def _without_controls(text: str) -> str:
    """Replace what would steer a terminal: names of files and messages of libraries may hold it."""
    return "".join(char if char.isprintable() or char == "\n" else "\N{REPLACEMENT CHARACTER}" for char in text)


def _rebuild(kind: type[R], place: Words, what: Text, mend: Text, allowed: Words | None, value: str | None) -> R:
    error = kind.__new__(kind)
    Refusal.__init__(error, place, what, mend, allowed=allowed, value=value)
    return error
