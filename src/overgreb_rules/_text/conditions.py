"""Conditions of rules in Danish and English, for «why not» and for a rule as a jurist reads it."""

from __future__ import annotations

from overgreb_rules._rules.conditions import (
    AllOf,
    AnyOf,
    Condition,
    EventCondition,
    EventPattern,
    FactCondition,
    FactTest,
    TriggerTypeCondition,
)
from overgreb_rules._rules.derived_conditions import (
    AboutCondition,
    AgeCondition,
    DerivedCondition,
    LatestCondition,
    NotAboutCondition,
    RecentCondition,
    StateCondition,
    TriggerNotNamedBy,
)
from overgreb_rules._rules.vocabulary import Vocabulary
from overgreb_rules.shared.text import Text

_EVENT_FORMS = {
    ("earlier", True): Text("det er sket: {}", "this has happened: {}"),
    ("earlier", False): Text("det er ikke sket: {}", "this has not happened: {}"),
    ("since", True): Text("det sker derefter: {}", "this happens afterwards: {}"),
    ("ever", True): Text("det er sket på et tidspunkt: {}", "this has happened at some time: {}"),
}
_OPERATORS = {
    "is": Text("{}", "{}"),
    "is_not": Text("ikke {}", "not {}"),
    "known_to_be": Text("oplyst som {}", "told to be {}"),
    "not_known_to_be": Text("ikke oplyst som {}", "not told to be {}"),
}
_TRUTHS = {True: Text("ja", "yes"), False: Text("nej", "no")}


def describe_condition(condition: Condition, vocabulary: Vocabulary) -> Text:
    """Return a condition in words.

    Args:
        condition: the condition.
        vocabulary: the vocabulary that names its events and facts.

    Returns:
        A clause without a full stop.
    """
    match condition:
        case AnyOf(parts):
            return _join([describe_condition(part, vocabulary) for part in parts], Text(", eller ", ", or "))
        case AllOf(parts):
            return _join([describe_condition(part, vocabulary) for part in parts], Text(", og ", ", and "))
        case FactCondition(_, test):
            return describe_test(test, vocabulary)
        case TriggerTypeCondition(types):
            named = _join([vocabulary.events[type_].says for type_ in types], Text(" eller ", " or "))
            return Text(f"hændelsen er: {named.da}", f"the event is: {named.en}")
        case EventCondition(patterns, when, wanted):
            form = _EVENT_FORMS[when, wanted]
            return _fill_in(form, _describe_patterns(patterns, vocabulary))
        case _:
            return _describe_derived(condition, vocabulary)


def _describe_derived(condition: DerivedCondition, vocabulary: Vocabulary) -> Text:
    match condition:
        case StateCondition(state, tests, wanted):
            says = state.says
            if tests:
                asked = _join([describe_test(test, vocabulary) for test in tests], Text(", ", ", "))
                says = Text(f"{says.da} ({asked.da})", f"{says.en} ({asked.en})")
            return says if wanted else _fill_in(Text("det gælder ikke, at {}", "it does not hold that {}"), says)
        case AboutCondition(pattern):
            return _fill_in(Text("det handler om: {}", "it is about: {}"), describe_event(pattern, vocabulary))
        case NotAboutCondition(types):
            named = _join([vocabulary.events[type_].says for type_ in types], Text(" eller ", " or "))
            return _fill_in(Text("det handler ikke om: {}", "it is not about: {}"), named)
        case LatestCondition(pattern, none_is_false):
            form = (
                Text("der er en, og den seneste er: {}", "there is one, and the latest is: {}")
                if none_is_false
                else Text("den seneste er: {}", "the latest is: {}")
            )
            return _fill_in(form, describe_event(pattern, vocabulary))
        case AgeCondition():
            return _describe_age(condition)
        case RecentCondition(patterns, True):
            form = Text("det er sket inden for det seneste år: {}", "this has happened within the last year: {}")
            return _fill_in(form, _describe_patterns(patterns, vocabulary))
        case RecentCondition(patterns, _):
            form = Text(
                "det er ikke sket inden for det seneste år: {}", "this has not happened within the last year: {}"
            )
            return _fill_in(form, _describe_patterns(patterns, vocabulary))
        case TriggerNotNamedBy(_, decision):
            form = Text("der er ikke selv truffet afgørelse om det: {}", "there is no decision on the same request: {}")
            return _fill_in(form, vocabulary.events[decision].says)


def _describe_age(condition: AgeCondition) -> Text:
    least, most = condition.least, condition.most
    if least is None:
        age = (most or 0) + 1
        if condition.unknown_is:
            return Text(f"barnet vides ikke at være fyldt {age} år", f"the child is not known to be {age} or more")
        return Text(f"barnet er under {age} år", f"the child is under {age}")
    if most is not None:
        return Text(f"den unge er {least} til {most} år", f"the young person is {least} to {most}")
    if condition.unknown_is is False:
        return Text(f"barnet vides at være mindst {least} år", f"the child is known to be at least {least}")
    return Text(f"barnet er mindst {least} år", f"the child is at least {least}")


def describe_event(pattern: EventPattern, vocabulary: Vocabulary) -> Text:
    """Return an event pattern in words: the event type, and in brackets the values that its facts must have.

    Args:
        pattern: the pattern.
        vocabulary: the vocabulary that names its event and facts.

    Returns:
        A noun phrase.
    """
    says = vocabulary.events[pattern.type].says
    if not pattern.tests:
        return says
    tests = _join([describe_test(test, vocabulary) for test in pattern.tests], Text(", ", ", "))
    return Text(f"{says.da} ({tests.da})", f"{says.en} ({tests.en})")


def _describe_patterns(patterns: tuple[EventPattern, ...], vocabulary: Vocabulary) -> Text:
    return _join([describe_event(pattern, vocabulary) for pattern in patterns], Text(" eller ", " or "))


def describe_test(test: FactTest, vocabulary: Vocabulary) -> Text:
    """Return a test of a fact in words.

    Args:
        test: the test.
        vocabulary: the vocabulary that names the fact and its values.

    Returns:
        The fact, a colon, and the values that it must have.
    """
    fact = vocabulary.facts.get(test.name) or vocabulary.case[test.name].says
    if test.operator == "at_least":
        return Text(f"{fact.da}: mindst {test.values[0]}", f"{fact.en}: at least {test.values[0]}")
    values = _join([_describe_value(value, vocabulary) for value in test.values], Text(" eller ", " or "))
    if test.operator == "is_not" and len(test.values) > 1:
        neither = _join([_describe_value(value, vocabulary) for value in test.values], Text(" eller ", " nor "))
        return Text(f"{fact.da}: hverken {neither.da}", f"{fact.en}: neither {neither.en}")
    form = _OPERATORS[test.operator]
    return _fill_in(Text(f"{fact.da}: {form.da}", f"{fact.en}: {form.en}"), values)


def _describe_value(value: str | int | bool, vocabulary: Vocabulary) -> Text:
    if isinstance(value, bool):
        return _TRUTHS[value]
    return vocabulary.values.get(str(value), Text(str(value), str(value)))


def _join(parts: list[Text], by: Text) -> Text:
    return Text(by.da.join(part.da for part in parts), by.en.join(part.en for part in parts))


def _fill_in(form: Text, inner: Text) -> Text:
    return Text(form.da.format(inner.da), form.en.format(inner.en))
