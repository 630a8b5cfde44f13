"""How the time limit was counted."""

from __future__ import annotations

import pytest

from tests.fixtures.explained_duties import (
    ASSESSMENT,
    FRIDAY,
    FRIDAY_AFTERNOON,
    RECEIPT,
    build_notification,
    explain,
    explain_examination,
)


def test_an_event_without_its_time_of_day_says_so_where_hours_count() -> None:
    text = explain(ASSESSMENT, FRIDAY_AFTERNOON, {**FRIDAY, "at": "2024-05-03"})
    assert text.startswith("Underretning modtaget: fredag den 3. maj 2024, klokkeslæt ikke oplyst.")


def test_hours_are_counted_on_every_day() -> None:
    text = explain(ASSESSMENT, FRIDAY_AFTERNOON, FRIDAY)
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
    assert says in explain(ASSESSMENT, at, build_notification(at))


def test_hours_that_end_before_the_change_of_clocks_do_not_mention_it() -> None:
    at = "2024-03-29T23:30:00+01:00"
    assert "Uret stilles" not in explain(ASSESSMENT, at, build_notification(at))


@pytest.mark.parametrize(
    ("last_before", "first_after"),
    [
        ("2024-03-31T01:59:59+01:00", "2024-03-31T03:00:00+02:00"),
        ("2024-10-27T02:59:59+02:00", "2024-10-27T02:00:00+01:00"),
    ],
)
def test_hours_that_begin_with_the_change_of_clocks_or_after_it_do_not_mention_it(
    last_before: str, first_after: str
) -> None:
    assert "Uret stilles" in explain(ASSESSMENT, last_before, build_notification(last_before))
    assert "Uret stilles" not in explain(ASSESSMENT, first_after, build_notification(first_after))


def test_a_call_before_the_letter_is_where_the_hours_begin() -> None:
    letter = build_notification("2024-05-03T14:05:00+02:00", kendt_fra="2024-05-02T10:00:00+02:00")
    text = explain(ASSESSMENT, FRIDAY_AFTERNOON, letter)
    assert (
        "Fristen regnes fra torsdag den 2. maj 2024 kl. 10.00, fordi kommunen kendte indholdet fra da af. "
        "Fristen er 24 timer."
    ) in text.replace(" og regnes fra torsdag den 2. maj 2024 kl. 10.00.", ".")


def test_the_days_between_two_readings_that_start_apart_are_no_days_that_do_not_count() -> None:
    letter = build_notification("2024-05-31T09:00:00+02:00", kendt_fra="2024-05-13T09:00:00+02:00")
    text = explain(RECEIPT, "2024-05-31T10:00:00+02:00", letter)
    assert "Denne dag tæller ikke med: søndag den 2. juni 2024." not in text
    assert "Disse dage tæller ikke med: søndag den 19. maj 2024 (pinsedag)" in text
    assert "None" not in text
    assert "lørdag den 25. maj" not in text


def test_a_change_of_clocks_between_two_readings_is_not_mentioned() -> None:
    letter = build_notification("2024-05-03T14:05:00+02:00", kendt_fra="2024-03-01T10:00:00+01:00")
    assert "Uret stilles" not in explain(ASSESSMENT, FRIDAY_AFTERNOON, letter)


def test_a_holiday_that_is_left_out_is_named_and_a_plain_sunday_is_not_explained() -> None:
    text = explain(RECEIPT, "2024-05-08T12:00:00+02:00", build_notification("2024-05-08T09:00:00+02:00"))
    assert "Disse dage tæller ikke med: torsdag den 9. maj 2024 (Kristi himmelfartsdag) og søndag den 12. maj" in text
    assert "(søndag)" not in text


def test_one_saturday_stands_with_its_weekday() -> None:
    monday = build_notification("2024-05-13T09:00:00+02:00")
    assert "Lørdag den 18. maj 2024 tæller måske med." in explain(RECEIPT, "2024-05-13T10:00:00+02:00", monday)


def _return(**facts: object) -> dict[str, object]:
    return {"id": "g1", "type": "hjemgivelse_besluttet", "at": "2024-05-10T10:00:00+02:00", "hjemgives": True, **facts}


