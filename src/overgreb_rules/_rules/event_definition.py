"""An event type: its facts, what `of` of such an event means, and what follows for all types together."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from msgspec import field
from msgspec.structs import replace

from overgreb_rules._rules.clauses import Statement
from overgreb_rules._rules.fact_definition import FactDefinition
from overgreb_rules.shared.text import Text
from overgreb_rules.shared.value_object import ValueObject


class TypeWithFacts(ValueObject):
    """Events of one type; where `facts` asks for values, only those whose facts have these values or are unknown."""

    type: str
    facts: tuple[tuple[str, str], ...] = ()


class Exclusion(ValueObject):
    """What an event cannot be about where its own fact has one of some values."""

    fact: str
    values: frozenset[str]
    types: frozenset[str]


class EventDefinition(ValueObject):
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

    running = [word for word in events.values() if word.ended_by]

    def types_of_such_a_state(word: EventDefinition) -> Iterator[str]:
        yield word.name
        for other in running:
            is_about = other.name in reach(word.name, ()) or word.name in reach(other.name, ())
            if word.ended_by & other.ended_by and not is_about:
                yield other.name

    return {
        name: replace(
            word,
            reaches={to: tuple(sorted(tests)) for to, tests in sorted(reach(name, ()).items())},
            state_types=frozenset(types_of_such_a_state(word)),
        )
        for name, word in events.items()
    }
