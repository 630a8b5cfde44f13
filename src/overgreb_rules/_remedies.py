"""What anybody may do once the municipality has broken a duty: one row a case, with the trigger of the first breach."""

from __future__ import annotations

from collections.abc import Sequence

from overgreb_rules._answers import NO_ANSWERS
from overgreb_rules._clocks import Clocked
from overgreb_rules._duties import Duty
from overgreb_rules._openings import Opening
from overgreb_rules._rulebook import Rules
from overgreb_rules._shape import Line, Opened
from overgreb_rules._status import BREACHES, Standing
from overgreb_rules.calendar import day_of

__all__ = ["remedies"]


def remedies(standings: Sequence[Standing], rules: Rules, at: int) -> list[Standing]:
    """The permissions that the first breach of the municipality opens.

    The rule is the one of the trigger's day; one that moves goes on under its successor once its law has ended.
    """
    broken = [one for one in standings if _is_breach(one, rules)]
    if not broken:
        return []
    trigger = min(broken, key=_since).clocked.duty.trigger
    found = []
    for rule in rules.remedies:
        version = rule.version_on(trigger.at.day)
        if version is None:
            continue
        ended = rule.moves and version.last is not None and day_of(at) > version.last
        governing = rules.by_id[rules.successor[rule.id][0]] if ended else rule
        opening = Opening(rule, trigger, (), Opened(trigger, trigger.at.earliest))
        duty = Duty(governing, opening, NO_ANSWERS, Line.of([opening.opened]))
        found.append(Standing(Clocked(duty, trigger.at), "available"))
    return found


def _is_breach(one: Standing, rules: Rules) -> bool:
    rule = one.clocked.duty.rule
    return rule.modality == "must" and one.status in BREACHES and rules.vocabulary.bearers[rule.bearer].municipality


def _since(one: Standing) -> tuple[int, str]:
    """When the duty was broken: after the lenient date, or when the event came that it had to come before."""
    clocked = one.clocked
    if clocked.due is not None:
        return clocked.due.lenient.last + 1, clocked.key
    named = clocked.order.named if clocked.order else None
    return (named or clocked.start).earliest, clocked.key
