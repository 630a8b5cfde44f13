"""What of a case a part of a rule reads: the data dependencies that each class of the rule language declares."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Literal

from overgreb_rules.shared.value_object import ValueObject

if TYPE_CHECKING:
    from overgreb_rules._rules.conditions import FactTest

EventRelation = Literal["trigger", "earlier", "answer", "ever", "first"]
FactReading = Literal["value", "moment", "day", "age"]


class EventDependency(ValueObject):
    """Events that a part of a rule looks for.

    Attributes:
        relation: `trigger`, the event that activates the duty; `earlier`, at or before the trigger; `answer`, those
            that correlate to the activated duty; `ever`, at any time; `first`, the first at or after the trigger,
            whatever it correlates to.
        type: The event type.
        tests: The tests on facts that such an event must pass.
    """

    relation: EventRelation
    type: str
    tests: tuple[FactTest, ...] = ()


class FactDependency(ValueObject):
    """A fact of the trigger, of an event that correlates to it, or of the child, that a part of a rule reads.

    Attributes:
        holder: `trigger` for a fact of an event, `case` for one of the child.
        name: The fact.
        reading: Whether its value is compared, or read as a `moment`, as a `day`, or as the `age` of the child.
    """

    holder: Literal["trigger", "case"]
    name: str
    reading: FactReading = "value"


Dependency = EventDependency | FactDependency
NO_DEPENDENCIES: frozenset[Dependency] = frozenset()


def read_events(relation: EventRelation, types: tuple[str, ...]) -> frozenset[Dependency]:
    """Return the dependencies on events of some types in one relation to the trigger.

    Args:
        relation: Where the events stand to the trigger.
        types: The event types.

    Returns:
        One dependency for each type.
    """
    return frozenset(EventDependency(relation, type_) for type_ in types)


def union_of(parts: Iterable[frozenset[Dependency]]) -> frozenset[Dependency]:
    """Return the union of some sets of dependencies; none of no sets.

    Args:
        parts: The sets.

    Returns:
        Every dependency of one of them.
    """
    return NO_DEPENDENCIES.union(*parts)
