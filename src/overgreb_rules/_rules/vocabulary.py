"""The vocabulary: event types, their facts, the allowed values, and who bears a duty; in Danish and English.

Knows nothing of rules or of dates.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from overgreb_rules._rules.yaml_node import Node
from overgreb_rules.shared.text import Text

FactKind = Literal["bool", "int", "date", "datetime", "text", "word"]
_KINDS: dict[str, FactKind] = {"bool": "bool", "int": "int", "date": "date", "datetime": "datetime", "text": "text"}


@dataclass(frozen=True, slots=True)
class FactDefinition:
    """A fact that a case can carry.

    Attributes:
        name: The name in cases and rules; with a dot for a fact of the child.
        kind: The type of its values; `word` for one of a list.
        says: The fact for a person.
        words: The allowed values of a `word`.
        default: The value where a case has none; None where the fact is then unknown.
        means_unknown: The word that says that nobody knows; None where there is none.
        named: The name of the day inside a sentence, where that is another one than `says`.
    """

    name: str
    kind: FactKind
    says: Text
    words: tuple[str, ...] = ()
    default: bool | str | None = None
    means_unknown: str | None = None
    named: Text | None = None

    @property
    def allowed(self) -> str:
        """The values that the fact can take, in words for a person."""
        return {
            "bool": "true or false",
            "int": "a whole number",
            "date": "a day such as 2026-11-21",
            "datetime": "an instant such as 2026-11-21T12:00:00+01:00",
            "text": "text",
            "word": ", ".join(self.words),
        }[self.kind]


@dataclass(frozen=True, slots=True)
class EventDefinition:
    """An event type and the facts that it can carry."""

    name: str
    says: Text
    facts: Mapping[str, FactDefinition]


@dataclass(frozen=True, slots=True)
class Bearer:
    """Who bears a duty, and whether that is the municipality or one of its organs."""

    says: Text
    municipality: bool


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """All words of one rulebook.

    Attributes:
        case: The facts of the case itself, with a dot for nesting.
        facts: The facts of events, for a person.
        values: The values of facts, for a person.
        events: The event types.
        bearers: Who can bear a duty.
        context: The event types and facts that no rule reads and that a case may hold all the same.
    """

    case: Mapping[str, FactDefinition]
    facts: Mapping[str, Text]
    values: Mapping[str, Text]
    events: Mapping[str, EventDefinition]
    bearers: Mapping[str, Bearer]
    context: frozenset[str]

    @classmethod
    def parse(cls, top: Node) -> Vocabulary:
        """Parse `vocabulary.yaml`.

        Args:
            top: The whole file.

        Returns:
            The vocabulary.

        Raises:
            RuleError: the file says something that is not in the rule language, with file and line.
        """
        top.names(("version", "case", "facts", "values", "events", "bearers", "context"))
        if top["version"].value != 1:
            raise top["version"].error("an unknown version of the vocabulary", "1", "write version: 1")
        facts = {name: top["facts"][name].words() for name in top["facts"].names()}
        values = {name: top["values"][name].words() for name in top["values"].names()}
        reader = _VocabularyParser(facts, values)
        return cls(
            case={name: _case_fact(name, top["case"][name]) for name in top["case"].names()},
            facts=facts,
            values=values,
            events={name: reader.event(name, top["events"][name]) for name in top["events"].names()},
            bearers={name: _bearer(name, top["bearers"][name]) for name in top["bearers"].names()},
            context=frozenset(top["context"].texts()),
        )


@dataclass(frozen=True, slots=True)
class _VocabularyParser:
    facts: Mapping[str, Text]
    values: Mapping[str, Text]

    def event(self, name: str, node: Node) -> EventDefinition:
        says = node.words(more=("facts",))
        facts = node.get("facts")
        names = facts.names() if facts is not None else []
        return EventDefinition(name, says, {fact: self.fact(fact, facts[fact]) for fact in names if facts is not None})

    def fact(self, name: str, node: Node) -> FactDefinition:
        if name not in self.facts:
            raise node.error(f"the fact «{name}» has no words", "a fact listed under facts:", "add it there")
        says = self.facts[name]
        if isinstance(node.value, list):
            return FactDefinition(name, "word", says, self.words(node))
        if isinstance(node.value, str):
            return FactDefinition(name, _KINDS[node.one_of(_KINDS)], says)
        node.names(("type", "values", "default", "unknown"))
        values, default, unknown = node.get("values"), node.get("default"), node.get("unknown")
        if values is None:
            kind = _KINDS[node["type"].one_of(_KINDS)]
            return FactDefinition(name, kind, says, default=default.flag() if default else None)
        words = self.words(values)
        return FactDefinition(
            name,
            "word",
            says,
            words,
            default=default.one_of(words) if default else None,
            means_unknown=unknown.one_of(words) if unknown else None,
        )

    def words(self, node: Node) -> tuple[str, ...]:
        return tuple(word.one_of(self.values) for word in node)


def _case_fact(name: str, node: Node) -> FactDefinition:
    says = node.words(more=("type", "required", "named"))
    named = node.get("named")
    return FactDefinition(name, _KINDS[node["type"].one_of(_KINDS)], says, named=named.words() if named else None)


def _bearer(name: str, node: Node) -> Bearer:
    node.names(("en", "municipality"))
    organ = node.get("municipality")
    return Bearer(Text(name, node["en"].text()), organ.flag() if organ else False)
