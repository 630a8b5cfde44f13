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
from overgreb_rules.shared.text import Text

Count = Literal["elapsed", "working_days", "inclusive", "exclusive", "weeks", "weeks_roll", "calendar", "rolling"]
Unit = Literal["hours", "hverdage", "days", "weeks", "months", "years", "per_year"]
_UNIT_WORDS: dict[Unit, tuple[Text, Text]] = {
    "hours": (Text("time", "hour"), Text("timer", "hours")),
    "hverdage": (Text("hverdag", "hverdag"), Text("hverdage", "hverdage")),
    "days": (Text("dag", "day"), Text("dage", "days")),
    "weeks": (Text("uge", "week"), Text("uger", "weeks")),
    "months": (Text("måned", "month"), Text("måneder", "months")),
    "years": (Text("år", "year"), Text("år", "years")),
    "per_year": (Text("gang om året", "time a year"), Text("gange om året", "times a year")),
}
"""The words for one and for several of each unit."""


@dataclass(frozen=True, slots=True)
class Span:
    """A number of units: 24 hours, 6 hverdage, 4 months."""

    value: int
    unit: Unit

    READS_NOTHING: ClassVar = frozenset({"value", "unit"})

    @property
    def months(self) -> int:
        """The number of months in a span of months or years."""
        return self.value * (12 if self.unit == "years" else 1)

    @property
    def text(self) -> Text:
        """The span in words: «3 måneder», «3 months»."""
        one, many = _UNIT_WORDS[self.unit]
        words = one if self.value == 1 else many
        return Text(f"{self.value} {words.da}", f"{self.value} {words.en}")

    @property
    def dependencies(self) -> frozenset[Dependency]:
        """Nothing: a span reads nothing of a case."""
        return NO_DEPENDENCIES


@dataclass(frozen=True, slots=True)
class LeadTime:
    """A time before a day of the case itself, such as 3 months before the due date of an unborn child."""

    span: Span
    fact: str

    READS_NOTHING: ClassVar = frozenset({"span"})

    @property
    def dependencies(self) -> frozenset[Dependency]:
        """The day from which the time is counted back."""
        return frozenset({FactDependency("case", self.fact, "day")})


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
        before_fact: The fact of the trigger that says when it was, where that is not its own time.
        not_before: How long before a day of the case the act becomes lawful.
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
    before_fact: str | None = None
    not_before: LeadTime | None = None
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
        if self.before is not None and self.before != "trigger":
            found |= read_events("answer", (self.before,))
        if self.before_fact is not None:
            found |= {FactDependency("trigger", self.before_fact, "moment")}
        if self.not_before is not None:
            found |= self.not_before.dependencies
        return found if self.date_fact is None else found | self.date_fact.dependencies
