"""Every example of every rule file comes out as it says, in both matchers."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping

import pytest

from overgreb_rules import Case, Rulebook, evaluate
from overgreb_rules._rules import Example, Rule

BOOKS = {name: Rulebook.load(matcher=name) for name in ("durable", "reference")}


def _examples() -> list[object]:
    return [
        pytest.param(rule, example, id=f"{rule.id}: {example.says}")
        for rule in BOOKS["reference"].rules
        for example in rule.examples
    ]


@pytest.mark.parametrize(("rule", "example"), _examples())
@pytest.mark.parametrize("matcher", BOOKS)
def test_the_example_comes_out_as_the_rule_file_says(rule: Rule, example: Example, matcher: str) -> None:
    case = Case.model_validate({"case_id": rule.id, **example.case, "events": [_told(e) for e in example.events]})
    answer = json.loads(evaluate(case, at=example.at, rulebook=BOOKS[matcher]).model_dump_json())
    prefix = f"{rule.id}@"
    found = {o["key"].removeprefix(prefix): o for o in answer["obligations"] if o["key"].startswith(prefix)}
    assert sorted(found) == sorted(example.gives), "the duties that the example names, and no other of this rule"
    for trigger, expected in example.gives.items():
        given = {key: found[trigger][key] for key in expected}
        assert given == {key: _written(key, value) for key, value in expected.items()}


def _told(event: Mapping[str, object]) -> dict[str, object]:
    return {key: value.isoformat() if isinstance(value, dt.date) else value for key, value in event.items()}


def _written(key: str, value: object) -> object:
    if key != "due" or value is None:
        return value.isoformat() if isinstance(value, dt.date) else value
    both = value if isinstance(value, dict) else {"strict": value, "lenient": value}
    return {name: day.isoformat() if isinstance(day, dt.date) else day for name, day in both.items()}
