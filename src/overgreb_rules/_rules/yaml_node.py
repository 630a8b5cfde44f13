"""A walk over a plain-YAML document that knows, at every step, the file and line of what it reads."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from overgreb_rules.errors import RuleError
from overgreb_rules.shared.strict_yaml import Document, Path
from overgreb_rules.shared.text import Text

__all__ = ["Node"]


@dataclass(frozen=True, slots=True)
class Node:
    """One value of a document and the way to it."""

    document: Document
    value: object
    path: Path = ()

    @classmethod
    def top(cls, document: Document) -> Node:
        """The whole document."""
        return cls(document, document.data)

    def error(self, what: str, allowed: str, mend: str) -> RuleError:
        """A refusal of this value, with its place."""
        return RuleError(str(self.document.place(self.path)), what, allowed=allowed, mend=mend)

    def names(self, allowed: Iterable[str] | None = None) -> list[str]:
        """The keys of a mapping; one that is not `allowed` is refused."""
        if not isinstance(self.value, dict):
            raise self.error("a mapping is expected", "keys with values", "write key: value")
        known = None if allowed is None else list(allowed)
        for key in self.value:
            if known is not None and key not in known:
                raise self[key].error(f"the key «{key}» is unknown", ", ".join(known), "correct or remove it")
        return list(self.value)

    def __getitem__(self, key: str) -> Node:
        if not isinstance(self.value, dict) or key not in self.value:
            raise self.error(f"«{key}:» is missing", f"a value for {key}", "add it")
        return Node(self.document, self.value[key], (*self.path, key))

    def get(self, key: str) -> Node | None:
        """The value of `key`, or None where the mapping has no such key."""
        return self[key] if isinstance(self.value, dict) and key in self.value else None

    def __iter__(self) -> Iterator[Node]:
        """The items of a list; a single value stands for a list of one."""
        if not isinstance(self.value, list):
            yield self
            return
        for index, item in enumerate(self.value):
            yield Node(self.document, item, (*self.path, index))

    def text(self) -> str:
        """Text that is not empty."""
        if not isinstance(self.value, str) or not self.value.strip():
            raise self.error("text is expected", "text", "write it, in quotes where it looks like a number")
        return self.value

    def texts(self) -> tuple[str, ...]:
        """One text or a list of texts."""
        return tuple(item.text() for item in self)

    def words(self, *, more: tuple[str, ...] = ()) -> Text:
        """A statement in both languages; `more` are keys that stand beside them."""
        self.names(("da", "en", *more))
        return Text(self["da"].text(), self["en"].text())

    def one_of(self, choices: Iterable[str]) -> str:
        """One of some words."""
        known = list(choices)
        if self.value not in known:
            raise self.error(f"«{self.value}» is unknown", ", ".join(known), "choose one of them")
        return str(self.value)

    def flag(self) -> bool:
        """True or false."""
        if not isinstance(self.value, bool):
            raise self.error("a truth is expected", "true or false", "write one of them")
        return self.value

    def number(self) -> int:
        """A whole number from 0 on."""
        if not isinstance(self.value, int) or isinstance(self.value, bool) or self.value < 0:
            raise self.error("a whole number is expected", "0, 1, 2 …", "write the number")
        return self.value

    def day(self) -> dt.date:
        """A day."""
        if not isinstance(self.value, dt.date):
            raise self.error("a day is expected", "YYYY-MM-DD", "write the day")
        return self.value
