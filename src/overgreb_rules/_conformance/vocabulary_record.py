"""The words of the rules as they stand in a bundle: events, facts, states, laws and ladders."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from msgspec import field

from overgreb_rules._rules.clauses import FactClausesByEvent, Statement
from overgreb_rules._rules.event_definition import EventDefinition, Exclusion, TypeWithFacts, add_reach
from overgreb_rules._rules.fact_definition import FactDefinition, FactKind
from overgreb_rules._rules.law import Law
from overgreb_rules._rules.law_source import LawSource
from overgreb_rules._rules.legal_state import LegalState, Spell
from overgreb_rules._rules.need_clauses import describe_all_needs
from overgreb_rules._rules.vocabulary import Bearer, Vocabulary
from overgreb_rules.policy import Ladder, LadderStep
from overgreb_rules.shared.text import Text
from overgreb_rules.shared.value_object import ValueObject


class FactTypeRecord(ValueObject):
    """A fact that a case or an event can carry.

    Attributes:
        kind: The kind of its values; `word` for one of `words`.
        words: The allowed values of a `word`.
        default: The value where a case tells none; without it the fact is then unknown.
        means_unknown: The word that says that nobody knows.
        born_unless: Of the day of birth: an event that can carry this fact comes after the birth unless it is true.
        says: The fact of the case itself in words; the words of facts of events stand under `facts`.
        named: The name of such a day inside a sentence, where that is another one than `says`.
    """

    kind: FactKind
    words: tuple[str, ...] = ()
    default: bool | str | None = None
    means_unknown: str | None = None
    born_unless: str | None = None
    says: Text | None = None
    named: Text | None = None

    @classmethod
    def of(cls, fact: FactDefinition, *, with_words: bool) -> FactTypeRecord:
        """Build the record of a fact.

        Args:
            fact: The fact.
            with_words: Whether the record says it in words.

        Returns:
            The record; it does not name the fact.
        """
        says = fact.says if with_words else None
        return cls(fact.kind, fact.words, fact.default, fact.means_unknown, fact.born_unless, says, fact.named)

    def to_fact(self, name: str, says: Text) -> FactDefinition:
        """Return the fact.

        Args:
            name: Its name.
            says: The fact in words.

        Returns:
            The fact as a vocabulary has it.
        """
        return FactDefinition(
            name, self.kind, says, self.words, self.default, self.means_unknown, self.named, self.born_unless
        )


class EventTypeRecord(ValueObject):
    """An event type: its facts, and what `of` of such an event means.

    Attributes:
        says: The event type in words.
        facts: The facts that such an event can carry.
        about: What it can be about directly.
        not_about: What it cannot be about where a fact of its own says so.
        ended_by: The types that end what it began; an event of a type without any does not run.
        single: It is about one thing only: an event of one of these types that opened a duty which it answers.
        single_of_running: It is about one thing only: an event of one of these types that runs.
        names_also: What its `of` may name without a warning.
        closes: It closes the case in the system, and this fact says why.
    """

    says: Text
    facts: Mapping[str, FactTypeRecord] = field(default_factory=dict)
    about: tuple[TypeWithFacts, ...] = ()
    not_about: tuple[Exclusion, ...] = ()
    ended_by: frozenset[str] = frozenset()
    single: frozenset[str] = frozenset()
    single_of_running: frozenset[str] = frozenset()
    names_also: frozenset[str] = frozenset()
    closes: str | None = None

    @classmethod
    def of(cls, event: EventDefinition) -> EventTypeRecord:
        """Build the record of an event type.

        Args:
            event: The event type.

        Returns:
            The record; it does not name the type.
        """
        return cls(
            event.says,
            {name: FactTypeRecord.of(fact, with_words=False) for name, fact in event.facts.items()},
            event.about,
            event.not_about,
            event.ended_by,
            event.single,
            event.single_of_running,
            event.names_also,
            event.closes,
        )

    def to_event(self, name: str, facts: Mapping[str, Text]) -> EventDefinition:
        """Return the event type.

        Args:
            name: Its name.
            facts: The words of the facts of all events.

        Returns:
            The event type without `reaches`; where it needs a clause in words it has its label.
        """
        return EventDefinition(
            name,
            self.says,
            {fact: record.to_fact(fact, facts[fact]) for fact, record in self.facts.items()},
            happened=Statement(self.says),
            about=self.about,
            not_about=self.not_about,
            ended_by=self.ended_by,
            single=self.single,
            single_of_running=self.single_of_running,
            names_also=self.names_also,
            closes=self.closes,
        )


class StateRecord(ValueObject):
    """A legal state: the spells in which it lasts, and the decisions that a spell must be about where any are named."""

    says: Text
    cite: str
    spells: tuple[Spell, ...]
    about_one_of: tuple[TypeWithFacts, ...] = ()
    decisions: frozenset[str] = frozenset()

    @classmethod
    def of(cls, state: LegalState) -> StateRecord:
        """Build the record of a state.

        Args:
            state: The state.

        Returns:
            The record; it does not name the state.
        """
        return cls(state.says, state.cite, state.spells, state.about_one_of, state.decisions)

    def to_state(self, name: str) -> LegalState:
        """Return the state.

        Args:
            name: Its name.

        Returns:
            The state, with the affirmative form of its clause alone.
        """
        return LegalState(name, Statement(self.says), self.cite, self.spells, self.about_one_of, self.decisions)


class LawRecord(ValueObject):
    """An act or a practice, and how far it was read."""

    name: Text
    cited_as: Text
    from_: dt.date
    to: dt.date | None = None
    version: str | None = None
    read_to: dt.date | None = None

    @classmethod
    def of(cls, law: Law, source: LawSource | None) -> LawRecord:
        """Build the record of a law.

        Args:
            law: The law.
            source: How far it was read; None where the rules do not say.

        Returns:
            The record; it does not name the law by its key.
        """
        version, read_to = (source.current, source.read_to) if source else (None, None)
        return cls(law.name, law.cited_as, law.first, law.last, version, read_to)

    def to_law(self) -> Law:
        """Return the law.

        Returns:
            The law without its address and its own words.
        """
        return Law(self.name, self.cited_as, self.from_, self.to, None)

    def to_source(self) -> LawSource | None:
        """Return how far the law was read.

        Returns:
            The version and the day; None where the record has none.
        """
        if self.version is None or self.read_to is None:
            return None
        return LawSource((self.version,), self.version, self.read_to)


class LadderRecord(ValueObject):
    """The steps of escalation for some duties: `fits` gives the values of a duty of which one of each is its own."""

    id: str
    fits: Mapping[str, tuple[str, ...]]
    steps: tuple[LadderStep, ...]

    @classmethod
    def of(cls, ladder: Ladder) -> LadderRecord:
        """Build the record of a ladder.

        Args:
            ladder: The ladder.

        Returns:
            The record.
        """
        return cls(ladder.id, ladder.fits, ladder.steps)

    def to_ladder(self) -> Ladder:
        """Return the ladder.

        Returns:
            The ladder; its place is that of the bundle.
        """
        return Ladder(self.id, self.fits, self.steps, "bundle.json")


class VocabularyRecord(ValueObject):
    """The words in which a case is told: its own facts, event types, facts, values, and who bears a duty.

    Attributes:
        case: The facts of the case itself.
        events: The event types.
        facts: The facts of events in words.
        values: The values of facts in words.
        not_told: What follows «Det er ikke oplyst, …» and “It is not told …”, by the names that stand in `needs`.
        bearers: Who can bear a duty.
    """

    case: Mapping[str, FactTypeRecord]
    events: Mapping[str, EventTypeRecord]
    facts: Mapping[str, Text]
    values: Mapping[str, Text]
    not_told: Mapping[str, Text]
    bearers: Mapping[str, Bearer]

    @classmethod
    def of(cls, vocabulary: Vocabulary) -> VocabularyRecord:
        """Build the record of a vocabulary.

        Args:
            vocabulary: The vocabulary.

        Returns:
            The record.
        """
        return cls(
            {name: FactTypeRecord.of(fact, with_words=True) for name, fact in vocabulary.case.items()},
            {name: EventTypeRecord.of(event) for name, event in vocabulary.events.items()},
            vocabulary.facts,
            vocabulary.values,
            describe_all_needs(vocabulary),
            vocabulary.bearers,
        )

    def to_vocabulary(self) -> Vocabulary:
        """Return the vocabulary.

        Returns:
            The vocabulary; its clauses in words are labels.

        Raises:
            UnreachableTypeError: The lists of what an event can be about lead to no end.
        """
        nothing = Text("", "")
        events = add_reach({name: record.to_event(name, self.facts) for name, record in self.events.items()})
        return Vocabulary(
            case={name: record.to_fact(name, record.says or nothing) for name, record in self.case.items()},
            facts=self.facts,
            values=self.values,
            events=events,
            bearers=self.bearers,
            clauses=dict[str, FactClausesByEvent](),
            context=frozenset(),
            closing_types=frozenset(event.name for event in events.values() if event.closes is not None),
        )
