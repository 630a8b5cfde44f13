"""The life cycle of one duty: whether the events of the case make it owed, met, waived or ended.

The matcher finds which events bear on the duty; their order is weighed here.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from overgreb_rules._case.event_log import EventLog, LoggedEvent
from overgreb_rules._case.legal_states import may_be
from overgreb_rules._case.subject import LINK_NEEDED
from overgreb_rules._duties.activation import Activation
from overgreb_rules._duties.precedence import sort_acts
from overgreb_rules._duties.role_matches import RoleMatches, events_at, read_role_matches
from overgreb_rules._duties.single_events import NO_SINGLE_EVENTS, SingleEvents, walk_beside
from overgreb_rules._duties.waivers import NO_WAIVERS, Siblings, WaiverEffect, resolve_waivers
from overgreb_rules._matching.compiled import CompiledRules
from overgreb_rules._matching.facts import encode_fulfilment
from overgreb_rules._matching.program import Program, missing_facts
from overgreb_rules._rules.conditions import FactTest
from overgreb_rules._rules.model import Rule
from overgreb_rules.shared.value_object import ValueObject

_NO_COMPANIONS: Mapping[int, bool] = {}


class Fulfilment(ValueObject):
    """What the events of a case make of one duty.

    Attributes:
        excluded: Whether the law does not ask for the duty after all.
        unsettled: The unknown facts that decide whether the duty is owed.
        unsettled_apart: Those that decide it without the events that may be about another duty.
        perhaps_waived: The unknown facts that decide whether the duty is waived.
        doubtful_since: The event with which that doubt arose.
        met_by: The events that fulfil the duty, in order of time.
        perhaps_met_by: The events that lack a fact which they must carry, each with the names of those
            facts, or that do not say what they are about (`of`).
        waiver: What surely waives the duty: the first waiver.
        ended_by: The event that surely ends the duty.
        perhaps_ended: Whether an event may have ended the duty, of which nobody knows what it is about.
        lifted_by: The last event that ended a waiver for a time.
        owed_when_waived: Whether the duty was surely owed just before it was waived, by what was known then; False also
            where nothing waives it.
        precluded: Whether the duty never came to be.
        perhaps_precluded: The unknown facts that decide whether it came to be.
        linked: Of an order duty, the indices of the acts of its own matter.
        acts: Of an order duty, the acts that can meet it, in order of time, whenever they happened.
        doubts: The tests on unknown facts that decide whether it is waived, each with its event.
    """

    excluded: bool = False
    unsettled: frozenset[str] = frozenset()
    unsettled_apart: frozenset[str] = frozenset()
    perhaps_waived: frozenset[str] = frozenset()
    doubtful_since: LoggedEvent | None = None
    met_by: tuple[LoggedEvent, ...] = ()
    perhaps_met_by: tuple[tuple[LoggedEvent, frozenset[str]], ...] = ()
    waiver: WaiverEffect | None = None
    ended_by: LoggedEvent | None = None
    perhaps_ended: bool = False
    lifted_by: LoggedEvent | None = None
    owed_when_waived: bool = False
    precluded: bool = False
    perhaps_precluded: frozenset[str] = frozenset()
    linked: frozenset[int] = frozenset()
    acts: tuple[LoggedEvent, ...] = ()
    doubts: tuple[tuple[LoggedEvent | None, frozenset[FactTest]], ...] = ()

    def perhaps_waived_before(self, second: int) -> frozenset[str]:
        """Return the unknown facts that decide whether the duty was waived before an instant.

        Args:
            second: The instant, in epoch seconds.

        Returns:
            The names of the facts.
        """
        return missing_facts(missing for by, missing in self.doubts if by is None or by.at.earliest < second)

    @property
    def answered_at(self) -> int | None:
        """The index of the first event that surely meets the duty or waives it for good; None where none does."""
        waiver, met_at = self.waiver, self.met_by[0].index if self.met_by else None
        if waiver is None or waiver.by is None or waiver.for_a_time:
            return met_at
        return waiver.by.index if met_at is None else min(met_at, waiver.by.index)


NO_FULFILMENT = Fulfilment()
"""Nothing has answered the duty, and nothing is unknown about it."""


def resolve_fulfilment(
    rule: Rule,
    activation: Activation,
    siblings: Siblings,
    log: EventLog,
    programs: CompiledRules,
    single_events: SingleEvents = NO_SINGLE_EVENTS,
    until: int | None = None,
    before: int | None = None,
    companions: Mapping[int, bool] = _NO_COMPANIONS,
) -> Fulfilment:
    """Resolve what the events of a case make of one duty.

    Args:
        rule: The rule that governs the duty now.
        activation: The activation of the duty.
        siblings: The subjects of all duties of the same lineage in the case.
        log: The events of the case as of an instant.
        programs: The compiled conditions of the rules.
        single_events: What events are about that are about one thing and do not say which.
        until: Only events at or before this epoch second count; None means all of the log.
        before: Only events with a smaller index count; None means all of the log.
        companions: Of an order duty, the indices of the acts that count because of what its trigger is about, each with
            whether it surely does.

    Returns:
        The fulfilment.
    """
    program = programs.fulfilment_program(rule)
    touching = _find_touching(rule, activation, log, program, single_events, until, before, companions)
    events, uncertain = touching.events, touching.uncertain
    told = encode_fulfilment(log, activation.trigger, activation.facts_of, events, program)
    matches, about = programs.query(program, told.facts, read_role_matches), told.about
    waivers = (
        resolve_waivers(rule, activation, siblings, log, matches, about, uncertain) if matches.waives else NO_WAIVERS
    )
    settled, settling_needs = _settled(rule, matches, events)
    unsettled_apart = frozenset[str]()
    if waivers.perhaps_of_another:
        own = [event for event in events if event.index not in waivers.perhaps_of_another]
        apart = encode_fulfilment(log, activation.trigger, activation.facts_of, own, program)
        _, unsettled_apart = _settled(rule, programs.query(program, apart.facts, read_role_matches), own)
    met_by = events_at(matches.met_by, about)
    perhaps = [
        (event, needs | LINK_NEEDED if event.index in uncertain else needs)
        for place, needs in matches.perhaps_met_by
        if (event := about[place])
    ]
    perhaps += [(event, LINK_NEEDED) for event in met_by if event.index in uncertain]
    ending = events_at(matches.ended_by, about)
    ended_by = next((event for event in ending if event.index not in uncertain), None)
    return Fulfilment(
        excluded=not settled and not settling_needs,
        unsettled=activation.needs | settling_needs,
        unsettled_apart=unsettled_apart,
        perhaps_waived=waivers.perhaps,
        doubtful_since=waivers.doubtful_since,
        met_by=tuple([event for event in met_by if event.index not in uncertain]),
        perhaps_met_by=tuple(sorted(perhaps, key=lambda found: found[0].index)),
        waiver=waivers.waived,
        ended_by=ended_by,
        perhaps_ended=ended_by is None and bool(ending),
        lifted_by=waivers.lifted_by,
        precluded=matches.precluded,
        perhaps_precluded=matches.perhaps_precluded,
        linked=touching.linked,
        acts=touching.acts,
        doubts=waivers.doubts,
    )


class _Touching(ValueObject):
    """The events that touch a duty, or may, in order of time; `uncertain` are the indices of those that only may."""

    events: list[LoggedEvent]
    uncertain: frozenset[int]
    linked: frozenset[int] = frozenset()
    acts: tuple[LoggedEvent, ...] = ()


def _find_touching(
    rule: Rule,
    activation: Activation,
    log: EventLog,
    program: Program,
    single_events: SingleEvents,
    until: int | None,
    before: int | None,
    companions: Mapping[int, bool],
) -> _Touching:
    asked = program.types_of("answer")
    if rule.once is not None:
        asked = asked.union(rule.once.unknown_without)
    trigger, subject = activation.trigger, activation.subject
    candidates = [
        event
        for event in log.of_types(asked)
        if event is not trigger
        and not (event.index < trigger.index and _is_followed_by(rule, event, trigger, log, subject.trigger_types))
        and (until is None or event.at.earliest <= until)
        and (before is None or event.index < before)
    ]
    if rule.clock.before is not None:
        return _find_acts(rule, activation, log, candidates, companions)
    events, uncertain = [], set()
    for event in candidates:
        beside = event.type in rule.ends_by
        walk = walk_beside(activation.walk, event.type) if beside else activation.walk
        touches = single_events.touches(log, event, walk, subject)
        if touches is not False:
            events.append(event)
            if touches is None:
                uncertain.add(event.index)
    return _Touching(events, frozenset(uncertain))


def _is_followed_by(
    rule: Rule, event: LoggedEvent, trigger: LoggedEvent, log: EventLog, trigger_types: frozenset[str]
) -> bool:
    """Whether a trigger is the next after an event of one moment, and not the event after the trigger.

    Each of the two could open the duty and answer that of the other: the later in the log is the next.
    """
    if event.type not in trigger_types:
        return False
    patterns = rule.answer_patterns
    return all(any(may_be(one, log.vocabulary, act) for one in patterns) for act in (event, trigger))


def _find_acts(
    rule: Rule, activation: Activation, log: EventLog, candidates: Iterable[LoggedEvent], companions: Mapping[int, bool]
) -> _Touching:
    """The acts that must precede the event of an order duty, and what waives it."""
    for_some_triggers = {pattern.type for pattern in rule.met_by if pattern.trigger_types}
    possible = [event for event in candidates if event.type not in for_some_triggers or event.index in companions]
    sorted_acts = sort_acts(rule, activation, log, possible)
    events = sorted((*sorted_acts.counting, *sorted_acts.uncertain), key=lambda event: event.index)
    uncertain = frozenset(event.index for event in sorted_acts.uncertain)
    perhaps = frozenset(index for index, surely in companions.items() if not surely)
    types = {pattern.type for pattern in rule.met_by}
    acts = tuple(event for event in possible if event.type in types)
    return _Touching(events, uncertain | perhaps, sorted_acts.linked - perhaps, acts)


def _settled(rule: Rule, matches: RoleMatches, events: Sequence[LoggedEvent]) -> tuple[bool, frozenset[str]]:
    if rule.once is None or matches.settled:
        return True, frozenset()
    missing = rule.once.unknown_without
    if any(event.type in missing for event in events):
        return False, matches.settling_needs
    return False, matches.settling_needs.union(missing)
