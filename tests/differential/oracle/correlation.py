"""What an event is about: the ways of `of`, and which duties and things an event touches."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tests.differential.oracle.records import Duty
from tests.differential.oracle.rule_files import as_list, fact_text
from tests.differential.oracle.values import Event, Moment, is_at_or_after, is_earlier

if TYPE_CHECKING:
    from tests.differential.oracle.evaluation import CaseAtInstant


@dataclass(frozen=True)
class Way:
    """What an event names, what that names, and so on; cut where it leads to an event that has not happened."""

    steps: tuple[Event, ...]
    cut: bool = False


@dataclass(frozen=True)
class Subject:
    """What an event may touch: a duty, or a thing that runs."""

    trigger: Event
    opened: Moment
    own: tuple[Event, ...]
    types: frozenset[str]
    duty: Duty | None = None
    is_left_to_the_last: bool = True
    """Whether the last of the events that were settled together also touches it: a duty, and nothing that runs."""


class Correlation:
    """What an event is about, and which subjects an event with a way touches."""

    def ways(self: CaseAtInstant, event: Event) -> list[Way]:
        """Return the ways of an event, one for each path up to an event that names nothing."""
        found: list[Way] = []
        for name in event.of:
            if name not in self.by_id:
                found.append(Way((), cut=True))
                continue
            step = self.by_id[name]
            further = self.ways(step) or [Way(())]
            found.extend(Way((step, *way.steps), way.cut) for way in further)
        return found

    def events_on_ways(self: CaseAtInstant, event: Event) -> list[Event]:
        """Return every event on the ways of an event."""
        return list({x.id: x for way in self.ways(event) for x in way.steps}.values())

    def can_be_about(self: CaseAtInstant, event: Event, thing: Event) -> bool:
        """Whether the event, by its type and facts, can be about the thing."""
        words = self.rule_files.words[event.type]
        for clause in words.get("not_about", []):
            told = all(
                (value := self.fact_value(event, name)) is not None and fact_text(value) in values
                for name, values in clause["own"].items()
            )
            if told and thing.type in clause["types"]:
                return False
        return any(
            all(
                (value := self.fact_value(thing, name)) is None or fact_text(value) in as_list(wanted)
                for name, wanted in tests.items()
            )
            for tests in self.rule_files.reachable[event.type].get(thing.type, [])
        )

    def subject_of_duty(self: CaseAtInstant, duty: Duty) -> Subject:
        """Return the duty as something to be touched."""
        own = [duty.trigger, *self.events_on_ways(duty.trigger)]
        for event in duty.about:
            own += [event, *self.event_beside(duty, event)]
        types = self.rule_files.trigger_types(duty.rule)
        unique = tuple({e.id: e for e in own}.values())
        return Subject(duty.trigger, duty.opened, unique, types, duty)

    def event_beside(self: CaseAtInstant, duty: Duty, examination: Event) -> list[Event]:
        """Return the event that told of the abuse: the one on the way of the examination, else the first."""
        when = self.rule_of(duty)["when"]
        if not isinstance(when, dict) or "later_of" not in when:
            return []
        telling = [e for e in self.events if self.match_any(e, when["later_of"]["first_of"]).value]
        named = [e for e in self.events_on_ways(examination) if e.id in {t.id for t in telling}]
        return named[:1] or telling[:1]

    def subject_of_thing(self: CaseAtInstant, thing: Event, types: Iterable[str] | None = None) -> Subject:
        """Return a thing that runs as something to be touched."""
        own = (thing, *self.events_on_ways(thing))
        return Subject(thing, thing.at, own, frozenset(types or {thing.type}), is_left_to_the_last=False)

    def is_touched_by_ways(self: CaseAtInstant, event: Event, subject: Subject, ways: list[Way]) -> bool:
        """Whether one of the ways touches the subject."""
        return any(self.is_touched_by_way(event, subject, way) for way in ways)

    def is_touched_by_way(self: CaseAtInstant, event: Event, subject: Subject, way: Way) -> bool:
        """(a): a thing that both name decides; (b): else the end of the way."""
        own = {e.id for e in subject.own}
        kinds = {e.type for e in subject.own} | subject.types
        free = not subject.trigger.of
        for passed in way.steps:
            x = self.stand_in(passed, event, subject)
            if x.id in own:
                return True
            if x.type in kinds and not (free and self.can_be_about(subject.trigger, x)):
                return False
        if way.cut or not way.steps:
            return False
        end = way.steps[-1]
        if self.can_be_about(end, subject.trigger):
            return is_at_or_after(end.at, subject.opened)
        return any(self.is_about_all_that_ran(event, way, r) for r in self.ends_of(subject.trigger))

    def ends_of(self: CaseAtInstant, trigger: Event) -> list[Event]:
        """Return the ends of the trigger's ways; the trigger itself where it names nothing."""
        if not trigger.of:
            return [trigger]
        return list({w.steps[-1].id: w.steps[-1] for w in self.ways(trigger) if w.steps and not w.cut}.values())

    def is_about_all_that_ran(self: CaseAtInstant, event: Event, way: Way, r: Event) -> bool:
        """(b) 2: the trigger was about all of the kind that ran; each must be named by now, or have ended."""
        possible = [x for x in way.steps if self.can_be_about(r, x)]
        if not possible or not is_at_or_after(r.at, possible[0].at):
            return False
        x = possible[0]
        if "ended_by" not in self.rule_files.words[x.type]:
            return True
        ran = {
            y.id: y
            for y in self.events
            if y.type == x.type
            and y.id != r.id
            and self.can_be_about(r, y)
            and is_at_or_after(r.at, y.at)
            and not self.has_ended(y, before=r)
        }
        if x.id not in ran:
            return False
        position = self.position(event)
        named = {
            step.id
            for e in self.events
            if e.type == event.type and self.position(e) <= position
            for step in self.events_on_ways(e)
        }
        return all(y.id == x.id or y.id in named or self.has_ended(y, until=event) for y in ran.values())

    def position(self: CaseAtInstant, event: Event) -> tuple[int, int, str]:
        """Return the place of an event in the order of the case."""
        return *event.at.order, event.id

    def has_ended(
        self: CaseAtInstant, thing: Event, *, before: Event | None = None, until: Event | None = None
    ) -> bool:
        """Whether an event surely ended the thing: before another event, up to and with one, or by now."""
        subject = self.subject_of_thing(thing, self.rule_files.types_beside(thing.type))
        for event in self.events:
            if event.type not in self.rule_files.words[thing.type].get("ended_by", []):
                continue
            if before is not None and not is_earlier(event.at, before.at):
                continue
            if until is not None and event.at.order > until.at.order:
                continue
            if self.touch(event, subject, ("run", event.type)):
                return True
        return False

    def stand_in(self: CaseAtInstant, x: Event, event: Event, subject: Subject) -> Event:
        """Return the notification that started the clock, for one that a running clock took in."""
        if subject.duty is None:
            return x
        taken = self.taken_in_for(subject.duty).get(x.id)
        if taken is None:
            return x
        starter, until = taken
        if until is not None and self.position(event) >= self.position(until):
            return x
        return starter

    def taken_in_for(self: CaseAtInstant, duty: Duty) -> Mapping[str, tuple[Event, Event | None]]:
        """Return the notifications that a running clock took in, where the rule runs one at a time."""
        rule = self.rule_of(duty)
        when = rule["when"]
        name = when["follows"] if isinstance(when, dict) and "follows" in when else duty.rule
        if "one_at_a_time" not in self.rule_files.rules[name]:
            return {}
        return self.one_at_a_time(name).taken
