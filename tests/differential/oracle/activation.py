"""Which duties a rule opens, under both laws."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from tests.differential.oracle.records import RULES_BEGIN, UNMET_STATUSES, Duty, end_of, is_past
from tests.differential.oracle.rule_files import as_list
from tests.differential.oracle.values import (
    TRUE,
    Event,
    Moment,
    Truth,
    all_of,
    any_of,
    moment_of_day,
    negation,
)

if TYPE_CHECKING:
    from tests.differential.oracle.evaluation import CaseAtInstant


class Activation:
    """Which duties a rule opens, under both laws."""

    def rule_of(self: CaseAtInstant, duty: Duty) -> dict[str, Any]:
        """Return the rule file of the duty."""
        return self.rule_files.rules[duty.rule]

    def duties_of_rule(self: CaseAtInstant, rule_id: str) -> list[Duty]:
        """Return the duties under a rule, also those that came over from serviceloven."""
        if rule_id not in self._duties_of_rules:
            self._duties_of_rules[rule_id] = self._open_duties(rule_id)
        return self._duties_of_rules[rule_id]

    def _open_duties(self: CaseAtInstant, rule_id: str) -> list[Duty]:
        rule = self.rule_files.rules[rule_id]
        when = rule["when"]
        if isinstance(when, dict) and "follows" in when:
            return self.provisional_duties(rule)
        if isinstance(when, dict) and "breach_by" in when:
            return []
        if "commencement" not in rule and not self.kinds & self.rule_files.trigger_types(rule_id):
            return []
        if "one_at_a_time" in rule:
            return [
                self.under_current_law(duty)
                for duty in self.one_at_a_time(rule_id).opened
                if self.under_current_law(duty).rule == rule_id
            ]
        came_over = self.transferred_duties(rule)
        return [*came_over, *self.triggered_duties(rule), *self.commencing_duties(rule)]

    def duties_of_lineage(self: CaseAtInstant, rule_id: str) -> list[Duty]:
        """Return the duties under a rule and under the rule of serviceloven that it continues."""
        older = self.predecessor_rule(self.rule_files.rules[rule_id])
        before = self.as_2023_ended.duties_of_rule(older["id"]) if older and self.is_barnets_lov else []
        return [*before, *self.duties_of_rule(rule_id)]

    def predecessor_rule(self: CaseAtInstant, rule: Mapping[str, Any]) -> dict[str, Any] | None:
        """Return the rule of serviceloven whose unmet duties continue under this one."""
        before = self.rule_files.rules.get(rule.get("succeeds", ""))
        return before if before is not None and before.get("transition") == "moves" else None

    def successor_rule(self: CaseAtInstant, rule: Mapping[str, Any]) -> dict[str, Any] | None:
        """Return the rule of barnets lov under which unmet duties of this one continue."""
        if rule.get("transition") != "moves":
            return None
        (after,) = [r for r in self.rule_files.rules.values() if r.get("succeeds") == rule["id"]]
        return after

    def duties_in_both_laws(self: CaseAtInstant, name: str) -> list[Duty]:
        """Return the duties under a rule and under its counterpart in the other law."""
        rule = self.rule_files.rules[name]
        other = self.predecessor_rule(rule) or self.successor_rule(rule)
        return [*self.duties_of_rule(name), *(self.duties_of_rule(other["id"]) if other else [])]

    def triggered_duties(self: CaseAtInstant, rule: Mapping[str, Any]) -> list[Duty]:
        """Return the duties of the rule's own triggers; the local day of the trigger chooses the version."""
        found = []
        for trigger, about in self.triggers_of(rule):
            versions = rule.get("versions") or [rule]
            for version in versions:
                span = version["in_force"]
                if trigger.at.day < dt.date.fromisoformat(span["from"]):
                    continue
                if "to" in span and trigger.at.day > dt.date.fromisoformat(span["to"]):
                    continue
                lines = version.get("if", rule.get("if", []))
                owed = all_of(
                    [
                        *(self.evaluate_condition(line, trigger, about) for line in lines),
                        self.owed_as_unmet(rule, trigger),
                    ]
                )
                if owed.value is not False:
                    found.append(Duty(rule["id"], trigger, about, self.answerable_from(rule, trigger), owed))
        return found

    def triggers_of(self: CaseAtInstant, rule: Mapping[str, Any]) -> Iterator[tuple[Event, tuple[Event, ...]]]:
        """Yield each trigger with the events whose facts count: two where the later of two events opens the duty."""
        when = rule["when"]
        if isinstance(when, dict) and "later_of" in when:
            telling = [e for e in self.events if self.match_any(e, when["later_of"]["first_of"]).value]
            for each in self.events:
                if telling and each.type == when["later_of"]["each"]:
                    yield max(each, telling[0], key=self.position), (each,)
            return
        kinds = [one for one in as_list(when) if isinstance(one, str)]
        for event in self.events:
            if event.type in kinds:
                yield event, (event,)
        for one in as_list(when):
            if isinstance(one, dict) and "unmet" in one:
                for duty in self.unmet_at_strict_end(one):
                    yield duty.trigger, (duty.trigger,)

    def owed_as_unmet(self: CaseAtInstant, rule: Mapping[str, Any], trigger: Event) -> Truth:
        """Whether the duty is owed whose breach opens this one."""
        for words in as_list(rule["when"]):
            if isinstance(words, dict) and "unmet" in words:
                for duty in self.duties_of_rule(words["unmet"]):
                    if duty.trigger.id == trigger.id:
                        end = self.deadlines_of(duty).strict
                        _, unclear = self.fulfilling_events(duty)
                        before = [m for e, m in unclear if end is not None and e.at.first < end_of(end)]
                        return all_of([duty.owed, *map(negation, before)])
        return TRUE

    def unmet_at_strict_end(self: CaseAtInstant, words: Mapping[str, Any]) -> Iterator[Duty]:
        """Yield the duties of another rule that were unmet as their strict day ended, and that no event stands for."""
        for duty in self.duties_of_rule(words["unmet"]):
            strict = self.deadlines_of(duty).strict
            if strict is None or not is_past(strict, self.at):
                continue
            if any(e.type == words["unless_touched_by"] and self.touch_duty(e, duty) for e in self.events):
                continue
            end = end_of(strict)
            met, _ = self.fulfilling_events(duty)
            waived, _ = self.waiver_starts(duty)
            if not any(e.at.first < end for e in met) and not any(start < end for start in waived):
                yield duty

    def answerable_from(self: CaseAtInstant, rule: Mapping[str, Any], trigger: Event) -> Moment:
        """Return the moment from which an event can answer: the trigger, or the start of the clock if it is earlier."""
        clock = rule["clock"]
        start = self.clock_starts(clock, trigger, None)[0] if isinstance(clock, dict) else None
        start = start or self.start_of_unmet(rule["id"], trigger)
        return start if start is not None and start.first < trigger.at.first else trigger.at

    def transferred_duties(self: CaseAtInstant, rule: Mapping[str, Any]) -> list[Duty]:
        """Return the duties unmet under serviceloven when 2023 ended, which keep their trigger, start and dates."""
        before = self.predecessor_rule(rule)
        if not self.is_barnets_lov or before is None:
            return []
        then = self.as_2023_ended.duties_of_rule(before["id"])
        went_on = {duty.trigger.id for duty in then if self.as_2023_ended.assess(duty).status in UNMET_STATUSES}
        unmet = [replace(duty, rule=rule["id"], moved=True) for duty in then if duty.trigger.id in went_on]
        # An event that the trigger names, and that came in 2024, counts for the conditions of the older row too.
        if "follows" in before["when"]:
            owed = {duty.trigger.id for duty in self.as_2023_ended_known_now.duties_of_rule(before["id"])}
            return [duty for duty in unmet if duty.trigger.id in owed]
        owed_by_now = {self.name_of(duty): duty.owed for duty in self.triggered_duties(before)}
        return [
            replace(duty, owed=owed_by_now[self.name_of(duty)]) for duty in unmet if self.name_of(duty) in owed_by_now
        ]

    def name_of(self: CaseAtInstant, duty: Duty) -> tuple[str, ...]:
        """Return the names of the trigger and of the events whose facts stand beside it: one duty for each of these."""
        return duty.trigger.id, *(event.id for event in duty.about)

    def commencing_duties(self: CaseAtInstant, rule: Mapping[str, Any]) -> list[Duty]:
        """Return the duties of earlier notifications that barnets lov introduced; they open on its first day."""
        words = rule.get("commencement")
        if not self.is_barnets_lov or words is None:
            return []
        first_day = moment_of_day(dt.date.fromisoformat(words["from"]))
        found = []
        received = [e for e in self.as_2023_ended.events if e.type == words["when"]]
        owing = {e.id: all_of(self.evaluate_condition(line, e, (e,)) for line in rule.get("if", [])) for e in received}
        for trigger in received:
            if owing[trigger.id].value is False or trigger.at.day < RULES_BEGIN:
                continue
            if "unmet" in words:
                unmet = {
                    d.trigger.id
                    for d in self.as_2023_ended.duties_of_rule(words["unmet"])
                    if self.as_2023_ended.assess(d).status in UNMET_STATUSES
                }
                if trigger.id not in unmet:
                    continue
            settled = any_of(
                self.as_2023_ended.match_any(e, words.get("unless", []))
                for e in self.as_2023_ended.events
                if self.as_2023_ended.touch_duty(e, Duty(rule["id"], trigger, (trigger,), trigger.at, TRUE))
            )
            owed = all_of([owing[trigger.id], negation(settled)])
            if owed.value is not False:
                found.append(Duty(rule["id"], trigger, (trigger,), trigger.at, owed, commenced=first_day))
        return found
