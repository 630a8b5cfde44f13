"""Reads the conditions of a rule file: what must be so for a duty to arise, to be met, or to be waived."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from overgreb_rules._rules.conditions import (
    AllOf,
    AnyOf,
    ChildAgeCondition,
    Condition,
    EventCondition,
    EventPattern,
    FactCondition,
    FactTest,
    LatestEventCondition,
    OngoingCondition,
    SettlingCondition,
    TriggerTypeCondition,
    Waiver,
)
from overgreb_rules._rules.vocabulary import FactDefinition, Vocabulary
from overgreb_rules._rules.yaml_node import Node

__all__ = ["ConditionParser"]

_WHEN: dict[str, tuple[Literal["earlier", "since", "ever"], bool]] = {
    "happened": ("earlier", True),
    "not_happened": ("earlier", False),
    "since": ("since", True),
    "ever": ("ever", True),
}
_FORMS = (*_WHEN, "any_of", "all_of", "running", "latest", "child_is_at_least", "trigger_is")


@dataclass(frozen=True, slots=True)
class ConditionParser:
    """Reads conditions in the words of `vocabulary` for a rule that the events `triggers` open."""

    vocabulary: Vocabulary
    triggers: tuple[str, ...]

    def all(self, node: Node | None) -> tuple[Condition, ...]:
        """A list of conditions, all of which must hold."""
        return tuple(self.condition(item) for item in node) if node is not None else ()

    def condition(self, node: Node) -> Condition:
        """One condition: a mapping with one key."""
        keys = node.names()
        if len(keys) != 1:
            raise node.error("a condition has one key", "one key with its value", "write one list item for each")
        (key,) = keys
        inner = node[key]
        match key:
            case "any_of":
                return AnyOf(self.all(inner))
            case "all_of":
                return AllOf(self.all(inner))
            case "child_is_at_least":
                return ChildAgeCondition(inner.number())
            case "trigger_is":
                return TriggerTypeCondition(tuple(item.one_of(self.triggers) for item in inner))
            case "running":
                inner.names(("started_by", "ended_by"))
                return OngoingCondition(self.patterns(inner["started_by"]), self.event_types(inner["ended_by"]))
            case "latest":
                (pattern,) = self.patterns(inner)
                return LatestEventCondition(pattern)
            case _ if key in _WHEN:
                when, wanted = _WHEN[key]
                return EventCondition(self.patterns(inner), when, wanted)
            case _ if key in self.vocabulary.case:
                return FactCondition("case", self.test(inner, self.vocabulary.case[key]))
            case _:
                return FactCondition("trigger", self.trigger_test(key, inner))

    def trigger_test(self, name: str, node: Node) -> FactTest:
        """A test on a fact that the trigger can carry."""
        words = [self.vocabulary.events[type_].facts.get(name) for type_ in self.triggers]
        word = next((word for word in words if word is not None), None)
        if word is None:
            facts = {fact for type_ in self.triggers for fact in self.vocabulary.events[type_].facts}
            allowed = ", ".join([*sorted(facts), *_FORMS])
            raise node.error(f"«{name}» is no fact of the trigger", allowed, "correct the word")
        return self.test(node, word)

    def test(self, node: Node, word: FactDefinition) -> FactTest:
        """A value, a list of values of which one must be the fact's, `{not: …}` or `{at_least: n}`."""
        if isinstance(node.value, dict):
            (key,) = node.names(("not", "at_least"))[:1] or ("",)
            if key == "at_least":
                return FactTest(word.name, "at_least", (node[key].number(),))
            return FactTest(word.name, "is_not", self.values(node["not"], word))
        return FactTest(word.name, "is", self.values(node, word))

    def values(self, node: Node, word: FactDefinition) -> tuple[str | bool, ...]:
        if word.kind == "bool":
            return tuple(item.flag() for item in node)
        if word.kind == "word":
            return tuple(item.one_of(word.words) for item in node)
        raise node.error(f"«{word.name}» cannot be compared", "a truth, a word or a number", "test another fact")

    def patterns(self, node: Node) -> tuple[EventPattern, ...]:
        """Event types, each with or without tests on its facts."""
        return tuple(pattern for item in node for pattern in self._pattern(item))

    def _pattern(self, node: Node) -> Iterable[EventPattern]:
        if isinstance(node.value, str):
            yield EventPattern(node.one_of(self.vocabulary.events))
            return
        for type_ in node.names(self.vocabulary.events):
            yield self.pattern(type_, node[type_])

    def pattern(self, type_: str, node: Node) -> EventPattern:
        facts = self.vocabulary.events[type_].facts
        return EventPattern(type_, tuple(self.test(node[name], facts[name]) for name in node.names(facts)))

    def event_types(self, node: Node | None) -> tuple[str, ...]:
        """Event types."""
        return tuple(item.one_of(self.vocabulary.events) for item in node) if node is not None else ()

    def once(self, node: Node | None) -> SettlingCondition | None:
        """What settles a duty after it was opened."""
        if node is None:
            return None
        node.names((*_FORMS, "unknown_without"))
        forms = {key: value for key, value in node.value.items() if key != "unknown_without"}  # type: ignore[attr-defined]  # names() has seen that it is a mapping
        condition = self.condition(Node(node.document, forms, node.path))
        return SettlingCondition(condition, self.event_types(node.get("unknown_without")))

    def waivers(self, node: Node | None) -> tuple[Waiver, ...]:
        """What takes a duty away."""
        return tuple(self.waiver(item) for item in node) if node is not None else ()

    def waiver(self, node: Node) -> Waiver:
        """An event type, an event with tests, or a fact of the trigger; with what must hold beside it."""
        if isinstance(node.value, str):
            return Waiver(EventPattern(node.one_of(self.vocabulary.events)))
        more = ("provided", "undone_by", "until")
        (key,) = [key for key in node.names() if key not in more][:1] or ("",)
        node.names((key, *more))
        by: EventPattern | FactTest
        if key in self.vocabulary.events:
            inner = node[key]
            by = self.pattern(key, inner) if inner.value is not None else EventPattern(key)
        else:
            by = self.trigger_test(key, node[key])
        provided = node.get("provided")
        names = provided.names() if provided is not None else []
        return Waiver(
            by,
            tuple(self.trigger_test(name, provided[name]) for name in names if provided is not None),
            self.event_types(node.get("undone_by")),
            self.event_types(node.get("until")),
        )
