"""A law that nobody had looked at for half a year when the rules were released is named."""

import datetime as dt

import pytest

from overgreb_rules._rulecheck.freshness import find_old_readings
from overgreb_rules._rules.law_source import LawSource
from overgreb_rules._rules.rule_set import RuleSet


def notices(read_to, *, law="barnets_lov", released=dt.date(2026, 11, 28), on=None):
    packaged = RuleSet.load()
    sources = {law: LawSource(("LBK 1/2026",), "LBK 1/2026", read_to)}
    rules = RuleSet("2026.2", "", packaged.vocabulary, packaged.laws, (), {}, None, sources, released)
    return [notice.da for notice in find_old_readings(rules, on)]


@pytest.mark.parametrize(("read_to", "is_old"), [(dt.date(2026, 5, 28), False), (dt.date(2026, 5, 27), True)])
def test_six_months_are_just_fresh_and_one_day_more_is_old(read_to, is_old):
    assert bool(notices(read_to)) is is_old


def test_the_notice_names_both_days():
    assert notices(dt.date(2025, 3, 17)) == [
        "reglerne bygger på barnets lov, som den så ud den 17. marts 2025; reglerne er udgivet den 28. november 2026"
    ]


def test_a_day_that_is_asked_about_takes_the_place_of_the_release():
    assert notices(dt.date(2026, 5, 28), on=dt.date(2031, 1, 1)) == [
        "reglerne bygger på barnets lov, som den så ud den 28. maj 2026; kontrollen gælder den 1. januar 2031"
    ]
    assert notices(dt.date(2014, 1, 1), released=None, on=dt.date(2014, 7, 2))
    assert notices(dt.date(2025, 3, 17), on=dt.date(2025, 9, 17)) == []


def test_an_act_that_has_ended_is_known_to_its_last_day():
    assert notices(dt.date(2023, 12, 31), law="serviceloven") == []
    assert notices(dt.date(2023, 12, 30), law="serviceloven")


def test_a_rulebook_without_a_day_of_release_has_no_notice():
    assert notices(dt.date(2014, 1, 1), released=None) == []
