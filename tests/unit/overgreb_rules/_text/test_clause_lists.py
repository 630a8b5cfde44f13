"""Lists of clauses inside a condition."""

from __future__ import annotations

import pytest

from overgreb_rules._rules.conditions import AllOf, Condition, EventCondition, EventPattern, FactCondition, FactTest
from overgreb_rules._rules.derived_conditions import AgeCondition, LatestCondition, NotAboutCondition, RecentCondition
from overgreb_rules._text.clause_lists import find_link, has_tests, merge_words, number_part, split_absences

_ONE, _TWO = FactTest("art", "is", ("stoettende",)), FactTest("art", "is", ("stoettende", "anbringelse"))
_PLAIN, _TESTED = EventPattern("indsats_ophoert"), EventPattern("indsats_ivaerksat", (_ONE,))
_PROVIDED = EventPattern("indsats_ophoert", provided=(_ONE,))


def test_an_event_of_which_something_is_asked_has_tests() -> None:
    assert [has_tests(pattern) for pattern in (_PLAIN, _TESTED, _PROVIDED)] == [False, True, True]


@pytest.mark.parametrize(
    ("condition", "link"),
    [
        (FactCondition("trigger", _ONE), ""),
        (FactCondition("trigger", _TWO), "or"),
        (FactCondition("trigger", FactTest("art", "is_not", _TWO.values)), "and"),
        (AllOf((FactCondition("trigger", _ONE),)), "list"),
        (EventCondition((_PLAIN,), "ever"), ""),
        (EventCondition((_PLAIN, _PLAIN), "ever"), "or"),
        (EventCondition((_PLAIN, _PLAIN), "ever", wanted=False), "and"),
        (EventCondition((_TESTED,), "ever"), "and"),
        (EventCondition((_TESTED,), "ever", wanted=False), "or"),
        (RecentCondition((_PLAIN, _TESTED)), "list"),
        (LatestCondition(_TESTED), "and"),
        (LatestCondition(_PLAIN), ""),
        (AgeCondition(18, 22), "and"),
        (AgeCondition(18, None), ""),
        (NotAboutCondition(("indsats_ophoert",)), ""),
    ],
)
def test_the_word_between_the_clauses_of_a_condition_is_known(condition: Condition, link: str) -> None:
    assert find_link(condition) == link


def test_events_that_must_not_have_happened_are_conditions_of_their_own() -> None:
    absent, asked = EventCondition((_PLAIN, _TESTED), "ever", wanted=False), EventCondition((_PLAIN, _TESTED), "ever")
    assert [part.patterns for part in split_absences((absent, asked)) if isinstance(part, EventCondition)] == [
        (_PLAIN,),
        (_TESTED,),
        (_PLAIN, _TESTED),
    ]


def test_a_list_has_figures_inside_it_letters_and_inside_those_small_roman_figures() -> None:
    assert [number_part(3, depth) for depth in (0, 1, 2, 3)] == ["4", "d", "iv", "iv"]
    assert number_part(10, 2) == "11"


@pytest.mark.parametrize(
    ("clauses", "merged"),
    [
        (("indsatsen er a", "indsatsen er en b", "indsatsen er c"), "indsatsen er a, en b eller c"),
        (("det er a", "hun er b"), "det er a, eller hun er b"),
        (("indsatsen er a", "indsatsen er a"), "indsatsen er a, eller indsatsen er a"),
    ],
)
def test_clauses_that_begin_alike_are_one_clause(clauses: tuple[str, ...], merged: str) -> None:
    assert merge_words(clauses, "eller") == merged
