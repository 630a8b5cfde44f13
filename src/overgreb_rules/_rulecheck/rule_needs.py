"""What of a case each rule reads: the events that open, meet, end or otherwise bear on a duty, and the facts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from overgreb_rules._rules.conditions import EventPattern
from overgreb_rules._rules.dependency import EventDependency, FactDependency
from overgreb_rules._rules.model import Rule, RuleRelation
from overgreb_rules._rules.rule_set import RuleSet
from overgreb_rules.shared.value_object import ValueObject

_OPENING: tuple[RuleRelation, ...] = ("follows", "unmet", "commencement")
"""How a rule is related to those whose unmet duty opens it."""


class RuleNeeds(ValueObject):
    """What a case can tell that matters to one rule.

    Attributes:
        rule: The rule.
        opens: The event types that open a duty.
        meets: Those that meet it.
        ends: Those that waive it, keep it from being opened, or end a permission.
        bears_on: Those that a condition or the clock looks for beside.
        facts: The facts of these events, by event type.
        case: The facts of the case, with a dot for the child.
        rules: The rules whose unmet duty opens this one, or whose duty it stands in for.
    """

    rule: Rule
    opens: tuple[str, ...]
    meets: tuple[str, ...]
    ends: tuple[str, ...]
    bears_on: tuple[str, ...]
    facts: Mapping[str, tuple[str, ...]]
    case: tuple[str, ...]
    rules: tuple[str, ...]


def find_needs(rule: Rule, rules: RuleSet) -> RuleNeeds:
    """Find everything of a case that a rule reads.

    Args:
        rule: The rule.
        rules: The rules to which it belongs.

    Returns:
        The event types and facts in the order of the vocabulary.
    """
    vocabulary = rules.vocabulary
    opens, meets, ends = opening_types(rule), {pattern.type for pattern in rule.met_by}, set(_ending_types(rule))
    read = rule.dependencies
    events = {one.type for one in read if isinstance(one, EventDependency)} | opens | meets | ends
    asked = {(one.type, test.name) for one in read if isinstance(one, EventDependency) for test in one.tests}
    of_trigger = {one.name for one in read if isinstance(one, FactDependency) and one.holder == "trigger"}
    of_case = {one.name for one in read if isinstance(one, FactDependency) and one.holder == "case"}
    facts = {
        name: tuple(fact for fact in event.facts if (name, fact) in asked or fact in of_trigger)
        for name, event in vocabulary.events.items()
        if name in events
    }
    return RuleNeeds(
        rule=rule,
        opens=_in_order(opens, vocabulary.events),
        meets=_in_order(meets, vocabulary.events),
        ends=_in_order(ends, vocabulary.events),
        bears_on=_in_order(events - opens - meets - ends, vocabulary.events),
        facts={name: found for name, found in facts.items() if found},
        case=_in_order(of_case, vocabulary.case),
        rules=tuple(rule.named_rules[one] for one in _OPENING if one in rule.named_rules),
    )


def opening_types(rule: Rule) -> frozenset[str]:
    """Return the event types without one of which a rule gives no duty by itself.

    Args:
        rule: The rule.

    Returns:
        The types of its triggers, today and at the change of law; with the second event of a trigger of two.
    """
    second = {pattern.type for pattern in rule.later_of.first_of} if rule.later_of else set()
    commencement = rule.commencement.triggers if rule.commencement else ()
    return frozenset({*rule.triggers, *second, *commencement})


def _ending_types(rule: Rule) -> Iterator[str]:
    for waiver in rule.waivers:
        if isinstance(waiver.by, EventPattern):
            yield waiver.by.type
    yield from rule.ends_by
    if rule.commencement:
        yield from (pattern.type for pattern in rule.commencement.unless)
    if rule.opened_by_unmet and rule.opened_by_unmet.unless:
        yield rule.opened_by_unmet.unless


def _in_order(names: Iterable[str], known: Iterable[str]) -> tuple[str, ...]:
    wanted = {*names}
    return tuple(name for name in known if name in wanted)


class EventUse(ValueObject):
    """The rules to which an event type matters, by id: those that it opens, meets, ends, or bears on otherwise."""

    opens: tuple[str, ...]
    meets: tuple[str, ...]
    ends: tuple[str, ...]
    bears_on: tuple[str, ...]


def find_event_use(type_: str, rules: RuleSet) -> EventUse:
    """Find the rules to which an event type matters.

    Args:
        type_: The event type.
        rules: The rules.

    Returns:
        The ids of the rules, in their order.
    """
    needs = [find_needs(rule, rules) for rule in rules]

    def ids(name: str) -> tuple[str, ...]:
        return tuple(one.rule.id for one in needs if type_ in getattr(one, name))

    return EventUse(ids("opens"), ids("meets"), ids("ends"), ids("bears_on"))
