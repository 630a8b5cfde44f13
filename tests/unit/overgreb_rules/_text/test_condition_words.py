"""Conditions of rules as clauses, by the packaged vocabulary."""

from __future__ import annotations

import pytest

from overgreb_rules._rules.clauses import Statement
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
from overgreb_rules._rules.words_of_law import WordsOfLaw
from overgreb_rules._text.condition_words import ConditionWords
from overgreb_rules.shared.text import Text

WORDS = ConditionWords(WordsOfLaw(packaged_vocabulary()), ("underretning_modtaget",))
_NOTIFIED, _ASSESSED = EventPattern("underretning_modtaget"), EventPattern("underretning_vurderet")
_IS_PLACED = Statement(
    Text("barnet er anbragt", "the child is placed"),
    Text("barnet er ikke anbragt", "the child is not placed"),
    Text("barnet ikke er anbragt", "the child is not placed"),
)
_PLACED = LegalState("anbragt", _IS_PLACED, "§ 46", ())
_ABUSE = FactTest("overgreb", "is", (True,))
_FROM_EITHER = FactTest("afsender", "is", ("borger", "kommune"))
_SUPPORT = EventPattern("indsats_ivaerksat", (FactTest("art", "is", ("stoettende",)),))


def _fact(name: str, operator: str, *values: str | int | bool) -> FactCondition:
    return FactCondition("trigger", FactTest(name, operator, values))  # type: ignore[arg-type]  # one of the literals


@pytest.mark.parametrize(
    ("condition", "danish", "english"),
    [
        (_fact("overgreb", "is", True), "der er viden eller mistanke om overgreb", "there is knowledge or suspicion of abuse"),  # noqa: E501
        (_fact("anonym", "is", False), "underretteren ikke er anonym", "the notifier is not anonymous"),
        (_fact("anonym", "is_not", True), "underretteren ikke er anonym", "the notifier is not anonymous"),
        (_fact("afsender", "is_not", "borger"), "underretningen ikke kommer fra en borger", "the notification does not come from a citizen"),  # noqa: E501
        (_fact("afsender", "is", "borger", "kommune"), "underretningen kommer fra en borger, eller hvis underretningen kommer fra en kommune", "the notification comes from a citizen, or if the notification comes from a municipality"),  # noqa: E501
        (_fact("anonym", "known_to_be", True), "det er oplyst, at underretteren er anonym", "it is told that the notifier is anonymous"),  # noqa: E501
        (_fact("anonym", "not_known_to_be", True), "det ikke er oplyst, at underretteren er anonym", "it is not told that the notifier is anonymous"),  # noqa: E501
        (_fact("procent", "at_least", 15), "fraværet er på 15 procent eller mere", "the absence is 15 per cent or more"),  # noqa: E501
        (TriggerTypeCondition(("underretning_vurderet",)), "pligten er udløst af »underretning vurderet«", "the duty was opened by “notification assessed for danger”"),  # noqa: E501
        (AgeCondition(10, None), "barnet er fyldt 10 år", "the child has turned 10"),
        (AgeCondition(None, 9), "barnet ikke er fyldt 10 år", "the child has not turned 10"),
        (AgeCondition(18, 22), "barnet er fyldt 18 år, og hvis barnet ikke er fyldt 23 år", "the child has turned 18, and if the child has not turned 23"),  # noqa: E501
        (AgeCondition(16, None, unknown_is=False), "det er oplyst, at barnet er fyldt 16 år", "it is told that the child has turned 16"),  # noqa: E501
        (AgeCondition(None, 15, unknown_is=True), "det ikke er oplyst, at barnet er fyldt 16 år", "it is not told that the child has turned 16"),  # noqa: E501
        (EventCondition((_NOTIFIED,), "earlier"), "underretningen er modtaget", "the notification has been received"),
        (EventCondition((_NOTIFIED,), "earlier", wanted=False), "underretningen ikke er modtaget", "the notification has not been received"),  # noqa: E501
        (EventCondition((_NOTIFIED, _ASSESSED), "ever"), "underretningen er modtaget, eller hvis underretningen er vurderet", "the notification has been received, or if the notification has been assessed"),  # noqa: E501
        (EventCondition((_ASSESSED,), "since"), "underretningen er vurderet derefter", "the notification has been assessed afterwards"),  # noqa: E501
        (EventCondition((_SUPPORT,), "earlier"), "indsatsen er iværksat, og hvis indsatsen er støttende", "the measure has been started, and if the measure is supporting"),  # noqa: E501
        (EventCondition((_SUPPORT,), "earlier", wanted=False), "indsatsen ikke er iværksat, eller hvis indsatsen ikke er støttende", "the measure has not been started, or if the measure is not supporting"),  # noqa: E501
        (EventCondition((_SUPPORT, _NOTIFIED), "earlier"), "mindst ét af følgende gælder: 1) at indsatsen er iværksat, og at indsatsen er støttende; 2) at underretningen er modtaget", "one of these holds: 1) that the measure has been started, and that the measure is supporting; 2) that the notification has been received"),  # noqa: E501
        (EventCondition((_SUPPORT, _NOTIFIED), "earlier", wanted=False), "alt følgende gælder: 1) at indsatsen ikke er iværksat, eller at indsatsen ikke er støttende; 2) at underretningen ikke er modtaget", "all of this holds: 1) that the measure has not been started, or that the measure is not supporting; 2) that the notification has not been received"),  # noqa: E501
        (StateCondition(_PLACED), "barnet er anbragt", "the child is placed"),
        (StateCondition(_PLACED, (_FROM_EITHER,)), "barnet er anbragt, og hvis underretningen kommer fra en borger eller kommune", "the child is placed, and if the notification comes from a citizen or municipality"),  # noqa: E501
        (StateCondition(_PLACED, wanted=False), "barnet ikke er anbragt", "the child is not placed"),
        (AboutCondition(_NOTIFIED), "hændelsen handler om »underretning modtaget«", "the event is about “notification received”"),  # noqa: E501
        (NotAboutCondition(("underretning_modtaget",)), "hændelsen ikke handler om »underretning modtaget«", "the event is not about “notification received”"),  # noqa: E501
        (RecentCondition((_NOTIFIED,)), "underretningen er modtaget inden for det seneste år", "the notification has been received within the last year"),  # noqa: E501
        (RecentCondition((_NOTIFIED,), wanted=False), "underretningen ikke er modtaget inden for det seneste år", "the notification has not been received within the last year"),  # noqa: E501
        (
            TriggerNotNamedBy("hjemgivelse_stillingtagen", "hjemgivelse_besluttet"),
            "pligten ikke er udløst af »stilling taget til hjemgivelse«, eller hvis hændelsen »afgørelse om hjemgivelse truffet« hverken handler om den udløsende hændelse eller om samme anmodning som den",  # noqa: E501
            "the duty was not opened by “position taken on the request for return”, or if “decision on the return taken” is about neither the opening event nor the same request",  # noqa: E501
        ),
        (LatestCondition(_NOTIFIED), "det seneste, der er sket, er »underretning modtaget«", "the latest that has happened is “notification received”"),  # noqa: E501
        (LatestCondition(_SUPPORT), "indsatsen er støttende (ifølge den seneste hændelse »indsats iværksat«, som den udløsende hændelse handler om, eller, hvis der ingen er, ifølge den seneste »indsats iværksat« i sagen)", "the measure is supporting (by the latest “measure started” that the opening event is about, else by the latest of the case)"),  # noqa: E501
    ],
)  # fmt: skip
def test_each_kind_of_condition_is_a_clause_in_both_languages(condition: Condition, danish: str, english: str) -> None:
    assert WORDS.describe(condition) == Text(danish, english)


