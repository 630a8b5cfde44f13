"""Why a rule is not in the answer: which event is missing, on which day it was not law, or which condition fails."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Literal

from msgspec.structs import replace
from pydantic import Field

from overgreb_rules._case.case import Case, Event, build_sort_key
from overgreb_rules._case.event_log import EventLog, LoggedEvent
from overgreb_rules._duties.activation import activate_under
from overgreb_rules._duties.status import Status
from overgreb_rules._evaluate.pipeline import evaluate, instant_of
from overgreb_rules._evaluate.unknown_word import find_rule
from overgreb_rules._matching.compiled import CompiledRules
from overgreb_rules._rules.citation import citation
from overgreb_rules._rules.conditions import Condition
from overgreb_rules._rules.model import LaterOf, Rule
from overgreb_rules._rules.rule_set import RuleSet
from overgreb_rules._text.why_not_words import WhyNotWords
from overgreb_rules.evaluation import Instant
from overgreb_rules.rulebook import Rulebook, default_rulebook
from overgreb_rules.shared.lazy_model import FrozenModel, JsonAnswer
from overgreb_rules.shared.text import Text

ReasonKind = Literal[
    "in_answer", "follows_a_breach", "no_trigger", "not_yet", "not_in_force", "condition_fails", "moved", "clock_runs",
    "not_owed",
]  # fmt: skip
"""What keeps a rule out of an answer; `in_answer` where nothing does, `not_yet` where the trigger happens later."""
_RUNNING: frozenset[Status] = frozenset({"pending", "due_soon", "undetermined"})
_TriggersByRule = Mapping[str, Collection[str]]
"""Rule → the ids of the events that opened its duties; a rule without a duty in the answer is left out."""


class Reason(FrozenModel):
    """One reason why a rule gives no duty; `event` is the trigger that it is about, None where there is none."""

    kind: ReasonKind
    event: str | None
    da: str
    en: str


class WhyNot(JsonAnswer):
    """Why a rule gives no duty in a case at an instant; `keys` are its duties, where it gives some after all."""

    schema_version: Literal[1] = Field(default=1, alias="schema")
    case_id: str
    at: Instant
    rule: str
    cite: str
    title: Text
    keys: tuple[str, ...]
    reasons: tuple[Reason, ...]


def why_not(case: Case, rule: str, *, at: str | dt.datetime, rulebook: Rulebook | None = None) -> WhyNot:
    """Say why a rule gives no duty in a case. Pure and thread-safe.

    Args:
        case: The case.
        rule: The id of the rule.
        at: The instant of the evaluation, with an offset.
        rulebook: The rules and the matcher; None means the packaged rules with the default matcher.

    Returns:
        The reasons, one or more for each event that could have opened a duty under the rule.

    Raises:
        InstantError: `at` is no instant.
        RuleError: There is no such rule; the error names the nearest id.

    Example:
        `why_not(case, "bl-138-2-orientering", at="2026-11-21T12:00:00+01:00").reasons`
    """
    book = rulebook or default_rulebook()
    found = find_rule(rule, book.rules, "rule")
    result = evaluate(case, at=at, rulebook=book)
    log = EventLog.of(case, book.rules.vocabulary, instant_of(at))
    triggers = defaultdict[str, set[str]](set)
    for duty in result.obligations:
        triggers[duty.rule].add(duty.trigger)
    running = {duty.rule for duty in result.obligations if duty.status in _RUNNING and not duty.past_due}
    return WhyNot.unchecked(
        {
            "schema_version": 1,
            "case_id": case.case_id,
            "at": result.at,
            "rule": found.id,
            "cite": citation(found.id, book.rules).da,
            "title": found.title,
            "keys": tuple(sorted(duty.key for duty in result.obligations if duty.rule == found.id)),
            "reasons": tuple(find_reasons(log, found, book.rules, book.programs, dict(triggers), running)),
        }
    )


def find_reasons(
    log: EventLog,
    rule: Rule,
    rules: RuleSet,
    programs: CompiledRules,
    triggers_by_rule: _TriggersByRule,
    running: Collection[str],
) -> list[Reason]:
    """Find the reasons why a rule gives no duty in a case.

    Args:
        log: The events of the case.
        rule: The rule.
        rules: All rules.
        programs: The compiled rules with their matcher.
        triggers_by_rule: Rule → the ids of the events that opened its duties of the answer.
        running: The rules with a duty of the answer that is not known to be answered, and whose strict date has not
            passed.

    Returns:
        The reasons; where the rule is in the answer, one that names its duties.
    """
    words = WhyNotWords(rule, rules, log)
    there = [event for event in log.events if event.event.id in triggers_by_rule.get(rule.id, ())]
    if there:
        return [_reason("in_answer", None, words.in_answer(there))]
    if rule.follows is not None or rule.on_breach:
        return [_reason("follows_a_breach", None, words.opened_by_breach())]
    triggers = [event for event in log.events if event.type in rule.triggers]
    later = [event for event in log.case.events if event.type in rule.triggers and event.id in log.ignored]
    if not triggers and not later:
        other = rule.opened_by_unmet
        return [_reason("no_trigger", None, words.no_trigger(is_awaited=other is not None and other.rule in running))]
    if not triggers:
        return _of_later(later, log, words)
    if rule.later_of is not None:
        return _of_both(log, rule, rule.later_of, rules, triggers, later, triggers_by_rule)
    return [reason for event in triggers for reason in _of_one(log, rule, rules, programs, event, triggers_by_rule)]


def _reason(kind: ReasonKind, event: LoggedEvent | None, says: Text) -> Reason:
    return Reason(kind=kind, event=event.event.id if event is not None else None, da=says.da, en=says.en)


def _of_later(later: Sequence[Event], log: EventLog, words: WhyNotWords) -> list[Reason]:
    says = [(event, words.not_yet(event, log.as_of)) for event in sorted(later, key=build_sort_key)]
    return [Reason(kind="not_yet", event=event.id, da=text.da, en=text.en) for event, text in says]


def _of_both(
    log: EventLog,
    rule: Rule,
    both: LaterOf,
    rules: RuleSet,
    triggers: Sequence[LoggedEvent],
    later: Sequence[Event],
    triggers_by_rule: _TriggersByRule,
) -> list[Reason]:
    """The reasons of a duty that two events open together."""
    words = WhyNotWords(rule, rules, log)
    moved = [(event, now) for event in triggers if (now := _moved_to(rule, rules, event, triggers_by_rule)) is not None]
    if moved:
        return [_reason("moved", event, words.moved(now)) for event, now in moved]
    if not any(rule.version_on(event.at.day) for event in triggers):
        return [_reason("not_in_force", event, words.not_in_force(event)) for event in triggers]
    awaited = [event for event in later if event.type == both.each.type]
    if awaited and not any(event.type == both.each.type for event in triggers):
        return _of_later(awaited, log, words)
    return [_reason("not_owed", triggers[-1], words.waits_for_both(both.each, both.first_of, triggers[-1]))]


def _of_one(
    log: EventLog,
    rule: Rule,
    rules: RuleSet,
    programs: CompiledRules,
    trigger: LoggedEvent,
    triggers_by_rule: _TriggersByRule,
) -> Iterator[Reason]:
    words, version = WhyNotWords(rule, rules, log), rule.version_on(trigger.at.day)
    if version is None:
        yield _reason("not_in_force", trigger, words.not_in_force(trigger))
        return

    def fails(condition: Condition) -> bool:
        # Programs are remembered by the first day of a wording, so each of these gets a memory of its own.
        alone = replace(version, conditions=(condition,))
        return activate_under(log, rules, CompiledRules(programs.matcher), trigger, rule, alone) is None

    failing = [condition for condition in version.conditions if fails(condition)]
    for condition in failing:
        yield _reason("condition_fails", trigger, words.condition_fails(trigger, condition, fails))
    if failing:
        return
    now = _moved_to(rule, rules, trigger, triggers_by_rule)
    if now is not None:
        yield _reason("moved", trigger, words.moved(now))
    elif rule.one_at_a_time:
        running = _running(log, rule, rules, trigger, triggers_by_rule)
        yield _reason("clock_runs", trigger, words.clock_runs(trigger, running))
    else:
        yield _reason("not_owed", trigger, words.settled_against(trigger))


def _moved_to(rule: Rule, rules: RuleSet, trigger: LoggedEvent, triggers_by_rule: _TriggersByRule) -> str | None:
    """The rule of the newer act under which the duty of a trigger stands in the answer."""
    successors = rules.successor.get(rule.id, ())
    return next((other for other in successors if trigger.event.id in triggers_by_rule.get(other, ())), None)


def _running(
    log: EventLog, rule: Rule, rules: RuleSet, trigger: LoggedEvent, triggers_by_rule: _TriggersByRule
) -> LoggedEvent | None:
    """The latest earlier event that opened a duty of the same lineage."""
    lineage = [other.id for other in rules if rules.lineage_of(other) == rules.lineage_of(rule)]
    ids = {id_ for other in lineage for id_ in triggers_by_rule.get(other, ())}
    earlier = [event for event in log.events[: trigger.index] if event.event.id in ids]
    return earlier[-1] if earlier else None
