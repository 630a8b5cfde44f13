"""A rule as data: who must do what, when, under which conditions, and how its time is counted.

The words are those of the rule files; `rules/README.md` explains each of them to a jurist. Knows no case.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import ClassVar, Literal

from msgspec import field

from overgreb_rules._rules.clock_model import Clock
from overgreb_rules._rules.conditions import Condition, EventPattern, SettlingCondition, Waiver
from overgreb_rules._rules.dependency import NO_DEPENDENCIES, Dependency, FactDependency, read_events, union_of
from overgreb_rules._rules.example import Example
from overgreb_rules._rules.legal_state import LegalState
from overgreb_rules._rules.own_words import NO_OWN_WORDS, OwnWords
from overgreb_rules.shared.text import Text
from overgreb_rules.shared.value_object import ValueObject

Modality = Literal["must", "may", "window"]
RuleRelation = Literal["follows", "unmet", "as", "breach", "commencement", "succeeds"]
"""How a rule is related to another that it names: it stands in for its duty, is opened where that is unmet, has its
time limit, opens it on a breach, is opened on the first day of its law where that is unmet, or continues it."""


class LaterOf(ValueObject):
    """A trigger made of two events.

    Attributes:
        each: The events of which each activates a duty.
        first_of: The events of which the first must exist as well; the duty begins with the later of both.
    """

    each: EventPattern
    first_of: tuple[EventPattern, ...]

    READS_NOTHING: ClassVar = frozenset[str]()

    @property
    def dependencies(self) -> frozenset[Dependency]:
        """The events of which each is the trigger, and those of which the first must exist, at any time."""
        return self.each.depends_on("trigger") | union_of(pattern.depends_on("ever") for pattern in self.first_of)


class UnmetRule(ValueObject):
    """A rule whose duty, unmet when its strict day ends, opens another one.

    Attributes:
        rule: The id of that rule.
        unless: The event type that, where an event of it touches the duty, keeps the other one from being opened.
    """

    rule: str
    unless: str | None = None


class Breach(ValueObject):
    """What follows a breach.

    Attributes:
        rule: The rule that a breach activates.
        remedy: The remedy in words.
        lapse: What lapses, in words.
    """

    rule: str | None = None
    remedy: Text | None = None
    lapse: Text | None = None


class Doubt(ValueObject):
    """A question that a jurist must settle; shown with every answer that it concerns."""

    says: Text


class AgeNote(ValueObject):
    """A sentence of the explanation that holds from an age on.

    Attributes:
        age: The age in whole years on the day of the trigger.
        says: The sentence.
    """

    age: int
    says: Text


class Version(ValueObject):
    """One wording of a rule.

    Attributes:
        first: The first day in force.
        last: The last day in force; None while the wording has not ended.
        conditions: The conditions at the trigger, all of which must hold.
        cite: The paragraph in this wording, where it is another than that of the rule.
    """

    first: dt.date
    last: dt.date | None
    conditions: tuple[Condition, ...]
    cite: str | None = None

    READS_NOTHING: ClassVar = frozenset({"first", "last", "cite"})

    @property
    def dependencies(self) -> frozenset[Dependency]:
        """What the conditions of the wording read."""
        return union_of(condition.dependencies for condition in self.conditions)


class Commencement(ValueObject):
    """The activation of a duty on the first day of its law, by an event from before that day.

    Attributes:
        on: The first day of the law.
        triggers: The event types that activate the duty.
        unmet: The rule of the older law whose duty must have been unmet; None where no such duty is needed.
        unless: Events of which none may exist by then.
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


