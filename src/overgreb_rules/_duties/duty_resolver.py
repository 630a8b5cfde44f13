"""Which duties a case has, under which law, and what has answered each of them: no dates, no status.

What is unmet when a law ends goes on under the next; which notifications start no clock of their own is decided in
`one_at_a_time`.
"""

from __future__ import annotations

from collections.abc import Sequence

from msgspec.structs import replace

from overgreb_rules._case.event_log import EventLog, LoggedEvent
from overgreb_rules._deadlines.counting import compute_deadline
from overgreb_rules._deadlines.deadline import DeadlineReadings
from overgreb_rules._deadlines.moment import Moment
from overgreb_rules._duties.activation import Activation, activate_under, find_activations
from overgreb_rules._duties.companions import find_companions
from overgreb_rules._duties.duty import ChangeOfLaw, Duty, DutyKey
from overgreb_rules._duties.fulfilment import Fulfilment, resolve_fulfilment
from overgreb_rules._duties.interruption import ComplaintLimit, interrupt
from overgreb_rules._duties.one_at_a_time import GovernedActivation, keep_one_at_a_time
from overgreb_rules._duties.single_events import NO_SINGLE_EVENTS, OpenDuty, SingleEvents, place_single_events
from overgreb_rules._duties.waivers import Siblings, birthday_of_waiver
from overgreb_rules._matching.compiled import CompiledRules
from overgreb_rules._rules.clock_model import Clock
from overgreb_rules._rules.model import Commencement, Rule
from overgreb_rules._rules.rule_set import RuleSet
from overgreb_rules.shared.value_object import ValueObject


def resolve_duties(
    log: EventLog, rules: RuleSet, programs: CompiledRules, change: ChangeOfLaw, trigger: int | None = None
) -> list[Duty]:
    """Resolve every duty of a case, each with what the events of the case make of it.

    Args:
        log: The events of the case as of an instant.
        rules: The rules of all acts.
        programs: The compiled conditions of the rules.
        change: How the duties stood when each older act ended.
        trigger: The index of the event of which alone the duties are resolved, where no clock is shared and no event is
            about one of several things; None for every duty.

    Returns:
        The duties, lineage by lineage, in the order of their activations.
    """
    return DutyResolver(log, rules, programs, change, trigger).resolve()


def compute_own_time(clock: Clock, start: Moment) -> DeadlineReadings | None:
    """Compute the time limit from the trigger on, whatever changes it later.

    Args:
        clock: The clock of the rule.
        start: When the trigger happened.

    Returns:
        Both readings; None where the law gives no number.
    """
    if clock.strict is None or clock.lenient is None or clock.count is None:
        return None
    return compute_deadline(clock.count, clock.strict, clock.lenient, (start, start))[0]


def _waits_for_others(lineage: Sequence[GovernedActivation]) -> bool:
    """Whether an act counts for duties of the lineage only because of what their trigger is about."""
    return any(pattern.trigger_types for one in lineage for pattern in one.rule.met_by)


def _has_time_limit(one: GovernedActivation) -> bool:
    """Whether a permission has a time limit, so that it depends on dates which events it is open for."""
    clock = one.activation.rule.clock
    return one.rule.modality == "may" and compute_own_time(clock, one.activation.trigger.at) is not None


