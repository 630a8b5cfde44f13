"""The models of a case as parts of models of pydantic, and what a model is when it is validated again."""

from __future__ import annotations

import json

import pytest
from pydantic import BaseModel, TypeAdapter, ValidationError

from overgreb_rules import Case


def test_a_model_stays_the_same_object_when_it_is_validated() -> None:
    case = Case(case_id="A")
    assert Case.model_validate(case) is case


class _Letter(BaseModel):
    case: Case


def test_a_case_within_another_model_is_refused_as_pydantic_refuses() -> None:
    with pytest.raises(ValidationError) as caught:
        _Letter.model_validate({"case": {"case_id": "A", "events": [{"type": "kvittering_sendt", "at": "mette"}]}})
    (line,) = caught.value.errors(include_url=False)
    assert (line["type"], line["loc"], line["input"]) == ("case_refused", ("case", "events", 0, "at"), "«hidden»")
    assert "mette" not in str(caught.value)


def test_a_case_within_another_model_is_read_and_written() -> None:
    letter = _Letter.model_validate_json('{"case": {"case_id": "A", "kommune": "0751"}}')
    assert json.loads(letter.model_dump_json()) == {"case": {"case_id": "A", "kommune": 751, "events": []}}
    assert _Letter.model_validate_json(letter.model_dump_json()) == letter


def test_a_list_of_cases_is_read_by_a_type_adapter() -> None:
    cases = TypeAdapter(list[Case]).validate_json('[{"case_id": "A"}, {"case_id": "B"}]')
    assert [case.case_id for case in cases] == ["A", "B"]
