"""Natural histories, told with different links, and published cases: what must come out, and what must not.

`expect` lists rows found by rule and trigger (and key): only the keys that a row names are compared; where a status is
a list, any of its words is right. No rule in `absent` (an id, or id@trigger) may come out.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

from overgreb_rules import Case, Evaluation, Rulebook, evaluate
from overgreb_rules.arrow import tables_of
from tests.differential.test_tables_answer_as_single_cases import check

HISTORIES = sorted((Path(__file__).parent / "histories").glob("*.json"))
BOOKS = {matcher: Rulebook.load(matcher=matcher) for matcher in ("durable", "reference")}


def comparable(value: object) -> object:
    """An instant as its seconds, so that the same moment in two zones is the same; everything else as it is."""
    if isinstance(value, str) and len(value) > 10 and value[10] == "T":
        return dt.datetime.fromisoformat(value).timestamp()
    return value


def differs(expected: object, found: object) -> bool:
    if isinstance(expected, Mapping):
        return not isinstance(found, Mapping) or any(differs(expected[key], found.get(key)) for key in expected)
    return comparable(expected) != comparable(found)


def faults(history: Mapping[str, Any], obligations: list[dict[str, Any]]) -> Iterator[str]:
    for row in history["expect"]:
        names = {key: row[key] for key in ("rule", "trigger", "key") if key in row}
        found = next((one for one in obligations if all(one[key] == value for key, value in names.items())), None)
        if found is None:
            yield f"{names} is not there"
            continue
        for key in set(row) - set(names):
            expected, is_status = row[key], key == "status"
            wrong = (
                found[key] not in ([expected] if isinstance(expected, str) else expected)
                if is_status
                else differs(expected, found[key])
            )
            if wrong:
                yield f"{names}: {key} is {found[key]}, not {expected}"
    for name in history.get("absent", ()):
        rule, _, trigger = name.partition("@")
        if any(one["rule"] == rule and trigger in {"", one["trigger"]} for one in obligations):
            yield f"{name} is there"


def rows(answer: Evaluation) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(answer.model_dump_json())["obligations"]
    return found


@pytest.mark.parametrize("matcher", BOOKS)
@pytest.mark.parametrize("path", HISTORIES, ids=[path.stem for path in HISTORIES])
def test_the_history_comes_out_as_it_must(path: Path, matcher: str) -> None:
    history = json.loads(path.read_text(encoding="utf-8"))
    answer = evaluate(Case.model_validate(history["case"]), at=history["at"], rulebook=BOOKS[matcher])
    assert list(faults(history, rows(answer))) == []


@pytest.mark.parametrize("path", HISTORIES, ids=[path.stem for path in HISTORIES])
def test_the_history_in_a_table_is_answered_as_by_itself(path: Path) -> None:
    history = json.loads(path.read_text(encoding="utf-8"))
    cases = [{**history["case"], "case_id": f"sag-{copy}"} for copy in range(5)]
    check(cases, tables_of(cases), history["at"], BOOKS["reference"])
