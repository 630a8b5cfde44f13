"""The sentences of an explanation, each for the duty of which it holds."""

from __future__ import annotations

import pytest

from overgreb_rules import Case, evaluate
from tests.fixtures.explained_duties import ASSESSMENT, FRIDAY, FRIDAY_AFTERNOON, RECEIPT, build_notification, explain


def test_the_event_comes_first_with_its_time_and_without_its_id() -> None:
    text = explain(ASSESSMENT, FRIDAY_AFTERNOON, FRIDAY)
    assert text.startswith("Underretning modtaget: fredag den 3. maj 2024 kl. 14.05. Senest 24 timer")


def test_the_id_stands_behind_an_event_that_has_the_name_of_another_one() -> None:
    text = explain(ASSESSMENT, FRIDAY_AFTERNOON, FRIDAY, {**FRIDAY, "id": "u2"})
    assert text.startswith("Underretning modtaget: fredag den 3. maj 2024 kl. 14.05 (u1).")


def test_the_bearer_and_the_provision_are_named() -> None:
    text = explain(ASSESSMENT, FRIDAY_AFTERNOON, FRIDAY)
    assert "Hvem skal gøre det: kommunalbestyrelsen (barnets lov § 136, stk. 2)." in text


def test_a_permission_says_who_may_use_it() -> None:
    text = explain("bl-137-2-samtale-kan@u1", FRIDAY_AFTERNOON, FRIDAY)
    assert "Hvem kan gøre det: kommunalbestyrelsen (barnets lov § 137, stk. 2). Det er en mulighed nu." in text


def test_a_duty_that_went_on_under_the_newer_act_names_the_year_and_the_provision_of_the_rulebook() -> None:
    text = explain(ASSESSMENT, "2024-01-01T08:00:00+01:00", build_notification("2023-12-31T10:00:00+01:00"))
    assert (
        "Pligten var ikke opfyldt ved udgangen af 2023. Den føres videre efter barnets lov, og fristen er den samme "
        "(§ 213, stk. 1)."
    ) in text


def test_a_permission_that_went_on_under_the_newer_act_was_unused_and_not_unmet() -> None:
    text = explain(
        "bl-137-2-samtale-kan@u1", "2024-01-02T10:00:00+01:00", build_notification("2023-12-31T10:00:00+01:00")
    )
    assert text.endswith(
        "Muligheden var ikke brugt ved udgangen af 2023. Den føres videre efter barnets lov (§ 213, stk. 1)."
    )
    assert "Pligten" not in text


_LAST_OF_2023 = build_notification("2023-12-31T10:00:00+01:00", overgreb=False)
_NOVEMBER = build_notification("2023-11-15T10:00:00+01:00", overgreb=False)
_DECIDED = {"id": "b1", "type": "undersoegelse_besluttet", "at": "2023-12-01", "of": "u1"}


@pytest.mark.parametrize("made", [(), ({"id": "f1", "type": "foreloebig_vurdering_foretaget", "at": "2024-02-29"},)])
def test_what_stands_in_for_a_duty_that_ran_on_was_not_unmet_at_the_end_of_2023(
    made: tuple[dict[str, object], ...],
) -> None:
    text = explain("bl-20-3-foreloebig-vurdering@u1", "2024-03-17T00:00:00+01:00", _NOVEMBER, _DECIDED, *made)
    assert "udgangen af 2023" not in text


def test_what_stood_in_for_a_duty_at_the_end_of_2023_was_unmet_then() -> None:
    notified, decided = {**_NOVEMBER, "at": "2023-06-15T10:00:00+02:00"}, {**_DECIDED, "at": "2023-07-01"}
    text = explain("bl-20-3-foreloebig-vurdering@u1", "2024-03-17T00:00:00+01:00", notified, decided)
    assert "Pligten var ikke opfyldt ved udgangen af 2023. Den føres videre" in text


def test_a_possibility_after_a_breach_of_2024_was_not_unused_before_it() -> None:
    text = explain("bl-152-underret-ankestyrelsen@u1", "2024-01-01T11:00:00+01:00", _LAST_OF_2023)
    assert text.endswith("Hændelsen skete inden udgangen af 2023. Muligheden følger nu af barnets lov.")


@pytest.mark.parametrize("at", ["2024-01-01T09:00:00+01:00", "2024-01-02T09:00:00+01:00"])
def test_a_duty_that_is_over_now_went_on_under_the_newer_act(at: str) -> None:
    assessed = {"id": "v1", "type": "underretning_vurderet", "at": at}
    text = explain(ASSESSMENT, "2024-01-03T10:00:00+01:00", _LAST_OF_2023, assessed)
    assert "ved udgangen af 2023. Den blev ført videre efter barnets lov, og fristen er den samme" in text


def test_a_duty_that_is_undetermined_goes_on_if_it_was_unmet() -> None:
    second = {**_LAST_OF_2023, "id": "u2"}
    receipt = {"id": "b1", "type": "kvittering_sendt", "at": "2024-01-03T09:00:00+01:00"}
    text = explain(RECEIPT, "2024-01-03T10:00:00+01:00", _LAST_OF_2023, second, receipt)
    assert "Hvis pligten ikke var opfyldt ved udgangen af 2023, føres den videre efter barnets lov, og fristen" in text
    assert "Pligten var ikke opfyldt" not in text


