"""What a case tells of a condition that fails."""

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
from overgreb_rules._rules.derived_conditions import AgeCondition, LatestCondition, RecentCondition
from overgreb_rules._rules.words_of_law import WordsOfLaw
from overgreb_rules._text.condition_evidence import ConditionEvidence, ConditionReader
from overgreb_rules.shared.text import Text
from tests.fixtures.event_logs import RULES, build_event, build_log

SCREENED = build_event("s1", "screening_foretaget", 3, resultat="ingen")
NOTIFIED = build_event("u1", "underretning_modtaget", 5, anonym=True)


def _tell(condition: Condition, fails: tuple[Condition, ...] | None = None, **case: object) -> list[str]:
    log = build_log(SCREENED, NOTIFIED, **case)
    words = WordsOfLaw(RULES.vocabulary)
    reader = ConditionReader(words, log, log.events[-1], lambda part: fails is None or part in fails)
    return [sentence.da for sentence in reader.read(condition).describe()]


def _fact(name: str, *values: str | bool) -> FactCondition:
    return FactCondition("trigger", FactTest(name, "is", values))


def test_each_of_several_statements_has_its_own_that() -> None:
    consent, anonymous = TriggerTypeCondition(("x",)), _fact("anonym", False)
    assert _tell(AnyOf((consent, anonymous))) == [
        "Her er det oplyst, at den udløsende hændelse er »underretning modtaget«, og at underretteren er anonym."
    ]
    told = ConditionEvidence(told=[Text("a", "a"), Text("der er b", "b"), Text("c", "c")]).describe()
    assert told == [
        Text("Her er det oplyst, at a, at der er b, og at c.", "Here it is told that a, that b, and that c.")
    ]


@pytest.mark.parametrize(
    ("condition", "says"),
    [
        (_fact("anonym", False), "Her er det oplyst, at underretteren er anonym."),  # a value of a fact
        (_fact("afsender", "borger"), "Det er ikke oplyst, hvem underretningen kommer fra."),
        (_fact("ufoedt", True), "Andet er ikke oplyst, så der regnes med, at det gælder et barn, der er født."),
        (TriggerTypeCondition(("x",)), "Her er det oplyst, at den udløsende hændelse er »underretning modtaget«."),
        (EventCondition((EventPattern("kvittering_sendt"),), "ever"), "Det fremgår ikke af sagen."),
        (
            EventCondition((EventPattern("screening_foretaget"),), "earlier", wanted=False),
            "Her er det oplyst, at screeningen blev foretaget mandag den 3. marts 2025 kl. 12.00.",
        ),
        (
            LatestCondition(EventPattern("screening_foretaget", (FactTest("resultat", "is", ("undersoegelse",)),))),
            "Her er det oplyst, at screeningen viser, at der hverken skal afdækkes eller undersøges.",
        ),
        (
            RecentCondition((EventPattern("screening_foretaget"),), wanted=False),
            "Her er det oplyst, at screeningen blev foretaget mandag den 3. marts 2025 kl. 12.00.",
        ),
        (AgeCondition(12, None), "Det er ikke oplyst, hvornår barnet er født."),
    ],
)
def test_each_kind_of_condition_has_its_telling(condition: Condition, says: str) -> None:
    assert _tell(condition) == [says]


def test_an_age_is_told_by_the_day_of_birth() -> None:
    assert _tell(AgeCondition(12, None), barn={"foedselsdato": "2020-01-01"}) == [
        "Her er det oplyst, at barnet ikke er fyldt 12 år."
    ]
    assert _tell(AgeCondition(None, 17), barn={"foedselsdato": "2000-01-01"}) == [
        "Her er det oplyst, at barnet er fyldt 18 år."
    ]


def test_of_parts_that_must_all_hold_only_those_that_fail_are_told() -> None:
    anonymous, sender = _fact("anonym", False), _fact("afsender", "borger")
    assert _tell(AllOf((anonymous, sender)), (sender,)) == ["Det er ikke oplyst, hvem underretningen kommer fra."]


def test_of_alternatives_all_are_told() -> None:
    anonymous, sender = _fact("anonym", False), _fact("afsender", "borger")
    assert _tell(AnyOf((anonymous, sender))) == [
        "Her er det oplyst, at underretteren er anonym.",
        "Det er ikke oplyst, hvem underretningen kommer fra.",
    ]


def test_an_event_has_happened_where_its_tests_surely_pass() -> None:
    log = build_log(SCREENED)
    reader = ConditionReader(WordsOfLaw(RULES.vocabulary), log, log.events[0], lambda _: True)
    outcome = [FactTest("resultat", "is", (value,)) for value in ("ingen", "afdaekning")]
    assert [reader.has_happened(EventPattern("screening_foretaget", (test,))) for test in outcome] == [True, False]
    assert not reader.has_happened(
        EventPattern("screening_foretaget", (FactTest("alvorlig_eller_kompleks", "is", (True,)),))
    )
