"""A rule as data: who must do what, when, under which conditions, and how its time is counted.

The words are those of the rule files; `rules/README.md` explains each of them to a jurist. Knows no case.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import ClassVar, Literal

from overgreb_rules._rules.clock_model import Clock
from overgreb_rules._rules.conditions import Condition, EventPattern, SettlingCondition, Waiver
from overgreb_rules._rules.dependency import Dependency, read_events, union_of
from overgreb_rules.shared.text import Text

Modality = Literal["must", "may", "window"]


@dataclass(frozen=True, slots=True)
class LaterOf:
    """A trigger made of two: each event of one kind, once the first of some others has happened too."""

    each: EventPattern
    first_of: tuple[EventPattern, ...]

    READS_NOTHING: ClassVar = frozenset[str]()

    @property
    def dependencies(self) -> frozenset[Dependency]:
        """The events of which each is the trigger, and those of which the first must exist, at any time."""
        return self.each.depends_on("trigger") | union_of(pattern.depends_on("ever") for pattern in self.first_of)


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

    READS_NOTHING: ClassVar = frozenset({"first", "last"})

    @property
    def dependencies(self) -> frozenset[Dependency]:
        """What the conditions of the wording read."""
        return union_of(condition.dependencies for condition in self.conditions)


@dataclass(frozen=True, slots=True)
class Commencement:
    """A duty of a notification of the older law, opened by the newer one on its first day.

    Where `unmet` names a rule, only while that was unmet; none of the events `unless` has happened by then.
    """

    on: dt.date
    triggers: tuple[str, ...]
    unmet: str | None = None
    unless: tuple[EventPattern, ...] = ()

    READS_NOTHING: ClassVar = frozenset({"on", "unmet"})

    @property
    def dependencies(self) -> frozenset[Dependency]:
        """The types of the triggers, and the events that preclude the duty."""
        unless = union_of(pattern.depends_on("answer") for pattern in self.unless)
        return read_events("trigger", self.triggers) | unless


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
    law: str
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

    READS_NOTHING: ClassVar = frozenset(
        {"id", "law", "cite", "title", "summary", "modality", "bearer", "certainty", "sources", "one_at_a_time"}
        | {"follows", "on_breach", "breach", "doubts", "succeeds", "moves", "note", "outside_the_list", "examples"}
    )

    @property
    def dependencies(self) -> frozenset[Dependency]:
        """Everything of a case that some wording of the rule, its clock or its fulfilment reads."""
        parts = [*self.versions, *self.waivers, self.clock, self.later_of, self.once, self.commencement]
        own = union_of(part.dependencies for part in parts if part is not None)
        met_by = union_of(pattern.depends_on("answer") for pattern in self.met_by)
        return own | met_by | read_events("trigger", self.triggers) | read_events("answer", self.ends_by)

    def version_on(self, day: dt.date) -> Version | None:
        """Return the wording in force on a day.

        Args:
            day: The local day.

        Returns:
            The wording; None where the rule is not in force.
        """
        for version in self.versions:
            if version.first <= day and (version.last is None or day <= version.last):
                return version
        return None
