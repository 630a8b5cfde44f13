"""Random cases: the same seed gives the same ones, and nearly all can be answered."""

from __future__ import annotations

import json
import random
from typing import Any

import pytest

from overgreb_rules import Case, CaseError
from overgreb_rules._conformance.random_cases import RandomCases, change_case
from tests.fixtures.paths import ROOT

_BUNDLE: Any = json.loads((ROOT / "conformance" / "bundle.json").read_text(encoding="utf-8"))
_AT = "2026-01-01T12:00:00+01:00"
_NEAR = [
    (
        {
            "case_id": "a",
            "events": [
                {"type": "underretning_modtaget", "at": "2025-11-21T09:30:00+01:00", "anonym": False},
                {"id": "k", "type": "kvittering_sendt", "at": "2025-11-24T09:30:00+01:00", "of": "e1"},
            ],
        },
        _AT,
    )
]


def _cases(seed: int, number: int) -> list[tuple[Any, str]]:
    cases = RandomCases(_BUNDLE, _NEAR, seed)
    return [cases.build_case() for _ in range(number)]


def test_the_same_seed_gives_the_same_cases() -> None:
    assert _cases(1, 20) == _cases(1, 20)
    assert _cases(1, 20) != _cases(2, 20)


def test_nearly_all_cases_can_be_read() -> None:
    refused = 0
    for case, _ in _cases(1, 200):
        try:
            Case.model_validate(case)
        except CaseError:
            refused += 1
    assert refused < 20


def test_histories_tell_most_event_types() -> None:
    told = {event["type"] for case, _ in _cases(1, 400) for event in case["events"]}
    assert len(told) > 0.8 * len(_BUNDLE["vocabulary"]["events"])


@pytest.mark.parametrize("seed", range(20))
def test_a_changed_case_names_no_event_that_was_left_out(seed: int) -> None:
    case, at = change_case(*_NEAR[0], _NEAR, random.Random(seed))  # noqa: S311  # no secret
    ids = {event["id"] for event in case["events"]}
    assert at == _AT
    assert all({*event.get("of", ())} <= ids for event in case["events"])


def test_a_change_leaves_the_case_that_it_began_with() -> None:
    before = json.dumps(_NEAR)
    for seed in range(20):
        change_case(*_NEAR[0], _NEAR, random.Random(seed))  # noqa: S311  # no secret
    assert json.dumps(_NEAR) == before
