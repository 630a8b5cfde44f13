"""What has no rule although it stands beside the encoded provisions, as `not_encoded.yaml` lists it with reasons."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from overgreb_rules._rules.source import load_source
from overgreb_rules._rules.yaml_node import Node
from overgreb_rules.shared.text import Text
from overgreb_rules.shared.value_object import ValueObject

Frequency = Literal["often", "sometimes", "rarely"]
FREQUENCY_WORDS: dict[Frequency, Text] = {
    "often": Text("ofte", "often"),
    "sometimes": Text("af og til", "sometimes"),
    "rarely": Text("sjældent", "rarely"),
}
"""How often a caseworker meets what has no rule."""
_FILE = "not_encoded.yaml"


class LeftOut(ValueObject):
    """A provision without a rule.

    Attributes:
        what: The provision.
        how_often: How often a caseworker meets it.
        why: The reason why it has no rule.
    """

    what: Text
    how_often: Frequency
    why: Text


def read_left_out(root: Path) -> list[LeftOut]:
    """Read `not_encoded.yaml` of a folder of rules.

    Args:
        root: The folder.

    Returns:
        The provisions in the order of the file; none where the folder has no such file.

    Raises:
        RuleError: A file cannot be read, or an entry has other keys or values; with file and line.
    """
    source = load_source(root)
    return [_parse(entry) for entry in source.node(_FILE)] if _FILE in source.documents else []


def _parse(node: Node) -> LeftOut:
    node.names(("what", "how_often", "why"))
    how_often: Frequency = node["how_often"].one_of(FREQUENCY_WORDS)  # type: ignore[assignment]  # one of its keys
    return LeftOut(node["what"].words(), how_often, node["why"].words())
