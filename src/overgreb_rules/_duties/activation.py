"""Rule activation: which duties the events of a case open, rule by rule, before anything answers them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache

from overgreb_rules._case.event_log import EventLog, LoggedEvent
from overgreb_rules._case.subject import Subject
from overgreb_rules._deadlines.moment import Moment
from overgreb_rules._matching.compiled import CompiledRules, Matches, identity
from overgreb_rules._matching.derived import read_condition
from overgreb_rules._matching.facts import encode_activation
from overgreb_rules._matching.program import Program, missing_facts
from overgreb_rules._rules.clock_model import Origin
from overgreb_rules._rules.conditions import FactTest
from overgreb_rules._rules.model import Rule, Version
from overgreb_rules._rules.rule_set import RuleSet
from overgreb_rules.shared.value_object import Entity, ValueObject

_WORDINGS_KEPT = 16384
_BEFORE_TRIGGER = frozenset({"earlier", "earlier_event", "fact"})
"""The kinds of origin that can start a clock before its trigger."""
Wordings = Sequence[tuple[Rule, Version]]


class ClockStart(ValueObject):
    """Where a clock starts: at an event, or at the time that a fact of the event carries."""

    event: LoggedEvent
    fact: str | None = None

    @property
    def moment(self) -> Moment:
        """The time of the fact, or of the event where there is no such fact."""
        value = self.event.event.facts.get(self.fact) if self.fact else None
        return value if isinstance(value, Moment) else self.event.at

    @property
    def told_by(self) -> str | None:
        """The fact whose time it is; None where it is that of the event."""
        return self.fact if self.fact and isinstance(self.event.event.facts.get(self.fact), Moment) else None


class Activation(Entity):
    """A duty that an event activates, or may activate.

    Attributes:
        rule: The rule that the event activates.
        lineage: The name of the duty under every act that knows it.
        walk: The name of the walk of single events that answer it: the first rule of its line of succession.
        subject: How events find the duty: the trigger, what it names, and when an answer counts.
        facts_of: Further events whose facts stand in for those that the trigger lacks.
        needs: The unknown facts that decide whether the duty exists; empty where it surely does.
        by_commencement: Whether a newer act activates the duty on its first day, for a trigger from before.
        for_second_examination: Whether a running clock would have taken the trigger in, had not an examination of its
            own been decided for it.
    """

    rule: Rule
    lineage: str
    walk: str
    subject: Subject
    facts_of: tuple[LoggedEvent, ...] = ()
    needs: frozenset[str] = frozenset()
    by_commencement: bool = False
    for_second_examination: bool = False

    @property
    def trigger(self) -> LoggedEvent:
        """The event that opened the duty."""
        return self.subject.trigger


def find_activations(
    log: EventLog, rules: RuleSet, programs: CompiledRules, only: int | None = None
) -> list[Activation]:
    """Find every duty that the events of a case activate, by the wording in force on the local day of its trigger.

    Args:
        log: The events of the case as of an instant.
        rules: The rules of all acts.
        programs: The compiled conditions of the rules.
        only: The index of the only event that is looked at; None for every event.

    Returns:
        The activations in the order of their triggers, then those that wait for two events.
    """
    found: list[Activation] = []
    for trigger in log.events if only is None else (log.events[only],):
        found += _activate(log, rules, programs, trigger, _wordings(rules, trigger.type, trigger.at.day))
    for rule in rules.waiting_for_two:
        found += _activate_by_two_events(log, rules, programs, rule)
    return found


@lru_cache(maxsize=_WORDINGS_KEPT)
def _wordings(rules: RuleSet, type_: str, day: dt.date) -> Wordings:
    """Return the rules that an event of the type can open on the day, in the wording then in force.

    Cached, at most 16,384 pairs of type and day: 77 of 100 answers come from the cache. Without it the evaluation of a
    case of the benchmark's workload takes 1.2 % longer (500 cases, 1,040 µs each).
    """
    in_force = ((rule, rule.version_on(day)) for rule in rules.opened_by(type_, day) if rule.later_of is None)
    return tuple((rule, version) for rule, version in in_force if version is not None)


def activate_under(
    log: EventLog, rules: RuleSet, programs: CompiledRules, trigger: LoggedEvent, rule: Rule, version: Version
) -> Activation | None:
    """Apply one wording of a rule to an event, whatever the day of the event.

    Args:
        log: The events of the case as of an instant.
        rules: The rules of all acts.
        programs: The compiled conditions of the rules.
        trigger: The event.
        rule: The rule.
        version: The wording.

    Returns:
        The activation; None where the wording does not activate the duty.
    """
    return next(_activate(log, rules, programs, trigger, [(rule, version)]), None)


def _activate(
    log: EventLog, rules: RuleSet, programs: CompiledRules, trigger: LoggedEvent, wordings: Wordings
) -> Iterator[Activation]:
    if not wordings:
        return
    program = programs.activation_program(wordings)
    opens = programs.query(program, encode_activation(log, trigger, program).facts, _opens)
    for rule, _ in wordings:
        if rule.id in opens:
            opening = find_opening(rule, trigger, log)
            subject = log.correlation.subject(trigger, opening, rules.trigger_types[rule.id])
            needs = _told_needs(program, log, trigger, opens[rule.id])
            yield Activation(rule, rules.lineage_of(rule), rules.first_before(rule), subject, (), needs)


def _told_needs(program: Program, log: EventLog, trigger: LoggedEvent, names: frozenset[str]) -> frozenset[str]:
    """Put what would tell a condition in the place of the name of the condition itself."""
    if not program.derived or names.isdisjoint(program.derived):
        return names
    told = [read_condition(program.derived[name], log, trigger).needs for name in names if name in program.derived]
    return frozenset(name for name in names if name not in program.derived).union(*told)


def _opens(program: Program, matches: Matches) -> Mapping[str, frozenset[str]]:
    """The rules whose duty arises, or may arise: with the unknown facts that decide."""
    ways: dict[str, list[frozenset[FactTest]]] = {}
    for match in matches:
        clause = program.clauses[match.clause]
        ways.setdefault(clause.rule, []).append(clause.needs)
    return {rule: missing_facts(found) for rule, found in ways.items()}


def _activate_by_two_events(log: EventLog, rules: RuleSet, programs: CompiledRules, rule: Rule) -> Iterator[Activation]:
    for first in log.events:
        if rule.later_of is None or first.type != rule.later_of.each.type:
            continue
        for version in rule.versions:
            program = programs.activation_program([(rule, version)])
            told = encode_activation(log, first, program)
            matches = programs.query(program, told.facts, identity)
            seconds = [event for match in matches if (event := told.about[match.facts[0]])]
            if not seconds:
                continue
            earliest = min(seconds, key=lambda event: event.index)
            trigger = max(first, earliest, key=lambda event: event.index)
            if rule.version_on(trigger.at.day) is version:
                # What the examination is about is its own event, also where another one told of the abuse first.
                on_its_way = [event for event in seconds if event.index in log.correlation.above(first)]
                beside = (first, min(on_its_way or seconds, key=lambda event: event.index))
                types = rules.trigger_types[rule.id]
                subject = log.correlation.subject(trigger, trigger.at.earliest, types, beside=beside)
                yield Activation(rule, rules.lineage_of(rule), rules.first_before(rule), subject, (first,))


def find_opening(rule: Rule, trigger: LoggedEvent, log: EventLog) -> int:
    """Find from when on an event can answer a duty.

    Args:
        rule: The rule that activates the duty.
        trigger: The event that activates the rule; of a rule that waits for two events the later one.
        log: The events of the case as of an instant.

    Returns:
        The first second at which an answer counts: that of the trigger, or of an earlier start of the clock.
    """
    begins, origin = trigger.at.earliest, rule.clock.strict_from
    if rule.later_of is not None or origin.kind not in _BEFORE_TRIGGER:
        return begins
    return min(find_clock_start(origin, trigger, log).moment.earliest, begins)


def find_clock_start(origin: Origin, trigger: LoggedEvent, log: EventLog, *, at_latest: bool = False) -> ClockStart:
    """Find where a clock starts, as far as is known when the duty is activated.

    Args:
        origin: Where the rule lets it start.
        trigger: The event that activates the rule.
        log: The events of the case as of an instant.
        at_latest: Whether the latest of several possible starts is meant; else the earliest.

    Returns:
        The trigger, a fact that the trigger carries, or the earlier event that the rule names. A trigger that is about
        several such events has a start at each.
    """
    if origin.kind == "earlier_event":
        named = log.correlation.nearest_on_each_way(trigger, (origin.name,))
        before = [event for event in log.of_types((origin.name,)) if event.at.earliest <= trigger.at.earliest]
        return ClockStart((named or before[-1:] or [trigger])[-1 if at_latest else 0])
    told = trigger.event.facts.get(origin.name) if origin.kind in {"earlier", "fact"} else None
    if not isinstance(told, Moment) or (origin.kind == "earlier" and told.earliest >= trigger.at.earliest):
        return ClockStart(trigger)
    return ClockStart(trigger, origin.name)
