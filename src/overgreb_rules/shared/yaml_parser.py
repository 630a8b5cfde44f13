"""The parser of the strict subset of YAML: a module of its own, because a start that reads no YAML does without one."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

import yaml

from overgreb_rules.shared.iso_time import ISO_DAY, parse_iso_day
from overgreb_rules.shared.redaction import name_value
from overgreb_rules.shared.strict_yaml import Path, Place, PlainYamlError
from overgreb_rules.shared.text import Text

_MAX_DEPTH = 40
_INT = re.compile(r"-?(0|[1-9][0-9]{0,17})\Z")
_DECIMAL = re.compile(r"-?(0|[1-9][0-9]*)\.[0-9]+\Z")
_MEANS_SOMETHING_ELSE_ELSEWHERE = re.compile(
    r"yes|no|on|off|y|n|true|false|null|~"
    r"|[-+]?(_*[0-9][0-9_]*|[0-9_]*\.[0-9][0-9_]*)(e[-+]?[0-9]+)?|0[xob][0-9a-f_]+"
    r"|[-+]?[0-9][0-9_]*(:[0-5]?[0-9])+(\.[0-9_]*)?"
    r"|[-+]?\.(inf|nan)",
    re.IGNORECASE,
)
_WORDS = ("yes", "no", "on", "off", "y", "n", "true", "false", "null")
_QUOTE_IT = Text("sæt det i anførselstegn", "put it in quotes")
_Loader: type = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def parse_yaml(text: str, file: str, *, number_keys: bool) -> tuple[object, Mapping[Path, Place]]:
    """Parse a document of the strict subset.

    Args:
        text: the text of the file.
        file: the name of the file, for places in errors.
        number_keys: whether a bare whole number (a year) may be a key.

    Returns:
        The data, and the place of each value.

    Raises:
        PlainYamlError: the text is outside the subset.
    """
    start = Place(file, 1)
    try:
        _refuse_marks_and_deep_nesting(text, file)
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
        what = Text("her er et tegn, der ikke kan stå i YAML", "this character cannot stand in YAML")
        raise PlainYamlError(Place(file, line), what, Text("skriv UTF-8-tekst", "write UTF-8 text")) from None
    if node is None:
        mend = Text("skriv mindst én nøgle med sin værdi", "write at least one key with its value")
        raise PlainYamlError(start, Text("filen er tom", "the file is empty"), mend)
    places: dict[Path, Place] = {}
    data = _NodeReader(file, places, number_keys).value(node, ())
    return data, places


def _refuse_marks_and_deep_nesting(text: str, file: str) -> None:
    # libyaml composes by recursion and takes the process down with it: the depth is measured before. A composed node
    # has a tag in any case, and no anchor: only an event tells those that were written.
    depth = 0
    for event in yaml.parse(text, Loader=_Loader):
        if getattr(event, "tag", None) is not None:
            mend = Text("skriv værdien uden mærkat", "write the value without a tag")
            raise PlainYamlError(_place_of(event, file), Text("der står en mærkat (!)", "a tag (!) is used"), mend)
        if getattr(event, "anchor", None) is not None:
            mend = Text("skriv værdien ud, hvor den skal stå", "write the value out where it is meant")
            what = Text("der står et anker (&, *)", "an anchor (&, *) is used")
            raise PlainYamlError(_place_of(event, file), what, mend)
        if isinstance(event, (yaml.MappingStartEvent, yaml.SequenceStartEvent)):
            depth += 1
            if depth > _MAX_DEPTH:
                what = Text(f"der er over {_MAX_DEPTH} niveauer inden i hinanden", f"nesting deeper than {_MAX_DEPTH}")
                raise PlainYamlError(_place_of(event, file), what, Text("brug færre niveauer", "write it flatter"))
        elif isinstance(event, (yaml.MappingEndEvent, yaml.SequenceEndEvent)):
            depth -= 1


def _place_of(event: yaml.Event, file: str) -> Place:
    return Place(file, event.start_mark.line + 1 if event.start_mark else 1)


@dataclass(slots=True)
class _NodeReader:
    file: str
    places: dict[Path, Place]
    number_keys: bool = False

    def value(self, node: yaml.Node, path: Path) -> object:
        place = self.places[path] = Place(self.file, node.start_mark.line + 1)
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
                raise PlainYamlError(place, Text("nøglen er ikke en tekst", "the key is no text"), _QUOTE_IT)
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
        if ISO_DAY.match(text):
            day = parse_iso_day(text)
            if day is None:
                what = Text(f"{text} er ikke en dato", f"{text} is no day")
                mend = Text("skriv en dato, der findes", "write a day that exists")
                raise PlainYamlError(place, what, mend)
            return day
        if _MEANS_SOMETHING_ELSE_ELSEWHERE.fullmatch(text):
            word = name_value(text, _WORDS)
            what = Text(
                f"{word.da} uden anførselstegn læses forskelligt af forskellige YAML-programmer",
                f"the bare word {word.en} means different things to different YAML readers",
            )
            raise PlainYamlError(place, what, _QUOTE_IT)
        return text


_QUOTED = {"'", '"', "|", ">"}
