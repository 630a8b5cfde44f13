"""The cause of a status is one sentence in each language, made of whole clauses."""

from __future__ import annotations

import re

import pytest

from overgreb_rules._duties.causes import find_cause
from overgreb_rules._text.cause_words import describe_cause
from overgreb_rules._text.status_sentence import find_late_act
from overgreb_rules.shared.text import Text
from tests.fixtures.event_logs import RULES, build_event, build_log, find_assessed

_NOTIFIED = build_event("u1", "underretning_modtaget", 3, anonym=False, overgreb=False)


def _describe(rule: str, *events: dict[str, object], **case: object) -> Text:
    log = build_log(*events, **case)
    (assessed,) = find_assessed(log, rule)
    cause = find_cause(assessed, log)
    assert cause is not None
    return describe_cause(cause, assessed, RULES, log, find_late_act(assessed, [assessed]))


def test_a_fact_that_waives_is_a_clause() -> None:
    says = _describe("bl-138-1-kvittering", {**_NOTIFIED, "anonym": True})
    assert says == Text(
        "Pligten er bortfaldet, fordi underretteren er anonym.", "The duty is waived because the notifier is anonymous."
    )


def test_an_event_that_waives_is_told_with_its_time_and_with_the_facts_that_made_it_a_waiver() -> None:
    screened = build_event("s1", "screening_foretaget", 4, resultat="ingen")
    says = _describe("bl-20-3-undersoegelse-4-maaneder", _NOTIFIED, screened)
    assert says.da.startswith("Pligten er bortfaldet, fordi screeningen blev foretaget tirsdag den 4. marts 2025")
    assert says.da.count("fordi ") == 3
    assert says.da.count(", og fordi ") == 1
    assert says.en.count("because ") == 3
    assert says.en.count(", and because ") == 1


def test_a_fact_that_is_false_is_denied_in_the_order_of_a_subordinate_clause() -> None:
    screened = build_event("s1", "screening_foretaget", 4, resultat="ingen")
    assert (
        "og fordi der ikke er viden eller mistanke om overgreb."
        in _describe("bl-20-3-undersoegelse-4-maaneder", _NOTIFIED, screened).da
    )


def test_what_is_not_told_is_listed() -> None:
    says = _describe("bl-138-1-kvittering", build_event("u1", "underretning_modtaget", 3))
    assert says.da == "Det kan ikke afgøres endnu, for det er ikke oplyst, om underretteren er anonym."


def test_what_is_not_told_of_another_event_is_named_by_the_event_that_lacks_it() -> None:
    suspected = build_event("m1", "samvaersperson_mistaenkt", 5)
    measure = build_event("i1", "indsats_ivaerksat", 3)
    acute = build_event("p1", "foreloebig_afgoerelse_ivaerksat", 3)
    clause = "Det kan ikke afgøres endnu, for det er ikke oplyst, "
    rule = "bl-105-2-samvaer-ved-overgreb"
    assert _describe(rule, measure, suspected).da == f"{clause}hvilken slags indsats det er."
    assert _describe(rule, acute, suspected).da == f"{clause}hvad den foreløbige afgørelse gælder."


def test_an_event_about_which_nothing_is_told_is_not_said_to_meet_the_duty() -> None:
    asked = build_event("h1", "hjemgivelse_anmodet", 3)
    placed = build_event("a1", "anbringelse_besluttet", 1, samtykke=True, truffet_af="kommune")
    complaint = build_event("k1", "klage_modtaget_i_ankestyrelsen", 4)
    says = _describe("bl-102-1-hjemgivelse-7-dage", placed, asked, complaint)
    assert "opfylde" not in says.da
    assert "hvilken underretning, afgørelse eller indsats hændelserne hører til" in says.da


def test_a_birthday_is_told_with_the_age() -> None:
    decided = build_event("b1", "undersoegelse_besluttet", 4, of="u1")
    says = _describe("bl-21-1-andre-boern", _NOTIFIED, decided, barn={"foedselsdato": "2007-03-20"})
    assert says.en == "The duty is waived because the young person turned 18 on Thursday 20 March 2025."


def test_an_act_before_its_first_lawful_day_is_told_with_both_days() -> None:
    decided = build_event("p1", "anbringelse_besluttet", 10, samtykke=False, ufoedt=True)
    says = _describe("bl-49-3-ufoedt-tidligst", decided, barn={"termin": "2025-06-11"})
    assert says.da.endswith(
        "mandag den 10. marts 2025 kl. 12.00, selv om det tidligst måtte ske tirsdag den 11. marts 2025."
    )


def test_an_act_at_the_instant_of_what_it_had_to_precede_is_not_said_to_come_later() -> None:
    placed = build_event("a1", "anbringelse_besluttet", 5, samtykke=False)
    plan = build_event("p1", "plan_udarbejdet", 5, of="a1")
    says = _describe("bl-91-2-plan-foer-tvang", placed, plan)
    assert says.da.endswith("kl. 12.00, samtidig med det, der skulle være sket først.")


@pytest.mark.parametrize("language", ["da", "en"])
def test_no_sentence_holds_an_open_slot_a_label_or_two_stops(language: str) -> None:
    screened = build_event("s1", "screening_foretaget", 4, resultat="afdaekning")
    says = getattr(_describe("bl-137-2-samtale-kan", _NOTIFIED, screened), language)
    assert not re.search(r"[{}]|\.\.|_|: (ja|nej|yes|no)\b", says)
