"""Why a time limit has two dates."""

from __future__ import annotations

import pytest

from tests.fixtures.explained_duties import (
    FRIDAY,
    FRIDAY_AFTERNOON,
    RECEIPT,
    build_notification,
    explain,
    explain_examination,
)


def test_two_dates_are_explained_by_the_saturdays() -> None:
    text = explain(RECEIPT, FRIDAY_AFTERNOON, FRIDAY)
    assert "Disse lørdage tæller måske med: 4. maj 2024 og 11. maj 2024." in text
    assert "Sikker frist: lørdag den 11. maj 2024. Yderste frist: tirsdag den 14. maj 2024." in text
    assert "Det er ikke afgjort, om lørdag er en hverdag." in text


def test_a_call_before_the_letter_gives_a_second_reason_for_two_dates() -> None:
    letter = build_notification("2024-05-03T14:05:00+02:00", kendt_fra="2024-05-02T10:00:00+02:00")
    text = explain(RECEIPT, FRIDAY_AFTERNOON, letter)
    assert (
        "om lørdag er en hverdag. Det er ikke afgjort, om fristen regnes fra torsdag den 2. maj 2024 kl. 10.00 eller "
        "fredag den 3. maj 2024 kl. 14.05."
    ) in text


def test_where_the_start_is_open_only_the_safe_deadline_is_said_to_be_counted_from_the_call() -> None:
    letter = build_notification("2024-05-03T14:05:00+02:00", kendt_fra="2024-05-02T10:00:00+02:00")
    text = explain(RECEIPT, FRIDAY_AFTERNOON, letter)
    assert "Den sikre frist regnes fra torsdag den 2. maj 2024 kl. 10.00, fordi kommunen kendte indholdet" in text
    assert " Fristen regnes fra" not in text


def test_two_starts_on_one_day_are_no_reason_for_two_dates() -> None:
    letter = build_notification("2024-05-03T14:05:00+02:00", kendt_fra="2024-05-03T10:00:00+02:00")
    text = explain(RECEIPT, FRIDAY_AFTERNOON, letter)
    assert "Fristen regnes fra fredag den 3. maj 2024 kl. 10.00, fordi kommunen kendte indholdet fra da af." in text
    assert "om lørdag er en hverdag." in text
    assert "om fristen regnes fra" not in text


def test_a_saturday_that_is_a_holiday_is_no_reason_for_two_dates() -> None:
    call, letter = "2020-12-21T10:00:00+01:00", "2020-12-22T10:00:00+01:00"
    text = explain("sel-155b-1-kvittering@u1", letter, build_notification(letter, kendt_fra=call))
    assert "om lørdag er en hverdag" not in text
    assert "om fristen regnes fra mandag den 21. december 2020 kl. 10.00 eller tirsdag den 22. december" in text


def test_a_decision_later_than_its_effect_is_the_start_of_the_latest_deadline() -> None:
    acute = {"id": "f1", "type": "foreloebig_afgoerelse_ivaerksat", "at": "2024-05-02T10:00:00+02:00"}
    told = {**acute, "af": "direktoer", "art": "anbringelse", "truffet": "2024-05-03T10:00:00+02:00"}
    text = explain("bl-143-6-direktoer-gyldighed-1-maaned@f1", "2024-05-06T10:00:00+02:00", told)
    assert "Den yderste frist regnes fra fredag den 3. maj 2024 kl. 10.00, hvor afgørelsen blev truffet." in text


_DANGER = "bl-136-2-vurdering-24-timer@u1"


def test_a_day_without_its_time_is_explained_by_the_day_on_which_the_hours_end() -> None:
    text = explain(_DANGER, "2024-05-03T12:00:00+02:00", build_notification("2024-05-03"))
    assert "Sikker frist: fredag den 3. maj 2024. Yderste frist: lørdag den 4. maj 2024." in text
    assert "Klokkeslættet er ikke oplyst. Fristen udløber derfor i løbet af lørdag den 4. maj 2024." in text
    assert "kl. 00.00" not in text


