"""Which acts count that must come before an event: those of the same matter, and those since its lower end.

An act is **linked** to the matter of a duty, **given to another** matter, or **open to all**. A linked act counts
whenever it happened; one that is open to all counts from the lower end on, and may count before it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from overgreb_rules._case.event_log import EventLog, LoggedEvent, may_come_after
from overgreb_rules._case.legal_states import passes
from overgreb_rules._deadlines.moment import Moment
from overgreb_rules._duties.activation import Activation
from overgreb_rules._rules.clock_model import LowerEnd
from overgreb_rules._rules.derived_conditions import TriggerNotNamedBy
from overgreb_rules._rules.model import Rule
from overgreb_rules.shared.value_object import ValueObject


class Acts(ValueObject):
    """The acts that count for one duty, and those of which nobody knows it.

    Attributes:
        counting: The acts that count, in order of time.
        uncertain: The acts that may count, in order of time.
        linked: The indices of the acts of its own matter.
        lower_end: The event from which the others count; None where there is none.
    """

    counting: tuple[LoggedEvent, ...]
    uncertain: tuple[LoggedEvent, ...]
    linked: frozenset[int]
    lower_end: LoggedEvent | None


class Matter(ValueObject):
    """A decision and what led to it, up to an earlier decision, a placement or a measure.

    Attributes:
        log: The events known at the instant of the evaluation.
        rule: The rule that governs the duty.
        trigger: The decision.
        trigger_types: The event types that are older decisions of the same kind.
    """

    log: EventLog
    rule: Rule
    trigger: LoggedEvent
    trigger_types: frozenset[str]

    def events(self) -> frozenset[int]:
        """Return the events of this matter: the trigger and those on its ways up to the next matter.

        Returns:
            The indices of the events.
        """
        ends_at = self.trigger_types | self.rule.clock.matter_stops_at
        found, waiting = {self.trigger.index}, [self.trigger]
        while waiting:
            for above in self.log.correlation.named_by(waiting.pop()):
                if above is not None and above.type not in ends_at and above.index not in found:
                    found.add(above.index)
                    waiting.append(above)
        return frozenset(found)

    def sort(self, acts: Iterable[LoggedEvent]) -> Acts:
        """Sort acts into those that count, those that may count, and (left out) those of another matter.

        Args:
            acts: Events of the types that meet or waive the duty.

        Returns:
            The acts, and the event from which one counts that is open to all.
        """
        own = self.events()
        types = {self.log.events[index].type for index in own} | self.trigger_types
        limit, first = self.lower_end()
        counting, uncertain, linked = [], [], set()
        for act in acts:
            if act is self.trigger:
                continue
            link = self._link(act, own, types)
            if link is True:
                linked.add(act.index)
            if link is True or (link is None and (first is None or act.at.latest >= first)):
                counting.append(act)
            elif link is None:
                uncertain.append(act)
        return Acts(tuple(counting), tuple(uncertain), frozenset(linked), limit)

    def _link(self, act: LoggedEvent, own: frozenset[int], types: set[str]) -> bool | None:
        """Return whether the act is linked to this matter (True), given to another (False), or open to all (None)."""
        if act.index in own:
            return True
        if not act.event.of:
            return None
        is_open = False
        waiting, seen = list(self.log.correlation.named_by(act)), set()
        while waiting:
            step = waiting.pop()
            if step is None or step.index in seen:
                continue
            seen.add(step.index)
            if step.index in own:
                return True
            if step.type not in types:
                is_open = is_open or not step.event.of
                waiting += self.log.correlation.named_by(step)
        return None if is_open else False

    def lower_end(self) -> tuple[LoggedEvent | None, int | None]:
        """Return the event from which an act counts that is open to all.

        Returns:
            The event and its first second; None and None where every such act counts.
        """
        lower = self.rule.clock.lower_end
        if lower is not None and lower.kind == "notification":
            return self._first_notification(lower)
        if lower is not None:
            found = self._since(lower)
            if found is not None:
                return found, found.at.earliest
        earlier = [event for event in self._earlier_triggers() if not self._is_same_decision(event)]
        return (earlier[-1], earlier[-1].at.earliest) if earlier else (None, None)

    def _before(self, types: Iterable[str]) -> list[LoggedEvent]:
        return [event for event in self.log.of_types(types) if event.index < self.trigger.index]

    def _earlier_triggers(self) -> list[LoggedEvent]:
        # Decisions of one local day are one moment: none of them is an older matter of another.
        return [event for event in self._before(self.trigger_types) if event.at.day != self.trigger.at.day]

    def _is_same_decision(self, other: LoggedEvent) -> bool:
        """Return whether `other` and the trigger are the position on a request and the decision on that request."""
        return any(
            isinstance(condition, TriggerNotNamedBy)
            and {other.type, self.trigger.type} == {condition.position, condition.decision}
            and are_one_decision(
                self.log, *sorted((other, self.trigger), key=lambda one: one.type == condition.decision)
            )
            for version in self.rule.versions
            for condition in version.conditions
        )

    def _since(self, lower: LowerEnd) -> LoggedEvent | None:
        start = self._before(lower.since)[-1:] if lower.since else []
        found = [event for event in self._before(lower.types) if not start or may_come_after(event, start[0])]
        if not found:
            return None
        return found[-1] if lower.kind == "latest" else found[0]

    def _first_notification(self, lower: LowerEnd) -> tuple[LoggedEvent, int]:
        on_its_ways = [
            self.log.events[index]
            for index in sorted(self.log.correlation.above(self.trigger))
            if self.log.events[index].type in lower.types
        ]
        found = on_its_ways or self._open_notifications(lower)
        starts = [(_clock_start(event, lower.fact), event.index) for event in found]
        second, index = min(starts, default=(self.trigger.at.earliest, self.trigger.index))
        return self.log.events[index], second

    def _open_notifications(self, lower: LowerEnd) -> list[LoggedEvent]:
        earlier = self._earlier_triggers()
        since = earlier[-1].at if earlier else None
        closed_by = lower.closed_by
        closing = [
            event
            for event in (self._before((closed_by.type,)) if closed_by is not None else ())
            if closed_by is not None
            and not may_come_after(event, self.trigger)
            and passes(closed_by.tests, self.log.vocabulary, event).holds is True
        ]
        correlation = self.log.correlation
        return [
            event
            for event in self.log.of_types(lower.types)
            if may_come_after(self.trigger, event)
            and (since is None or (event.at.latest >= since.earliest and event.at != since))
            and not any(
                correlation.touches(one, correlation.subject(event, event.at.earliest, frozenset(lower.types)))
                for one in closing
            )
        ]


def are_one_decision(log: EventLog, position: LoggedEvent, decision: LoggedEvent) -> bool:
    """Return whether a position on a request and a decision are one.

    Args:
        log: The events known at the instant of the evaluation.
        position: The position.
        decision: The decision.

    Returns:
        True where the decision names the position, or both name the same request.
    """
    of_position, of_decision = log.correlation.above(position), log.correlation.above(decision)
    if position.index in of_decision:
        return True
    requests = log.vocabulary.events[position.type].single | log.vocabulary.events[decision.type].single
    return any(log.events[index].type in requests for index in of_position & of_decision)


def sort_acts(rule: Rule, activation: Activation, log: EventLog, acts: Sequence[LoggedEvent]) -> Acts:
    """Sort the acts that may meet or waive an order duty by the matter that they belong to.

    Args:
        rule: The rule that governs the duty; its clock has `before`.
        activation: The opened duty.
        log: The events known at the instant of the evaluation.
        acts: Events of the types that meet or waive the duty, in order of time, whenever they happened.

    Returns:
        The acts that count, and those that may count.
    """
    types = frozenset(rule.triggers) if rule.clock.own_triggers else activation.subject.trigger_types
    return Matter(log, rule, activation.trigger, types).sort(acts)


def _clock_start(event: LoggedEvent, fact: str | None) -> int:
    told = event.event.facts.get(fact) if fact else None
    return min(told.earliest, event.at.earliest) if isinstance(told, Moment) else event.at.earliest
