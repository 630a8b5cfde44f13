"""What kind of value a fact has."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from overgreb_rules.shared.text import Text
from overgreb_rules.shared.value_object import ValueObject

FactKind = Literal["bool", "int", "date", "datetime", "text", "word"]
KINDS: Mapping[str, FactKind] = {"bool": "bool", "int": "int", "date": "date", "datetime": "datetime", "text": "text"}
"""The kinds that a file names by a word; a list of words is the kind `word`."""
_ALLOWED: Mapping[FactKind, Text] = {
    "bool": Text("true eller false", "true or false"),
    "int": Text("et helt tal", "a whole number"),
    "date": Text("en dato som 2026-11-21", "a day such as 2026-11-21"),
    "datetime": Text("et tidspunkt som 2026-11-21T12:00:00+01:00", "an instant such as 2026-11-21T12:00:00+01:00"),
    "text": Text("en tekst", "text"),
}


class FactDefinition(ValueObject):
    """A fact that a case can carry.

    Attributes:
        name: The name in cases and rules; with a dot for a fact of the child.
        kind: The type of its values; `word` for one of a list.
        says: The fact for a person.
        words: The allowed values of a `word`.
        default: The value where a case has none; None where the fact is then unknown.
        means_unknown: The word that says that nobody knows; None where there is none.
        named: The name of the day inside a sentence, where that is another one than `says`.
        born_unless: Of the day of birth: an event that can carry this fact comes after the birth unless it is true.
    """

    name: str
    kind: FactKind
    says: Text
    words: tuple[str, ...] = ()
    default: bool | str | None = None
    means_unknown: str | None = None
    named: Text | None = None
    born_unless: str | None = None

    @property
    def is_never_unknown(self) -> bool:
        """Whether the fact has a value in every case: a default, and no word that says that nobody knows."""
        return self.default is not None and self.means_unknown is None

    @property
    def allowed(self) -> Text:
        """The values that the fact can take, in words for a person."""
        if self.kind == "word":
            return Text(", ".join(self.words), ", ".join(self.words))
        return _ALLOWED[self.kind]
