"""Names of kredse, kommuner and børnehuse wherever a code may stand."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic_core import PydanticCustomError

from meetings._request.names_as_codes import replace_names


def replace(**keys: Any) -> dict[str, Any]:
    return replace_names(keys, 2027)[0]


def test_districts_are_named():
    assert replace(districts=["Nordjylland", "1461", "Fyns Politi"])["districts"] == ["1460", "1461", "1465"]
    assert replace(districts="all")["districts"] == "all"


@pytest.mark.parametrize(
    ("keys", "codes"),
    [
        ({"busy": {"kommuner": {"Århus": "a.ics"}}}, {"busy": {"kommuner": {"0751": "a.ics"}}}),
        ({"busy": {"politikredse": {"Fyn": "a.ics"}}}, {"busy": {"politikredse": {"1465": "a.ics"}}}),
        ({"busy": {"boernehuse": {"naestved": "a"}}}, {"busy": {"boernehuse": {"Næstved": "a"}}}),
        ({"away": {"kommuner": {"Aalborg": []}}}, {"away": {"kommuner": {"0851": []}}}),
        ({"school_holidays": {"kommuner": {"Aalborg": 8}}}, {"school_holidays": {"kommuner": {"0851": 8}}}),
        ({"school_holidays": {"years": {2027: {"Aalborg": 8}}}}, {"school_holidays": {"years": {2027: {"0851": 8}}}}),
        ({"attendees": {"Aalborg": []}}, {"attendees": {"0851": []}}),
        ({"hosts": {"fixed": {"Fyn": "Odense"}}}, {"hosts": {"fixed": {"1465": "0461"}}}),
        ({"pinned": {"Fyn": "x", "Nordjylland-2": "y"}}, {"pinned": {"1465": "x", "1460-2": "y"}}),
        ({"place": {"Midt- og Vestjylland-2": "x"}}, {"place": {"1462-2": "x"}}),
        ({"travel_minutes": {"pairs": [{"kredse": ["Fyn", "1461"]}]}},
         {"travel_minutes": {"pairs": [{"kredse": ["1465", "1461"]}]}}),
    ],
)  # fmt: skip
def test_names_become_codes(keys: dict[str, Any], codes: dict[str, Any]):
    assert replace_names(keys, 2027)[0] == codes
    assert replace_names(codes, 2027) == (codes, {})


def test_a_facilitator_is_named_by_name_or_id():
    people = [{"id": "f1", "name": "Kim Berg"}, {"id": "f2", "name": "Alex"}, {"id": "f3", "name": "Alex"}]
    away = replace(facilitators=people, away={"facilitators": {"Kim Berg": [], "f2": []}})["away"]
    assert away == {"facilitators": {"f1": [], "f2": []}}
    shared = replace(facilitators=people, away={"facilitators": {"Alex": []}})["away"]
    assert shared == {"facilitators": {"Alex": []}}, "a name of two people stands for neither, and is refused later"


def test_the_name_is_known_by_the_path_of_its_code():
    _, names = replace_names({"pinned": {"Fyn": "x"}, "busy": {"kommuner": {"0751": "a"}}}, 2027)
    assert names == {("pinned", "1465"): "Fyn"}


def test_the_given_keys_are_left_alone():
    given: dict[str, Any] = {"busy": {"kommuner": {"Aarhus": "a.ics"}}}
    replace_names(given, 2027)
    assert given == {"busy": {"kommuner": {"Aarhus": "a.ics"}}}


@pytest.mark.parametrize("value", [None, 5, "text", ["list"], {"kommuner": 3}, {"kommuner": {751: "a"}}])
def test_what_has_another_form_is_left_to_the_fields(value: object):
    assert replace(busy=value) == {"busy": value}


def test_an_unknown_name_is_refused_with_the_nearest():
    with pytest.raises(PydanticCustomError, match=r"no kommune is called “Arhus” .did you mean Aarhus"):
        replace(attendees={"Arhus": []})


def test_two_names_of_one_kommune_are_refused():
    with pytest.raises(PydanticCustomError, match="“Aarhus” and “0751” are the same; keep one of them"):
        replace(attendees={"Aarhus": [], "0751": []})
