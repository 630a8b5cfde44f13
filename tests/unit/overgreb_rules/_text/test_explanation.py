"""The sentences of an explanation, each for the duty of which it holds."""

from __future__ import annotations

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


def test_the_act_that_meets_a_duty_is_named_with_its_time() -> None:
    act = {"id": "v1", "type": "underretning_vurderet", "at": "2024-05-03T16:00:00+02:00", "akut_behov": False}
    text = _explain(_ASSESSMENT, "2024-05-05T12:00:00+02:00", _FRIDAY, act)
    assert "Met: Friday 3 May 2024 at 16:00 (v1)." in text


def test_a_passed_deadline_is_called_passed() -> None:
    assert "The time limit has passed." in _explain(_ASSESSMENT, "2024-05-06T12:00:00+02:00", _FRIDAY)


def test_a_duty_that_went_on_under_the_newer_act_names_the_year_and_the_provision_of_the_rulebook() -> None:
    text = _explain(_ASSESSMENT, "2024-01-02T10:00:00+01:00", _notified("2023-12-31T10:00:00+01:00"))
    assert "Unmet when 2023 ended: the duty goes on under barnets lov with the same clock (§ 213, stk. 1)." in text
