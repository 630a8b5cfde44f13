"""On which days each rule is in force, told a second time: a day too early or too late is the wrong law."""

from __future__ import annotations

import datetime as dt

import pytest

from overgreb_rules._rules.model import Rule
from overgreb_rules._rules.rule_set import RuleSet

RULES = RuleSet.load()
OVERGREBSPAKKEN = dt.date(2013, 10, 1)
LAST_OF_SERVICELOVEN = dt.date(2023, 12, 31)
FIRST_OF_BARNETS_LOV = dt.date(2024, 1, 1)

OTHER_FIRST_DAYS = {
    "sel-153-2-skolefravaer": dt.date(2019, 8, 1),
    "sel-57c-1-netvaerkssamraad-7-dage": dt.date(2014, 10, 1),
    "sel-57c-2-vurdering-ved-gentagelse": dt.date(2014, 10, 1),
    "sel-57c-4-netvaerkssamraad-efter-afvisning": dt.date(2019, 1, 1),
    "sel-75-7-orienter-ungdomskriminalitetsnaevnet": dt.date(2019, 1, 1),
    "fvl-16-2-aktindsigt-7-arbejdsdage": dt.date(2014, 1, 1),
    "fvl-16-2-aktindsigt-som-varslet": dt.date(2014, 1, 1),
    "sel-171-anketilladelse-4-uger": dt.date(2014, 7, 1),
    "sel-171-anketilladelse-1-aar": dt.date(2014, 7, 1),
    "sel-148-4-underret-socialtilsyn": dt.date(2014, 1, 1),
    "bl-15-3-beredskab-social-kontrol": dt.date(2024, 4, 1),
}
OTHER_LAST_DAYS = {"praksis-videoafhoering-1-uge": dt.date(2022, 9, 6)}
NEW_WORDINGS = {
    "sel-155b-1-kvittering": [dt.date(2015, 1, 1)],
    "sel-70-opfoelgning-3-maaneder": [dt.date(2019, 1, 1)],
    "bl-137-1-genvurdering": [dt.date(2025, 1, 1)],
    "rsl-73-ankestyrelsen-8-uger": [dt.date(2022, 2, 25)],
    "sel-57c-1-netvaerkssamraad-7-dage": [dt.date(2019, 1, 1)],
    "sel-57c-2-vurdering-ved-gentagelse": [dt.date(2019, 1, 1), dt.date(2020, 8, 28)],
    "sel-57c-4-netvaerkssamraad-efter-afvisning": [dt.date(2020, 8, 28)],
    "sel-68-12-handleplan-oversendes": [dt.date(2020, 8, 28)],
    "sel-68-9-orienter-udvalget": [dt.date(2020, 8, 28)],
    "sel-68-10-plan-foer-hjemgivelse": [dt.date(2020, 8, 28)],
    "sel-68-13-ungestoette-30-dage": [dt.date(2020, 8, 28)],
}
STAY_UNDER_SERVICELOVEN = {
    "sel-140-plan-4-maaneder",
    "sel-140-plan-foer-afgoerelse",
    "sel-148-4-underret-socialtilsyn",
    "sel-148-tilsyn-2-om-aaret",
    "sel-168-klage-4-uger",
    "sel-169-retten-4-uger",
    "sel-171-anketilladelse-1-aar",
    "sel-171-anketilladelse-4-uger",
    "sel-48-samtale-foer-afgoerelse",
    "sel-50-3-samtale",
    "sel-51-undersoegelse-2-maaneder",
    "sel-62-genbehandling-1-aar",
    "sel-62-genbehandling-2-aar",
    "sel-65-paalaeg",
    "sel-68-10-plan-foer-hjemgivelse",
    "sel-68-12-handleplan-oversendes",
    "sel-68-13-ungestoette-30-dage",
    "sel-68-2-afgoerelse-foer-hjemgivelse",
    "sel-68-4-hjemgivelsesperiode-6-maaneder",
    "sel-68-9-orienter-udvalget",
    "sel-69-5-udtalelse-foer-afgoerelse",
    "sel-70-4-foraeldreplan-12-maaneder",
    "sel-70-4-foraeldreplan-3-maaneder",
    "sel-70-opfoelgning-3-maaneder",
    "sel-70-opfoelgning-6-maaneder",
    "sel-71-4-samvaer-ved-overgreb",
    "sel-72-1-advokat",
    "sel-73-1-akter-og-udtalelse",
    "sel-75-5-direktoer-gyldighed-1-maaned",
    "sel-75-6-ankestyrelsen-8-uger",
    "sel-75-6-direktoeren-10-dage",
    "sel-75-6-orienter-ankestyrelsen",
    "sel-75-7-orienter-ungdomskriminalitetsnaevnet",
    "sel-75-godkendelse-7-dage",
    "sel-75-gyldighed-1-maaned",
    "sel-75-meddelelse-24-timer",
    "sel-75-undersoegelse-2-maaneder",
}


@pytest.mark.parametrize("rule", list(RULES), ids=lambda rule: rule.id)
def test_the_rule_is_in_force_on_its_days_and_on_no_other(rule: Rule) -> None:
    usual = FIRST_OF_BARNETS_LOV if rule.law == "barnets_lov" else OVERGREBSPAKKEN
    first = OTHER_FIRST_DAYS.get(rule.id, usual)
    last = OTHER_LAST_DAYS.get(rule.id, LAST_OF_SERVICELOVEN if rule.law == "serviceloven" else None)
    assert rule.versions[0].first == first
    assert rule.versions[-1].last == last
    assert [version.first for version in rule.versions[1:]] == NEW_WORDINGS.get(rule.id, [])
    assert rule.version_on(first - dt.timedelta(days=1)) is None
    assert last is None or rule.version_on(last + dt.timedelta(days=1)) is None


@pytest.mark.parametrize("rule", [rule for rule in RULES if rule.law == "serviceloven"], ids=lambda rule: rule.id)
def test_a_duty_unmet_when_2023_ends_moves_or_stays_as_the_transition_rule_says(rule: Rule) -> None:
    """Barnets lov § 213, stk. 1: notifications and what they set going; decisions and what follows them stay."""
    assert rule.moves == (rule.law == "serviceloven" and rule.id not in STAY_UNDER_SERVICELOVEN)


def test_every_listed_rule_exists() -> None:
    assert {*STAY_UNDER_SERVICELOVEN, *OTHER_FIRST_DAYS, *OTHER_LAST_DAYS, *NEW_WORDINGS} <= set(RULES.by_id)
