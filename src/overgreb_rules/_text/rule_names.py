"""Names of events, facts, states and rules inside the sentences of a rule."""

from __future__ import annotations

from collections.abc import Sequence

from overgreb_rules._rules.citation import citation
from overgreb_rules._rules.conditions import EventPattern, FactTest
from overgreb_rules._rules.law import Law
from overgreb_rules._rules.legal_state import LegalState
from overgreb_rules._rules.model import Rule
from overgreb_rules._rules.own_words import NO_OWN_WORDS, OwnWords
from overgreb_rules._rules.rule_set import RuleSet
from overgreb_rules._rules.words_of_law import WordsOfLaw
from overgreb_rules._text.condition_words import NOTHING, WHERE, ConditionWords
from overgreb_rules.shared.text import Text, end_sentence, join_texts, list_texts, quote
from overgreb_rules.shared.value_object import ValueObject

_THE_DUTY = "pligten "


class RuleNames(ValueObject):
    """The names in the words of one rulebook.

    Attributes:
        rules: The rules, with their vocabulary.
        law: The act whose words are used; None for the words as the vocabulary has them.
        triggers: The event types that open the duty, whose facts are meant first.
        own: Words that the rule has before those of the act.
    """

    rules: RuleSet
    law: Law | None = None
    triggers: tuple[str, ...] = ()
    own: OwnWords = NO_OWN_WORDS

    @classmethod
    def of_rule(cls, rule: Rule, rules: RuleSet) -> RuleNames:
        """Return the names in the words of a rule, which are its own and those of its act.

        Args:
            rule: The rule.
            rules: The rules of all acts.

        Returns:
            The names.
        """
        return cls(rules, rules.laws[rule.law], rule.triggers, rule.words)

    @property
    def conditions(self) -> ConditionWords:
        """The words of conditions."""
        return ConditionWords(WordsOfLaw(self.rules.vocabulary, self.law, self.own), self.triggers)

    def event(self, type_: str) -> Text:
        """Return an event type in quotation marks.

        Args:
            type_: The event type.

        Returns:
            »underretning modtaget« and “notification received”.
        """
        return self.conditions.words.quote_event(type_)

    def one_of_types(self, types: Sequence[str]) -> Text:
        """Return event types of which one is meant.

        Args:
            types: At least one event type; one that stands twice is named once.

        Returns:
            The names, joined by «eller».
        """
        return _one_of([self.event(type_) for type_ in dict.fromkeys(types)])

    def pattern(self, pattern: EventPattern) -> Text:
        """Return an event with what its facts must be, and with what the trigger must be for it to count.

        Args:
            pattern: The pattern.

        Returns:
            The name, and the tests in brackets.
        """
        return self._where(self.event(pattern.type), pattern)

    def one_of_patterns(self, patterns: Sequence[EventPattern]) -> Text:
        """Return events of which one is meant.

        Args:
            patterns: At least one pattern.

        Returns:
            The events, joined by «eller».
        """
        return _one_of([self.pattern(pattern) for pattern in patterns])

    def one_of_acts(self, patterns: Sequence[EventPattern]) -> Text:
        """Return what a bearer does to meet a duty.

        Args:
            patterns: The events that meet the duty.

        Returns:
            Infinitives, joined by «eller», each with what the facts of the event must be; one that two of the events
            share stands once.
        """
        acts = [self._where(self.act(pattern.type), pattern) for pattern in patterns]
        *first, last = dict.fromkeys(acts)
        return _one_of([*first[:-1], *map(_close_clause, first[-1:]), last])

    def act(self, type_: str) -> Text:
        """Return what a bearer does.

        Args:
            type_: The event type that shows it.

        Returns:
            The infinitive; the event in quotation marks where the vocabulary has none.
        """
        return self.conditions.words.infinitive(type_) or self.event(type_)

    def _where(self, name: Text, pattern: EventPattern) -> Text:
        """The name with what the facts of the event and the trigger must be, in brackets."""
        tests = [self._test(test, pattern.type, WHERE) for test in pattern.tests]
        asked = [*tests, *(self.provided(test) for test in pattern.provided)]
        if not asked:
            return name
        joined = join_texts(asked, f", og {WHERE.da} ", f", and {WHERE.en} ")
        return Text(f"{name.da} ({WHERE.da} {joined.da})", f"{name.en} ({WHERE.en} {joined.en})")

    def provided(self, test: FactTest) -> Text:
        """Return what the trigger must be.

        Args:
            test: A test of a fact of the trigger, or of its `type`.

        Returns:
            A clause.
        """
        if test.name == "type":
            types = self.one_of_types([str(value) for value in test.values])
            return Text(f"pligten er udløst af {types.da}", f"the duty was opened by {types.en}")
        return self.test(test)

    def test(self, test: FactTest, event: str | None = None) -> Text:
        """Return a test of a fact.

        Args:
            test: The test.
            event: The type of the event that carries the fact; None for the trigger.

        Returns:
            A clause.
        """
        return self._test(test, event, NOTHING)

    def _test(self, test: FactTest, event: str | None, conjunction: Text) -> Text:
        words = ConditionWords(WordsOfLaw(self.rules.vocabulary, self.law, self.own), self.triggers, conjunction)
        return words.describe_test(test, event)

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
        return quote(self.conditions.words.use_own_words(says))

    def needs(self, names: Sequence[str]) -> Text:
        """Return what must be told of the trigger.

        Args:
            names: At least one fact.

        Returns:
            Clauses such as «om forældrehandleplanen er revideret».
        """
        return self.conditions.words.needs([(name, self.triggers[:1]) for name in names])

    def state(self, state: LegalState) -> Text:
        """Return a named legal state as a clause.

        Args:
            state: The state.

        Returns:
            The clause, with the paragraph that defines the state in brackets.
        """
        clause = self.conditions.words.use_own_words(state.says)
        return Text(f"{clause.da} ({state.cite})", f"{clause.en} ({state.cite})")

    def duty(self, rule_id: str) -> Text:
        """Return the duty of a rule by its title, since rules of one paragraph are cited alike.

        Args:
            rule_id: The id of the rule.

        Returns:
            The title in quotation marks, with the act and the paragraph in brackets.
        """
        title, cite = quote(self.rules.by_id[rule_id].title), citation(rule_id, self.rules)
        return Text(f"{title.da} ({cite.da})", f"{title.en} ({cite.en})")

    def unmet(self, rule_id: str) -> Text:
        """Return that the duty of a rule is not met in time, as what opens another duty.

        Args:
            rule_id: The id of the rule.

        Returns:
            A subordinate clause.
        """
        other = self.duty(rule_id)
        return Text(
            f"pligten {other.da} ikke er opfyldt, når dens sikre frist udløber",
            f"the duty {other.en} is unmet when its safe deadline has passed",
        )