_MAY_15 = build_notification("2024-05-15T10:00:00+02:00", overgreb=True)
_PROVISIONAL = {"id": "f1", "type": "foreloebig_vurdering_foretaget", "at": "2024-09-10T10:00:00+02:00"}
_FOUR_MONTHS = "bl-20-3-undersoegelse-4-maaneder@u1"


def test_what_follows_a_breach_is_said_while_it_may_follow() -> None:
    text = explain(_FOUR_MONTHS, "2024-05-16T10:00:00+02:00", _MAY_15)
    assert "Hvis fristen overskrides, kommer denne pligt til: »Foreløbig vurdering, når undersøgelsen ikke er" in text
    done = {"id": "a1", "type": "undersoegelse_afsluttet", "at": "2024-06-07T10:00:00+02:00"}
    assert "Hvis fristen" not in explain(_FOUR_MONTHS, "2024-07-16T10:00:00+02:00", _MAY_15, done)


def test_of_a_duty_that_is_not_kept_is_said_what_has_followed() -> None:
    """The explanation of a passed time limit said «Hvis fristen overskrides»."""
    text = explain(_FOUR_MONTHS, "2024-10-16T10:00:00+02:00", _MAY_15)
    assert "Den udløb søndag den 15. september 2024. Derfor er denne pligt kommet til: »Foreløbig vurdering" in text
    assert "Hvis fristen" not in text
    late = {"id": "a1", "type": "undersoegelse_afsluttet", "at": "2024-10-07T10:00:00+02:00"}
    text = explain(_FOUR_MONTHS, "2024-10-16T10:00:00+02:00", _MAY_15, late)
    assert "så det var for sent. Derfor er denne pligt kommet til: »Foreløbig vurdering" in text


def test_a_duty_that_a_departure_has_opened_is_not_said_to_follow_from_the_month_that_ends() -> None:
    decision = {"id": "f1", "type": "foreloebig_afgoerelse_ivaerksat", "at": "2024-12-21T09:00:00+01:00"}
    decision |= {"af": "direktoer", "art": "anbringelse", "truffet": "2024-12-20T17:00:00+01:00"}
    departed = {"id": "a1", "type": "direktoerafgoerelse_fraveget", "at": "2025-01-15", "of": "f1"}
    month, added = "bl-143-6-direktoer-gyldighed-1-maaned@f1", "denne pligt"
    assert added in explain(month, "2025-01-18T10:00:00+01:00", decision)
    assert added not in explain(month, "2025-01-18T10:00:00+01:00", decision, departed)
    assert added in explain(month, "2025-03-20T10:00:00+01:00", decision)
    assert added not in explain(month, "2025-03-20T10:00:00+01:00", decision, departed)


def test_a_lapse_and_a_remedy_are_what_follows_from_a_passed_time_limit() -> None:
    acute = {"id": "f1", "type": "foreloebig_afgoerelse_ivaerksat", "at": "2026-03-02T10:00:00+01:00"}
    decision = {**acute, "art": "anbringelse", "af": "formand"}
    text = explain("bl-143-4-godkendelse-7-dage@f1", "2026-03-20T12:00:00+01:00", decision)
    assert "Følgen er: Den foreløbige afgørelse bortfalder." in text
    text = explain(ASSESSMENT, "2024-05-05T10:00:00+02:00", FRIDAY)
    assert "Følgen er: Vurderingen skal stadig foretages" in text
    assessed = {"id": "v1", "type": "underretning_vurderet", "at": "2024-05-05T09:00:00+02:00"}
    assert "skal stadig" not in explain(ASSESSMENT, "2024-05-05T10:00:00+02:00", FRIDAY, assessed)


def test_in_a_closed_case_nothing_follows_from_a_time_limit() -> None:
    closed = {"id": "c1", "type": "sag_afsluttet", "at": "2024-05-06T10:00:00+02:00"}
    for at in ("2024-05-07T10:00:00+02:00", "2024-05-04T10:00:00+02:00"):
        text = explain(ASSESSMENT, at, FRIDAY, {**closed, "at": at})
        assert "Sagen er lukket" in text
        assert "Følgen" not in text
        assert "Hvis fristen" not in text


def test_a_duty_of_which_only_an_authority_says_its_length_names_that_source() -> None:
    renewed = {"id": "g1", "type": "genbehandling_besluttet", "at": "2024-05-15T10:00:00+02:00"}
    text = explain("bl-50-genbehandling-2-aar@g1", "2024-06-01T10:00:00+02:00", renewed)
    assert "Fristen følger af en myndigheds praksis, ikke af lovens tekst." in text


