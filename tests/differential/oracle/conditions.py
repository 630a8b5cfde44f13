"""The conditions of a rule: facts, events and states of a case, true, false or unknown."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

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
        if value is None:
            return Truth(None, frozenset({name.removeprefix("barn.")}))
        if isinstance(wanted, dict):
            if "not" in wanted:
                return Truth(fact_text(value) not in as_list(wanted["not"]))
            return Truth(int(value) >= int(wanted["at_least"]))
        return Truth(fact_text(value) in as_list(wanted))

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
        by_then = [e for e in self.events if e.at.first <= trigger.at.first]
        match key:
            case "any_of":
                return any_of(self.evaluate_condition(one, trigger, about, duty) for one in value)
            case "all_of":
                return all_of(self.evaluate_condition(one, trigger, about, duty) for one in value)
            case "trigger_is":
                return Truth(trigger.type in as_list(value))
            case "happened":
                return any_of(self.match_any(e, value) for e in by_then)
            case "not_happened":
                return negation(any_of(self.match_any(e, value) for e in by_then))
            case "running":
                return self.is_state_running(value, by_then)
            case "latest":
                kind, _ = split_pattern(value)
                same = [e for e in by_then if e.type == kind]
                return self.match_event(same[-1], value) if same else FALSE
            case "child_is_at_least":
                return self.is_at_least_years_old(trigger, int(value))
            case "since":
                assert duty is not None
                answering = [e for e in self.events if self.is_answer_to(e, duty)]
                return any_of(self.match_any(e, value) for e in answering)
            case "ever":
                return any_of(self.match_any(e, value) for e in self.events)
        return any_of(self.compare_fact(one, key, value) for one in about)

    def is_at_least_years_old(self: CaseAtInstant, trigger: Event, years: int) -> Truth:
        """Whether the child had so many years on the day of the trigger."""
        born = self.case.get("barn", {}).get("foedselsdato")
        if born is None:
            return Truth(None, frozenset({"foedselsdato"}))
        day, today = dt.date.fromisoformat(born), trigger.at.day
        return Truth(today.year - day.year - ((today.month, today.day) < (day.month, day.day)) >= years)

    def is_state_running(self: CaseAtInstant, words: Mapping[str, Any], by_then: list[Event]) -> Truth:
        """Whether a state began by the trigger and was not ended by then; the chain of `of` says what an event ends."""
        begun = [(e, self.match_any(e, words["started_by"])) for e in by_then]
        begun = [(e, match) for e, match in begun if match.value is not False]
        kinds = {split_pattern(one)[0] for one in as_list(words["started_by"])}
        starts = {e.id: e.at for e in by_then if e.type in kinds}
        ends = [e for e in by_then if self.match_any(e, words["ended_by"]).value]
        still = [
            match
            for e, match in begun
            if not any(is_at_or_after(x.at, e.at) and self.is_correlated(x, e.id, starts) for x in ends)
        ]
        return any_of(still)