def test_a_day_of_23_hours_is_explained_by_the_times_between_which_the_hours_end() -> None:
    text = explain(_DANGER, "2024-03-31T12:00:00+02:00", build_notification("2024-03-31"))
    assert "på et tidspunkt mellem mandag den 1. april 2024 kl. 01.00 og tirsdag den 2. april 2024 kl. 00.00." in text


def _return(**facts: object) -> dict[str, object]:
    return {"id": "g1", "type": "hjemgivelse_besluttet", "at": "2024-05-10T10:00:00+02:00", "hjemgives": True, **facts}


_RETURN_PERIOD = "bl-100-3-hjemgivelsesperiode-6-maaneder@g1"


def test_a_period_longer_than_the_act_allows_is_the_reason_for_two_dates() -> None:
    text = explain(_RETURN_PERIOD, "2024-06-01T10:00:00+02:00", _return(periode_til="2024-12-01"))
    assert "Den dag, der er fastsat, ligger senere, end loven tillader." in text


def test_a_case_that_held_up_the_time_is_the_reason_for_two_dates() -> None:
    complaint = {"id": "k1", "type": "klage_modtaget_i_ankestyrelsen", "at": "2024-05-20T10:00:00+02:00"}
    decision = {"id": "k2", "type": "ankestyrelsen_afgjort", "at": "2024-06-09T10:00:00+02:00"}
    text = explain(_RETURN_PERIOD, "2024-07-01T10:00:00+02:00", _return(), complaint, decision)
    assert "Loven siger ikke, hvordan de dage, sagen verserede, lægges til fristen." in text


def test_a_position_on_two_departures_is_the_reason_for_two_dates() -> None:
    departed = [
        {"id": f"d{day}", "type": "direktoerafgoerelse_fraveget", "at": f"2025-02-0{day}T10:00:00+01:00"}
        for day in (3, 4)
    ]
    blocked = {"id": "s1", "type": "direktoer_stillingtagen", "at": "2025-02-10T10:00:00+01:00", "blokeret": True}
    text = explain(
        "bl-143-7-ankestyrelsen-8-uger@s1", "2025-03-01T10:00:00+01:00", *departed, {**blocked, "of": ["d3", "d4"]}
    )
    assert "Det er ikke oplyst, hvilken afgørelse fristen skal regnes fra." in text
    assert "Den sikre frist regnes fra mandag den 3. februar 2025 kl. 10.00" in text
    assert "Fristen er 8 uger. Den dag, fristen regnes fra, tæller ikke med." in text


def test_a_period_that_the_act_allows_is_not_said_to_be_too_long_where_a_case_held_it_up() -> None:
    complaint = {"id": "k1", "type": "klage_modtaget_i_ankestyrelsen", "at": "2024-05-20T10:00:00+02:00"}
    decision = {"id": "k2", "type": "ankestyrelsen_afgjort", "at": "2024-06-09T10:00:00+02:00"}
    told = _return(periode_til="2024-09-01")
    text = explain(_RETURN_PERIOD, "2024-07-01T10:00:00+02:00", told, complaint, decision)
    assert "senere, end loven tillader" not in text
    assert "Loven siger ikke, hvordan de dage, sagen verserede, lægges til fristen." in text


def _placed(**facts: object) -> dict[str, object]:
    return {"id": "d1", "type": "anbringelse_besluttet", "at": "2024-10-15T10:00:00+02:00", "samtykke": False, **facts}


_RENEWAL = "bl-50-genbehandling-1-aar@d1"
_NOT_PLACED_BEFORE = {"tidligere_anbragt_inden_for_et_aar": False}


def test_the_term_that_the_final_decision_may_have_set_is_asked_for_where_the_start_is_known() -> None:
    final = {"id": "e1", "type": "endelig_proevelse", "at": "2025-01-20T10:00:00+01:00", "of": "d1"}
    placed = _placed(frist_fastsat="2026-08-01", **_NOT_PLACED_BEFORE)
    text = explain(_RENEWAL, "2025-02-01T10:00:00+01:00", placed, final)
    assert "Fristen regnes fra mandag den 20. januar 2025 kl. 10.00" in text
    assert "Det er ikke oplyst, om den endelige afgørelse har sat en anden frist for en ny afgørelse." in text
    assert "hvilken afgørelse" not in text


