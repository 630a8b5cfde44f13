"""Which notifications start a clock of their own where the law lets one clock run at a time.

A second notification starts no second clock while one runs: it stands for the trigger of the clock that took it in.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from msgspec.structs import replace

from overgreb_rules._case.event_log import EventLog, LoggedEvent
from overgreb_rules._case.subject import Substitution
from overgreb_rules._duties.activation import Activation
from overgreb_rules._duties.fulfilment import resolve_fulfilment
from overgreb_rules._duties.waivers import Siblings, birthday_of_waiver
from overgreb_rules._matching.compiled import CompiledRules
from overgreb_rules._rules.model import Rule
from overgreb_rules.shared.value_object import ValueObject


class GovernedActivation(ValueObject):
    """An activation, and the rule that governs its duty now: of a newer act where the duty has moved there."""

    activation: Activation
    rule: Rule


def keep_one_at_a_time(
    lineage: Sequence[GovernedActivation], log: EventLog, programs: CompiledRules
) -> list[GovernedActivation]:
    """Return the activations that start a clock: the first, and a later one only when no clock runs any more.

    A later one that comes while a clock runs is taken in: it stands for the trigger of that clock, until an examination
    of its own is decided for it after one that answers that trigger.

    Args:
        lineage: The activations of one lineage of rules, at least one, in any order.
        log: The events of the case as of an instant.
        programs: The compiled conditions of the rules.

    Returns:
        The activations in order of their openings; the subject of each knows the events that its clock took in.
    """
    first, *later = sorted(lineage, key=lambda one: (one.activation.subject.opening, one.activation.trigger.index))
    kept, taken_in, second_since = [first], dict[int, Substitution](), dict[int, int]()
    left: list[tuple[GovernedActivation, GovernedActivation]] = []
    for one in later:
        opening = one.activation.subject.opening
        # A clock of a second examination runs from the decision on that, though it counts from its own notification.
        begun = [other for other in kept if second_since.get(other.activation.trigger.index, opening) <= opening]
        clocks = [_standing_in(other, taken_in) for other in begun]
        siblings = [other.activation.subject for other in clocks]
        running = [other for other in clocks if _is_running(other, siblings, log, programs, opening)]
        if not running:
            kept.append(one)
            continue
        taken_in[one.activation.trigger.index] = Substitution(running[0].activation.trigger)
        left.append((one, running[0]))
        # What is taken in may show that an examination decided before was about the clock that took it in.
        for second, clock in list(left):
            own = _find_examination_of_its_own(log, second, _standing_in(clock, taken_in))
            if own is not None:
                left.remove((second, clock))
                taken_in[second.activation.trigger.index] = Substitution(clock.activation.trigger, own.index)
                second_since[second.activation.trigger.index] = own.at.earliest
                kept.append(replace(second, activation=replace(second.activation, for_second_examination=True)))
    return [_standing_in(one, taken_in) for one in kept]


def _find_examination_of_its_own(
    log: EventLog, one: GovernedActivation, running: GovernedActivation
) -> LoggedEvent | None:
    """Find the decision to examine a notification that a running clock took in; None where there is none.

    The decision comes at or after the opening, its nearest notification is that one, none of its ways leads to the
    trigger of the running clock, and another examination that answers that trigger had been decided by then.
    """
    begins = one.rule.once.begun_by if one.rule.once else ()
    correlation, trigger, taken_in = log.correlation, running.activation.trigger, one.activation.trigger
    types = one.activation.subject.trigger_types
    decisions = log.of_types(begins)
    for decision in decisions:
        if decision.at.latest < one.activation.subject.opening or trigger.index in correlation.above(decision):
            continue
        if taken_in not in correlation.nearest_on_each_way(decision, types):
            continue
        if any(
            other.index < decision.index and correlation.touches(other, running.activation.subject)
            for other in decisions
        ):
            return decision
    return None


def _is_running(one: GovernedActivation, siblings: Siblings, log: EventLog, programs: CompiledRules, at: int) -> bool:
    """Whether the clock still runs at an instant: neither fulfilled nor waived by then."""
    birthday = birthday_of_waiver(one.rule, log)
    if birthday is not None and birthday <= at:
        return False
    found = resolve_fulfilment(one.rule, one.activation, siblings, log, programs, until=at)
    return not found.met_by and found.waiver is None


def _standing_in(one: GovernedActivation, taken_in: Mapping[int, Substitution]) -> GovernedActivation:
    """Return the duty for whose trigger the events stand that its clock took in."""
    if not taken_in:
        return one
    subject = one.activation.subject.with_stand_ins(taken_in)
    return replace(one, activation=replace(one.activation, subject=subject))
