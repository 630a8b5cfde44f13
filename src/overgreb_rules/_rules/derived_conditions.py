"""Conditions that look back over the case: states, what the trigger is about, the child's age, what came lately.

Their truth is worked out from the events and their ways before the matcher is asked, and the matcher is given it as one
property of the trigger: true, false or unknown. Each class says in `key` under which name, and in `is_never_unknown`
whether the property is true or false in every case.
"""

from __future__ import annotations

from typing import ClassVar

from overgreb_rules._rules.conditions import EventPattern, FactTest
from overgreb_rules._rules.dependency import Dependency, FactDependency, read_events, union_of
from overgreb_rules._rules.legal_state import LegalState
from overgreb_rules.shared.value_object import ValueObject


def _text(patterns: tuple[EventPattern, ...]) -> str:
    parts = []
    for pattern in patterns:
        tests = " ".join(f"{test.name} {test.operator} {'/'.join(map(str, test.values))}" for test in pattern.tests)
        parts.append(f"{pattern.type} {tests}".strip())
    return ", ".join(parts)


class StateCondition(ValueObject):
    """A named legal state lasts, or (`wanted` false) does not, at the trigger; `tests` are asked of what began it."""

    state: LegalState
    tests: tuple[FactTest, ...] = ()
    wanted: bool = True

    READS_NOTHING: ClassVar = frozenset({"wanted"})
    is_never_unknown: ClassVar = False

    @property
    def key(self) -> str:
        """The name of the property."""
        return f"state {'' if self.wanted else 'not '}{_text((EventPattern(self.state.name, self.tests),))}"

    @property
    def dependencies(self) -> frozenset[Dependency]:
        """The events that begin, end and bound the state, and the facts that are asked of them."""
        return self.state.depends_on("earlier") | {FactDependency("trigger", test.name) for test in self.tests}


class AboutCondition(ValueObject):
    """What the trigger is about is an event of a type whose facts pass the tests.

    Asked of the events of the type on the ways of the trigger, else of those at or before the end of its way.
    """

    pattern: EventPattern

    READS_NOTHING: ClassVar = frozenset[str]()
    is_never_unknown: ClassVar = False

    @property
    def key(self) -> str:
        """The name of the property."""
        return f"about {_text((self.pattern,))}"

    @property
    def dependencies(self) -> frozenset[Dependency]:
        """The events that the trigger may be about."""
        return self.pattern.depends_on("earlier")


class NotAboutCondition(ValueObject):
    """The trigger is about no event of some types."""

    types: tuple[str, ...]

    READS_NOTHING: ClassVar = frozenset[str]()
    is_never_unknown: ClassVar = False

    @property
    def key(self) -> str:
        """The name of the property."""
        return f"not about {', '.join(self.types)}"

    @property
    def dependencies(self) -> frozenset[Dependency]:
        """The events that the trigger may be about."""
        return read_events("earlier", self.types)


class LatestCondition(ValueObject):
    """The latest event of a type, on the ways of the trigger, else by the trigger, passes the tests.

    Where there is none, nobody knows, or (`none_is_false`) the condition fails.
    """

    pattern: EventPattern
    none_is_false: bool = False

    READS_NOTHING: ClassVar = frozenset({"none_is_false"})

    @property
    def is_never_unknown(self) -> bool:
        """Whether the condition fails where there is no such event, and where a fact of it is unknown."""
        return self.none_is_false and all(test.operator.endswith("known_to_be") for test in self.pattern.tests)

    @property
    def key(self) -> str:
        """The name of the property."""
        return f"latest {_text((self.pattern,))}{' or none' if self.none_is_false else ''}"

    @property
    def dependencies(self) -> frozenset[Dependency]:
        """Every event of the type, because each of them may be the latest."""
        return self.pattern.depends_on("earlier") | read_events("earlier", (self.pattern.type,))


class AgeCondition(ValueObject):
    """The child is between two ages, in whole years, both included, on the day of the trigger.

    `unknown_is`: what holds where the day of birth is not told; None: nobody knows.
    """

    least: int | None
    most: int | None
    unknown_is: bool | None = None

    READS_NOTHING: ClassVar = frozenset({"least", "most", "unknown_is"})

    @property
    def is_never_unknown(self) -> bool:
        """Whether something holds where the day of birth is not told."""
        return self.unknown_is is not None

    @property
    def key(self) -> str:
        """The name of the property."""
        return f"age {self.least}-{self.most} {self.unknown_is}"

    @property
    def boundaries(self) -> tuple[int, ...]:
        """The birthdays, in years, on which it begins or ends to hold."""
        least = () if self.least is None else (self.least,)
        return least if self.most is None else (*least, self.most + 1)

    @property
    def dependencies(self) -> frozenset[Dependency]:
        """The day of birth, which the condition reads as an age."""
        return frozenset({FactDependency("case", "barn.foedselsdato", "age")})


class RecentCondition(ValueObject):
    """One of some events, or (`wanted` false) none, lies in the year before the trigger, its last day included."""

    patterns: tuple[EventPattern, ...]
    wanted: bool = True

    READS_NOTHING: ClassVar = frozenset({"wanted"})
    is_never_unknown: ClassVar = True

    @property
    def key(self) -> str:
        """The name of the property."""
        return f"in the year before {'' if self.wanted else 'not '}{_text(self.patterns)}"

    @property
    def dependencies(self) -> frozenset[Dependency]:
        """The events that the condition looks for."""
        return union_of(pattern.depends_on("earlier") for pattern in self.patterns)


class TriggerNotNamedBy(ValueObject):
    """The trigger is no `position` on a request that a `decision` on the same request stands for."""

    position: str
    decision: str

    READS_NOTHING: ClassVar = frozenset[str]()
    is_never_unknown: ClassVar = True

    @property
    def key(self) -> str:
        """The name of the property."""
        return f"{self.position} without {self.decision}"

    @property
    def dependencies(self) -> frozenset[Dependency]:
        """The positions and the decisions, at any time."""
        return read_events("ever", (self.position, self.decision))


DerivedCondition = (
    StateCondition
    | AboutCondition
    | NotAboutCondition
    | LatestCondition
    | AgeCondition
    | RecentCondition
    | TriggerNotNamedBy
)
