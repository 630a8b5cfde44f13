"""The conditions of a rule: facts, events and states of a case, true, false or unknown."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from tests.differential import plain_day_count as count
from tests.differential.oracle.records import Duty
from tests.differential.oracle.rule_files import as_list, fact_text, split_pattern
from tests.differential.oracle.values import FALSE, Event, Truth, all_of, any_of, is_at_or_after, negation

if TYPE_CHECKING:
    from tests.differential.oracle.evaluation import CaseAtInstant


class Conditions:
    """The conditions of a rule: facts, events and states of a case, true, false or unknown."""

    def fact_value(self: CaseAtInstant, event: Event, name: str) -> Any:
        """Return a fact, or None where it is unknown: absent without a default in the vocabulary, or `ukendt`."""
        if name.startswith("barn."):
            return self.case.get("barn", {}).get(name.removeprefix("barn."))
        word = self.rule_files.facts[event.type].get(name)
        if isinstance(word, dict):
            value = event.facts.get(name, word.get("default"))
            return None if value is not None and fact_text(value) == word.get("unknown") else value
        return event.facts.get(name) if word is not None else None

    def compare_fact(self: CaseAtInstant, event: Event, name: str, wanted: Any) -> Truth:
        """Whether a fact has the value, one of the values, another value, or is at least so much."""
        value = self.fact_value(event, name)
        if not self.is_word_of(event, name):
            return Truth(isinstance(wanted, dict) and bool(wanted.keys() & {"not", "not_known_to_be"}))
        if isinstance(wanted, dict) and wanted.keys() & {"known_to_be", "not_known_to_be"}:
            ((how, values),) = wanted.items()
            is_known = value is not None and fact_text(value) in as_list(values)
            return Truth(is_known == (how == "known_to_be"))
        if value is None:
            return Truth(None, frozenset({name.removeprefix("barn.")}))
        if isinstance(wanted, dict):
            if "not" in wanted:
                return Truth(fact_text(value) not in as_list(wanted["not"]))
            return Truth(int(value) >= int(wanted["at_least"]))
        return Truth(fact_text(value) in as_list(wanted))

    def is_word_of(self: CaseAtInstant, event: Event, name: str) -> bool:
        """Whether such an event can tell the fact."""
        return name.startswith("barn.") or name in self.rule_files.facts[event.type]

    def match_event(self: CaseAtInstant, event: Event, wanted: Any) -> Truth:
        """Whether the event has the type and the facts of a pattern."""
        kind, tests = split_pattern(wanted)
        if event.type != kind:
            return FALSE
        return all_of(self.compare_fact(event, name, value) for name, value in tests.items())

    def match_any(self: CaseAtInstant, event: Event, wanted: Any) -> Truth:
        """Whether the event matches one of the patterns."""
        return any_of(self.match_event(event, one) for one in as_list(wanted))

    def evaluate_condition(
        self: CaseAtInstant,
        condition: Mapping[str, Any],
        trigger: Event,
        about: tuple[Event, ...],
        duty: Duty | None = None,
    ) -> Truth:
        """Evaluate one line of a rule's conditions, as of the trigger (lines `since` and `ever`: as of now)."""
        ((key, value),) = condition.items()
        match key:
            case "any_of":
                return any_of(self.evaluate_condition(one, trigger, about, duty) for one in value)
            case "all_of":
                return all_of(self.evaluate_condition(one, trigger, about, duty) for one in value)
            case "trigger_is":
                return Truth(trigger.type in as_list(value))
            case "not_named_by":
                return Truth(not self.is_named_by(value, trigger))
            case "since":
                assert duty is not None
                return any_of(
                    all_of([self.match_any(e, value), touched])
                    for e in self.events
                    if (touched := self.touch_truth(e, duty)).value is not False
                )
            case "ever":
                return any_of(self.match_any(e, value) for e in self.events)
        for of_kind in (self.evaluate_history, self.evaluate_age):
            truth = of_kind(key, value, trigger)
            if truth is not None:
                return truth
        return any_of(self.compare_fact(one, key, value) for one in about)

    def evaluate_history(self: CaseAtInstant, key: str, value: Any, trigger: Event) -> Truth | None:
        """Evaluate a line on what had happened by the trigger, or on what the trigger is about."""
        by_then = [e for e in self.events if e.at.first <= trigger.at.first]
        within = [e for e in self.events if is_at_or_after(trigger.at, e.at) and self.is_within_a_year(e, trigger)]
        match key:
            case "happened":
                return any_of(self.match_any(e, value) for e in by_then)
            case "happened_in_the_year_before":
                return any_of(self.match_any(e, value) for e in within)
            case "state":
                return self.state_at(value, trigger)
            case "about":
                return self.is_about(value, trigger)
            case "not_about":
                return self.is_not_about(as_list(value), trigger)
            case "latest":
                return self.latest_told(value, trigger)
            case "not_happened" | "not_happened_in_the_year_before" | "not_state":
                truth = self.evaluate_history(key.removeprefix("not_"), value, trigger)
                return None if truth is None else negation(truth)
        return None

    def evaluate_age(self: CaseAtInstant, key: str, value: Any, trigger: Event) -> Truth | None:
        """Evaluate a line on the age of the child on the day of the trigger."""
        match key:
            case "child_is_at_least":
                return self.is_at_least_years_old(trigger, int(value))
            case "child_is_under":
                return negation(self.is_at_least_years_old(trigger, int(value)))
            case "child_is_between":
                first, last = int(value[0]), int(value[1])
                return all_of(
                    [
                        self.is_at_least_years_old(trigger, first),
                        negation(self.is_at_least_years_old(trigger, last + 1)),
                    ]
                )
            case "known_to_be_at_least":
                return Truth(bool(self.is_at_least_years_old(trigger, int(value)).value))
            case "not_known_to_be_at_least":
                return Truth(not self.is_at_least_years_old(trigger, int(value)).value)
        return None

    def is_at_least_years_old(self: CaseAtInstant, trigger: Event, years: int) -> Truth:
        """Whether the child had so many years on the day of the trigger."""
        born = self.case.get("barn", {}).get("foedselsdato")
        if born is None:
            return Truth(None, frozenset({"foedselsdato"}))
        day, today = dt.date.fromisoformat(born), trigger.at.day
        return Truth(today.year - day.year - ((today.month, today.day) < (day.month, day.day)) >= years)

    def touch_truth(self: CaseAtInstant, event: Event, duty: Duty) -> Truth:
        """Whether the event touches the duty; unknown, and `of` is needed, while nobody can tell."""
        touched = self.touch_duty(event, duty)
        return Truth(None, frozenset({"of"})) if touched is None else Truth(touched)

    def is_within_a_year(self: CaseAtInstant, event: Event, trigger: Event) -> bool:
        """Whether the trigger lies within a year from the event, its last day included."""
        return trigger.at.day <= count.months_after(event.at.day, 12, end_sticks=False)

    def looked_back_at(self: CaseAtInstant, kind: str, trigger: Event) -> list[Event]:
        """Return the events of a type on the trigger's ways; else those at or before the end of its way."""
        named = [e for e in self.events_on_ways(trigger) if e.type == kind]
        if named:
            return named
        ways = self.ways(trigger)
        ends = [way.steps[-1] for way in ways if way.steps and not way.cut] if ways else [trigger]
        same = [e for e in self.events if e.type == kind and e.id != trigger.id]
        return [e for e in same if any(is_at_or_after(end.at, e.at) for end in ends)]

    def is_about(self: CaseAtInstant, words: Mapping[str, Any], trigger: Event) -> Truth:
        """Whether what the trigger is about has these facts."""
        return all_of(self.is_about_one(kind, tests, trigger) for kind, tests in words.items())

    def is_about_one(self: CaseAtInstant, kind: str, tests: Mapping[str, Any], trigger: Event) -> Truth:
        """Whether all that the trigger is about has the facts (true), none has (false), or some have (unknown)."""
        candidates = self.looked_back_at(kind, trigger)
        if not candidates:
            return Truth(None, frozenset(tests or {kind}))
        fits = [self.match_event(e, {kind: tests}) for e in candidates]
        known = {t.value for t in fits} - {None}
        needs = frozenset().union(*(t.needs for t in fits if t.value is None))
        if len(known) == 2:
            needs |= {"of"}
        return Truth(None, needs) if needs else Truth(known == {True})

    def is_not_about(self: CaseAtInstant, kinds: list[str], trigger: Event) -> Truth:
        """Whether the trigger is about none of these types."""
        if any(e.type in kinds for e in self.events_on_ways(trigger)):
            return FALSE
        before = [e for e in self.events if e.type in kinds and is_at_or_after(trigger.at, e.at)]
        return Truth(None, frozenset({"of"})) if before and not trigger.of else Truth(value=True)

    def latest_told(self: CaseAtInstant, words: Mapping[str, Any], trigger: Event) -> Truth:
        """Whether the latest event by then, on the ways of the trigger, else in the case, has the fact."""
        pattern = {k: v for k, v in words.items() if k != "none"}
        kind, tests = split_pattern(pattern)
        same = [e for e in self.events if e.type == kind and e.id != trigger.id and is_at_or_after(trigger.at, e.at)]
        named = {e.id for e in self.events_on_ways(trigger)}
        same = [e for e in same if e.id in named] or same
        if not same:
            return FALSE if words.get("none") == "false" else Truth(None, frozenset(tests))
        return self.match_event(same[-1], pattern)

    def is_named_by(self: CaseAtInstant, words: Mapping[str, Any], trigger: Event) -> bool:
        """Whether the trigger is a position that a decision names, or with which it shares the request."""
        ((kind, by),) = words.items()
        if trigger.type != kind:
            return False
        return any(e.type == by and self.is_one_act(trigger, e) for e in self.events)

    def is_one_act(self: CaseAtInstant, position: Event, decision: Event) -> bool:
        """Whether a decision on a return names the position on it, or the same request."""
        on_decision = {e.id for e in self.events_on_ways(decision)}
        requests = {e.id for e in self.events_on_ways(position) if e.type == "hjemgivelse_anmodet"}
        return position.id in on_decision or bool(requests & on_decision)
