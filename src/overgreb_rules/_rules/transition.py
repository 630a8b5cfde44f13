"""The change from one act to the next, as `rulebook.yaml` states it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection

from overgreb_rules._rules.yaml_node import Node
from overgreb_rules.calendar import midnight
from overgreb_rules.shared.text import Text
from overgreb_rules.shared.value_object import ValueObject

_KEYS = ("from", "to", "on", "cite")


class Transition(ValueObject):
    """The day on which one act takes over from another, and where the newer act says what becomes of older duties.

    Attributes:
        older: The act that ends.
        newer: The act that takes over.
        on: The first day of the newer act.
        instant: The first second of that day, in epoch seconds.
        cite_moves: The provision by which unmet duties go on under the newer act.
        cite_stays: The provision by which decisions of the older act remain valid.
    """

    older: str
    newer: str
    on: dt.date
    instant: int
    cite_moves: str
    cite_stays: str


def parse_transitions(node: Node | None, laws: Collection[str]) -> tuple[Transition, ...]:
    """Parse the `transition:` of a rulebook: one mapping, or a list of mappings.

    Args:
        node: The value of the key; None where the rulebook has no transition.
        laws: The acts of the rulebook.

    Returns:
        The transitions in order of their days.

    Raises:
        RuleError: an act is unknown, ends twice, or takes over from itself.
    """
    found: list[Transition] = []
    for item in node if node is not None else ():
        transition = _parse_transition(item, laws)
        if transition.older in {other.older for other in found}:
            raise item["from"].error(
                Text(f"»{transition.older}« ophører to gange", f"“{transition.older}” ends twice"),
                Text("én overgang fra en lov", "one transition from an act"),
                Text("fjern den ene", "remove one"),
            )
        found.append(transition)
    return tuple(sorted(found, key=lambda transition: transition.on))


def _parse_transition(node: Node, laws: Collection[str]) -> Transition:
    node.names(_KEYS)
    older, newer, cite = node["from"].one_of(laws), node["to"].one_of(laws), node["cite"]
    if older == newer:
        raise node["to"].error(
            Text("en lov afløser sig selv", "an act takes over from itself"),
            Text("en anden lov end from:", "another act than from:"),
            Text("nævn den nyere lov", "name the newer act"),
        )
    cite.names(("moves", "stays"))
    on = node["on"].day()
    return Transition(older, newer, on, midnight(on), cite["moves"].text(), cite["stays"].text())
