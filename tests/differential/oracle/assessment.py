"""The status of a duty at an instant."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import replace
from typing import TYPE_CHECKING

from tests.differential import plain_day_count as count
from tests.differential.oracle.records import Answer, Clock, Due, Duty, end_of, is_past
from tests.differential.oracle.rule_files import as_list
from tests.differential.oracle.values import (
    Event,
    Moment,
    Truth,
    all_of,
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
            silent = not any(
                e.type in once["unknown_without"] and self.touch_duty(e, duty) is not False for e in self.events
            )
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
        by_birthday = waived[:1] != self.waivers_by_event(duty)[:1]
        if owed.value is False and (not waived or by_birthday):
            return Answer("absent")
        replaced = self.replaced_from(duty, clock)
        first = met[0].at if met else None
        # At one moment the fulfilment counts; but what is told by its day comes after the moment of a birthday.
        is_waived_first = bool(waived) and (
            first is None or first.first > waived[0] or (by_birthday and first.first == waived[0] and not first.exact)
        )
        if is_waived_first and replaced is not None and not self.at_second_before(waived[0]).is_owed(duty).value:
            replaced = None
        if (
            replaced is not None
            and (first is None or first.first >= replaced)
            and not (waived and waived[0] < replaced)
            and (owed.value or met)
        ):
            if met or not any(since < replaced for since, _ in perhaps):
                return self.build_answer("replaced", clock)
            if not waived:
                return self.build_answer("undetermined", clock, waiver_needs)
        if is_waived_first:
            return self.build_answer("waived", clock)
        rests = self.rests_now(duty)
        if not met and rests.value and owed.value is not False:
            return self.build_answer("waived", clock)
        if met:
            if clock.unknown:
                return self.build_answer("undetermined", clock, clock.unknown)
            status = "met" if self.met_at_rest(duty, met[0]) else self.status_of_fulfilment(met[0].at, clock)
            return self.build_answer(status, clock, met_by=[met[0].id])
        needs = waiver_needs | clock.unknown | frozenset().union(*(match.needs for _, match in unclear))
        needs |= (owed.needs if owed.value is None else frozenset()) | self.unsettled_by_cases(duty, rests)
        if clock.strict is not None and is_past(clock.strict, self.at):
            needs |= self.asked_after_due(duty)
        if needs:
            return self.build_answer("undetermined", clock, needs)
        return self.build_answer(self.status_by_time(clock), clock)

    def unsettled_by_cases(self: CaseAtInstant, duty: Duty, rests: Truth) -> frozenset[str]:
        """Return what is missing where a case may hold the duty up."""
        needs = rests.needs if rests.value is None else frozenset()
        return needs | self.missing_while_held_up(duty) if "suspended_by" in self.rule_of(duty)["clock"] else needs

    def asked_after_due(self: CaseAtInstant, duty: Duty) -> frozenset[str]:
        """Return the facts of the trigger that are missing and asked for once the date is past."""
        words = self.rule_of(duty)["clock"]
        asked = words.get("asks_after_due", []) if isinstance(words, dict) else []
        return frozenset(
            name
            for name in asked
            if self.is_word_of(duty.trigger, name) and self.fact_value(duty.trigger, name) is None
        )

    def status_of_fulfilment(self: CaseAtInstant, done: Moment, clock: Clock) -> str:
        """Return met by the strict end, met_contested by the lenient end alone, met_late after both.

        A day compared with hours: its last second decides met, its first second decides met_late.
        """
        if clock.strict is None or clock.lenient is None:
            return "met"
        if isinstance(clock.strict, int) and isinstance(clock.lenient, int):
            return "met" if done.last <= clock.strict else "met_late" if done.first > clock.lenient else "met_contested"
        return "met" if done.day <= clock.strict else "met_late" if done.day > clock.lenient else "met_contested"

    def status_by_time(self: CaseAtInstant, clock: Clock, since: int | None = None) -> str:
        """Return open without a deadline; else pending, due_soon in the last quarter, contested or overdue."""
        if clock.strict is None or clock.lenient is None:
            return "open"
        if is_past(clock.lenient, self.at):
            return "overdue"
        if is_past(clock.strict, self.at):
            return "contested"
        start = clock.start.first if since is None else since
        gone, whole = self.at - start, end_of(clock.strict) - start
        return "due_soon" if 4 * gone >= 3 * whole else "pending"

    def was_over(self: CaseAtInstant, duty: Duty, event: Event) -> bool:
        """Whether the date of a permission was past at an event."""
        lenient = self.assess_permission(duty).lenient
        return lenient is not None and is_past(dt.date.fromisoformat(lenient), event.at.first)

    def is_over(self: CaseAtInstant, duty: Duty) -> bool:
        """Whether the date of a permission is past, whatever else is unknown."""
        answer = self.assess_permission(duty)
        words = self.rule_of(duty)["clock"]
        if answer.lenient is None:
            return False
        if not is_past(dt.date.fromisoformat(answer.lenient), self.at):
            return False
        if isinstance(words, dict) and "interrupted_by" in words:
            base = self.deadlines_of(duty).strict
            assert isinstance(base, dt.date)
            return not self.interrupted(duty, base).needs
        return True

    def assess_permission(self: CaseAtInstant, duty: Duty) -> Answer:
        """Assess a permission: used in time, available until its lenient date or an ending event, then expired."""
        clock = self.deadlines_of(duty)
        used, unclear = self.fulfilling_events(duty)
        rule = self.rule_of(duty)
        endings = [
            (e.at, touched)
            for e in self.events
            if e.type in as_list(rule.get("ends_by", [])) and (touched := self.touch_duty(e, duty)) is not False
        ]
        ended = [at for at, touched in endings if touched]
        still, unsettled = False, frozenset[str]()
        if isinstance(rule["clock"], dict) and "interrupted_by" in rule["clock"]:
            assert isinstance(clock.strict, dt.date)
            interruption = self.interrupted(duty, clock.strict)
            still, unsettled = interruption.still, interruption.needs
            clock = replace(clock, strict=interruption.strict, lenient=interruption.lenient)
            if still:
                clock = replace(clock, strict=None, lenient=None)
        in_time = [
            e
            for e in used
            if (clock.lenient is None or e.at.first < end_of(clock.lenient))
            and not (ended and e.at.first > ended[0].first)
        ]
        if in_time:
            return self.build_answer("used", clock, met_by=[in_time[0].id])
        needs = duty.owed.needs | frozenset().union(*(match.needs for _, match in unclear))
        over = bool(ended) or (clock.lenient is not None and is_past(clock.lenient, self.at))
        if unsettled and clock.lenient is not None and is_past(clock.lenient, self.at):
            needs |= unsettled
        if not ended and endings:
            needs |= {"of"}
        if needs:
            return self.build_answer("undetermined", clock, needs)
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
