"""An event that is about one thing only, and that does not say which."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from tests.differential.oracle.correlation import Subject, Way
from tests.differential.oracle.records import UNMET_STATUSES, Duty
from tests.differential.oracle.rule_files import split_pattern
from tests.differential.oracle.values import Event, Moment, is_at_or_after
from tests.differential.oracle.walks import STATES, Group, WalkKey

if TYPE_CHECKING:
    from tests.differential.oracle.evaluation import CaseAtInstant


class Singles:
    """Which of several things a single event without `of` is about."""

    def touch(self: CaseAtInstant, event: Event, subject: Subject, key: WalkKey) -> bool | None:
        """Whether the event touches the subject; None while nobody can tell."""
        if event.id in self.muted or event.id == subject.trigger.id:
            return False
        if not is_at_or_after(event.at, subject.opened):
            return False
        if subject.duty is not None and self.answers_only_later_ones(event, subject.duty):
            return False
        waits = self.names_no_thing(event) and self.waits(event, key)
        for group in self.walk(key).groups if waits else ():
            if any(e.id == event.id for e, _ in group.pairs):
                return self.is_touched_when_settled(event, subject, group)
        if event.id in self.assumed:
            return self.is_touched_as_naming(event, subject, self.by_id[self.assumed[event.id]])
        is_touched = self.is_touched_plainly(event, subject)
        return None if waits and is_touched else is_touched

    def touch_duty(self: CaseAtInstant, event: Event, duty: Duty) -> bool | None:
        """Whether the event touches the duty."""
        key = ("rule", duty.rule)
        if (
            event.type in self.rule_files.single_types
            and event.type not in self.rule_files.answering_types(duty.rule)
            and not any(
                event.type in self.rule_files.answering_types(r) for r in self.rule_files.linked_rules(duty.rule)
            )
        ):
            key = ("clock", duty.rule, event.type)
        return self.touch(event, self.subject_of_duty(duty), key)

    def answers_only_later_ones(self: CaseAtInstant, event: Event, duty: Duty) -> bool:
        """Whether the event and the trigger could each answer the duty of the other, and the event comes first.

        Of two follow-ups of one day the later one in the order of the case is the next, and is answered by none.
        """
        if self.position(event) > self.position(duty.trigger):
            return False
        if event.type not in self.rule_files.trigger_types(duty.rule):
            return False
        return self.could_answer(event, duty.rule) and self.could_answer(duty.trigger, duty.rule)

    def could_answer(self: CaseAtInstant, event: Event, rule_id: str) -> bool:
        """Whether the event has, or may have, the type and the facts of one that meets or waives the rule."""
        return any(
            self.match_event(event, one).value is not False
            for one in self.rule_files.answering_patterns(rule_id)
            if split_pattern(one)[0] == event.type
        )

    def key_of_end(self: CaseAtInstant, kind: str, ended_by: Iterable[str]) -> WalkKey:
        """Return the walk of an event of this type, for a state: with the others of single types that end it."""
        return ("run", *sorted({*ended_by} & self.rule_files.single_types)) if kind in ended_by else ("run", kind)

    def is_touched_plainly(self: CaseAtInstant, event: Event, subject: Subject) -> bool:
        """By (a) and (b), or everything that was opened where the event has no way."""
        ways = self.ways(event)
        return self.is_touched_by_ways(event, subject, ways) if ways else True

    def is_touched_as_naming(self: CaseAtInstant, event: Event, subject: Subject, thing: Event | None) -> bool:
        """Whether the event touches the subject, were it to name the thing."""
        if thing is None:
            return False
        further = self.ways(thing) or [Way(())]
        return self.is_touched_by_ways(event, subject, [Way((thing, *w.steps), w.cut) for w in further])

    def is_touched_when_settled(self: CaseAtInstant, event: Event, subject: Subject, group: Group) -> bool:
        """By the thing that it counts as naming; the last that may touch it also what none of them touches so."""
        thing = next(t for e, t in group.pairs if e.id == event.id)
        if self.is_touched_as_naming(event, subject, thing):
            return True
        if not subject.is_left_to_the_last:
            return False
        later = [(e, t) for e, t in group.pairs if is_at_or_after(e.at, subject.opened)]
        # The last event of all may come before the opening, and an earlier one told by its day alone after it.
        able = [e.id for e, _ in later if self.is_touched_plainly(e, subject)]
        if able[-1:] != [event.id]:
            return False
        if any(self.is_touched_as_naming(e, subject, t) for e, t in later):
            return False
        return group.then.is_subject_unanswered(subject)

    def is_subject_unanswered(self: CaseAtInstant, subject: Subject) -> bool:
        """Whether the duty is unanswered, or not opened yet, or the thing runs."""
        if subject.duty is not None:
            opened = {d.trigger.id for d in self.duties_in_both_laws(subject.duty.rule)} | {x.id for x in self.coming}
            return subject.trigger.id not in opened or self.is_unanswered(subject.duty)
        return not self.has_ended(subject.trigger)

    def is_unanswered(self: CaseAtInstant, duty: Duty) -> bool:
        """Whether the duty is unmet (a yearly one: not waived), or the permission neither used nor expired."""
        clock = self.rule_of(duty)["clock"]
        if isinstance(clock, dict) and clock.get("count") == "rolling":
            # Until something ends it a further year begins, also where each year so far was kept.
            return not self.waiver_starts(duty)[0]
        if "may" in self.rule_of(duty) and self.is_over(duty):
            return False
        if "rests_while" in (clock if isinstance(clock, dict) else {}):
            # A pending case is a state, and no answer.
            return not self.fulfilling_events(duty)[0]
        answer = self.assess(duty)
        if answer.status == "undetermined" and self.fulfilling_events(duty)[0]:
            return False
        return answer.status in UNMET_STATUSES

    def is_answered_in_walk(self: CaseAtInstant, event: Event, thing: Event, key: WalkKey) -> bool:
        """Whether the thing opened duties of the rule of a walk, all answered; what runs leaves by its end alone."""
        if key[0] != "rule" or thing.type in self.rule_files.words[event.type].get("single_of_running", []):
            return False
        duties = [
            duty
            for rule in self.rule_files.linked_rules(key[1])
            for duty in self.duties_opened(rule)
            if duty.trigger.id == thing.id
        ]
        return bool(duties) and not any(
            self.is_unanswered(duty)
            or ("may" in self.rule_of(duty) and self.assess(duty).status in {"expired", "undetermined"})
            for duty in duties
        )

    def has_no_answer_since(self: CaseAtInstant, duty: Duty, event: Event) -> bool:
        """Whether the duty was unanswered at an earlier event, and only a date has passed since."""
        if self.is_unanswered(duty):
            return True
        if "may" not in self.rule_of(duty):
            return False
        return self.assess(duty).status in {"expired", "undetermined"} and not self.was_over(duty, event)

    def names_no_thing(self: CaseAtInstant, event: Event) -> bool:
        """Whether a single event has no way, or none on which one of its things stands."""
        kinds = self.rule_files.things(event.type)
        return bool(kinds) and not any(x.type in kinds for x in self.events_on_ways(event))

    def waits(self: CaseAtInstant, event: Event, key: WalkKey) -> bool:
        """Whether more than one thing was there just before the event."""
        name = event.id, key[0] in STATES
        if name not in self.waits_of:
            # The event itself has happened: a trigger that names it is known to do so. What it ends is not yet asked.
            number = self.root.events.index(event)
            with_it = self.world(number + 1, event.at.first, frozenset({event.id}))
            before = self.world(number, event.at.first, coming=self.coming_for([event], number))
            self.waits_of[name] = len(before.things_of(event, key, knowing=with_it)) > 1
        return self.waits_of[name]

    def coming_for(self: CaseAtInstant, events: Iterable[Event], number: int) -> tuple[Event, ...]:
        """Return the things behind the first so many events that opened or began at or before one of these events.

        A thing of the day by which the event is told, or of its very instant, or known before by telephone.
        """
        listed = list(events)
        return tuple(
            x
            for x in self.root.events[number:]
            if any(
                x.id != e.id
                and x.type in self.rule_files.things(e.type)
                and is_at_or_after(e.at, self.root.earliest_opening(x))
                for e in listed
            )
        )

    def earliest_opening(self: CaseAtInstant, x: Event) -> Moment:
        """Return when the event opens something at the earliest: itself, or a clock that starts before it."""
        clocks = [
            rule["clock"]
            for rule_id, rule in self.rule_files.rules.items()
            if isinstance(rule["clock"], dict) and x.type in self.rule_files.own_trigger_types(rule_id)
        ]
        starts = [self.clock_starts(clock, x, None)[0] for clock in clocks]
        return min([x.at, *(start for start in starts if start is not None)], key=lambda one: one.order)

    def duties_opened(self: CaseAtInstant, rule_id: str) -> list[Duty]:
        """Return the duties of the rule, also those of what is coming, as they were opened."""
        found = [*self.duties_of_rule(rule_id)]
        for x in self.coming:
            if x.type in self.rule_files.trigger_types(rule_id):
                then = self.world(self.root.events.index(x) + 1, x.at.first, self.muted)
                found += [duty for duty in then.duties_of_rule(rule_id) if duty.trigger.id == x.id]
        return found

    def reaching(self: CaseAtInstant, x: Event) -> CaseAtInstant:
        """Return the case with the events up to this one, where those that are coming answer nothing."""
        number = self.root.events.index(x) + 1
        if number <= len(self.events):
            return self
        further = {e.id for e in self.root.events[len(self.events) : number]}
        return self.world(number, self.at, self.muted | further, self.assumed)

    def waiting_answers(self: CaseAtInstant) -> frozenset[str]:
        """Return the events that wait in the walk of some rule that they answer."""
        singles = [e for e in self.events if e.type in self.rule_files.single_types and self.names_no_thing(e)]
        return frozenset(
            e.id
            for e in singles
            for rule in self.rule_files.rules
            if e.type in self.rule_files.answering_types(rule) and e in self.walk(("rule", rule)).waiting
        )

    def things_of(
        self: CaseAtInstant,
        event: Event,
        key: WalkKey,
        *,
        walking: bool = False,
        knowing: CaseAtInstant | None = None,
    ) -> dict[str, tuple[Moment, Event]]:
        """Return the things that the event may be about now, with their openings.

        While the event waits only an answer makes a thing leave, not a date that passes. For what an event ends, the
        things are those that run: what runs is settled first, then what answers.
        """
        words = self.rule_files.words[event.type]
        known = knowing or self
        ways = known.ways(event)
        found: dict[str, tuple[Moment, Event]] = {}
        ends = key[0] in STATES
        kinds = words.get("single", []) if not ends else []
        that_run = self.rule_files.things(event.type) if ends else words.get("single_of_running", [])
        for rule_id, rule in self.rule_files.rules.items() if kinds else ():
            if event.type not in self.rule_files.answering_types(rule_id):
                continue
            if isinstance(rule["clock"], dict) and "before" in rule["clock"]:
                continue
            if not self.rule_files.trigger_types(rule_id) & set(kinds):
                continue
            for duty in self.duties_opened(rule_id):
                if duty.trigger.type not in kinds or not is_at_or_after(event.at, duty.opened):
                    continue
                if not (self.has_no_answer_since(duty, event) if walking else self.is_unanswered(duty)):
                    continue
                reached = known.reaching(duty.trigger)
                if ways and not reached.is_touched_by_ways(event, reached.subject_of_duty(duty), ways):
                    continue
                earlier = found.get(duty.trigger.id, (duty.opened, duty.trigger))[0]
                found[duty.trigger.id] = (min(earlier, duty.opened, key=lambda one: one.order), duty.trigger)
        begun = [
            x
            for x in (*self.events, *self.coming)
            if x.type in that_run
            and "ended_by" in self.rule_files.words[x.type]
            and x.id != event.id
            and is_at_or_after(event.at, x.at)
        ]
        # What waits as an answer has ended nothing yet that an answer may be about.
        is_settled = ends or walking or not begun
        settled = self if is_settled else self.world(len(self.events), self.at, self.waiting_answers())
        running = [x for x in begun if not settled.has_ended(x)]
        for x in running:
            if any(self.is_part_of(y, x, running) for y in running if y.id != x.id and is_at_or_after(y.at, x.at)):
                continue
            reached = known.reaching(x)
            if ways and not reached.is_touched_by_ways(event, reached.subject_of_thing(x), ways):
                continue
            found.setdefault(x.id, (x.at, x))
        return found

    def is_part_of(self: CaseAtInstant, later: Event, x: Event, running: list[Event]) -> bool:
        """Whether a later one of the running things is about this one: a decision and the measure carried out.

        Of two of one moment each is the later one: what one of them names is not about that one by its type alone.
        """
        named = {e.id for e in self.events_on_ways(later)}
        if x.id in named:
            return True
        if any(y.id in named for y in running) or any(e.id == later.id for e in self.events_on_ways(x)):
            return False
        return self.can_be_about(later, x)
