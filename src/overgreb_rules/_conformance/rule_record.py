"""A rule as it stands in a bundle: its conditions compiled to clauses, everything else as the rule model has it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Literal

from msgspec import field

from overgreb_rules._matching.program import Clause, Pattern, Role
from overgreb_rules._rules.clock_model import Clock
from overgreb_rules._rules.conditions import (
    AnyOf,
    EventCondition,
    EventPattern,
    FactTest,
    SettlingCondition,
    Waiver,
)
from overgreb_rules._rules.derived_conditions import TriggerNotNamedBy
from overgreb_rules._rules.model import (
    AgeNote,
    Breach,
    Commencement,
    Doubt,
    LaterOf,
    Modality,
    Rule,
    UnmetRule,
    Version,
)
from overgreb_rules.shared.text import Text
from overgreb_rules.shared.value_object import ValueObject

_ALWAYS = FactTest("type", "is", ())


class ClauseRecord(ValueObject):
    """A clause of a rule: what must be there (`wanted`), what must not (`unwanted`), and the unknown facts (`needs`).

    Attributes:
        role: What holds where the clause holds.
        detail: The number of the waiver for the roles `waives`, `undoes` and `resumes`, from 0.
        needs: Tests on unknown facts; where there is one, the clause says only that something may hold.
        wanted: Patterns, each filled by one fact; the first is the event where the role names one.
        unwanted: Patterns that no fact fills.
    """

    role: Role
    wanted: tuple[Pattern, ...]
    unwanted: tuple[Pattern, ...] = ()
    needs: frozenset[FactTest] = frozenset()
    detail: int = 0

    @classmethod
    def of(cls, clause: Clause) -> ClauseRecord:
        """Build the record of a clause.

        Args:
            clause: The clause.

        Returns:
            The record; it does not name the rule.
        """
        return cls(clause.role, clause.wanted, clause.unwanted, clause.needs, clause.detail)

    def to_clause(self, rule: str) -> Clause:
        """Return the clause.

        Args:
            rule: The id of the rule in whose record the clause stands.

        Returns:
            The clause.
        """
        return Clause(rule, self.role, self.detail, self.needs, self.wanted, self.unwanted)


class VersionRecord(ValueObject):
    """One wording: its days in force, its citation where it has one of its own, and when a trigger opens a duty."""

    from_: dt.date
    to: dt.date | None = None
    cite: str | None = None
    opens: tuple[ClauseRecord, ...] = ()


class ActRecord(ValueObject):
    """The type of an event that can meet a duty, and the tests that the trigger must pass for it to count."""

    type: str
    provided: tuple[FactTest, ...] = ()


class WaiverRecord(ValueObject):
    """What waives a duty: an event of a type, or a fact of the trigger; which one a clause `waives` says.

    Attributes:
        event: The type of the event; None where a fact of the trigger waives.
        fact: The fact of the trigger; None where an event waives.
        undone_by: Event types of which a later event brings the duty back.
        until: Event types that end the waiver.
        before_birthday: The event waives only before the child turns so many years old.
    """

    event: str | None = None
    fact: str | None = None
    undone_by: tuple[str, ...] = ()
    until: tuple[str, ...] = ()
    before_birthday: int | None = None


class OnceRecord(ValueObject):
    """What settles, after its activation, whether a duty is owed; the clauses `settles` say how.

    Attributes:
        looks_for: The event types that the clauses look for, and those of `unknown_without`.
        unknown_without: Event types without which the answer is unknown.
        begun_by: The event types that settle the duty by themselves, without a test.
    """

    looks_for: frozenset[str]
    unknown_without: tuple[str, ...] = ()
    begun_by: tuple[str, ...] = ()


class LaterOfRecord(ValueObject):
    """The two events that open a duty together: each of one type, and the first of the others."""

    each: str
    first_of: tuple[str, ...]


class CommencementRecord(ValueObject):
    """The opening of a duty on the first day of its law by an event from before; the clauses `precludes` bound it."""

    on: dt.date
    triggers: tuple[str, ...]
    unmet: str | None = None


class RuleRecord(ValueObject):
    """A rule of a bundle."""

    law: str
    cite: str
    title: Text
    summary: Text
    modality: Modality
    bearer: str
    certainty: Literal["text", "secondary"]
    versions: tuple[VersionRecord, ...]
    clock: Clock
    triggers: tuple[str, ...] = ()
    answers: tuple[ClauseRecord, ...] = ()
    met_by: tuple[ActRecord, ...] = ()
    waivers: tuple[WaiverRecord, ...] = ()
    ends_by: tuple[str, ...] = ()
    once: OnceRecord | None = None
    later_of: LaterOfRecord | None = None
    commencement: CommencementRecord | None = None
    one_at_a_time: bool = False
    follows: str | None = None
    opened_by_unmet: UnmetRule | None = None
    on_breach: bool = False
    silence: bool = False
    grows_up_at: int | None = None
    succeeds: str | None = None
    moves: bool = False
    ends_with_its_law: bool = False
    one_decision: tuple[tuple[str, str], ...] = ()
    breach: Breach | None = None
    certainty_for: Mapping[str, Literal["text", "secondary"]] = field(default_factory=dict)
    doubts: tuple[Text, ...] = ()
    doubt_of_second: Text | None = None
    from_age: AgeNote | None = None
    kle: str | None = None

    @classmethod
    def of(cls, rule: Rule, opens: Iterable[Iterable[Clause]], answers: Iterable[Clause]) -> RuleRecord:
        """Build the record of a rule.

        Args:
            rule: The rule.
            opens: Of each version the clauses under which a trigger opens a duty.
            answers: The clauses that say what settles, meets, waives or ends a duty.

        Returns:
            The record.
        """
        once, later_of, begins = rule.once, rule.later_of, rule.commencement
        return cls(
            law=rule.law,
            cite=rule.cite,
            title=rule.title,
            summary=rule.summary,
            modality=rule.modality,
            bearer=rule.bearer,
            certainty=rule.certainty,
            versions=tuple(
                VersionRecord(version.first, version.last, version.cite, tuple(map(ClauseRecord.of, clauses)))
                for version, clauses in zip(rule.versions, opens, strict=True)
            ),
            clock=rule.clock,
            triggers=rule.triggers,
            answers=tuple(map(ClauseRecord.of, answers)),
            met_by=tuple(ActRecord(pattern.type, pattern.provided) for pattern in rule.met_by),
            waivers=tuple(map(_waiver_record, rule.waivers)),
            ends_by=rule.ends_by,
            once=OnceRecord(frozenset(once.event_types), once.unknown_without, once.begun_by) if once else None,
            later_of=LaterOfRecord(later_of.each.type, tuple(one.type for one in later_of.first_of))
            if later_of
            else None,
            commencement=CommencementRecord(begins.on, begins.triggers, begins.unmet) if begins else None,
            one_at_a_time=rule.one_at_a_time,
            follows=rule.follows,
            opened_by_unmet=rule.opened_by_unmet,
            on_breach=rule.on_breach,
            silence=rule.silence,
            grows_up_at=rule.grows_up_at,
            succeeds=rule.succeeds,
            moves=rule.moves,
            ends_with_its_law=rule.ends_with_its_law,
            one_decision=_one_decision(rule),
            breach=rule.breach,
            certainty_for=rule.certainty_for,
            doubts=tuple(doubt.says for doubt in rule.doubts),
            doubt_of_second=rule.doubt_of_second.says if rule.doubt_of_second else None,
            from_age=rule.from_age,
            kle=rule.kle,
        )

    def to_rule(self, rule_id: str) -> Rule:
        """Return the rule as far as evaluation reads it beside its compiled clauses, which decide its conditions.

        Args:
            rule_id: The id of the rule.

        Returns:
            A rule without examples and sources; its conditions must not be compiled.
        """
        same = tuple(TriggerNotNamedBy(position, decision) for position, decision in self.one_decision)
        begins, later_of = self.commencement, self.later_of
        return Rule(
            id=rule_id,
            law=self.law,
            cite=self.cite,
            title=self.title,
            summary=self.summary,
            modality=self.modality,
            bearer=self.bearer,
            triggers=self.triggers,
            versions=tuple(Version(one.from_, one.to, same, one.cite) for one in self.versions),
            clock=self.clock,
            met_by=tuple(EventPattern(act.type, (), act.provided) for act in self.met_by),
            certainty=self.certainty,
            sources=(),
            one_at_a_time=self.one_at_a_time,
            later_of=LaterOf(EventPattern(later_of.each), tuple(map(EventPattern, later_of.first_of)))
            if later_of
            else None,
            follows=self.follows,
            opened_by_unmet=self.opened_by_unmet,
            silence=self.silence,
            grows_up_at=self.grows_up_at,
            rests_while=self.clock.rests_while,
            certainty_for=self.certainty_for,
            ends_with_its_law=self.ends_with_its_law,
            on_breach=self.on_breach,
            once=_settling_condition(self.once) if self.once else None,
            waivers=tuple(map(_waiver, self.waivers)),
            ends_by=self.ends_by,
            breach=self.breach,
            doubts=tuple(map(Doubt, self.doubts)),
            doubt_of_second=Doubt(self.doubt_of_second) if self.doubt_of_second else None,
            from_age=self.from_age,
            kle=self.kle,
            succeeds=self.succeeds,
            moves=self.moves,
            commencement=Commencement(begins.on, begins.triggers, begins.unmet) if begins else None,
        )


def _waiver_record(waiver: Waiver) -> WaiverRecord:
    by = waiver.by
    event, fact = (by.type, None) if isinstance(by, EventPattern) else (None, by.name)
    return WaiverRecord(event, fact, waiver.undone_by, waiver.until, waiver.before_birthday)


def _waiver(record: WaiverRecord) -> Waiver:
    by = EventPattern(record.event) if record.event else FactTest(record.fact or "", "is", ())
    return Waiver(by, (), record.undone_by, record.until, record.before_birthday)


def _one_decision(rule: Rule) -> tuple[tuple[str, str], ...]:
    found = (
        (condition.position, condition.decision)
        for version in rule.versions
        for condition in version.conditions
        if isinstance(condition, TriggerNotNamedBy)
    )
    return tuple(dict.fromkeys(found))


def _settling_condition(record: OnceRecord) -> SettlingCondition:
    by_themselves = EventCondition(tuple(map(EventPattern, record.begun_by)), "since")
    others = EventCondition(tuple(EventPattern(type_, (_ALWAYS,)) for type_ in sorted(record.looks_for)), "since")
    return SettlingCondition(AnyOf((by_themselves, others)), record.unknown_without)
