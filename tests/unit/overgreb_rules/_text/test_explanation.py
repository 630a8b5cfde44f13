"""The sentences of an explanation, each for the duty of which it holds."""

from __future__ import annotations

import pytest

from overgreb_rules import Case, evaluate


def _explain(key: str, at: str, *events: dict[str, object], language: str = "da") -> str:
    case = Case.model_validate({"case_id": "A-17", "kommune": 751, "events": list(events)})
    return next(getattr(duty.explanation, language) for duty in evaluate(case, at=at).obligations if duty.key == key)


def _notified(at: str, **facts: object) -> dict[str, object]:
    return {"id": "u1", "type": "underretning_modtaget", "at": at, **facts}


_ASSESSMENT = "bl-136-2-vurdering-24-timer@u1"
_RECEIPT = "bl-138-1-kvittering@u1"
_FRIDAY = _notified("2024-05-03T14:05:00+02:00", overgreb=False)
_FRIDAY_AFTERNOON = "2024-05-03T15:00:00+02:00"


def test_the_event_comes_first_with_its_time_and_without_its_id() -> None:
    text = _explain(_ASSESSMENT, _FRIDAY_AFTERNOON, _FRIDAY)
    assert text.startswith("Underretning modtaget: fredag den 3. maj 2024 kl. 14.05. Senest 24 timer")


def test_the_id_stands_behind_an_event_that_has_the_name_of_another_one() -> None:
    text = _explain(_ASSESSMENT, _FRIDAY_AFTERNOON, _FRIDAY, {**_FRIDAY, "id": "u2"})
    assert text.startswith("Underretning modtaget: fredag den 3. maj 2024 kl. 14.05 (u1).")


def test_an_event_without_its_time_of_day_says_so_where_hours_count() -> None:
    text = _explain(_ASSESSMENT, _FRIDAY_AFTERNOON, {**_FRIDAY, "at": "2024-05-03"})
    assert text.startswith("Underretning modtaget: fredag den 3. maj 2024, klokkeslæt ikke oplyst.")


def test_the_bearer_and_the_provision_are_named() -> None:
    text = _explain(_ASSESSMENT, _FRIDAY_AFTERNOON, _FRIDAY)
    assert "Hvem skal gøre det: kommunalbestyrelsen (barnets lov § 136, stk. 2)." in text


def test_a_permission_says_who_may_use_it() -> None:
    text = _explain("bl-137-2-samtale-kan@u1", _FRIDAY_AFTERNOON, _FRIDAY)
    assert "Hvem kan gøre det: kommunalbestyrelsen (barnets lov § 137, stk. 2). Det er en mulighed nu." in text


def test_a_duty_without_a_time_limit_says_so_once() -> None:
    text = _explain("bl-136-registrering@u1", _FRIDAY_AFTERNOON, _FRIDAY)
    assert text.count("Loven sætter ingen fast frist.") == 1
    assert text.endswith("Pligten er ikke opfyldt endnu.")


def test_hours_are_counted_on_every_day() -> None:
    text = _explain(_ASSESSMENT, _FRIDAY_AFTERNOON, _FRIDAY)
    assert (
        "Fristen er 24 timer og regnes fra fredag den 3. maj 2024 kl. 14.05. Også nætter, weekender og helligdage "
        "tæller med. Fristen løber: senest lørdag den 4. maj 2024 kl. 14.05."
    ) in text


@pytest.mark.parametrize(
    ("at", "says"),
    [
        (
            "2024-03-30T10:00:00+01:00",
            "Uret stilles frem søndag den 31. marts 2024, så klokkeslættet flytter sig en time.",
        ),
        ("2024-10-26T10:00:00+02:00", "Uret stilles tilbage søndag den 27. oktober 2024, så klokkeslættet"),
    ],
)
def test_hours_over_a_change_of_clocks_say_why_the_time_of_day_moves(at: str, says: str) -> None:
    assert says in _explain(_ASSESSMENT, at, _notified(at))


def test_hours_that_end_before_the_change_of_clocks_do_not_mention_it() -> None:
    at = "2024-03-29T23:30:00+01:00"
    assert "Uret stilles" not in _explain(_ASSESSMENT, at, _notified(at))


def test_a_call_before_the_letter_is_where_the_hours_begin() -> None:
    letter = _notified("2024-05-03T14:05:00+02:00", kendt_fra="2024-05-02T10:00:00+02:00")
    text = _explain(_ASSESSMENT, _FRIDAY_AFTERNOON, letter)
    assert (
        "Fristen regnes fra torsdag den 2. maj 2024 kl. 10.00, fordi kommunen kendte indholdet fra da af. "
        "Fristen er 24 timer."
    ) in text.replace(" og regnes fra torsdag den 2. maj 2024 kl. 10.00.", ".")


