"""The vocabulary: event types, their facts, the allowed values, and who bears a duty; in Danish and English.

Knows nothing of rules or of dates.
"""

from __future__ import annotations

from collections.abc import Mapping

from msgspec.structs import replace

from overgreb_rules._rules.clauses import (
    FACT_KEYS,
    FactClauses,
    FactClausesByEvent,
    check_fact_clauses,
    check_values,
    parse_clause,
    parse_dated_clause,
    parse_fact_clauses,
)
from overgreb_rules._rules.event_definition import (
    EventDefinition,
    Exclusion,
    TypeWithFacts,
    UnreachableTypeError,
    add_reach,
)
from overgreb_rules._rules.fact_definition import KINDS, FactDefinition
from overgreb_rules._rules.yaml_node import Node
from overgreb_rules.shared.text import Text
from overgreb_rules.shared.value_object import ValueObject

_TYPE_LISTS = ("ended_by", "single", "single_of_running", "names_also")


class Bearer(ValueObject):
    """Who bears a duty, and whether that is the municipality or one of its organs."""

    says: Text
    municipality: bool


class Vocabulary(ValueObject):
    """All words of one rulebook.

    Attributes:
        case: The facts of the case itself, with a dot for nesting.
        facts: The facts of events, for a person.
        values: The values of facts, for a person.
        events: The event types.
        bearers: Who can bear a duty.
        clauses: The clauses of each fact, of the case and of events.
        context: The event types and facts that no rule reads and that a case may hold all the same.
        closing_types: The event types that close the case in the system.
    """

    case: Mapping[str, FactDefinition]
    facts: Mapping[str, Text]
    values: Mapping[str, Text]
    events: Mapping[str, EventDefinition]
    bearers: Mapping[str, Bearer]
    clauses: Mapping[str, FactClausesByEvent]
    context: frozenset[str]
    closing_types: frozenset[str] = frozenset()

    @classmethod
    def parse(cls, top: Node) -> Vocabulary:
        """Parse `vocabulary.yaml`.

        Args:
            top: The whole file.

        Returns:
            The vocabulary.

        Raises:
            RuleError: the file says something that is not in the rule language, with file and line.
        """
        top.names(("version", "case", "facts", "values", "events", "bearers", "context"))
        if top["version"].value != 2:
            raise top["version"].error(
                Text("ukendt version af ordlisten", "an unknown version of the vocabulary"),
                "2",
                Text("skriv version: 2", "write version: 2"),
            )
        facts = {name: top["facts"][name].words(more=FACT_KEYS) for name in top["facts"].names()}
        values = {name: top["values"][name].words() for name in top["values"].names()}
        reader = _VocabularyParser(facts, values)
        case = {name: reader.case_fact(name, top["case"][name]) for name in top["case"].names()}
        unlinked = {name: reader.event(name, top["events"][name]) for name in top["events"].names()}
        events = {name: _with_links(event, top["events"][name], unlinked) for name, event in unlinked.items()}
        clauses = {name: parse_fact_clauses(top["facts"][name]) for name in facts}
        for name, fact in clauses.items():
            carriers = {event.name: event.facts[name] for event in events.values() if name in event.facts}
            check_fact_clauses(fact, carriers, top["facts"][name])
        return cls(
            case=case,
            facts=facts,
            values=values,
            events=_with_reach(events, top),
            bearers={name: _bearer(name, top["bearers"][name]) for name in top["bearers"].names()},
            clauses=clauses | _case_clauses(case, top["case"]),
            context=frozenset(word.one_of((*events, *facts)) for word in top["context"]),
            closing_types=frozenset(event.name for event in events.values() if event.closes is not None),
        )

    def clauses_of(self, fact: str, event: str | None = None) -> FactClauses | None:
        """Return the clauses of a fact, which may depend on the event that carries it.

        Args:
            fact: The fact of an event, or of the case.
            event: The event type; None where none is meant.

        Returns:
            The clauses; None where the fact has some for other events alone.
        """
        return self.clauses[fact].of(event)


