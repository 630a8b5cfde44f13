"""What anybody may do once the municipality has broken a duty: one row a case, with the trigger of the first breach."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence

from overgreb_rules._case.event_log import Line, Opened
from overgreb_rules._duties.activation import Opening
from overgreb_rules._duties.clock import Clocked
from overgreb_rules._duties.duty import Duty
from overgreb_rules._duties.fulfilment import NO_ANSWERS
from overgreb_rules._duties.status import BREACHES, Standing, Status
from overgreb_rules._rules.model import Rule
from overgreb_rules._rules.rule_set import RuleSet
from overgreb_rules.calendar import day_of

__all__ = ["broken_since", "is_breach", "open_to_all", "remedies"]


def remedies(standings: Sequence[Standing], rules: RuleSet, at: int) -> list[Standing]:
    """The permissions that the first breach of the municipality opens.

    The rule is the one of the trigger's day; one that moves goes on under its successor once its law has ended.
    """
    broken = [one for one in standings if is_breach(one.clocked.duty.rule, one.status, rules)]
    if not broken:
        return []
    trigger = min(broken, key=lambda one: (broken_since(one.clocked), one.clocked.key)).clocked.duty.trigger
    found = []
    for rule, governing in open_to_all(rules, trigger.at.day, at):
        opening = Opening(rule, trigger, (), Opened(trigger, trigger.at.earliest))
        duty = Duty(governing, opening, NO_ANSWERS, Line.of([opening.opened]))
        found.append(Standing(Clocked(duty, trigger.at), "available"))
    return found


def open_to_all(rules: RuleSet, day: dt.date, at: int) -> Iterator[tuple[Rule, Rule]]:
    """The permissions for a breach of a duty that arose on `day`: the rule of that day, and the one that governs it."""
    for rule in rules.remedies:
        version = rule.version_on(day)
        if version is not None:
            ended = rule.moves and version.last is not None and day_of(at) > version.last
            yield rule, rules.by_id[rules.successor[rule.id][0]] if ended else rule


def is_breach(rule: Rule, status: Status, rules: RuleSet) -> bool:
    """Whether the status of a duty under the rule is a breach by the municipality."""
    return rule.modality == "must" and status in BREACHES and rules.vocabulary.bearers[rule.bearer].municipality


def broken_since(clocked: Clocked) -> int:
    """When a duty is broken: after the lenient date, or when the event comes that it has to come before."""
    if clocked.due is not None:
        return clocked.due.lenient.last + 1
    named = clocked.order.named if clocked.order else None
    return (named or clocked.start).earliest
