"""A cursor over a plain-YAML document that knows the file and line of every value."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable, Iterator
from typing import Any

from overgreb_rules.errors import RuleError
from overgreb_rules.shared.redaction import name_value
from overgreb_rules.shared.refusal import Words
from overgreb_rules.shared.strict_yaml import Document, Path
from overgreb_rules.shared.text import Text
from overgreb_rules.shared.value_object import ValueObject

CORRECT_OR_REMOVE = Text("ret den, eller fjern den", "correct or remove it")
_CHOOSE_ONE = Text("vælg en af dem", "choose one of them")
WRITE_IT_SO = Text("skriv det sådan", "write it so")
"""The hint where what is allowed is an example of it."""


class PackedValue(ValueObject):
    """A value of a packed file that stands there as JSON text, for nobody asks for it who answers a case."""

    text: str


def read_packed(text: str) -> Any:
    """Read packed data.

    Args:
        text: JSON; a day is a mapping from `$day` to its text.

    Returns:
        The data, as YAML files hold it.
    """
    return json.loads(text, object_hook=_with_days)


def _with_days(value: dict[str, object]) -> object:
    return dt.date.fromisoformat(str(value["$day"])) if "$day" in value else value


class Node(ValueObject):
    """One value of a document.

    Attributes:
        document: The document, with the line of every value.
        value: The value.
        path: The keys and indices that lead to the value.
    """

    document: Document
    value: object
    path: Path = ()

    @classmethod
    def top(cls, document: Document) -> Node:
        """Return the cursor at the top of a document.

        Args:
            document: The document.

        Returns:
            The cursor.
        """
        return cls(document, document.data)

    def unpack(self) -> Node:
        """Return the cursor at the same place with a packed value read.

        Returns:
            The cursor at the value as the YAML file holds it; itself where the value is not packed.
        """
        value = self.value
        return Node(self.document, read_packed(value.text), self.path) if isinstance(value, PackedValue) else self

    def error(self, what: Text, allowed: Words, mend: Text) -> RuleError:
        """Build the refusal of this value, with its place.

        Args:
            what: What is wrong.
            allowed: What is allowed.
            mend: How to correct it.

        Returns:
            The error, to be raised.
        """
        return RuleError(str(self.document.place(self.path)), what, allowed=allowed, mend=mend)

    def names(self, allowed: Iterable[str] | None = None) -> list[str]:
        """Return the keys of a mapping.

        Args:
            allowed: The keys that may stand; None for any.

        Returns:
            The keys in the order of the file.

        Raises:
            RuleError: the value is no mapping, or a key is not allowed.
        """
        if not isinstance(self.value, dict):
            raise self.error(
                Text("her skal stå nøgler med værdier", "a mapping is expected"),
                Text("nøgler med værdier", "keys with values"),
                Text("skriv nøgle: værdi", "write key: value"),
            )
        known = None if allowed is None else list(allowed)
        for key in self.value:
            if known is not None and key not in known:
                name = name_value(key, known)
                what = Text(f"nøglen {name.da} er ukendt", f"the key {name.en} is unknown")
                raise self[key].error(what, ", ".join(known), CORRECT_OR_REMOVE)
        return list(self.value)

    def only_name(self, allowed: Iterable[str]) -> str:
        """Return the key of a mapping that must have one.

        Args:
            allowed: The keys of which one may stand.

        Returns:
            The key.

        Raises:
            RuleError: the value is no mapping, has no key or more than one, or has one that is not allowed.
        """
        known = list(allowed)
        names = self.names(known)
        if not names:
            raise self.error(Text("her står ingenting", "nothing is said here"), ", ".join(known), _CHOOSE_ONE)
        if len(names) > 1:
            raise self.error(Text("her skal stå én nøgle", "one key is expected"), ", ".join(known), _CHOOSE_ONE)
        return names[0]

    def __getitem__(self, key: str) -> Node:
        if not isinstance(self.value, dict) or key not in self.value:
            raise self.error(
                Text(f"»{key}:« mangler", f"“{key}:” is missing"),
                Text(f"en værdi for {key}", f"a value for {key}"),
                Text("tilføj den", "add it"),
            )
        return Node(self.document, self.value[key], (*self.path, key))

    def get(self, key: str) -> Node | None:
        """Return the value of a key.

        Args:
            key: The key.

        Returns:
            The value; None where the mapping has no such key.
        """
        return self[key] if isinstance(self.value, dict) and key in self.value else None

    def __iter__(self) -> Iterator[Node]:
        """The items of a list; a single value stands for a list of one."""
        if not isinstance(self.value, list):
            yield self
            return
        for index, item in enumerate(self.value):
            yield Node(self.document, item, (*self.path, index))

    def only(self) -> Node:
        """Return the item of a list that must have one; a single value stands for a list of one.

        Returns:
            The item.

        Raises:
            RuleError: the list is empty or has several items.
        """
        items = list(self)
        if len(items) != 1:
            what = Text("her skal stå én værdi", "one value is expected")
            raise self.error(what, Text("én værdi", "one value"), Text("skriv én værdi", "write one value"))
        return items[0]

    def text(self) -> str:
        """Return the value as text that is not empty.

        Returns:
            The text.

        Raises:
            RuleError: the value is no text, or empty.
        """
        if not isinstance(self.value, str) or not self.value.strip():
            raise self.error(
                Text("her skal stå en tekst", "text is expected"),
                Text("tekst", "text"),
                Text(
                    "skriv den, og sæt den i anførselstegn, hvis den ligner et tal",
                    "write it, in quotes where it looks like a number",
                ),
            )
        return self.value

    def texts(self) -> tuple[str, ...]:
        """Return one text or a list of texts.

        Returns:
            The texts in the order of the file.

        Raises:
            RuleError: a value is no text, or empty.
        """
        return tuple(item.text() for item in self)

    def words(self, *, more: tuple[str, ...] = ()) -> Text:
        """Return a statement in both languages.

        Args:
            more: Keys that may stand beside `da` and `en`.

        Returns:
            The statement.

        Raises:
            RuleError: a language is missing, or a key is not allowed.
        """
        self.names(("da", "en", *more))
        return Text(self["da"].text(), self["en"].text())

    def one_of(self, choices: Iterable[str]) -> str:
        """Return the value as one of some words.

        Args:
            choices: The words.

        Returns:
            The word.

        Raises:
            RuleError: the value is none of them.
        """
        known = list(choices)
        if self.value not in known:
            name = name_value(self.value, known)
            raise self.error(Text(f"{name.da} er ukendt", f"{name.en} is unknown"), ", ".join(known), _CHOOSE_ONE)
        return str(self.value)

    def flag(self) -> bool:
        """Return the value as a truth.

        Returns:
            The truth.

        Raises:
            RuleError: the value is neither true nor false.
        """
        if not isinstance(self.value, bool):
            raise self.error(Text("her skal stå true eller false", "a truth is expected"), "true, false", _CHOOSE_ONE)
        return self.value

    def number(self) -> int:
        """Return the value as a whole number from 0 on.

        Returns:
            The number.

        Raises:
            RuleError: the value is no such number.
        """
        if not isinstance(self.value, int) or isinstance(self.value, bool) or self.value < 0:
            raise self.error(
                Text("her skal stå et helt tal", "a whole number is expected"),
                "0, 1, 2 …",
                Text("skriv tallet", "write the number"),
            )
        return self.value

    def day(self) -> dt.date:
        """Return the value as a day.

        Returns:
            The day.

        Raises:
            RuleError: the value is no day.
        """
        if not isinstance(self.value, dt.date):
            raise self.error(
                Text("her skal stå en dato", "a day is expected"), "YYYY-MM-DD", Text("skriv datoen", "write the day")
            )
        return self.value
