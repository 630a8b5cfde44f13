"""What evaluations leave behind: nothing, since the garbage collector cannot free a circle of value objects."""

from __future__ import annotations

import gc
import json
import sys
from collections.abc import Callable

import pytest

from overgreb_rules import Case, Rulebook, evaluate, why_not
from overgreb_rules.arrow import evaluate_arrow, tables_of
from tests.fixtures.paths import ROOT

_AT = "2026-01-01T00:00:00+01:00"
_FILES = sorted((ROOT / "tests" / "law" / "histories").glob("*.json"))[:60]
_CASES = [json.loads(path.read_text(encoding="utf-8"))["case"] for path in _FILES]
_BOOK = Rulebook.load(matcher="reference")
_BLOCKS_OF_NOISE = 300
"""What the interpreter itself keeps or frees meanwhile; one circle a case would leave some thousands."""


def _evaluate_all() -> None:
    for data in _CASES:
        answer = evaluate(Case.model_validate(data), at=_AT, rulebook=_BOOK)
        answer.to_json()
        assert all(one.explanation for one in answer.obligations)


def _ask_why_not() -> None:
    for data in _CASES:
        why_not(Case.model_validate(data), "bl-20-3-undersoegelse-4-maaneder", at=_AT, rulebook=_BOOK).to_json()


def _evaluate_tables() -> None:
    evaluate_arrow(*tables_of([Case.model_validate(data) for data in _CASES]), at=_AT)


@pytest.mark.slow
@pytest.mark.parametrize("work", [_evaluate_all, _ask_why_not, _evaluate_tables], ids=lambda work: work.__name__)
def test_evaluating_the_same_cases_again_leaves_no_object_behind(work: Callable[[], None]) -> None:
    for _ in range(3):
        work()
    gc.collect()
    before = sys.getallocatedblocks()
    for _ in range(2):
        work()
    gc.collect()
    assert sys.getallocatedblocks() - before < _BLOCKS_OF_NOISE
