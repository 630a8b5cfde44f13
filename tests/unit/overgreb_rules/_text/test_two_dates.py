"""Why a time limit has two dates."""

from __future__ import annotations

from tests.fixtures.explained_duties import FRIDAY, FRIDAY_AFTERNOON, RECEIPT, build_notification, explain


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


_FOUR_MONTHS_SEL = "sel-50-undersoegelse-4-maaneder@u1"


def _examined(at: str) -> str:
    notified = build_notification(at, overgreb=False)
    decided = {"id": "b1", "type": "undersoegelse_besluttet", "at": at}
    return explain(_FOUR_MONTHS_SEL, at, notified, decided)


def test_a_month_that_starts_on_its_last_day_is_the_reason_for_two_dates() -> None:
    assert (
        "Det er ikke afgjort, hvornår en frist i måneder udløber, når den regnes fra en af de sidste dage i en måned."
    ) in _examined("2023-02-28T10:00:00+01:00")
