"""The evidence of a case on a condition that fails: the values that the case tells, and what it does not tell."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence

from msgspec import field

from overgreb_rules._case.event_log import EventLog, LoggedEvent, age_on
from overgreb_rules._case.legal_states import passes
from overgreb_rules._case.reader import FactValue
from overgreb_rules._deadlines.moment_words import format_moment
from overgreb_rules._rules.conditions import (
    AllOf,
    AnyOf,
    Condition,
    EventCondition,
    EventPattern,
    FactCondition,
    FactTest,
    TriggerTypeCondition,
)
from overgreb_rules._rules.derived_conditions import (
    AboutCondition,
    AgeCondition,
    LatestCondition,
    NotAboutCondition,
    RecentCondition,
    StateCondition,
    TriggerNotNamedBy,
)
from overgreb_rules._rules.need_clauses import join_clauses
from overgreb_rules._rules.words_of_law import WordsOfLaw
from overgreb_rules._text.statement_forms import fill_number
from overgreb_rules.shared.text import Text
from overgreb_rules.shared.value_object import Entity, ValueObject


class ConditionEvidence(Entity):
    """The evidence of a case for the parts of one condition.

    Attributes:
        told: What it tells, each a clause that follows «at».
        assumed: What the rules take for granted where the case tells nothing else, each a clause that follows «at».
        not_told: What it does not tell, each a clause that follows «Det er ikke oplyst».
        is_silent: Whether an event or a state that is asked for is not in the case.
    """

    told: list[Text] = field(default_factory=list)
    assumed: list[Text] = field(default_factory=list)
    not_told: list[Text] = field(default_factory=list)
    is_silent: bool = False

    def describe(self) -> list[Text]:
        """Return the evidence as sentences.

        Returns:
            What is told, assumed and not told, and that the case is silent; each at most once.
        """
        sentences = []
        if self.told:
            clauses = _join_statements(self.told)
            sentences.append(Text(f"Her er det oplyst, {clauses.da}.", f"Here it is told {clauses.en}."))
        if self.assumed:
            clauses = _join_statements(self.assumed)
            sentences.append(
                Text(
                    f"Andet er ikke oplyst, så der regnes med, {clauses.da}.",
                    f"Nothing else is told, so it is assumed {clauses.en}.",
                )
            )
        if self.not_told:
            clauses = join_clauses(self.not_told)
            sentences.append(Text(f"Det er ikke oplyst, {clauses.da}.", f"It is not told {clauses.en}."))
        if self.is_silent and not sentences:
            sentences.append(Text("Det fremgår ikke af sagen.", "The case does not say so."))
        return sentences


def _join_statements(clauses: Sequence[Text]) -> Text:
    """The clauses as a list, each with its own «at», since «der er …» would read on from the clause before it."""
    return join_clauses([Text(f"at {clause.da}", f"that {clause.en}") for clause in clauses])


class ConditionReader(ValueObject):
    """Reads what a case tells of a condition.

    Attributes:
        words: The words of the act.
        log: The events of the case.
        trigger: The event that would open the duty.
        fails: Says whether a part of a condition surely fails.
    """

    words: WordsOfLaw
    log: EventLog
    trigger: LoggedEvent
    fails: Callable[[Condition], bool]

    def read(self, condition: Condition) -> ConditionEvidence:
        """Read what the case tells of a condition that fails.

        Args:
            condition: The condition.

        Returns:
            The evidence for its parts; of parts that must all hold only for those that fail.
        """
        found = ConditionEvidence()
        for part in self._failing(condition):
            self._read(part, found)
        return found

    def read_events(self, patterns: Sequence[EventPattern]) -> ConditionEvidence:
        """Read what the case tells of events of which one is asked for.

        Args:
            patterns: The events.

        Returns:
            The evidence.
        """
        found = ConditionEvidence()
        self._read_events(patterns, self.log.events, found)
        return found

    def has_happened(self, pattern: EventPattern) -> bool:
        """Tell whether an event of the case is one that is asked for.

        Args:
            pattern: The event.

        Returns:
            True where all tests on its facts surely pass.
        """
        return any(
            passes(pattern.tests, self.log.vocabulary, event).holds for event in self.log.of_types((pattern.type,))
        )

    def _failing(self, condition: Condition) -> Iterator[Condition]:
        if isinstance(condition, AnyOf):
            for part in condition.parts:
                yield from self._failing(part)
        elif isinstance(condition, AllOf):
            failing = [part for part in condition.parts if self.fails(part)]
            for part in failing or condition.parts:
                yield from self._failing(part)
        else:
            yield condition

    def _read(self, condition: Condition, evidence: ConditionEvidence) -> None:
        before = self.log.events[: self.trigger.index]
        match condition:
            case FactCondition(holder, test):
                self._read_test(test, self.trigger if holder == "trigger" else None, evidence)
            case TriggerTypeCondition():
                named = self.words.quote_event(self.trigger.type)
                evidence.told.append(Text(f"den udløsende hændelse er {named.da}", f"the event is {named.en}"))
            case EventCondition(patterns, when, wanted):
                events = before if when == "earlier" else self.log.events
                self._read_events(patterns, events, evidence) if wanted else self._read_present(
                    patterns, events, evidence
                )
            case RecentCondition(patterns, wanted):
                self._read_events(patterns, before, evidence) if wanted else self._read_present(
                    patterns, before, evidence
                )
            case StateCondition(state, _, wanted):
                if wanted:
                    evidence.is_silent = True
                else:
                    evidence.told.append(self.words.use_own_words(state.clause.holds))
            case AboutCondition(pattern) | LatestCondition(pattern):
                self._read_events((pattern,), before, evidence)
            case NotAboutCondition(types):
                self._read_present([EventPattern(type_) for type_ in types], before, evidence)
            case AgeCondition():
                self._read_age(condition, evidence)
            case TriggerNotNamedBy(_, decision):
                self._read_present([EventPattern(decision)], self.log.events, evidence)
            case AnyOf() | AllOf():
                return

    def _read_test(self, test: FactTest, holder: LoggedEvent | None, evidence: ConditionEvidence) -> None:
        clauses = self.words.fact_clauses(test.name, holder.type if holder is not None else None)
        value = self._value(test.name, holder)
        told = evidence.told if holder is None or test.name in holder.event.facts else evidence.assumed
        if test.operator == "at_least" and isinstance(value, int):
            statement = fill_number(clauses.clause, str(test.values[0]))
            holds = value >= int(test.values[0])
            told.append(statement.holds if holds else statement.fails_subordinate or statement.holds)
        elif isinstance(value, str) and value in clauses.by_value:
            told.append(clauses.by_value[value].holds)
        elif isinstance(value, bool):
            statement = clauses.clause
            told.append(statement.holds if value else statement.fails_subordinate or statement.holds)
        else:
            evidence.not_told.append(clauses.not_told)

    def _value(self, name: str, holder: LoggedEvent | None) -> FactValue | None:
        if holder is None:
            value: FactValue | None = getattr(self.log.case.barn, name.removeprefix("barn."), None)
            return value
        told = holder.event.facts.get(name)
        definition = self.log.vocabulary.events[holder.type].facts.get(name)
        return told if told is not None or definition is None else definition.default

    def _read_events(
        self, patterns: Iterable[EventPattern], events: Sequence[LoggedEvent], evidence: ConditionEvidence
    ) -> None:
        """What is told of events that are asked for: the facts of those that have happened."""
        for pattern in patterns:
            happened = [event for event in events if event.type == pattern.type]
            if happened and pattern.tests:
                for test in pattern.tests:
                    self._read_test(test, happened[-1], evidence)
            else:
                evidence.is_silent = True

    def _read_present(
        self, patterns: Iterable[EventPattern], events: Sequence[LoggedEvent], evidence: ConditionEvidence
    ) -> None:
        """What is told of events that must not have happened: those that have."""
        for pattern in patterns:
            for event in [event for event in events if event.type == pattern.type][-1:]:
                evidence.told.append(self.words.happened_at(event.type, format_moment(event.at)))

    def _read_age(self, condition: AgeCondition, evidence: ConditionEvidence) -> None:
        clauses = self.words.fact_clauses("barn.foedselsdato")
        born = self.log.case.barn.foedselsdato
        if born is None:
            evidence.not_told.append(clauses.not_told)
            return
        age = age_on(born, self.trigger.at.day)
        if condition.least is not None and age < condition.least:
            younger = fill_number(clauses.clause, str(condition.least))
            evidence.told.append(younger.fails_subordinate or younger.holds)
        if condition.most is not None and age > condition.most:
            evidence.told.append(fill_number(clauses.clause, str(condition.most + 1)).holds)
