"""The vocabulary: event types, their facts, the allowed values, and who bears a duty; in Danish and English.

Knows nothing of rules or of dates.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field, replace

from overgreb_rules._rules.clauses import (
    FACT_KEYS,
    FactClauses,
    FactClausesByEvent,
    Statement,
    check_fact_clauses,
    check_values,
    parse_clause,
    parse_dated_clause,
    parse_fact_clauses,
)
from overgreb_rules._rules.fact_definition import KINDS, FactDefinition
from overgreb_rules._rules.yaml_node import Node
from overgreb_rules.shared.text import Text
from overgreb_rules.shared.value_object import value_object

_TYPE_LISTS = ("ended_by", "single", "single_of_running", "names_also")


@value_object
class TypeWithFacts:
    """Events of one type; where `facts` asks for values, only those whose facts have these values or are unknown."""

    type: str
    facts: tuple[tuple[str, str], ...] = ()


@value_object
class Exclusion:
    """What an event cannot be about where its own fact has one of some values."""

    fact: str
    values: frozenset[str]
    types: frozenset[str]


@value_object
class EventDefinition:
    """An event type, the facts that it can carry, and what `of` of such an event means.

    Attributes:
        name: The word of the case for the type.
        says: The label for a person.
        facts: The facts that such an event can carry, by name.
        happened: The clause that such an event has happened.
        happened_on: That clause in the past tense, with {when} for the moment; None where the moment stands behind
            `happened`.
        infinitive: What a bearer does; None where no rule can ask for such an event.
        about: What such an event can be about.
        not_about: What it cannot be about where a fact of its own says so.
        ended_by: The types that end what such an event began.
        single: The types of which such an event is about one only, an event that opened a duty which it answers.
        single_of_running: The types of which such an event is about one only, an event that began what runs.
        names_also: The types that its `of` may name without a warning.
        closes: The fact that says why; None where such an event does not close the case in the system.
        reaches: Every type that such an event can be about, directly or in turn: for each way to it, the facts asked
            of it.
        state_types: The types that begin such a state as this one: its own, and those that the same events end, where
            neither can be about the other. (A decision and the measure that carries it out are one thing.)
    """

    name: str
    says: Text
    facts: Mapping[str, FactDefinition]
    happened: Statement
    happened_on: Text | None = None
    infinitive: Text | None = None
    about: tuple[TypeWithFacts, ...] = ()
    not_about: tuple[Exclusion, ...] = ()
    ended_by: frozenset[str] = frozenset()
    single: frozenset[str] = frozenset()
    single_of_running: frozenset[str] = frozenset()
    names_also: frozenset[str] = frozenset()
    closes: str | None = None
    reaches: Mapping[str, tuple[tuple[tuple[str, str], ...], ...]] = field(default_factory=dict)
    state_types: frozenset[str] = frozenset()

    @property
    def is_single(self) -> bool:
        """Whether such an event is about one thing, and not about the child as a whole."""
        return bool(self.single or self.single_of_running)

    @property
    def types_of_its_one_thing(self) -> frozenset[str]:
        """The types of the one thing that such an event is about; empty where things of several kinds may be meant."""
        return self.single or frozenset(pattern.type for pattern in (self.about if len(self.about) == 1 else ()))

    def describe_at(self, when: Text) -> Text:
        """Return that such an event happened at a moment.

        Args:
            when: The day or the instant in words.

        Returns:
            A clause in the order that follows «at, fordi, hvis, om, når».
        """
        if self.happened_on is None:
            return Text(f"{self.happened.holds.da} {when.da}", f"{self.happened.holds.en} {when.en}")
        return Text(self.happened_on.da.format(when=when.da), self.happened_on.en.format(when=when.en))


@value_object
class Bearer:
    """Who bears a duty, and whether that is the municipality or one of its organs."""

    says: Text
    municipality: bool


@value_object
class Vocabulary:
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
        case = {name: _case_fact(name, top["case"][name]) for name in top["case"].names()}
        events = {name: reader.event(name, top["events"][name]) for name in top["events"].names()}
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
            context=frozenset(top["context"].texts()),
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


@value_object
class _VocabularyParser:
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
        about, not_about = node.get("about"), node.get("not_about")
        happened_on, infinitive, closes = node.get("happened_on"), node.get("infinitive"), node.get("closes")
        lists = {key: frozenset(listed.texts() if (listed := node.get(key)) else ()) for key in _TYPE_LISTS}
        return EventDefinition(
            name,
            says,
            {fact: self.fact(fact, facts[fact]) for fact in names if facts is not None},
            happened=parse_clause(node, "happened"),
            happened_on=parse_dated_clause(happened_on) if happened_on else None,
            infinitive=infinitive.words() if infinitive else None,
            about=tuple(parse_type_with_facts(entry) for entry in about) if about else (),
            not_about=tuple(_exclusion(entry) for entry in not_about) if not_about else (),
            ended_by=lists["ended_by"],
            single=lists["single"],
            single_of_running=lists["single_of_running"],
            names_also=lists["names_also"],
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

    def words(self, node: Node) -> tuple[str, ...]:
        return tuple(word.one_of(self.values) for word in node)


def _with_reach(events: Mapping[str, EventDefinition], top: Node) -> Mapping[str, EventDefinition]:
    """Add to each type all that it can be about in turn; raise RuleError for an unknown type and for a circle."""
    try:
        return add_reach(events)
    except UnreachableTypeError as error:
        raise top["events"][error.event]["about"].error(error.what, error.allowed, error.mend) from None


class UnreachableTypeError(ValueError):
    """A list of what an event type can be about that cannot be followed to its end.

    Attributes:
        event: The event type.
        what: The problem.
        allowed: What is allowed.
        mend: How to correct the list.
    """

    def __init__(self, event: str, what: Text, allowed: Text, mend: Text) -> None:
        """Keep the type and the problem.

        Args:
            event: The event type.
            what: The problem.
            allowed: What is allowed.
            mend: How to correct the list.
        """
        super().__init__(f"{event}: {what.en}")
        self.event, self.what, self.allowed, self.mend = event, what, allowed, mend


def add_reach(events: Mapping[str, EventDefinition]) -> Mapping[str, EventDefinition]:
    """Add to each event type all that it can be about in turn, and the types that begin such a state as it does.

    Args:
        events: The event types, each with what it can be about directly.

    Returns:
        The same types with `reaches` and `state_types`.

    Raises:
        UnreachableTypeError: A list names a type that is not there, or leads back to where it began.
    """
    reaches: dict[str, dict[str, set[tuple[tuple[str, str], ...]]]] = {}

    def reach(name: str, way: tuple[str, ...]) -> dict[str, set[tuple[tuple[str, str], ...]]]:
        if name in way:
            what = Text(f"»{name}« kan handle om sig selv", f"“{name}” can be about itself")
            allowed = Text("lister, der ikke går i ring", "lists without a circle")
            raise UnreachableTypeError(
                way[-1], what, allowed, Text("tag typen ud af listen", "take the type out of the list")
            )
        if name not in reaches:
            found: dict[str, set[tuple[tuple[str, str], ...]]] = {}
            for target in events[name].about:
                if target.type not in events:
                    what = Text(
                        f"hændelsestypen »{target.type}« er ukendt", f"the event type “{target.type}” is unknown"
                    )
                    allowed = Text("en type fra ordlisten", "a type of the vocabulary")
                    raise UnreachableTypeError(name, what, allowed, Text("ret den", "correct it"))
                found.setdefault(target.type, set()).add(target.facts)
                for further, tests in reach(target.type, (*way, name)).items():
                    found.setdefault(further, set()).update(tests)
            reaches[name] = found
        return reaches[name]

    def begins_such_a_state(name: str, other: str) -> bool:
        ends_alike = bool(events[name].ended_by & events[other].ended_by)
        return other == name or (ends_alike and other not in reach(name, ()) and name not in reach(other, ()))

    return {
        name: replace(
            word,
            reaches={to: tuple(sorted(tests)) for to, tests in sorted(reach(name, ()).items())},
            state_types=frozenset(other for other in events if begins_such_a_state(name, other)),
        )
        for name, word in events.items()
    }


def parse_type_with_facts(node: Node) -> TypeWithFacts:
    """Parse an event type, or `{type: {fact: value}}`.

    Args:
        node: The value in the file.

    Returns:
        The type with its facts in the order of the file; whether the vocabulary has them is not looked at.

    Raises:
        RuleError: the value is neither a word nor a mapping of one type to words, with file and line.
    """
    if isinstance(node.value, str):
        return TypeWithFacts(node.text())
    types = node.names()
    if len(types) != 1:
        raise node.error(
            Text("her skal stå én hændelsestype", "one event type is expected"),
            Text("én type med sine oplysninger", "one type with its facts"),
            Text("skriv et punkt for hver type", "write one entry a type"),
        )
    (type_,) = types
    facts = node[type_]
    return TypeWithFacts(type_, tuple((name, facts[name].text()) for name in facts.names()))


def _exclusion(node: Node) -> Exclusion:
    node.names(("own", "types"))
    (fact,) = node["own"].names()
    return Exclusion(fact, frozenset(node["own"][fact].texts()), frozenset(node["types"].texts()))


def _case_fact(name: str, node: Node) -> FactDefinition:
    says = node.words(more=("type", "required", "named", "born_unless", *FACT_KEYS))
    named, born_unless = node.get("named"), node.get("born_unless")
    return FactDefinition(
        name,
        KINDS[node["type"].one_of(KINDS)],
        says,
        named=named.words() if named else None,
        born_unless=born_unless.text() if born_unless else None,
    )


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
