"""How far the text of each law was read, as `sources.yaml` says."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from overgreb_rules._rules.yaml_node import Node

_KEYS = ("versions", "read_to", "current", "reviewed")
_VERSION_KEYS = ("version", "eli", "accession", "kind", "day", "covers")


@dataclass(frozen=True, slots=True)
class LawSource:
    """The versions of a law that were read, the one that was read last, and the day up to which the law is known."""

    versions: tuple[str, ...]
    current: str
    read_to: dt.date


def parse_law_sources(top: Node) -> Mapping[str, LawSource]:
    """Parse `sources.yaml`.

    Args:
        top: The whole file.

    Returns:
        The sources by the name of the law, sorted.

    Raises:
        RuleError: a key is unknown or missing, or a value is of another kind; with file and line.
    """
    found = {}
    for name in sorted(top.names()):
        node = top[name]
        node.names(_KEYS)
        versions = []
        for version in node["versions"]:
            version.names(_VERSION_KEYS)
            versions.append(version["version"].text())
        found[name] = LawSource(tuple(versions), node["current"].text(), node["read_to"].day())
    return found
