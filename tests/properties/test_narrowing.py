"""The law of narrowing: taking away every `of` of a case never makes an answered duty unanswered.

A duty that was answered with `of` is without it answered too, or it is undetermined and needs `of`: an event about one
thing waits, or an act of a `before` duty may belong to an older matter. Not under the law is what narrowing keeps
alive: a permission that an event ends, a waiver that an event takes back, an order duty whose named event is about
something else. Nor is what hangs on what the trigger is about: a duty that only `of` opens (a second examination of its
own), a condition, the start of a clock, an act that counts only where it is about the same thing. Nor is a year of
visits, which ends with its measure: two ends that do not say which measure they end count in order of time, so that
one measure runs longer than with `of`, and a year that was broken by then stays broken. A duty of which nobody knows
when its time ends is undetermined, answered or not: it is compared with that told. An event that with `of` is about
something else, and without it about the duty too, can leave out a fact on which a waiver hangs: the duty needs that
fact then. The links are those that the vocabulary allows. Seeded: a failure names the history.
"""

from __future__ import annotations

import copy
import os
from collections.abc import Iterator, Mapping
from typing import Any

import pytest

from overgreb_rules import Case, Obligation, Rulebook, evaluate
from overgreb_rules._rules.conditions import AllOf, AnyOf, Condition
from overgreb_rules._rules.derived_conditions import AboutCondition, NotAboutCondition
from overgreb_rules._rules.model import Rule
from tests.fixtures.random_histories import ABOUT, HistoryGenerator, leads_to

BOOK = Rulebook.load(matcher="reference")
FIRST = int(os.environ.get("OVERGREB_NARROWING_FIRST", "0"))
NUMBER = int(os.environ.get("OVERGREB_NARROWING_HISTORIES", "300"))
ANSWERED = {"met", "met_late", "met_contested", "waived", "replaced", "used"}


class _LinksOfTheVocabulary(HistoryGenerator):
    """Names only what an event of the type can be about by the lists of the vocabulary, earlier or later."""

    def link(self, events: list[dict[str, Any]]) -> None:
        chance = self.random
        for place, event in enumerate(events):
            if chance.random() < 0.3:
                continue
            others = events[:place] if chance.random() < 0.9 else events[place + 1 :]
            free = [one for one in others if one["type"] in ABOUT[event["type"]]]
            free = [one for one in free if not leads_to(one, event["id"], events)]
            named = chance.sample(free, min(len(free), chance.choice([1, 1, 1, 2])))
            if named:
                event["of"] = [one["id"] for one in named]


def _asks_what_the_trigger_is_about(condition: Condition) -> bool:
    match condition:
        case AllOf(parts) | AnyOf(parts):
            return any(_asks_what_the_trigger_is_about(part) for part in parts)
        case _:
            return isinstance(condition, AboutCondition | NotAboutCondition)


def _is_outside_the_law(rule: Rule) -> bool:
    return bool(rule.ends_by) or any(
        _asks_what_the_trigger_is_about(condition) for version in rule.versions for condition in version.conditions
    )


_CLOCK_FACTS = {rule.clock.strict_from.name for rule in BOOK.rules if rule.clock.strict_from.kind == "fact"}
_OUTSIDE = {rule.id for rule in BOOK.rules if _is_outside_the_law(rule)}


def _is_kept_alive(duty: Obligation, other: Obligation) -> bool:
    """Whether an event that `of` narrows away would take the answer back: a named event, or what ends a waiver.

    So would an earlier event from which the clock runs, where the trigger no longer says which one it is about, and a
    later end of the measure that a yearly duty is about.
    """
    rule = BOOK.rules.by_id[duty.rule]
    if rule.clock.before not in {None, "trigger"} and other.status in {"breached", "undetermined"}:
        return True
    if duty.status == "waived" and rule.clock.count == "rolling":
        return True
    if rule.clock.strict_from.kind == "earlier_event" and duty.clock_start != other.clock_start:
        return True
    taken_back = rule.rests_while or any(waiver.undone_by or waiver.until for waiver in rule.waivers)
    return duty.status == "waived" and bool(taken_back)


