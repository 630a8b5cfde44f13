"""What a case system can never tell: the rules that its event types never open, and the duties that they never meet."""

from __future__ import annotations

from collections.abc import Iterator, Set

from overgreb_rules._rulecheck.rule_needs import opening_types
from overgreb_rules._rules.conditions import AllOf, AnyOf, Condition, EventCondition, TriggerTypeCondition
from overgreb_rules._rules.derived_conditions import AboutCondition, LatestCondition, RecentCondition, StateCondition
from overgreb_rules._rules.model import Rule
from overgreb_rules._rules.rule_set import RuleSet
from overgreb_rules.shared.value_object import ValueObject


class RuleReach(ValueObject):
    """What can become of one rule in a system that knows some event types.

    Attributes:
        rule: The rule.
        can_arise: Whether a case of the system can open a duty under it.
        can_be_met: Whether a case of the system can meet such a duty; None where nothing ever meets it.
        lacks: The event types that the system lacks: of the triggers where the rule cannot arise, else of the acts that
            would meet it, and of the triggers for which an act counts that it has; empty where it lacks nothing that is
            needed.
    """

    rule: Rule
    can_arise: bool
    can_be_met: bool | None
    lacks: tuple[str, ...]


def find_reach(rules: RuleSet, types: Set[str]) -> Iterator[RuleReach]:
    """Find what can become of each rule in a system.

    An event that a system lacks has never happened as far as its cases tell: a condition that looks for one fails, and
    one that rules it out holds. Facts can be told with every event that the system has.

    Args:
        rules: The rules.
        types: The event types that the system has.

    Yields:
        Each rule, in the order of the rules.
    """
    arising = _find_arising(rules, types)
    for rule in rules:
        acts = tuple(dict.fromkeys(pattern.type for pattern in rule.met_by))
        met = any(p.type in types and (not p.trigger_types or p.trigger_types & types) for p in rule.met_by)
        if rule.id not in arising:
            lacks = tuple(type_ for type_ in sorted(opening_types(rule)) if type_ not in types)
        else:
            needed = [*acts, *(type_ for p in rule.met_by if p.type in types for type_ in sorted(p.trigger_types))]
            lacks = () if met else tuple(type_ for type_ in dict.fromkeys(needed) if type_ not in types)
        yield RuleReach(rule, rule.id in arising, met if acts else None, lacks)


def _find_arising(rules: RuleSet, types: Set[str]) -> frozenset[str]:
    """Return the rules that can arise; one that another opens arises where that one does."""
    arising: frozenset[str] = frozenset()
    while True:
        more = frozenset(rule.id for rule in rules if _arises(rule, rules, types, arising))
        if more == arising:
            return arising
        arising = more


def _arises(rule: Rule, rules: RuleSet, types: Set[str], arising: frozenset[str]) -> bool:
    if rule.follows is not None:
        return rule.follows in arising
    if rule.on_breach:
        return any(rules.by_id[name].modality == "must" for name in arising)
    if rule.opened_by_unmet is not None and rule.opened_by_unmet.rule in arising:
        return True
    if rule.commencement is not None and types & {*rule.commencement.triggers}:
        return True
    if rule.later_of is not None and not types & {pattern.type for pattern in rule.later_of.first_of}:
        return False
    if not types & {*rule.triggers}:
        return False
    return any(all(_can_hold(one, types) for one in version.conditions) for version in rule.versions)


def _can_hold(condition: Condition, types: Set[str]) -> bool:
    match condition:
        case AnyOf(parts):
            return any(_can_hold(part, types) for part in parts)
        case AllOf(parts):
            return all(_can_hold(part, types) for part in parts)
        case TriggerTypeCondition(triggers):
            return bool(types & {*triggers})
        case EventCondition(patterns, _, wanted) | RecentCondition(patterns, wanted):
            return not wanted or any(pattern.type in types for pattern in patterns)
        case StateCondition(state, _, wanted):
            return not wanted or any(start.type in types for spell in state.spells for start in spell.started_by)
        case AboutCondition(pattern):
            return pattern.type in types
        case LatestCondition(pattern, none_is_false):
            return not none_is_false or pattern.type in types
        case _:
            return True
