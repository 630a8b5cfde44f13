"""How a duty stands."""

from __future__ import annotations

import pytest

from tests.fixtures.explained_duties import ASSESSMENT, FRIDAY, FRIDAY_AFTERNOON, RECEIPT, build_notification, explain

_ASSESSED = "underretning_vurderet"


def test_a_duty_without_a_time_limit_says_so_once() -> None:
    text = explain("bl-136-registrering@u1", FRIDAY_AFTERNOON, FRIDAY)
    assert text.count("Loven sætter ingen fast frist.") == 1
    assert text.endswith("Pligten er ikke opfyldt endnu.")


def test_the_act_that_meets_a_duty_is_named_with_its_time() -> None:
    act = {"id": "v1", "type": "underretning_vurderet", "at": "2024-05-03T16:00:00+02:00", "akut_behov": False}
    text = explain(ASSESSMENT, "2024-05-05T12:00:00+02:00", FRIDAY, act)
    assert "Opfyldt fredag den 3. maj 2024 kl. 16.00 (underretning vurderet)." in text


@pytest.mark.parametrize(
    ("second", "says"),
    [
        ("14:05:00", "Opfyldt lørdag den 4. maj 2024 kl. 14.05 (underretning vurderet)."),
        ("14:05:01", "Fristen var lørdag den 4. maj 2024 kl. 14.05, 1 sekund før, så det var for sent."),
        ("14:05:59", "Fristen var lørdag den 4. maj 2024 kl. 14.05, 59 sekunder før, så det var for sent."),
        ("14:06:00", "Fristen var lørdag den 4. maj 2024 kl. 14.05, så det var for sent."),
    ],
)
def test_of_an_act_in_the_minute_in_which_the_time_ended_the_seconds_are_told(second: str, says: str) -> None:
    act = {"id": "v1", "type": "underretning_vurderet", "at": f"2024-05-04T{second}+02:00", "akut_behov": False}
    assert says in explain(ASSESSMENT, "2024-05-05T12:00:00+02:00", FRIDAY, act)


def test_a_passed_deadline_is_called_passed() -> None:
    text = explain(ASSESSMENT, "2024-05-06T12:00:00+02:00", FRIDAY)
    assert "Fristen er overskredet. Den udløb lørdag den 4. maj 2024 kl. 14.05." in text


def test_what_is_not_told_stands_in_whole_clauses() -> None:
    text = explain(RECEIPT, "2024-06-06T12:00:00+02:00", FRIDAY)
    assert "Det kan ikke afgøres endnu, for det er ikke oplyst, om underretteren er anonym." in text


def test_what_waives_a_duty_is_its_cause() -> None:
    text = explain(RECEIPT, FRIDAY_AFTERNOON, {**FRIDAY, "anonym": True})
    assert "Pligten er bortfaldet, fordi underretteren er anonym." in text


_MAY_15 = build_notification("2024-05-15T10:00:00+02:00", overgreb=True)
_PROVISIONAL = {"id": "f1", "type": "foreloebig_vurdering_foretaget", "at": "2024-09-10T10:00:00+02:00"}
_FOUR_MONTHS = "bl-20-3-undersoegelse-4-maaneder@u1"


def test_a_replaced_duty_says_what_is_missing_after_its_time_limit() -> None:
    text = explain(_FOUR_MONTHS, "2024-10-01T10:00:00+02:00", _MAY_15, _PROVISIONAL)
    assert "Pligten er afløst af »Foreløbig vurdering, når undersøgelsen ikke er færdig« tirsdag den 10." in text
    assert "Den børnefaglige undersøgelse er ikke afsluttet endnu." in text


def test_a_replaced_duty_says_on_which_day_it_was_done_too_late() -> None:
    finished = {"id": "a1", "type": "undersoegelse_afsluttet", "at": "2024-10-07T10:00:00+02:00"}
    text = explain(_FOUR_MONTHS, "2024-11-01T10:00:00+01:00", _MAY_15, _PROVISIONAL, finished)
    assert "Den børnefaglige undersøgelse blev afsluttet mandag den 7. oktober 2024 kl. 10.00, efter at fristen" in text


