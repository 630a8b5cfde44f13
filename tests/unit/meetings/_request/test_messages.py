"""The errors of pydantic as one sentence with a place."""

from __future__ import annotations

from typing import Literal

import pytest
from pydantic import BaseModel, Field, ValidationError
from pydantic_core import PydanticCustomError

from meetings._request.fields import Facilitator, Window
from meetings._request.messages import describe_first_error, refuse_unknown_keys, split_hint
from overgreb_rules.shared.text import Text


class Days(BaseModel):
    """A number with a limit."""

    days: int = Field(ge=0)


class Status(BaseModel):
    """A word of a list."""

    status: Literal["confirmed", "cancelled", 3]


def describe(model: type[BaseModel], data: object) -> tuple[tuple[str | int, ...], Text]:
    with pytest.raises(ValidationError) as caught:
        model.model_validate(data)
    return describe_first_error(caught.value)


def test_a_missing_key_is_named_with_its_place():
    assert describe(Facilitator, {"id": "f1"}) == (
        ("name",),
        Text("nøglen mangler; tilføj den", "this key is needed; add it"),
    )


def test_a_value_that_is_refused_says_how_to_write_it():
    path, text = describe(Window, {"from": "1 May", "to": "2027-06-01"})
    assert path == ("from",)
    assert text.en == '«hidden» is no day; write it as "2027-05-07"'


def test_an_unknown_key_is_refused_with_the_nearest_known_one():
    with pytest.raises(PydanticCustomError, match="did you mean “rotate”"):
        refuse_unknown_keys({"rotat": True}, ("rotate", "fixed"))


def test_a_mapping_with_known_keys_is_returned_as_it_is():
    data = {"rotate": True}
    assert refuse_unknown_keys(data, ("rotate", "fixed")) is data


def test_a_number_beyond_its_limit_says_the_limit_in_both_languages():
    _, text = describe(Days, {"days": -1})
    assert text.da == "-1 kan ikke bruges; skriv et tal, der er mindst 0"
    assert text.en == "-1 is not allowed; write a number that is greater than or equal to 0"


def test_the_words_that_can_stand_are_listed_without_a_word_of_english():
    path, text = describe(Status, {"status": "held"})
    assert path == ("status",)
    assert text == Text("her kan stå confirmed, cancelled, 3", "allowed here is confirmed, cancelled, 3")


def test_the_last_semicolon_of_a_sentence_stands_before_the_hint():
    problem, hint = split_hint(Text("»a; b« er ukendt; skriv c", "“a; b” is unknown; write c"))
    assert (problem, hint) == (Text("»a; b« er ukendt", "“a; b” is unknown"), Text("skriv c", "write c"))
    assert split_hint(Text("ukendt", "unknown")) == (
        Text("ukendt", "unknown"),
        Text("ret værdien", "correct the value"),
    )
