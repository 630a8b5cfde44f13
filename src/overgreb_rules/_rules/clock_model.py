"""The clock of a rule as data: where it starts, how long it runs, by which convention its time is counted.

Each class says in `dependencies` what of a case it reads; `READS_NOTHING` lists the fields that read nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar, Literal

from msgspec import field

from overgreb_rules._rules.conditions import EventPattern, FactTest
from overgreb_rules._rules.dependency import (
    NO_DEPENDENCIES,
    Dependency,
    FactDependency,
    read_events,
)
from overgreb_rules._rules.legal_state import LegalState
from overgreb_rules.shared.text import Text
from overgreb_rules.shared.value_object import ValueObject

CountingConvention = Literal[
    "elapsed", "working_days", "inclusive", "exclusive", "weeks", "weeks_roll", "calendar", "rolling", "weekdays"
]
Unit = Literal["hours", "hverdage", "arbejdsdage", "days", "weeks", "months", "years", "per_year"]
_UNIT_WORDS: dict[Unit, tuple[Text, Text]] = {
    "hours": (Text("time", "hour"), Text("timer", "hours")),
    "hverdage": (Text("hverdag", "hverdag"), Text("hverdage", "hverdage")),
    "arbejdsdage": (Text("arbejdsdag", "weekday"), Text("arbejdsdage", "weekdays")),
    "days": (Text("dag", "day"), Text("dage", "days")),
    "weeks": (Text("uge", "week"), Text("uger", "weeks")),
    "months": (Text("måned", "month"), Text("måneder", "months")),
    "years": (Text("år", "year"), Text("år", "years")),
    "per_year": (Text("gang om året", "time a year"), Text("gange om året", "times a year")),
}
"""The words for one and for several of each unit."""


class Span(ValueObject):
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


class LeadTime(ValueObject):
    """A time before a day of the case itself, such as 3 months before the due date of an unborn child."""

    span: Span
    fact: str

    READS_NOTHING: ClassVar = frozenset({"span"})

    @property
    def dependencies(self) -> frozenset[Dependency]:
        """The day from which the time is counted back."""
        return frozenset({FactDependency("case", self.fact, "day")})


class Origin(ValueObject):
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


class DateFact(ValueObject):
    """The date that a decision set.

    Attributes:
        fact: The fact that carries it, of the trigger or of a later event.
        events: The types of the later events that may carry it.
        latest: The longest time from the trigger on; a later date counts for the lenient reading alone. None where
            the act sets no bound.
        without_term_two_readings: Whether a later event without a date gives a second reading beside the first date.
    """

    fact: str
    events: tuple[str, ...] = ()
    latest: Span | None = None
    without_term_two_readings: bool = False

    READS_NOTHING: ClassVar = frozenset({"latest", "without_term_two_readings"})

    @property
    def dependencies(self) -> frozenset[Dependency]:
        """The fact, and the events that may carry it beside the trigger."""
        return frozenset({FactDependency("trigger", self.fact, "day")}) | read_events("answer", self.events)


class LowerEnd(ValueObject):
    """From when on an act counts that must come before an event, where the act does not say to which matter it belongs.

    Attributes:
        kind: `latest` or `earliest` of the events of `types` before the trigger; `notification`: the clock start of
            the earliest event of `types` that the trigger is about, or that no event of `closed_by` has closed.
        types: The event types.
        since: Event types of which the latest before the trigger bounds the search downwards.
        closed_by: An event, with tests, that closes what it answers.
        fact: The fact that says an earlier start of the clock.
    """

    kind: Literal["latest", "earliest", "notification"]
    types: tuple[str, ...]
    since: tuple[str, ...] = ()
    closed_by: EventPattern | None = None
    fact: str | None = None

    READS_NOTHING: ClassVar = frozenset({"kind"})

    @property
    def dependencies(self) -> frozenset[Dependency]:
        """The events and the fact from which the lower end is taken."""
        found = read_events("earlier", (*self.types, *self.since))
        if self.closed_by is not None:
            found |= self.closed_by.depends_on("earlier")
        return found | ({FactDependency("trigger", self.fact, "moment")} if self.fact else NO_DEPENDENCIES)


class ParallelStep(ValueObject):
    """Something that may run beside a measure: the event that ends it, and the event that began it."""

    ends: str
    began: EventPattern

    READS_NOTHING: ClassVar = frozenset[str]()

    @property
    def dependencies(self) -> frozenset[Dependency]:
        """The events that begin and that end it."""
        return read_events("first", (self.ends,)) | self.began.depends_on("ever")


class ParallelCase(ValueObject):
    """How the end of a parallel step counts for one kind of trigger.

    Attributes:
        tests: What the facts of the trigger must be.
        about: What the trigger must be about; None where nothing is asked.
        fails_without: Whether the case does not fit where no such event has happened by the trigger; else nobody knows.
        begun_before: How the end of a step counts that ran at the trigger: `surely`, for the `strict` reading, `never`.
        begun_after: The same for a step that began after the trigger.
    """

    tests: tuple[FactTest, ...]
    about: EventPattern | None
    begun_before: Literal["surely", "strict", "never"]
    begun_after: Literal["surely", "strict", "never"]
    fails_without: bool = False

    READS_NOTHING: ClassVar = frozenset({"begun_before", "begun_after", "fails_without"})

    @property
    def dependencies(self) -> frozenset[Dependency]:
        """The facts of the trigger, and the events that it may be about."""
        found = NO_DEPENDENCIES.union(*(test.depends_on("trigger") for test in self.tests))
        return found | self.about.depends_on("earlier") if self.about else found


class AgeLimit(ValueObject):
    """So many months before a birthday; an act is owed by then at the latest."""

    birthday: int
    months_before: int

    READS_NOTHING: ClassVar = frozenset({"birthday", "months_before"})

    @property
    def dependencies(self) -> frozenset[Dependency]:
        """The day of birth."""
        return frozenset({FactDependency("case", "barn.foedselsdato", "day")})


class Interruption(ValueObject):
    """A request that interrupts the time limit where its fact says so, until it is answered."""

    asked: str
    answered: str
    fact: str

    READS_NOTHING: ClassVar = frozenset[str]()

    @property
    def dependencies(self) -> frozenset[Dependency]:
        """The requests and their answers."""
        return read_events("answer", (self.asked, self.answered)) | {FactDependency("trigger", self.fact)}


class Suspension(ValueObject):
    """A case that holds up the time of a duty.

    Attributes:
        from_: The event type that begins it.
        to: The event type that ends it.
        decisions: The types of the decisions that such a case can be about.
    """

    from_: str
    to: str
    decisions: frozenset[str] = frozenset()

    READS_NOTHING: ClassVar = frozenset[str]()

    @property
    def dependencies(self) -> frozenset[Dependency]:
        """The events that begin and end the case."""
        return read_events("answer", (self.from_, self.to, *sorted(self.decisions)))


class Clock(ValueObject):
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
        lower_end: From when on an act counts that must precede `before`; None for the general rule.
        own_triggers: For `before`: only the rule's own trigger types limit, not those of the law before or after.
        matter_stops_at: For `before`: the types at which the matter of the trigger ends.
        not_after: The birthday before which the act is owed.
        interruptions: The requests that interrupt the time limit, with at least `least_after` left after an answer.
        least_after: The least time that is left after an interruption.
        suspensions: The cases that hold up the time.
        rests_while: The state during which nothing is owed, and after which the time runs anew.
        parallel_steps: What may run beside a measure and whose end pulls the date forward.
        parallel_cases: How that end counts, for each kind of trigger; the first case that fits.
        asks_after_due: Facts of the trigger that must be known once the date has passed.
        decisions: The types of the decisions that a case before Ankestyrelsen or a court can be about.
        renewed_after: Event types of which a decision over the trigger gives the lenient reading a new start.
    """

    strict: Span | None = None
    lenient: Span | None = None
    count: CountingConvention | None = None
    spans_for: Mapping[str, tuple[Span, Span]] = field(default_factory=dict)
    strict_from: Origin = Origin()
    lenient_from: Origin = Origin()
    before: str | None = None
    before_fact: str | None = None
    not_before: LeadTime | None = None
    date_fact: DateFact | None = None
    earliest_of: tuple[str, ...] = ()
    as_rule: str | None = None
    lower_end: LowerEnd | None = None
    own_triggers: bool = False
    matter_stops_at: frozenset[str] = frozenset()
    not_after: AgeLimit | None = None
    interruptions: tuple[Interruption, ...] = ()
    least_after: Span | None = None
    suspensions: tuple[Suspension, ...] = ()
    rests_while: LegalState | None = None
    renewed_after: tuple[str, ...] = ()
    decisions: frozenset[str] = frozenset()
    parallel_steps: tuple[ParallelStep, ...] = ()
    parallel_cases: tuple[ParallelCase, ...] = ()
    asks_after_due: tuple[str, ...] = ()

    READS_NOTHING: ClassVar = frozenset(
        {"strict", "lenient", "count", "as_rule", "own_triggers", "matter_stops_at", "least_after", "decisions"}
    )

    @property
    def sets_number(self) -> bool:
        """Whether the law gives a span or a day; False where there is no clock, or an act must only come first."""
        given = (self.count, self.as_rule, self.date_fact, self.not_before, self.not_after, *self.earliest_of)
        return any(one is not None for one in given)

    @property
    def moved_by(self) -> frozenset[str]:
        """The event types at which a reading starts, or that set the day."""
        starts = {origin.name for origin in (self.strict_from, self.lenient_from) if origin.kind == "event"}
        return frozenset(starts.union(self.date_fact.events if self.date_fact is not None else ()))

    @property
    def dependencies(self) -> frozenset[Dependency]:
        """The events and facts from which the clock takes a time, or by which its span is chosen."""
        found = self.strict_from.dependencies | self.lenient_from.dependencies
        found |= read_events("trigger", tuple(self.spans_for)) | read_events("first", self.earliest_of)
        if self.before is not None and self.before != "trigger":
            found |= read_events("answer", (self.before,))
        if self.before_fact is not None:
            found |= {FactDependency("trigger", self.before_fact, "moment")}
        parts = (
            self.lower_end,
            self.not_after,
            *self.interruptions,
            *self.suspensions,
            *self.parallel_steps,
            *self.parallel_cases,
        )
        found |= {FactDependency("trigger", name) for name in self.asks_after_due}
        for part in parts:
            found |= part.dependencies if part is not None else NO_DEPENDENCIES
        found |= read_events("answer", self.renewed_after)
        if self.rests_while is not None:
            found |= self.rests_while.depends_on("ever")
        if self.not_before is not None:
            found |= self.not_before.dependencies
        return found if self.date_fact is None else found | self.date_fact.dependencies
