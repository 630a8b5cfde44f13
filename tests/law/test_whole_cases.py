"""The example cases, whole: what a caller gets who evaluates them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from overgreb_rules import Case, Rulebook, evaluate
from overgreb_rules.shared.strict_yaml import read
from tests.fixtures.matchers import MATCHERS
from tests.fixtures.paths import EXAMPLE_CASES

HERE = Path(__file__)
WHOLE_CASES: Any = read(HERE.with_name("whole_cases.yaml").read_text(encoding="utf-8"), "whole_cases.yaml").data
BOOKS = {name: Rulebook.load(matcher=name) for name in MATCHERS}


@pytest.mark.parametrize("whole", WHOLE_CASES, ids=lambda whole: whole["case"])
@pytest.mark.parametrize("matcher", BOOKS)
def test_the_case_shows_its_duties_and_no_forbidden_one(whole: Mapping[str, Any], matcher: str) -> None:
    text = (EXAMPLE_CASES / f"{whole['case']}.json").read_text(encoding="utf-8")
    answer = json.loads(
        evaluate(Case.model_validate_json(text), at=whole["at"], rulebook=BOOKS[matcher]).model_dump_json()
    )
    by_rule = {(duty["rule"], duty["trigger"]): duty for duty in answer["obligations"]}
    for expected in whole["shows"]:
        duty = by_rule[expected["rule"], expected["trigger"]]
        flat = {**duty, **(duty["due"] or {})}
        assert {key: flat[key] for key in expected} == {key: _plain(value) for key, value in expected.items()}
    assert not {duty["rule"] for duty in answer["obligations"]} & set(whole.get("never", ()))


def test_every_example_case_has_an_expected_result() -> None:
    assert {path.stem for path in EXAMPLE_CASES.glob("*.json")} == {whole["case"] for whole in WHOLE_CASES}


def _plain(value: Any) -> Any:
    return value.isoformat() if hasattr(value, "isoformat") else value
