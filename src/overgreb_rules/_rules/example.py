"""The examples of a rule: small cases with their answers, for its reader, for checks and for tests.

No case is answered by them. Those of the packaged rules are two thirds of the packed file, and they are parsed when
somebody asks for them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import overload

from msgspec import field

from overgreb_rules._rules.yaml_node import Node, PackedValue
from overgreb_rules.shared.cached_attribute import cached_attribute
from overgreb_rules.shared.text import Text
from overgreb_rules.shared.value_object import ValueObject

_EXPECTED = ("due", "status", "met_by", "needs", "clock_start", "transition", "cite", "certainty")
"""What an example may expect of a duty."""


class Example(ValueObject):
    """A small case with its answer, run by the tests.

    Attributes:
        says: The case in words, as a clause without a full stop.
        events: The events, as in a case file.
        at: The instant of the evaluation.
        gives: What is expected of the rule, by the id of the trigger; empty where the rule is not in the answer.
        case: Facts of the case beside its events.
    """

    says: Text
    events: tuple[Mapping[str, object], ...]
    at: str
    gives: Mapping[str, Mapping[str, object]]
    case: Mapping[str, object] = field(default_factory=dict)


class UnparsedExamples(Sequence[Example]):
    """The examples of a packaged rule, parsed when the first of them is asked for.

    Without this, loading the packaged rules takes nearly twice as long.
    """

    def __init__(self, node: Node) -> None:
        """Keep where the examples stand.

        Args:
            node: The value of `examples` in the rule file, packed.
        """
        self._node = node

    @cached_attribute
    def _parsed(self) -> tuple[Example, ...]:
        return _parse(self._node.unpack())

    @overload
    def __getitem__(self, index: int) -> Example: ...

    @overload
    def __getitem__(self, index: slice) -> tuple[Example, ...]: ...

    def __getitem__(self, index: int | slice) -> Example | tuple[Example, ...]:
        return self._parsed[index]

    def __len__(self) -> int:
        return len(self._parsed)

    def __iter__(self) -> Iterator[Example]:
        return iter(self._parsed)

    def __eq__(self, other: object) -> bool:
        """Compare with examples that stand in the same order.

        Args:
            other: Anything.

        Returns:
            Whether it holds equal examples; the same object is equal without being parsed.
        """
        return self is other or (isinstance(other, Sequence) and self._parsed == tuple(other))

    __hash__ = None  # type: ignore[assignment]  # a rule is hashed by its id


def parse_examples(node: Node) -> Sequence[Example]:
    """Parse the examples of a rule.

    Args:
        node: The value of `examples` in the rule file.

    Returns:
        One or more examples in the order of the file; those of a packed file are parsed when they are asked for.

    Raises:
        RuleError: There is none, or one says something that is not in the rule language.
    """
    return UnparsedExamples(node) if isinstance(node.value, PackedValue) else _parse(node)


def _parse(node: Node) -> tuple[Example, ...]:
    if not isinstance(node.value, list) or not node.value:
        raise node.error(
            Text("en regel uden eksempler", "a rule without examples"),
            Text("en liste med små sager", "a list of small cases"),
            Text("tilføj et lige inden for og et lige uden for reglen", "add one inside and one outside its scope"),
        )
    return tuple(_parse_one(item) for item in node)


def _parse_one(node: Node) -> Example:
    node.names(("says", "barn", "events", "at", "gives"))
    barn, gives = node.get("barn"), node["gives"]
    for trigger in gives.names():
        gives[trigger].names(_EXPECTED)
    return Example(
        says=node["says"].words(),
        events=tuple(dict(item.value) for item in node["events"] if item.names()),  # type: ignore[call-overload]  # names() has seen a mapping
        at=node["at"].text(),
        gives=gives.value,  # type: ignore[arg-type]  # a mapping of mappings, as just seen
        case={"barn": barn.value} if barn else {},
    )
