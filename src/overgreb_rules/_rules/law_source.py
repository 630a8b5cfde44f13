"""How far the text of each law was read, as `sources.yaml` says."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from msgspec import field

from overgreb_rules._rules.yaml_node import Node
from overgreb_rules.shared.text import Text
from overgreb_rules.shared.value_object import ValueObject

_KEYS = ("versions", "read_to", "current", "reviewed", "not_listed")
_VERSION_KEYS = ("version", "eli", "accession", "kind", "day", "covers")
_ACT_KEYS = ("act", "day", "accession", "touches")
_AUTHORITIES = "authority_names"


class LawSource(ValueObject):
    """The versions of a law that were read, the one that was read last, and the day up to which the law is known.

    Attributes:
        versions: The versions that were read, such as «LBK 282/2025».
        current: The version that was read last and whole.
        read_to: The day up to which the law is known.
        addresses: The ELI addresses of those versions that have one, in the order of the versions.
        reviewed: The later acts that were looked at, as they are cited.
        not_listed: The paragraphs whose sentences are not listed yet; None where all are.
    """

    versions: tuple[str, ...]
    current: str
    read_to: dt.date
    addresses: Mapping[str, str] = field(default_factory=dict)
    reviewed: tuple[str, ...] = ()
    not_listed: Text | None = None


def parse_law_sources(top: Node) -> Mapping[str, LawSource]:
    """Parse `sources.yaml`.

    Args:
        top: The whole file.

    Returns:
        The sources by the name of the law, sorted.

    Raises:
        RuleError: a key is unknown or missing, or a value is of another kind; with file and line.
    """
    return {name: _parse_source(top[name]) for name in sorted(top.names()) if name != _AUTHORITIES}


def parse_authority_names(top: Node) -> tuple[str, ...]:
    """Parse the names of ministers and authorities that `sources.yaml` lists.

    Args:
        top: The whole file.

    Returns:
        The names, with a small letter where they have one inside a sentence; empty where the file lists none.

    Raises:
        RuleError: the value is no list of texts; with file and line.
    """
    names = top.get(_AUTHORITIES)
    return () if names is None else names.texts()


def _parse_source(node: Node) -> LawSource:
    node.names(_KEYS)
    versions, addresses = [], {}
    for version in node["versions"]:
        version.names(_VERSION_KEYS)
        name, address = version["version"].text(), version.get("eli")
        versions.append(name)
        if address is not None:
            addresses[name] = address.text()
    acts = []
    for act in node["reviewed"]:
        act.names(_ACT_KEYS)
        acts.append(act["act"].text())
    return LawSource(
        versions=tuple(versions),
        current=node["current"].text(),
        read_to=node["read_to"].day(),
        addresses=addresses,
        reviewed=tuple(acts),
        not_listed=node["not_listed"].words() if node.get("not_listed") else None,
    )
