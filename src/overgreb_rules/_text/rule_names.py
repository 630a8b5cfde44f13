"""Names of events, facts, states and rules inside the sentences of a rule."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from overgreb_rules._duties.consequences import citation
from overgreb_rules._rules.conditions import EventPattern, FactTest
from overgreb_rules._rules.legal_state import LegalState
from overgreb_rules._rules.rule_set import RuleSet
from overgreb_rules._text.conditions import describe_test
from overgreb_rules.shared.text import Text, end_sentence

_OR = Text(" eller ", " or ")


@dataclass(frozen=True, slots=True)
class RuleNames:
    """The names in the words of one rulebook.

    Attributes:
        rules: The rules, with their vocabulary.
        with_ids: Whether the name in the files stands behind each name, in brackets.
    """

    rules: RuleSet
    with_ids: bool = False

    def event(self, type_: str) -> Text:
        """Return an event type in quotation marks.

        Args:
            type_: The event type.

        Returns:
            «underretning modtaget» and “notification received”.
        """
        says = self.rules.vocabulary.events[type_].says
        return self._with_id(Text(f"«{says.da}»", f"“{says.en}”"), type_)

    def one_of_types(self, types: Sequence[str]) -> Text:
        """Return event types of which one is meant.

        Args:
            types: At least one event type; one that stands twice is named once.

        Returns:
            The names, joined by «eller».
        """
        return join_texts([self.event(type_) for type_ in dict.fromkeys(types)], _OR)

    def pattern(self, pattern: EventPattern) -> Text:
        """Return an event with what its facts must be, and with what the trigger must be for it to count.

        Args:
            pattern: The pattern.

        Returns:
            The name, and the tests in brackets.
        """
        name = self.event(pattern.type)
        tests = [self.test(test) for test in pattern.tests]
        provided = [self.provided(test) for test in pattern.provided]
        if tests:
            joined = join_texts(tests, Text(", ", ", "))
            name = Text(f"{name.da} ({joined.da})", f"{name.en} ({joined.en})")
        if provided:
            joined = join_texts(provided, Text(", ", ", "))
            name = Text(f"{name.da} (når {joined.da})", f"{name.en} (where {joined.en})")
        return name

    def one_of_patterns(self, patterns: Sequence[EventPattern]) -> Text:
        """Return events of which one is meant.

        Args:
            patterns: At least one pattern.

        Returns:
            The events, joined by «eller».
        """
        return join_texts([self.pattern(pattern) for pattern in patterns], _OR)

    def provided(self, test: FactTest) -> Text:
        """Return what the trigger must be.

        Args:
            test: A test of a fact of the trigger, or of its `type`.

        Returns:
            A clause.
        """
        if test.name == "type":
            types = self.one_of_types([str(value) for value in test.values])
            return fill_in(Text("anledningen er {}", "the trigger is {}"), types)
        return fill_in(Text("anledningen siger «{}»", "the trigger says “{}”"), self.test(test))

    def test(self, test: FactTest) -> Text:
        """Return a test of a fact.

        Args:
            test: The test.

        Returns:
            The fact, a colon, and the values.
        """
        return self._with_id(describe_test(test, self.rules.vocabulary), test.name)

    def fact(self, name: str) -> Text:
        """Return the name of a fact inside a sentence.

        Args:
            name: The fact of an event, or of the case.

        Returns:
            The name in quotation marks.
        """
        vocabulary = self.rules.vocabulary
        case = vocabulary.case.get(name)
        says = vocabulary.facts[name] if case is None else case.named or case.says
        return self._with_id(Text(f"«{says.da}»", f"“{says.en}”"), name)

    def state(self, state: LegalState) -> Text:
        """Return a named legal state as a clause.

        Args:
            state: The state.

        Returns:
            The clause; with the name in the files also the paragraph that defines the state.
        """
        return self._with_id(state.says, f"{state.name}, {state.cite}")

    def rule(self, rule_id: str) -> Text:
        """Return a rule as it is cited.

        Args:
            rule_id: The id of the rule.

        Returns:
            The act and the paragraph.
        """
        return self._with_id(citation(rule_id, self.rules), rule_id)

    def _with_id(self, name: Text, id_: str) -> Text:
        return Text(f"{name.da} ({id_})", f"{name.en} ({id_})") if self.with_ids else name


def join_texts(parts: Sequence[Text], by: Text) -> Text:
    """Return texts joined by a word.

    Args:
        parts: The texts.
        by: What stands between two of them.

    Returns:
        One text.
    """
    return Text(by.da.join(part.da for part in parts), by.en.join(part.en for part in parts))


def fill_in(form: Text, inner: Text) -> Text:
    """Return a text put into the gap of a form.

    Args:
        form: A text with `{}`.
        inner: What stands there.

    Returns:
        One text; a form that ends in the gap and a full stop has that as the only one, also after «1. pkt.».
    """
    return Text(_fill_in(form.da, inner.da), _fill_in(form.en, inner.en))


def _fill_in(form: str, inner: str) -> str:
    return end_sentence(form[:-1].format(inner)) if form.endswith("{}.") else form.format(inner)
