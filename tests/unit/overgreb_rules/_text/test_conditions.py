"""Conditions of rules in words, by the packaged vocabulary."""

from __future__ import annotations

import pytest

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
    LatestCondition,
    NotAboutCondition,
    RecentCondition,
    StateCondition,
    TriggerNotNamedBy,
)
from overgreb_rules._rules.legal_state import LegalState
from overgreb_rules._rules.source import packaged_vocabulary
from overgreb_rules._text.conditions import describe_condition, describe_event
from overgreb_rules.shared.text import Text

_NOTIFIED, _ASSESSED = EventPattern("underretning_modtaget"), EventPattern("underretning_vurderet")
_PLACED = LegalState("anbragt", Text("barnet er anbragt", "the child is placed"), "§ 46", ())
_ABUSE = FactTest("overgreb", "is", (True,))


@pytest.mark.parametrize(
    ("condition", "danish", "english"),
    [
        (FactCondition("trigger", _ABUSE), "viden eller mistanke om overgreb: ja", "knowledge or suspicion of abuse: yes"),  # noqa: E501
        (FactCondition("trigger", FactTest("afsender", "is_not", ("borger",))), "hvem underretningen kommer fra: ikke en borger", "who the notification comes from: not a citizen"),  # noqa: E501
        (TriggerTypeCondition(("underretning_vurderet",)), "hændelsen er: underretning vurderet", "the event is: notification assessed for danger"),  # noqa: E501
        (AgeCondition(10, None), "barnet er mindst 10 år", "the child is at least 10"),
        (EventCondition((_NOTIFIED,), "earlier"), "det er sket: underretning modtaget", "this has happened: notification received"),  # noqa: E501
        (EventCondition((_NOTIFIED,), "earlier", wanted=False), "det er ikke sket: underretning modtaget", "this has not happened: notification received"),  # noqa: E501
        (EventCondition((_NOTIFIED,), "since"), "det sker derefter: underretning modtaget", "this happens afterwards: notification received"),  # noqa: E501
        (EventCondition((_NOTIFIED,), "ever"), "det er sket på et tidspunkt: underretning modtaget", "this has happened at some time: notification received"),  # noqa: E501
        (AgeCondition(None, 9), "barnet er under 10 år", "the child is under 10"),
        (AgeCondition(18, 22), "den unge er 18 til 22 år", "the young person is 18 to 22"),
        (StateCondition(_PLACED), "barnet er anbragt", "the child is placed"),
        (StateCondition(_PLACED, wanted=False), "det gælder ikke, at barnet er anbragt", "it does not hold that the child is placed"),  # noqa: E501
        (AboutCondition(_NOTIFIED), "det handler om: underretning modtaget", "it is about: notification received"),
        (NotAboutCondition(("underretning_modtaget",)), "det handler ikke om: underretning modtaget", "it is not about: notification received"),  # noqa: E501
        (RecentCondition((_NOTIFIED,)), "det er sket inden for det seneste år: underretning modtaget", "this has happened within the last year: notification received"),  # noqa: E501
        (RecentCondition((_NOTIFIED,), wanted=False), "det er ikke sket inden for det seneste år: underretning modtaget", "this has not happened within the last year: notification received"),  # noqa: E501
        (TriggerNotNamedBy("x", "underretning_modtaget"), "der er ikke selv truffet afgørelse om det: underretning modtaget", "there is no decision on the same request: notification received"),  # noqa: E501
        (LatestCondition(_NOTIFIED), "den seneste er: underretning modtaget", "the latest is: notification received"),
    ],
)  # fmt: skip
def test_each_kind_of_condition_is_a_clause_in_both_languages(condition: Condition, danish: str, english: str) -> None:
    words = describe_condition(condition, packaged_vocabulary())
    assert (words.da, words.en) == (danish, english)


def test_alternatives_are_joined_by_or() -> None:
    words = describe_condition(AnyOf((AgeCondition(10, None), AgeCondition(15, None))), packaged_vocabulary())
    assert words.da == "barnet er mindst 10 år, eller barnet er mindst 15 år"


def test_joint_conditions_are_joined_by_and() -> None:
    words = describe_condition(AllOf((AgeCondition(10, None), AgeCondition(15, None))), packaged_vocabulary())
    assert words.en == "the child is at least 10, and the child is at least 15"


def test_several_events_are_alternatives() -> None:
    words = describe_condition(EventCondition((_NOTIFIED, _ASSESSED), "earlier"), packaged_vocabulary())
    assert words.da == "det er sket: underretning modtaget eller underretning vurderet"


def test_an_event_with_a_test_of_a_fact_has_the_fact_in_brackets() -> None:
    words = describe_event(EventPattern("underretning_modtaget", (_ABUSE,)), packaged_vocabulary())
    assert words.da == "underretning modtaget (viden eller mistanke om overgreb: ja)"


def test_a_value_without_words_stands_as_it_is_written() -> None:
    test = FactTest("afsender", "at_least", (7,))
    assert describe_condition(FactCondition("trigger", test), packaged_vocabulary()).en.endswith(": at least 7")
