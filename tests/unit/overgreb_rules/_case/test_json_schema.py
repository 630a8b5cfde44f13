"""The schema of a case: definitions by event type, and the models of pydantic that show it."""

from __future__ import annotations

import re
from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from pydantic import BaseModel

from overgreb_rules import Case, CaseError, Event
from overgreb_rules._case.json_schema import DAY, case_schema
from overgreb_rules._deadlines.moment import NoMoment, parse_day
from overgreb_rules._rules.source import packaged_vocabulary

SCHEMA: dict[str, Any] = case_schema(packaged_vocabulary())


class _Request(BaseModel):
    case: Case
    further: list[Case] = []


def test_the_model_shows_the_published_schema() -> None:
    assert Case.model_json_schema() == Case.model_json_schema(mode="serialization") == SCHEMA


def test_a_definition_is_named_by_its_event_type() -> None:
    assert {*SCHEMA["$defs"]} == {*packaged_vocabulary().events}
    for name, body in SCHEMA["$defs"].items():
        assert body["properties"]["type"]["const"] == body["title"] == name


def test_events_are_told_apart_by_their_type() -> None:
    items = SCHEMA["properties"]["events"]["items"]
    assert items["discriminator"]["propertyName"] == "type"
    assert [one["$ref"] for one in items["oneOf"]] == list(items["discriminator"]["mapping"].values())


def test_a_model_that_holds_a_case_refers_to_the_same_definitions() -> None:
    schema = _Request.model_json_schema()
    assert schema["properties"]["case"] == {"$ref": "#/$defs/Case"}
    case = schema["$defs"].pop("Case")
    assert schema["$defs"] == SCHEMA["$defs"]
    assert case == {key: value for key, value in SCHEMA.items() if not key.startswith("$")}


def test_an_event_alone_is_one_of_the_definitions() -> None:
    assert Event.model_json_schema()["$defs"] == SCHEMA["$defs"]


@given(
    year=st.integers(1890, 2210),
    month=st.integers(0, 14),
    day=st.sampled_from([0, 1, 28, 29, 30, 31, 32]),
)
def test_the_pattern_of_a_day_takes_the_days_that_the_reader_takes(year: int, month: int, day: int) -> None:
    text = f"{year:04}-{month:02}-{day:02}"
    try:
        parse_day(text)
        is_day = True
    except (NoMoment, CaseError):
        is_day = False
    assert (re.search(str(DAY["pattern"]), text) is not None) == is_day
