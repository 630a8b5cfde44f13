"""A strict subset of YAML for rules and requests: one meaning for every word, and a place for every value.

YAML reads `no` as false, `08` as a number or as text, `12:30` as 750, and lets a key stand twice. A file of law
cannot. Here a bare word is text, a whole number is a number, `true` and `false` are the only truths, a day is
`YYYY-MM-DD`, and whatever another YAML reader would take for something else must be put in quotes. Anchors, tags
and several documents in one file are refused. The build packs the rules with this module, before any library is
installed.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from overgreb_rules.shared.text import Text

__all__ = ["PLAIN_YAML", "Document", "Path", "Place", "PlainYamlError", "read"]

PLAIN_YAML = Text("enkel YAML", "plain YAML")
"""What is allowed, for the refusal of a file that is outside the subset."""

Path = tuple[str | int, ...]
"""The way from the top of a file to a value: keys of mappings, and positions in lists counted from 0."""


@dataclass(frozen=True, slots=True)
class Place:
    """A place in a file: the name of the file and a line counted from 1."""

    file: str
    line: int

    def __str__(self) -> str:
        return f"{self.file}, line {self.line}"


class PlainYamlError(ValueError):
    """A file outside the subset: place, problem (`what`) and hint (`mend`), without a word of the parser's own."""

    def __init__(self, place: Place, what: Text, mend: Text) -> None:
        """Build the message from its parts.

        Args:
            place: the file and the line.
            what: the problem, as a clause without a full stop.
            mend: the hint that mends the problem, as a clause without a full stop.
        """
        super().__init__(f"{place}: {what.en}; {mend.en}")
        self.place, self.what, self.mend = place, what, mend


@dataclass(frozen=True, slots=True)
class Document:
    """The data of a file, as dict, list, str, int, float, bool, date and None, and the place of each value."""

    file: str
    data: object
    _places: Mapping[Path, Place]

    def place(self, path: Path = ()) -> Place:
        """Return the place of a value.

        Args:
            path: the way to the value; empty for the whole document.

        Returns:
            The place; that of the nearest value around it where there is none at `path`.
        """
        while path not in self._places:
            path = path[:-1]
        return self._places[path]


def read(text: str, file: str, *, number_keys: bool = False) -> Document:
    """Parse a document of the strict subset.

    Args:
        text: the text of the file.
        file: the name of the file, for places in errors.
        number_keys: whether a bare whole number (a year) may be a key.

    Returns:
        The data and the place of each value.

    Raises:
        PlainYamlError: no YAML, an empty file, a key twice, a key that is no text, an anchor, a tag, a second
            document, nesting deeper than 40, or a bare word that has another meaning for another YAML reader.
    """
    from overgreb_rules.shared.yaml_parser import parse_yaml  # noqa: PLC0415  # imports YAML, and is above this module

    return Document(file, *parse_yaml(text, file, number_keys=number_keys))
