"""The words of the vocabulary as one act has them: clauses and labels of events and facts."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import TypeAlias

from msgspec.structs import replace

from overgreb_rules._rules.clauses import FactClauses, Statement
from overgreb_rules._rules.law import Law
from overgreb_rules._rules.need_clauses import describe_need, join_clauses
from overgreb_rules._rules.own_words import NO_OWN_WORDS, OwnWords
from overgreb_rules._rules.rule_set import RuleSet
from overgreb_rules._rules.vocabulary import Vocabulary
from overgreb_rules.shared.text import Text, fill_slots, quote
from overgreb_rules.shared.value_object import ValueObject

Need: TypeAlias = tuple[str, tuple[str, ...]]
"""The name of what is not told, and the types of the events of which one or each may lack it."""
_NEEDS_KEPT = 1024


class WordsOfLaw(ValueObject):
    """The words of a vocabulary in the language of an act.

    Attributes:
        vocabulary: The words, which are those of the newest act.
        law: The act, which may have words of its own; None for the words as the vocabulary has them.
        own: Words that the rule has before those of the act.
    """

    vocabulary: Vocabulary
    law: Law | None = None
    own: OwnWords = NO_OWN_WORDS

    @classmethod
    def of_rule(cls, rule_id: str, rules: RuleSet) -> WordsOfLaw:
        """Return the words of a rule, which are its own and those of its act.

        Args:
            rule_id: The id of the rule.
            rules: The rules of all acts.

        Returns:
            The words.
        """
        rule = rules.by_id[rule_id]
        return cls(rules.vocabulary, rules.laws[rule.law], rule.words)

    def use_own_words(self, text: Text) -> Text:
        """Return a text in the words of the act.

        Args:
            text: A text in the words of the vocabulary.

        Returns:
            The text in the own words of the rule, then in those of the act.
        """
        text = self.own.use_in(text)
        return text if self.law is None else self.law.use_own_words(text)

    def label(self, event: str) -> Text:
        """Return the label of an event type.

        Args:
            event: The event type.

        Returns:
            A noun phrase or a participle, in lower case.
        """
        return self.use_own_words(self.vocabulary.events[event].says)

    def quote_event(self, event: str) -> Text:
        """Return the label of an event type in quotation marks.

        Args:
            event: The event type.

        Returns:
            »underretning modtaget« and “notification received”.
        """
        return quote(self.label(event))

    def happened(self, event: str) -> Statement:
        """Return that an event has happened.

        Args:
            event: The event type.

        Returns:
            The clause with its denials.
        """
        return self._own(self.vocabulary.events[event].happened)

    def happened_at(self, event: str, when: Text) -> Text:
        """Return that an event happened at a moment.

        Args:
            event: The event type.
            when: The day or the instant in words.

        Returns:
            The clause as `EventDefinition.describe_at` gives it.
        """
        return self.use_own_words(self.vocabulary.events[event].describe_at(when))

    def told_at(self, fact: str, event: str, when: Text) -> Text:
        """Return that what a fact of an event tells the time of happened at a moment.

        Args:
            fact: The fact; its value is a moment.
            event: The event type that carries it.
            when: The day or the instant in words.

        Returns:
            The clause of the fact; that of the event where the fact has none for it.
        """
        clauses = self.vocabulary.clauses_of(fact, event)
        if clauses is None:
            return self.happened_at(event, when)
        return self.use_own_words(fill_slots(clauses.clause.holds, when=when))

    def infinitive(self, event: str) -> Text | None:
        """Return what a bearer does.

        Args:
            event: The event type.

        Returns:
            What follows «skal» and “must”; None where the vocabulary has none.
        """
        says = self.vocabulary.events[event].infinitive
        return None if says is None else self.use_own_words(says)

    def fact_clauses(self, fact: str, event: str | None = None) -> FactClauses:
        """Return the clauses of a fact.

        Args:
            fact: The fact of an event, or of the case.
            event: The type of the event that carries it; None where none is meant.

        Returns:
            The clauses; of a fact that has some for other events alone, what is not told, and no clause.
        """
        by_event = self.vocabulary.clauses[fact]
        clauses = by_event.of(event) or FactClauses(by_event.not_told, {})
        by_value = {value: self._own(clause) for value, clause in clauses.by_value.items()}
        return FactClauses(self.use_own_words(clauses.not_told), by_value)

    def name_case_day(self, fact: str) -> Text:
        """Return the name of a day of the case inside a sentence.

        Args:
            fact: The field of the case, with its dot.

        Returns:
            «termin» and “the due date”.
        """
        definition = self.vocabulary.case[fact]
        return definition.named or definition.says

    def need(self, name: str, carriers: Sequence[str] = ()) -> Text:
        """Return what a duty needs to know as a clause.

        Args:
            name: The name of a need.
            carriers: The types of the events of which one or each may lack it.

        Returns:
            The clause as `describe_need` gives it.
        """
        return self.use_own_words(describe_need(name, self.vocabulary, carriers))

    def needs(self, needs: Sequence[Need]) -> Text:
        """Return what a duty needs to know as a list of clauses.

        Args:
            needs: At least one name, each with the types of the events of which one or each may lack it.

        Returns:
            The clauses, joined.
        """
        return join_clauses([self.need(name, carriers) for name, carriers in needs])

    def _own(self, clause: Statement) -> Statement:
        if not self.own and (self.law is None or not self.law.words):
            return clause
        fails, subordinate = clause.fails, clause.fails_subordinate
        return replace(
            clause,
            holds=self.use_own_words(clause.holds),
            fails=None if fails is None else self.use_own_words(fails),
            fails_subordinate=None if subordinate is None else self.use_own_words(subordinate),
        )


@lru_cache(maxsize=_NEEDS_KEPT)
def list_needs(rules: RuleSet, rule_id: str, needs: tuple[Need, ...]) -> Text:
    """Return what a duty needs to know as a list of clauses in the words of its rule.

    Cached, at most 1,024 lists: the cause of a status and its explanation both have the list, cases lack the same facts
    again and again, and making one takes about as long as the rest of an explanation.

    Args:
        rules: The rules of all acts.
        rule_id: The id of the rule.
        needs: At least one need.

    Returns:
        The clauses as `WordsOfLaw.needs` gives them.
    """
    return WordsOfLaw.of_rule(rule_id, rules).needs(needs)
