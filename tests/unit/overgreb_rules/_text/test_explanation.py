"""The sentences of an explanation, each for the duty of which it holds."""

from __future__ import annotations

import pytest

from overgreb_rules import Case, evaluate


def _explain(key: str, at: str, *events: dict[str, object]) -> str:
    case = Case.model_validate({"case_id": "A-17", "kommune": 751, "events": list(events)})
    return next(duty.explanation.en for duty in evaluate(case, at=at).obligations if duty.key == key)


def _notified(at: str, **facts: object) -> dict[str, object]:
    return {"id": "u1", "type": "underretning_modtaget", "at": at, **facts}


_ASSESSMENT = "bl-136-2-vurdering-24-timer@u1"
_FRIDAY = _notified("2024-05-03T14:05:00+02:00", overgreb=False)


def test_the_event_comes_first_with_its_time_and_id() -> None:
    text = _explain(_ASSESSMENT, "2024-05-03T15:00:00+02:00", _FRIDAY)
    assert text.startswith("Notification received Friday 3 May 2024 at 14:05 (u1).")


def test_the_bearer_and_the_provision_are_named() -> None:
    text = _explain(_ASSESSMENT, "2024-05-03T15:00:00+02:00", _FRIDAY)
    assert "It falls to the municipal council under barnets lov § 136, stk. 2." in text


def test_a_provision_that_ends_in_a_full_stop_gets_no_second_one() -> None:
    text = _explain("bl-136-registrering@u1", "2024-05-03T15:00:00+02:00", _FRIDAY)
    assert "under barnets lov § 136, stk. 1, 2. pkt. The duty is open" in text


def test_a_deadline_of_hours_names_its_last_moment() -> None:
    text = _explain(_ASSESSMENT, "2024-05-03T15:00:00+02:00", _FRIDAY)
    assert "No later than Saturday 4 May 2024 at 14:05." in text


def test_days_that_no_reading_counts_are_listed_with_their_reason() -> None:
    text = _explain("bl-138-1-kvittering@u1", "2024-05-08T12:00:00+02:00", _notified("2024-05-08T09:00:00+02:00"))
    assert "Not counted: Thursday 9 May 2024 (" in text


def test_two_dates_are_explained_by_the_saturday_that_one_reading_counts() -> None:
    text = _explain("bl-138-1-kvittering@u1", "2024-05-03T15:00:00+02:00", _FRIDAY)
    assert "Two dates, because it is unsettled whether Saturday is a hverdag." in text
    assert "Counted on the strict reading alone: Saturday 4 May 2024 and Saturday 11 May 2024." in text


def test_a_call_before_the_letter_gives_a_second_reason_for_two_dates() -> None:
    letter = _notified("2024-05-03T14:05:00+02:00", kendt_fra="2024-05-02T10:00:00+02:00")
    text = _explain("bl-138-1-kvittering@u1", "2024-05-03T15:00:00+02:00", letter)
    assert "whether Saturday is a hverdag, and it is unsettled where the clock starts." in text


def _return(**facts: object) -> dict[str, object]:
    return {"id": "g1", "type": "hjemgivelse_besluttet", "at": "2024-05-10T10:00:00+02:00", "hjemgives": True, **facts}


_RETURN_PERIOD = "bl-100-3-hjemgivelsesperiode-6-maaneder@g1"


def test_a_period_longer_than_the_act_allows_is_the_reason_for_two_dates() -> None:
    text = _explain(_RETURN_PERIOD, "2024-06-01T10:00:00+02:00", _return(periode_til="2024-12-01"))
    assert "Two dates, because the day that was set is later than the act allows." in text


def test_a_case_that_held_up_the_time_is_the_reason_for_two_dates() -> None:
    complaint = {"id": "k1", "type": "klage_modtaget_i_ankestyrelsen", "at": "2024-05-20T10:00:00+02:00"}
    decision = {"id": "k2", "type": "ankestyrelsen_afgjort", "at": "2024-06-09T10:00:00+02:00"}
    text = _explain(_RETURN_PERIOD, "2024-07-01T10:00:00+02:00", _return(), complaint, decision)
    assert "Two dates, because the act does not say how the days are added on which the case was pending." in text


def test_a_month_that_starts_on_its_last_day_is_the_reason_for_two_dates() -> None:
    notified = _notified("2023-02-28T10:00:00+01:00", overgreb=False)
    decided = {"id": "b1", "type": "undersoegelse_besluttet", "at": "2023-03-01T10:00:00+01:00"}
    text = _explain("sel-50-undersoegelse-4-maaneder@u1", "2023-03-02T10:00:00+01:00", notified, decided)
    assert "Two dates, because it is unsettled how a time limit ends that starts at the end of a month." in text


def test_the_act_that_meets_a_duty_is_named_with_its_time() -> None:
    act = {"id": "v1", "type": "underretning_vurderet", "at": "2024-05-03T16:00:00+02:00", "akut_behov": False}
    text = _explain(_ASSESSMENT, "2024-05-05T12:00:00+02:00", _FRIDAY, act)
    assert "Met: Friday 3 May 2024 at 16:00 (v1)." in text


def test_a_passed_deadline_is_called_passed() -> None:
    assert "The time limit has passed." in _explain(_ASSESSMENT, "2024-05-06T12:00:00+02:00", _FRIDAY)


def test_a_duty_that_went_on_under_the_newer_act_names_the_year_and_the_provision_of_the_rulebook() -> None:
    text = _explain(_ASSESSMENT, "2024-01-02T10:00:00+01:00", _notified("2023-12-31T10:00:00+01:00"))
    assert "Unmet when 2023 ended: the duty goes on under barnets lov with the same clock (§ 213, stk. 1)." in text


_MAY_15 = _notified("2024-05-15T10:00:00+02:00", overgreb=True)
_PROVISIONAL = {"id": "f1", "type": "foreloebig_vurdering_foretaget", "at": "2024-09-10T10:00:00+02:00"}
_FOUR_MONTHS = "bl-20-3-undersoegelse-4-maaneder@u1"


def test_a_replaced_duty_says_what_is_missing_after_its_time_limit() -> None:
    text = _explain(_FOUR_MONTHS, "2024-10-01T10:00:00+02:00", _MAY_15, _PROVISIONAL)
    assert "Still missing after the time limit: child-protection examination finished." in text


def test_a_replaced_duty_says_on_which_day_it_was_done_too_late() -> None:
    finished = {"id": "a1", "type": "undersoegelse_afsluttet", "at": "2024-10-07T10:00:00+02:00"}
    text = _explain(_FOUR_MONTHS, "2024-11-01T10:00:00+01:00", _MAY_15, _PROVISIONAL, finished)
    assert "It came too late: child-protection examination finished Monday 7 October 2024 at 10:00 (a1)." in text


def test_a_duty_of_which_only_an_authority_says_its_length_names_that_source() -> None:
    renewed = {"id": "g1", "type": "genbehandling_besluttet", "at": "2024-05-15T10:00:00+02:00"}
    text = _explain("bl-50-genbehandling-2-aar@g1", "2024-06-01T10:00:00+02:00", renewed)
    assert "The source is what an authority says, not the act." in text


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