_RETURN_PERIOD = "bl-100-3-hjemgivelsesperiode-6-maaneder@g1"


def test_a_day_that_was_set_is_the_time_limit() -> None:
    text = explain(_RETURN_PERIOD, "2024-06-01T10:00:00+02:00", _return(periode_til="2024-09-01"))
    assert "Fristen er fastsat til søndag den 1. september 2024." in text


def test_months_end_on_the_same_day_of_the_month() -> None:
    text = explain_examination("2023-03-15T10:00:00+01:00")
    assert "Fristen er 4 måneder og udløber på samme dato. Fristen løber: senest lørdag den 15. juli 2023." in text


def test_a_month_without_the_day_ends_on_its_last_day() -> None:
    text = explain_examination("2022-10-30T10:00:00+01:00")
    assert "Fristen er 4 måneder. Februar har ingen 30. dag, så fristen udløber den sidste dag." in text


def _explain_complaint_limit(*events: dict[str, object]) -> str:
    decision = {"id": "m1", "type": "afgoerelse_meddelt", "at": "2024-05-08T10:00:00+02:00", "organ": "kommune"}
    return explain("rsl-67-klage-4-uger@m1", "2024-07-03T10:00:00+02:00", decision, *events)


def test_a_time_limit_that_rolls_ends_on_the_next_working_day() -> None:
    complaint = {"id": "k1", "type": "klage_indgivet", "at": "2024-05-20T10:00:00+02:00", "of": "m1"}
    assert (
        "Fristens sidste dag falder på onsdag den 5. juni 2024 (grundlovsdag). "
        "Derfor udløber fristen først torsdag den 6. juni 2024. Muligheden blev"
    ) in _explain_complaint_limit(complaint)


def test_a_time_limit_that_rolled_and_was_interrupted_says_both() -> None:
    """It ran on for ever, also once the complaint had come."""
    asked = {
        "id": "q1", "type": "aktindsigt_anmodet", "at": "2024-05-20T10:00:00+02:00", "of": "m1",
        "afbryder_klagefristen": True,
    }  # fmt: skip
    given = {"id": "r1", "type": "aktindsigt_afgjort", "at": "2024-06-20T10:00:00+02:00", "of": "q1"}
    complaint = {"id": "k1", "type": "klage_indgivet", "at": "2024-07-01T10:00:00+02:00", "of": "m1"}
    assert (
        "falder på onsdag den 5. juni 2024 (grundlovsdag). Uden afbrydelsen ville fristen derfor først udløbe torsdag "
        "den 6. juni 2024. Klagefristen var afbrudt fra mandag den 20. maj 2024 kl. 10.00 til torsdag "
        "den 20. juni 2024 kl. 10.00. "
        "Senest mandag den 8. juli 2024."
    ) in _explain_complaint_limit(asked, given, complaint)


def test_a_time_limit_that_is_interrupted_is_said_to_stand_still() -> None:
    asked = {
        "id": "q1", "type": "aktindsigt_anmodet", "at": "2024-05-20T10:00:00+02:00", "of": "m1",
        "afbryder_klagefristen": True,
    }  # fmt: skip
    assert _explain_complaint_limit(asked).endswith("Det er en mulighed nu. Fristen er afbrudt og står stille.")


def test_days_that_are_counted_anew_after_a_case_do_not_roll() -> None:
    text = explain(
        "bl-102-1-hjemgivelse-7-dage@h1",
        "2024-05-20T10:00:00+02:00",
        {"id": "d1", "type": "anbringelse_besluttet", "at": "2024-01-10T10:00:00+01:00", "samtykke": True},
        {"id": "h1", "type": "hjemgivelse_anmodet", "at": "2024-04-01T10:00:00+02:00", "anmoder": "ung_fyldt_15"},
        {"id": "k1", "type": "klage_modtaget_i_ankestyrelsen", "at": "2024-04-03T10:00:00+02:00", "of": "d1"},
        {"id": "a1", "type": "ankestyrelsen_afgjort", "at": "2024-05-15T10:00:00+02:00", "of": "k1"},
    )
    assert "Fristen er 7 dage fra mandag den 1. april 2024, som ikke selv tæller med. Det er ikke afgjort" in text
