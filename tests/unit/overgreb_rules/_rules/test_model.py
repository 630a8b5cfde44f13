"""A rule as it was read: its wording on a day, and which events it reads."""

from __future__ import annotations

import datetime as dt

import pytest

from overgreb_rules._rules.rule_set import RuleSet

_RULES = RuleSet.load().by_id


@pytest.mark.parametrize(
    ("day", "cite"), [(dt.date(2020, 8, 27), "§ 68, stk. 14"), (dt.date(2020, 8, 28), "§ 68, stk. 13")]
)
def test_the_wording_in_force_on_a_day_has_its_own_citation(day: dt.date, cite: str) -> None:
    rule = _RULES["sel-68-13-ungestoette-30-dage"]
    version = rule.version_on(day)
    assert version is not None
    assert (version.cite or rule.cite) == cite


@pytest.mark.parametrize("day", [dt.date(2023, 12, 31), dt.date(2013, 9, 30)])
def test_a_rule_has_no_wording_on_a_day_on_which_it_is_not_in_force(day: dt.date) -> None:
    assert _RULES["bl-138-1-kvittering"].version_on(day) is None


@pytest.mark.parametrize(
    ("day", "first"),
    [
        (dt.date(2020, 8, 27), dt.date(2013, 10, 1)),
        (dt.date(2020, 8, 28), dt.date(2020, 8, 28)),
        (dt.date(2024, 1, 1), None),
    ],
)
def test_a_wording_is_named_by_its_first_day(day: dt.date, first: dt.date | None) -> None:
    assert _RULES["sel-68-13-ungestoette-30-dage"].first_day_of_wording(day) == first


def test_the_answers_of_a_rule_are_what_meets_waives_and_ends_it_and_what_moves_its_clock() -> None:
    assert _RULES["bl-143-5-gyldighed-1-maaned"].answer_types == {
        "anbringelse_besluttet",
        "endelig_afgoerelse_truffet",
        "foreloebig_afgoerelse_afvist",
        "foreloebig_afgoerelse_godkendt",
        "indsats_ophoert",
    }
    assert _RULES["bl-137-2-samtale-kan"].answer_types == {
        "boernesamtale_afholdt",
        "screening_foretaget",
        "undersoegelse_besluttet",
    }


def test_the_event_that_an_act_must_come_before_is_one_of_the_answers() -> None:
    assert "undersoegelse_afsluttet" in _RULES["sel-50-3-samtale"].answer_types


def test_an_act_can_meet_the_duties_of_the_triggers_that_the_rule_names_beside_it() -> None:
    rule = _RULES["bl-140-1-advokat"]
    assert rule.triggers_met_by("foreloebig_afgoerelse_meddelt") == {"foreloebig_afgoerelse_godkendt"}
    assert rule.triggers_met_by("advokatbistand_tilbudt") == frozenset(rule.triggers)


def test_a_rule_that_a_birthday_ends_reads_the_day_of_birth() -> None:
    read = {getattr(one, "name", None) for one in _RULES["bl-18-screening"].dependencies}
    assert "barn.foedselsdato" in read
    assert "barn.foedselsdato" not in {getattr(one, "name", None) for one in _RULES["bl-136-registrering"].dependencies}