@pytest.mark.parametrize(
    ("facts", "sentence"),
    [
        ({}, "Det er ikke oplyst, hvilken afgørelse fristen skal regnes fra."),
        ({"frist_fastsat": "2025-05-01"}, "Det er ikke oplyst, hvilken afgørelse der er den endelige."),
    ],
)
def test_a_decision_of_ankestyrelsen_without_a_final_one_is_the_reason_for_two_dates(
    facts: dict[str, object], sentence: str
) -> None:
    complaint = {"id": "k1", "type": "klage_modtaget_i_ankestyrelsen", "at": "2024-11-01T10:00:00+01:00", "of": "d1"}
    decision = {"id": "k2", "type": "ankestyrelsen_afgjort", "at": "2024-12-20T10:00:00+01:00", "of": "k1"}
    placed = _placed(**_NOT_PLACED_BEFORE, **facts)
    assert sentence in explain(_RENEWAL, "2025-02-01T10:00:00+01:00", placed, complaint, decision)


def _examined_beside(*events: dict[str, object]) -> str:
    measure = {"id": "i1", "type": "indsats_ivaerksat", "at": "2024-01-10T10:00:00+01:00", "art": "anbringelse"}
    decided = {"id": "b1", "type": "undersoegelse_besluttet", "at": "2024-01-25T10:00:00+01:00"}
    ended = {"id": "a1", "type": "undersoegelse_afsluttet", "at": "2024-02-20T10:00:00+01:00"}
    return explain(
        "bl-95-2-foerste-opfoelgning@i1", "2024-03-01T10:00:00+01:00", *events, {**measure, "of": "d1"}, decided, ended
    )


_BESIDE = "om undersøgelsen eller afdækningen er sideløbende med indsatsen."
_AGREED = {"id": "d1", "type": "anbringelse_besluttet", "at": "2024-01-08T10:00:00+01:00"}


def test_whether_an_examination_runs_beside_a_measure_is_a_question_of_law_where_everything_is_told() -> None:
    assert f"Det er ikke afgjort, {_BESIDE}" in _examined_beside({**_AGREED, "samtykke": True})


def test_a_consent_that_is_not_told_is_asked_for_and_is_no_question_of_law() -> None:
    text = _examined_beside(_AGREED)
    assert f"Det er ikke oplyst, om der er givet samtykke, så det er uvist, {_BESIDE}" in text
    assert "ikke afgjort" not in text


def test_what_a_screening_shows_is_asked_for_where_a_mapping_may_run_beside_a_measure() -> None:
    screened = {"id": "s1", "type": "screening_foretaget", "at": "2024-01-02T10:00:00+01:00"}
    measure = {"id": "i1", "type": "indsats_ivaerksat", "at": "2024-01-10T10:00:00+01:00", "art": "stoettende"}
    mapped = {"id": "k1", "type": "afdaekning_foretaget", "at": "2024-02-20T10:00:00+01:00"}
    text = explain("bl-95-2-foerste-opfoelgning@i1", "2024-03-01T10:00:00+01:00", screened, measure, mapped)
    assert f"Det er ikke oplyst, hvad screeningen viser, så det er uvist, {_BESIDE}" in text


def test_a_measure_that_names_no_decision_is_asked_what_it_is_about_where_the_consent_is_told() -> None:
    notified = build_notification("2024-01-02T10:00:00+01:00")
    decided = {"id": "b1", "type": "undersoegelse_besluttet", "at": "2024-01-05T10:00:00+01:00", "of": "u1"}
    measure = {"id": "i1", "type": "indsats_ivaerksat", "at": "2024-01-10T10:00:00+01:00", "art": "anbringelse"}
    ended = {"id": "a1", "type": "undersoegelse_afsluttet", "at": "2024-02-20T10:00:00+01:00", "of": "b1"}
    placed = {**_AGREED, "samtykke": True, "of": "u1"}
    case = notified, decided, placed, {**measure, "of": "u1"}, ended
    text = explain("bl-95-2-foerste-opfoelgning@i1", "2024-03-01T10:00:00+01:00", *case)
    assert f"hvilken underretning, afgørelse eller indsats hændelserne hører til, så det er uvist, {_BESIDE}" in text