def test_a_day_that_a_renewed_decision_set_is_not_what_an_authority_says() -> None:
    """«Fristen er fastsat til» stood beside «Fristen følger af en myndigheds praksis»."""
    renewed = {"id": "g1", "type": "genbehandling_besluttet", "at": "2024-05-15T10:00:00+02:00"}
    key, at = "bl-50-genbehandling-2-aar@g1", "2024-06-01T10:00:00+02:00"
    text = explain(key, at, {**renewed, "frist_fastsat": "2025-05-01"})
    assert "Fristen er fastsat til torsdag den 1. maj 2025." in text
    assert "praksis" not in text
    final = {"id": "e1", "type": "endelig_proevelse", "at": "2024-05-25T10:00:00+02:00", "of": "g1"}
    two_days = explain(key, at, {**renewed, "frist_fastsat": "2025-05-01"}, final)
    assert "Fristen er fastsat" not in two_days
    assert "Fristen følger af en myndigheds praksis, ikke af lovens tekst." in two_days


def test_serviceloven_keeps_its_own_words() -> None:
    text = explain(
        "sel-70-opfoelgning-3-maaneder@i1",
        "2022-02-01T10:00:00+01:00",
        {"id": "i1", "type": "indsats_ivaerksat", "at": "2022-01-10T10:00:00+01:00", "art": "stoettende"},
    )
    assert text.startswith("Foranstaltning iværksat: mandag den 10. januar 2022")


def test_a_closed_case_says_why_it_was_closed() -> None:
    closed = {"id": "c1", "type": "sag_afsluttet", "at": "2024-05-06T10:00:00+02:00", "grund": "flyttet"}
    text = explain("bl-136-registrering@u1", "2024-05-07T10:00:00+02:00", FRIDAY, closed)
    assert (
        "Sagen er lukket i systemet mandag den 6. maj 2024 kl. 10.00: flyttet til en anden kommune. Pligten var ikke "
        "opfyldt."
    ) in text


def test_an_undetermined_duty_of_a_closed_case_is_not_said_to_be_unmet() -> None:
    closed = {"id": "c1", "type": "sag_afsluttet", "at": "2024-05-06T10:00:00+02:00"}
    second = {**FRIDAY, "id": "u2"}
    receipt = {"id": "b1", "type": "kvittering_sendt", "at": "2024-05-04T09:00:00+02:00"}
    text = explain(RECEIPT, "2024-05-07T10:00:00+02:00", FRIDAY, second, receipt, closed)
    assert "Sagen er lukket i systemet mandag den 6. maj 2024 kl. 10.00. Pligten er uafklaret." in text
    assert "ikke opfyldt" not in text


def test_the_english_explanation_has_the_same_parts() -> None:
    text = explain(RECEIPT, FRIDAY_AFTERNOON, FRIDAY, language="en")
    for part in (
        "Notification received: Friday 3 May 2024 at 14:05.",
        "Who must do it: the municipal council (barnets lov § 138, stk. 1).",
        "These Saturdays perhaps count: 4 May 2024 and 11 May 2024.",
        "Safe deadline: Saturday 11 May 2024. Latest deadline: Tuesday 14 May 2024.",
    ):
        assert part in text


def _plan_before_a_placement(born: str | None) -> str:
    child = {} if born is None else {"barn": {"foedselsdato": born}}
    placed = {"id": "a1", "type": "anbringelse_besluttet", "at": "2024-02-01T10:00:00+01:00", "samtykke": False}
    case = Case.model_validate({"case_id": "A-17", **child, "events": [placed]})
    duties = evaluate(case, at="2024-03-01T10:00:00+01:00").obligations
    return next(duty.explanation.en for duty in duties if duty.rule == "bl-91-2-plan-foer-tvang")


def test_a_sentence_that_holds_from_an_age_on_is_said_on_the_birthday_itself() -> None:
    assert "(§ 108, stk. 4)" in _plan_before_a_placement("2008-02-01")


@pytest.mark.parametrize("born", ["2008-02-02", None])
def test_a_sentence_that_holds_from_an_age_on_is_not_said_before_it_or_without_a_birth_date(born: str | None) -> None:
    assert "§ 108" not in _plan_before_a_placement(born)


_PLACED = {"id": "i1", "type": "indsats_ivaerksat", "at": "2025-06-10", "art": "anbringelse"}


def _visit(name: str, day: str) -> dict[str, object]:
    return {"id": name, "type": "tilsynsbesoeg_afholdt", "at": day, "talt_med_barnet": True, "of": "i1"}


def test_a_year_with_too_few_visits_says_how_many_there_were() -> None:
    key, at = "bl-156-5-tilsyn-2-om-aaret@i1#1", "2026-06-11T00:00:00+02:00"
    one, next_year = _visit("t1", "2025-12-01"), _visit("t2", "2026-06-12")
    said = "1 af 2 gange i dette år: mandag den 1. december 2025. Fristen er overskredet."
    assert said in explain(key, at, _PLACED, one, next_year)
    assert "gange i dette år" not in explain(key, at, _PLACED)


def test_a_year_with_all_its_visits_names_them_as_what_met_the_duty() -> None:
    visits = [_visit("t1", "2025-12-01"), _visit("t2", "2026-06-10")]
    text = explain("bl-156-5-tilsyn-2-om-aaret@i1#1", "2026-06-11T00:00:00+02:00", _PLACED, *visits)
    assert "gange i dette år" not in text