class _VocabularyParser(ValueObject):
    facts: Mapping[str, Text]
    values: Mapping[str, Text]

    def event(self, name: str, node: Node) -> EventDefinition:
        says = node.words(
            more=(
                "happened",
                "happened_on",
                "fails",
                "infinitive",
                "facts",
                "about",
                "not_about",
                "closes",
                *_TYPE_LISTS,
            )
        )
        facts = node.get("facts")
        names = facts.names() if facts is not None else []
        happened_on, infinitive, closes = node.get("happened_on"), node.get("infinitive"), node.get("closes")
        return EventDefinition(
            name,
            says,
            {fact: self.fact(fact, facts[fact]) for fact in names if facts is not None},
            happened=parse_clause(node, "happened"),
            happened_on=parse_dated_clause(happened_on) if happened_on else None,
            infinitive=infinitive.words() if infinitive else None,
            closes=closes.one_of(names) if closes is not None else None,
        )

    def fact(self, name: str, node: Node) -> FactDefinition:
        if name not in self.facts:
            raise node.error(
                Text(f"oplysningen »{name}« har ingen ord", f"the fact “{name}” has no words"),
                Text("en oplysning, der står under facts:", "a fact listed under facts:"),
                Text("tilføj den dér", "add it there"),
            )
        says = self.facts[name]
        if isinstance(node.value, list):
            return FactDefinition(name, "word", says, self.words(node))
        if isinstance(node.value, str):
            return FactDefinition(name, KINDS[node.one_of(KINDS)], says)
        node.names(("type", "values", "default", "unknown"))
        values, default, unknown = node.get("values"), node.get("default"), node.get("unknown")
        if values is None:
            kind = KINDS[node["type"].one_of(KINDS)]
            return FactDefinition(name, kind, says, default=default.flag() if default else None)
        words = self.words(values)
        return FactDefinition(
            name,
            "word",
            says,
            words,
            default=default.one_of(words) if default else None,
            means_unknown=unknown.one_of(words) if unknown else None,
        )

    def case_fact(self, name: str, node: Node) -> FactDefinition:
        says = node.words(more=("type", "named", "born_unless", *FACT_KEYS))
        named, born_unless = node.get("named"), node.get("born_unless")
        return FactDefinition(
            name,
            KINDS[node["type"].one_of(KINDS)],
            says,
            named=named.words() if named else None,
            born_unless=born_unless.one_of(self.facts) if born_unless else None,
        )

    def words(self, node: Node) -> tuple[str, ...]:
        return tuple(word.one_of(self.values) for word in node)


def _with_reach(events: Mapping[str, EventDefinition], top: Node) -> Mapping[str, EventDefinition]:
    """Add to each type all that it can be about in turn; raise RuleError for a circle."""
    try:
        return add_reach(events)
    except UnreachableTypeError as error:
        raise top["events"][error.event]["about"].error(error.what, error.allowed, error.mend) from None


def _with_links(event: EventDefinition, node: Node, events: Mapping[str, EventDefinition]) -> EventDefinition:
    """Add to a type what such an event can be about, and the types that end it or that its `of` may name."""
    about, not_about = node.get("about"), node.get("not_about")
    lists = {key: frozenset(item.one_of(events) for item in node.get(key) or ()) for key in _TYPE_LISTS}
    return replace(
        event,
        about=tuple(parse_type_with_facts(entry, events) for entry in about or ()),
        not_about=tuple(_exclusion(entry, event, events) for entry in not_about or ()),
        ended_by=lists["ended_by"],
        single=lists["single"],
        single_of_running=lists["single_of_running"],
        names_also=lists["names_also"],
    )


def parse_type_with_facts(node: Node, events: Mapping[str, EventDefinition]) -> TypeWithFacts:
    """Parse an event type, or `{type: {fact: value}}`.

    Args:
        node: The value in the file.
        events: The event types of the vocabulary.

    Returns:
        The type with its facts in the order of the file.

    Raises:
        RuleError: the value is neither a word nor a mapping of one type to words, or the vocabulary has no such type,
            no such fact of the type, or no such value of the fact, with file and line.
    """
    if isinstance(node.value, str):
        return TypeWithFacts(node.one_of(events))
    type_ = node.only_name(events)
    facts, words = node[type_], _words_of_facts(events[type_])
    return TypeWithFacts(type_, tuple((name, facts[name].one_of(words[name])) for name in facts.names(words)))


def _words_of_facts(event: EventDefinition) -> dict[str, tuple[str, ...]]:
    """The values of each fact of an event type that has a list of them."""
    return {name: fact.words for name, fact in event.facts.items() if fact.kind == "word"}


def _exclusion(node: Node, event: EventDefinition, events: Mapping[str, EventDefinition]) -> Exclusion:
    node.names(("own", "types"))
    own, words = node["own"], _words_of_facts(event)
    fact = own.only_name(words)
    values = frozenset(value.one_of(words[fact]) for value in own[fact])
    return Exclusion(fact, values, frozenset(type_.one_of(events) for type_ in node["types"]))


def _bearer(name: str, node: Node) -> Bearer:
    node.names(("da", "en", "municipality"))
    organ, danish = node.get("municipality"), node.get("da")
    says = Text(danish.text() if danish else name, node["en"].text())
    return Bearer(says, organ.flag() if organ else False)


def _case_clauses(case: Mapping[str, FactDefinition], node: Node) -> dict[str, FactClausesByEvent]:
    """The clauses of the facts of the case for which a rule or a duty can ask: those that say `not_told:`."""
    found = {name: parse_fact_clauses(node[name]) for name in case if node[name].get("not_told") is not None}
    for name, clauses in found.items():
        if clauses.for_all is not None:
            check_values(clauses.for_all, node[name], (), case[name].kind == "bool")
    return found