_RETURN_ASKED = {
    "id": "h1",
    "type": "hjemgivelse_anmodet",
    "at": "2025-03-03T10:00:00+01:00",
    "anmoder": "ung_fyldt_15",
}


_ANEW = "Det er ikke afgjort, om fristen regnes forfra, når sagen er afgjort."
_NOT_TOLD = "Det er ikke oplyst, hvilken underretning, afgørelse eller indsats hændelserne hører til."


@pytest.mark.parametrize(
    ("begun", "of", "reasons"),
    [
        ("2025-03-05", {"of": "d1"}, (_ANEW,)),
        ("2025-03-05", {}, (_NOT_TOLD, _ANEW)),
        ("2025-03-01", {}, (_NOT_TOLD,)),
    ],
)
def test_what_a_case_is_about_is_asked_for_and_whether_time_runs_anew_is_a_question_of_law(
    begun: str, of: dict[str, object], reasons: tuple[str, ...]
) -> None:
    complaint = {"id": "k1", "type": "klage_modtaget_i_ankestyrelsen", "at": f"{begun}T10:00:00+01:00", **of}
    decision = {"id": "k2", "type": "ankestyrelsen_afgjort", "at": "2025-03-20T10:00:00+01:00", "of": "k1"}
    case = {**_AGREED, "samtykke": True}, _RETURN_ASKED, complaint, decision
    text = explain("bl-102-1-hjemgivelse-7-dage@h1", "2025-03-22T10:00:00+01:00", *case)
    assert " ".join(reasons) in text
    assert [reason for reason in (_NOT_TOLD, _ANEW) if reason in text] == list(reasons)


def test_the_interruption_that_is_not_told_is_named() -> None:
    told = {"id": "m1", "type": "afgoerelse_meddelt", "at": "2025-02-04T10:00:00+01:00", "organ": "kommune"}
    asked = {"id": "g1", "type": "aktindsigt_anmodet", "at": "2025-02-12T10:00:00+01:00", "of": "m1"}
    answered = {"id": "s1", "type": "aktindsigt_afgjort", "at": "2025-02-26T10:00:00+01:00", "of": "g1"}
    text = explain("rsl-67-klage-4-uger@m1", "2025-02-27T10:00:00+01:00", told, asked, answered)
    assert "Det er ikke oplyst, om myndigheden har bestemt, at klagefristen afbrydes." in text


def test_a_month_that_starts_on_its_last_day_is_the_reason_for_two_dates() -> None:
    assert (
        "Det er ikke afgjort, hvornår en frist i måneder udløber, når den regnes fra en af de sidste dage i en måned."
    ) in explain_examination("2023-02-28T10:00:00+01:00")


def test_a_year_from_the_last_day_of_february_has_two_dates_and_an_anniversary_has_one() -> None:
    placed = {**_placed(**_NOT_PLACED_BEFORE), "at": "2027-02-28T10:00:00+01:00"}
    sentence = "Det er ikke afgjort, hvornår en frist på et eller flere år udløber"
    assert sentence in explain(_RENEWAL, "2027-03-01T10:00:00+01:00", placed)
    measure = {"id": "i1", "type": "indsats_ivaerksat", "at": "2023-02-28T10:00:00+01:00", "art": "anbringelse"}
    visits = explain("sel-148-tilsyn-2-om-aaret@i1#1", "2023-04-01T10:00:00+02:00", measure)
    assert "senest onsdag den 28. februar 2024" in visits
    assert "Det er ikke afgjort" not in visits
