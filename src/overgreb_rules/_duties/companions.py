"""Acts that count for an order duty only together with its trigger: both are about the same thing.

The notice of a provisional decision offers a lawyer; for the approval of that same decision it is the offer.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping

from overgreb_rules._case.event_log import EventLog, LoggedEvent
from overgreb_rules._duties.duty import Duty
from overgreb_rules._rules.model import Rule


def find_companions(rule: Rule, trigger: LoggedEvent, duties: Collection[Duty], log: EventLog) -> Mapping[int, bool]:
    """Find the acts that count because they are about the thing whose duty the trigger meets.

    Args:
        rule: The rule of an order duty.
        trigger: Its trigger: an approval.
        duties: The duties of all rules that are no order duties, the approval that is owed among them.
        log: The events of the case as of an instant.

    Returns:
        The indices of the acts, each with whether it surely is about that thing.

    Source: barnets lov § 143, stk. 3, with § 140; serviceloven § 75, stk. 2, with §§ 72-73.
    """
    types = {pattern.type for pattern in rule.met_by if trigger.type in pattern.trigger_types}
    if not types:
        return {}
    things = _find_answered(trigger, duties)
    found: dict[int, bool] = {}
    for duty in duties:
        is_sure = things.get(duty.trigger.index)
        if is_sure is None:
            continue
        for act in log.of_types(types.intersection(pattern.type for pattern in duty.rule.met_by)):
            touches = duty.single_events.touches(log, act, duty.activation.walk, duty.activation.subject)
            if touches is not False:
                found[act.index] = found.get(act.index, False) or (touches is True and is_sure)
    return found


def _find_answered(event: LoggedEvent, duties: Collection[Duty]) -> Mapping[int, bool]:
    """Find the indices of the triggers whose duty an event meets first, each with whether it surely does."""
    found: dict[int, bool] = {}
    for duty in duties:
        met_by = duty.fulfilment.met_by
        if met_by:
            if met_by[0] is event:
                found[duty.trigger.index] = True
        elif any(one is event for one, _ in duty.fulfilment.perhaps_met_by):
            found.setdefault(duty.trigger.index, False)
    return found