def _close_clause(act: Text) -> Text:
    """The act before «eller», with the comma that ends its clause."""
    has_clause = ", " in act.da or " til at " in act.da
    return Text(f"{act.da},", act.en) if has_clause and not act.da.endswith(")") else act


def _one_of(names: Sequence[Text]) -> Text:
    return list_texts(names, "eller", "or")


def fill_in(form: Text, inner: Text) -> Text:
    """Return a text put into the gap of a form.

    Args:
        form: A text with `{}`.
        inner: What stands there.

    Returns:
        One text; a form that ends in the gap and a full stop has that as the only one, also after «1. pkt.».
    """
    return Text(_fill_in(form.da, inner.da), _fill_in(form.en, inner.en))


def refer_to_subject(clause: Text) -> Text:
    """Return the clause of a condition with a pronoun where it begins with the duty, the subject of its sentence.

    Args:
        clause: A clause after «Pligten gælder kun, hvis» or «Muligheden gælder kun, hvis».

    Returns:
        The clause; the English repeats its subject.
    """
    return Text(f"den {clause.da.removeprefix(_THE_DUTY)}", clause.en) if clause.da.startswith(_THE_DUTY) else clause


def _fill_in(form: str, inner: str) -> str:
    return end_sentence(form[:-1].format(inner)) if form.endswith("{}.") else form.format(inner)
