"""Why a rule is not in the answer: which event is missing, on which day it was not law, or which condition fails."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from overgreb_rules._case.event_log import EventLog, LoggedEvent
from overgreb_rules._duties.activation import activate_under
from overgreb_rules._matching.compiled import CompiledRules
from overgreb_rules._rules.model import Rule
from overgreb_rules._rules.rule_set import RuleSet
from overgreb_rules._text.conditions import describe_condition
from overgreb_rules.shared.date_words import format_day
from overgreb_rules.shared.text import Text


def why_not(log: EventLog, rule: Rule, rules: RuleSet, programs: CompiledRules, keys: set[str]) -> list[Text]:
    """Return the reasons why a rule gives no duty in a case.

    Args:
        log: The events of the case.
        rule: The rule.
        rules: All rules.
        programs: The compiled rules with their matcher.
        keys: The keys of the duties that are in the answer.

    Returns:
        The reasons, one sentence or list entry each; where the rule is in the answer, a sentence that names its duties.
    """
    there = sorted(key for key in keys if key.startswith(f"{rule.id}@"))
    if there:
        named = ", ".join(there)
        return [Text(f"Reglen er i svaret: {named}.", f"The rule is in the answer: {named}.")]
    if rule.follows is not None or rule.on_breach:
        return [_opened_by_another(rule, rules)]
    triggers = [event for event in log.events if event.type in rule.triggers]
    if not triggers:
        named = " / ".join(rules.vocabulary.events[type_].says.da for type_ in rule.triggers)
        english = " / ".join(rules.vocabulary.events[type_].says.en for type_ in rule.triggers)
        return [Text(f"Intet åbner den: det er ikke sket ({named}).", f"Nothing opens it: not happened ({english}).")]
    return [reason for event in triggers for reason in _of_one(log, rule, rules, programs, event, keys)]


def _opened_by_another(rule: Rule, rules: RuleSet) -> Text:
    if rule.follows is None:
        return Text("Kommunen har ikke brudt en pligt.", "The municipality has broken no duty.")
    title = rules.by_id[rule.follows].title
    return Text(
        f"Den følger først, når denne pligt ikke holdes: {title.da} ({rule.follows}).",
        f"It follows only when this duty is not kept: {title.en} ({rule.follows}).",
    )


def _of_one(
    log: EventLog, rule: Rule, rules: RuleSet, programs: CompiledRules, trigger: LoggedEvent, keys: set[str]
) -> Iterator[Text]:
    name = trigger.event.id
    version = rule.version_on(trigger.at.day)
    if version is None:
        on = format_day(trigger.at.day)
        yield Text(f"{name}: reglen gjaldt ikke {on.da}.", f"{name}: the rule was not in force on {on.en}.")
        return
    single = [(condition, replace(version, conditions=(condition,))) for condition in version.conditions]
    # Programs are remembered by the first day of a wording, so each of these gets a memory of its own.
    failing = [
        c for c, v in single if activate_under(log, rules, CompiledRules(programs.matcher), trigger, rule, v) is None
    ]
    for condition in failing:
        says = describe_condition(condition, rules.vocabulary)
        yield Text(f"{name}: det holder ikke, at {says.da}.", f"{name}: this does not hold: {says.en}.")
    if failing:
        return
    now = next((other for other in rules.successor.get(rule.id, ()) if f"{other}@{name}" in keys), None)
    if now is not None:
        yield Text(f"{name}: pligten er ført videre under {now}.", f"{name}: the duty has moved to {now}.")
    elif rule.one_at_a_time:
        yield Text(f"{name}: et tidligere ur løber endnu.", f"{name}: an earlier clock is still running.")
    else:
        yield Text(f"{name}: loven kræver det ikke alligevel.", f"{name}: the law does not ask for it after all.")