def test_a_holiday_that_is_left_out_is_named_and_a_plain_sunday_is_not_explained() -> None:
    text = _explain(_RECEIPT, "2024-05-08T12:00:00+02:00", _notified("2024-05-08T09:00:00+02:00"))
    assert "Disse dage tæller ikke med: torsdag den 9. maj 2024 (Kristi himmelfartsdag) og søndag den 12. maj" in text
    assert "(søndag)" not in text


def test_two_dates_are_explained_by_the_saturdays() -> None:
    text = _explain(_RECEIPT, _FRIDAY_AFTERNOON, _FRIDAY)
    assert "Disse lørdage tæller måske med: 4. maj 2024 og 11. maj 2024." in text
    assert "Sikker frist: lørdag den 11. maj 2024. Yderste frist: tirsdag den 14. maj 2024." in text
    assert "Det er ikke afgjort, om lørdag er en hverdag." in text


def test_one_saturday_stands_with_its_weekday() -> None:
    monday = _notified("2024-05-13T09:00:00+02:00")
    assert "Lørdag den 18. maj 2024 tæller måske med." in _explain(_RECEIPT, "2024-05-13T10:00:00+02:00", monday)


def test_a_call_before_the_letter_gives_a_second_reason_for_two_dates() -> None:
    letter = _notified("2024-05-03T14:05:00+02:00", kendt_fra="2024-05-02T10:00:00+02:00")
    text = _explain(_RECEIPT, _FRIDAY_AFTERNOON, letter)
    assert (
        "om lørdag er en hverdag. Det er ikke afgjort, om fristen regnes fra torsdag den 2. maj 2024 kl. 10.00 eller "
        "»underretning modtaget«."
    ) in text


def _return(**facts: object) -> dict[str, object]:
    return {"id": "g1", "type": "hjemgivelse_besluttet", "at": "2024-05-10T10:00:00+02:00", "hjemgives": True, **facts}


_RETURN_PERIOD = "bl-100-3-hjemgivelsesperiode-6-maaneder@g1"


def test_a_period_longer_than_the_act_allows_is_the_reason_for_two_dates() -> None:
    text = _explain(_RETURN_PERIOD, "2024-06-01T10:00:00+02:00", _return(periode_til="2024-12-01"))
    assert "Den dag, der er fastsat, ligger senere, end loven tillader." in text


def test_a_day_that_was_set_is_the_time_limit() -> None:
    text = _explain(_RETURN_PERIOD, "2024-06-01T10:00:00+02:00", _return(periode_til="2024-09-01"))
    assert "Fristen er fastsat til søndag den 1. september 2024." in text


def test_a_case_that_held_up_the_time_is_the_reason_for_two_dates() -> None:
    complaint = {"id": "k1", "type": "klage_modtaget_i_ankestyrelsen", "at": "2024-05-20T10:00:00+02:00"}
    decision = {"id": "k2", "type": "ankestyrelsen_afgjort", "at": "2024-06-09T10:00:00+02:00"}
    text = _explain(_RETURN_PERIOD, "2024-07-01T10:00:00+02:00", _return(), complaint, decision)
    assert "Loven siger ikke, hvordan de dage lægges til, hvor sagen verserede." in text


_FOUR_MONTHS_SEL = "sel-50-undersoegelse-4-maaneder@u1"


def _examined(at: str) -> str:
    notified = _notified(at, overgreb=False)
    decided = {"id": "b1", "type": "undersoegelse_besluttet", "at": at}
    return _explain(_FOUR_MONTHS_SEL, at, notified, decided)


def test_months_end_on_the_same_day_of_the_month() -> None:
    text = _examined("2023-03-15T10:00:00+01:00")
    assert "Fristen er 4 måneder og udløber på samme dato. Fristen løber: senest lørdag den 15. juli 2023." in text


def test_a_month_without_the_day_ends_on_its_last_day() -> None:
    text = _examined("2022-10-30T10:00:00+01:00")
    assert "Fristen er 4 måneder. Februar har ingen 30. dag, så fristen udløber den sidste dag." in text


def test_a_month_that_starts_on_its_last_day_is_the_reason_for_two_dates() -> None:
    assert (
        "Det er ikke afgjort, hvornår en frist i måneder udløber, når den regnes fra en af de sidste dage i en måned."
    ) in _examined("2023-02-28T10:00:00+01:00")


def test_the_act_that_meets_a_duty_is_named_with_its_time() -> None:
    act = {"id": "v1", "type": "underretning_vurderet", "at": "2024-05-03T16:00:00+02:00", "akut_behov": False}
    text = _explain(_ASSESSMENT, "2024-05-05T12:00:00+02:00", _FRIDAY, act)
    assert "Opfyldt fredag den 3. maj 2024 kl. 16.00 (underretning vurderet)." in text


