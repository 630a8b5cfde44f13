"""One duty of an answer is found by its key, and an unknown key is answered with those there are."""

from __future__ import annotations

import pytest

from overgreb_rules import Case, CaseError, evaluate
from overgreb_rules._evaluate.duty_lookup import find_duty

EVENT = {"id": "u1", "type": "underretning_modtaget", "at": "2026-01-05T08:00:00+01:00"}


def answer(*events):
    return evaluate(Case.model_validate({"case_id": "a", "events": list(events)}), at="2026-01-05T09:00:00+01:00")


def test_a_duty_is_found_by_its_key():
    key = "bl-136-2-vurdering-24-timer@u1"
    assert find_duty(answer(EVENT), key, "KEY").key == key


def test_an_unknown_key_is_refused_with_its_place_and_the_keys_there_are():
    with pytest.raises(CaseError) as caught:
        find_duty(answer(EVENT), "x", "?key")
    assert caught.value.place == "?key"
    assert "bl-136-2-vurdering-24-timer@u1" in str(caught.value.allowed)


def test_a_case_without_duties_says_that_there_are_none():
    with pytest.raises(CaseError) as caught:
        find_duty(answer(), "x", "KEY")
    assert caught.value.parts("en")["allowed"] == "none at this instant"