class DutyResolver(ValueObject):
    """One resolution of the duties of a case, from the arguments of `resolve_duties`."""

    log: EventLog
    rules: RuleSet
    programs: CompiledRules
    change: ChangeOfLaw
    trigger: int | None = None

    def resolve(self) -> list[Duty]:
        """Resolve the duties of the case.

        Returns:
            The duties, lineage by lineage, in the order of their activations.
        """
        lineages: dict[str, list[GovernedActivation]] = {}
        # A later duty can take a waiver over that is undone: then the other triggers are needed too.
        has_siblings = any(waiver.undone_by for rule in self.rules for waiver in rule.waivers)
        for activation in find_activations(self.log, self.rules, self.programs, None if has_siblings else self.trigger):
            lineages.setdefault(activation.lineage, []).append(self._govern(activation))
        for activation in self._commence():
            lineages.setdefault(activation.lineage, []).append(self._govern(activation))
        kept = [
            keep_one_at_a_time(one, self.log, self.programs) if one[0].rule.one_at_a_time else one
            for one in lineages.values()
        ]
        interruptible = tuple(
            ComplaintLimit(
                one.activation.trigger,
                one.activation.subject,
                one.activation.walk,
                one.activation.rule.clock,
                due.strict.day,
            )
            for lineage in kept
            for one in lineage
            if one.activation.rule.clock.interruptions
            and (due := compute_own_time(one.activation.rule.clock, one.activation.trigger.at))
            and due.strict.day
        )
        single_events = self._place_single_events(kept, interruptible)
        # What an order duty's trigger approves is known only once the duties that ask for the approval are resolved.
        resolved: dict[int, list[Duty]] = {}
        for waits in (False, True):
            others = [duty for duties in resolved.values() for duty in duties if duty.rule.clock.before is None]
            for number, lineage in enumerate(kept):
                if _waits_for_others(lineage) is waits:
                    resolved[number] = self._resolve_lineage(lineage, single_events, interruptible, others)
        return [duty for number in range(len(kept)) for duty in resolved[number]]

    def _place_single_events(
        self, lineages: Sequence[Sequence[GovernedActivation]], interruptible: tuple[ComplaintLimit, ...]
    ) -> SingleEvents:
        """What the events are about that are about one thing and do not say which."""
        if not self.log.correlation.unplaced:
            return NO_SINGLE_EVENTS
        by_subject: dict[int, tuple[GovernedActivation, Siblings]] = {}
        open_duties = []
        for lineage in lineages:
            siblings = [one.activation.subject for one in lineage]
            for one in lineage:
                # An act that must come before an event is found by its matter, not by the one thing that waits for it.
                patterns = () if one.rule.clock.before else one.rule.answer_patterns
                answered_by = frozenset([pattern.type for pattern in patterns])
                clock = one.activation.rule.clock
                runs_on_at = (interruption.answered for interruption in clock.interruptions)
                beside = clock.moved_by.union(one.rule.ends_by, runs_on_at)
                duty = OpenDuty(one.activation.walk, one.activation.subject, answered_by, beside, self._bearing(one))
                open_duties.append(duty)
                by_subject[id(duty.subject)] = (one, siblings)

        def resolved(duty: OpenDuty, before: int | None, single_events: SingleEvents) -> Duty:
            one, siblings = by_subject[id(duty.subject)]
            found = resolve_fulfilment(
                one.rule, one.activation, siblings, self.log, self.programs, single_events, before=before
            )
            return Duty(one.rule, one.activation, one.activation.trigger, found, single_events, interruptible)

        def is_answered(duty: OpenDuty, before: int, single_events: SingleEvents) -> bool | None:
            as_it_stands = resolved(duty, before, single_events)
            found = as_it_stands.fulfilment
            if found.waiver or found.ended_by:
                return True
            # The acts of one year do not answer the next: only what ends a yearly duty does.
            is_yearly = as_it_stands.activation.rule.clock.count == "rolling"
            # What comes once a permission has expired uses it no more.
            too_late = [self._has_expired(as_it_stands, one.index, before) for one in found.met_by if not is_yearly]
            return True if False in too_late else None if None in too_late else False

        def has_expired(duty: OpenDuty, before: int, single_events: SingleEvents) -> bool:
            one, _ = by_subject[id(duty.subject)]
            return (
                one.rule.modality == "may"
                and self._has_expired(resolved(duty, before, single_events), before, before) is True
            )

        placed = place_single_events(self.log, open_duties, is_answered, has_expired)
        unplaced = {event.type for event in self.log.correlation.unplaced}
        is_dated = any(
            _has_time_limit(one) and not unplaced.isdisjoint(pattern.type for pattern in one.rule.answer_patterns)
            for one, _ in by_subject.values()
        )
        # Where no such event waits the ends of permissions may have decided that, and with other dates one may wait.
        return SingleEvents() if placed is NO_SINGLE_EVENTS and is_dated else placed

    def _bearing(self, one: GovernedActivation) -> frozenset[str] | None:
        """The types of the events that bear on whether a duty is answered; None where any may."""
        if one.rule.clock.before is not None or one.activation.rule.clock.interruptions:
            return None
        program = self.programs.fulfilment_program(one.rule)
        settling = one.rule.once.unknown_without if one.rule.once else ()
        return program.types_of("answer").union(program.types_of("ever"), settling)

    def _has_expired(self, duty: Duty, index: int, before: int) -> bool | None:
        """Whether a permission had expired when the event with an index came, by the events below another index.

        None where nobody knows: a request may have interrupted the time limit.
        """
        rule, events = duty.activation.rule, self.log.events
        due = compute_own_time(rule.clock, duty.trigger.at) if rule.modality == "may" else None
        if due is None or index >= len(events):
            return False
        if rule.clock.interruptions:
            changed = interrupt(duty, self.log, (due, ()), rule.clock, before)
            if changed.due is None:
                return False
            is_past = events[index].at.earliest > changed.due.lenient.last
            return None if is_past and changed.needs_after_due else is_past
        return events[index].at.earliest > due.lenient.last

    def _govern(self, activation: Activation) -> GovernedActivation:
        """Find the governing rule; whether the duty exists was decided by the act of its trigger."""
        return GovernedActivation(activation, self._governing_rule(activation.rule, activation.trigger))

    def _governing_rule(self, rule: Rule, trigger: LoggedEvent) -> Rule:
        """Follow the moves of a duty that was unmet when its act ended, or that a second examination opens later."""
        while rule.moves and self._goes_on(rule, (rule.id, trigger.event.id)):
            rule = self.rules.moved_to(rule)
        return rule

    def _goes_on(self, rule: Rule, key: DutyKey) -> bool:
        # A notification that a running clock had taken in was as unfinished as the examination when the act ended.
        was_taken_in = rule.one_at_a_time and self.rules.has_ended(rule.law, self.log.as_of)
        return key in self.change.unmet or (was_taken_in and key not in self.change.settled)

    def _commence(self) -> list[Activation]:
        """Find the duties that a newer act activates on its first day for notifications from before."""
        found = []
        for rule in self.rules.commencing:
            before = self.change.logs_before.get(rule.law)
            if rule.commencement is not None and before is not None:
                candidates = self._commencement_candidates(rule, rule.commencement, before)
                siblings = [activation.subject for activation in candidates]
                for activation in candidates:
                    stood = resolve_fulfilment(rule, activation, siblings, before, self.programs)
                    if not stood.precluded:
                        found.append(replace(activation, needs=activation.needs | stood.perhaps_precluded))
        return found

    def _commencement_candidates(self, rule: Rule, commencement: Commencement, before: EventLog) -> list[Activation]:
        version = rule.version_on(commencement.on)
        found = []
        for trigger in self.log.events[: len(before.events)]:
            if version is None or trigger.type not in commencement.triggers or trigger.at.day < self.rules.first_day:
                continue
            if commencement.unmet and (commencement.unmet, trigger.event.id) not in self.change.unmet:
                continue
            activation = activate_under(self.log, self.rules, self.programs, trigger, rule, version)
            if activation is not None:
                found.append(replace(activation, by_commencement=True))
        return found

    def _resolve_lineage(
        self,
        lineage: list[GovernedActivation],
        single_events: SingleEvents,
        interruptible: tuple[ComplaintLimit, ...],
        others: Sequence[Duty],
    ) -> list[Duty]:
        siblings = [one.activation.subject for one in lineage]
        by_key: dict[DutyKey, Duty] = {}
        wanted = [one for one in lineage if self.trigger in {None, one.activation.trigger.index}]
        for duty in (self._resolve_duty(one, siblings, single_events, interruptible, others) for one in wanted):
            # Two examinations that one event makes a duty of give one duty: of the one that lacks most.
            other = by_key.setdefault(duty.key, duty)
            if duty.lack > other.lack:
                by_key[duty.key] = duty
        return list(by_key.values())

    def _resolve_duty(
        self,
        one: GovernedActivation,
        siblings: Siblings,
        single_events: SingleEvents,
        interruptible: tuple[ComplaintLimit, ...],
        others: Sequence[Duty],
    ) -> Duty:
        def under(rule: Rule, follow_up: Duty | None) -> Duty:
            companions = find_companions(rule, one.activation.trigger, others, self.log)
            found = resolve_fulfilment(
                rule, one.activation, siblings, self.log, self.programs, single_events, companions=companions
            )
            if follow_up is not None:
                found = replace(found, owed_when_waived=self._was_owed_when_waived(one, siblings, single_events, found))
            return Duty(rule, one.activation, one.activation.trigger, found, single_events, interruptible, follow_up)

        next_rule = self._follow_up_rule(one)
        return under(one.rule, under(next_rule, None) if next_rule is not None else None)

    def _was_owed_when_waived(
        self, one: GovernedActivation, siblings: Siblings, single_events: SingleEvents, fulfilment: Fulfilment
    ) -> bool:
        """Whether the duty was surely owed just before it was waived, by an event or a birthday, as was known then."""
        moment = fulfilment.waiver.moment if fulfilment.waiver else None
        seconds = (moment.earliest if moment else None, birthday_of_waiver(one.rule, self.log))
        begins = min((second for second in seconds if second is not None), default=None)
        if begins is None or begins > self.log.as_of:
            return False
        known = resolve_fulfilment(
            one.rule, one.activation, siblings, self.log, self.programs, single_events, until=begins - 1
        )
        return not known.excluded and not known.unsettled

    def _follow_up_rule(self, one: GovernedActivation) -> Rule | None:
        """Find the rule of what stands in for a duty: it moves or stays by how it stood itself when its act ended."""
        older = self.rules.follow_ups.get(one.activation.rule.id)
        if older is None:
            return None
        trigger = one.activation.trigger
        rule = self._governing_rule(older, trigger)
        if rule is older and (rule.id, trigger.event.id) not in self.change.settled:
            return self.rules.follow_ups.get(one.rule.id)
        return rule