_NOT_ANONYMOUS, _FROM_CITIZEN = _fact("anonym", "is", False), _fact("afsender", "is", "borger")


def test_parts_that_must_all_hold_are_joined_with_the_conjunction() -> None:
    assert WORDS.describe(AllOf((_NOT_ANONYMOUS, _FROM_CITIZEN))).da == (
        "underretteren ikke er anonym, og hvis underretningen kommer fra en borger"
    )


def test_alternatives_of_which_one_has_two_clauses_are_a_numbered_list() -> None:
    either = AnyOf((_NOT_ANONYMOUS, EventCondition((_SUPPORT,), "earlier")))
    assert WORDS.describe(either).da == (
        "mindst ét af følgende gælder: 1) at underretteren ikke er anonym; 2) at indsatsen er iværksat, og at "
        "indsatsen er støttende"
    )


@pytest.mark.parametrize(
    ("condition", "danish"),
    [
        (_fact("anonym", "not_known_to_be", True), "det er oplyst, at underretteren er anonym"),
        (AgeCondition(None, 15, unknown_is=True), "det er oplyst, at barnet er fyldt 16 år"),
        (_fact("anonym", "known_to_be", True), None),
        (AgeCondition(None, 15), None),
        (AgeCondition(12, 15, unknown_is=True), None),
    ],
)
def test_only_a_condition_that_something_is_not_told_is_an_exclusion(condition: Condition, danish: str | None) -> None:
    excluded = WORDS.describe_exclusion(condition)
    assert (excluded.da if excluded is not None else None) == danish


def test_a_group_inside_a_group_is_a_numbered_list_and_its_own_groups_have_letters() -> None:
    inner = AllOf((_NOT_ANONYMOUS, AnyOf((_FROM_CITIZEN, AllOf((_fact("overgreb", "is", True), _FROM_CITIZEN))))))
    assert WORDS.describe(AnyOf((_FROM_CITIZEN, inner))).da == (
        "mindst ét af følgende gælder: 1) at underretningen kommer fra en borger; 2) at alt følgende gælder: a) at "
        "underretteren ikke er anonym; b) at mindst ét af følgende gælder: i) at underretningen kommer fra en borger; "
        "ii) at der er viden eller mistanke om overgreb, og at underretningen kommer fra en borger"
    )


def test_a_fact_has_the_clause_of_the_event_that_carries_it() -> None:
    test = FactTest("art", "is", ("anbringelse",))
    measure, provisional = (
        WORDS.describe_test(test, type_) for type_ in ("indsats_ivaerksat", "foreloebig_afgoerelse_ivaerksat")
    )
    assert (measure.da, provisional.da) == (
        "indsatsen er en anbringelse",
        "den foreløbige afgørelse gælder en anbringelse",
    )
