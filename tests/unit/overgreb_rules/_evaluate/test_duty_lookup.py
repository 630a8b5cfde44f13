"""One duty of an answer is found by its key, and an unknown key is answered with those there are."""

from __future__ import annotations

import pytest

from overgreb_rules import Case, CaseError, evaluate
from overgreb_rules._evaluate.duty_lookup import find_duty
from overgreb_rules.rulebook import Rulebook

RULES = Rulebook.load(matcher="reference").rules
EVENT = {"id": "u1", "type": "underretning_modtaget", "at": "2026-01-05T08:00:00+01:00"}


def answer(*events):
    return evaluate(Case.model_validate({"case_id": "a", "events": list(events)}), at="2026-01-05T09:00:00+01:00")


def test_a_duty_is_found_by_its_key():
    key = "bl-136-2-vurdering-24-timer@u1"
    assert find_duty(answer(EVENT), key, "KEY", RULES).key == key


def test_an_unknown_key_is_refused_with_its_place_and_the_keys_there_are():
    with pytest.raises(CaseError) as caught:
        find_duty(answer(EVENT), "x", "?key", RULES)
    assert caught.value.place == "?key"
    assert "bl-136-2-vurdering-24-timer@u1" in str(caught.value.allowed)


def test_a_case_without_duties_says_that_there_are_none():
    with pytest.raises(CaseError) as caught:
        find_duty(answer(), "x", "KEY", RULES)
    assert caught.value.parts("da")["allowed"] is None
    assert caught.value.message("da").endswith(
        "sagen har ingen pligter på dette tidspunkt (»skjult«); spørg why-not om reglen"
    )


def test_the_id_of_a_rule_names_its_only_duty():
    rule = "bl-136-2-vurdering-24-timer"
    assert find_duty(answer(EVENT), rule, "KEY", RULES).key == f"{rule}@u1"


def test_the_id_of_a_rule_with_several_duties_is_refused_with_their_keys_alone():
    rule = "bl-136-2-vurdering-24-timer"
    with pytest.raises(CaseError) as caught:
        find_duty(answer(EVENT, EVENT | {"id": "u2"}), rule, "KEY", RULES)
    error = caught.value.parts("en")
    assert (error["value"], error["allowed"]) == (f"«{rule}»", f"{rule}@u1, {rule}@u2")


def test_a_rule_without_a_duty_is_named_and_sends_to_why_not():
    with pytest.raises(CaseError) as caught:
        find_duty(answer(EVENT), "bl-143-4-godkendelse-7-dage", "KEY", RULES)
    error = caught.value.parts("en")
    assert (error["value"], error["mend"]) == ("«bl-143-4-godkendelse-7-dage»", "ask why-not about the rule")


def test_an_error_that_shows_no_events_names_the_rules_of_the_keys_once():
    with pytest.raises(CaseError) as refused:
        find_duty(answer(EVENT, EVENT | {"id": "u2"}), "x", "?key", RULES, shows_events=False)
    allowed = str(refused.value.parts("en")["allowed"])
    assert allowed.split(", ").count("bl-136-2-vurdering-24-timer@…") == 1
    assert "u1" not in allowed