@pytest.mark.parametrize("day", ["2024-05-04", "2024-05-04T15:00:00+02:00"])
def test_a_duty_that_was_met_on_the_day_of_its_hour_says_that_the_time_of_day_is_not_told(day: str) -> None:
    """The act was said to lie after one date and no later than the other, which were the same."""
    text = explain(ASSESSMENT, "2024-05-06T10:00:00+02:00", FRIDAY, {"id": "v1", "type": _ASSESSED, "at": day})
    unknown = "Klokkeslættet er ikke oplyst, så det er uvist, om det var i rette tid."
    assert (unknown in text) == (len(day) == 10)
    assert "sikre frist" not in text
    assert "lørdag den 4. maj 2024 kl. 14.05" in text


def test_a_day_that_one_of_two_dates_divides_leaves_both_dates_to_the_time_limit() -> None:
    notified = build_notification("2024-05-03", overgreb=False)
    text = explain(
        ASSESSMENT, "2024-05-06T10:00:00+02:00", notified, {"id": "v1", "type": _ASSESSED, "at": "2024-05-04"}
    )
    assert "Opfyldt lørdag den 4. maj 2024 (underretning vurderet). Klokkeslættet er ikke oplyst" in text
    assert "efter den sikre frist" not in text


def test_an_act_of_the_day_after_both_dates_says_that_only_the_first_moment_of_that_day_was_in_time() -> None:
    """Hours from a day end as a day begins, and an act that is told by that day alone may have come just then."""
    text = explain(
        ASSESSMENT,
        "2024-05-06T10:00:00+02:00",
        build_notification("2024-05-03", overgreb=False),
        {"id": "v1", "type": _ASSESSED, "at": "2024-05-05"},
    )
    assert "Yderste frist: lørdag den 4. maj 2024." in text
    assert text.endswith("Klokkeslættet er ikke oplyst. Kun hvis det skete, da dagen begyndte, var det i rette tid.")


def test_a_duty_that_was_met_while_it_rested_says_why_that_was_in_time() -> None:
    text = explain(
        "bl-102-1-hjemgivelse-7-dage@h1",
        "2024-06-20T10:00:00+02:00",
        {"id": "d1", "type": "anbringelse_besluttet", "at": "2024-01-10T10:00:00+01:00", "samtykke": True},
        {"id": "h1", "type": "hjemgivelse_anmodet", "at": "2024-04-01T10:00:00+02:00", "anmoder": "ung_fyldt_15"},
        {"id": "k1", "type": "klage_modtaget_i_ankestyrelsen", "at": "2024-04-03T10:00:00+02:00", "of": "d1"},
        {"id": "s1", "type": "hjemgivelse_stillingtagen", "at": "2024-05-10T10:00:00+02:00", "of": "h1"},
    )
    assert text.endswith("Det skete, mens pligten ikke gjaldt, så det var i rette tid.")


_PLACED = {"id": "a1", "type": "anbringelse_besluttet", "at": "2024-02-01T10:00:00+01:00", "samtykke": False}
_PLAN_FIRST = "bl-91-2-plan-foer-tvang@a1"


def _plan(at: str) -> dict[str, object]:
    return {"id": "p1", "type": "plan_udarbejdet", "at": at, "of": "a1"}


def test_an_act_that_came_after_what_it_had_to_precede_is_told_in_whole_clauses() -> None:
    text = explain(_PLAN_FIRST, "2024-03-01T10:00:00+01:00", _PLACED, _plan("2024-02-02T10:00:00+01:00"))
    assert (
        "Det skete for sent: planen blev udarbejdet fredag den 2. februar 2024 kl. 10.00, efter at anbringelsen blev "
        "besluttet torsdag den 1. februar 2024 kl. 10.00."
    ) in text


_HOME = {"id": "hb1", "type": "hjemgivelse_besluttet", "at": "2025-07-22T12:00:00+02:00", "hjemgives": True}


