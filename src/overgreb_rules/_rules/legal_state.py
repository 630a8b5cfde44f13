"""The named legal states of `terms.yaml`: what begins each of them, what ends it, and from when on nobody knows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from msgspec import field

from overgreb_rules._rules.clauses import Statement, parse_clause
from overgreb_rules._rules.dependency import Dependency, EventRelation, FactDependency, read_events
from overgreb_rules._rules.event_definition import EventDefinition, TypeWithFacts
from overgreb_rules._rules.own_words import OwnWords, parse_word_lists
from overgreb_rules._rules.vocabulary import parse_type_with_facts
from overgreb_rules._rules.yaml_node import Node
from overgreb_rules.shared.text import Text
from overgreb_rules.shared.value_object import ValueObject


class ValidityLimit(ValueObject):
    """From when on nobody knows whether a spell still lasts, unless something has ended it.

    That is so many months after the spell began, or once an `event` about it has happened, each without an `unless`
    about it.

    Attributes:
        needs: The event type that would tell.
        months: The number of months; None where an event is the limit.
        from_fact: The fact of the first event of the spell that tells the time from which they are counted.
        from_event: The event type of which the latest about the spell gives the start of the months instead.
        event: The event type that ends the knowledge.
        unless: The event type that keeps the knowledge.
    """

    needs: str
    months: int | None = None
    from_fact: str | None = None
    from_event: str | None = None
    event: str | None = None
    unless: str | None = None


class Spell(ValueObject):
    """One way in which a state lasts.

    Attributes:
        started_by: The events of which each begins it.
        ended_by: The event types that end it.
        unknown_after: From when on nobody knows whether it still lasts.
    """

    started_by: tuple[TypeWithFacts, ...]
    ended_by: frozenset[str]
    unknown_after: tuple[ValidityLimit, ...] = ()


class LegalState(ValueObject):
    """A state of a child or of its case that rules ask for by its name.

    Attributes:
        name: The name in rule files.
        clause: That the state lasts, with its denial.
        cite: The paragraphs that say it.
        spells: The ways in which it lasts.
        about_one_of: Where it is not empty, a spell counts only if the nearest decision on the way of its first event
            is one of these.
        decisions: The types of which such a decision can be.
    """

    name: str
    clause: Statement
    cite: str
    spells: tuple[Spell, ...]
    about_one_of: tuple[TypeWithFacts, ...] = ()
    decisions: frozenset[str] = frozenset()

    @property
    def says(self) -> Text:
        """The state in a clause."""
        return self.clause.holds

    @property
    def event_types(self) -> tuple[str, ...]:
        """Every type that begins, ends or bounds the state, or that it can be about, sorted."""
        types = {pattern.type for spell in self.spells for pattern in spell.started_by} | self.decisions
        types.update(type_ for spell in self.spells for type_ in spell.ended_by)
        for limit in (limit for spell in self.spells for limit in spell.unknown_after):
            types.update(type_ for type_ in (limit.from_event, limit.event, limit.unless) if type_)
        return tuple(sorted(types))

    def depends_on(self, relation: EventRelation) -> frozenset[Dependency]:
        """Return what of a case the state reads.

        Args:
            relation: Where its events stand to the trigger.

        Returns:
            Its event types, and the facts that are asked of them.
        """
        patterns = (*(pattern for spell in self.spells for pattern in spell.started_by), *self.about_one_of)
        limits = [limit for spell in self.spells for limit in spell.unknown_after]
        return (
            read_events(relation, self.event_types)
            | {FactDependency("trigger", name) for pattern in patterns for name, _ in pattern.facts}
            | {FactDependency("trigger", limit.from_fact, "moment") for limit in limits if limit.from_fact}
        )


class Terms(ValueObject):
    """What `terms.yaml` defines for all rules.

    Attributes:
        states: The named states.
        matter_stops_at: The types at which the matter of a decision ends on its way upwards.
        words: Words that some rules have in the place of those of the vocabulary, by the name of the list.
    """

    states: Mapping[str, LegalState]
    matter_stops_at: frozenset[str]
    words: Mapping[str, OwnWords] = field(default_factory=dict)

    @property
    def decisions(self) -> frozenset[str]:
        """The types of the decisions that a case before Ankestyrelsen or a court can be about."""
        return frozenset().union(*(state.decisions for state in self.states.values()))

    @classmethod
    def parse(cls, top: Node, events: Mapping[str, EventDefinition]) -> Terms:
        """Parse `terms.yaml`.

        Args:
            top: The whole file.
            events: The event types of the vocabulary.

        Returns:
            The terms.

        Raises:
            RuleError: A key, a type or a value is not one that the form knows; with file and line.
        """
        top.names(("states", "matter_stops_at", "words"))
        states = {name: _parse_state(name, top["states"][name], events) for name in top["states"].names()}
        words = parse_word_lists(top.get("words"))
        return cls(states, frozenset(_event_types(top["matter_stops_at"], events)), words)


def _parse_state(name: str, node: Node, events: Mapping[str, EventDefinition]) -> LegalState:
    node.names(("says", "fails", "cite", "spells", "about_one_of", "among_what"))
    about, among = node.get("about_one_of"), node.get("among_what")
    decisions: frozenset[str] = frozenset()
    if among is not None:
        decisions = frozenset(target.type for target in events[among.only().one_of(events)].about)
    return LegalState(
        name,
        parse_clause(node, "says"),
        node["cite"].text(),
        tuple(_parse_spell(entry, events) for entry in node["spells"]),
        tuple(parse_type_with_facts(entry, events) for entry in about or ()),
        decisions,
    )


def _parse_spell(node: Node, events: Mapping[str, EventDefinition]) -> Spell:
    node.names(("started_by", "ended_by", "unknown_after"))
    started_by = tuple(parse_type_with_facts(entry, events) for entry in node["started_by"])
    began = [events[pattern.type] for pattern in started_by]
    return Spell(
        started_by,
        frozenset(_event_types(node["ended_by"], events)),
        tuple(_parse_limit(entry, events, began) for entry in node.get("unknown_after") or ()),
    )


def _parse_limit(node: Node, events: Mapping[str, EventDefinition], began: Sequence[EventDefinition]) -> ValidityLimit:
    node.names(("needs", "months", "from_fact", "from_event", "event", "unless"))
    months, from_fact = node.get("months"), node.get("from_fact")
    types = {key: entry.only().one_of(events) for key in ("from_event", "event", "unless") if (entry := node.get(key))}
    times = sorted({name for event in began for name, fact in event.facts.items() if fact.kind == "datetime"})
    return ValidityLimit(
        node["needs"].only().one_of(events),
        months.number() if months else None,
        from_fact.one_of(times) if from_fact else None,
        **types,
    )


def _event_types(node: Node, events: Mapping[str, EventDefinition]) -> tuple[str, ...]:
    return tuple(entry.one_of(events) for entry in node)
