"""What a duty is before it is dated, and how the duties of a case stood when an older act ended."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from overgreb_rules._case.event_log import EventLog, LoggedEvent
from overgreb_rules._duties.activation import Activation
from overgreb_rules._duties.fulfilment import Fulfilment
from overgreb_rules._duties.interruption import ComplaintLimit
from overgreb_rules._duties.single_events import SingleEvents
from overgreb_rules._rules.model import Doubt, Rule
from overgreb_rules.shared.value_object import Entity, ValueObject

DutyKey = tuple[str, str]
"""A rule id, and the id of the trigger."""


class ChangeOfLaw(ValueObject):
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


class Duty(Entity):
    """An obligation before it is dated, under the rule that governs it now.

    Attributes:
        rule: The rule that governs the duty now; not `activation.rule` where the duty has moved to a newer act.
        activation: What activated the duty.
        trigger: The event that activated it: that of `activation`, kept here since every step asks for it.
        fulfilment: What the events of the case make of the duty.
        single_events: What the events of the case are about that do not say it.
        interruptible: Every complaint time limit of the case that a request can interrupt.
        follow_up: The duty that stands in for this one where this one is not kept; None where there is none.
    """

    rule: Rule
    activation: Activation
    trigger: LoggedEvent
    fulfilment: Fulfilment
    single_events: SingleEvents
    interruptible: tuple[ComplaintLimit, ...] = ()
    follow_up: Duty | None = None

    @property
    def moved(self) -> bool:
        """Whether a newer act governs the duty than the one that activated it."""
        return self.rule.law != self.activation.rule.law

    @property
    def lack(self) -> int:
        """How much is lacking: 3 surely owed and unmet, 2 perhaps owed and unmet, 1 met, 0 surely not owed."""
        if self.fulfilment.excluded:
            return 0
        if self.fulfilment.met_by:
            return 1
        return 2 if self.fulfilment.unsettled else 3

    @property
    def certainty_of_text(self) -> Literal["text", "secondary"]:
        """Whether the wording was read (`text`), or an authority says so, for a duty with this trigger."""
        return self.rule.certainty_for.get(self.trigger.type, self.rule.certainty)

    @property
    def doubts(self) -> tuple[Doubt, ...]:
        """The questions that are unsettled in the law for this duty."""
        return self.rule.list_doubts(is_second=self.activation.for_second_examination)

    @property
    def key(self) -> DutyKey:
        """The rule that governs the duty, and its trigger."""
        return self.rule.id, self.trigger.event.id
