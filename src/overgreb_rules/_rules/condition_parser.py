"""Parser of the conditions of a rule file, under which a duty arises."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from msgspec import field

from overgreb_rules._rules.conditions import (
    AllOf,
    AnyOf,
    Condition,
    EventCondition,
    FactCondition,
    SettlingCondition,
    TriggerTypeCondition,
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
from overgreb_rules._rules.event_pattern_parser import EventPatternParser
from overgreb_rules._rules.legal_state import LegalState
from overgreb_rules._rules.yaml_node import Node
from overgreb_rules.shared.text import Text

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


class ConditionParser(EventPatternParser):
    """Parser of the conditions of one rule, and of the event patterns in them.

    Attributes:
        states: The named legal states that a condition may ask for.
    """

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
                Text("en betingelse skal have én nøgle", "a condition has one key"),
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
            case _ if key in self.vocabulary.case and key.startswith("barn."):
                return FactCondition("case", self.test(inner, self.vocabulary.case[key]))
            case _:
                return FactCondition("trigger", self.trigger_test(key, inner, _FORMS))

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
                position = node.only_name(self.vocabulary.events)
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
        name = node.only_name(self.states)
        state = self.states[name]
        types = [pattern.type for spell in state.spells for pattern in spell.started_by]
        facts = {fact: word for type_ in types for fact, word in self.vocabulary.events[type_].facts.items()}
        tests = tuple(self.test(node[name][fact], facts[fact]) for fact in node[name].names(facts))
        return StateCondition(state, tests, wanted)

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
