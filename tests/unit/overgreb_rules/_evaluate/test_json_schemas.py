"""The published schemas: what they describe, and that whatever this package writes fits them."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from overgreb_rules import CaseError, evaluate, what_if, why_not
from overgreb_rules._case.case import Case
from overgreb_rules._conformance.warning_words import WARNING_WORDS
from overgreb_rules._evaluate.envelope import StreamDefaults, answer_line
from overgreb_rules._evaluate.field_descriptions import FIELD_DESCRIPTIONS, SCHEMA_DESCRIPTIONS
from overgreb_rules._evaluate.json_schemas import SCHEMA_NAMES, build_json_schema
from overgreb_rules._rules.rule_set import RuleSet
from overgreb_rules.cli import main
from tests.fixtures.paths import EXAMPLE_CASES, RULES

LAW = RuleSet.load(RULES)
SCHEMAS = {name: build_json_schema(name, LAW) for name in SCHEMA_NAMES}
AT = "2026-11-21T12:00:00+01:00"
NOTIFIED = {"id": "u1", "type": "underretning_modtaget", "at": "2026-11-20T09:30:00+01:00"}


def objects_in(schema: Any) -> Iterator[dict[str, Any]]:
    if isinstance(schema, dict):
        if isinstance(schema.get("properties"), dict):
            yield schema
        for value in schema.values():
            yield from objects_in(value)
    elif isinstance(schema, list):
        for value in schema:
            yield from objects_in(value)


def validator(name: str) -> Any:
    jsonschema = pytest.importorskip("jsonschema", reason="jsonschema is not installed (extra «test»)")
    return jsonschema.Draft202012Validator(SCHEMAS[name], format_checker=jsonschema.FormatChecker())


@pytest.mark.parametrize("name", SCHEMA_NAMES)
def test_a_schema_has_a_draft_an_identifier_with_a_version_and_a_title(name: str) -> None:
    schema = SCHEMAS[name]
    assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert schema["$id"] == f"urn:overgreb-rules:schema:1:{name}"
    assert schema["title"]


@pytest.mark.parametrize("name", SCHEMA_NAMES)
def test_every_field_of_a_schema_is_described_in_both_languages_and_no_other_is_allowed(name: str) -> None:
    for body in objects_in(SCHEMAS[name]):
        assert body["additionalProperties"] is False
        for field, schema in body["properties"].items():
            assert " / " in schema["description"], field


def test_no_description_is_left_over() -> None:
    described = {" / ".join((words.da, words.en)) for words in FIELD_DESCRIPTIONS.values()}
    used = {
        field.get("description")
        for schema in SCHEMAS.values()
        for body in objects_in(schema)
        for field in body["properties"].values()
    }
    assert described - used == set()
    assert {*SCHEMA_DESCRIPTIONS} == {*SCHEMA_NAMES} - {"case"}


@pytest.mark.parametrize("name", SCHEMA_NAMES)
def test_a_schema_is_one(name: str) -> None:
    validator(name).check_schema(SCHEMAS[name])


@pytest.mark.parametrize("path", sorted(EXAMPLE_CASES.glob("*.json")), ids=lambda path: path.stem)
def test_cases_answers_comparisons_and_reasons_fit_their_schemas(path: Any) -> None:
    data = json.loads(path.read_bytes())
    case = Case.model_validate(data)
    validator("case").validate(data)
    validator("case").validate(case.told())
    validator("envelope").validate({"id": "1", "at": AT, "case": data, "suppose": [NOTIFIED], "detail": "dates"})
    validator("evaluation").validate(json.loads(evaluate(case, at=AT).model_dump_json()))
    supposed = f"{NOTIFIED['type']}@{NOTIFIED['at']}"
    validator("what-if").validate(json.loads(what_if(case, supposed, at=AT).to_json()))
    validator("why-not").validate(json.loads(why_not(case, "bl-138-2-orientering", at=AT).to_json()))


def test_the_line_of_an_error_fits_its_schema() -> None:
    for line in ('{"id": "7", "case": {}}', "{", ""):
        answer = answer_line(line, 3, StreamDefaults(at=AT))
        validator("error").validate(json.loads(answer.text))


@pytest.mark.parametrize(
    "wrong",
    [
        {"at": "2026-13-01"},
        {"at": "2026-11-31"},
        {"at": "2023-02-29"},
        {"at": "1900-02-29"},
        {"at": "1500-01-01"},
        {"at": "2201-01-01"},
        {"at": "2026-11-01T25:00:00+01:00"},
        {"at": "2026-11-01T10:60:00+01:00"},
        {"at": "2026-11-01T10:00:00+15:00"},
        {"at": "2026-11-01T10:00:00+14:01"},
        {"at": "01-11-2026"},
        {"type": "no_such_type"},
        {"afsender": "nabo"},
        {"overgreb": "ja"},
        {"navn": "x"},
        {"of": []},
        {"of": ["u1", "u1"]},
        {"id": ""},
        {"id": " "},
        {"of": ["u1", "  "]},
        {"kendt_fra": "2026-11-01"},
    ],
    ids=str,
)
def test_the_schema_refuses_what_the_reader_refuses(wrong: dict[str, Any]) -> None:
    assert not validator("case").is_valid({"case_id": "A", "events": [NOTIFIED | wrong]})


@pytest.mark.parametrize(
    "wrong",
    [
        {"kommune": 751.0},
        {"events": [NOTIFIED | {"at": "2200-12-31T23:30:00Z"}]},
        {"events": [NOTIFIED | {"at": "1900-01-01T00:30:00+02:00"}]},
        {"events": [NOTIFIED | {"at": "2026-11-20T09:30:00"}]},
        {"events": [NOTIFIED, NOTIFIED]},
        {"events": [NOTIFIED | {"of": "u2"}]},
        {"events": [NOTIFIED | {"of": "u1"}]},
        {"zone": "Europe/Atlantis"},
        {"case_id": "010190-1234"},
    ],
    ids=str,
)
def test_what_the_page_of_schemas_names_is_refused_by_the_reader_alone(wrong: dict[str, Any]) -> None:
    data = {"case_id": "A", "events": []} | wrong
    validator("case").validate(data)
    with pytest.raises(CaseError):
        Case.model_validate(data)


@pytest.mark.parametrize(
    "right",
    [
        {"at": "2026-11-01"},
        {"at": "2000-02-29"},
        {"at": "2200-12-31"},
        {"at": "2026-11-01T10:00Z"},
        {"at": "2026-11-01T10:00:00,5-14:00"},
        {"overgreb": None},
        {"afsender": None},
        {"of": "u1"},
        {"id": " brev 7 "},
        {"kendt_fra": "2026-11-01T10:00:00+01:00"},
    ],
    ids=str,
)
def test_the_schema_takes_what_the_reader_takes(right: dict[str, Any]) -> None:
    data = {"case_id": "A", "kommune": "0751", "barn": None, "events": [{**NOTIFIED, **right}]}
    assert validator("case").is_valid(data)


def test_the_figures_of_a_department_fit_their_schema(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    shutil.copytree(EXAMPLE_CASES, tmp_path, dirs_exist_ok=True)
    (tmp_path / "refused.json").write_text("{}")
    period = ["--from", "2024-01-01", "--to", "2026-12-31", "--by", "month,kommune", "--format", "json"]
    assert main(["figures", str(tmp_path), *period]) == 2
    document = json.loads(capsys.readouterr().out)
    assert document["groups"]
    assert document["refused"]
    validator("figures").validate(document)


def test_the_schema_lists_every_code_of_a_warning_and_each_act_under_which_a_duty_stays() -> None:
    codes = SCHEMAS["evaluation"]["$defs"]["Warned"]["properties"]["code"]["enum"]
    of_acts = {f"stays_under_{law}" for law in LAW.laws}
    assert codes == sorted({*WARNING_WORDS, *of_acts} - {"stays_under_LAW"})
