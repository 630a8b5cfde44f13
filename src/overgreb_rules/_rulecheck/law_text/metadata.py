"""The metadata of an act as Retsinformation gives them in JSON (ELI): which acts changed or consolidated it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from overgreb_rules.shared.value_object import ValueObject

_NAMES = {"changed_by", "consolidated_by", "in_force", "id_local", "title"}
_ADDRESS = re.compile(r"/eli/(?:lta|mt|ltb|ltc)/[0-9]{4}/[0-9]+")


class ActMetadata(ValueObject):
    """What the metadata of an act say.

    Attributes:
        eli: The address of the act, from «/eli/» on; empty where the metadata do not say.
        later_acts: The addresses of the acts that changed or consolidated it, sorted.
        in_force: The words for whether it is in force; empty where the metadata do not say.
    """

    eli: str
    later_acts: tuple[str, ...]
    in_force: str


def parse_metadata(document: object) -> ActMetadata | None:
    """Parse the metadata of an act.

    Args:
        document: The JSON, read: a list of properties, or an object whose keys are properties.

    Returns:
        The metadata; None where the JSON names no property of ELI.
    """
    values: dict[str, list[str]] = {}
    for name, value in _properties(document, ""):
        values.setdefault(name, []).append(value)
    if not values.keys() & _NAMES:
        return None
    later = {address for name in ("changed_by", "consolidated_by") for address in map(eli_path, values.get(name, ()))}
    own = [*values.get("about", ()), *values.get("id", ())]
    in_force = values.get("in_force", [""])[0].rpartition("#")[2]
    return ActMetadata(next(filter(None, map(eli_path, own)), ""), tuple(sorted(later - {""})), in_force)


def eli_path(address: str) -> str:
    """Return the part of an address that names an act.

    Args:
        address: The address.

    Returns:
        Its part from «/eli/» on; empty where it names no act.
    """
    match = _ADDRESS.search(address)
    return match[0] if match else ""


def _properties(value: object, name: str) -> Iterator[tuple[str, str]]:
    """Yield the properties below a value, without prefixes: from JSON-LD, or from a list of RDFa triples."""
    if isinstance(value, dict):
        if isinstance(value.get("property"), str):
            yield _short(value["property"]), str(value.get("resource") or value.get("content") or "")
            yield from (("about", str(value[key])) for key in ("about", "subject") if value.get(key))
            return
        for key, inner in value.items():
            is_value = key in {"@id", "@value", "@type"} and name
            yield from _properties(inner, name if is_value else _short(key))
    elif isinstance(value, list):
        for inner in value:
            yield from _properties(inner, name)
    elif value is not None and name:
        yield name, str(value)


def _short(name: str) -> str:
    return re.split(r"[:#/@]", name)[-1]
