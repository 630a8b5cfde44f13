"""Conditions said in words: for «why not», and for a rule as a jurist reads it."""

from __future__ import annotations

from overgreb_rules._rules.conditions import (
    AllOf,
    AnyOf,
    ChildAgeCondition,
    Condition,
    EventCondition,
    EventPattern,
    FactCondition,
    FactTest,
    LatestEventCondition,
    OngoingCondition,
    TriggerTypeCondition,
)
from overgreb_rules._rules.vocabulary import Vocabulary
from overgreb_rules.shared.text import Text

__all__ = ["describe_condition", "describe_event"]

_HAPPENED = {
    ("earlier", True): Text("det er sket: {}", "this has happened: {}"),
    ("earlier", False): Text("det er ikke sket: {}", "this has not happened: {}"),
    ("since", True): Text("det sker derefter: {}", "this happens afterwards: {}"),
    ("ever", True): Text("det er sket på et tidspunkt: {}", "this has happened at some time: {}"),
}
_TRUTHS = {True: Text("ja", "yes"), False: Text("nej", "no")}


def describe_condition(condition: Condition, words: Vocabulary) -> Text:
    """The condition as a sentence without its full stop."""
    match condition:
        case AnyOf(parts):
            return _joined([describe_condition(part, words) for part in parts], Text(", eller ", ", or "))
        case AllOf(parts):
            return _joined([describe_condition(part, words) for part in parts], Text(", og ", ", and "))
        case FactCondition(_, test):
            return _test(test, words)
        case TriggerTypeCondition(types):
            named = _joined([words.events[type_].says for type_ in types], Text(" eller ", " or "))
            return Text(f"hændelsen er: {named.da}", f"the event is: {named.en}")
        case ChildAgeCondition(years):
            return Text(f"barnet er mindst {years} år", f"the child is at least {years}")
        case EventCondition(patterns, when, wanted):
            form = _HAPPENED[when, wanted]
            return _filled(form, _patterns(patterns, words))
        case OngoingCondition(started_by, _):
            return _filled(Text("det er i gang: {}", "this is running: {}"), _patterns(started_by, words))
        case LatestEventCondition(pattern):
            return _filled(Text("den seneste er: {}", "the latest is: {}"), describe_event(pattern, words))


def describe_event(pattern: EventPattern, words: Vocabulary) -> Text:
    """An event with what its facts must say."""
    says = words.events[pattern.type].says
    if not pattern.tests:
        return says
    tests = _joined([_test(test, words) for test in pattern.tests], Text(", ", ", "))
    return Text(f"{says.da} ({tests.da})", f"{says.en} ({tests.en})")


def _patterns(patterns: tuple[EventPattern, ...], words: Vocabulary) -> Text:
    return _joined([describe_event(pattern, words) for pattern in patterns], Text(" eller ", " or "))


def _test(test: FactTest, words: Vocabulary) -> Text:
    fact = words.facts.get(test.name) or words.case[test.name].says
    if test.operator == "at_least":
        return Text(f"{fact.da}: mindst {test.values[0]}", f"{fact.en}: at least {test.values[0]}")
    values = _joined([_value(value, words) for value in test.values], Text(" eller ", " or "))
    if test.operator == "is_not":
        return Text(f"{fact.da}: ikke {values.da}", f"{fact.en}: not {values.en}")
    return Text(f"{fact.da}: {values.da}", f"{fact.en}: {values.en}")


def _value(value: str | int | bool, words: Vocabulary) -> Text:
    if isinstance(value, bool):
        return _TRUTHS[value]
    return words.values.get(str(value), Text(str(value), str(value)))


def _joined(parts: list[Text], by: Text) -> Text:
    return Text(by.da.join(part.da for part in parts), by.en.join(part.en for part in parts))


def _filled(form: Text, inner: Text) -> Text:
    return Text(form.da.format(inner.da), form.en.format(inner.en))
