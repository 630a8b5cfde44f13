"""The conditions of a rule as data: tests on facts, on events in their order, and what they are joined into.

The words are those of the rule files; `rules/README.md` explains each of them to a jurist. Knows no case.

Each class says in `dependencies` what of a case it reads; `READS_NOTHING` lists the fields that read nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Literal, TypeAlias

from overgreb_rules._rules.dependency import (
    Dependency,
    EventDependency,
    EventRelation,
    FactDependency,
    read_events,
    union_of,
)
from overgreb_rules.shared.value_object import ValueObject

if TYPE_CHECKING:
    from overgreb_rules._rules.derived_conditions import DerivedCondition

Holder = Literal["trigger", "case"]
Operator = Literal["is", "is_not", "at_least", "known_to_be", "not_known_to_be"]

_NO_TYPES = frozenset[str]()
_RELATIONS: dict[str, EventRelation] = {"earlier": "earlier", "since": "answer", "ever": "ever"}


class FactTest(ValueObject):
    """A test of one fact: one of some values (`is`), none of them (`is_not`), or at least a number (`at_least`).

    `known_to_be` is `is` that fails where the fact is unknown, `not_known_to_be` is `is_not` that then holds.
    `never_unknown`: the vocabulary has a default for the fact, so that nothing need be compiled for an unknown value.
    """

    name: str
    operator: Operator
    values: tuple[str | int | bool, ...]
    never_unknown: bool = False

    READS_NOTHING: ClassVar = frozenset({"operator", "values", "never_unknown"})

    def depends_on(self, holder: Holder) -> frozenset[Dependency]:
        """Return what the test reads.

        Args:
            holder: Whose fact it is.

        Returns:
            The one fact.
        """
        return frozenset({FactDependency(holder, self.name)})


class EventPattern(ValueObject):
    """Events of one type whose facts pass all tests; `provided` are tests that the trigger must pass as well."""

    type: str
    tests: tuple[FactTest, ...] = ()
    provided: tuple[FactTest, ...] = ()

    READS_NOTHING: ClassVar = frozenset[str]()

    @property
    def trigger_types(self) -> frozenset[str]:
        """The types of the trigger for which alone such an event counts; empty where it counts for every trigger."""
        if not self.provided:
            return _NO_TYPES
        return frozenset(str(type_) for test in self.provided if test.name == "type" for type_ in test.values)

    def depends_on(self, relation: EventRelation) -> frozenset[Dependency]:
        """Return what the pattern reads.

        Args:
            relation: Where the events stand to the trigger.

        Returns:
            The one kind of events, with the tests on their facts.
        """
        provided = union_of(test.depends_on("trigger") for test in self.provided if test.name != "type")
        types = read_events("trigger", tuple(sorted(self.trigger_types)))
        return provided | types | {EventDependency(relation, self.type, self.tests)}


class FactCondition(ValueObject):
    """A condition on a fact of the trigger, or of the case itself."""

    holder: Holder
    test: FactTest

    READS_NOTHING: ClassVar = frozenset({"holder"})

    @property
    def dependencies(self) -> frozenset[Dependency]:
        """The fact that the condition reads."""
        return self.test.depends_on(self.holder)


class TriggerTypeCondition(ValueObject):
    """The trigger is of one of some types, where a rule has several."""

    types: tuple[str, ...]

    READS_NOTHING: ClassVar = frozenset[str]()

    @property
    def dependencies(self) -> frozenset[Dependency]:
        """The types of the trigger that the condition tells apart."""
        return read_events("trigger", self.types)


class EventCondition(ValueObject):
    """One of some events exists, or (`wanted` false) none does: before the trigger, since the trigger, or ever."""

    patterns: tuple[EventPattern, ...]
    when: Literal["earlier", "since", "ever"]
    wanted: bool = True

    READS_NOTHING: ClassVar = frozenset({"when", "wanted"})

    @property
    def dependencies(self) -> frozenset[Dependency]:
        """The events that the condition looks for."""
        return union_of(pattern.depends_on(_RELATIONS[self.when]) for pattern in self.patterns)


class AnyOf(ValueObject):
    """At least one of the parts holds."""

    parts: tuple[Condition, ...]

    READS_NOTHING: ClassVar = frozenset[str]()

    @property
    def dependencies(self) -> frozenset[Dependency]:
        """What the parts read."""
        return union_of(part.dependencies for part in self.parts)


class AllOf(ValueObject):
    """Every part holds."""

    parts: tuple[Condition, ...]

    READS_NOTHING: ClassVar = frozenset[str]()

    @property
    def dependencies(self) -> frozenset[Dependency]:
        """What the parts read."""
        return union_of(part.dependencies for part in self.parts)


Condition: TypeAlias = "FactCondition | TriggerTypeCondition | EventCondition | AnyOf | AllOf | DerivedCondition"


class SettlingCondition(ValueObject):
    """The condition that settles, after its activation, whether a duty is owed.

    While there is no event of `unknown_without`, the answer is unknown: that no event is listed is not knowledge
    that none will come.
    """

    condition: Condition
    unknown_without: tuple[str, ...] = ()

    READS_NOTHING: ClassVar = frozenset[str]()

    @property
    def event_types(self) -> tuple[str, ...]:
        """Every event type that the condition looks for, sorted."""
        found = {dependency.type for dependency in self.dependencies if isinstance(dependency, EventDependency)}
        return tuple(sorted(found))

    @property
    def begun_by(self) -> tuple[str, ...]:
        """The event types that settle the duty by themselves, without a test: an examination that was decided."""
        parts = self.condition.parts if isinstance(self.condition, AnyOf) else (self.condition,)
        since = (part for part in parts if isinstance(part, EventCondition) and part.when == "since")
        return tuple(pattern.type for part in since for pattern in part.patterns if not pattern.tests)

    @property
    def dependencies(self) -> frozenset[Dependency]:
        """What the condition reads, and the events without which it is unknown."""
        return self.condition.dependencies | read_events("answer", self.unknown_without)


class Waiver(ValueObject):
    """The event, or the fact of the trigger, that takes a duty away.

    Attributes:
        by: The event or fact.
        provided: Facts of the trigger that must hold as well.
        undone_by: Event types of which a later event brings the duty back.
        until: Event types that end the waiver.
        before_birthday: The event waives only before the child turns so many years old.
    """

    by: EventPattern | FactTest
    provided: tuple[FactTest, ...] = ()
    undone_by: tuple[str, ...] = ()
    until: tuple[str, ...] = ()
    before_birthday: int | None = None

    READS_NOTHING: ClassVar = frozenset[str]()

    @property
    def dependencies(self) -> frozenset[Dependency]:
        """The events and facts that bear on the waiver."""
        by = self.by.depends_on("answer") if isinstance(self.by, EventPattern) else self.by.depends_on("trigger")
        provided = union_of(test.depends_on("trigger") for test in self.provided)
        birthday: frozenset[Dependency] = frozenset()
        if self.before_birthday is not None:
            birthday = frozenset({FactDependency("case", "barn.foedselsdato", "day")})
        return by | provided | birthday | read_events("answer", (*self.undone_by, *self.until))
