"""The eight example cases are answered as rulebook 2026.1 answered them, but for words, receipt and warnings.

`answers_of_2026_1.jsonl` holds one answer a line: the values of each duty that are no words, the days that were counted
and the steps. What a change of rulebook 2026.2 touches stands in `CHANGED`, and in the changelog.
"""

from __future__ import annotations

import json
from typing import Any

import pytest

from overgreb_rules import Case, evaluate
from tests.fixtures.paths import EXAMPLE_CASES, ROOT

ANSWERS = [
    json.loads(line) for line in (ROOT / "tests/law/answers_of_2026_1.jsonl").read_text(encoding="utf-8").splitlines()
]
CHANGED = {
    "phone-before-letter": {"bl-138-1-kvittering@u1": {"clock_start", "due", "counting", "escalations"}},
    "across-the-change": {"bl-136-2-vurdering-24-timer@u1": {"escalations"}},
    "four-months": {
        f"{rule}@u1": {"escalations"}
        for rule in (
            "bl-136-2-vurdering-24-timer",
            "bl-138-1-kvittering",
            "bl-20-3-foreloebig-vurdering",
            "bl-20-3-undersoegelse-4-maaneder",
        )
    },
}
"""By case and duty: the values that are others. The safe deadline of a confirmation is counted from the call. Steps
from before a deadline are active no more once one after it has begun."""


def _reduce(duty: dict[str, Any]) -> dict[str, Any]:
    """Return the duty with the dates of its counted days and steps alone, and without what 2026.2 added to `due`."""
    due, days, steps = duty["due"], duty["counting"], duty["escalations"]
    return {
        **duty,
        "due": due and {reading: due[reading] for reading in ("strict", "lenient")},
        "counting": [[day["day"], day["counted"]["strict"], day["counted"]["lenient"]] for day in days],
        "escalations": [[step[name] for name in ("id", "kind", "from", "to", "active")] for step in steps],
    }


@pytest.mark.parametrize("earlier", ANSWERS, ids=lambda earlier: earlier["case"])
def test_an_example_case_is_answered_as_by_2026_1_where_no_change_touches_it(earlier: dict[str, Any]) -> None:
    case = Case.model_validate_json((EXAMPLE_CASES / f"{earlier['case']}.json").read_text(encoding="utf-8"))
    answer = json.loads(evaluate(case, at=earlier["at"]).model_dump_json())
    assert [duty["key"] for duty in answer["obligations"]] == [duty["key"] for duty in earlier["obligations"]]
    found = {}
    for before, after in zip(earlier["obligations"], map(_reduce, answer["obligations"]), strict=True):
        if other := {name for name in before if after[name] != before[name]}:
            found[before["key"]] = other
    assert found == CHANGED.get(earlier["case"], {})
    assert {name: answer[name] for name in ("next_change", "ignored_events")} == {
        name: earlier[name] for name in ("next_change", "ignored_events")
    }


def test_every_example_case_has_its_earlier_answer() -> None:
    assert {path.stem for path in EXAMPLE_CASES.glob("*.json")} == {earlier["case"] for earlier in ANSWERS}