@pytest.mark.parametrize(
    ("talk", "later", "too_late"),
    [({}, [_HOME], False), ({"of": "a1"}, [_HOME], True), ({}, [], True)],
)
def test_an_act_that_was_in_time_for_a_later_decision_is_not_told_as_too_late_for_an_earlier_one(
    talk: dict[str, object], later: list[dict[str, object]], too_late: bool
) -> None:
    """The talk on the return was said to have been held too late for the placement of the year before."""
    held = {"id": "t1", "type": "boernesamtale_afholdt", "at": "2025-07-18T10:00:00+02:00", **talk}
    text = explain("bl-5-samtale-foer-afgoerelse@a1", "2025-08-01T10:00:00+02:00", _PLACED, held, *later)
    assert ("Det skete for sent: samtalen" in text) == too_late
    assert ("Det skulle være sket før torsdag den 1. februar 2024 kl. 10.00:" in text) != too_late


def test_an_act_at_the_instant_of_what_it_had_to_precede_is_not_said_to_come_after_it() -> None:
    text = explain(_PLAN_FIRST, "2024-03-01T10:00:00+01:00", _PLACED, _plan("2024-02-01T10:00:00+01:00"))
    assert "kl. 10.00, samtidig med at anbringelsen blev besluttet torsdag den 1. februar 2024 kl. 10.00." in text


def test_an_act_that_came_after_an_acute_decision_was_taken_is_told_with_the_time_of_the_decision() -> None:
    acute = {"id": "p1", "type": "foreloebig_afgoerelse_ivaerksat", "at": "2024-05-03T16:00:00+02:00"}
    talk = {"id": "t1", "type": "boernesamtale_afholdt", "at": "2024-05-03T12:00:00+02:00"}
    told = {**acute, "truffet": "2024-05-03T09:00:00+02:00", "art": "anbringelse"}
    text = explain("bl-5-samtale-foer-afgoerelse@p1", "2024-05-06T12:00:00+02:00", told, talk)
    assert "efter at afgørelsen blev truffet fredag den 3. maj 2024 kl. 09.00." in text


def test_an_acute_decision_that_has_not_been_taken_is_told_as_the_hour_before_which_the_act_must_come() -> None:
    acute = {"id": "p1", "type": "foreloebig_afgoerelse_ivaerksat", "at": "2024-05-03", "art": "anbringelse"}
    text = explain(
        "bl-5-samtale-foer-afgoerelse@p1",
        "2024-05-03T12:00:00+02:00",
        {**acute, "truffet": "2024-05-03T19:00:00+02:00"},
    )
    assert "Det skal ske før fredag den 3. maj 2024 kl. 19.00." in text
    assert "ingen fast frist" not in text


@pytest.mark.parametrize(
    ("trigger", "acts"),
    [
        ("genbehandling_besluttet", "gratis advokatbistand tilbudt"),
        (
            "foreloebig_afgoerelse_godkendt",
            "»gratis advokatbistand tilbudt« eller »skriftlig meddelelse om den foreløbige afgørelse givet«",
        ),
    ],
)
def test_only_acts_that_can_meet_the_duty_are_said_to_be_missing(trigger: str, acts: str) -> None:
    offer = {"id": "t1", "type": "advokatbistand_tilbudt", "at": "2024-01-02T10:00:00+01:00", "of": "a1"}
    acute = {"id": "f1", "type": "foreloebig_afgoerelse_ivaerksat", "at": "2024-05-02T10:00:00+02:00"}
    decided = {"id": "g1", "type": trigger, "at": "2024-05-03T10:00:00+02:00"}
    text = explain("bl-140-1-advokat@g1", "2024-06-01T10:00:00+02:00", _PLACED, offer, acute, decided)
    assert f"Det skulle være sket før fredag den 3. maj 2024 kl. 10.00: {acts}." in text


def test_a_replaced_duty_of_an_unborn_child_waits_for_the_examination_of_the_parents() -> None:
    notified = build_notification("2024-01-10T10:00:00+01:00", ufoedt=True)
    decided = {"id": "b1", "type": "undersoegelse_besluttet", "at": "2024-01-12T10:00:00+01:00"}
    assessed = {"id": "v1", "type": "foreloebig_vurdering_foretaget", "at": "2024-05-08T10:00:00+02:00"}
    rule = "bl-26-3-kommende-foraeldre-4-maaneder"
    text = explain(f"{rule}@u1", "2024-06-01T10:00:00+02:00", notified, decided, assessed)
    assert "Undersøgelsen af de kommende forældre er ikke afsluttet endnu." in text
    assert "børnefaglig" not in text