def test_a_passed_deadline_is_called_passed() -> None:
    text = _explain(_ASSESSMENT, "2024-05-06T12:00:00+02:00", _FRIDAY)
    assert "Fristen er overskredet. Den udløb lørdag den 4. maj 2024 kl. 14.05." in text


def test_what_is_not_told_stands_in_whole_clauses() -> None:
    text = _explain(_RECEIPT, "2024-06-06T12:00:00+02:00", _FRIDAY)
    assert "Det kan ikke afgøres endnu, for det er ikke oplyst, om underretteren er anonym." in text


def test_what_waives_a_duty_is_its_cause() -> None:
    text = _explain(_RECEIPT, _FRIDAY_AFTERNOON, {**_FRIDAY, "anonym": True})
    assert "Pligten er bortfaldet, fordi underretteren er anonym." in text


def test_a_duty_that_went_on_under_the_newer_act_names_the_year_and_the_provision_of_the_rulebook() -> None:
    text = _explain(_ASSESSMENT, "2024-01-02T10:00:00+01:00", _notified("2023-12-31T10:00:00+01:00"))
    assert (
        "Pligten var ikke opfyldt ved udgangen af 2023. Den føres videre efter barnets lov, og fristen er den samme "
        "(§ 213, stk. 1)."
    ) in text


_MAY_15 = _notified("2024-05-15T10:00:00+02:00", overgreb=True)
_PROVISIONAL = {"id": "f1", "type": "foreloebig_vurdering_foretaget", "at": "2024-09-10T10:00:00+02:00"}
_FOUR_MONTHS = "bl-20-3-undersoegelse-4-maaneder@u1"


def test_a_replaced_duty_says_what_is_missing_after_its_time_limit() -> None:
    text = _explain(_FOUR_MONTHS, "2024-10-01T10:00:00+02:00", _MAY_15, _PROVISIONAL)
    assert "Pligten er afløst af »Foreløbig vurdering, når undersøgelsen ikke er færdig« tirsdag den 10." in text
    assert "Den børnefaglige undersøgelse er ikke afsluttet endnu." in text


def test_a_replaced_duty_says_on_which_day_it_was_done_too_late() -> None:
    finished = {"id": "a1", "type": "undersoegelse_afsluttet", "at": "2024-10-07T10:00:00+02:00"}
    text = _explain(_FOUR_MONTHS, "2024-11-01T10:00:00+01:00", _MAY_15, _PROVISIONAL, finished)
    assert "Børnefaglig undersøgelse afsluttet først mandag den 7. oktober 2024 kl. 10.00, efter at fristen" in text


def test_what_follows_a_breach_is_said_while_it_may_follow() -> None:
    text = _explain(_FOUR_MONTHS, "2024-05-16T10:00:00+02:00", _MAY_15)
    assert "Hvis fristen overskrides, kommer denne pligt til: »Foreløbig vurdering, når undersøgelsen ikke er" in text
    done = {"id": "a1", "type": "undersoegelse_afsluttet", "at": "2024-06-07T10:00:00+02:00"}
    assert "Hvis fristen" not in _explain(_FOUR_MONTHS, "2024-07-16T10:00:00+02:00", _MAY_15, done)


def test_a_duty_of_which_only_an_authority_says_its_length_names_that_source() -> None:
    renewed = {"id": "g1", "type": "genbehandling_besluttet", "at": "2024-05-15T10:00:00+02:00"}
    text = _explain("bl-50-genbehandling-2-aar@g1", "2024-06-01T10:00:00+02:00", renewed)
    assert "Fristen følger af en myndigheds praksis, ikke af lovens tekst." in text


def test_serviceloven_keeps_its_own_words() -> None:
    text = _explain(
        "sel-70-opfoelgning-3-maaneder@i1",
        "2022-02-01T10:00:00+01:00",
        {"id": "i1", "type": "indsats_ivaerksat", "at": "2022-01-10T10:00:00+01:00", "art": "stoettende"},
    )
    assert text.startswith("Foranstaltning iværksat: mandag den 10. januar 2022")


def test_a_closed_case_says_why_it_was_closed() -> None:
    closed = {"id": "c1", "type": "sag_afsluttet", "at": "2024-05-06T10:00:00+02:00", "grund": "flyttet"}
    text = _explain("bl-136-registrering@u1", "2024-05-07T10:00:00+02:00", _FRIDAY, closed)
    assert (
        "Sagen er lukket i systemet mandag den 6. maj 2024 kl. 10.00: flyttet til en anden kommune. Pligten var ikke "
        "opfyldt."
    ) in text


def test_the_english_explanation_has_the_same_parts() -> None:
    text = _explain(_RECEIPT, _FRIDAY_AFTERNOON, _FRIDAY, language="en")
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
