"""Natural histories, told with different links, and published cases: what must come out, and what must not.

`expect` lists rows found by rule and trigger (and key): only the keys that a row names are compared; where a status is
a list, any of its words is right. No rule in `absent` (an id, id@trigger, or a key with its year) may come out.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from overgreb_rules import Case, Evaluation, Rulebook, evaluate
from overgreb_rules.arrow import tables_of
from tests.differential.test_tables_answer_as_single_cases import check
from tests.fixtures.expected_duties import find_faults
from tests.fixtures.matchers import MATCHERS

HISTORIES = sorted((Path(__file__).parent / "histories").glob("*.json"))
BOOKS = {matcher: Rulebook.load(matcher=matcher) for matcher in MATCHERS}


def rows(answer: Evaluation) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(answer.model_dump_json())["obligations"]
    return found


@pytest.mark.parametrize("matcher", BOOKS)
@pytest.mark.parametrize("path", HISTORIES, ids=[path.stem for path in HISTORIES])
def test_the_history_comes_out_as_it_must(path: Path, matcher: str) -> None:
    history = json.loads(path.read_text(encoding="utf-8"))
    answer = evaluate(Case.model_validate(history["case"]), at=history["at"], rulebook=BOOKS[matcher])
    assert list(find_faults(history, rows(answer))) == []


@pytest.mark.parametrize("path", HISTORIES, ids=[path.stem for path in HISTORIES])
def test_the_history_in_a_table_is_answered_as_by_itself(path: Path) -> None:
    history = json.loads(path.read_text(encoding="utf-8"))
    cases = [{**history["case"], "case_id": f"sag-{copy}"} for copy in range(5)]
    check(cases, tables_of(cases), history["at"], BOOKS["reference"])
