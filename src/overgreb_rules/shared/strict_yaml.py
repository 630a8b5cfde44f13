"""A strict subset of YAML for rules and requests: one meaning for every word, and a place for every value.

YAML reads `no` as false, `08` as a number or as text, `12:30` as 750, and lets a key stand twice. A file of law
cannot. Here a bare word is text, a whole number is a number, `true` and `false` are the only truths, a day is
`YYYY-MM-DD`, and whatever another YAML reader would take for something else must be put in quotes. Anchors, tags
and several documents in one file are refused.
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass, field

import yaml

from overgreb_rules.shared.redaction import name_value
from overgreb_rules.shared.text import Text

__all__ = ["PLAIN_YAML", "Document", "Path", "Place", "PlainYamlError", "read"]

PLAIN_YAML = Text("enkel YAML", "plain YAML")
"""What is allowed, for the refusal of a file that is outside the subset."""

Path = tuple[str | int, ...]
"""The way from the top of a file to a value: keys of mappings, and positions in lists counted from 0."""

_MAX_DEPTH = 40
_INT = re.compile(r"-?(0|[1-9][0-9]{0,17})\Z")
_DECIMAL = re.compile(r"-?(0|[1-9][0-9]*)\.[0-9]+\Z")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}\Z")
_MEANS_SOMETHING_ELSE_ELSEWHERE = re.compile(
    r"yes|no|on|off|y|n|true|false|null|~"
    r"|[-+]?[0-9_]*\.?[0-9][0-9_]*(e[-+]?[0-9]+)?|0[xob][0-9a-f_]+"
    r"|[-+]?[0-9][0-9_]*(:[0-5]?[0-9])+(\.[0-9_]*)?"
    r"|[-+]?\.(inf|nan)",
    re.IGNORECASE,
)
_WORDS = ("yes", "no", "on", "off", "y", "n", "true", "false", "null")
_QUOTE_IT = Text("sæt anførselstegn om", "put it in quotes")
_Loader: type = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


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
    _places: dict[Path, Place] = field(repr=False)

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
    start = Place(file, 1)
    try:
        _refuse_tags_and_deep_nesting(text, file)
        node = yaml.compose(text, Loader=_Loader)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        place = Place(file, mark.line + 1) if mark else start
        where = mark.column + 1 if mark else 1
        what = Text(f"dette er ikke YAML (tegn {where})", f"this is no YAML (column {where})")
        mend = Text("ret indrykning, anførselstegn eller kolon", "mend the indentation, the quotes or the colons")
        raise PlainYamlError(place, what, mend) from None
    except yaml.reader.ReaderError as error:
        line = text.encode("utf-8", "replace").count(b"\n", 0, error.position) + 1
        what = Text("et tegn kan ikke stå i YAML", "a character cannot stand in YAML")
        raise PlainYamlError(Place(file, line), what, Text("skriv UTF-8-tekst", "write UTF-8 text")) from None
    if node is None:
        mend = Text("skriv mindst én nøgle med sin værdi", "write at least one key with its value")
        raise PlainYamlError(start, Text("filen er tom", "the file is empty"), mend)
    places: dict[Path, Place] = {}
    data = _NodeReader(file, places, number_keys).value(node, ())
    return Document(file, data, places)


def _refuse_tags_and_deep_nesting(text: str, file: str) -> None:
    # libyaml composes by recursion and takes the process down with it: the depth is measured before. A composed node
    # has a tag in any case: only an event tells one that was written.
    depth = 0
    for event in yaml.parse(text, Loader=_Loader):
        tag = getattr(event, "tag", None)
        if tag is not None:
            place = Place(file, event.start_mark.line + 1 if event.start_mark else 1)
            mend = Text("skriv værdien uden mærkat", "write the value without a tag")
            raise PlainYamlError(place, Text("der står en mærkat (!)", "a tag (!) is used"), mend)
        if isinstance(event, (yaml.MappingStartEvent, yaml.SequenceStartEvent)):
            depth += 1
            if depth > _MAX_DEPTH:
                place = Place(file, event.start_mark.line + 1 if event.start_mark else 1)
                what = Text(f"der er over {_MAX_DEPTH} niveauer i hinanden", f"nesting deeper than {_MAX_DEPTH}")
                raise PlainYamlError(place, what, Text("skriv det fladere", "write it flatter"))
        elif isinstance(event, (yaml.MappingEndEvent, yaml.SequenceEndEvent)):
            depth -= 1


@dataclass(slots=True)
class _NodeReader:
    file: str
    places: dict[Path, Place]
    number_keys: bool = False
    seen: set[int] = field(default_factory=set)

    def value(self, node: yaml.Node, path: Path) -> object:
        place = self.places[path] = Place(self.file, node.start_mark.line + 1)
        if id(node) in self.seen:
            mend = Text("skriv værdien ud, hvor den skal stå", "write the value out where it is meant")
            raise PlainYamlError(place, Text("der står et anker (&, *)", "an anchor (&, *) is used"), mend)
        self.seen.add(id(node))
        match node:
            case yaml.MappingNode():
                return self.mapping(node, path)
            case yaml.SequenceNode():
                return [self.value(item, (*path, index)) for index, item in enumerate(node.value)]
            case yaml.ScalarNode():
                return self.scalar(node, place)
        mend = Text("skriv en tabel, en liste eller en værdi", "write a mapping, a list or a scalar")
        raise PlainYamlError(place, Text("dette er ikke en værdi", "this is no value"), mend)

    def mapping(self, node: yaml.MappingNode, path: Path) -> dict[str | int, object]:
        mapping: dict[str | int, object] = {}
        for key_node, value_node in node.value:
            place = Place(self.file, key_node.start_mark.line + 1)
            key = self.scalar(key_node, place) if isinstance(key_node, yaml.ScalarNode) else None
            if not (isinstance(key, str) or (self.number_keys and type(key) is int)):
                # A code such as 0751 as key: the number would lose its first figure.
                raise PlainYamlError(place, Text("en nøgle er ikke en tekst", "a key is no text"), _QUOTE_IT)
            if key in mapping:
                mend = Text("behold den ene", "keep one of them")
                raise PlainYamlError(place, Text("nøglen står to gange", "the key stands twice"), mend)
            mapping[key] = self.value(value_node, (*path, key))
            self.places[(*path, key)] = place
        return mapping

    def scalar(self, node: yaml.ScalarNode, place: Place) -> object:
        text: str = node.value
        if node.style in _QUOTED:
            return text
        if text == "":
            return None
        if text in {"true", "false"}:
            return text == "true"
        if _INT.match(text):
            return int(text)
        if _DECIMAL.match(text):
            return float(text)
        if _DAY.match(text):
            try:
                return dt.date.fromisoformat(text)
            except ValueError:
                what = Text(f"{text} er ikke en dag", f"{text} is no day")
                mend = Text("skriv en dag, der findes", "write a day that exists")
                raise PlainYamlError(place, what, mend) from None
        if _MEANS_SOMETHING_ELSE_ELSEWHERE.fullmatch(text):
            word = name_value(text, _WORDS)
            what = Text(
                f"{word.da} uden anførselstegn læses forskelligt af forskellige YAML-programmer",
                f"the bare word {word.en} means different things to different YAML readers",
            )
            raise PlainYamlError(place, what, _QUOTE_IT)
        return text


_QUOTED = {"'", '"', "|", ">"}
