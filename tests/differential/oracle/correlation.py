"""Which event answers which duty: the chain of `of`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from tests.differential.oracle.records import Duty
from tests.differential.oracle.values import Event, Moment, is_at_or_after

if TYPE_CHECKING:
    from tests.differential.oracle.evaluation import CaseAtInstant


class Correlation:
    """Which event answers which duty: the chain of `of`."""

    def is_correlated(self: CaseAtInstant, event: Event, one: str, openings: Mapping[str, Moment]) -> bool:
        """Whether the event is correlated to the duty of trigger `one`, by its chain of `of`.

        The first trigger on the chain is the only one; without one, the event at the end of the chain is correlated
        to every duty that was opened at or before it.
        """
        step = event
        while step.of is not None:
            if step.of not in self.by_id:
                return False
            step = self.by_id[step.of]
            if step.id in openings:
                return step.id == one
        return is_at_or_after(step.at, openings[one])

    def is_answer_to(self: CaseAtInstant, event: Event, duty: Duty, opened: list[Duty] | None = None) -> bool:
        """Whether an event at or after the trigger (or an earlier start of the clock) is correlated to the duty.

        The trigger of a duty does not fulfil that same duty.
        """
        if event.id == duty.trigger.id or not is_at_or_after(event.at, duty.opened):
            return False
        when = self.rule_of(duty)["when"]
        name = when["follows"] if isinstance(when, dict) and "follows" in when else duty.rule
        openings = {d.trigger.id: d.opened for d in (self.duties_of_lineage(name) if opened is None else opened)}
        return self.is_correlated(event, duty.trigger.id, openings | {duty.trigger.id: duty.opened})
