"""The examination within four months: one runs at a time, and a provisional assessment may replace it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from tests.differential.oracle.records import UNMET_STATUSES, Clock, Duty, end_of, is_past
from tests.differential.oracle.values import TRUE, Event

if TYPE_CHECKING:
    from tests.differential.oracle.evaluation import CaseAtInstant


class Examination:
    """The examination within four months: one runs at a time, and a provisional assessment may replace it."""

    def under_current_law(self: CaseAtInstant, duty: Duty) -> Duty:
        """Return the duty under the law in force: a duty unmet when 2023 ended continues under barnets lov."""
        after = self.successor_rule(self.rule_of(duty))
        if not self.is_barnets_lov or after is None:
            return duty
        (before,) = [d for d in self.as_2023_ended.duties_of_rule(duty.rule) if d.trigger.id == duty.trigger.id]
        if self.as_2023_ended.assess(before).status in UNMET_STATUSES:
            return replace(duty, rule=after["id"], moved=True)
        return duty

    def first_of_running(self: CaseAtInstant, rules: list[dict[str, Any]]) -> list[Duty]:
        """Return the duties that open: an event opens none while an earlier examination is running."""
        candidates = sorted(
            (d for rule in rules for d in self.triggered_duties(rule)), key=lambda d: (d.opened.order, d.trigger.id)
        )
        opened: list[Duty] = []
        for candidate in candidates:
            then = self.at_earlier_moment(candidate.opened)
            if not any(then.is_running(duty, opened) for duty in opened):
                opened.append(candidate)
        return opened

    def is_running(self: CaseAtInstant, duty: Duty, opened: list[Duty]) -> bool:
        """Whether the examination is neither finished nor waived, even if it is overdue or replaced."""
        now = self.under_current_law(duty)
        met, _ = self.fulfilling_events(now, opened)
        waived, _ = self.waiver_starts(now, opened)
        return not met and not waived

    def examination_duties(self: CaseAtInstant, duty: Duty) -> list[Duty]:
        """Return the examinations, under both laws, that the provisional assessment belongs to."""
        return self.duties_in_both_laws(self.rule_of(duty)["clock"]["as"])

    def is_examination_contested(self: CaseAtInstant, duty: Duty, clock: Clock) -> bool:
        """Whether the examination behind a provisional assessment was finished in time in one reading only.

        Then the two readings differ on whether the assessment was owed at all.
        """
        words = self.rule_of(duty)["clock"]
        if not isinstance(words, dict) or "as" not in words:
            return False
        (four_months,) = [d for d in self.examination_duties(duty) if d.trigger.id == duty.trigger.id]
        met, _ = self.fulfilling_events(four_months)
        return bool(met) and self.status_of_fulfilment(met[0].at, clock) == "met_contested"

    def provisional_rule(self: CaseAtInstant, duty: Duty) -> str | None:
        """Return the rule of the provisional assessment that follows if the four months are not kept."""
        then = self.rule_of(duty).get("breach", {}).get("then")
        return then if then and "one_at_a_time" in self.rule_of(duty) else None

    def provisional_assessments(self: CaseAtInstant, duty: Duty) -> list[Event]:
        """Return the provisional assessments made while the examination was neither finished nor waived."""
        rule = self.provisional_rule(duty)
        if rule is None:
            return []
        wanted = self.rule_files.rules[rule]["must"]
        met, _ = self.fulfilling_events(duty)
        waived, _ = self.waiver_starts(duty)
        strict = self.deadlines_of(duty).strict
        assert strict is not None
        closed = [e.at.first for e in met[:1] if e.at.first < end_of(strict)] + waived[:1]
        return [
            e
            for e in self.events
            if e.type == wanted and self.is_answer_to(e, duty) and not any(e.at.first >= c for c in closed)
        ]

    def replaced_from(self: CaseAtInstant, duty: Duty, clock: Clock) -> int | None:
        """Return the second from which a provisional assessment, made by the lenient date, replaces the duty."""
        made = self.provisional_assessments(duty)
        if not made or clock.strict is None or not isinstance(clock.lenient, dt.date):
            return None
        if made[0].at.day > clock.lenient:
            return None
        since = max(made[0].at.first, end_of(clock.strict))
        return since if self.at >= since else None

    def provisional_duties(self: CaseAtInstant, rule: Mapping[str, Any]) -> list[Duty]:
        """Return the duties of provisional assessment: made, or owed since an unfinished strict due day."""
        four = rule["when"]["follows"]
        if self.is_barnets_lov and rule.get("transition") == "moves":
            kept = self.as_2023_ended.duties_of_rule(rule["id"])
            return [*kept, *self._provisional_duties_of(rule, four, {d.trigger.id for d in kept})]
        older = self.predecessor_rule(rule)
        known = (
            {d.trigger.id for d in self.as_2023_ended.duties_of_rule(older["id"])}
            if self.is_barnets_lov and older
            else set()
        )
        return [*self.transferred_duties(rule), *self._provisional_duties_of(rule, four, known)]

    def _provisional_duties_of(self: CaseAtInstant, rule: Mapping[str, Any], four: str, known: set[str]) -> list[Duty]:
        found = []
        for duty in self.duties_of_rule(four):
            if duty.trigger.id in known:
                continue
            clock = self.deadlines_of(duty)
            assert clock.strict is not None
            if self.provisional_assessments(duty) or (
                is_past(clock.strict, self.at) and self.was_owed_at_strict_end(duty, clock)
            ):
                found.append(replace(duty, rule=rule["id"], owed=TRUE))
        return found

    def was_owed_at_strict_end(self: CaseAtInstant, duty: Duty, clock: Clock) -> bool:
        """Whether at the end of its strict day the examination was surely owed, unfinished and not waived.

        Judged by the events known then or by those known now: a later waiver or doubt changes nothing.
        """
        assert clock.strict is not None
        over = end_of(clock.strict)
        if any(e.at.first < over for e in self.fulfilling_events(duty)[0]):
            return False

        def surely(world: CaseAtInstant) -> bool:
            waived, perhaps = world.waiver_starts(duty)
            early = [since for since in [*waived, *(since for since, _ in perhaps)] if since < over]
            return bool(world.is_owed(duty).value) and not early

        return surely(self.at_second_before(over)) or surely(self)
