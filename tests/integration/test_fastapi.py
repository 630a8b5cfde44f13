"""A case as the body of a request in FastAPI: read, refused with 422, and described in the OpenAPI document."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from typing import Any

import pytest
from pydantic import BaseModel

from overgreb_rules import Case, Evaluation, evaluate

fastapi = pytest.importorskip("fastapi", reason="fastapi is not installed (extra «test»)")
pytest.importorskip("httpx", reason="httpx is not installed (extra «test»)")
with warnings.catch_warnings():
    # Its successor httpx2 is no dependency of the tests.
    warnings.simplefilter("ignore")
    from fastapi import testclient

AT = "2026-11-21T12:00:00+01:00"
NOTIFIED = {"type": "underretning_modtaget", "at": "2026-11-20T09:30:00+01:00"}


class Question(BaseModel):
    """A case within the body of a request."""

    case: Case
    at: str


@pytest.fixture(scope="module")
def client() -> Any:
    app = fastapi.FastAPI()

    @app.post("/evaluate")
    def answer(case: Case) -> Evaluation:
        return evaluate(case, at=AT)

    @app.post("/echo")
    def echo(question: Question) -> Question:
        return question

    return testclient.TestClient(app)


def test_a_case_is_read_and_its_answer_is_written(client: Any) -> None:
    answer = client.post("/evaluate", json={"case_id": "A", "events": [NOTIFIED]})
    assert answer.status_code == 200
    own = evaluate(Case.model_validate({"case_id": "A", "events": [NOTIFIED]}), at=AT)
    assert answer.json() == own.model_dump(mode="json")


def test_a_case_within_a_body_is_read_and_written(client: Any) -> None:
    answer = client.post("/echo", json={"case": {"case_id": "A", "kommune": "0751"}, "at": AT})
    assert answer.json() == {"case": {"case_id": "A", "kommune": 751, "events": []}, "at": AT}


@pytest.mark.parametrize(
    ("body", "location"),
    [
        ({}, ["body", "case_id"]),
        ([], ["body"]),
        ("Mette", ["body"]),
        (None, ["body"]),
        ({"case_id": "010190-1234"}, ["body", "case_id"]),
        ({"case_id": "A", "Mette": 1}, ["body", "«hidden»"]),
        ({"case_id": "A", "events": [NOTIFIED | {"at": "Mette"}]}, ["body", "events", 0, "at"]),
        ({"case_id": "A", "events": [NOTIFIED | {"type": "Mette"}]}, ["body", "events", 0, "type"]),
        ({"case_id": "A", "events": [NOTIFIED | {"of": "Mette"}]}, ["body", "events", 0, "of"]),
    ],
)
def test_a_bad_case_is_422_with_its_place_and_nothing_of_the_case(client: Any, body: object, location: object) -> None:
    answer = client.post("/evaluate", json=body)
    (line,) = answer.json()["detail"]
    assert (answer.status_code, line["loc"]) == (422, location)
    if body is not None:
        assert line["type"] == "case_refused"
    assert "Mette" not in answer.text
    assert "010190" not in answer.text


def references(document: Any) -> Iterator[str]:
    if isinstance(document, dict):
        if "$ref" in document:
            yield document["$ref"]
        for value in document.values():
            yield from references(value)
    elif isinstance(document, list):
        for value in document:
            yield from references(value)


def test_the_document_of_the_interface_names_the_case_and_its_event_types(client: Any) -> None:
    document = client.get("/openapi.json").json()
    schemas = document["components"]["schemas"]
    body = document["paths"]["/evaluate"]["post"]["requestBody"]["content"]["application/json"]["schema"]
    assert body == {"$ref": "#/components/schemas/Case"}
    assert schemas["Question"]["properties"]["case"] == body
    assert schemas["underretning_modtaget"]["properties"]["type"]["const"] == "underretning_modtaget"
    known = {f"#/components/schemas/{name}" for name in schemas}
    assert {*references(document)} <= known
