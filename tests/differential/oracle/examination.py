"""The examination within four months: one runs at a time, and a provisional assessment may replace it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from tests.differential.oracle.records import UNMET_STATUSES, Clock, ClocksInTurn, Duty, end_of, is_past
from tests.differential.oracle.values import TRUE, Event, is_at_or_after

if TYPE_CHECKING:
    from tests.differential.oracle.evaluation import CaseAtInstant


class Examination:
    """The examination within four months: one runs at a time, and a provisional assessment may replace it."""

    def under_current_law(self: CaseAtInstant, duty: Duty) -> Duty:
        """Return the duty under the law in force: a duty unmet when 2023 ended continues under barnets lov."""
        after = self.successor_rule(self.rule_of(duty))
        if not self.is_barnets_lov or after is None:
            return duty
        before = [d for d in self.as_2023_ended.duties_of_rule(duty.rule) if d.trigger.id == duty.trigger.id]
        # None stood then for a notification that the clock had taken in: it was unfinished like the one that it joined.
        if not before or self.as_2023_ended.assess(before[0]).status in UNMET_STATUSES:
            return replace(duty, rule=after["id"], moved=True)
        return duty

    def one_at_a_time(self: CaseAtInstant, rule_id: str) -> ClocksInTurn:
        """Return the duties that open under both laws, and the notifications that a running clock took in.

        Each of those stands for the notification that started the clock, until it has a clock of its own.
        """
        rule = self.rule_files.rules[rule_id]
        older, younger = self.predecessor_rule(rule), self.successor_rule(rule)
        rules = [older, rule] if older else [rule, younger] if younger else [rule]
        name = rules[0]["id"]
        if name not in self.clocks_one_at_a_time:
            clocks = ClocksInTurn([], {}, {})
            self.clocks_one_at_a_time[name] = clocks
            candidates = sorted(
                (d for r in rules for d in self.triggered_duties(r)),
                key=lambda d: (d.opened.order, self.position(d.trigger)),
            )
            left: dict[str, Duty] = {}
            for candidate in candidates:
                then = self.at_earlier_moment(candidate.opened)
                if then is not self:
                    then.clocks_one_at_a_time[name] = clocks
                self.open_second_examinations(then, clocks, left)
                # A duty that has moved to the newer act is waived by what waives it there.
                running = [duty for duty in clocks.opened if then.is_running(self.under_current_law(duty))]
                if running:
                    clocks.taken[candidate.trigger.id] = running[0].trigger, None
                    left[candidate.trigger.id] = candidate
                    needs = [then.doubts_on_running(self.under_current_law(duty)) for duty in running]
                    if all(needs):
                        clocks.perhaps[candidate.trigger.id] = candidate, frozenset().union(*needs)
                else:
                    clocks.opened.append(candidate)
                then.forget() if then is not self else None
            self.open_second_examinations(self, clocks, left)
        return self.clocks_one_at_a_time[name]

    def open_second_examinations(
        self: CaseAtInstant,
        then: CaseAtInstant,
        clocks: ClocksInTurn,
        left: dict[str, Duty],
    ) -> None:
        """Open the duty of a notification that was taken in, once an examination of its own is decided for it."""
        decided = [e for e in then.events if e.type == "undersoegelse_besluttet"]
        for second in decided:
            for name in self.nearest_of(second, {left[i].trigger.type for i in left}):
                if name not in left:
                    continue
                starter = clocks.taken[name][0]
                if any(e.id == starter.id for e in self.events_on_ways(second)):
                    continue
                if second.id == name or not is_at_or_after(second.at, left[name].opened):
                    continue
                clock = next(d for d in clocks.opened if d.trigger.id == starter.id)
                at_second = then.at_earlier_moment(second.at)
                if at_second is not then:
                    at_second.clocks_one_at_a_time = dict(then.clocks_one_at_a_time)
                if any(
                    first.id != second.id
                    and self.position(first) < self.position(second)
                    and at_second.touch_duty(first, clock)
                    for first in decided
                ):
                    clocks.taken[name] = starter, second
                    clocks.opened.append(left.pop(name))

    def nearest_of(self: CaseAtInstant, event: Event, kinds: set[str]) -> list[str]:
        """Return the nearest event of these types on each way of the event."""
        found = []
        for way in self.ways(event):
            named = [x.id for x in way.steps if x.type in {"underretning_modtaget", "opmaerksom_paa_behov"} | kinds]
            found += named[:1]
        return found

    def is_running(self: CaseAtInstant, duty: Duty) -> bool:
        """Whether the examination is neither finished nor waived, even if it is overdue or replaced."""
        now = self.under_current_law(duty)
        met, _ = self.fulfilling_events(now)
        waived, _ = self.waiver_starts(now)
        return not met and not waived

    def doubts_on_running(self: CaseAtInstant, duty: Duty) -> frozenset[str]:
        """Return the unknown facts on which it hangs whether the clock that runs has been waived."""
        now = self.under_current_law(duty)
        return self.decisive_facts(self.waiver_starts(now)[1])

    def examination_duties(self: CaseAtInstant, duty: Duty) -> list[Duty]:
        """Return the examinations, under both laws, that the provisional assessment belongs to."""
        return self.duties_in_both_laws(self.rule_of(duty)["clock"]["as"])

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
        strict = self.deadlines_of(duty).strict
        assert strict is not None
        closed = [e.at.first for e in met[:1] if e.at.first < end_of(strict)] + self.waivers_by_event(duty)[:1]
        return [
            e
            for e in self.events
            if e.type == wanted and self.touch_duty(e, duty) and not any(e.at.first >= c for c in closed)
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
        examined = {d.trigger.id for d in self.duties_in_both_laws(four)}
        if self.is_barnets_lov and rule.get("transition") == "moves":
            # What came later counts for what was listed then too: an event that one of then names, and a notification
            # that was known earlier than the one of then, whose clock it takes.
            known_now = {d.trigger.id for d in self.as_2023_ended_known_now.duties_of_rule(rule["id"])} & examined
            kept = [d for d in self.as_2023_ended.duties_of_rule(rule["id"]) if d.trigger.id in known_now]
            return [*kept, *self._provisional_duties_of(rule, four, {d.trigger.id for d in kept})]
        older = self.predecessor_rule(rule)
        known = (
            {d.trigger.id for d in self.as_2023_ended.duties_of_rule(older["id"])}
            if self.is_barnets_lov and older
            else set()
        )
        moved = [d for d in self.transferred_duties(rule) if d.trigger.id in examined]
        return [*moved, *self._provisional_duties_of(rule, four, known)]

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

        Judged by what is known now of that day: a later waiver or doubt changes nothing.
        """
        assert clock.strict is not None
        over = end_of(clock.strict)
        if any(e.at.first < over for e in self.fulfilling_events(duty)[0]):
            return False

        waived, perhaps = self.waiver_starts(duty)
        early = [since for since in [*waived, *(since for since, _ in perhaps)] if since < over]
        return bool(self.without_doubtful_acts(duty).is_owed(duty).value) and not early

    def without_doubtful_acts(self: CaseAtInstant, duty: Duty) -> CaseAtInstant:
        """Return the case without the acts that are about the duty only where its clock took a notification in.

        Of a notification that may have started a clock of its own instead.
        """
        perhaps = self.one_at_a_time(duty.rule).perhaps
        plain = replace(self.subject_of_duty(duty), duty=None)
        doubtful = {
            e.id
            for e in self.events
            if any(x.id in perhaps for x in self.events_on_ways(e)) and not self.is_touched_plainly(e, plain)
        }
        return self.world(len(self.events), self.at, self.muted | doubtful, self.assumed) if doubtful else self