class Rule(ValueObject):
    """One provision of an act, or of practice.

    Attributes:
        id: The name in answers, keys and calendars; it never changes.
        law: The act.
        cite: The paragraph.
        title: The duty in a few words.
        summary: The duty in a sentence.
        modality: A duty, a permission, or an act that is lawful only inside a time.
        bearer: Who bears the duty.
        triggers: The event types that activate it; none where another rule or a breach does.
        versions: The wordings in order of time, without gap.
        clock: How its time is counted.
        met_by: The events that meet it.
        certainty: Whether the wording was read (`text`), or an authority says so (`secondary`).
        sources: What was read.
        kle: The number of the municipalities' subject index (KLE) for the case; None where none is known.
        words: Its own words in the place of those of the vocabulary.
        one_at_a_time: Whether a later trigger starts no second clock while one runs.
        later_of: The two events that activate it together.
        follows: The rule for whose duty it stands in where that is not kept.
        opened_by_unmet: The rule whose duty, unmet when its strict day ends, opens this one too.
        silence: Whether a case that tells no act that would meet the duty leaves it undetermined, not breached.
        grows_up_at: The birthday from which nothing is owed.
        rests_while: The state during which nothing is owed.
        certainty_for: Another certainty than that of the rule, by the type of the trigger.
        ends_with_its_law: Whether an unmet order duty is waived when its law ends.
        on_breach: Whether the first breach of the municipality activates it.
        once: What settles, after its activation, whether it is owed.
        waivers: What takes it away.
        ends_by: The events after which a permission has expired.
        breach: What follows a breach.
        doubts: Questions that a jurist must settle.
        doubt_of_second: The question that stands only with the duty of a second examination of its own.
        from_age: A sentence of the explanation that holds from an age on.
        succeeds: The rule of the older law that it continues.
        moves: Whether an unmet duty goes on under the rule that succeeds it when its law ends.
        commencement: Its activation on the first day of its law by earlier events.
        note: A remark for the reader of the rule.
        outside_the_list: Whether it rests on a paragraph whose sentences are not listed.
        covers: The sentences that it models, as `sentences.csv` cites them, each with the version of the act where more
            than one was read.
        not_modelled: What its paragraph says beside that and the rule leaves out.
        examples: Small cases with their answers.
    """

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
    kle: str | None = None
    words: OwnWords = NO_OWN_WORDS
    one_at_a_time: bool = False
    later_of: LaterOf | None = None
    follows: str | None = None
    opened_by_unmet: UnmetRule | None = None
    silence: bool = False
    grows_up_at: int | None = None
    rests_while: LegalState | None = None
    certainty_for: Mapping[str, Literal["text", "secondary"]] = field(default_factory=dict)
    ends_with_its_law: bool = False
    on_breach: bool = False
    once: SettlingCondition | None = None
    waivers: tuple[Waiver, ...] = ()
    ends_by: tuple[str, ...] = ()
    breach: Breach | None = None
    doubts: tuple[Doubt, ...] = ()
    doubt_of_second: Doubt | None = None
    from_age: AgeNote | None = None
    succeeds: str | None = None
    moves: bool = False
    commencement: Commencement | None = None
    note: Text | None = None
    outside_the_list: bool = False
    covers: tuple[str, ...] = ()
    not_modelled: tuple[Text, ...] = ()
    examples: Sequence[Example] = ()

    READS_NOTHING: ClassVar = frozenset(
        {"id", "law", "cite", "title", "summary", "modality", "bearer", "certainty", "sources", "kle", "words"}
        | {
            "one_at_a_time",
            "follows",
            "silence",
            "certainty_for",
            "ends_with_its_law",
            "on_breach",
            "breach",
            "doubts",
            "doubt_of_second",
            "from_age",
            "succeeds",
            "moves",
            "note",
            "outside_the_list",
            "covers",
            "not_modelled",
            "examples",
        }
    )

    def __hash__(self) -> int:
        """Return the hash of the id: the rules of a rulebook have different ones.

        Returns:
            The hash.
        """
        return hash(self.id)

    @property
    def named_rules(self) -> Mapping[RuleRelation, str]:
        """The ids of the rules that it names, by how it is related to each."""
        named: dict[RuleRelation, str | None] = {
            "follows": self.follows,
            "unmet": self.opened_by_unmet.rule if self.opened_by_unmet else None,
            "as": self.clock.as_rule,
            "breach": self.breach.rule if self.breach else None,
            "commencement": self.commencement.unmet if self.commencement else None,
            "succeeds": self.succeeds,
        }
        return {relation: name for relation, name in named.items() if name is not None}

    @property
    def dependencies(self) -> frozenset[Dependency]:
        """Everything of a case that some wording of the rule, its clock or its fulfilment reads."""
        parts = [*self.versions, *self.waivers, self.clock, self.later_of, self.once, self.commencement]
        own = union_of(part.dependencies for part in parts if part is not None)
        met_by = union_of(pattern.depends_on("answer") for pattern in self.met_by)
        unmet = self.opened_by_unmet.unless if self.opened_by_unmet else None
        met_by |= read_events("answer", (unmet,) if unmet else ())
        if self.grows_up_at is not None:
            own |= {FactDependency("case", "barn.foedselsdato", "day")}
        rests = self.rests_while.depends_on("ever") if self.rests_while else NO_DEPENDENCIES
        return own | met_by | rests | read_events("trigger", self.triggers) | read_events("answer", self.ends_by)

    @property
    def answer_types(self) -> frozenset[str]:
        """The event types that meet, waive, settle or end a duty of the rule, or move its clock."""
        return self.touching_types.union(self.once.event_types if self.once else ())

    @property
    def answer_patterns(self) -> tuple[EventPattern, ...]:
        """The events that meet or waive a duty of the rule."""
        return (*self.met_by, *(waiver.by for waiver in self.waivers if isinstance(waiver.by, EventPattern)))

    @property
    def touching_types(self) -> frozenset[str]:
        """The event types that meet, waive or end a duty of the rule, or move its clock."""
        clock = self.clock
        types = (*(pattern.type for pattern in self.answer_patterns), *self.ends_by, *clock.moved_by)
        named = () if clock.before in {None, "trigger"} else (clock.before,)
        return frozenset(type_ for type_ in (*types, *named, *clock.earliest_of, *clock.renewed_after) if type_)

    def triggers_met_by(self, type_: str) -> frozenset[str]:
        """Return the types of the triggers whose duty an event of a type can meet.

        Args:
            type_: The event type.

        Returns:
            The types that the rule names beside the event, else all types of its triggers.
        """
        named = (pattern.trigger_types for pattern in self.met_by if pattern.type == type_)
        return frozenset().union(*named) or frozenset(self.triggers)

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

    def list_doubts(self, *, is_second: bool) -> tuple[Doubt, ...]:
        """Return the questions that a jurist must settle for a duty of the rule.

        Args:
            is_second: Whether the duty is that of a second examination of its own.

        Returns:
            The questions.
        """
        return (*self.doubts, self.doubt_of_second) if is_second and self.doubt_of_second else self.doubts

    def first_day_of_wording(self, day: dt.date) -> dt.date | None:
        """Return since when the wording has been in force that is in force on a day.

        Args:
            day: The local day.

        Returns:
            The first day of the wording; None where the rule is not in force.
        """
        version = self.version_on(day)
        return None if version is None else version.first
