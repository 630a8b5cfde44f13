"""The status of a duty at an instant."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import TYPE_CHECKING

from tests.differential import plain_day_count as count
from tests.differential.oracle.records import Answer, Clock, Due, Duty, end_of, is_past
from tests.differential.oracle.rule_files import as_list
from tests.differential.oracle.values import (
    Event,
    Moment,
    Truth,
    all_of,
    is_possibly_earlier,
    is_surely_earlier,
    parse_moment,
)

if TYPE_CHECKING:
    from tests.differential.oracle.evaluation import CaseAtInstant


class Assessment:
    """The status of a duty at an instant."""

    def assess(self: CaseAtInstant, duty: Duty) -> Answer:
        """Return the answer for a duty, by the kind of its rule."""
        rule = self.rule_of(duty)
        if "window" in rule:
            return self.assess_window(duty)
        if "may" in rule:
            return self.assess_permission(duty)
        if isinstance(rule["clock"], dict) and "before" in rule["clock"]:
            return self.assess_order(duty)
        return self.assess_obligation(duty)

    def build_answer(
        self: CaseAtInstant, status: str, clock: Clock, needs: Iterable[str] = (), met_by: Iterable[str] = ()
    ) -> Answer:
        """Build the answer from the status and the clock."""

        def show(due: Due | None) -> str | None:
            return None if due is None else count.format_instant(due) if isinstance(due, int) else due.isoformat()

        shown = tuple(sorted(needs)) if status == "undetermined" else ()
        return Answer(
            status, show(clock.strict), show(clock.lenient), shown, tuple(met_by), clock_start=str(clock.start)
        )

    def is_owed(self: CaseAtInstant, duty: Duty) -> Truth:
        """Whether the duty is owed, by its conditions at the trigger and those evaluated later (`once`)."""
        once = self.rule_of(duty).get("once")
        if once is None:
            return duty.owed
        settled = self.evaluate_condition({"any_of": once["any_of"]}, duty.trigger, duty.about, duty)
        if settled.value is not True and "unknown_without" in once:
            silent = not any(e.type in once["unknown_without"] and self.is_answer_to(e, duty) for e in self.events)
            if silent:
                settled = Truth(None, settled.needs | frozenset(once["unknown_without"]))
        return all_of([duty.owed, settled])

    def assess_obligation(self: CaseAtInstant, duty: Duty) -> Answer:
        """Assess a duty with or without a deadline: the earlier of fulfilment and waiver decides."""
        clock = self.deadlines_of(duty)
        met, unclear = self.fulfilling_events(duty)
        waived, perhaps = self.waiver_starts(duty)
        waiver_needs = self.decisive_facts(perhaps)
        owed = self.is_owed(duty)
        if owed.value is False and not waived:
            return Answer("absent")
        replaced = self.replaced_from(duty, clock)
        first = met[0].at if met else None
        if waived and replaced is not None and not self.at_second_before(waived[0]).is_owed(duty).value:
            replaced = None
        if (
            replaced is not None
            and (first is None or first.first >= replaced)
            and not (waived and waived[0] < replaced)
            and (owed.value or met)
        ):
            maybe = [(since, truth) for since, truth in perhaps if since < replaced]
            if maybe and not met:
                return self.build_answer("undetermined", clock, self.decisive_facts(maybe))
            return self.build_answer("replaced", clock)
        suspended = any(
            isinstance(clause, dict) and "until" in clause for clause in self.rule_of(duty).get("unless", [])
        )
        if waived and (first is None or (first.first > waived[0] and not suspended)):
            return self.build_answer("waived", clock)
        if met:
            if clock.unknown:
                return self.build_answer("undetermined", clock, clock.unknown)
            if waived and clock.strict is not None and waived[0] < min(end_of(clock.strict), met[0].at.first):
                return self.build_answer("met", clock, met_by=[met[0].id])
            return self.build_answer(self.status_of_fulfilment(met[0].at, clock), clock, met_by=[met[0].id])
        needs = waiver_needs | clock.unknown | frozenset().union(*(match.needs for _, match in unclear))
        needs |= owed.needs if owed.value is None else frozenset()
        if needs:
            return self.build_answer("undetermined", clock, needs)
        status = self.status_by_time(clock)
        if status == "overdue" and self.is_examination_contested(duty, clock):
            status = "contested"
        return self.build_answer(status, clock)

    def status_of_fulfilment(self: CaseAtInstant, done: Moment, clock: Clock) -> str:
        """Return met by the strict end, met_contested by the lenient end alone, met_late after both.

        A day compared with hours: its last second decides met, its first second decides met_late.
        """
        if clock.strict is None or clock.lenient is None:
            return "met"
        if isinstance(clock.strict, int) and isinstance(clock.lenient, int):
            return "met" if done.last <= clock.strict else "met_late" if done.first > clock.lenient else "met_contested"
        return "met" if done.day <= clock.strict else "met_late" if done.day > clock.lenient else "met_contested"

    def status_by_time(self: CaseAtInstant, clock: Clock) -> str:
        """Return open without a deadline; else pending, due_soon in the last quarter, contested or overdue."""
        if clock.strict is None or clock.lenient is None:
            return "open"
        if is_past(clock.lenient, self.at):
            return "overdue"
        if is_past(clock.strict, self.at):
            return "contested"
        gone, whole = self.at - clock.start.first, end_of(clock.strict) - clock.start.first
        return "due_soon" if 4 * gone >= 3 * whole else "pending"

    def order_limit(self: CaseAtInstant, duty: Duty) -> Moment | None:
        """Return the moment that the act must precede: of the trigger (when it was taken), or of a later event."""
        named = self.rule_of(duty)["clock"]["before"]
        if named == "trigger":
            return duty.trigger.at
        if isinstance(named, dict):
            taken = self.fact_value(duty.trigger, named["trigger"])
            return duty.trigger.at if taken is None else parse_moment(taken)
        later = [e for e in self.events if e.type == named and self.is_answer_to(e, duty)]
        return later[0].at if later else None

    def assess_order(self: CaseAtInstant, duty: Duty) -> Answer:
        """Assess a duty to act before an event: met by an act before it, even before the trigger; else breached."""
        clock = self.deadlines_of(duty)
        openings = {d.trigger.id: d.opened for d in self.duties_of_rule(duty.rule)}
        limit = self.order_limit(duty)

        def concerns(event: Event) -> bool:
            step = event
            while step.of is not None:
                if step.of not in self.by_id:
                    return False
                step = self.by_id[step.of]
                if step.id in openings:
                    return step.id == duty.trigger.id
            return True

        must = as_list(self.rule_of(duty)["must"])
        told = [e for e in self.events if e.type in must and concerns(e)]
        done = [e for e in told if limit is None or is_surely_earlier(e.at, limit)]
        same_day = [e for e in told if limit is not None and is_possibly_earlier(e.at, limit)]
        left_out = [
            (e, self.match_event(e, clause))
            for clause in self.rule_of(duty).get("unless", [])
            for e in self.events
            if concerns(e)
        ]
        waived = [e for e, match in left_out if match.value]
        unknown = [match.needs for _, match in left_out if match.value is None]
        if waived and (not done or done[0].at.first > waived[0].at.first):
            return self.build_answer("waived", clock)
        if done:
            return self.build_answer("met", clock, met_by=[done[0].id])
        needs = frozenset().union(*unknown) | duty.owed.needs | (frozenset({"at"}) if same_day else frozenset())
        if needs:
            return self.build_answer("undetermined", clock, needs)
        return self.build_answer("open" if limit is None else "breached", clock)

    def assess_permission(self: CaseAtInstant, duty: Duty) -> Answer:
        """Assess a permission: used in time, available until its lenient date or an ending event, then expired."""
        clock = self.deadlines_of(duty)
        used, unclear = self.fulfilling_events(duty)
        rule = self.rule_of(duty)
        ended = [e.at for e in self.events if e.type in rule.get("ends_by", []) and self.is_answer_to(e, duty)]
        in_time = [
            e
            for e in used
            if (clock.lenient is None or e.at.first < end_of(clock.lenient))
            and not (ended and e.at.first > ended[0].first)
        ]
        if in_time:
            return self.build_answer("used", clock, met_by=[in_time[0].id])
        needs = duty.owed.needs | frozenset().union(*(match.needs for _, match in unclear))
        if needs:
            return self.build_answer("undetermined", clock, needs)
        over = bool(ended) or (clock.lenient is not None and is_past(clock.lenient, self.at))
        return self.build_answer("expired" if over else "available", clock)

    def assess_window(self: CaseAtInstant, duty: Duty) -> Answer:
        """Assess an act that is lawful only from a day on: the act itself meets or breaches the duty."""
        clock = self.deadlines_of(duty)
        needs = clock.unknown | duty.owed.needs
        if needs:
            return self.build_answer("undetermined", clock, needs)
        assert isinstance(clock.strict, dt.date)
        lawful = duty.trigger.at.day >= clock.strict
        return self.build_answer("met" if lawful else "breached", clock, met_by=[duty.trigger.id] if lawful else [])
