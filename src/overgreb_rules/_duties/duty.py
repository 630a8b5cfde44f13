"""Which duties a case has, under which law, and what has answered each of them: no dates, no status.

Here stand the two things that the order of notifications and of laws decides: a second notification starts no
second clock while one runs, and what is unmet when a law ends goes on under the next.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from overgreb_rules._case.correlation import Activations
from overgreb_rules._case.event_log import EventLog, LoggedEvent
from overgreb_rules._duties.activation import Activation, activate_under, find_activations
from overgreb_rules._duties.fulfilment import Fulfilment, resolve_fulfilment
from overgreb_rules._matching.compiled import CompiledRules
from overgreb_rules._rules.model import Commencement, Rule
from overgreb_rules._rules.rule_set import RuleSet

DutyKey = tuple[str, str]
"""A rule id, and the id of the trigger."""


@dataclass(frozen=True, slots=True)
class ChangeOfLaw:
    """How the duties of a case stood when an older act ended.

    Attributes:
        logs_before: The events known in the last second of the older act, by the newer act.
        unmet: The duties that were unmet when their act ended.
        settled: The duties that were met, waived or otherwise done with by then.
    """

    logs_before: Mapping[str, EventLog]
    unmet: frozenset[DutyKey]
    settled: frozenset[DutyKey]


NO_CHANGE_OF_LAW = ChangeOfLaw({}, frozenset(), frozenset())


@dataclass(slots=True, eq=False)
class Duty:
    """An obligation before it is dated, under the rule that governs it now.

    Attributes:
        rule: The rule that governs the duty now; not `activation.rule` where the duty has moved to a newer act.
        activation: What activated the duty.
        fulfilment: What the events of the case make of the duty.
        activations: Every activation of the same duty in the case.
        follow_up: The duty that stands in for this one where this one is not kept; None where there is none.
    """

    rule: Rule
    activation: Activation
    fulfilment: Fulfilment
    activations: Activations
    follow_up: Duty | None = None

    @property
    def trigger(self) -> LoggedEvent:
        """The event that activated the duty."""
        return self.activation.trigger

    @property
    def moved(self) -> bool:
        """Whether a newer act governs the duty than the one that activated it."""
        return self.rule.law != self.activation.rule.law

    @property
    def certainty(self) -> int:
        """How sure it is that the duty is owed: 2 surely, 1 perhaps, 0 surely not."""
        return 0 if self.fulfilment.excluded else 1 if self.fulfilment.unsettled else 2

    @property
    def key(self) -> DutyKey:
        """The rule that governs the duty, and its trigger."""
        return self.rule.id, self.trigger.event.id


def resolve_duties(log: EventLog, rules: RuleSet, programs: CompiledRules, change: ChangeOfLaw) -> list[Duty]:
    """Resolve every duty of a case, each with what the events of the case make of it.

    Args:
        log: The events of the case as of an instant.
        rules: The rules of all acts.
        programs: The compiled conditions of the rules.
        change: How the duties stood when each older act ended.

    Returns:
        The duties, lineage by lineage, in the order of their activations.
    """
    return DutyResolver(log, rules, programs, change).resolve()


@dataclass(frozen=True, slots=True)
class _Governed:
    activation: Activation
    rule: Rule


@dataclass(frozen=True, slots=True)
class DutyResolver:
    """One resolution of the duties of a case, from the arguments of `resolve_duties`."""

    log: EventLog
    rules: RuleSet
    programs: CompiledRules
    change: ChangeOfLaw

    def resolve(self) -> list[Duty]:
        """Resolve the duties of the case.

        Returns:
            The duties, lineage by lineage, in the order of their activations.
        """
        lineages: dict[str, list[_Governed]] = {}
        for activation in (*find_activations(self.log, self.rules, self.programs), *self._commence()):
            lineages.setdefault(self.rules.lineage_of(activation.rule), []).append(self._govern(activation))
        return [duty for lineage in lineages.values() for duty in self._resolve_lineage(lineage)]

    def _govern(self, activation: Activation) -> _Governed:
        """Find the governing rule; whether the duty exists was decided by the act of its trigger."""
        return _Governed(activation, self._governing_rule(activation.rule, activation.trigger))

    def _governing_rule(self, rule: Rule, trigger: LoggedEvent) -> Rule:
        """Follow the moves of a duty that was unmet whenever its act ended."""
        while rule.moves and (rule.id, trigger.event.id) in self.change.unmet:
            rule = self.rules.moved_to(rule)
        return rule

    def _commence(self) -> list[Activation]:
        """Find the duties that a newer act activates on its first day for notifications from before."""
        found = []
        for rule in self.rules.commencing:
            before = self.change.logs_before.get(rule.law)
            if rule.commencement is not None and before is not None:
                candidates = self._commencement_candidates(rule, rule.commencement, before)
                activations = Activations.of(activation.anchor for activation in candidates)
                for activation in candidates:
                    stood = resolve_fulfilment(rule, activation, activations, before, self.programs)
                    if not stood.precluded:
                        found.append(replace(activation, needs=activation.needs | stood.perhaps_precluded))
        return found

    def _commencement_candidates(self, rule: Rule, commencement: Commencement, before: EventLog) -> list[Activation]:
        version = rule.version_on(commencement.on)
        found = []
        for trigger in self.log.events[: len(before.events)]:
            if version is None or trigger.type not in commencement.triggers:
                continue
            if commencement.unmet and (commencement.unmet, trigger.event.id) not in self.change.unmet:
                continue
            activation = activate_under(self.log, self.programs, trigger, rule, version)
            if activation is not None:
                found.append(replace(activation, by_commencement=True))
        return found

    def _resolve_lineage(self, lineage: list[_Governed]) -> list[Duty]:
        if lineage[0].rule.one_at_a_time:
            lineage = self._keep_one_at_a_time(lineage)
        activations = Activations.of(one.activation.anchor for one in lineage)
        by_key: dict[DutyKey, Duty] = {}
        for duty in (self._resolve_duty(one, activations) for one in lineage):
            # Two examinations that one event makes a duty of give one duty: of the one that surely asks for it.
            other = by_key.setdefault(duty.key, duty)
            if duty.certainty > other.certainty:
                by_key[duty.key] = duty
        return list(by_key.values())

    def _keep_one_at_a_time(self, lineage: list[_Governed]) -> list[_Governed]:
        """Keep the activations that start a clock: the first, and a later one only when no clock runs any more."""
        first, *later = sorted(
            lineage, key=lambda one: (one.activation.anchor.answerable_from, one.activation.trigger.index)
        )
        kept, activations = [first], Activations.of([first.activation.anchor])
        for one in later:
            if not any(self._is_running(other, activations, one.activation.anchor.answerable_from) for other in kept):
                kept.append(one)
                activations = Activations.of([*activations.anchors, one.activation.anchor])
        return kept

    def _is_running(self, one: _Governed, activations: Activations, at: int) -> bool:
        """Return whether the duty is neither fulfilled nor waived by an epoch second."""
        found = resolve_fulfilment(one.rule, one.activation, activations, self.log, self.programs, before=at)
        return not found.met_by and found.waiver is None

    def _resolve_duty(self, one: _Governed, activations: Activations) -> Duty:
        def under(rule: Rule, follow_up: Duty | None) -> Duty:
            found = resolve_fulfilment(rule, one.activation, activations, self.log, self.programs)
            return Duty(rule, one.activation, found, activations, follow_up)

        next_rule = self._follow_up_rule(one)
        return under(one.rule, under(next_rule, None) if next_rule is not None else None)

    def _follow_up_rule(self, one: _Governed) -> Rule | None:
        """Find the rule of what stands in for a duty: it moves or stays by how it stood itself when its act ended."""
        older = self.rules.follow_ups.get(one.activation.rule.id)
        if older is None:
            return None
        trigger = one.activation.trigger
        rule = self._governing_rule(older, trigger)
        if rule is older and (rule.id, trigger.event.id) not in self.change.settled:
            return self.rules.follow_ups.get(one.rule.id)
        return rule
