"""One duty of an answer: its keys, its equality and its copies."""

from __future__ import annotations

import json

import pytest
from pydantic import ValidationError

from overgreb_rules import Case, Evaluation, Obligation, evaluate
from overgreb_rules.evaluation import Cause

NOTIFIED = {"id": "u1", "type": "underretning_modtaget", "at": "2025-03-03T12:00:00+01:00"}


def _answer() -> Evaluation:
    return evaluate(Case.model_validate({"case_id": "A", "events": [NOTIFIED]}), at="2025-03-04T11:00:00+01:00")


@pytest.mark.parametrize("key", [*Obligation.model_computed_fields, "due"])
def test_a_saved_duty_without_one_of_its_keys_is_refused_by_its_place(key: str) -> None:
    saved = json.loads(_answer().model_dump_json())
    del saved["obligations"][0][key]
    with pytest.raises(ValidationError) as refused:
        Evaluation.model_validate_json(json.dumps(saved))
    assert [error["loc"] for error in refused.value.errors()] == [("obligations", 0, key)]


def test_two_duties_that_differ_only_in_what_is_made_later_are_not_equal() -> None:
    duty = _answer().obligations[0]
    assert duty != duty.model_copy(update={"transition": not duty.transition})
    assert duty == duty.model_copy()
    assert duty != duty.key


def test_a_copy_with_another_value_keeps_the_rest() -> None:
    for duty in _answer().obligations:
        other = duty.model_copy(update={"status": "expired"})
        assert (other.status, other.explanation) == ("expired", duty.explanation)


def test_causes_that_differ_in_their_facts_alone_are_not_equal_and_share_a_hash() -> None:
    one, other = (Cause(events=("u1",), facts={"anonym": value}, rule=None, da="a", en="a") for value in (True, False))
    assert one != other
    assert hash(one) == hash(other)
