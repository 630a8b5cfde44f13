"""All rules of one folder: which continue one another, which a day and an event open, and how a duty moves along."""

from __future__ import annotations

import datetime as dt

import pytest

from overgreb_rules._rules.rule_set import RuleSet

_RULES = RuleSet.load()
_ONE_DAY = dt.timedelta(days=1)
_LAST_OF_2023 = dt.date(2023, 12, 31)


def test_an_event_opens_the_rules_of_the_act_in_force_on_its_day() -> None:
    before, after = (
        {rule.law for rule in _RULES.opened_by("underretning_modtaget", day)}
        for day in (_LAST_OF_2023, _LAST_OF_2023 + _ONE_DAY)
    )
    assert (before, after) == ({"serviceloven"}, {"barnets_lov"})


def test_nothing_is_opened_before_the_first_day_of_the_rules() -> None:
    assert _RULES.opened_by("underretning_modtaget", _RULES.first_day)
    assert not _RULES.opened_by("underretning_modtaget", _RULES.first_day - _ONE_DAY)


def test_an_act_has_ended_with_the_last_second_of_its_last_day() -> None:
    transition = _RULES.transition_from("serviceloven")
    assert transition is not None
    assert not _RULES.has_ended("serviceloven", transition.instant - 1)
    assert _RULES.has_ended("serviceloven", transition.instant)
    assert not _RULES.has_ended("barnets_lov", transition.instant)


def test_no_day_is_earlier_than_the_transition_that_has_taken_place() -> None:
    transition = _RULES.transition_from("serviceloven")
    assert transition is not None
    assert _RULES.first_day_without_transition(transition.instant - 1) == _RULES.first_day
    assert _RULES.first_day_without_transition(transition.instant) == transition.on


def test_a_duty_that_moves_has_the_name_of_the_rule_into_which_it_moves() -> None:
    older, newer = (_RULES.by_id[name] for name in ("sel-155b-1-kvittering", "bl-138-1-kvittering"))
    assert older.moves
    assert _RULES.lineage_of(older) == _RULES.lineage_of(newer) == newer.id


@pytest.mark.parametrize("name", ["sel-75-godkendelse-7-dage", "bl-143-4-godkendelse-7-dage"])
def test_a_line_of_succession_has_its_first_rule_also_where_no_duty_moves_along_it(name: str) -> None:
    rule = _RULES.by_id[name]
    assert _RULES.lineage_of(rule) == name
    assert _RULES.first_before(rule) == "sel-75-godkendelse-7-dage"


def test_a_rule_of_the_older_act_may_have_several_that_continue_it() -> None:
    assert set(_RULES.successor["sel-69-5-udtalelse-foer-afgoerelse"]) == {
        "bl-98-2-udtalelse-foer-flytning",
        "bl-100-2-udtalelse-foer-hjemgivelse",
        "bl-106-udtalelse-foer-aendret-samvaer",
    }


def test_the_trigger_types_are_those_of_both_acts_and_of_the_duty_that_one_stands_in_for() -> None:
    types = _RULES.trigger_types
    assert _RULES.by_id["bl-91-1-plan-indsats-3-maaneder"].triggers == ("indsats_besluttet",)
    assert types["bl-91-1-plan-indsats-3-maaneder"] >= {"indsats_besluttet", "anbringelse_besluttet"}
    assert "underretning_modtaget" in types["bl-20-3-foreloebig-vurdering"]


def test_a_part_of_the_rules_keeps_the_trigger_types_of_the_whole() -> None:
    rule = _RULES.by_id["bl-98-2-udtalelse-foer-flytning"]
    part = _RULES.only([rule])
    assert [one.id for one in part] == [rule.id]
    assert part.trigger_types[rule.id] == _RULES.trigger_types[rule.id]
