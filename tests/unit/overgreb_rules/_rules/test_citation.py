"""The citation of a provision, and the days of the wording that is cited."""

from __future__ import annotations

import datetime as dt

import pytest

from overgreb_rules._rules.citation import citation, list_citations, sort_by_paragraph, wording_days
from overgreb_rules._rules.rule_set import RuleSet

_RULES = RuleSet.load()
_RECEIPT = "bl-138-1-kvittering"


def test_rules_stand_in_the_order_of_their_paragraphs_and_the_acts_in_that_of_the_rulebook() -> None:
    found = sort_by_paragraph(_RULES)
    acts = [rule.law for rule in found]
    assert acts == [rule.law for rule in _RULES]
    cites = list(dict.fromkeys(rule.cite for rule in found if rule.law == "serviceloven"))
    assert cites[:3] == ["§ 19, stk. 5", "§ 48, stk. 1", "§ 50, stk. 1, 1. pkt."]
    after = cites.index("§ 155, stk. 2")
    assert cites[after - 2 : after + 2] == [
        "§ 155, stk. 1, 1. pkt.",
        "§ 155, stk. 1, 2. pkt.",
        "§ 155, stk. 2",
        "§ 155 a, stk. 1",
    ]


def test_a_provision_is_cited_with_its_act() -> None:
    assert citation(_RECEIPT, _RULES).da == "barnets lov § 138, stk. 1"


@pytest.mark.parametrize(
    ("day", "cite"),
    [(dt.date(2020, 8, 27), "serviceloven § 68, stk. 14"), (dt.date(2020, 8, 28), "serviceloven § 68, stk. 13")],
)
def test_a_provision_is_cited_by_the_wording_of_a_day(day: dt.date, cite: str) -> None:
    assert citation("sel-68-13-ungestoette-30-dage", _RULES, day).da == cite


def test_every_citation_of_every_wording_is_listed_once() -> None:
    listed = list_citations(_RULES)
    assert listed == sorted({*listed})
    days = [version.first for rule in _RULES for version in rule.versions]
    assert {citation(rule.id, _RULES, day).da for rule in _RULES for day in (None, *days)} == {*listed}


@pytest.mark.parametrize(
    ("day", "days"),
    [
        (dt.date(2020, 8, 27), (dt.date(2013, 10, 1), dt.date(2020, 8, 27))),
        (dt.date(2020, 8, 28), (dt.date(2020, 8, 28), dt.date(2023, 12, 31))),
    ],
)
def test_the_days_of_a_wording_are_those_of_the_version_in_force(day: dt.date, days: tuple[dt.date, dt.date]) -> None:
    assert wording_days(_RULES.by_id["sel-68-13-ungestoette-30-dage"], day) == days


def test_a_duty_that_moved_to_a_newer_act_has_the_days_of_its_first_wording() -> None:
    assert wording_days(_RULES.by_id[_RECEIPT], dt.date(2023, 12, 31)) == (dt.date(2024, 1, 1), None)
