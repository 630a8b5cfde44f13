"""Parser of what a rule file says of events: their types, tests of their facts, and what takes a duty away."""

from __future__ import annotations

from collections.abc import Iterable

from msgspec.structs import replace

from overgreb_rules._rules.conditions import EventPattern, FactTest, Waiver
from overgreb_rules._rules.fact_definition import FactDefinition
from overgreb_rules._rules.vocabulary import Vocabulary
from overgreb_rules._rules.yaml_node import Node
from overgreb_rules.shared.text import Text
from overgreb_rules.shared.value_object import ValueObject


class EventPatternParser(ValueObject):
    """Parser of the event patterns and fact tests of one rule.

    Attributes:
        vocabulary: The words that a pattern may use.
        triggers: The event types that activate the rule; none where no test reads a fact of the trigger.
    """

    vocabulary: Vocabulary
    triggers: tuple[str, ...]

    def trigger_test(self, name: str, node: Node, more: Iterable[str] = ()) -> FactTest:
        """Parse a test of a fact that the trigger can carry.

        Args:
            name: The fact.
            node: The value in the file.
            more: The keys beside facts that may stand in the place of `name`, for the refusal.

        Returns:
            The test.

        Raises:
            RuleError: the file says something that is not in the rule language, with file and line.
        """
        words = [self.vocabulary.events[type_].facts.get(name) for type_ in self.triggers]
        word = next((word for word in words if word is not None), None)
        if word is None:
            facts = {fact for type_ in self.triggers for fact in self.vocabulary.events[type_].facts}
            allowed = ", ".join([*sorted(facts), *more])
            raise node.error(
                Text(
                    f"»{name}« er ikke en oplysning ved den hændelse, der udløser pligten",
                    f"“{name}” is no fact of the trigger",
                ),
                allowed,
                Text("ret ordet", "correct the word"),
            )
        # A duty that moved has a trigger of the older law: its type may be none of these.
        everywhere = (event.facts[name] for event in self.vocabulary.events.values() if name in event.facts)
        return replace(self.test(node, word), never_unknown=all(fact.is_never_unknown for fact in everywhere))

    def test(self, node: Node, definition: FactDefinition) -> FactTest:
        """Parse a test: a value, a list of values, or `not`, `at_least`, `known_to_be`, `not_known_to_be` with a value.

        Args:
            node: The value in the file.
            definition: The fact in the vocabulary.

        Returns:
            The test.

        Raises:
            RuleError: the file says something that is not in the rule language, with file and line.
        """
        return replace(self._test(node, definition), never_unknown=definition.is_never_unknown)

    def _test(self, node: Node, definition: FactDefinition) -> FactTest:
        if isinstance(node.value, dict):
            key = node.only_name(("not", "at_least", "known_to_be", "not_known_to_be"))
            if key == "known_to_be":
                return FactTest(definition.name, "known_to_be", self._values(node[key], definition))
            if key == "not_known_to_be":
                return FactTest(definition.name, "not_known_to_be", self._values(node[key], definition))
            if key == "at_least":
                if definition.kind != "int":
                    raise node[key].error(
                        Text(f"»{definition.name}« er ikke et tal", f"“{definition.name}” is no number"),
                        Text("at_least ved en oplysning, der er et tal", "at_least with a fact that is a number"),
                        Text("skriv værdien uden at_least", "write the value without at_least"),
                    )
                return FactTest(definition.name, "at_least", (node[key].number(),))
            return FactTest(definition.name, "is_not", self._values(node["not"], definition))
        return FactTest(definition.name, "is", self._values(node, definition))

    def _values(self, node: Node, definition: FactDefinition) -> tuple[str | bool, ...]:
        if definition.kind == "bool":
            return tuple(item.flag() for item in node)
        if definition.kind == "word":
            return tuple(item.one_of(definition.words) for item in node)
        another = Text("brug en anden oplysning", "test another fact")
        raise node.error(
            Text(f"»{definition.name}« kan ikke sammenlignes", f"“{definition.name}” cannot be compared"),
            Text("en oplysning, der er ja eller nej eller et ord", "a fact that is a truth or a word"),
            Text("skriv at_least: TAL", "write at_least: NUMBER") if definition.kind == "int" else another,
        )

    def patterns(self, node: Node) -> tuple[EventPattern, ...]:
        """Parse event types, each with or without tests on its facts, and with what the trigger must be (`provided`).

        Args:
            node: The value in the file.

        Returns:
            The patterns in the order of the file.

        Raises:
            RuleError: the file says something that is not in the rule language, with file and line.
        """
        return tuple(pattern for item in node for pattern in self._pattern(item))

    def acts(self, node: Node) -> tuple[EventPattern, ...]:
        """Parse the event types by which a duty is met: patterns whose events have an infinitive.

        Args:
            node: The value in the file.

        Returns:
            The patterns in the order of the file.

        Raises:
            RuleError: the vocabulary does not say what a bearer does, or the file says something that is not in the
                rule language, with file and line.
        """
        patterns = self.patterns(node)
        for pattern in patterns:
            if self.vocabulary.events[pattern.type].infinitive is None:
                what = Text(
                    f"hændelsestypen »{pattern.type}« har ingen infinitiv",
                    f"the event type “{pattern.type}” has no infinitive",
                )
                raise node.error(
                    what,
                    Text("en hændelsestype med infinitive:", "an event type with infinitive:"),
                    Text("tilføj infinitive: i ordlisten", "add infinitive: in the vocabulary"),
                )
        return patterns

    def one_pattern(self, node: Node) -> EventPattern:
        """Parse one event type with its tests.

        Args:
            node: The value in the file.

        Returns:
            The pattern.

        Raises:
            RuleError: there is no event or more than one, or the file says something that is not in the rule language,
                with file and line.
        """
        found = self.patterns(node)
        if len(found) != 1:
            raise node.error(
                Text("her skal stå én hændelse", "one event is expected"),
                Text("én hændelse med eller uden oplysninger", "one event, with or without facts"),
                Text("skriv én hændelse", "write one event"),
            )
        return found[0]

    def _pattern(self, node: Node) -> Iterable[EventPattern]:
        if isinstance(node.value, str):
            yield EventPattern(node.one_of(self.vocabulary.events))
            return
        provided = node.get("provided")
        tests = self.provided(provided) if provided is not None else ()
        for type_ in node.names((*self.vocabulary.events, "provided")):
            if type_ != "provided":
                yield replace(self._pattern_of(type_, node[type_]), provided=tests)

    def provided(self, node: Node) -> tuple[FactTest, ...]:
        """Parse what the trigger must be or carry for an event to count.

        Args:
            node: The value of `provided`.

        Returns:
            The tests of the trigger in the order of the file; all of them must hold.

        Raises:
            RuleError: the file says something that is not in the rule language, with file and line.
        """
        return tuple(
            FactTest("type", "is", self.event_types(node[name]), never_unknown=True)
            if name == "trigger_is"
            else self.trigger_test(name, node[name], ("trigger_is",))
            for name in node.names()
        )

    def _pattern_of(self, type_: str, node: Node) -> EventPattern:
        facts = self.vocabulary.events[type_].facts
        return EventPattern(type_, tuple(self.test(node[name], facts[name]) for name in node.names(facts)))

    def event_types(self, node: Node | None) -> tuple[str, ...]:
        """Parse event types.

        Args:
            node: One type or a list; None where the file has none.

        Returns:
            The types in the order of the file.

        Raises:
            RuleError: the file says something that is not in the rule language, with file and line.
        """
        return tuple(item.one_of(self.vocabulary.events) for item in node) if node is not None else ()

    def waiver(self, node: Node) -> Waiver:
        """Parse a waiver: an event type, an event with tests, or a fact of the trigger.

        Args:
            node: The value in the file.

        Returns:
            The waiver with its conditions.

        Raises:
            RuleError: the file says something that is not in the rule language, with file and line.
        """
        if isinstance(node.value, str):
            return Waiver(EventPattern(node.one_of(self.vocabulary.events)))
        more = ("provided", "undone_by", "until", "before_birthday")
        (key,) = [key for key in node.names() if key not in more][:1] or ("",)
        node.names((key, *more))
        by: EventPattern | FactTest
        if key in self.vocabulary.events:
            inner = node[key]
            by = self._pattern_of(key, inner) if inner.value is not None else EventPattern(key)
        else:
            by = self.trigger_test(key, node[key])
        provided = node.get("provided")
        birthday = node.get("before_birthday")
        return Waiver(
            by,
            self.provided(provided) if provided is not None else (),
            self.event_types(node.get("undone_by")),
            self.event_types(node.get("until")),
            birthday.number() if birthday else None,
        )
