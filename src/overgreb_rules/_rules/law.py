"""An act or a practice, as `rulebook.yaml` names it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from overgreb_rules._rules.yaml_node import Node
from overgreb_rules.shared.text import Text

_KEYS = ("name", "cited_as", "in_force", "eli")


@dataclass(frozen=True, slots=True)
class Law:
    """An act or a practice.

    Attributes:
        name: The full name.
        cited_as: The name before a paragraph.
        first: The first day in force.
        last: The last day in force; None while the act has not ended.
        eli: The address of its text; None where there is none.
    """

    name: Text
    cited_as: Text
    first: dt.date
    last: dt.date | None
    eli: str | None


def parse_law(node: Node) -> Law:
    """Parse one entry under `laws:`.

    Args:
        node: The entry.

    Returns:
        The act or practice.

    Raises:
        RuleError: a key is unknown or missing, or a value is of another kind.
    """
    node.names(_KEYS)
    in_force, eli = node["in_force"], node.get("eli")
    in_force.names(("from", "to"))
    last = in_force.get("to")
    return Law(
        node["name"].words(),
        node["cited_as"].words(),
        in_force["from"].day(),
        last.day() if last else None,
        eli.text() if eli else None,
    )
