"""Parser of the conditions of a rule file: under which a duty arises, is met, or is waived."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import field, replace
from typing import Literal

from overgreb_rules._rules.conditions import (
    AllOf,
    AnyOf,
    Condition,
    EventCondition,
    EventPattern,
    FactCondition,
    FactTest,
    SettlingCondition,
    TriggerTypeCondition,
    Waiver,
)
from overgreb_rules._rules.derived_conditions import (
    AboutCondition,
    AgeCondition,
    DerivedCondition,
    LatestCondition,
    NotAboutCondition,
    RecentCondition,
    StateCondition,
    TriggerNotNamedBy,
)
from overgreb_rules._rules.fact_definition import FactDefinition
from overgreb_rules._rules.legal_state import LegalState
from overgreb_rules._rules.vocabulary import Vocabulary
from overgreb_rules._rules.yaml_node import Node
from overgreb_rules.shared.text import Text
from overgreb_rules.shared.value_object import value_object

_WHEN: dict[str, tuple[Literal["earlier", "since", "ever"], bool]] = {
    "happened": ("earlier", True),
    "not_happened": ("earlier", False),
    "since": ("since", True),
    "ever": ("ever", True),
}
_AGES = (
    "child_is_at_least", "child_is_under", "child_is_between", "known_to_be_at_least", "not_known_to_be_at_least",
)  # fmt: skip
_DERIVED = (
    "state", "not_state", "about", "not_about", "latest", "happened_in_the_year_before",
    "not_happened_in_the_year_before", "not_named_by", *_AGES,
)  # fmt: skip
_FORMS = (*_WHEN, "any_of", "all_of", "trigger_is", *_DERIVED)


@value_object
class ConditionParser:
    """Parser of the conditions of one rule.

    Attributes:
        vocabulary: The words that a condition may use.
        triggers: The event types that activate the rule.
    """

    vocabulary: Vocabulary
    triggers: tuple[str, ...]
    states: Mapping[str, LegalState] = field(default_factory=dict)

    def all(self, node: Node | None) -> tuple[Condition, ...]:
        """Parse a list of conditions, all of which must hold.

        Args:
            node: The list, or one condition; None where the file has none.

        Returns:
            The conditions.

        Raises:
            RuleError: the file says something that is not in the rule language, with file and line.
        """
        return tuple(self.condition(item) for item in node) if node is not None else ()

    def condition(self, node: Node) -> Condition:
        """Parse one condition: a mapping with one key.

        Args:
            node: The value in the file.

        Returns:
            The condition.

        Raises:
            RuleError: the file says something that is not in the rule language, with file and line.
        """
        keys = node.names()
        if len(keys) != 1:
            raise node.error(
                Text("en betingelse har én nøgle", "a condition has one key"),
                Text("én nøgle med sin værdi", "one key with its value"),
                Text("skriv et listepunkt for hver", "write one list item for each"),
            )
        (key,) = keys
        inner = node[key]
        match key:
            case "any_of":
                return AnyOf(self.all(inner))
            case "all_of":
                return AllOf(self.all(inner))
            case "trigger_is":
                return TriggerTypeCondition(tuple(item.one_of(self.triggers) for item in inner))
            case _ if key in _AGES:
                return self.age(key, inner)
            case _ if key in _DERIVED:
                return self.derived(key, inner)
            case _ if key in _WHEN:
                when, wanted = _WHEN[key]
                return EventCondition(self.patterns(inner), when, wanted)
            case _ if key in self.vocabulary.case:
                return FactCondition("case", self.test(inner, self.vocabulary.case[key]))
            case _:
                return FactCondition("trigger", self.trigger_test(key, inner))

    def age(self, key: str, node: Node) -> AgeCondition:
        """Parse a condition on the age of the child on the day of the trigger.

        Args:
            key: The form, such as `child_is_under`.
            node: The value in the file: whole years, for `child_is_between` a list of two.

        Returns:
            The condition; its ages are whole years, both ends included, None where an end is open.

        Raises:
            RuleError: the file says something that is not in the rule language, with file and line.
        """
        match key:
            case "child_is_under":
                return AgeCondition(None, node.number() - 1)
            case "child_is_between":
                ages = [item.number() for item in node]
                if len(ages) != 2:
                    raise node.error(
                        Text("her skal stå to aldre", "two ages are expected"),
                        Text("en liste med to tal", "a list of two numbers"),
                        Text("skriv den yngste og den ældste", "write the youngest and the oldest"),
                    )
                return AgeCondition(ages[0], ages[1])
            case "not_known_to_be_at_least":
                return AgeCondition(None, node.number() - 1, unknown_is=True)
            case _:
                return AgeCondition(node.number(), None, False if key == "known_to_be_at_least" else None)

    def derived(self, key: str, node: Node) -> DerivedCondition:
        """Parse a condition that looks back over the case.

        Args:
            key: The form, such as `state` or `latest`.
            node: The value in the file.

        Returns:
            The condition.

        Raises:
            RuleError: the file says something that is not in the rule language, with file and line.
        """
        match key:
            case "state" | "not_state":
                return self.state_condition(node, wanted=key == "state")
            case "about":
                return AboutCondition(self.one_pattern(node))
            case "not_about":
                return NotAboutCondition(self.event_types(node))
            case "latest":
                return self.latest(node)
            case "not_named_by":
                position = node.first_name(self.vocabulary.events)
                return TriggerNotNamedBy(position, node[position].one_of(self.vocabulary.events))
            case _:
                return RecentCondition(self.patterns(node), wanted=key == "happened_in_the_year_before")

    def latest(self, node: Node) -> LatestCondition:
        """Parse a condition on the facts of the latest event of a type.

        Args:
            node: The event type with its facts; with `none: false` the condition fails where there is no such event.

        Returns:
            The condition.

        Raises:
            RuleError: the file says something that is not in the rule language, with file and line.
        """
        forms = {key: value for key, value in node.value.items() if key != "none"} if node.names() else {}  # type: ignore[attr-defined]  # names() has seen that it is a mapping
        none = node.get("none")
        pattern = self.one_pattern(Node(node.document, forms, node.path))
        return LatestCondition(pattern, none_is_false=none is not None and not none.flag())

    def state_condition(self, node: Node, *, wanted: bool) -> StateCondition:
        """Parse a condition on a named legal state.

        Args:
            node: The name of a state, or `{state: {fact: value}}` with facts of the event that began it.
            wanted: Whether the state must last; False where it must not.

        Returns:
            The condition.

        Raises:
            RuleError: the file says something that is not in the rule language, with file and line.
        """
        if isinstance(node.value, str):
            return StateCondition(self.states[node.one_of(self.states)], (), wanted)
        name = node.first_name(self.states)
        state = self.states[name]
        types = [pattern.type for spell in state.spells for pattern in spell.started_by]
        facts = {fact: word for type_ in types for fact, word in self.vocabulary.events[type_].facts.items()}
        tests = tuple(self.test(node[name][fact], facts[fact]) for fact in node[name].names(facts))
        return StateCondition(state, tests, wanted)

    def trigger_test(self, name: str, node: Node) -> FactTest:
        """Parse a test of a fact that the trigger can carry.

        Args:
            name: The fact.
            node: The value in the file.

        Returns:
            The test.

        Raises:
            RuleError: the file says something that is not in the rule language, with file and line.
        """
        words = [self.vocabulary.events[type_].facts.get(name) for type_ in self.triggers]
        word = next((word for word in words if word is not None), None)
        if word is None:
            facts = {fact for type_ in self.triggers for fact in self.vocabulary.events[type_].facts}
            allowed = ", ".join([*sorted(facts), *_FORMS])
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
            key = node.first_name(("not", "at_least", "known_to_be", "not_known_to_be"))
            if key == "known_to_be":
                return FactTest(definition.name, "known_to_be", self._values(node[key], definition))
            if key == "not_known_to_be":
                return FactTest(definition.name, "not_known_to_be", self._values(node[key], definition))
            if key == "at_least":
                return FactTest(definition.name, "at_least", (node[key].number(),))
            return FactTest(definition.name, "is_not", self._values(node["not"], definition))
        return FactTest(definition.name, "is", self._values(node, definition))

    def _values(self, node: Node, definition: FactDefinition) -> tuple[str | bool, ...]:
        if definition.kind == "bool":
            return tuple(item.flag() for item in node)
        if definition.kind == "word":
            return tuple(item.one_of(definition.words) for item in node)
        raise node.error(
            Text(f"»{definition.name}« kan ikke sammenlignes", f"“{definition.name}” cannot be compared"),
            Text("sandt eller falsk, et ord eller et tal", "a truth, a word or a number"),
            Text("brug en anden oplysning", "test another fact"),
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
            else self.trigger_test(name, node[name])
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

    def once(self, node: Node | None) -> SettlingCondition | None:
        """Parse what settles, after its activation, whether a duty is owed.

        Args:
            node: The value of `once`; None where the file has none.

        Returns:
            The condition; None where there is none.

        Raises:
            RuleError: the file says something that is not in the rule language, with file and line.
        """
        if node is None:
            return None
        node.names((*_FORMS, "unknown_without"))
        forms = {key: value for key, value in node.value.items() if key != "unknown_without"}  # type: ignore[attr-defined]  # names() has seen that it is a mapping
        condition = self.condition(Node(node.document, forms, node.path))
        return SettlingCondition(condition, self.event_types(node.get("unknown_without")))

    def waivers(self, node: Node | None) -> tuple[Waiver, ...]:
        """Parse what takes a duty away.

        Args:
            node: The value of `unless`; None where the file has none.

        Returns:
            The waivers in the order of the file.

        Raises:
            RuleError: the file says something that is not in the rule language, with file and line.
        """
        return tuple(self.waiver(item) for item in node) if node is not None else ()

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
