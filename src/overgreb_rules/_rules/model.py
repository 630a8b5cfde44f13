"""What a rule says, as data: who must do what, when, under which conditions, and how its time is counted.

The words are those of the rule files; `rules/README.md` explains each of them to a jurist. Knows no case.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from overgreb_rules.shared.text import Text

__all__ = [
    "AllOf",
    "AnyOf",
    "Breach",
    "ChildAgeCondition",
    "Clock",
    "Commencement",
    "Condition",
    "Count",
    "DateFact",
    "Doubt",
    "EventCondition",
    "EventPattern",
    "Example",
    "FactCondition",
    "FactTest",
    "LaterOf",
    "LatestEventCondition",
    "Modality",
    "OngoingCondition",
    "Origin",
    "Rule",
    "SettlingCondition",
    "Span",
    "TriggerTypeCondition",
    "Version",
    "Waiver",
]

Modality = Literal["must", "may", "window"]
Law = Literal["serviceloven", "barnets_lov", "retssikkerhedsloven", "praksis"]
Count = Literal["elapsed", "working_days", "inclusive", "exclusive", "weeks", "weeks_roll", "calendar", "rolling"]
Unit = Literal["hours", "hverdage", "days", "weeks", "months", "years", "per_year"]
Holder = Literal["trigger", "case"]
Operator = Literal["is", "is_not", "at_least"]


@dataclass(frozen=True, slots=True)
class FactTest:
    """A fact is one of some values, is none of them, or is at least a number."""

    name: str
    operator: Operator
    values: tuple[str | int | bool, ...]


@dataclass(frozen=True, slots=True)
class FactCondition:
    """A condition on a fact of the trigger, or of the case itself."""

    holder: Holder
    test: FactTest


@dataclass(frozen=True, slots=True)
class TriggerTypeCondition:
    """The trigger is of one of some types, where a rule has several."""

    types: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ChildAgeCondition:
    """The child is at least so many years old on the day of the trigger."""

    years: int


@dataclass(frozen=True, slots=True)
class EventPattern:
    """Events of one type whose facts pass all tests."""

    type: str
    tests: tuple[FactTest, ...] = ()


@dataclass(frozen=True, slots=True)
class EventCondition:
    """One of some events has happened, or (`wanted` false) none has: before the trigger, since it, or at any time."""

    patterns: tuple[EventPattern, ...]
    when: Literal["earlier", "since", "ever"]
    wanted: bool = True


@dataclass(frozen=True, slots=True)
class OngoingCondition:
    """Something that one event began before the trigger has not been ended by another."""

    started_by: tuple[EventPattern, ...]
    ended_by: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class LatestEventCondition:
    """The latest event of a type by the trigger passes the tests."""

    pattern: EventPattern


@dataclass(frozen=True, slots=True)
class LaterOf:
    """A trigger made of two: each event of one kind, once the first of some others has happened too."""

    each: EventPattern
    first_of: tuple[EventPattern, ...]


@dataclass(frozen=True, slots=True)
class AnyOf:
    """At least one of the parts holds."""

    parts: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class AllOf:
    """Every part holds."""

    parts: tuple[Condition, ...]


Condition = (
    FactCondition
    | TriggerTypeCondition
    | ChildAgeCondition
    | EventCondition
    | OngoingCondition
    | LatestEventCondition
    | AnyOf
    | AllOf
)


@dataclass(frozen=True, slots=True)
class SettlingCondition:
    """What settles whether the duty is owed, since it was opened.

    While none of `unknown_without` has happened, nobody knows: that no event is listed is not knowledge that
    none will come.
    """

    condition: Condition
    unknown_without: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Waiver:
    """What takes the duty away: an event, or a fact of the trigger.

    `provided` must hold as well; a later event of `undone_by` brings the duty back; the waiver lasts only
    `until` one of those events.
    """

    by: EventPattern | FactTest
    provided: tuple[FactTest, ...] = ()
    undone_by: tuple[str, ...] = ()
    until: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Span:
    """A number of units: 24 hours, 6 hverdage, 4 months."""

    value: int
    unit: Unit


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a clock starts.

    `at` the trigger; the `earlier` of it and a fact; the time that a `fact` carries, without which nobody knows;
    the time of a later `event`, or of an `earlier_event`, which is simply not used where there is none.
    """

    kind: Literal["at", "earlier", "fact", "event", "earlier_event"] = "at"
    name: str = ""


@dataclass(frozen=True, slots=True)
class DateFact:
    """The date that a decision set: a fact of the trigger or of one of the later events named."""

    fact: str
    events: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Clock:
    """How the time of a duty is counted; with nothing set the law gives no number."""

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


@dataclass(frozen=True, slots=True)
class Breach:
    """What follows a breach: another rule, a remedy in words, or that something lapses."""

    rule: str | None = None
    remedy: Text | None = None
    lapse: Text | None = None


@dataclass(frozen=True, slots=True)
class Doubt:
    """A question that a jurist must settle; shown with every answer."""

    says: Text


@dataclass(frozen=True, slots=True)
class Version:
    """One wording of the rule: the days it is in force, and the conditions it then has."""

    first: dt.date
    last: dt.date | None
    conditions: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class Commencement:
    """A duty of a notification of the older law, opened by the newer one on its first day.

    Where `unmet` names a rule, only while that was unmet; none of the events `unless` has happened by then.
    """

    on: dt.date
    triggers: tuple[str, ...]
    unmet: str | None = None
    unless: tuple[EventPattern, ...] = ()


@dataclass(frozen=True, slots=True)
class Example:
    """A small case with its answer; the tests run it."""

    says: str
    events: tuple[Mapping[str, object], ...]
    at: str
    gives: Mapping[str, Mapping[str, object]]
    case: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Rule:
    """One provision."""

    id: str
    law: Law
    cite: str
    title: Text
    summary: Text
    modality: Modality
    bearer: str
    triggers: tuple[str, ...]
    versions: tuple[Version, ...]
    clock: Clock
    met_by: tuple[EventPattern, ...]
    certainty: Literal["text", "secondary"]
    sources: tuple[str, ...]
    one_at_a_time: bool = False
    later_of: LaterOf | None = None
    follows: str | None = None
    on_breach: bool = False
    once: SettlingCondition | None = None
    waivers: tuple[Waiver, ...] = ()
    ends_by: tuple[str, ...] = ()
    breach: Breach | None = None
    doubts: tuple[Doubt, ...] = ()
    succeeds: str | None = None
    moves: bool = False
    commencement: Commencement | None = None
    note: Text | None = None
    outside_the_list: bool = False
    examples: tuple[Example, ...] = ()

    def version_on(self, day: dt.date) -> Version | None:
        """The wording in force on `day`, or None."""
        for version in self.versions:
            if version.first <= day and (version.last is None or day <= version.last):
                return version
        return None