def _is_met_by_a_companion(duty: Obligation, case: Mapping[str, Any]) -> bool:
    """Whether the duty is met by an act that counts only where it is about what the trigger is about."""
    companions = {pattern.type for pattern in BOOK.rules.by_id[duty.rule].met_by if pattern.trigger_types}
    return any(event["type"] in companions for event in case["events"] if event.get("id") in duty.met_by)


def _needs_what_a_linked_event_leaves_out(other: Obligation, case: Mapping[str, Any]) -> bool:
    """Whether the duty is undetermined for facts alone, and each is one that an event with `of` leaves out."""
    left_out = {
        name
        for event in case["events"]
        if event.get("of") and event["type"] in BOOK.rules.answer_types[other.rule]
        for name in BOOK.rules.vocabulary.events[event["type"]].facts
        if event.get(name) is None
    }
    return other.status == "undetermined" and bool(other.needs) and set(other.needs) <= left_out


def _answers(case: Mapping[str, Any], at: str) -> dict[str, Obligation]:
    found = evaluate(Case.model_validate(case), at=at, rulebook=BOOK).obligations
    return {duty.key: duty for duty in found if duty.rule not in _OUTSIDE}


def _without_links(case: Mapping[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = copy.deepcopy(dict(case))
    for event in found["events"]:
        event.pop("of", None)
    return found


def _with_times_told(case: Mapping[str, Any]) -> dict[str, Any]:
    """Return the case where every event tells the fact from which a clock runs, and the child has a day of birth.

    Without these a duty that was done is undetermined, because nobody knows whether it was done in time.
    """
    found: dict[str, Any] = copy.deepcopy(dict(case))
    year = int(max(event["at"] for event in found["events"])[:4])
    found["barn"].setdefault("foedselsdato", f"{year - 16}-07-01")
    for event in found["events"]:
        for name in _CLOCK_FACTS & set(BOOK.rules.vocabulary.events[event["type"]].facts):
            day_alone = "T" not in event["at"]
            start = f"{event['at']}T00:00:00+01:00" if day_alone else event["at"]
            event.setdefault(name, start)
    return found


def _histories() -> Iterator[tuple[int, dict[str, Any], str]]:
    for number in range(FIRST, FIRST + NUMBER):
        chance = _LinksOfTheVocabulary(f"narrowing {number}")
        kinds = (chance.theme_history, chance.rules_history, chance.examination_history, chance.mixed_history)
        case = kinds[number % len(kinds)]()
        yield number, case, chance.random_instants(case, 1)[0]


def _broken(
    case: Mapping[str, Any], with_of: Mapping[str, Obligation], without: Mapping[str, Obligation]
) -> Iterator[str]:
    for key, duty in with_of.items():
        other = without.get(key)
        if other is None or duty.status not in ANSWERED or other.status in ANSWERED:
            continue
        if _is_kept_alive(duty, other) or _is_met_by_a_companion(duty, case):
            continue
        if duty.status != "met" and _needs_what_a_linked_event_leaves_out(other, case):
            continue
        if other.status != "undetermined" or "of" not in other.needs:
            yield f"{key}: {duty.status} by {duty.met_by}, without `of` {other.status} {other.needs}"


def test_an_answered_duty_stays_answered_or_needs_of_when_every_of_is_taken_away() -> None:
    compared = 0
    for number, case, at in _histories():
        with_of, without = _answers(case, at), _answers(_without_links(case), at)
        compared += sum(key in without and duty.status in ANSWERED for key, duty in with_of.items())
        if any(_broken(case, with_of, without)):
            dated = _with_times_told(case)
            broken = list(_broken(dated, _answers(dated, at), _answers(_without_links(dated), at)))
            assert broken == [], f"history {number} at {at}: {case}"
    assert compared > NUMBER / 3


@pytest.mark.parametrize("name", ["praksis-ankestyrelsen-8-uger", "rsl-73-ankestyrelsen-8-uger"])
def test_a_row_that_asks_what_its_trigger_is_about_is_not_under_the_law(name: str) -> None:
    assert name in _OUTSIDE
