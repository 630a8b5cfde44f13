"""The OpenAPI document says of each path what it takes and gives; its examples and the answers fit its schemas."""

from __future__ import annotations

import json

import pytest

from tests.fixtures.asgi_client import JSON, LINES, ask
from tests.fixtures.paths import EXAMPLE_CASES

AT = "at=2017-01-01T12:00:00%2B01:00"
CASE = json.loads((EXAMPLE_CASES / "christmas-notification.json").read_text(encoding="utf-8"))
KEY = "sel-155-2-vurdering-24-timer@u1"


@pytest.fixture(scope="module")
def document(app):
    return ask(app, "GET", "/openapi.json").json


def validate(document, schema, value):
    jsonschema = pytest.importorskip("jsonschema", reason="jsonschema is not installed (extra «test»)")
    # Only the components are referred to: the rest of the document is no schema.
    jsonschema.Draft202012Validator({**schema, "components": document["components"]}).validate(value)


def operation_of(document, method, target):
    path = target.partition("?")[0]
    if path not in document["paths"]:
        path = f"{path.rpartition('/')[0]}/{{name}}"
    return document["paths"][path][method.lower()]


@pytest.mark.parametrize(
    ("method", "target", "body"),
    [
        *(("POST", f"/v1/evaluations?{AT}&detail={detail}", CASE) for detail in ("dates", "counted", "full")),
        ("POST", f"/v1/explanations?{AT}&key={KEY}", CASE),
        ("POST", f"/v1/why-not?{AT}&rule=bl-5-samtale-foer-afgoerelse", CASE),
        ("POST", f"/v1/suppositions?{AT}&detail=dates", {"case": CASE, "suppose": ["kvittering_sendt@2017-01-01"]}),
        ("GET", "/v1/rules", None),
        ("GET", "/v1/rules/bl-136-2-vurdering-24-timer", None),
        ("GET", "/v1/bundle", None),
        ("GET", "/v1/concordance", None),
        ("GET", "/v1/vocabulary", None),
        ("GET", "/v1/schemas/envelope", None),
        ("GET", "/v1/limits", None),
        ("GET", "/v1/rules/bl-999", None),
        ("GET", "/v1/bundle?rulebook=2026.1", None),
        ("GET", "/v1/limits?foo=1", None),
        ("POST", f"/v1/evaluations?{AT}&detail=all", CASE),
    ],
)
def test_an_answer_fits_the_schema_of_its_status(app, document, method, target, body):
    answer = ask(app, method, target, json.dumps(body) if body else b"", JSON)
    media = answer.headers["content-type"].partition(";")[0]
    told = operation_of(document, method, target)["responses"][str(answer.status)]["content"][media]["schema"]
    validate(document, told, answer.json)


def test_a_case_may_have_as_many_events_as_the_service_takes(app, document):
    limits = ask(app, "GET", "/v1/limits").json
    assert document["components"]["schemas"]["Case"]["properties"]["events"]["maxItems"] == limits["events"]


def test_an_agenda_fits_its_schema(app, document):
    answer = ask(app, "POST", f"/v1/agenda?{AT}&kommune=0751", f"{json.dumps(CASE)}\nx\n", LINES)
    assert answer.json["refused"]
    validate(document, {"$ref": "#/components/schemas/Agenda"}, answer.json)


def test_each_example_of_a_body_fits_its_schema_and_is_answered(app, document):
    answered = 0
    for path, operations in document["paths"].items():
        for told in operations.values():
            for media, content in told.get("requestBody", {"content": {}})["content"].items():
                validate(document, content["schema"], content["example"])
                query = "&".join(
                    f"{one['name']}={one.get('example', 'bl-136-2-vurdering-24-timer')}"
                    for one in told["parameters"]
                    if one["required"]
                )
                body = json.dumps(content["example"])
                assert ask(app, "POST", f"{path}?{query}", body, {"content-type": media}).status == 200
                answered += 1
    assert answered == 8


def test_every_path_takes_the_language_of_refusals_and_a_pinned_rulebook(document):
    for path, operations in document["paths"].items():
        for told in operations.values():
            assert {"lang", "rulebook"} <= {one["name"] for one in told["parameters"]}, path
            assert {"409", "422"} <= set(told["responses"]), path


def test_every_operation_has_an_id_of_its_own_and_a_group(document):
    told = [one for operations in document["paths"].values() for one in operations.values()]
    assert len({one["operationId"] for one in told}) == len(told)
    assert {len(one["tags"]) for one in told} == {1}


def test_every_reference_leads_to_a_schema(document):
    names = set(document["components"]["schemas"])
    text = json.dumps(document)
    assert {part.partition('"')[0] for part in text.split('"#/components/schemas/')[1:]} <= names
    assert "#/$defs/" not in text


@pytest.mark.parametrize(
    ("name", "optional"),
    [
        ("Obligation", {"title", "consequence", "explanation", "open_questions", "escalations", "counting"}),
        ("Receipt", {"result_sha256"}),
        ("Cause", {"da", "en"}),
    ],
)
def test_what_a_detail_leaves_out_is_not_required(document, name, optional):
    schema = document["components"]["schemas"][name]
    assert set(schema["properties"]) - set(schema["required"]) == optional
