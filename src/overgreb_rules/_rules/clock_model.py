"""The clock of a rule as data: where it starts, how long it runs, by which convention its time is counted.

Each class says in `dependencies` what of a case it reads; `READS_NOTHING` lists the fields that read nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import ClassVar, Literal

from overgreb_rules._rules.dependency import (
    NO_DEPENDENCIES,
    Dependency,
    FactDependency,
    read_events,
)

Count = Literal["elapsed", "working_days", "inclusive", "exclusive", "weeks", "weeks_roll", "calendar", "rolling"]
Unit = Literal["hours", "hverdage", "days", "weeks", "months", "years", "per_year"]


@dataclass(frozen=True, slots=True)
class Span:
    """A number of units: 24 hours, 6 hverdage, 4 months."""

    value: int
    unit: Unit

    READS_NOTHING: ClassVar = frozenset({"value", "unit"})

    @property
    def dependencies(self) -> frozenset[Dependency]:
        """Nothing: a span reads nothing of a case."""
        return NO_DEPENDENCIES


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a clock starts.

    Attributes:
        kind: `at` the trigger; the `earlier` of the trigger and a fact; the time that a `fact` carries, without which
            the start is unknown; the time of a later `event`, or of an `earlier_event`, which is not used where there
            is none.
        name: The fact or the event type; empty for `at`.
    """

    kind: Literal["at", "earlier", "fact", "event", "earlier_event"] = "at"
    name: str = ""

    READS_NOTHING: ClassVar = frozenset({"kind"})

    @property
    def dependencies(self) -> frozenset[Dependency]:
        """The event or the fact at whose time the clock starts; nothing where that is the trigger."""
        if self.kind == "at":
            return NO_DEPENDENCIES
        if self.kind in {"event", "earlier_event"}:
            return read_events("answer", (self.name,))
        return frozenset({FactDependency("trigger", self.name, "moment")})


@dataclass(frozen=True, slots=True)
class DateFact:
    """The date that a decision set: a fact of the trigger, or of a later event of one of some types."""

    fact: str
    events: tuple[str, ...] = ()

    READS_NOTHING: ClassVar = frozenset[str]()

    @property
    def dependencies(self) -> frozenset[Dependency]:
        """The fact, and the events that may carry it beside the trigger."""
        return frozenset({FactDependency("trigger", self.fact, "day")}) | read_events("answer", self.events)


@dataclass(frozen=True, slots=True)
class Clock:
    """How the time of a duty is counted; with nothing set the law gives no number.

    Attributes:
        strict: The span by the strict reading; None where the law gives none.
        lenient: The span by the lenient reading.
        count: The convention by which both are counted.
        spans_for: Other spans, strict and lenient, by the type of the trigger.
        strict_from: Where the strict reading starts.
        lenient_from: Where the lenient reading starts.
        before: The event type that the act must precede; `trigger` for the trigger itself.
        not_before: What the act must not precede.
        date_fact: The date of a decision that takes the place of a span.
        earliest_of: Event types of which the first since the trigger ends the time, where that is sooner.
        as_rule: The rule whose start and dates are used.
        restarts_after: Event types after which the lenient reading counts anew.
    """

    strict: Span | None = None
    lenient: Span | None = None
    count: Count | None = None
    spans_for: Mapping[str, tuple[Span, Span]] = field(default_factory=dict)
    strict_from: Origin = Origin()
    lenient_from: Origin = Origin()
    before: str | None = None
    not_before: str | None = None
    date_fact: DateFact | None = None
    earliest_of: tuple[str, ...] = ()
    as_rule: str | None = None
    restarts_after: tuple[str, ...] = ()

    READS_NOTHING: ClassVar = frozenset({"strict", "lenient", "count", "as_rule"})

    @property
    def dependencies(self) -> frozenset[Dependency]:
        """The events and facts from which the clock takes a time, or by which its span is chosen."""
        found = self.strict_from.dependencies | self.lenient_from.dependencies
        found |= read_events("trigger", tuple(self.spans_for)) | read_events("first", self.earliest_of)
        found |= read_events("answer", self.restarts_after)
        if self.before == "trigger":
            found |= {FactDependency("trigger", "truffet", "moment")}
        elif self.before is not None:
            found |= read_events("answer", (self.before,))
        if self.not_before is not None:
            found |= {FactDependency("case", "barn.termin", "day")}
        return found if self.date_fact is None else found | self.date_fact.dependencies
